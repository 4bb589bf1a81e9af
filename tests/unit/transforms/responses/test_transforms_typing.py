from datetime import date

import polars as pl
import pytest

from contracts.respondent import AGE_BAND, DISABILITY, EDUCATION, GENDER, OCCUPATION
from contracts.staged_tables import STAGED_RESPONSE
from tests.spec.exports import RECEIVED_ON, raw_rows, staged
from transforms.responses.categories import read_age, read_age_band
from transforms.responses.typing import divided_rows, typed_responses
from transforms.schema import frame_schema

WAYS_TO_WRITE_ONE_RESPONSE = """
    file | row | when                | U1                | answers     | gender    | age      | education
    A    | 1   | 05/01/2024 08:30:00 | 4                 | 444 444 444 | L         | 26       | SMA
    B    | 1   | 2024-01-05T08:30    | 4 - Sangat sesuai | 444 444 444 | Laki-laki | 26 tahun | slta
    C    | 1   | 5 Jan 2024 08.30    | 4,00              | 444 444 444 | PRIA      | 26,0     | SMA / SEDERAJAT
"""


def typed(table, received_on=RECEIVED_ON):
    raw = raw_rows(table)
    return typed_responses(raw, dict.fromkeys(raw["content_id"], received_on))


def test_the_contract_holds():
    frame = staged("row | when | gender\n1 | 05/01/2024 08:30 | L\n2 | | ")
    assert frame.select(STAGED_RESPONSE.column_names).schema == frame_schema(STAGED_RESPONSE)
    assert frame["received_on"].to_list() == [RECEIVED_ON] * 2
    assert frame["dated"].to_list() == [True, True]


def test_no_rows():
    empty = raw_rows("row\n1").clear()
    assert typed_responses(empty, {}).staged.schema == frame_schema(STAGED_RESPONSE)
    assert typed_responses(empty, {}).facts.height == 0


def test_one_response_has_one_key_however_it_is_written():
    assert staged(WAYS_TO_WRITE_ONE_RESPONSE)["identity_key"].n_unique() == 1


@pytest.mark.parametrize("column", ["U1", "gender", "age", "education", "occupation", "service", "suggestion"])
def test_every_value_is_part_of_a_moment(column):
    values = {"U1": ("3", "4"), "gender": ("L", "P"), "age": ("26", "27"), "education": ("SD", "abc")}
    one, other = values.get(column, ("Petani", "Wiraswasta"))
    frame = staged(f"row | when | {column}\n1 | 05/01/2024 08:30 | {one}\n2 | 05/01/2024 08:30 | {other}")
    assert frame["identity_key"].n_unique() == 2


@pytest.mark.parametrize("when", ["05/01/2024 08:30", "05/01/2024", ""], ids=["moment", "values", "place"])
def test_what_is_protected_is_no_part_of_who_somebody_is(when):
    """A form that begins to ask for it makes nobody another person; a word that nobody knows is kept by no one."""
    plain = staged(f"row | when | gender\n1 | {when} | L")
    asked = staged(f"row | when | gender | disability\n1 | {when} | L | tuna rungu\n1 | {when} | L | sehat walafiat")
    assert asked["identity_key"][0] == plain["identity_key"].item()
    assert asked["disability"].to_list() == ["ya", None]
    assert asked["disability_text"].to_list() == [None, "?"]


def test_contents_do_not_depend_on_those_typed_with_them():
    alone = [
        staged("\n".join([header, line]))["identity_key"].item()
        for header, *lines in [WAYS_TO_WRITE_ONE_RESPONSE.strip().splitlines()]
        for line in lines
    ]
    assert alone == staged(WAYS_TO_WRITE_ONE_RESPONSE)["identity_key"].to_list()


def test_equal_rows_known_by_their_values_are_numbered():
    frame = staged("row | id | gender\n1 | x-1 | L\n2 | | L\n3 | | L")
    assert frame["identity"].to_list() == ["id", "values", "values"]
    assert frame["identity_key"].n_unique() == 3


@pytest.mark.parametrize(
    ("ids", "are_ids"),
    [
        (["1", "2", "3"], False),
        (["3", "2", "1"], False),
        (["1.0", "2.0"], False),
        (["101", "102", "104"], False),
        (["7"], False),
        (["3", "1", "2"], True),
        (["1", "1", "2"], True),
        (["1", "3", "6"], False),
        (["1", "3", "7"], True),
        (["99998", "99999"], False),
        (["99999", "100000"], True),
        (["2", "1", "1"], True),
        (["1", "50", "99"], True),
        (["345001", "345002"], True),
        (["A1", "A2"], True),
        (["1", "2", "uuid:7"], True),
    ],
)
def test_running_numbers(ids, are_ids):
    frame = staged("row | id\n" + "\n".join(f"{row} | {given}" for row, given in enumerate(ids)))
    assert (frame["identity"] == "id").all() == are_ids
    assert (frame["response_id"].null_count() == 0) == are_ids


