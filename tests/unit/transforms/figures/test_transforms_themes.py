from datetime import date

import polars as pl
import pytest

from contracts.tables import COUNTED_PERIOD, RESPONSE, SUGGESTION, SUGGESTION_THEME
from contracts.themes import EMPTY_TEXTS, EMPTY_WORDS, PASSED_OVER, THEMES
from tests.made_rows import counted_of
from transforms.figures.themes import suggestion_themes
from transforms.schema import empty_frame, frame_schema

DAY = date(2024, 1, 2)


def themes_of(*said: tuple[str, str, date | str]) -> pl.DataFrame:
    """Of suggestions: unit, text, and a date or the period a file names."""
    keys = range(len(said))
    dates = [when if isinstance(when, date) else None for *_, when in said]
    periods = [when if isinstance(when, str) else None for *_, when in said]
    responses = pl.DataFrame(
        {"response_key": keys, "unit_code": [u for u, *_ in said], "response_date": dates, "period_code": periods},
        schema={
            name: frame_schema(RESPONSE)[name] for name in ("response_key", "unit_code", "response_date", "period_code")
        },
    )
    suggestions = pl.DataFrame({"response_key": keys, "suggestion": [t for _, t, _ in said]}, frame_schema(SUGGESTION))
    table = suggestion_themes(suggestions.lazy(), responses.lazy(), counted_of(responses.lazy()))
    assert table.schema == frame_schema(SUGGESTION_THEME)
    return table


def counted(text: str) -> list[str]:
    """Themes of one suggestion, in the contract's order; empty where it says nothing."""
    return themes_of(("A", text, "2024")).get_column("theme").to_list()


def examples(*texts: str, theme: str = "waktu") -> tuple[str | None, str | None]:
    table = themes_of(*[("A", text, "2024") for text in texts])
    return table.filter(theme=theme).select("example", "further_example").row(0)


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("Petugas ramah; proses cepat", ["waktu", "sikap"]),
        ("Mohon ruang tunggu diberi kipas", ["sarana"]),
        ("Antrean lama di jam siang", ["waktu"]),
        ("ANTRIANNYA DIPERCEPAT!!!", ["waktu"]),
        ("petugase judes2, suwe tenan", ["waktu", "sikap"]),
        ("bolak-balik fotokopi", ["prosedur"]),
        ("ada pungli 50rb", ["biaya"]),
        ("AC", ["sarana"]),
        ("Laman susah dibuka", ["prosedur", "digital"]),
        ("Sabtu buka", ["jadwal"]),
        ("kurang sosialisasi", ["informasi"]),
        ("keluhan tidak direspon", ["pengaduan"]),
        ("petugasnya kurang paham", ["kompetensi"]),
        ("Mohon ditingkatkan lagi", ["peningkatan"]),
        ("Pelayanan sudah baik, pertahankan", ["apresiasi"]),
        ("𝗽𝗲𝗹𝗮𝘆𝗮𝗻𝗮𝗻 𝗰𝗲𝗽𝗮𝘁 👍🏽", ["waktu"]),
        ("x" * 20_000 + " cepat", ["waktu"]),
        # Beginnings count at the beginning of a word only, and whole words whole.
        ("memancing di kolam, acara bagi", ["other"]),
        # What holds a theme's word and does not mean it
        ("mudah-mudahan berkah", ["other"]),
        ("kurang memuaskan", ["other"]),
        ("ممتاز", ["other"]),
        ("ꦥꦼꦭꦪꦤꦤ꧀", ["other"]),
        ("tidak lancar", ["other"]),
        ("tidak ada petugas di depan", ["other"]),
    ],
)
def test_themes_of_a_text(text: str, themes: list[str]) -> None:
    assert sorted(counted(text)) == sorted(["all", *themes])


@pytest.mark.parametrize(
    "text",
    [
        *("-", ".", "", " ", "3", "👍️", "a", "NIHIL", "Tidak ada", "tdk ada saran.", "-tidak ada kritik & saran-"),
        *("ok 👍️", "cukup", "Baik.", "Belum ada keluhan untuk saat ini", "ga ada"),
    ],
)
def test_texts_that_say_nothing(text: str) -> None:
    assert counted(text) == []


def test_a_suggestion_counts_in_the_periods_of_its_response() -> None:
    table = themes_of(("A", "cepat", DAY), ("A", "cepat", "2024-S1"), ("B", "cepat", "2023"))
    assert table.filter(theme="waktu").select("unit_code", "period_code", "suggestions").rows() == [
        ("B", "2023", 1),
        ("A", "2024", 2),
        ("A", "2024-01", 1),
        ("A", "2024-S1", 2),
        ("A", "2024-TW1", 1),
    ]


