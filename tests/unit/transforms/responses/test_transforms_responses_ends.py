"""Questions in words, scales that say "Sangat tidak", and the same people twice: where one row more decides."""

from datetime import date, datetime

import polars as pl
import pytest

from contracts.records import Choice, Doubt, Reading, ResolvedFile
from contracts.staged_tables import ROW_FINDING
from contracts.unsur import UNSUR_COLUMNS
from transforms.responses.answers import read_answers
from transforms.responses.categories import read_age, read_age_band
from transforms.responses.identity import DUPLICATE, IdentityResult
from transforms.responses.outcome import apply_rejections, file_outcomes
from transforms.responses.same_people import overlaps_of_files, overlaps_of_sheets
from transforms.responses.snapshots import HeldBecause
from transforms.schema import frame_schema

TURN = Doubt(
    code="scale_reversed",
    question="Skala terbalik?",
    choices=(Choice(key="turn", label="balik", respondents=12), Choice(key="keep", label="jangan")),
)
OTHER = Doubt(code="ids_on_sheets", question="Siapa?", choices=(Choice(key="same", label="sama"),))


def test_a_file_with_open_questions_is_held_and_says_all_of_them():
    file = ResolvedFile(
        file_id="f",
        content_id="A",
        path="pacet/a.csv",
        format="csv",
        version=1,
        first_seen_at=datetime(2025, 1, 15, 8),
        unit_code="pacet",
        period_code="2024",
        doubts=(TURN, OTHER),
    )
    readings = {"A": Reading(content_id="A", format="csv", rows=3)}
    findings = pl.DataFrame(schema=frame_schema(ROW_FINDING))
    places = {"content_id": pl.String, "row_index": pl.Int32, "sheet": pl.String, "row_number": pl.Int32}
    outcome = file_outcomes(
        apply_rejections([file], readings, findings, (), 0.5),
        [file],
        readings,
        findings,
        pl.DataFrame(schema=places),
        IdentityResult(pl.DataFrame(schema=DUPLICATE), {}),
    )
    [row] = outcome.ingest_file.to_dicts()
    assert (row["status"], row["reason_code"]) == ("held", "question_open")
    assert row["reason"] == (
        "Berkas ditahan dan belum dihitung: 2 pertanyaan tidak dapat dijawab dari berkasnya. "
        "1. Skala terbalik? Pilihan: turn = balik (12 responden); keep = jangan. 2. Siapa? Pilihan: same = sama. "
        'Jawab dengan: skm decide "pacet/a.csv" 1=turn --why "…"'
    )


def answers(*texts: str | None, contents: list[str] | None = None) -> list[int | None]:
    """What u1 of each row says."""
    columns = {column: ["4"] * len(texts) for column in UNSUR_COLUMNS} | {"u1": list(texts)}
    rows = pl.DataFrame({"content_id": contents or ["A"] * len(texts), **columns})
    return read_answers(rows)["u1"].to_list()


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (("Sangat tidak puas", "Tidak puas", "Puas", "Sangat puas"), [1, 2, 3, 4]),
        (("Tidak puas", "Kurang puas", "Puas", "Sangat puas"), [1, 2, 3, 4]),
        (("Sangat tidak puas", "Tidak puas", "Kurang puas", "Puas"), [1, 2, 3, 4]),
        (("Sangat tidak puas", "Tidak puas", "Cukup puas", "4"), [1, 2, 3, 4]),
        (("Sangat tidak sesuai", "Tidak sesuai", None), [1, 2, None]),
    ],
)
def test_a_scale_that_begins_with_very_not(texts, numbers):
    assert answers(*texts) == numbers


