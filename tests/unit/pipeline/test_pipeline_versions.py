"""What contents depend on, and nothing else, changes their hash."""

from datetime import datetime

import pytest

from contracts.records import Sighting
from contracts.settings import Limits, Method, Settings
from pipeline import versions


def seen(path="a.csv", sha256="0" * 64, day=1):
    return Sighting(
        file_id="f" + path,
        content_id=sha256[:16],
        sha256=sha256,
        path=path,
        size=1,
        modified_at=datetime(2026, 1, day),
        first_seen_at=datetime(2026, 2, 1),
    )


@pytest.fixture
def registry(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text("unit_code,unit_name,unit_type\n1,Kecamatan Mawar,kecamatan\n")
    return path


def test_settings_and_registry(registry):
    before = versions.settings_hash(Settings(), registry)
    assert versions.settings_hash(Settings(), registry) == before
    assert versions.settings_hash(Settings(method=Method(weight="1/9")), registry) != before
    registry.write_text(registry.read_text().replace("Mawar", "Melati"))
    assert versions.settings_hash(Settings(), registry) != before


def test_inputs():
    before = versions.inputs_hash("s", [seen()], "decisions", "editions")
    assert versions.inputs_hash("s", [seen()], "decisions", "editions") == before
    others = [
        versions.inputs_hash("t", [seen()], "decisions", "editions"),
        versions.inputs_hash("s", [seen(), seen("b.csv")], "decisions", "editions"),
        versions.inputs_hash("s", [seen(sha256="1" * 64)], "decisions", "editions"),
        versions.inputs_hash("s", [seen(day=2)], "decisions", "editions"),
        versions.inputs_hash("s", [seen()], "other decisions", "editions"),
        versions.inputs_hash("s", [seen()], "", "editions"),
        versions.inputs_hash("s", [seen()], "decisions"),
    ]
    assert len({before, *others}) == 1 + len(others)


def test_what_was_read_depends_on_the_guards():
    assert versions.reading_version(Limits()) == versions.reading_version(Limits())
    assert versions.reading_version(Limits(rows=10)) != versions.reading_version(Limits())


def test_the_version_says_the_package_s_and_the_sources():
    assert versions.code_version() == versions.code_version()
    package, _, sources = versions.code_version().partition("+")
    assert package.count(".") == 2
    assert len(sources) == 12
