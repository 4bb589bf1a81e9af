"""Closing and revising

A period is closed when its figures become official. From then on they stand, whatever comes later, until the
period is reopened with a reason and closed again as a revision. Here `who` names a response; two lines with the
same `who` are one response, as it was and as it is now.
"""

from collections.abc import Mapping

import polars as pl

from contracts.comparison_tables import IKM_UNSUR_ASSOCIATION
from contracts.questionnaire_tables import FURTHER_INDEX
from contracts.settings import Closing
from contracts.tables import IKM_UNIT, RESPONSE, SUGGESTION_THEME, UNIT
from tests.made_rows import counted_of, made_frame
from tests.spec.tables import agrees, computed, responses_of, rows
from transforms.figures.edition_changes import (
    FIGURE_TABLES,
    Frames,
    edition_changes,
    excessive_changes,
    late_responses,
    overlay_official,
)
from transforms.figures.suppression import withhold_deducible
from transforms.schema import empty_frame, frame_schema


def live(responses: str, units: str = "", **method: str) -> dict[str, pl.DataFrame]:
    """All figures of responses, by table name, and the units."""
    found = computed(responses, units, **method)  # type: ignore[arg-type]
    codes = [row["unit"] for row in rows(units or responses)]
    named = made_frame(UNIT, *({"unit_code": code, "unit_name": f"Unit {code}"} for code in dict.fromkeys(codes)))
    return {
        **{table.name: frame for table, frame in found.tables()},
        **{table.name: empty_frame(table) for table in (SUGGESTION_THEME, FURTHER_INDEX, IKM_UNSUR_ASSOCIATION)},
        UNIT.name: named,
    }


def closed(figures: Frames, period_code: str) -> dict[str, pl.DataFrame]:
    """What an edition holds of them."""
    of_period = {table.name: figures[table.name].filter(period_code=period_code) for table in FIGURE_TABLES}
    return {**of_period, UNIT.name: figures[UNIT.name]}


def answers(table: str) -> pl.LazyFrame:
    """Responses, each with its key and the row of the file it came from."""
    people = [
        {
            "response_key": int(row["who"]),
            "file_id": row.get("file", "f"),
            "sheet": "",
            "row_number": int(row.get("row", row["who"])),
            **person,
        }
        for row in rows(table)
        for person in responses_of(row)
    ]
    return pl.DataFrame([dict.fromkeys(RESPONSE.column_names) | one for one in people], frame_schema(RESPONSE)).lazy()


def late(as_closed: str, now: str, period_code: str) -> pl.DataFrame:
    """Late responses, with `who` for the key."""
    found = late_responses(answers(now), answers(as_closed), period_code, counted_of(answers(now)))
    return found.with_columns(pl.col("response_key").alias("who"))


def changes(before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]):
    return edition_changes(closed(before, "2024"), closed(after, "2024"), "2024", 1)


class TestWhatStands:
    """What stands"""

    def test_figures_of_a_closed_period_stand(self):
        """The first semester was closed with one response. Another of March comes later: the semester stays as it
        was made official, and the year, which is not closed, counts it."""
        as_closed = """
            unit | when       | answers
            A    | 2024-02-05 | 333 333 333
        """
        now = """
            unit | when       | answers
            A    | 2024-02-05 | 333 333 333
            A    | 2024-03-05 | 444 444 444
        """
        ikm_unit = """
            period   | respondents | ikm
            2024     | 2           | 86.63
            2024-S1  | 1           | 74.25
            2024-TW1 | 2           | 86.63
            2024-02  | 1           | 74.25
            2024-03  | 1           | 99.00
        """
        agrees(overlay_official(live(now), closed(live(as_closed), "2024-S1"))["ikm_unit"], ikm_unit)

    def test_another_weight_does_not_touch_it(self):
        """The weight was 0,11 when the year 2024 was closed, and is 1/9 now. The change from one to the other is that
        of the exact indices: the same answers are no change."""
        responses = """
            unit | when | answers
            A    | 2024 | 333 333 333
            A    | 2025 | 333 333 333
            B    | 2024 | 333 333 333
            B    | 2025 | 333 333 334
        """
        ikm_unit = """
            period | unit | ikm   | weight | ikm_ninth | change
            2024   | A    | 74.25 | 0.11   | 75.00     |
            2025   | A    | 75.00 | 1/9    | 75.00     | 0.00
            2024   | B    | 74.25 | 0.11   | 75.00     |
            2025   | B    | 77.78 | 1/9    | 77.78     | 2.78
        """
        official = closed(live(responses), "2024")
        agrees(overlay_official(live(responses, weight="1/9"), official)["ikm_unit"], ikm_unit)

    def test_change_is_against_the_official_index(self):
        """2023 was closed with 74,25; a response that came later would make it 86,63. The change of 2024 is against
        what is printed: 74,25."""
        as_closed = """
            unit | when | answers
            A    | 2023 | 333 333 333
        """
        now = """
            unit | when | answers
            A    | 2023 | 333 333 333
            A    | 2023 | 444 444 444
            A    | 2024 | 444 444 444
        """
        ikm_unit = """
            period | ikm   | change
            2023   | 74.25 |
            2024   | 99.00 | 24.75
        """
        agrees(overlay_official(live(now), closed(live(as_closed), "2023"))["ikm_unit"], ikm_unit)

    def test_a_unit_that_left_the_registry_stays_in_its_period(self):
        """Unit B was merged into another after 2023 was closed. It keeps its index and rank of 2023, and is not
        missing in 2024. Nor is a closed period lost when no response of it is left."""
        as_closed = """
            unit | when | answers
            A    | 2023 | 333 333 333
            B    | 2023 | 444 444 444
        """
        now = """
            unit | when | answers
            A    | 2024 | 333 333 333
        """
        ikm_unit = """
            period | unit | ikm
            2023   | A    | 74.25
            2023   | B    | 99.00
            2024   | A    | 74.25
        """
        unit = """
            unit
            A
            B
        """
        published = overlay_official(live(now), closed(live(as_closed), "2023"))
        agrees(published["ikm_unit"], ikm_unit)
        assert published["missing_unit"].is_empty()
        agrees(published["unit"], unit)


