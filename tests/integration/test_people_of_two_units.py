"""Files of two units with the same people, from the inbox to the figures: the later one is held and asked about with
both units' figures, decided once, and taken back."""

from pathlib import Path
from random import Random

import pytest

from cli.deciding import answer_questions, take_back
from contracts.decisions import DIFFERENT, OURS, THEIRS, offered
from contracts.home import Home
from tests.integration.offices import copied, home_at, respondents, rows, run, same, send

pytestmark = pytest.mark.usefixtures("without_prefect")
HERS, HIS = "Mawar/2024.csv", "Melati/2024.csv"
RANDOM = Random(13)
PEOPLE = ["".join(RANDOM.choice("2344") for _ in range(9)) for _ in range(40)]
MORE = [*PEOPLE, "111111111"]


def choices(home: Home) -> dict[str, tuple[str, object, str]]:
    """By choice: what it says, and what this file would give."""
    asked = rows(home, "SELECT * FROM question ORDER BY number")
    return {
        row.of("choice", str): (row.of("label", str), row["respondents"], str(row["ikm"]).replace(".", ","))
        for row in asked
    }


def test_the_later_file_is_held_until_somebody_says_whose_people_they_are(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    send(home, HERS, respondents(PEOPLE))
    send(home, HIS, respondents(MORE))
    send(home, "Dinas Kenanga/2024.csv", respondents(same(4, 12)))
    held = run(home)
    assert (held.status(HERS), held.status(HIS)) == ("loaded", "held")
    assert {unit: count for unit, (count, _) in held.indexes.items()} == {"U-1": 40, "U-3": 12}
    asked = choices(home)
    assert {key: one[1] for key, one in asked.items()} == {THEIRS: 1, OURS: 41, DIFFERENT: 41, "refuse": 0}
    assert asked[THEIRS][2] == "24,75"
    assert asked[THEIRS][0] == "responden Kecamatan Mawar, dihitung di sana saja"
    # Of the other unit no index: that of those left there may be one of a few people.
    assert asked[OURS][0].endswith("dihitung di sini saja (Kecamatan Mawar: 0 responden dari 40)")
    assert "IKM" not in " ".join(one[0] for one in asked.values())
    (question,) = {row.of("question", str) for row in rows(home, "SELECT question FROM question")}
    assert question.startswith(
        "40 dari 41 responden berkas Kecamatan Melati ini sama dengan responden di “Mawar/2024.csv” milik Kecamatan "
        "Mawar, yang berisi 40 responden."
    )
    # A unit does not take another one's people.
    (open_to_unit,) = offered(rows(home, "SELECT * FROM question ORDER BY number"), to_staff=False)
    assert {one.key for one in open_to_unit.choices} == {THEIRS, DIFFERENT, "refuse"}

    other = copied(home, tmp_path / "other")
    for where, choice, hers, his in (
        (other, THEIRS, (40, 0), (1, 40)),
        (home, OURS, (0, 40), (41, 0)),
        (home, DIFFERENT, (40, 0), (41, 0)),
    ):
        answer_questions(where.root, HIS, [f"1={choice}"], why="dilihat", by="siti", for_layout=True)
        decided = run(where)
        assert (decided.counts(HERS)[1], decided.counts(HERS)[3]) == hers
        assert (decided.counts(HIS)[1], decided.counts(HIS)[3]) == his
        assert choices(where) == {}
        if choice == OURS:
            assert (decided.status(HERS), decided.why(HERS)) == ("superseded", "people_of_other_unit")
            assert "Diputuskan bahwa respondennya milik Kecamatan Melati" in str(decided.files[HERS]["reason"])
            take_back(home.root, 1, why="keliru", by="siti")
            back = run(home)
            assert (back.status(HERS), back.status(HIS)) == ("loaded", "held")
    # A later export of the other unit with the same people is settled by it, too.
    send(home, "Mawar/2024 lengkap.csv", respondents([*PEOPLE, *same(3, 8)]))
    assert run(home).status("Mawar/2024 lengkap.csv") == "loaded"
