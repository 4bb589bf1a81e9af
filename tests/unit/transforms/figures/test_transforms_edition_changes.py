"""What tables cannot show of closing: keys of another release, editions of an earlier one, limits to the digit."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from contracts.deadline_tables import DEADLINE_TABLES
from contracts.edition_tables import (
    EDITION_CHANGE,
    EDITION_CHANGE_REGENCY,
    EDITION_CHANGE_UNSUR,
    EDITION_TABLES,
    LATE_RESPONSE,
)
from contracts.follow_up_tables import FOLLOW_UP, FOLLOW_UP_REALISATION, FOLLOW_UP_REGENCY
from contracts.lineage_tables import INGEST_FILE
from contracts.questionnaire_tables import FURTHER_INDEX
from contracts.registry import Registry, Unit
from contracts.settings import Closing, Settings, Thresholds
from contracts.signal_tables import SIGNAL_TABLES
from contracts.tables import COUNTED_PERIOD, IKM_UNIT, RESPONSE, RESPONSE_APART, WAREHOUSE_TABLES
from contracts.unsur import UNSUR_COLUMNS
from tests.made_rows import counted_of, made_frame
from transforms.figures.all_figures import compute_figures
from transforms.figures.edition_changes import (
    FIGURE_TABLES,
    Changes,
    ExcessiveChange,
    apart_changes,
    as_declared,
    excessive_apart_changes,
    excessive_changes,
    late_of_nine,
)
from transforms.figures.edition_changes import late_responses as late_responses_of
from transforms.figures.suppression import withhold_deducible
from transforms.schema import FrameMismatchError, conform, empty_frame, frame_schema


def responses(*people: dict[str, object]) -> pl.LazyFrame:
    rows = [
        dict.fromkeys(RESPONSE.column_names)
        | dict.fromkeys(UNSUR_COLUMNS, 3)
        | {"unit_code": "A", "response_date": date(2024, 2, 5), "file_id": "f", "sheet": "", "row_number": 2}
        | person
        for person in people
    ]
    return pl.DataFrame(rows, frame_schema(RESPONSE)).lazy()


def late_responses(now: pl.LazyFrame, before: pl.LazyFrame, period_code: str) -> pl.DataFrame:
    return late_responses_of(now, before, period_code, counted_of(now))


def test_every_figure_of_a_period_is_frozen() -> None:
    """A new table with figures of periods is frozen too, or named here with its reason."""
    of_periods = {table for table in WAREHOUSE_TABLES if "period_code" in table.column_names}
    rows_and_files = {RESPONSE, RESPONSE_APART, INGEST_FILE, COUNTED_PERIOD}
    of_the_day = set(DEADLINE_TABLES)
    made_after_it = {FOLLOW_UP, FOLLOW_UP_REALISATION, FOLLOW_UP_REGENCY}
    not_figures = set(SIGNAL_TABLES)  # What a unit is asked to explain, as it is now.
    left_out = rows_and_files | made_after_it | of_the_day | not_figures | set(EDITION_TABLES)
    assert of_periods - left_out == set(FIGURE_TABLES)


def test_another_release_s_keys_are_not_late() -> None:
    """The same rows of the same file under other keys; one of them is read otherwise now."""
    before = responses({"response_key": 1, "row_number": 2}, {"response_key": 2, "row_number": 3})
    now = responses({"response_key": 91, "row_number": 2}, {"response_key": 92, "row_number": 3, "u1": 4})
    late = late_responses(now, before, "2024-S1")
    assert late.select("response_key", "change").rows() == [(92, "corrected")]


def test_answers_beyond_the_nine_are_corrected_too_where_both_know_them() -> None:
    before, now = (responses({"response_key": 1, "further_answers": said}) for said in ("4,3", "4,2"))
    assert late_responses(now, before, "2024")["change"].to_list() == ["corrected"]
    assert late_responses(now, before.drop("further_answers"), "2024").is_empty()


def test_the_longer_keys_of_another_release_are_the_same_keys() -> None:
    """A release before wrote keys of 64 bits, which signed numbers do not hold."""
    now = responses({"response_key": 2**62 + 1}, {"response_key": 7, "row_number": 3})
    longer = (pl.col("response_key").cast(pl.UInt64) * 2 + 1).alias("response_key")
    assert late_responses(now, now.with_columns(longer).drop("ikm"), "2024").is_empty()
    erased = empty_frame(LATE_RESPONSE).with_columns(response_key=pl.lit(2**64 - 1, pl.UInt64))
    of_now = pl.concat([as_declared(erased, LATE_RESPONSE), empty_frame(LATE_RESPONSE)])
    assert of_now.schema == frame_schema(LATE_RESPONSE)


def test_what_no_figure_and_no_document_shows_is_no_correction() -> None:
    before = responses({"response_key": 1, "service": "KTP", "submitted_at": None})
    now = responses({"response_key": 1, "service": "KK", "submitted_at": None, "row_number": 9, "file_id": "g"})
    assert late_responses(now, before, "2024").is_empty()
    assert late_responses(responses({"response_key": 1, "age": 31}), before, "2024")["change"].to_list() == [
        "corrected"
    ]


def test_of_equal_ones_as_many_are_late_as_there_are_more() -> None:
    """Files without identity: three say the same now, two did; whose keys are whose, nobody knows."""
    before = responses(*({"response_key": key, "file_id": "old", "row_number": key} for key in (1, 2)))
    now = responses(*({"response_key": key, "file_id": "new", "row_number": key} for key in (11, 12, 13)))
    assert late_responses(now, before, "2024")["change"].to_list() == ["new"]
    assert late_responses(before, now, "2024")["change"].to_list() == ["withdrawn"]


def test_a_column_an_earlier_release_did_not_know_is_empty() -> None:
    older = empty_frame(IKM_UNIT).drop("change")
    assert as_declared(older, IKM_UNIT).schema == frame_schema(IKM_UNIT)
    with pytest.raises(FrameMismatchError, match="ikm"):
        as_declared(empty_frame(IKM_UNIT).drop("ikm"), IKM_UNIT)


def changed(**values: object) -> Changes:
    row = {
        **dict.fromkeys(EDITION_CHANGE.column_names),
        **{"period_code": "2024", "revision": 1, "unit_code": "A", "change": "changed"},
        **{"ikm_before": Decimal("80.00"), "ikm_after": Decimal("80.00"), "rank_before": 1, "rank_after": 1},
        **{"respondents_before": 10, "respondents_after": 10},
        **values,
    }
    return Changes(
        conform(pl.DataFrame([row]), EDITION_CHANGE),
        empty_frame(EDITION_CHANGE_UNSUR),
        empty_frame(EDITION_CHANGE_REGENCY),
    )


@pytest.mark.parametrize(
    ("values", "measures"),
    [
        ({"ikm_after": Decimal("85.10")}, []),
        ({"ikm_after": Decimal("85.11")}, ["ikm"]),
        ({"ikm_after": Decimal("74.89")}, ["ikm"]),
        ({"rank_after": 6}, []),
        ({"rank_after": 7}, ["rank"]),
        ({"rank_before": 7, "rank_after": None}, []),  # of few respondents now, which is no rank lower
        ({"respondents_after": 13}, []),
        ({"respondents_after": 14}, ["respondents"]),
        ({"change": "lost", "ikm_after": None, "rank_after": None, "respondents_after": None}, ["units_lost"]),
        ({"change": "new", "ikm_before": None, "rank_before": None, "respondents_before": None}, []),
    ],
)
def test_the_limit_itself_passes(values: dict[str, object], measures: list[str]) -> None:
    limits = Closing(index_change=5.1, rank_change=5, respondents_share=0.3)
    found = excessive_changes(changed(**values), limits)
    assert [(breach.measure, breach.by_one_ninth) for breach in found] == [(measure, False) for measure in measures]


def test_units_that_may_be_lost() -> None:
    lost = changed(change="lost", ikm_after=None, rank_after=None, respondents_after=None)
    assert excessive_changes(lost, Closing(units_lost=1)) == []
    assert excessive_changes(lost, Closing()) == [ExcessiveChange("units_lost", "A", Decimal("80.00"), None, 0)]


KINDS = ("year", "semester")
REGISTRY = Registry(tuple(Unit(code, f"Unit {code}", "kecamatan", None, (), None, ()) for code in ("A", "B")))


FIVE = Settings(thresholds=Thresholds(small_cell=5))


def shown(late_of_a: int, *, second_semester: int = 9) -> tuple[set[str], set[str]]:
    """What the public sees of unit A in periods around its closed first semester of 9 respondents: periods shown,
    and those whose profile shows anything."""
    people = [
        {"unit_code": unit, "response_date": day, "gender": "L"}
        for unit, day, count in (
            ("A", date(2024, 2, 5), 9 + late_of_a),
            ("A", date(2024, 8, 5), second_semester),
            ("B", date(2024, 2, 5), 9),
        )
        for _ in range(count)
    ]
    live = {table.name: frame for table, frame in compute_figures(responses(*people), REGISTRY, FIVE).tables()}
    closed = live["ikm_unit"].filter(period_code="2024-S1").with_columns(pl.lit(value=True).alias("publishable"))
    late = pl.DataFrame(
        {"period_code": ["2024-S1"] * late_of_a, "unit_code": ["A"] * late_of_a},
        schema={"period_code": pl.String(), "unit_code": pl.String()},
    )
    beside = withhold_deducible(live, closed, late, 5, KINDS)
    of_b = beside["ikm_unit"].filter(unit_code="B", publishable=True)
    assert set(of_b["period_code"]) == {"2024", "2024-S1"}, "another unit's late answers hide nothing of B"
    open_of_a = pl.col("period_code").is_in(["2024", "2024-S2"]) & (pl.col("unit_code") == "A")
    return tuple(  # type: ignore[return-value]
        set(frame.filter(open_of_a)["period_code"])
        for frame in (beside["ikm_unit"].filter("publishable"), beside["public_profile"].filter(~pl.col("suppressed")))
    )


def test_without_late_answers_everything_is_shown() -> None:
    assert shown(0) == ({"2024", "2024-S2"}, {"2024", "2024-S2"})


def test_few_late_answers_hide_what_they_could_be_read_from() -> None:
    assert shown(4) == (set(), set())


def test_enough_late_answers_hide_only_the_profile() -> None:
    """Their index is that of enough people; among their categories there may be one person."""
    assert shown(5) == ({"2024", "2024-S2"}, set())


def test_a_closed_period_that_would_not_be_shown_now_hides_the_rest_of_its_year() -> None:
    """The first semester was shown before the second had two respondents: year less semester would show them."""
    assert shown(0, second_semester=2)[0] == set()


def test_late_answers_of_a_closed_period_of_another_kind_hide_nothing() -> None:
    """A closed quarter is not public where years and semesters are."""
    people = [{"unit_code": "A", "response_date": date(2024, 2, 5), "gender": "L"} for _ in range(9)]
    live = {table.name: frame for table, frame in compute_figures(responses(*people), REGISTRY, FIVE).tables()}
    for period, is_shown in (("2024-TW1", True), ("2024-S1", False)):
        closed = live["ikm_unit"].filter(period_code=period).with_columns(pl.lit(value=True).alias("publishable"))
        late = pl.DataFrame({"period_code": [period], "unit_code": ["A"]})
        beside = withhold_deducible(live, closed, late, 5, KINDS)
        assert ("2024" in set(beside["ikm_unit"].filter("publishable")["period_code"])) == is_shown


def test_what_changed_of_questionnaires_that_leave_an_unsur_out() -> None:
    """A's respondents and index differ, B's index only beyond its two places, C's nothing; D was not there."""

    def told(*rows: tuple[str, int, float, str]) -> dict[str, pl.DataFrame]:
        known = [{"unit_code": one[0], "asked": one[1], "mean": one[2], "score": Decimal(one[3])} for one in rows]
        both = [one | {"kind": kind} for one in known for kind in ("apart", "apart_unsur")]
        return {FURTHER_INDEX.name: made_frame(FURTHER_INDEX, *both)}

    same = ("C", 4, 3.0, "75.00")
    before = told(("A", 7, 3.0, "75.00"), ("B", 9, 2.0, "50.00"), same)
    after = told(("A", 8, 3.5, "87.50"), ("B", 9, 2.00001, "50.00"), same, ("D", 1, 4.0, "100.00"))
    shown = apart_changes(before, after).select(
        "unit_code", "asked_before", "asked_after", "score_before", "score_after"
    )
    assert [(*one[:3], *map(str, one[3:])) for one in shown.rows()] == [
        ("A", 7, 8, "75.00", "87.50"),
        ("B", 9, 9, "50.00", "50.00"),
        ("D", None, 1, "None", "100.00"),
    ]


