"""The data dictionary says what the contracts say."""

from contracts.tables import WAREHOUSE_TABLES
from warehouse.dictionary import DICTIONARY, data_dictionary


def test_the_written_dictionary_is_true() -> None:
    written = DICTIONARY.read_text(encoding="utf-8")
    assert written == data_dictionary(), "run `python -m warehouse.dictionary`"


def test_every_table_begins_with_its_grain() -> None:
    lines = data_dictionary().splitlines()
    for table in WAREHOUSE_TABLES:
        below = lines[lines.index(f"### `{table.name}`") + 2]
        assert below.lower().startswith(f"**{table.grain.lower()}.**")