def test_a_number_beside_five_words_stays_what_it_is():
    five = ("Tidak sesuai", "Kurang sesuai", "Cukup sesuai", "Sesuai", "Sangat sesuai")
    assert answers(*five, "4", None) == [1, 2, 3, 4, 5, 4, None]


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (("Kurang", "Cukup", "Baik", "Baik sekali"), [1, 2, 3, 4]),
        (("Kurang sekali", "Kurang", "Cukup", "Baik", "Baik sekali"), [1, 2, 3, 4, 5]),
        (("Kurang sekali", "Kurang", "Baik", "Baik sekali"), [1, 2, 3, 4]),
        (("Sangat tidak memuaskan", "Tidak memuaskan", "Memuaskan", "Sangat memuaskan"), [1, 2, 3, 4]),
        (("Sangat tidak memuaskan", "Tidak memuaskan", "Kurang memuaskan", "Memuaskan"), [1, 2, 3, 4]),
        (("Tidak memuaskan", "Netral", "Netral", "Memuaskan", "Sangat memuaskan"), [1, 3, 3, 4, 5]),
        (("Tidak setuju", "Setuju", "Sangat setuju"), [-1, -1, -1]),  # agreement is none of the four answers
        (("Tidak memuaskan", "Kurang memuaskan", "Cukup memuaskan", "Memuaskan"), [1, 2, 3, 4]),
        (("Sekali", "Seminggu sekali"), [-1, -1]),
        (("Tidak puas sekali", "Tidak puas", "Puas", "Puas sekali"), [1, 2, 3, 4]),
        # Not very dear, or nothing at all, is no degree of anything good: the others mean what they usually do.
        (("Tidak mahal sekali", "Tidak sesuai", "Sesuai", "Sangat sesuai"), [-1, 1, 3, 4]),
        (("Tidak sekali", "Tidak puas", "Puas"), [-1, 1, 3]),
        (("Tidak ada keluhan sama sekali", "Tidak puas", "Kurang puas", "Puas"), [-1, 1, 2, 3]),
    ],
)
def test_words_that_only_their_file_places(texts, numbers):
    assert answers(*texts) == numbers


def test_it_holds_for_its_own_content():
    texts = ("Sangat tidak puas", "Tidak puas", "Tidak puas", "Kurang puas")
    assert answers(*texts, contents=["A", "A", "B", "B"]) == [1, 2, 1, 2]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        *(("26", 26), ("26,0", 26), ("26 tahun", 26), ("-5", -5), ("9999", 9999), ("-9999", -9999)),
        *(("10000", None), ("26-29", None), ("dua puluh", None)),
        *(("26" + " " * 98, 26), ("26" + " " * 99, None)),
    ],
)
def test_an_age(text, age):
    assert read_age(text) == age


@pytest.mark.parametrize(
    ("text", "band"),
    [
        *(("19", "<20"), ("20", "20-29"), ("29", "20-29"), ("30", "30-39"), ("49", "40-49"), ("50", ">=50")),
        *(("20-29", "20-29"), ("20 s/d 29 tahun", "20-29"), ("20-30", None), ("29-20", None), ("25-25", "20-29")),
        *(("<20", "<20"), ("< 21", None), ("<=19", "<20"), ("<=20", None), ("19 ke bawah", "<20")),
        *(("<1", "<20"), ("<0", None), ("<=0", "<20"), (">9998", ">=50"), (">9999", None), (">=9999", ">=50")),
        *((">49", ">=50"), (">48", None), (">=50", ">=50"), (">=49", None), ("50 ke atas", ">=50"), ("50+", ">=50")),
        *(("di bawah 20", "<20"), ("lebih dari 49 tahun", ">=50"), ("lansia", None)),
        *(("20-29" + " " * 95, "20-29"), ("20-29" + " " * 96, None)),
    ],
)
def test_a_band_of_ages(text, band):
    assert read_age_band(text) == band


# --- The same people twice

PEOPLE = [f"{n:09b}".replace("0", "3").replace("1", "4") for n in range(1, 31)]
"""Nine answers each, all different."""


def staged(sheets: dict[str, list[str]], *, identity: dict[str, str] | None = None, by: str = "sheet", dated=()):
    rows = [
        {by: name, "row_index": k, "response_date": date(2024, 1, 5) if name in dated else None}
        | {"identity": (identity or {}).get(name, "none"), "identity_key": int(people)}
        | {"submitted_at": datetime(2024, 1, 5, 8, k) if (identity or {}).get(name) == "moment" else None}
        | {column: int(answer) for column, answer in zip(UNSUR_COLUMNS, people, strict=True)}
        for name, every in sheets.items()
        for k, people in enumerate(every)
    ]
    return pl.DataFrame(rows, schema_overrides={"response_date": pl.Date, "submitted_at": pl.Datetime})