def test_what_moved_much_of_questionnaires_that_leave_an_unsur_out_must_be_confirmed() -> None:
    """Beyond five points, and beyond half of the respondents; at the limit, new or gone it is nothing to confirm."""
    moved = [
        *(("A", 4, 6, "75.00", "80.01"), ("B", 4, 7, "75.00", "80.00"), ("C", 4, 1, "75.00", "69.99")),
        *(("D", None, 9, None, "99.00"), ("E", 9, None, "99.00", None)),
    ]
    names = ("unit_code", "asked_before", "asked_after", "score_before", "score_after")
    scores = [pl.col(name).cast(pl.Decimal(7, 2)) for name in names[3:]]
    changes = pl.DataFrame(moved, names, orient="row").with_columns(scores)
    before, risen, fallen = map(Decimal, ("75.00", "80.01", "69.99"))
    assert excessive_apart_changes(changes, Closing()) == [
        ExcessiveChange("apart", "A", before, risen, 5.0),
        ExcessiveChange("apart_respondents", "B", 4, 7, 0.5),
        ExcessiveChange("apart", "C", before, fallen, 5.0),
        ExcessiveChange("apart_respondents", "C", 4, 1, 0.5),
    ]


def test_what_came_late_of_eight_unsur_neither_hides_figures_of_nine_nor_makes_up_a_number() -> None:
    """Keys 1 and 2 answered eight, now or in an edition; 3 nine then and eight now; 4 likewise, found by its place; 5
    nine. Of the erased, whose keys say nothing, those of A and C count as one where no other is late: by the official
    figures of that period, some had answered eight. Those of B, and of C in another year, had answered nine."""
    late = [
        *(("2024", 1, "A", "new", 11), ("2024", 2, "A", "withdrawn", 12), ("2024-S1", 1, "A", "new", 11)),
        *(("2024", 3, "A", "corrected", 13), ("2024", 4, "A", "corrected", 14), ("2024", 5, "A", "new", 15)),
        *(("2024", 91, "A", "erased", 31), ("2024-S1", 91, "A", "erased", 31), ("2024-S1", 92, "A", "erased", 32)),
        *(("2024", 93, "B", "erased", 33), ("2024", 94, "B", "erased", 34), ("2024", 6, "B", "new", 11)),
        *(("2024", 95, "C", "erased", 35), ("2024", 96, "C", "erased", 36), ("2024", 7, "C", "new", 16)),
        *(("2025", 97, "C", "erased", 37), ("2025", 98, "C", "erased", 38)),
    ]
    columns = ["period_code", "response_key", "unit_code", "change", "row_number"]
    said = [dict.fromkeys(LATE_RESPONSE.column_names) | dict(zip(columns, one, strict=True)) for one in late]
    table = pl.DataFrame([one | {"file_id": "f", "sheet": ""} for one in said], frame_schema(LATE_RESPONSE))
    apart = pl.DataFrame({"response_key": [1, 2, 3, 4]})
    told = (("2024", "A", "apart"), ("2024-S1", "A", "apart"), ("2024", "C", "apart"), ("2024", "B", "weights"))
    names = ("period_code", "unit_code", "kind")
    official = made_frame(FURTHER_INDEX, *(dict(zip(names, one, strict=True)) for one in told))
    now = responses({"response_key": 5, "row_number": 15}, {"response_key": 6, "unit_code": "B", "row_number": 11})
    before = responses({"response_key": 3, "row_number": 99}, {"response_key": 40, "row_number": 14})
    found = (
        late_of_nine(table, apart, official, [now, before]).select("period_code", "unit_code", "response_key").rows()
    )
    assert sorted(found) == [
        *(("2024", "A", 3), ("2024", "A", 4), ("2024", "A", 5)),
        *(("2024", "B", 6), ("2024", "B", 93), ("2024", "B", 94)),
        ("2024", "C", 7),
        ("2024-S1", "A", 91),
        *(("2025", "C", 97), ("2025", "C", 98)),
    ]
