"""What people suggest

Suggestions are free text. What they are about is counted, by words and nothing cleverer, so that everyone
can count again by hand. Praise and complaint are not told apart. All of this is internal.
"""

from datetime import date

import polars as pl

from contracts.tables import RESPONSE, SUGGESTION
from tests.made_rows import counted_of
from tests.spec.tables import agrees, rows
from transforms.figures.themes import suggestion_themes
from transforms.masking import masked
from transforms.schema import frame_schema


def themes(suggestions: str) -> pl.DataFrame:
    """The themes of suggestions; without `unit` of A, without `when` of a file that names 2024."""
    said = rows(suggestions)
    when = [row.get("when", "2024") for row in said]
    dates = [date.fromisoformat(text) if len(text) == len("2024-01-31") else None for text in when]
    periods = [None if day else text for text, day in zip(when, dates, strict=True)]
    schema = frame_schema(RESPONSE)
    responses = pl.DataFrame(
        {
            "response_key": range(len(said)),
            "unit_code": [row.get("unit", "A") for row in said],
            "response_date": dates,
            "period_code": periods,
        },
        schema={name: schema[name] for name in ("response_key", "unit_code", "response_date", "period_code")},
    )
    texts = {"response_key": range(len(said)), "suggestion": [row["suggestion"] for row in said]}
    return suggestion_themes(
        pl.LazyFrame(texts, schema=frame_schema(SUGGESTION)), responses.lazy(), counted_of(responses.lazy())
    )


class TestCounting:
    """What is counted"""

    def test_a_suggestion_counts_once_in_each_theme_it_has_a_word_of(self):
        """Each theme has its list of words (`contracts/themes.py`), in Bahasa Indonesia and as people
        write them. A suggestion may have several themes, so the themes add up to more than `all`. One
        without any known word is `other`."""
        suggestions = """
            suggestion
            Petugas ramah, proses cepat
            CEPAT!! cepat sekali
            Parkir kurang luas
            Semoga berkah
        """
        suggestion_theme = """
            theme  | suggestions
            all    | 4
            waktu  | 2
            sikap  | 1
            sarana | 1
            other  | 1
        """
        agrees(themes(suggestions), suggestion_theme)

    def test_what_says_nothing(self):
        """A dash, "tidak ada", "nihil", "cukup", a number, an emoji alone: whoever writes that has no
        suggestion. It counts nowhere, not in `all` either."""
        suggestions = """
            suggestion
            -
            Tidak ada saran.
            tdk ada
            NIHIL
            cukup
            Baik
            3
            AC panas
        """
        suggestion_theme = """
            theme  | suggestions
            all    | 1
            sarana | 1
        """
        agrees(themes(suggestions), suggestion_theme)

    def test_beginnings_of_words(self):
        """`antri` counts in "antriannya", and `ac` only as a word of its own. Case, punctuation and emoji
        do not matter. A few phrases are passed over, because they do not mean what their words say:
        "mudah-mudahan" (hopefully) is not about easy procedures, "kurang memuaskan" is no praise."""
        suggestions = """
            suggestion
            Antriannya dikurangi 👍
            acara kurang
            Mudah-mudahan berkah
            Kurang memuaskan
        """
        suggestion_theme = """
            theme | suggestions
            all   | 4
            waktu | 1
            other | 3
        """
        agrees(themes(suggestions), suggestion_theme)

    def test_in_the_periods_of_the_response(self):
        """A suggestion counts where its response counts: in every period its date lies in, or in the one
        period its file names."""
        suggestions = """
            unit | when       | suggestion
            A    | 2024-05-06 | Murah
            A    | 2024       | Mahal
            B    | 2024       | Mahal
        """
        suggestion_theme = """
            period   | unit | suggestions
            2024     | A    | 2
            2024-S1  | A    | 1
            2024-TW2 | A    | 1
            2024-05  | A    | 1
            2024     | B    | 1
        """
        agrees(themes(suggestions), suggestion_theme, theme="biaya")


class TestExamples:
    """Examples

    Each theme of a unit and period has up to two, with different words. Chosen are texts without
    anything to mask where there are, then those near 80 letters that speak of few themes; beyond 160
    letters they are cut at a word.
    """

    def test_people_are_masked(self):
        """What looks like a name, a number, an e-mail or a place to live is masked. When in doubt it is
        masked. A name that nothing announces (no "Pak", no "petugas" before a capital, no "bernama") is found
        only where the list of given names has it (`contracts/names.py`), in small letters too."""
        masks = """
            suggestion                                  | shown
            Pak Budi Santoso ramah                      | Pak [nama] ramah
            bu siti judes                               | bu [nama] judes
            petugas zubaedah dan siti aminah baik       | petugas [nama] dan [nama] baik
            petugas bernama joko kurang ramah           | petugas bernama [nama] kurang ramah
            Pak Camat baik                              | Pak Camat baik
            hubungi 0812-3456-7890                      | hubungi [nomor]
            NIK 3516010101900001 salah                  | NIK [nomor] salah
            budi@contoh.id atau @budi_123               | [surel] atau [akun]
            rumah saya Jl. Mawar 5 RT 01/RW 02          | rumah saya [alamat] [alamat]
            buka jam 08.00-15.00                        | buka jam 08.00-15.00
        """
        texts = pl.DataFrame(rows(masks))
        agrees(texts.with_columns(shown=masked(pl.col("suggestion"))), masks)

    def test_of_one_theme(self):
        """Five people wrote two different texts: both are shown, each once."""
        suggestions = """
            suggestion
            Antrean lama
            Antrean lama
            antrean lama!
            Pak Budi lambat
            Pak Joko lambat
        """
        suggestion_theme = """
            theme | suggestions | example       | further_example
            all   | 5           |               |
            waktu | 5           | antrean lama! | Pak [nama] lambat
        """
        agrees(themes(suggestions), suggestion_theme)
