"""Which decisions hold for a file."""

from datetime import datetime

import pytest

from contracts.decisions import (
    COUNT_AGAIN,
    NO_DECISIONS,
    SPLIT,
    WITHDRAWN,
    Decision,
    Decisions,
    layout_of,
    may_hold_for_layout,
    offered,
    relevant,
)


def decision(number, choice, *, content="A", unit=None, layout=None, code="scale", undoes=None):
    return Decision(
        number=number,
        content_id=content,
        path="a.xlsx",
        unit_code=unit,
        layout=layout,
        code=code,
        question="?",
        choice=choice,
        label=choice,
        why="",
        by="staff",
        at=datetime(2024, 1, number),
        undoes=undoes,
    )


@pytest.mark.parametrize(
    ("lines", "content", "answers"),
    [
        ([], "A", {}),
        ([decision(1, "yes")], "A", {"scale": "yes"}),
        ([decision(1, "yes")], "B", {}),
        ([decision(1, "yes"), decision(2, "no")], "A", {"scale": "no"}),
        ([decision(1, "yes"), decision(2, "no"), decision(3, "no", undoes=2)], "A", {"scale": "yes"}),
        ([decision(1, "yes"), decision(2, "", undoes=1)], "A", {}),
        ([decision(1, "yes", unit="jetis", layout="L")], "B", {"scale": "yes"}),
        ([decision(1, "yes", unit="dlanggu", layout="L")], "B", {}),
        ([decision(1, "yes", unit="jetis", layout="M")], "B", {}),
        ([decision(1, "yes", unit="jetis")], "B", {}),
        ([decision(1, "own"), decision(2, "layout", content="B", unit="jetis", layout="L")], "A", {"scale": "own"}),
        ([decision(1, "yes"), decision(2, "x", code="period")], "A", {"scale": "yes", "period": "x"}),
    ],
)
def test_the_newest_that_was_not_taken_back_holds(lines, content, answers):
    assert Decisions(lines=tuple(lines)).answers(content, "jetis", "L") == answers


def test_a_decision_for_a_layout_names_unit_and_layout():
    assert decision(1, "yes", unit="jetis", layout="L").is_for_layout
    assert not decision(1, "yes", unit="jetis").is_for_layout
    assert not decision(1, "yes", layout="L").is_for_layout


def test_contents_about_which_the_last_word_was_so():
    lines = (
        *(decision(1, "replace"), decision(2, "keep", content="B"), decision(3, "replace", content="C")),
        *(decision(4, "keep"), decision(5, "replace", content="D", code="other")),
    )
    decisions = Decisions(lines=lines)
    assert decisions.contents_with("scale", "replace") == {"C"}
    assert decisions.contents_with("scale", "keep") == {"A", "B"}
    assert NO_DECISIONS.contents_with("scale", "replace") == frozenset()


def test_the_state_changes_with_every_decision():
    one = Decisions(lines=(decision(1, "yes"),))
    two = Decisions(lines=(decision(1, "yes"), decision(2, "no")))
    assert len({NO_DECISIONS.state, one.state, two.state}) == 3
    assert (NO_DECISIONS.state, len(one.state)) == ("", 16)


def test_files_with_the_same_headers_sheet_by_sheet_share_a_layout():
    assert layout_of([["No", "U1"], ["a"]]) == layout_of([("No", "U1"), ("a",)])
    others = [layout_of(headers) for headers in ([["No", "U1", "a"]], [["NoU1"], ["a"]], [["No"], ["U1", "a"]])]
    assert len({*others, layout_of([["No", "U1"], ["a"]])}) == 4
    assert {len(layout) for layout in others} == {16}


def test_only_what_is_asked_is_relevant():
    assert relevant({"scale": "yes", "period": "x"}, ["period", "unit"]) == {"period": "x"}


AGAIN = "sent_after_withdrawal:1"
FIRST, SECOND = decision(1, WITHDRAWN, code=WITHDRAWN), decision(3, WITHDRAWN, code=WITHDRAWN)


@pytest.mark.parametrize(
    ("lines", "withdrawn"),
    [
        ((), {}),
        ((decision(1, "yes"),), {}),
        ((FIRST,), {"A": (1, None)}),
        ((FIRST, decision(2, "", undoes=1)), {}),
        ((FIRST, decision(2, COUNT_AGAIN, code=AGAIN)), {"A": (1, COUNT_AGAIN)}),
        ((FIRST, decision(2, COUNT_AGAIN, content="A-1234", code=AGAIN)), {"A": (1, COUNT_AGAIN)}),
        ((FIRST, decision(2, COUNT_AGAIN, code=AGAIN), decision(3, WITHDRAWN, code=AGAIN)), {"A": (1, WITHDRAWN)}),
        ((FIRST, decision(2, COUNT_AGAIN, code=AGAIN), SECOND), {"A": (3, None)}),
        ((FIRST, decision(2, COUNT_AGAIN, code=AGAIN), SECOND, decision(4, "", undoes=3)), {"A": (1, COUNT_AGAIN)}),
    ],
)
def test_what_was_withdrawn_and_what_was_said_when_it_came_again(lines, withdrawn):
    found = Decisions(lines=lines).withdrawals
    assert {content: (one.decision.number, one.answer) for content, one in found.items()} == withdrawn


def test_a_withdrawal_holds_for_one_file_and_only_staff_lift_it():
    for code, choice in ((WITHDRAWN, WITHDRAWN), (AGAIN, COUNT_AGAIN), ("period", "2024"), ("offices", SPLIT)):
        assert not may_hold_for_layout(code, choice)
    assert may_hold_for_layout("scale", "turn")
    asked = {"number": 1, "code": AGAIN, "question": "?", "label": "", "respondents": None, "ikm": None}
    rows = [{**asked, "choice": choice} for choice in (COUNT_AGAIN, WITHDRAWN)]
    for to_staff, keys in ((True, [COUNT_AGAIN, WITHDRAWN]), (False, [WITHDRAWN])):
        (question,) = offered(rows, to_staff=to_staff)
        assert [one.key for one in question.choices] == keys
