# `make help` lists everything. The two commands of the README are `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
HOME_FOLDER := data

.DEFAULT_GOAL := help
.PHONY: help setup run test tools check format bench kills docs lock clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(VENV)/.installed ## Make the environment: .venv, from the lock

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## Consolidate the samples: ./data from samples/, ranking, refusals, where everything lies
	@test -e $(HOME_FOLDER)/settings.toml || $(BIN)/skm init --home $(HOME_FOLDER) --samples
	@$(BIN)/skm run --home $(HOME_FOLDER)

test: setup tools ## Everything the tests need, then all tests
	@said=$$(mktemp -d); \
	$(BIN)/python -m pytest --quiet -m waiting tests/integration >$$said/waiting 2>&1 & waiting=$$!; \
	$(BIN)/python -m pytest --quiet -m server $(addprefix tests/,browser golden integration unit/cli unit/flows unit/pipeline unit/operations) >$$said/server 2>&1 & server=$$!; \
	$(BIN)/python -m pytest --quiet -m "not server and not waiting"; failed=$$?; \
	wait $$waiting || failed=1; wait $$server || failed=1; \
	cat $$said/waiting $$said/server; rm -r $$said; exit $$failed

tools: ## What the tests need beside Python: LibreOffice to open our documents, Chromium to open our pages
	@tests/tools.sh

check: setup ## ruff, types, architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest --quiet tests/test_architecture.py

format: setup ## Put the sources into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup ## Measure: pandas script, load floor and skm run beside each other (long)
	@$(BIN)/python -m benchmarks.run

kills: setup ## Kill runs 200 times, while readers read, and compare (about an hour; docs/survival.md)
	@$(BIN)/python -m benchmarks.kills --times 200

docs: setup ## Make docs/method.md and docs/data-dictionary.md again from tests and contracts
	@$(BIN)/python -m tests.spec.render
	@$(BIN)/python -m warehouse.dictionary

lock: setup ## Resolve the dependencies anew
	@$(BIN)/uv pip compile --quiet pyproject.toml --group dev --generate-hashes --no-emit-index-url --no-header -o requirements.lock

clean: ## Remove the environment and ./data
	@rm -rf $(VENV) $(HOME_FOLDER)
