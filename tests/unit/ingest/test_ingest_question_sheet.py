"""Answers that a unit chose on the sheet of questions about its file."""

import pytest

from contracts.question_sheet import BETWEEN_KEYS, READ_HEADERS
from ingest.grid import grid_of_rows
from ingest.question_sheet import answers_on

KEYS = BETWEEN_KEYS.join(("count", "skip", "refuse"))


@pytest.mark.parametrize(
    ("chosen", "why", "content_id", "code", "keys", "said"),
    [
        ("B", "benar", "c1", "hidden_rows", KEYS, ("c1", "hidden_rows", "skip", "benar")),
        (" b. ", None, "c1", "hidden_rows", KEYS, ("c1", "hidden_rows", "skip", "")),
        ("Z", None, "c1", "hidden_rows", KEYS, ("c1", "hidden_rows", "Z", "")),  # whoever reads it says that it is none
        ("A", "x" * 501, "c1", "hidden_rows", KEYS, ("c1", "hidden_rows", "count", "x" * 500)),
        (None, "benar", "c1", "hidden_rows", KEYS, None),
        ("B", "benar", None, "hidden_rows", KEYS, None),
        ("B", "benar", "c1", None, KEYS, None),
        ("B", "benar", "c1", "hidden_rows", None, None),
    ],
)
def test_a_line_is_an_answer_where_something_was_chosen(chosen, why, content_id, code, keys, said):
    grid = grid_of_rows("", [READ_HEADERS, (chosen, why, content_id, code, keys)])
    answers = answers_on([grid])
    assert answers is not None
    assert [(one.content_id, one.code, one.choice, one.why) for one in answers] == ([] if said is None else [said])


@pytest.mark.parametrize(("above", "is_found"), [(0, True), (19, True), (20, False)])
def test_the_headers_stand_among_the_first_twenty_rows_of_any_sheet(above, is_found):
    line = ("A", None, "c1", "scale_reversed", KEYS)
    rows = [*[("Pertanyaan",)] * above, ("No", *READ_HEADERS), ("1", *line), (), ("2", *line)]
    found = answers_on([grid_of_rows("A", [("No", "Nama"), ("1", "x")]), grid_of_rows("B", rows)])
    assert (found is not None) == is_found
    assert found is None or len(found) == 2


def test_a_sheet_without_all_headers_is_none_of_questions():
    assert answers_on([grid_of_rows("", [READ_HEADERS[:-1], ("A", None, "c1", "x")])]) is None
    assert answers_on([]) is None
