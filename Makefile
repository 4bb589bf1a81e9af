# `make help` lists everything. The two commands of the README are `make run` and `make test`.
# The distribution's own Python, where it is new enough and has venv: it is compiled to be fast, which what a version
# manager has compiled here need not be. Else the first there is.
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo /usr/bin/python3 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
HOME_FOLDER := data

# Bytecode is kept, whatever the account's habit: a test starts hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup development run test tools check format bench fuzz histories simulate mutants kills attack stories compatible image containers machine docs lock sbom clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(VENV)/.installed ## Make the environment of a run: .venv, from requirements.lock

$(VENV)/.installed: requirements.lock requirements-setup.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-setup.lock
	@$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

development: $(VENV)/.development ## What tests and checks need on top, from requirements-dev.lock

$(VENV)/.development: $(VENV)/.installed requirements-dev.lock
	@$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes --requirement requirements-dev.lock
	@touch $@

run: setup ## Consolidate the samples: ./data from samples/, ranking, refusals, where everything lies
	@test -e $(HOME_FOLDER)/settings.toml || $(BIN)/skm init --home $(HOME_FOLDER) --samples
	@$(BIN)/skm run --home $(HOME_FOLDER)

# Polars keeps to one thread: on tables of ten rows a second one costs more than it does.
PYTEST = POLARS_MAX_THREADS=1 $(BIN)/python -m pytest --quiet

test: development tools ## Everything the tests need, then all tests, in processes side by side
	@$(PYTEST) -p tests.side_by_side

tools: ## What the tests need beside Python: LibreOffice to open our documents, Chromium to open our pages
	@tests/tools.sh

check: development ## ruff, types, architecture, known weaknesses of what a run is made of
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest --quiet tests/test_architecture.py
	@.ci/advisories

format: development ## Put the sources into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: development build/dbt/.installed ## Measure beside a pandas script, dbt and the load floor, against goals (long; QUICK=1: a minute)
	@$(BIN)/python -m benchmarks.run $(if $(QUICK),--quick)

# In an environment of its own: nothing of ours needs it. From dbt-core 1.12 on it fetches a parser from elsewhere.
build/dbt/.installed: $(VENV)/.development
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/dbt
	@$(BIN)/uv pip install --quiet --compile-bytecode --python build/dbt/bin/python dbt-core==1.11.16 dbt-duckdb==1.11.1
	@touch $@

kills: development ## Kill runs 200 times, while readers read, and compare (about an hour; docs/survival.md)
	@$(BIN)/python -m benchmarks.kills --times 200

fuzz: development ## Read 20,000 exports made and changed at random, hold them against what was answered; properties, 40 times the examples
	@SKM_TIMES=40 $(BIN)/python -m pytest --quiet tests/property
	@$(BIN)/python -m tests.property.made_exports --count 20000 --seed $${SEED:-1}

histories: development ## Live 10,000 years of sending, changing, moving, withdrawing, closing; hold what counts against a plain counting (an hour)
	@$(BIN)/python -m tests.property.histories --count 10000 --seed $${SEED:-1}

simulate: development ## Live simulated days, runs killed or out of disk at any of their writes; hold what is published against a plain counting (SEED, DAYS: 10,000 take some hours)
	@POLARS_MAX_THREADS=1 $(BIN)/python -m tests.property.simulation --days $${DAYS:-10000} --seed $${SEED:-1}

mutants: development ## Change 100 places of transforms, ingest and contracts each, and see which the tests let pass (SEED, SAMPLE)
	@$(BIN)/python -m tests.mutants --seed $${SEED:-1} --sample $${SAMPLE:-100}

attack: development ## Two hundred regencies, sixty publications each: does anything of a few people follow? (an hour)
	@SKM_ATTACK=200 $(BIN)/python -m pytest --quiet tests/privacy

stories: development ## The stories of homes on a real Prefect server, with Great Expectations and child processes (`make test`: without)
	@SKM_STORIES=real $(PYTEST) $$(grep -l without_prefect tests/integration/test_*.py)

OLDER_DUCKDB := 1.3.2 1.5.0

compatible: development ## Open the warehouse with older releases of DuckDB, which what analysts use is built on
	@for release in $(OLDER_DUCKDB); do $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps \
		--target build/duckdb/$$release duckdb==$$release || exit 1; done
	@$(PYTEST) tests/unit/warehouse/test_warehouse_older_duckdb.py tests/unit/warehouse/test_warehouse_open_file.py

image: ## Build the image of deploy/Dockerfile with buildah, on BASE or on a Debian made here, and try it (root; long)
	@tests/deployment/image.sh

containers: development ## Run what deploy/compose.yaml says in that image: namespaces, health checks, a backup restored (root)
	@$(BIN)/python tests/deployment/containers.py

machine: ## Start the units of deploy/ in a Debian whose PID 1 is systemd, with that image's code (root)
	@tests/deployment/machine.sh

docs: development ## Make docs/method.md and docs/data-dictionary.md again from tests and contracts
	@$(BIN)/python -m tests.spec.render
	@$(BIN)/python -m warehouse.dictionary

# For every Python and system at once (--universal); the development's versions agree with those of a run.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

lock: setup ## Resolve the dependencies anew
	@$(COMPILE) --upgrade --group setup -o requirements-setup.lock
	@$(COMPILE) --upgrade pyproject.toml --group build -o requirements.lock
	@$(COMPILE) --upgrade --group dev --constraint requirements.lock -o requirements-dev.lock
	@$(COMPILE) --upgrade --group sbom -o requirements-sbom.lock

sbom: setup ## Write build/sbom.json: what a run is made of, as CycloneDX, from requirements.lock
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python build/sbom
	@$(BIN)/uv pip sync --quiet --python build/sbom --require-hashes requirements-sbom.lock
	@build/sbom/bin/python -W ignore::UserWarning -m cyclonedx_py requirements --output-reproducible \
		--pyproject pyproject.toml --output-file build/sbom.json requirements.lock

clean: ## Remove the environment and ./data
	@rm -rf $(VENV) $(HOME_FOLDER)
