"""A unit asks sixteen questions about the nine unsur: its figures are those of the means, exactly, and stand beside
those of units that ask nine; nothing of theirs moves."""

import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from contracts.errors import ConfigurationError
from contracts.home import Home
from contracts.settings import Storage
from pipeline.stores import open_stores
from pipeline.upload_check import check_upload
from tests.integration.offices import home_at, respondents, rows, run, same, send

pytestmark = pytest.mark.usefixtures("without_prefect")

ABOUT = ("U1", "U1", "U2", "U2", "U2", "U3", "U4", "U4", "U4", "U5", "U6", "U7", "U7", "U7", "U8", "U9")
"""Which unsur each of the sixteen questions is about, as a regency asks them."""
QUESTIONS = tuple(f"Bagaimana pendapat Saudara tentang hal ke-{number}?" for number in range(1, 17))
UNSUR = tuple(dict.fromkeys(ABOUT))


def registered(home: Home, *, units: str = '["U-1"]', more: str = "") -> None:
    questions = "".join(
        f'  {{unsur = "{unsur}", text = "{text}"}},\n' for unsur, text in zip(ABOUT, QUESTIONS, strict=True)
    )
    home.questionnaires.write_text(
        f'[[questionnaire]]\nversion = "enam belas"\nunits = {units}\n{more}questions = [\n{questions}]\n',
        encoding="utf-8",
    )


def drawn(seed: int, count: int) -> list[str]:
    """So many people, each with sixteen answers."""
    random.seed(seed)
    return ["".join(random.choices("1234", (1, 2, 5, 4), k=16)) for _ in range(count)]


def nrr(people: list[str]) -> dict[str, Fraction]:
    """By the book: the mean over people of the mean of an unsur's questions."""
    asked = {unsur: [place for place, about in enumerate(ABOUT) if about == unsur] for unsur in UNSUR}
    return {
        unsur: sum(Fraction(sum(int(one[place]) for place in places), len(places)) for one in people) / len(people)
        for unsur, places in asked.items()
    }


def rounded(value: Fraction) -> str:
    """Half up to two places."""
    exact = Decimal(value.numerator * 1000 // value.denominator) / 1000
    assert value * 1000 % 5 or exact * 1000 == value * 1000
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_sixteen_questions(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    people = drawn(16, 37)
    send(home, "Kecamatan Mawar 2024.csv", respondents(people, unsur=QUESTIONS))
    send(home, "Kecamatan Melati 2024.csv", respondents([*same(4, 20), *same(3, 11)]))
    before = run(home)
    assert before.why("Kecamatan Mawar 2024.csv") == "no_table"

    registered(home)
    sent = home.inbox / "Kecamatan Mawar 2024.csv"
    upload = check_upload(home, open_stores(home, Storage()), sent, "SKM Mawar 2024.csv", "U-1")
    assert (upload.refusal, upload.rows_accepted) == (None, 37)
    after = run(home)
    exact = nrr(people)
    ikm = sum(exact.values()) * 25
    assert after.indexes == before.indexes | {"U-1": (37, rounded(ikm * Fraction(11, 100)))}
    assert after.counts("Kecamatan Mawar 2024.csv") == (37, 37, 0, 0)
    (index,) = rows(home, "SELECT * FROM ikm_unit WHERE unit_code = 'U-1' AND period_code = '2024'")
    assert str(index["ikm_ninth"]) == rounded(ikm / 9)
    assert index["answer_parts"] == 6
    for unsur in rows(home, "SELECT * FROM ikm_unsur WHERE unit_code = 'U-1' AND period_code = '2024'"):
        assert Fraction(unsur.of("total", int), 37 * 6) == exact[unsur.of("unsur_code", str)]
        assert str(unsur["score"]) == rounded(exact[unsur.of("unsur_code", str)] * 25)
    mean = (ikm + Fraction(sum([36] * 20 + [27] * 11), 31) * 25) / 2
    (regency,) = rows(home, "SELECT * FROM ikm_regency WHERE period_code = '2024' AND headline")
    assert str(regency["ikm"]) == rounded(mean * Fraction(11, 100))


def test_rows_to_correct_come_back_in_a_letter_and_the_file_is_sent_again(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    registered(home, more="valid_from = 2024-03-01\n")
    people = drawn(61, 20)
    wrong = [*people[:-2], people[-2][:3] + "5" + people[-2][4:], people[-1]]
    ids = [f"r-{number:04d}-x" for number in range(20)]
    file = respondents(wrong, unsur=QUESTIONS, ids=ids).splitlines()
    file[-1] = ";".join([*file[-1].split(";")[:-1], '""'])  # the last question of the last person left out
    send(home, "Kecamatan Mawar 2024.csv", "\n".join(file))
    first = run(home)
    assert first.counts("Kecamatan Mawar 2024.csv") == (20, 18, 2, 0)
    said = rows(home, "SELECT row_number, rule, value FROM rejected_row ORDER BY row_number")
    assert [tuple(one.values()) for one in said] == [(20, "u2_not_an_answer", "5"), (21, "u9_missing", None)]
    (reading,) = (path for path in home.staging.rglob("*.json") if "enam belas" in path.read_text())
    assert "tidak berlaku pada 2024-02" in reading.read_text()
    (letter,) = home.quarantine.rglob("*.*")
    assert letter.suffix == ".docx"

    send(home, "Kecamatan Mawar 2024 lengkap.csv", respondents(people, unsur=QUESTIONS, ids=ids))
    after = run(home)
    assert after.indexes["U-1"] == (20, rounded(sum(nrr(people).values()) * 25 * Fraction(11, 100)))
    assert after.status("Kecamatan Mawar 2024.csv") == "superseded"
    assert not list(home.quarantine.rglob("*.*"))


def test_a_register_that_is_wrong_stops_before_anything_is_read(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    send(home, "Kecamatan Melati 2024.csv", respondents(same(4, 5)))
    registered(home, units='["U-9"]')
    with pytest.raises(ConfigurationError, match=r"unit 'U-9' tidak ada dalam units\.csv"):
        run(home)