class TestWhatCameLate:
    """What came late"""

    def test_new_corrected_withdrawn(self):
        """Against the responses the official figures stand on. 2 says something else now, 3 is in no file any more,
        4 is new; 5 lies in another period."""
        as_closed = """
            who | unit | when       | answers
            1   | A    | 2024-02-05 | 333 333 333
            2   | A    | 2024-02-05 | 333 333 333
            3   | A    | 2024-02-06 | 222 222 222
        """
        now = """
            who | unit | when       | answers
            1   | A    | 2024-02-05 | 333 333 333
            2   | A    | 2024-02-05 | 333 333 334
            4   | A    | 2024-03-01 | 444 444 444
            5   | A    | 2024-07-01 | 444 444 444
        """
        late_response = """
            who | change
            2   | corrected
            3   | withdrawn
            4   | new
        """
        agrees(late(as_closed, now, "2024-S1"), late_response)

    def test_a_row_that_only_moved_is_not_late(self):
        """1 stands in another file now. 2 and 3 have no identity: their file was sent again, with one person more;
        who says the same is taken for the same."""
        as_closed = """
            who | unit | when    | answers     | file  | row
            1   | A    | 2024-S1 | 333 333 333 | first | 2
            2   | B    | 2024-S1 | 333 333 333 | old   | 2
            3   | B    | 2024-S1 | 222 222 222 | old   | 3
        """
        now = """
            who | unit | when    | answers     | file  | row
            1   | A    | 2024-S1 | 333 333 333 | other | 9
            11  | B    | 2024-S1 | 333 333 333 | new   | 2
            12  | B    | 2024-S1 | 222 222 222 | new   | 3
            13  | B    | 2024-S1 | 444 444 444 | new   | 4
        """
        late_response = """
            who | unit | change
            13  | B    | new
        """
        agrees(late(as_closed, now, "2024-S1"), late_response)

    def test_a_file_that_is_another_unit_s_since(self):
        """`skm assign`, or moved to the right folder: its people fell away from the one unit and are new in the other,
        though they stand in the same rows of the same file."""
        as_closed = """
            who | unit | when       | answers     | file | row
            1   | A    | 2024-02-05 | 333 333 333 | f    | 2
            2   | A    | 2024-02-05 | 222 222 222 | f    | 3
        """
        now = """
            who | unit | when       | answers     | file | row
            11  | B    | 2024-02-05 | 333 333 333 | f    | 2
            12  | B    | 2024-02-05 | 222 222 222 | f    | 3
        """
        late_response = """
            who | unit | change
            1   | A    | withdrawn
            2   | A    | withdrawn
            11  | B    | new
            12  | B    | new
        """
        agrees(late(as_closed, now, "2024-S1"), late_response)

    def test_moved_to_another_period(self):
        """A date put right may take a response out of a closed period, and into another."""
        as_closed = """
            who | unit | when       | answers
            1   | A    | 2024-06-30 | 333 333 333
        """
        now = """
            who | unit | when       | answers
            1   | A    | 2024-07-01 | 333 333 333
        """
        late_response = """
            who | change
            1   | withdrawn
        """
        agrees(late(as_closed, now, "2024-S1"), late_response)


