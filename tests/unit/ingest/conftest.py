"""A small registry and hand-made grids for the tests of `ingest`."""

from dataclasses import replace

import pytest

from contracts.registry import Registry, Unit
from contracts.unsur import UNSUR
from ingest.doubts import Questions
from ingest.grid import Grid, grid_of_rows
from ingest.identify import UnitNames
from ingest.read import read_tables

NAMES = tuple(unsur.name for unsur in UNSUR)
ANSWERS = ("3", "3", "4", "4", "3", "3", "3", "4", "2")


def unit(code, name, unit_type, *aliases, order=None):
    return Unit(code, name, unit_type, None, tuple(aliases), order, ())


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry(
        (
            unit("jatirejo", "Kecamatan Jatirejo", "kecamatan"),
            unit("mojosari", "Kecamatan Mojosari", "kecamatan"),
            unit("gedeg", "Kecamatan Gedeg", "kecamatan", "Gedek"),
            unit("dawar", "Kecamatan Dawarblandong", "kecamatan", "Dawar Blandong", "Dawar", order="form"),
            unit("pacet", "Kecamatan Pacet", "kecamatan", order="permenpan"),
            unit("pkm-jatirejo", "Puskesmas Jatirejo", "puskesmas"),
            unit("dukcapil", "Dinas Kependudukan dan Pencatatan Sipil", "dinas", "Dukcapil", "Disdukcapil"),
            unit("rsud", "RSUD Prof. Dr. Soekandar", "rsud", "RSUD Soekandar"),
        )
    )


@pytest.fixture(scope="session")
def names(registry) -> UnitNames:
    return UnitNames(registry)


@pytest.fixture(scope="session")
def grid():
    def make(*rows, name="", first_row=1) -> Grid:
        return grid_of_rows(name, rows, first_row)

    return make


@pytest.fixture(scope="session")
def read(names, grid):
    """Reads one export of these sheets, each a name and its rows. `answers`: what people decided about it."""

    def run(*sheets, answers=None, name="jatirejo/2024.xlsx", delimited=False):
        return read_tables(
            [replace(grid(*rows, name=sheet), is_delimited=delimited) for sheet, rows in sheets],
            name=name,
            content_id="c",
            names=names,
            file_format=name.rpartition(".")[2],
            questions=Questions(answers),
        )

    return run


@pytest.fixture(scope="session")
def respondents():
    """Rows of No, Tanggal, JK and nine answers."""

    def make(count, first=1):
        return [(str(first + k), "02/01/2024", "L", *ANSWERS) for k in range(count)]

    return make