def test_running_numbers_start_again_in_each_sheet():
    raw = raw_rows("row | id\n1 | 1\n2 | 2\n3 | 1\n4 | 2").with_columns(sheet=pl.Series(["a", "a", "b", "b"]))
    assert typed_responses(raw, {"A": RECEIVED_ON}).staged["identity"].to_list() == ["none"] * 4


def test_small_numbers_in_a_correction_workbook_are_no_ids():
    frame = staged("row | id | origin | of_row\n1 | 17 | B | 19\n2 | 5 | B | 7")
    assert frame["identity"].to_list() == ["none", "none"]


def test_a_corrected_row_has_the_place_it_came_from():
    frame = staged("file | row | origin | of_row\nA | 7 | |\nB | 2 | A | 7\nB | 3 | A | 8.0")
    assert frame["origin_row_number"].to_list() == [None, 7, 8]
    first, again, other = frame["identity_key"]
    assert first == again != other


def test_a_row_whose_origin_is_not_told_whole_is_its_own_place():
    frame = staged(
        "file | row | origin | of_row\nB | 2 | A | x\nB | 3 | A | x\nB | 4 | | 9\nB | 5 | | 9\nB | 6 | A | 9"
    )
    assert frame["identity_key"].n_unique() == 5


def test_facts():
    sent = """
        file | row | id  | when
        A    | 1   | x-1 | 05/02/2024 08:30
        A    | 2   | x-2 | 06/01/2024 08:30
        A    | 3   | x-3 |
        B    | 1   |     |
    """
    facts = typed(sent).facts.sort("content_id").to_dicts()
    assert facts == [
        {
            "content_id": "A",
            "rows": 3,
            "dated": True,
            "has_time": True,
            "has_response_id": True,
            "months": ["2024-01", "2024-02"],
            "ambiguous_dates": True,
        },
        {
            "content_id": "B",
            "rows": 1,
            "dated": False,
            "has_time": False,
            "has_response_id": False,
            "months": [],
            "ambiguous_dates": False,
        },
    ]


@pytest.mark.parametrize("characteristic", [GENDER, EDUCATION, OCCUPATION, DISABILITY], ids=lambda one: one.name)
def test_every_word_of_a_category_is_read(characteristic):
    words = [(word, category.value) for category in characteristic.categories for word in category.words]
    table = f"row | {characteristic.name}\n" + "\n".join(f"1 | {word}" for word, _ in words)
    assert staged(table)[characteristic.column].to_list() == [value for _, value in words]


def test_every_word_of_an_age_band_is_read():
    for band in AGE_BAND.categories:
        for word in band.words:
            assert read_age_band(word) == band.value


@pytest.mark.parametrize(
    ("text", "age", "band"),
    [
        ("26", 26, "20-29"),
        ("26 tahun", 26, "20-29"),
        ("26 th", 26, "20-29"),
        ("26 Thn.", 26, "20-29"),
        ("26,0", 26, "20-29"),
        ("19", 19, "<20"),
        ("50", 50, ">=50"),
        ("200", 200, ">=50"),
        ("-5", -5, "<20"),
        ("20 - 29 tahun", None, "20-29"),
        ("<20", None, "<20"),
        ("< 20 tahun", None, "<20"),
        ("<=20", None, None),
        ("51+", None, ">=50"),
        (">= 50", None, ">=50"),
        ("> 50 tahun", None, ">=50"),
        ("> 40", None, None),
        ("di atas 50 tahun", None, ">=50"),
        ("60 tahun ke atas", None, ">=50"),
        ("17 s/d 19", None, "<20"),
        ("21-30", None, None),
        ("36-50", None, None),
        ("29-20", None, None),
        ("26,5", None, None),
        ("dewasa", None, None),
        ("123456", None, None),
    ],
)
def test_ages(text, age, band):
    assert read_age(text) == age
    assert read_age_band(text) == band


def test_a_day_of_receipt_for_every_content():
    with pytest.raises(pl.exceptions.PolarsError):
        typed_responses(raw_rows("row\n1"), {"B": date(2025, 1, 1)})


def test_facts_stand_in_the_order_of_their_rows():
    contents = [f"{number * 7 % 40:02d}" for number in range(40)]
    lines = [f"{content} | {row} | 05/01/2024 08:30" for content in contents for row in (1, 2)]
    assert typed("file | row | when\n" + "\n".join(lines)).facts["content_id"].to_list() == contents


def test_rows_of_one_content_that_become_two():
    """Only a row known by its place has another place."""
    known = staged("file | row | id | when\nA | 1 | x-1 | \nA | 2 | | 05/01/2024 08:30\nA | 3 | |")
    by_place = staged("file | row | U1\nA | 1 | 4\nA | 2 | 3")
    for whole, keeps in ((known, True), (by_place, False)):
        parts = divided_rows(whole, pl.Series(["B"] * whole.height))
        assert parts["content_id"].to_list() == ["B"] * whole.height
        assert parts["identity"].to_list() == whole["identity"].to_list()
        assert (parts["identity_key"] == whole["identity_key"]).to_list() == [keeps] * whole.height
        again = divided_rows(parts, whole["content_id"].cast(pl.String))
        assert again["identity_key"].to_list() == whole["identity_key"].to_list()
