"""Every sighting: placed, refused, or a duplicate; pure and in one order."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from contracts.decisions import Decision, Decisions
from contracts.records import Choice, Doubt, Reading, Refusal, Sighting, UnitNaming
from ingest.resolve import resolve

MORNING = datetime(2025, 1, 6, 8)


def sighting(path, content, minutes=0, refusal=None):
    seen = MORNING + timedelta(minutes=minutes)
    return Sighting(
        file_id=f"file:{path}",
        content_id=content,
        sha256=content,
        path=path,
        size=1,
        modified_at=MORNING,
        first_seen_at=seen,
        refusal=refusal,
    )


def reading(content, **fields):
    return Reading(content_id=content, format="csv", rows=10, **{"dated": True, **fields})


@pytest.fixture
def resolved(registry):
    def run(sightings, *readings):
        found = resolve(sightings, {each.content_id: each for each in readings}, registry)
        return {record.path: record for record in found}

    return run


def test_dated_and_undated(resolved):
    found = resolved(
        [sighting("pacet/a.csv", "a"), sighting("gedeg/Semester I 2024.csv", "b"), sighting("gedeg/c.csv", "c")],
        reading("a"),
        reading("b", dated=False),
        reading("c", dated=False),
    )
    assert (found["pacet/a.csv"].unit_code, found["pacet/a.csv"].period_code) == ("pacet", None)
    assert found["gedeg/Semester I 2024.csv"].period_code == "2024-S1"
    refusal = found["gedeg/c.csv"].refusal
    assert refusal is not None
    assert refusal.code == "period_unknown"


def test_refusals_are_handed_on(resolved):
    no = Refusal(code="link_out", message="x")
    empty = Refusal(code="empty", message="y")
    found = resolved(
        [sighting("pacet/a.csv", "a", refusal=no), sighting("pacet/b.csv", "b")], reading("b", refusal=empty)
    )
    assert found["pacet/a.csv"].refusal == no
    assert found["pacet/b.csv"].refusal == empty


def test_a_refused_file_still_names_the_unit_that_has_to_hear_of_it(resolved):
    empty = Refusal(code="empty", message="y")
    found = resolved(
        [sighting("pacet/a.csv", "a"), sighting("siapa.csv", "b")],
        reading("a", refusal=empty),
        reading("b", refusal=empty),
    )
    assert found["pacet/a.csv"].unit_code == "pacet"
    assert found["siapa.csv"].unit_code is None


def test_the_same_content_again_is_a_duplicate(resolved):
    found = resolved([sighting("pacet/b.csv", "a", 5), sighting("pacet/a.csv", "a", 0)], reading("a"))
    assert found["pacet/b.csv"].counts
    assert found["pacet/a.csv"].duplicate_of == "file:pacet/b.csv"
    assert not found["pacet/a.csv"].counts
    found = resolved([sighting("pacet/b.csv", "a"), sighting("pacet/a.csv", "a")], reading("a"))
    assert found["pacet/b.csv"].duplicate_of == "file:pacet/a.csv"


def test_the_first_sighting_that_can_be_placed_counts(resolved):
    found = resolved([sighting("export.csv", "a", 0), sighting("pacet/export.csv", "a", 5)], reading("a"))
    assert found["pacet/export.csv"].counts
    assert found["export.csv"].duplicate_of == "file:pacet/export.csv"


def test_when_none_can_be_placed_each_says_why(resolved):
    found = resolved([sighting("a.csv", "a", 0), sighting("b.csv", "a", 5)], reading("a"))
    assert [record.refusal.code for record in found.values()] == ["unit_unknown", "unit_unknown"]


def test_versions_follow_seen_modified_path(resolved):
    sightings = [sighting("pacet/b.csv", "b"), sighting("pacet/a.csv", "a"), sighting("pacet/0.csv", "c", 9)]
    readings = [reading("a"), reading("b"), reading("c")]
    orders = {
        tuple((record.path, record.version) for record in resolved(list(shuffled), *readings).values())
        for shuffled in permutations(sightings)
    }
    assert orders == {(("pacet/a.csv", 1), ("pacet/b.csv", 2), ("pacet/0.csv", 3))}


def test_a_correction_is_where_its_rows_came_from(resolved):
    found = resolved(
        [
            sighting("gedeg/S1 2024.csv", "a", 0),
            sighting("perbaikan.xlsx", "k", 5),
            sighting("perbaikan lagi.xlsx", "m", 9),
        ],
        reading("a", dated=False),
        reading("k", is_correction=True, origins=("a",)),
        reading("m", is_correction=True, origins=("k",)),
    )
    for path in ("perbaikan.xlsx", "perbaikan lagi.xlsx"):
        assert (found[path].unit_code, found[path].period_code, found[path].is_correction) == ("gedeg", "2024-S1", True)


@pytest.mark.parametrize(
    ("origins", "code"),
    [(("zzz",), "origin_unknown"), ((), "origin_unknown"), (("k",), "origin_unknown"), (("a", "b"), "several_units")],
)
def test_corrections_that_cannot_be_placed(resolved, origins, code):
    found = resolved(
        [sighting("gedeg/a.csv", "a"), sighting("pacet/b.csv", "b"), sighting("k.xlsx", "k", 5)],
        reading("a"),
        reading("b"),
        reading("k", is_correction=True, origins=origins),
    )
    assert found["k.xlsx"].refusal.code == code


def test_a_correction_of_a_refused_file_is_refused(resolved):
    found = resolved(
        [sighting("a.csv", "a"), sighting("k.xlsx", "k", 5)],
        reading("a"),
        reading("k", is_correction=True, origins=("a",)),
    )
    assert "a.csv" in found["k.xlsx"].refusal.message


def test_corrections_that_name_each_other_end(resolved):
    found = resolved(
        [sighting("k.xlsx", "k"), sighting("m.xlsx", "m")],
        reading("k", is_correction=True, origins=("m",)),
        reading("m", is_correction=True, origins=("k",)),
    )
    assert {record.refusal.code for record in found.values()} == {"origin_unknown"}


def test_two_thousand_sightings(registry):
    titles = UnitNaming(titles=("KECAMATAN PACET KABUPATEN MOJOKERTO", "Periode : 01-01-2024 s/d 30-11-2024"))
    sightings = [sighting(f"pacet/2024/skm pacet {100_000 + k}.csv", str(k)) for k in range(2_000)]
    readings = {str(k): reading(str(k), naming=titles, dated=bool(k % 2)) for k in range(2_000)}
    found = resolve(sightings, readings, registry)
    assert len(found) == 2_000
    assert all(record.unit_code == "pacet" for record in found)


def test_a_follow_up_is_placed_by_the_period_it_names(resolved):
    naming = UnitNaming(titles=("Kecamatan Pacet", "Semester I Tahun 2024"))
    plan = {"kind": "follow_up", "dated": False}
    found = resolved(
        [sighting("2025/rtl.xlsx", "a"), sighting("gedeg/rtl.xlsx", "b"), sighting("pacet/kosong.xlsx", "c")],
        reading("a", naming=naming, **plan),
        reading("b", naming=naming.model_copy(update={"titles": ("Kecamatan Pacet", "Tahun 2024")}), **plan),
        reading("c", refusal=Refusal(code="follow_up_empty", message="x"), **plan),
    )
    placed = found["2025/rtl.xlsx"]
    assert (placed.kind, placed.unit_code, placed.period_code) == ("follow_up", "pacet", "2024-S1")
    assert {record.kind for record in found.values()} == {"follow_up"}
    codes = [found[path].refusal.code for path in ("gedeg/rtl.xlsx", "pacet/kosong.xlsx")]
    assert codes == ["unit_conflict", "follow_up_empty"]


def test_a_column_of_dates_nobody_knows_is_no_reason_to_believe_the_title(resolved):
    doubt = Doubt(code="date_column", question="Selesai?", choices=())
    found = resolved(
        [sighting("gedeg/SKM 2024.csv", "a"), sighting("pacet/SKM 2024.csv", "b")],
        reading("a", dated=False, period_asked=True, doubts=(doubt,)),
        reading("b", dated=False, period_asked=True),
    )
    held, answered = found["gedeg/SKM 2024.csv"], found["pacet/SKM 2024.csv"]
    assert (held.period_code, held.doubts, held.counts) == (None, (doubt,), False)
    assert (answered.period_code, answered.counts) == ("2024", True)


def decided(choice, content="a", code="period"):
    line = Decision(
        number=1,
        content_id=content,
        path="",
        unit_code="gedeg",
        layout="x",
        code=code,
        question="",
        choice=choice,
        label="",
        why="",
        by="",
        at=MORNING,
    )
    return Decisions(lines=(line,))


@pytest.mark.parametrize(
    ("path", "titles", "choices"),
    [
        ("gedeg/2023/skm.csv", ("TAHUN 2024",), ["2023", "2024", "refuse"]),
        ("gedeg/TW I 2024.csv", ("Triwulan II",), ["2024-TW1", "2024-TW2", "refuse"]),
        (
            "gedeg/skm 2024.csv",
            ("Semester ganjil",),
            ["2024", "2024-S1", "2024-S2", "2024-TW1", "2024-TW2", "2024-TW3", "2024-TW4", "refuse"],
        ),
    ],
)
def test_a_period_said_otherwise_or_unclearly_is_asked(registry, path, titles, choices):
    readings = {"a": reading("a", dated=False, layout="x", naming=UnitNaming(titles=titles))}
    (held,) = resolve([sighting(path, "a")], readings, registry)
    assert held.refusal is None
    assert [one.key for one in held.doubts[0].choices] == choices
    for code in choices[:-1]:
        (placed,) = resolve([sighting(path, "a")], readings, registry, decided(code))
        assert (placed.period_code, placed.counts) == (code, True)
    (refused,) = resolve([sighting(path, "a")], readings, registry, decided("refuse"))
    assert refused.refusal is not None
    assert refused.refusal.code == "decided_against"
    # An answer about another file of the same layout is none about this one: it is about another period.
    (other,) = resolve([sighting(path, "a")], readings, registry, decided(choices[0], "b"))
    assert other.doubts


def test_what_is_asked_about_a_period_is_said_whole(registry):
    naming = UnitNaming(titles=("Laporan SKM Kec. Gedeg TAHUN 2024",))
    readings = {"a": reading("a", dated=False, naming=naming)}
    (held,) = resolve([sighting("gedeg/2023/skm.csv", "a")], readings, registry)
    question = held.doubts[0].question
    assert "“Laporan SKM Kec. Gedeg TAHUN 2024” menyebut 2024" in question
    assert "“2023” menyebut 2023" in question
    assert "kirim lagi" not in question


def test_who_names_no_year_is_refused_and_a_sighting_without_a_question_goes_first(registry):
    readings = {"a": reading("a", dated=False, naming=UnitNaming(titles=("Tahun 2024",)))}
    (refused,) = resolve([sighting("gedeg/skm.csv", "b")], {"b": reading("b", dated=False)}, registry)
    assert refused.refusal is not None
    assert refused.refusal.code == "period_unknown"
    asked, clear = resolve([sighting("gedeg/2023/skm.csv", "a"), sighting("gedeg/skm.csv", "a", 5)], readings, registry)
    assert (clear.period_code, asked.duplicate_of) == ("2024", clear.file_id)


def test_a_period_column_is_the_files_period(resolved):
    found = resolved(
        [sighting("gedeg/a.csv", "a"), sighting("pacet/b.csv", "b")],
        reading("a", dated=False, naming=UnitNaming(period_values=("Tahun 2024, Triwulan 3",))),
        reading("b", dated=False, naming=UnitNaming(period_values=("Tahun 2024", "Tahun 2025"))),
    )
    assert found["gedeg/a.csv"].period_code == "2024-TW3"
    refusal = found["pacet/b.csv"].refusal
    assert refusal is not None
    assert refusal.code == "several_periods"


def test_the_sighting_that_counts_brings_the_questions_of_its_content_and_a_duplicate_does_not(resolved):
    doubt = Doubt(code="scale_reversed", question="?", choices=(Choice(key="turn", label="balik"),))
    found = resolved(
        [sighting("pacet/a.csv", "a"), sighting("pacet/b.csv", "a", 5), sighting("pacet/c.csv", "c")],
        reading("a", doubts=(doubt,)),
        reading("c"),
    )
    assert {path: record.doubts for path, record in found.items()} == {
        "pacet/a.csv": (),
        "pacet/b.csv": (doubt,),
        "pacet/c.csv": (),
    }


def test_a_content_that_was_divided_is_a_file_for_each_part(registry):
    doubt = Doubt(code="units_in_rows", question="?", choices=())
    empty = Refusal(code="link_out", message="x")
    parts = (
        reading("a-1", dated=False, unit_code="pacet", period_code="2024-S1"),
        reading("a-2", dated=False, unit_code="dukcapil", period_code="2024-S2"),
    )
    readings = {"a": reading("a", several_units=True, parts=parts)} | {part.content_id: part for part in parts}
    found = resolve([sighting("gedeg/a.csv", "a")], readings, registry)
    assert {(one.content_id, one.unit_code, one.period_code, one.counts) for one in found} == {
        ("a-1", "pacet", "2024-S1", True),
        ("a-2", "dukcapil", "2024-S2", True),
    }
    assert len({one.file_id for one in found}) == 2
    (refused,) = resolve([sighting("gedeg/a.csv", "a", refusal=empty)], readings, registry)
    assert (refused.content_id, refused.refusal) == ("a", empty)
    asked = {**readings, "a": readings["a"].model_copy(update={"doubts": (doubt,)})}
    (held,) = resolve([sighting("gedeg/a.csv", "a")], asked, registry)
    assert (held.content_id, held.doubts) == ("a", (doubt,))


def test_rows_of_several_units_are_nobodys_only_while_that_is_asked(resolved):
    doubts = (Doubt(code="units_in_rows", question="?", choices=()),)
    found = resolved(
        [sighting("a.csv", "a"), sighting("b.csv", "b"), sighting("c.csv", "c")],
        reading("a", several_units=True, doubts=doubts),
        reading("b", several_units=True),
        reading("c", doubts=doubts),
    )
    assert (found["a.csv"].refusal, found["a.csv"].doubts, found["a.csv"].unit_code) == (None, doubts, None)
    assert [found[path].refusal.code for path in ("b.csv", "c.csv")] == ["unit_unknown", "unit_unknown"]


def test_a_question_about_something_else_leaves_the_period_to_the_title(resolved):
    doubt = Doubt(code="scale_reversed", question="?", choices=())
    found = resolved([sighting("gedeg/SKM 2024.csv", "a")], reading("a", dated=False, doubts=(doubt,)))
    assert found["gedeg/SKM 2024.csv"].period_code == "2024"


def test_a_content_whose_reading_is_gone_is_our_failure_and_still_somebodys(resolved):
    (file,) = resolved([sighting("pacet/a.csv", "a")]).values()
    assert (file.refusal.code, file.unit_code, file.format) == ("reader_failed", "pacet", None)
    assert (file.kind, file.is_correction, file.layout) == ("responses", False, "")


@pytest.mark.parametrize(
    ("code", "choice", "said"),
    [
        ("assigned_unit", "pacet", ("pacet", "2024", None)),
        ("assigned_unit", "gone", (None, None, "unit_unknown")),
        ("assigned_period", "2023-S1", ("gedeg", "2023-S1", None)),
    ],
)
def test_what_somebody_said_goes_before_what_a_file_names(registry, code, choice, said):
    files = [sighting("gedeg/2024.csv", "a")]
    (found,) = resolve(files, {"a": reading("a", dated=False)}, registry, decided(choice, code=code))
    assert (found.unit_code, found.period_code, found.refusal and found.refusal.code) == said
