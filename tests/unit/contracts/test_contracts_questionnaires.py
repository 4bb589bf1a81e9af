"""The register of questionnaires as a person writes it: what is read, and the sentence about what is wrong."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from contracts.errors import ConfigurationError
from contracts.questionnaires import FurtherUnsur, Question, Questionnaires, Survey, chosen, questionnaires_of

NINE = {f"U{number}": (f"Hal {number}",) for number in range(1, 10)}
SIXTEEN = NINE | {"U1": ("Hal 1", "Hal 1b"), "U2": ("Hal 2", "Hal 2b", "Hal 2c")}


def written(asked: dict[str, tuple[str, ...]], head: str = 'version = "a"') -> str:
    questions = "".join(
        f'{{unsur = "{unsur}", text = "{text}"}},\n' for unsur, texts in asked.items() for text in texts
    )
    return f"[[questionnaire]]\n{head}\nquestions = [\n{questions}]\n"


def registered(text: str) -> Questionnaires:
    return questionnaires_of(Path("questionnaires.toml"), text, {"A", "B"})


def test_all_that_may_stand_there() -> None:
    head = 'version = "16"\nunits = ["A"]\nvalid_from = 2024-01-01\nvalid_to = 2024-12-31'
    text = written(SIXTEEN, head).replace('text = "Hal 1b"', 'text = "Hal 1b", headers = ["P2", "Syarat mudah?"]')
    (one,) = registered(text)
    assert (one.version, one.units, one.valid_from, one.valid_to) == (
        "16",
        ("A",),
        date(2024, 1, 1),
        date(2024, 12, 31),
    )
    assert one.about("u1") == (Question("u1", "Hal 1"), Question("u1", "Hal 1b", ("P2", "Syarat mudah?")))
    assert one.about("u1")[1].keys == {"hal1b", "p2", "syaratmudah"}
    assert one.parts == 6
    assert [one.in_force(month) for month in ("2023-12", "2024-01", "2024-12", "2025-01")] == [False, True, True, False]


def test_nothing_registered_is_no_state() -> None:
    assert (registered("").state, registered("").parts) == ("", ())
    assert registered(written(NINE)).state != registered(written(SIXTEEN)).state


def test_a_file_is_read_by_its_unit_s_questionnaire_with_most_questions() -> None:
    both = registered(
        written(NINE, 'version = "all"\nvalid_to = 2023-12-31')
        + written(SIXTEEN, 'version = "A"\nunits = ["A"]\nvalid_from = 2024-01-01')
    )
    names = {units: one and one.version for units in ((), ("A",), ("B",)) for one in [chosen(tuple(both), units)]}
    assert names == {(): "A", ("A",): "A", ("B",): "all"}
    assert chosen(tuple(both)[1:], ("A", "B")) is None


def test_one_after_the_other_and_one_for_each() -> None:
    until, since = ('version = "x"\nvalid_to = 2023-12-31', 'version = "y"\nvalid_from = 2024-01-01')
    assert len(registered(written(NINE, until) + written(SIXTEEN, since)).questionnaires) == 2
    for_each = written(NINE, 'version = "x"\nunits = ["A"]') + written(SIXTEEN, 'version = "y"\nunits = ["B"]')
    assert len(registered(for_each).questionnaires) == 2


def further(names: str) -> str:
    return f'version = "a"\nfurther_unsur = {{{names}}}'


def weights(**changed: str) -> str:
    """Nine weights that add up to 1, but for those changed."""
    given = dict.fromkeys(NINE, "0.11") | {"U1": "0.12"} | changed
    return f'version = "a"\nweights = {{{", ".join(f"{code} = {weight}" for code, weight in given.items())}}}'


def survey(**changed: str) -> str:
    given = {"code": '"SPAK"', "name": '"Survei Persepsi Anti Korupsi"', "scale": "6", "factor": '"100/6"'}
    given |= {"questions": '[{text = "Calo"}]'} | changed
    return "[[questionnaire.survey]]\n" + "".join(f"{key} = {value}\n" for key, value in given.items())


def test_what_is_asked_beyond_the_nine_unsur() -> None:
    head = (
        further('U11 = "Integritas", U10 = "Transparansi"') + "\n" + weights(U1="0.02", U10='"1/10"').partition("\n")[2]
    )
    text = written(SIXTEEN | {"U10": ("Terbuka", "Jelas"), "U11": ("Jujur",)}, head) + survey(
        questions='[{text = "Calo"}, {text = "Pungli", headers = ["K2"], answers = ["a", "b", "c", "d", "e", "f"]}]'
    )
    (one,) = registered(text)
    assert [(question.unsur, question.text) for question in one.further_questions] == [
        ("U10", "Terbuka"),
        ("U10", "Jelas"),
        ("U11", "Jujur"),
        ("SPAK", "Calo"),
        ("SPAK", "Pungli"),
    ]
    assert [one.scale_of(question) for question in one.all_questions] == [4] * 15 + [6, 6]
    assert one.further_unsur == (FurtherUnsur("U10", "Transparansi"), FurtherUnsur("U11", "Integritas"))
    assert one.surveys == (Survey("SPAK", "Survei Persepsi Anti Korupsi", 6, Fraction(50, 3)),)
    assert dict(one.weights) == {"U1": Fraction(1, 50), **dict.fromkeys(list(NINE)[1:], Fraction(11, 100))} | {
        "U10": Fraction(1, 10)
    }
    # Sixths of a hundredth for the nine, halves of a tenth for U10.
    assert (one.parts, one.weight_parts) == (6, 600)


EIGHT = {unsur: texts for unsur, texts in NINE.items() if unsur != "U4"}
WITHOUT = 'version = "a"\nwithout = "U4"'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (WITHOUT, dict.fromkeys(EIGHT, Fraction(1, 8))),
        (
            f"{WITHOUT}\nweights = {{{', '.join(f'{code} = 0.125' for code in EIGHT)}}}",
            dict.fromkeys(EIGHT, Fraction(1, 8)),
        ),
        (
            f"{WITHOUT}\nweights = {{{', '.join(f'{code} = 0.1' for code in list(EIGHT)[1:])}, U1 = 0.3}}",
            dict.fromkeys(EIGHT, Fraction(1, 10)) | {"U1": Fraction(3, 10)},
        ),
    ],
)
def test_an_unsur_may_be_left_out(head: str, expected: dict[str, Fraction]) -> None:
    (one,) = registered(written(EIGHT, head))
    assert (one.without, [unsur.code for unsur in one.unsur], one.parts) == ("U4", list(EIGHT), 1)
    assert dict(one.weights) == expected


SWAPPED = NINE | {"U8": NINE["U9"], "U9": NINE["U8"]}
WRONG = {
    "[[questionnaire]\n": "bukan TOML yang benar",
    "weights = 1\n": "kunci 'weights' tidak dikenal. Kunci yang dikenal: questionnaire",
    "questionnaire = 1\n": "di bawah baris [[questionnaire]]",
    written(NINE, ""): "kuesioner ke-1: version belum diisi",
    written({}): "('a'): questions belum diisi",
    written(NINE, 'version = "a"\nbobot = 1'): "kunci 'bobot' tidak dikenal",
    written(NINE, 'version = "a"\nunits = ["A", "C"]'): "unit 'C' tidak ada dalam units.csv",
    written(NINE, 'version = "a"\nunits = "A"'): "units bukan daftar kode unit",
    written(NINE, 'version = "a"\nvalid_from = "2024-01-01"'): "valid_from bukan tanggal. Tulis tanpa tanda kutip",
    written(NINE, 'version = "a"\nvalid_from = 2024-01-01T00:00:00'): "valid_from bukan tanggal",
    written(NINE, 'version = "a"\nvalid_from = 2024-02-01\nvalid_to = 2024-01-01'): "sesudah valid_to 2024-01-01",
    written(NINE | {"U10": ("Terbuka",)}): "pertanyaan ke-10: unsur 'U10' tidak dikenal. Pilihan: U1, U2",
    written(NINE, further('U13 = "Terbuka"')): "kode unsur tambahan 'U13' tidak dikenal. Pilihan: U10, U11, U12",
    written(NINE, further("U10 = 1")): "unsur tambahan U10 belum diberi nama",
    written(NINE, further('U10 = "SARANA dan Prasarana"')): "adalah U9, bukan unsur tambahan",
    written(NINE, 'version = "a"\nfurther_unsur = "U10"'): "further_unsur bukan daftar kode dan nama",
    written(NINE, further('U10 = "Terbuka"')): "tidak ada pertanyaan tentang U10 Terbuka",
    written(NINE, weights(U9="0.13")): "bobot berjumlah 1,02, harus tepat 1",
    written(NINE, weights(**dict.fromkeys(NINE, "0.111"))): "bobot berjumlah 0,999, harus tepat 1. Ubah bobotnya",
    written(NINE, weights(**dict.fromkeys(NINE, '"1/7"'))): "bobot berjumlah 9/7, harus tepat 1",
    written(NINE, weights(U1="0.0")): "bobot U1 bukan angka lebih dari nol. Tulis dengan titik",
    written(NINE, weights(U1='"0,11"')): "bobot U1 bukan angka lebih dari nol",
    written(NINE, weights(U10="0.1")): "hanya unsur kuesioner ini (U1, U2, U3, U4, U5, U6, U7, U8, U9)",
    written(NINE, 'version = "a"\nweights = {U1 = 1}'): "weights harus memuat bobot kesembilan unsur",
    written(NINE, weights(U1="0.1200001", U2="0.1099999")): "bobot terlalu rinci. Tulis paling banyak empat angka",
    written(NINE) + survey(code='"spak"'): "survei ke-1: code harus huruf besar",
    written(NINE) + survey(code='"IKM"'): "bukan IKM atau unsur",
    written(NINE) + survey(code='"U10"'): "bukan IKM atau unsur",
    written(NINE) + survey(name='""'): "survei ke-1 (SPAK): name belum diisi",
    written(NINE) + survey(scale="11"): "scale adalah jawaban tertinggi, angka 2 sampai 10",
    written(NINE) + survey(factor='"100/0"'): "factor bukan angka lebih dari nol",
    written(NINE) + survey(factor="400"): "factor 400 terlalu rinci atau terlalu besar",
    written(NINE) + survey(questions="[]"): "(SPAK): questions belum diisi",
    written(NINE) + survey(questions='[{unsur = "U1", text = "a"}]'): "pertanyaan ke-1: tulis teksnya tanpa unsur",
    written(NINE) + survey(questions='[{text = "Hal 1"}]'): "'Hal 1' tertulis pada dua pertanyaan (U1 dan SPAK)",
    written(NINE) + survey(questions='[{text = "a", answers = ["Ya"]}]'): "answers harus 6 jawaban yang berbeda",
    written(NINE) + survey() + survey().replace("Calo", "Suap"): "survei SPAK muncul dua kali",
    written(NINE, 'version = "a"\nsurvey = "SPAK"'): "tulis survei lain di bawah baris [[questionnaire.survey]]",
    written(NINE | {"U2": ("--",)}): "text harus berisi huruf atau angka",
    written(NINE).replace('text = "Hal 1"', "teks = 1"): "kunci 'teks' tidak dikenal",
    written(NINE).replace('text = "Hal 1"', 'text = "Hal 1", headers = "P1"'): "headers daftar teks",
    written(NINE).replace('{unsur = "U1", text = "Hal 1"}', '"Hal 1"'): "pertanyaan ke-1: tulis unsur dan teksnya",
    written(NINE | {"U2": ("HAL 1!",)}): "'HAL 1!' tertulis pada dua pertanyaan (U1 dan U2)",
    written(NINE | {"U2": ("Hal 2", "Hal 2")}): "tertulis pada dua pertanyaan (U2)",
    written({unsur: NINE[unsur] for unsur in NINE if unsur != "U4"}): "tidak ada pertanyaan tentang U4 Biaya/Tarif",
    written(
        NINE | {"U3": tuple(f"Lama {n}" for n in range(11))}
    ): "11 pertanyaan tentang U3 Waktu Penyelesaian; paling",
    written(EIGHT): 'Bila unsur itu memang tidak ditanyakan, tulis without = "U4"',
    written(NINE, WITHOUT): "without menyebut U4 Biaya/Tarif, padahal ada pertanyaannya",
    written(EIGHT, WITHOUT.replace("U4", "U10")): "without 'U10' bukan kode satu unsur",
    written(EIGHT, WITHOUT.replace('"U4"', '["U4"]')): "bukan kode satu unsur. Tulis unsur yang tidak ditanyakan",
    written(EIGHT, f"{WITHOUT}\n{weights().partition(chr(10))[2]}"): "weights harus memuat bobot semua unsur selain U4",
    written(
        EIGHT, f"{WITHOUT}\nweights = {{{', '.join(f'{code} = 0.11' for code in EIGHT)}}}"
    ): 'bobot yang sama untuk semua unsur ditulis "1/8"',
    written(
        EIGHT | {"U10": ("Terbuka",)},
        f'{WITHOUT}\nfurther_unsur = {{U10 = "Transparansi"}}\n'
        f"weights = {{{', '.join(f'{code} = 0.1' for code in EIGHT)}, U10 = 0.2}}",
    ): "bobot U10 tidak dapat ditulis bersama without",
    written(NINE) + written(SIXTEEN, 'version = "A"'): "version 'a' muncul dua kali",
    written(NINE, 'version = "x"\nvalid_to = 2024-01-01')
    + written(
        SIXTEEN, 'version = "y"\nunits = ["A"]\nvalid_from = 2024-01-01'
    ): "'x' dan 'y' berlaku pada hari yang sama",
    written(NINE, 'version = "x"\nunits = ["A", "B"]')
    + written(SIXTEEN, 'version = "y"\nunits = ["B"]'): "berlaku pada hari yang sama untuk B. Beri valid_to",
    written(NINE, 'version = "x"\nvalid_to = 2023-12-31')
    + written(SWAPPED, 'version = "y"\nvalid_from = 2024-01-01'): "berisi pertanyaan yang sama pada unsur yang berbeda",
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: WRONG[text][:40])
def test_what_is_wrong_is_said_with_its_place_and_its_cure(text: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        registered(text)
    assert WRONG[text] in str(error.value)
    assert str(error.value).startswith("questionnaires.toml")


def test_other_questions_than_the_nine_are_asked_only_on_their_days() -> None:
    """Nor does who leaves an unsur out ask others: there is no IKM beside its index."""
    own = ", ".join(f"U{number} = {'0.2' if number == 1 else '0.1'}" for number in range(1, 10))
    text = (
        written(NINE, f'version = "a"\nunits = ["A"]\nvalid_to = 2023-12-31\nweights = {{{own}}}')
        + written(NINE, 'version = "b"\nunits = ["A"]\nvalid_from = 2024-01-01')
        + written(EIGHT, 'version = "c"\nunits = ["B"]\nwithout = "U4"')
    )
    between = registered(text).asked_between
    told = [
        {one.version: one.asks_others for one in between(date(year, 1, 1), date(year, 12, 31))} for year in (2023, 2024)
    ]
    assert told == [{"a": True, "c": False}, {"b": False, "c": False}]
