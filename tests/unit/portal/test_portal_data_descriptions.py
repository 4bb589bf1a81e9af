"""The open data in the formats of others: valid by their published schemas, and saying what the contracts say."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from jsonschema import Draft4Validator, Draft201909Validator

from contracts.columns import Between, OneOf
from contracts.public_tables import PUBLIC_IKM_UNIT, PUBLIC_TABLES
from contracts.settings import Letterhead, Portal, Settings
from contracts.tables import UNIT
from portal.data_catalogue import data_catalogue
from portal.data_contract import data_contract
from portal.data_package import data_package
from portal.open_data import DATABASE_LABEL, FORMATS, OpenData, OpenFile, OpenFrame
from portal.page_figures import Download
from tests.data_packages import breaches
from tests.made_rows import made_frame
from transforms.schema import with_former_names

PROFILES = Path(__file__).parent / "profiles"
"""Structure of the published schemas, without descriptions and examples. `tabular-data-package`: Frictionless Data,
version 1 (MIT). `odcs-3.1.0`: Open Data Contract Standard (Apache 2.0)."""
FRAMES = [
    OpenFrame(
        table,
        3,
        tuple(
            OpenFile(Download(name=f"{table.name}{suffix}", size=100, label=label), "ab" * 32)
            for suffix, label in FORMATS.items()
        ),
    )
    for table in PUBLIC_TABLES
]
DATABASE = OpenFile(Download(name="skm_terbuka.duckdb", size=300, label=DATABASE_LABEL), "cd" * 32)
ADDRESS = "https://skm.contoh.go.id"
SETTINGS = Settings(portal=Portal(address=ADDRESS))
DATA = OpenData(SETTINGS, ["2024-S1", "2024", "2023"], date(2025, 1, 7), FRAMES, DATABASE)
BARE = OpenData(Settings(portal=Portal(license="Lisensi ® kami")), [], date(2025, 1, 7), [], DATABASE)


def schema(name: str) -> Any:
    return json.loads((PROFILES / f"{name}.schema.json").read_text(encoding="utf-8"))


def named(several: list[dict[str, Any]], name: str) -> dict[str, Any]:
    [one] = [one for one in several if one["name"] == name]
    return one


PACKAGE: dict[str, Any] = json.loads(data_package(DATA))
CATALOGUE: dict[str, Any] = json.loads(data_catalogue(DATA))
CONTRACT: dict[str, Any] = yaml.safe_load(data_contract(DATA, "0.1.0"))


def test_the_package_keeps_its_profile() -> None:
    profile = Draft4Validator(schema("tabular-data-package"))
    assert [error.message for error in profile.iter_errors(PACKAGE)] == []
    assert list(profile.iter_errors(PACKAGE | {"resources": [{"name": "A B"}]}))
    unnamed = json.loads(data_package(BARE))
    assert [error.validator for error in profile.iter_errors(unnamed)] == ["minItems"]  # no table, no resource
    assert unnamed["licenses"] == [{"name": "Lisensi-kami", "title": "Lisensi ® kami"}]


def test_the_contract_keeps_its_standard() -> None:
    standard = Draft201909Validator(schema("odcs-3.1.0"))
    assert [error.message for error in standard.iter_errors(CONTRACT)] == []
    assert [error.message for error in standard.iter_errors(yaml.safe_load(data_contract(BARE, "0.1.0")))] == []
    assert list(standard.iter_errors(CONTRACT | {"schema": [{"name": "unit", "logicalType": "table"}]}))


def test_each_says_of_every_column_what_the_contracts_say() -> None:
    for table in PUBLIC_TABLES:
        fields = named(PACKAGE["resources"], table.name)["schema"]["fields"]
        properties = named(CONTRACT["schema"], table.name)["properties"]
        columns = (*table.columns, *table.deprecated_columns)
        assert [one["name"] for one in fields] == [one["name"] for one in properties] == [one.name for one in columns]
        for column, field, said in zip(columns, fields, properties, strict=True):
            limits = field.get("constraints", {})
            assert field["description"] == said["description"] == column.indonesian
            assert limits.get("required", False) == said["required"] == (not column.nullable)
            if isinstance(column.allowed, OneOf):
                [quality] = said["quality"]
                assert limits["enum"] == quality["arguments"]["validValues"] == list(column.allowed.values)
            if isinstance(column.allowed, Between):
                assert limits["minimum"] == said["logicalTypeOptions"]["minimum"] == column.allowed.lowest
                assert limits.get("maximum") == said["logicalTypeOptions"].get("maximum") == column.allowed.highest
            assert field.get("deprecated", False) == (said.get("tags") == ["deprecated"])
            assert field.get("deprecated", False) == (column not in table.columns)


def test_a_table_has_its_key_its_file_and_its_words() -> None:
    unit = named(PACKAGE["resources"], "ikm_unit")
    assert (unit["path"], unit["bytes"], unit["hash"]) == ("ikm_unit.csv", 100, f"sha256:{'ab' * 32}")
    assert unit["schema"]["primaryKey"] == ["period_code", "unit_code"]
    assert unit["schema"]["missingValues"] == [""]
    mutu = named(unit["schema"]["fields"], "mutu")
    assert mutu["categories"][0] == {"value": "A", "label": "Sangat Baik, mulai 88,31"}
    assert named(unit["schema"]["fields"], "ikm_exact")["description"] == "usang sejak 0.2.0, gunakan ikm_ninth"
    keys = {
        one["name"]: one["primaryKeyPosition"]
        for one in named(CONTRACT["schema"], "ikm_unit")["properties"]
        if "primaryKey" in one
    }
    assert keys == {"period_code": 1, "unit_code": 2}


def test_the_catalogue_has_every_file_and_is_of_the_published_day() -> None:
    assert CATALOGUE["dct:modified"]["@value"] == "2025-01-07"
    assert CATALOGUE["dct:temporal"]["dcat:startDate"]["@value"] == "2023-01-01"
    assert CATALOGUE["dct:temporal"]["dcat:endDate"]["@value"] == "2024-12-31"
    assert CATALOGUE["dct:description"]["@value"].endswith("Periode: 2023, 2024, 2024-S1.")
    assert CATALOGUE["dct:publisher"]["foaf:name"] == "Bagian Organisasi Sekretariat Daerah Kabupaten Mojokerto"
    assert CATALOGUE["dcat:landingPage"] == {"@id": f"{ADDRESS}/data.html"}
    files = CATALOGUE["dcat:distribution"]
    assert len(files) == 1 + len(FORMATS) * len(PUBLIC_TABLES)
    assert files[2] == {
        "@id": f"{ADDRESS}/data/unit-excel.csv",
        "@type": "dcat:Distribution",
        "dct:title": {"@value": "Unit pelayanan (CSV untuk Excel)", "@language": "id"},
        "dcat:accessURL": {"@id": f"{ADDRESS}/data/unit-excel.csv"},
        "dcat:downloadURL": {"@id": f"{ADDRESS}/data/unit-excel.csv"},
        "dct:format": "CSV",
        "dcat:mediaType": "text/csv",
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": "100"},
        "dct:license": {
            "@id": "https://creativecommons.org/licenses/by/4.0/",
            "@type": "dct:LicenseDocument",
            "dct:title": "CC BY 4.0",
        },
        "dct:modified": {"@type": "xsd:date", "@value": "2025-01-07"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": "ab" * 32},
        },
    }


def test_without_an_address_links_are_relative_to_the_file() -> None:
    said = json.loads(data_catalogue(BARE))
    assert said["dcat:landingPage"] == {"@id": "../data.html"}
    assert said["dcat:distribution"][0]["@id"] == "../data/skm_terbuka.duckdb"
    assert said["dcat:distribution"][0]["dct:license"] == {
        "@type": "dct:LicenseDocument",
        "dct:title": "Lisensi ® kami",
    }


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("Lisensi ® kami", ""),
        ("CC BY 4.0 dengan syarat", ""),
    ],
)
def test_where_a_licence_stands(licence: str, address: str) -> None:
    assert DATA._replace(settings=Settings(portal=Portal(license=licence))).license_address == address


def test_the_contact_is_that_of_the_letterhead() -> None:
    data = DATA._replace(settings=Settings(letterhead=Letterhead(contact="(0321) 1234")))
    assert json.loads(data_catalogue(data))["dcat:contactPoint"]["vcard:note"] == "(0321) 1234"


def written(folder: Path, row: Mapping[str, object]) -> list[str]:
    """What is found in a package of the units and one index of this row."""
    frames = []
    for table, rows in ((UNIT, made_frame(UNIT, {"unit_code": "A"})), (PUBLIC_IKM_UNIT, _index(row))):
        content = with_former_names(rows, table).write_csv().encode()
        (folder / f"{table.name}.csv").write_bytes(content)
        file = Download(name=f"{table.name}.csv", size=len(content), label="CSV")
        frames.append(OpenFrame(table, rows.height, (OpenFile(file, hashlib.sha256(content).hexdigest()),)))
    (folder / "datapackage.json").write_bytes(data_package(DATA._replace(frames=frames)))
    return breaches(folder)


def _index(row: Mapping[str, object]) -> pl.DataFrame:
    return made_frame(PUBLIC_IKM_UNIT, {"respondents": 12, "mutu": "A", "kinerja": "Sangat Baik"} | dict(row))


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({}, []),
        ({"mutu": "E"}, ["ikm_unit.mutu: E"]),
        ({"respondents": 0}, ["ikm_unit.respondents: 0"]),
        ({"unit_code": ""}, ["ikm_unit.unit_code: empty"]),
    ],
)
def test_a_value_that_may_not_be_is_found(tmp_path: Path, row: Mapping[str, object], found: list[str]) -> None:
    assert written(tmp_path, row) == found


def test_another_file_is_found(tmp_path: Path) -> None:
    assert written(tmp_path, {}) == []
    path = tmp_path / "unit.csv"
    path.write_bytes(path.read_bytes() * 2)
    assert breaches(tmp_path)[0] == "unit: another file"