def changed(people: list[str], count: int) -> list[str]:
    """The last `count` of them answered otherwise."""
    return [*people[: len(people) - count], *(["111111111"] * count)]


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (PEOPLE[:20], (20, "same")),
        (changed(PEOPLE[:20], 2), (18, "same")),  # nine of ten
        (changed(PEOPLE[:20], 3), (17, "doubtful")),
        (changed(PEOPLE[:20], 10), (10, "doubtful")),  # half
        (changed(PEOPLE[:20], 11), None),
        (PEOPLE[:4], (4, "same")),
        (PEOPLE[:3], None),  # three may be chance
        (PEOPLE[19::-1], (20, "doubtful")),  # in another order
        (PEOPLE[5::-1], (6, "doubtful")),
        (PEOPLE[4::-1], None),
        ([*PEOPLE[18::-1], "111111111"], None),
    ],
)
def test_a_sheet_that_holds_the_people_of_another(other, found):
    overlaps = overlaps_of_sheets(staged({"A": PEOPLE[:20], "B": other}))
    assert [(one.equal, one.likeness) for one in overlaps] == ([] if found is None else [found])
    if found is not None:
        assert (overlaps[0].name, overlaps[0].of) in (("B", "A"), ("A", "B"))


@pytest.mark.parametrize(("changes", "found"), [(1, [(9, "doubtful")]), (2, [])])
def test_nine_of_ten_are_in_doubt_where_another_order_agrees_as_well(changes, found):
    people = ["444444444"] * 8 + PEOPLE[:2]
    overlaps = overlaps_of_sheets(staged({"A": people, "B": changed(people, changes)}))
    assert [(one.equal, one.likeness) for one in overlaps] == found


def test_a_sheet_in_doubt_may_be_the_original_of_another():
    overlaps = overlaps_of_sheets(staged({"A": PEOPLE[:20], "B": [*PEOPLE[:10], *PEOPLE[20:30]], "C": PEOPLE[20:30]}))
    assert [(one.name, one.of, one.likeness) for one in overlaps] == [("B", "A", "doubtful"), ("C", "B", "same")]


@pytest.mark.parametrize(
    ("identity", "is_compared"),
    [
        ({}, True),
        ({"A": "id"}, True),
        ({"A": "id", "B": "moment"}, True),
        ({"A": "id", "B": "id"}, False),
        ({"A": "moment", "B": "moment"}, False),
        ({"A": "values", "B": "values"}, True),
    ],
)
def test_sheets_that_are_identified_alike_need_no_comparing(identity, is_compared):
    assert (overlaps_of_sheets(staged({"A": PEOPLE[:9], "B": PEOPLE[:9]}, identity=identity)) != []) == is_compared


MOMENT = pl.col("submitted_at")
ON_B, KEY = pl.col("sheet") == "B", pl.col("identity_key")


@pytest.mark.parametrize(
    ("other", "on_b", "found"),
    [
        (PEOPLE[:20], [KEY + 1], (20, "same")),  # all but who they are
        (PEOPLE[:20], [KEY + 1, MOMENT.dt.offset_by("7s")], (20, "same")),  # seconds on one of the sheets
        (PEOPLE[:20], [KEY + 1, MOMENT.dt.offset_by("7m")], None),  # thirteen of the twenty minutes: two counters
        (PEOPLE[:20], [KEY + 1, MOMENT.dt.offset_by("1h")], None),
        (PEOPLE[:20], [KEY + 1, MOMENT.dt.truncate("5m")], None),  # moments that are not most people's own
        (changed(PEOPLE[:20], 1), [KEY], (19, "doubtful")),  # an answer put right on one of the sheets
        (changed(PEOPLE[:20], 1), [KEY, pl.when(KEY != 111111111).then(MOMENT)], None),  # who has no moment
        ([*PEOPLE[:19], *PEOPLE[20:30]], [KEY], (19, "doubtful")),
        ([*PEOPLE[:13], *PEOPLE[20:27]], [KEY + 1], (13, "doubtful")),  # a third put right
        ([*PEOPLE[:9], *PEOPLE[20:30]], [KEY + 1], None),  # two counters: nine of nineteen answered alike
    ],
)
def test_moments_on_two_sheets_are_the_same_people(other, on_b, found):
    sheets = staged({"A": PEOPLE[:20], "B": other}, identity={"A": "moment", "B": "moment"})
    sheets = sheets.with_columns(pl.when(ON_B).then(one).otherwise(one.meta.root_names()[0]) for one in on_b)
    assert [(one.equal, one.likeness) for one in overlaps_of_sheets(sheets)] == ([] if found is None else [found])