class TestWhatARevisionChanged:
    """What a revision changed"""

    def test_every_unit_is_told(self):
        """The same, changed, new, or lost. C answered otherwise on two questions that cancel out: its index is the
        same, but it changed. The rank of A fell behind the new one."""
        before = """
            unit | answers
            A    | 333 333 333
            B    | 222 222 222
            C    | 444 444 443
            D    | 111 111 111
        """
        after = """
            unit | answers
            A    | 333 333 333
            B    | 222 222 222
            C    | 444 444 434
            E    | 333 333 334
        """
        edition_change = """
            unit | change  | ikm_before | ikm_after | rank_before | rank_after
            A    | changed | 74.25      | 74.25     | 2           | 3
            B    | changed | 49.50      | 49.50     | 3           | 4
            C    | changed | 96.25      | 96.25     | 1           | 1
            D    | lost    | 24.75      |           | 4           |
            E    | new     |            | 77.00     |             | 2
        """
        edition_change_unsur = """
            unsur | nrr_before | nrr_after
            U8    | 4.00       | 3.00
            U9    | 3.00       | 4.00
        """
        found = changes(live(before), live(after))
        agrees(found.units, edition_change)
        agrees(found.unsur.filter(pl.col("nrr_before") != pl.col("nrr_after")), edition_change_unsur, unit="C")

    def test_another_weight(self):
        """The period was closed with 0,11 and is closed again with 1/9, from the same answers: the table says so, and
        what has to be confirmed is held against the exact indices."""
        answers = """
            unit | answers
            A    | 444 444 444
        """
        edition_change = """
            unit | change  | ikm_before | ikm_after | weight_before | weight_after | ikm_ninth_before | ikm_ninth_after
            A    | changed | 99.00      | 100.00    | 0.11          | 1/9          | 100.00           | 100.00
        """
        edition_change_regency = """
            ikm_before | ikm_after | weight_before | weight_after | ikm_ninth_before | ikm_ninth_after
            99.00      | 100.00    | 0.11          | 1/9          | 100.00           | 100.00
        """
        found = changes(live(answers), live(answers, weight="1/9"))
        agrees(found.units, edition_change)
        agrees(found.regency, edition_change_regency)
        assert excessive_changes(found, Closing(index_change=0.5, regency_change=0.5)) == []

    def test_nothing_changed(self):
        """Closed again as it was, every unit is the same, and no unsur is listed."""
        before = """
            unit | answers
            A    | 333 333 333
            B    | 222 222 222
        """
        edition_change = """
            unit | change
            A    | same
            B    | same
        """
        edition_change_regency = """
            ikm_before | ikm_after | units_before | units_after | respondents_before | respondents_after
            61.88      | 61.88     | 2            | 2           | 2                  | 2
        """
        found = changes(live(before), live(before))
        agrees(found.units, edition_change)
        agrees(found.regency, edition_change_regency)
        assert found.unsur.is_empty()

    def test_what_must_be_confirmed(self):
        """Beyond the limits of the settings (IKM of a unit 5 points, of the regency 2, respondents by half, no unit
        lost) somebody has to say that it is meant. A unit that is new is welcome, and one that was dissolved is not
        lost. The index of eight unsur (3.6) and who answered them have the limits of a unit's IKM and respondents."""
        before = """
            unit | answers     | times
            A    | 333 333 333 | 4
            B    | 333 333 333 | 4
            C    | 333 333 333 | 4
            D    | 333 333 333 | 4
        """
        after = """
            unit | answers     | times
            A    | 333 333 333 | 7
            B    | 444 444 333 | 4
            C    | 333 333 333 | 6
            E    | 333 333 333 | 1
        """
        to_be_confirmed = """
            measure     | unit_code | before | after | limit
            ikm_regency |           | 74.25  | 78.38 | 2.0
            units_lost  | D         | 74.25  |       | 0
            respondents | A         | 4      | 7     | 0.5
            ikm         | B         | 74.25  | 90.75 | 5.0
        """
        found = excessive_changes(changes(live(before), live(after)), Closing())
        agrees(pl.DataFrame([{k: _text(v) for k, v in vars(one).items()} for one in found]), to_be_confirmed)
        dissolved = excessive_changes(changes(live(before), live(after)), Closing(), {"D"})
        assert dissolved == [one for one in found if one.measure != "units_lost"]


class TestBesideWhatIsPublic:
    """What the public may see beside it"""

    def test_what_came_late_is_not_given_away(self):
        """The semester is shown as it was made official, with 5 respondents; the year counts a sixth. Whoever
        subtracts would read that person's questionnaire: so the year is not shown until the period is revised. What was
        erased since counts likewise. An answer to eight unsur (3.6) is in no IKM, so it does not; and of an erased one
        nobody knows any more whether it was: where the official figures of that period have an index of eight unsur of
        the unit, all its erased answers of the period count as one, and only where none else came late."""
        as_closed = """
            unit | when       | answers     | times
            A    | 2024-02-05 | 333 333 333 | 5
        """
        now = """
            unit | when       | answers     | times
            A    | 2024-02-05 | 333 333 333 | 5
            A    | 2024-03-05 | 444 444 444 | 1
        """
        ikm_unit = """
            period  | respondents | publishable
            2024    | 6           | no
            2024-S1 | 5           | yes
        """
        official = closed(live(as_closed), "2024-S1")
        held = pl.DataFrame({"period_code": ["2024-S1"], "unit_code": ["A"]})
        shown = withhold_deducible(live(now), official[IKM_UNIT.name], held, 5, ("year", "semester"))
        published = overlay_official({**live(now), **shown}, official)["ikm_unit"]
        agrees(published.filter(pl.col("period_code").is_in(["2024", "2024-S1"])), ikm_unit)
        assert published.filter(period_code="2024-S1").equals(official[IKM_UNIT.name])


def _text(value: object) -> str | None:
    return None if value is None else str(value)
