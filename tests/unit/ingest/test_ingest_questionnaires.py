"""The questions of a registered questionnaire in files: what is read by them, and what is not."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from contracts.questionnaires import FurtherUnsur, Question, Questionnaire, Questionnaires, Survey
from contracts.settings import Limits
from contracts.unsur import UNSUR, UNSUR_COLUMNS
from ingest.identify import UnitNames
from ingest.questionnaires import asks_nine
from ingest.read import Export, read_export

QUESTIONS = tuple(
    Question(unsur, f"Tanya {number}{part}", (f"P{number}{part}",))
    for number, unsur in enumerate(UNSUR_COLUMNS, start=1)
    for part in ("a", "b")[: 2 if number < 3 else 1]
)
OURS = Questionnaires((Questionnaire("dua belas", QUESTIONS, units=("jatirejo",)),))
TEXTS = [question.text for question in QUESTIONS]


@pytest.fixture
def read(tmp_path: Path, names: UnitNames):
    def of_lines(lines: Sequence[Sequence[str]], name: str = "Kecamatan Jatirejo.csv", registered=OURS) -> Export:
        path = tmp_path / "sent.csv"
        path.write_text("".join(";".join(line) + "\n" for line in lines), encoding="utf-8")
        return read_export(path, name=name, content_id="c", limits=Limits(), names=names, questionnaires=registered)

    return of_lines


def body(*answers: str) -> list[list[str]]:
    return [[f"0{day}/02/2024", *digits] for day, digits in enumerate(answers, start=1)]


def answers(rows: pl.DataFrame) -> list[str]:
    columns = ("u1", "u1_2", "u2", "u2_2", *UNSUR_COLUMNS[2:])
    return ["".join(cell or "." for cell in row) for row in rows.select(columns).rows()]


def test_questions_are_found_by_their_words_wherever_they_stand(read) -> None:
    given = ("43214321432", "11112222333")
    export = read([["SURVEI KEPUASAN"], ["Tanggal", *reversed(TEXTS)], *body(*(one[::-1] for one in given))])
    assert export.reading.refusal is None
    assert answers(export.rows) == list(given)
    assert (export.reading.questionnaires, export.reading.questionnaire) == (("dua belas",), "dua belas")
    assert any("“dua belas”" in note for note in export.reading.notes)
    mapped = {one.header: (one.mapped_to, one.evidence) for one in export.reading.mapping}
    assert mapped["Tanya 2b"] == ("u2", "questionnaire")
    assert mapped["Tanggal"][0] == "timestamp"


def test_other_headers_case_and_marks_do_not_matter(read) -> None:
    header = [f"p{text[6:]}" if place % 2 else f" {text.upper()}? " for place, text in enumerate(TEXTS)]
    assert answers(read([["Tanggal", *header], *body("43214321432")]).rows) == ["43214321432"]


def test_a_header_printed_again_is_no_respondent(read) -> None:
    header = ["Tanggal", *TEXTS]
    export = read([header, *body("43214321432"), header, *body("11112222333")])
    assert answers(export.rows) == ["43214321432", "11112222333"]


def test_empty_answers_stay_empty(read) -> None:
    assert answers(read([["Tanggal", *TEXTS], *body(("4", "", *"214321432"))]).rows) == ["4.214321432"]  # type: ignore[arg-type]


def test_one_question_less_is_no_questionnaire(read) -> None:
    export = read([["Tanggal", *TEXTS[:-1]], *body("4321432143")])
    assert (export.reading.questionnaires, export.rows.height) == ((), 0)
    twice = read([["Tanggal", *TEXTS, TEXTS[0]], *body("432143214321")])
    assert twice.reading.questionnaires == ()


def test_another_unit_is_not_read_by_it(read) -> None:
    export = read([["Tanggal", *TEXTS], *body("43214321432")], "Kecamatan Pacet.csv")
    assert export.reading.refusal is not None
    assert (export.reading.questionnaires, export.reading.questionnaire) == (("dua belas",), "")
    assert any("bukan kuesioner unit ini" in note for note in export.reading.notes)


def test_nine_questions_of_that_unit_are_read_as_ever(read) -> None:
    header = [f"U{number} {text}" for number, text in enumerate(("Persyaratan", "Prosedur", "Waktu", "Biaya"), start=1)]
    header += ["U5 Produk", "U6 Kompetensi", "U7 Perilaku", "U8 Pengaduan", "U9 Sarana"]
    export = read([["Tanggal", *header], *body("432143214")])
    assert (
        export.rows.columns
        == read([["Tanggal", *header], *body("432143214")], registered=Questionnaires()).rows.columns
    )
    assert "".join(export.rows.select(UNSUR_COLUMNS).row(0)) == "432143214"


def test_a_scale_turned_round_is_asked_about_once_for_all_questions(tmp_path: Path, names: UnitNames) -> None:
    lines = [["Keterangan: 1 = Sangat baik, 2 = Baik, 3 = Kurang baik, 4 = Tidak baik"], ["Tanggal", *TEXTS]]
    path = tmp_path / "sent.csv"
    path.write_text("".join(";".join(line) + "\n" for line in [*lines, *body("12341234123")]), encoding="utf-8")
    export = read_export(
        path,
        name="Kecamatan Jatirejo.csv",
        content_id="c",
        limits=Limits(),
        names=names,
        answers={"scale_reversed": "turn"},
        questionnaires=OURS,
    )
    assert answers(export.rows) == ["43214321432"]


BEYOND = Questionnaires(
    (
        Questionnaire(
            "beyond",
            tuple(Question(unsur, f"Tanya {unsur}") for unsur in UNSUR_COLUMNS),
            units=("jatirejo",),
            further_questions=(
                Question("U10", "Transparansi"),
                Question("SPAK", "Sarana dan Prasarana", answers=("Tidak", "Kadang", "Agak", "Sering", "Selalu")),
            ),
            further_unsur=(FurtherUnsur("U10", "Transparansi"),),
            surveys=(Survey("SPAK", "Anti Korupsi", 5, Fraction(20)),),
        ),
    )
)


def test_what_is_asked_beyond_the_nine_unsur_is_none_of_them(read) -> None:
    """Not even where its header is the name of one; and what it is answered with are no answers to one."""
    header = ["Tanggal", "Sarana dan Prasarana", *(f"Tanya {unsur}" for unsur in UNSUR_COLUMNS), "Transparansi"]
    sent = [["01/02/2024", "Selalu", *"432143214", "3"], ["02/02/2024", "kadang", *"111122223", ""]]
    export = read([header, *sent], registered=BEYOND)
    assert export.reading.refusal is None
    assert export.rows.select(UNSUR_COLUMNS).rows() == [tuple("432143214"), tuple("111122223")]
    assert export.rows.select("questionnaire", "further_1_of_4", "further_2_of_5").rows() == [
        ("beyond", "3", "5"),
        ("beyond", None, "2"),
    ]
    mapped = {one.header: (one.mapped_to, one.evidence) for one in export.reading.mapping}
    assert mapped["Sarana dan Prasarana"] == mapped["Transparansi"] == ("further_answers", "questionnaire")
    assert mapped["Tanya u9"] == ("u9", "questionnaire")


def test_a_scale_turned_round_turns_what_is_asked_on_it_beyond_the_nine(tmp_path: Path, names: UnitNames) -> None:
    """A survey with another scale stays: the sentence is not about that."""
    header = ["Tanggal", "Sarana dan Prasarana", *(f"Tanya {unsur}" for unsur in UNSUR_COLUMNS), "Transparansi"]
    lines = [["Keterangan: 1 = Sangat baik, 2 = Baik, 3 = Kurang baik, 4 = Tidak baik"], header]
    lines.append(["01/02/2024", "5", *"123412341", "1"])
    path = tmp_path / "sent.csv"
    path.write_text("".join(";".join(line) + "\n" for line in lines), encoding="utf-8")
    rows = read_export(
        path,
        name="Kecamatan Jatirejo.csv",
        content_id="c",
        limits=Limits(),
        names=names,
        answers={"scale_reversed": "turn"},
        questionnaires=BEYOND,
    ).rows
    assert "".join(rows.select(*UNSUR_COLUMNS, "further_1_of_4", "further_2_of_5").row(0)) == "43214321445"
    beyond = BEYOND.questionnaires[0]
    open_words = Question("U10", "Transparansi", answers=("Tertutup", "Agak tertutup", "Terbuka", "Sangat terbuka"))
    lines[2:] = [["01/02/2024", "Selalu", *"123412341", said] for said in ("Sangat terbuka", "tertutup", "1")]
    path.write_text("".join(";".join(line) + "\n" for line in lines), encoding="utf-8")
    in_words = read_export(
        path,
        name="Kecamatan Jatirejo.csv",
        content_id="c",
        limits=Limits(),
        names=names,
        answers={"scale_reversed": "turn"},
        questionnaires=Questionnaires(
            (replace(beyond, further_questions=(open_words, *beyond.further_questions[1:])),)
        ),
    ).rows
    assert in_words["further_1_of_4"].to_list() == ["4", "1", "4"], "words speak for themselves"


EIGHT = Questionnaires(
    (
        Questionnaire(
            "delapan",
            tuple(Question(unsur, f"Tanya {unsur}") for unsur in UNSUR_COLUMNS if unsur != "u4"),
            units=("jatirejo",),
            without="U4",
        ),
    )
)
ASKED = [question.text for question in next(iter(EIGHT)).questions]


BY_OFFICIAL_NAMES = Questionnaires(
    (
        replace(
            next(iter(EIGHT)),
            questions=tuple(Question(unsur.column, unsur.name) for unsur in UNSUR if unsur.code != "U4"),
        ),
    )
)


@pytest.mark.parametrize("registered", [EIGHT, BY_OFFICIAL_NAMES], ids=["own words", "official names"])
@pytest.mark.parametrize("fee", [None, "Rp 0", "Gratis"])
def test_an_unsur_that_is_not_asked_stays_empty(read, registered: Questionnaires, fee: str | None) -> None:
    """Whatever else stands in a column that could be of it, as what was paid."""
    given = [*body("43214321"), ["02/02/2024", *"1111222", ""]]
    asked = [question.text for question in next(iter(registered)).questions]
    paid = [[], []] if fee is None else [["Biaya yang dibayar"], [fee]]
    lines = [["Tanggal", *asked, *paid[0]], *([*line, *paid[1]] for line in given)]
    export = read(lines, registered=registered)
    assert (export.reading.refusal, export.reading.questionnaire) == (None, "delapan")
    assert export.rows.select(*UNSUR_COLUMNS, "unasked").rows() == [
        ("4", "3", "2", None, "1", "4", "3", "2", "1", "u4"),
        ("1", "1", "1", None, "1", "2", "2", "2", None, "u4"),
    ]
    assert export.reading.notes == ("Dibaca menurut kuesioner “delapan” dalam questionnaires.toml.",)
    if registered is EIGHT:
        assert read(lines, registered=Questionnaires()).reading.refusal is not None


def test_a_file_with_the_unsur_that_is_not_asked_is_read_as_the_nine(read) -> None:
    """Else what somebody answered about it would be gone."""
    official = [unsur.name for unsur in UNSUR]
    lines = [["Tanggal", *official], *body("432143214", "111122222")]
    export = read(lines, registered=BY_OFFICIAL_NAMES)
    assert (export.reading.refusal, export.reading.questionnaire, export.reading.questionnaires) == (None, "", ())
    assert "unasked" not in export.rows.columns
    assert "".join(export.rows.select(UNSUR_COLUMNS).row(0)) == "432143214"
    assert any("memuat U4" in note and note.endswith("dengan sembilan unsur.") for note in export.reading.notes)
    in_own_words = [["Tanggal", *ASKED, "Biaya/Tarif"], *body("432143214", "111122222")]
    refused = read(in_own_words, registered=EIGHT).reading
    assert refused.refusal is not None
    assert any("memuat U4" in note and "tidak dapat dibaca" in note for note in refused.notes)


@pytest.mark.parametrize(
    ("answers", "nine"),
    [
        (("4", "4"), True),
        (("Gratis", "Murah"), True),
        (("Gratis (4)", "Gratis (4)"), True),
        (("Gratis", "Gratis"), False),
        (("Gratis", "Gratis", "Gratis", "4"), False),
        (("Rp 0", "0"), False),
        (("Rp 5.000", "Gratis"), False),
        ((), False),
    ],
)
def test_answers_about_the_unsur_that_is_not_asked(answers: tuple[str, ...], nine: bool) -> None:
    """A number on the scale is one; words are where they differ."""
    rows = pl.DataFrame({"u4": answers}, schema={"u4": pl.String})
    assert asks_nine(rows, next(iter(EIGHT))) is nine