@pytest.mark.parametrize(("in_an_hour", "found"), [(0, ["same"]), (2, ["doubtful"]), (3, [])])
def test_of_answers_that_say_nothing_nearly_all_minutes_must_be_the_same(in_an_hour, found):
    sheets = staged({"A": ["444444444"] * 20, "B": ["444444444"] * 20}, identity={"A": "moment", "B": "moment"})
    later = MOMENT.dt.offset_by(pl.when(pl.col("row_index") == 19).then(pl.lit("3h")).otherwise(pl.lit("0h")))
    moved = pl.when(pl.col("row_index") < in_an_hour).then(MOMENT.dt.offset_by("1h")).otherwise(later)
    sheets = sheets.with_columns(
        pl.when(ON_B).then(KEY + 1).otherwise(KEY), pl.when(ON_B).then(moved).otherwise(later).alias("submitted_at")
    )
    assert [one.likeness for one in overlaps_of_sheets(sheets)] == found


def test_ids_and_moments_on_two_sheets_are_compared_by_the_moments():
    sheets = staged({"A": PEOPLE[:20], "B": PEOPLE[19::-1]}, identity={"A": "moment", "B": "moment"})
    ids = sheets.with_columns(
        pl.when(~ON_B).then(pl.lit("id")).otherwise("identity").alias("identity"),
        pl.when(ON_B).then(MOMENT.reverse().over("sheet")).otherwise(MOMENT),
        KEY + ON_B.cast(pl.Int64),
    )
    assert [(one.name, one.equal, one.likeness) for one in overlaps_of_sheets(ids)] == [("B", 20, "same")]


@pytest.mark.parametrize(
    ("people", "other", "found"),
    [
        (PEOPLE[:20], PEOPLE[:20], ["same"]),
        (PEOPLE[:20], changed(PEOPLE[:20], 8), ["doubtful"]),
        (PEOPLE[:15], PEOPLE[15:30], []),
        (["444444444"] * 20, ["444444444"] * 20, []),  # all equal: nothing says that the ids are of two kinds
    ],
)
def test_ids_of_two_kinds_tell_nobody_apart(people, other, found):
    sheets = staged({"A": people, "B": other}, identity={"A": "id", "B": "id"})
    two_kinds = sheets.with_columns(identity_key=KEY + 2 * ON_B.cast(pl.Int64))
    assert [one.likeness for one in overlaps_of_sheets(two_kinds)] == found


def test_a_few_equal_moments_are_two_people():
    sheets = staged({"A": PEOPLE[:20], "B": PEOPLE[:20]}, identity={"A": "moment", "B": "moment"})
    apart = (
        pl.when(ON_B & (pl.col("row_index") > 4)).then(MOMENT.dt.offset_by("37s")).otherwise(MOMENT.dt.offset_by("7s"))
    )
    assert overlaps_of_sheets(sheets.with_columns(apart, KEY + ON_B.cast(pl.Int64))) == []


@pytest.mark.parametrize(
    ("sheets", "identity", "dated", "kept"),
    [
        ({"A": PEOPLE[:9], "B": PEOPLE[:10]}, {}, (), "B"),
        ({"A": PEOPLE[:9], "B": PEOPLE[:10]}, {"A": "values"}, (), "A"),
        ({"A": PEOPLE[:9], "B": PEOPLE[:9]}, {"A": "values", "B": "moment"}, (), "B"),
        ({"A": PEOPLE[:9], "B": PEOPLE[:9]}, {"A": "moment", "B": "id"}, (), "B"),
        ({"A": PEOPLE[:9], "B": PEOPLE[:9]}, {}, ("B",), "B"),
    ],
)
def test_the_sheet_that_says_more_is_kept(sheets, identity, dated, kept):
    [overlap] = overlaps_of_sheets(staged(sheets, identity=identity, dated=dated))
    assert overlap.of == kept


def test_a_copy_with_more_rows_than_an_original_with_more_identity_is_doubtful():
    [overlap] = overlaps_of_sheets(staged({"A": PEOPLE[:9], "B": PEOPLE[:10]}, identity={"A": "id"}))
    assert (overlap.name, overlap.rows, overlap.equal, overlap.likeness) == ("B", 10, 9, "doubtful")


def test_dates_are_compared_where_both_have_them():
    both = staged({"A": PEOPLE[:9], "B": PEOPLE[:9]}, dated=("A", "B"))
    assert [one.likeness for one in overlaps_of_sheets(both)] == ["same"]
    later = both.with_columns(
        pl.when(pl.col("sheet") == "B").then(pl.lit(date(2024, 2, 5))).otherwise("response_date").alias("response_date")
    )
    assert overlaps_of_sheets(later) == []


