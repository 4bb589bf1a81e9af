"""The locks: for every Python and system, by hash, from no host by name; a run's own, and the development's on top."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUN, DEVELOPMENT, SETUP = "requirements.lock", "requirements-dev.lock", "requirements-setup.lock"
PINNED = re.compile(
    r"^([a-z0-9.-]+)==([^ ]+)(?: ; (.+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def pinned(name: str) -> dict[tuple[str, str], str]:
    """By package and environment marker, the version."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {(package, marker): version for package, version, marker, _ in PINNED.findall(text)}


@pytest.mark.parametrize("name", [RUN, DEVELOPMENT, SETUP])
def test_everything_is_pinned_by_hash_and_no_host_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert len(lines) == len(pinned(name)) > 0
    assert "://" not in text


def test_the_run_s_lock_has_what_single_pythons_and_systems_need() -> None:
    packages = dict(pinned(RUN).keys())
    assert "3.11.3" in packages["async-timeout"]  # Debian 12 has 3.11.2
    assert "whenever" in packages  # Python 3.13 and newer
    assert "win32" in packages["pywin32"]


def test_a_run_needs_nothing_of_the_tests() -> None:
    run = {package for package, _ in pinned(RUN)}
    assert not run & {"pytest", "hypothesis", "mypy", "ruff", "moto", "playwright", "pyhanko", "pymupdf", "flask"}


def test_the_development_s_versions_are_the_run_s() -> None:
    run = pinned(RUN)
    both = {(package, version) for (package, _), version in pinned(DEVELOPMENT).items()}
    versions = {package: {version for (name, _), version in run.items() if name == package} for package, _ in run}
    assert {(package, version) for package, version in both if version not in versions.get(package, {version})} == set()
    assert len({package for package, _ in both} & set(versions)) > 20
