"""A question about a file, from the inbox to the answer: held, asked with what each choice gives, decided, counted."""

from pathlib import Path

import pytest

from cli.deciding import answer_questions, show_questions, take_back
from contracts.errors import SkmError
from pipeline.run import begin
from tests.integration.offices import home_at, respondents, rows, run, send
from warehouse.read import open_published

pytestmark = pytest.mark.usefixtures("without_prefect")
SUM = "Jumlah"


def export(total: int) -> str:
    """Four respondents with nine 4s and nine 3s by turns, and a line of totals that says `total` for each unsur."""
    lines = respondents(["444444444", "333333333"] * 2).splitlines()
    blanks = lines[1].count(";") - 9
    return "\n".join([*lines, ";".join([SUM, *[""] * blanks, *[str(total)] * 9])]) + "\n"


def asked(home) -> list[tuple[object, ...]]:
    with open_published(home) as reader:
        return [(row["choice"], row["respondents"], str(row["ikm"])) for row in reader.table("question")]


def test_a_question_is_asked_answered_and_taken_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = home_at(tmp_path / "data")
    send(home, "mawar 2024.csv", export(15))
    held = run(home)
    assert held.status("mawar 2024.csv") == "held"
    assert held.counts("mawar 2024.csv") == (0, 0, 0, 0)
    assert asked(home) == [("count", 4, "86.63"), ("refuse", 0, "None")]
    assert "Baris 6" in str(held.files["mawar 2024.csv"]["reason"])

    show_questions(home.root, "mawar", as_json=False)
    assert "4 responden, IKM 86,63" in capsys.readouterr().out
    with pytest.raises(SkmError, match="pilihan pertanyaan 1"):
        answer_questions(home.root, "mawar", ["1=x"], why="-", by=None, for_layout=False)
    assert not home.decisions.exists()

    answer_questions(home.root, "mawar", ["1=count"], why="total salah ketik", by="siti", for_layout=True)
    counted = run(home)
    assert counted.counts("mawar 2024.csv") == (4, 4, 0, 0)
    assert asked(home) == []
    with open_published(home) as reader:
        (decision,) = reader.table("decision")
    assert (decision["decided_by"], decision["why"], decision["stands"]) == ("siti", "total salah ketik", True)

    send(home, "mawar 2023.csv", export(16).replace("05/02/2024", "05/02/2023"))
    assert run(home).counts("mawar 2023.csv") == (4, 4, 0, 0)  # the same layout: nobody is asked again

    take_back(home.root, 1, why="ternyata benar", by="budi")
    again = run(home)
    assert (again.status("mawar 2024.csv"), again.status("mawar 2023.csv")) == ("held", "held")
    with pytest.raises(SkmError, match="Tidak ada keputusan 1"):
        take_back(home.root, 1, why="-", by=None)


def test_a_file_that_agrees_with_itself_is_not_asked_about(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    send(home, "mawar 2024.csv", export(14))
    assert run(home).counts("mawar 2024.csv") == (4, 4, 0, 0)
    found = rows(home, "SELECT taken_for, count FROM reading_note WHERE what = 'row'")
    notes = {(row["taken_for"], row["count"]) for row in found}
    assert notes == {("header", 1), ("respondent", 4), ("total", 1)}
    assert begin(home.root, None).decisions.lines == ()