@pytest.mark.parametrize(
    ("contents", "identity", "found"),
    [
        ({"A": PEOPLE[:9], "B": PEOPLE[:9]}, {"A": "id"}, [("B", "A", "same")]),
        ({"A": PEOPLE[:9], "B": PEOPLE[:9]}, {}, []),
        ({"A": PEOPLE[:9], "B": PEOPLE[:9]}, {"A": "id", "B": "moment"}, []),
        ({"A": PEOPLE[:9], "B": PEOPLE[9:18]}, {"A": "id"}, []),
        (
            {"A": changed(PEOPLE[:20], 8), "B": PEOPLE[:20], "C": PEOPLE[:20]},
            {"A": "id", "C": "moment"},
            [("B", "C", "same")],
        ),
        (
            {"A": changed(PEOPLE[:20], 8), "B": PEOPLE[:20], "C": changed(PEOPLE[:20], 6)},
            {"A": "id", "C": "id"},
            [("B", "C", "doubtful")],
        ),
    ],
)
def test_a_file_without_identity_that_holds_the_people_of_another(contents, identity, found):
    overlaps = overlaps_of_files(staged(contents, identity=identity, by="content_id"))
    assert [(one.name, one.of, one.likeness) for one in overlaps] == found


@pytest.mark.parametrize(
    ("left_out", "likeness"),
    [("B", "same"), ("A", "doubtful"), ("AB", "same")],
    ids=["the copy", "the original", "both"],
)
def test_a_file_of_eight_unsur_is_compared_by_what_both_ask(left_out, likeness):
    """Where only the copy without identity answers all nine, nobody but a person lets it go."""
    rows = staged({"A": PEOPLE[:20], "B": PEOPLE[:20]}, identity={"A": "id"}, by="content_id")
    not_asked = pl.when(~pl.col("content_id").is_in(list(left_out))).then("u4").alias("u4")
    assert [(one.name, one.likeness) for one in overlaps_of_files(rows.with_columns(not_asked))] == [("B", likeness)]


def test_of_several_contents_each_has_its_own_end():
    def file(content_id: str) -> ResolvedFile:
        return ResolvedFile(
            file_id=content_id,
            content_id=content_id,
            path=f"{content_id}.csv",
            format="csv",
            version=1,
            first_seen_at=datetime(2025, 1, 15, 8),
            unit_code="pacet",
            period_code="2024",
        )

    files = [file(content_id) for content_id in ("empty", "small", "asked", "good")]
    readings = {
        one.content_id: Reading(content_id=one.content_id, format="csv", rows=0 if one.content_id == "empty" else 3)
        for one in files
    }
    findings = pl.DataFrame(schema=frame_schema(ROW_FINDING))
    places = {"content_id": pl.String, "row_index": pl.Int32, "sheet": pl.String, "row_number": pl.Int32}
    identities = IdentityResult(
        pl.DataFrame(schema=DUPLICATE), {"small": HeldBecause("good", 3, 9)}, asked={"asked": OTHER}
    )
    outcome = file_outcomes(
        apply_rejections(files, readings, findings, (), 0.5), files, readings, findings,
        pl.DataFrame(schema=places), identities,
    )  # fmt: skip
    assert dict(outcome.ingest_file.select("file_id", "status").iter_rows()) == {
        "empty": "rejected",
        "small": "held",
        "asked": "held",
        "good": "loaded",
    }


def test_the_same_people_sorted_otherwise_are_known_by_what_else_is_told_of_them():
    sheets = {"Petugas A": PEOPLE[:10], "Petugas B": PEOPLE[10:20], "Semua": PEOPLE[19::-1]}
    ages = [*range(20, 40), *range(39, 19, -1)]
    found = overlaps_of_sheets(staged(sheets).with_columns(gender=pl.lit("L"), age=pl.Series(ages)))
    assert sorted((one.name, one.of, one.likeness) for one in found) == [
        ("Petugas A", "Semua", "same"),
        ("Petugas B", "Semua", "same"),
    ]
    others = overlaps_of_sheets(staged(sheets).with_columns(gender=pl.lit("L"), age=pl.Series([*range(20, 60)])))
    assert others == []


@pytest.mark.parametrize(("changes", "found"), [(0, [(20, "same")]), (2, [(18, "doubtful")]), (3, [])])
def test_a_few_who_answered_otherwise_in_another_order_are_asked_about(changes, found):
    """One in ten may have been put right on the sheet that somebody sorted."""
    both = staged({"A": PEOPLE[:20], "B": changed(PEOPLE[19::-1], changes)}).with_columns(gender=pl.lit("L"))
    assert [(one.equal, one.likeness) for one in overlaps_of_sheets(both)] == found