def test_equal_texts_of_different_people_all_count() -> None:
    table = themes_of(*[("A", "cepat", DAY)] * 5, ("A", "Cepat!", date(2024, 2, 1)), ("A", "murah", DAY))
    year = table.filter(period_code="2024").select("theme", "suggestions", "example", "further_example").rows()
    assert year == [("all", 7, None, None), ("waktu", 6, "Cepat!", None), ("biaya", 1, "murah", None)]


def test_other_has_examples_too() -> None:
    assert examples("Semoga berkah", theme="other") == ("Semoga berkah", None)


def test_examples_of_a_length_that_reads_well_about_few_themes() -> None:
    fitting = "Antrean di depan sangat lama sekali, lebih dari dua puluh orang setiap hari Senin"
    long, short, mixed = ("lambat " + "sekali " * 17).strip(), "cepat", "Cepat, murah dan ramah"
    assert examples(mixed, short, long, fitting) == (fitting, long)
    assert examples(mixed, short) == (short, mixed)
    assert examples(short, "Cepat, murah, ramah, dan bersih, semoga demikian seterusnya sampai nanti")[1] == short


def test_examples_rather_without_anything_masked() -> None:
    named = "Pak Budi di loket depan sangat lama melayani, padahal yang antre ada banyak sekali"
    assert examples(named, "cepat", "kurang cepat") == ("kurang cepat", "cepat")
    masked = "Pak [nama] di loket depan sangat lama melayani, padahal yang antre ada banyak sekali"
    assert examples(named, "cepat") == ("cepat", masked)


def test_two_examples_differ_in_words() -> None:
    assert examples("Lama sekali", "lama sekali!!", "LAMA  SEKALI")[1] is None
    assert examples("Pak Budi lama", "Pak Joko lama")[1] is None


def test_long_texts_are_cut_at_a_word() -> None:
    [example, _] = examples("Lama " + "menunggu di loket " * 20)
    assert example is not None
    assert example.endswith(" di loket menunggu…")
    assert 120 < len(example) <= 161
    [example, _] = examples("hm" * 5000, theme="other")
    assert example == ("hm" * 80) + "…"


def test_the_order_of_rows_does_not_matter() -> None:
    said = [("A", f"cepat sekali {number} {'ya ' * (number % 7)}", DAY) for number in range(50)]
    assert themes_of(*said).equals(themes_of(*reversed(said)))


def test_without_suggestions_and_without_any_that_says_something() -> None:
    none = suggestion_themes(empty_frame(SUGGESTION).lazy(), empty_frame(RESPONSE).lazy(), empty_frame(COUNTED_PERIOD))
    assert (none.height, none.schema) == (0, frame_schema(SUGGESTION_THEME))
    assert themes_of(("A", "-", DAY)).height == 0


def test_the_words_of_the_contract_are_as_texts_are_compared() -> None:
    words = [word for theme in THEMES for word in theme.words]
    assert len(THEMES) == len({theme.code for theme in THEMES}) == len({theme.label for theme in THEMES})
    for word in [*words, *PASSED_OVER, *EMPTY_WORDS, *EMPTY_TEXTS]:
        assert word.removesuffix(" ") == " ".join(word.split()) == word.strip().lower()
        assert word.replace(" ", "").isalnum(), word
    for theme in THEMES:
        assert len(theme.words) == len(set(theme.words)), theme.code


def _of_length(letters: int) -> str:
    return "proses cepat " + "x" * (letters - 13)


@pytest.mark.parametrize(
    ("lengths", "best"), [((79, 82), 79), ((78, 81), 81), ((80, 79), 80), ((80, 81), 80), ((60, 101), 60)]
)
def test_the_example_nearest_to_eighty_letters_comes_first(lengths: tuple[int, int], best: int) -> None:
    assert examples(*map(_of_length, lengths))[0] == _of_length(best)


@pytest.mark.parametrize(("letters", "is_first"), [(99, True), (101, False)])
def test_a_theme_more_is_worth_twenty_letters(letters: int, is_first: bool) -> None:
    """Beside an example of eighty letters that speaks of the manners, too."""
    both = "petugas ramah, proses cepat " + "x" * 52
    assert (examples(both, _of_length(letters))[0] == _of_length(letters)) == is_first


@pytest.mark.parametrize(("letters", "is_whole"), [(160, True), (161, False)])
def test_an_example_of_160_letters_is_shown_whole(letters: int, is_whole: bool) -> None:
    [text] = [one for one in examples(_of_length(letters)) if one is not None]
    assert (text == _of_length(letters), text.endswith("…")) == (is_whole, not is_whole)
