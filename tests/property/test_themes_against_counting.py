"""Themes of suggestions counted a second time, text by text and word by word."""

import re
from collections import Counter
from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from contracts.tables import RESPONSE, SUGGESTION
from contracts.themes import EMPTY_TEXTS, EMPTY_WORDS, PASSED_OVER, THEMES
from tests.made_rows import counted_of
from tests.property import oracle
from tests.property.examples import examples
from tests.public_site import registry_of
from transforms.figures.themes import EXAMPLES, LONGEST_EXAMPLE, suggestion_themes
from transforms.schema import frame_schema

WORDS = (
    *(
        "cepat",
        "kecepatan",
        "dipercepat",
        "pesan",
        "acara",
        "AC",
        "ac",
        "ramah",
        "lamaran",
        "lama",
        "parkirnya",
        "uangnya",
    ),
    *(
        "kurang",
        "puas",
        "lebih",
        "mudah",
        "mudahan",
        "tidak",
        "ada",
        "saran",
        "baik",
        "sudah",
        "ok",
        "-",
        "3",
        "👍",
        "🏽",
    ),
    *(
        "terima",
        "kasih",
        "Pak",
        "Budi",
        "ruang",
        "tunggu",
        "tunggunya",
        "lapor",
        "online",
        "ممتاز",
        "sangat",
        "bagus",
        "wc",
    ),
)
texts = st.lists(st.sampled_from(WORDS), max_size=6).flatmap(
    lambda words: st.sampled_from([" ", ", ", "-", "!! ", "\n"]).map(lambda between: between.join(words))
)
places = st.one_of(
    st.sampled_from([date(2023, 12, 31), date(2024, 1, 1), date(2024, 7, 1)]),
    st.sampled_from(["2024", "2024-S1", "2024-TW1"]),
)
spoken = st.lists(st.tuples(st.sampled_from("AB"), places, texts), max_size=12)


def themes_of(text: str) -> set[str]:
    """Codes counted for a text; none where it says nothing."""
    words = re.findall(r"[^\W_]+", text.lower())
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < 2 or " ".join(words) in EMPTY_TEXTS or set(words) <= EMPTY_WORDS:
        return set()
    told = f" {' '.join(words)} "
    for phrase in PASSED_OVER:
        told = told.replace(f" {phrase}", "")
    found = {
        theme.code
        for theme in THEMES
        if any(told.startswith(f" {word}", place) for word in theme.words for place in range(len(told)))
    }
    return {"all"} | (found or {"other"})


@examples(12)
@given(spoken)
def test_counted_again(said: list[tuple[str, date | str, str]]) -> None:
    schema = frame_schema(RESPONSE)
    responses = pl.DataFrame(
        {
            "response_key": range(len(said)),
            "unit_code": [unit for unit, *_ in said],
            "response_date": [when if isinstance(when, date) else None for _, when, _ in said],
            "period_code": [when if isinstance(when, str) else None for _, when, _ in said],
        },
        schema={name: schema[name] for name in ("response_key", "unit_code", "response_date", "period_code")},
    )
    written = {"response_key": range(len(said)), "suggestion": [text for *_, text in said]}
    table = suggestion_themes(
        pl.LazyFrame(written, schema=frame_schema(SUGGESTION)), responses.lazy(), counted_of(responses.lazy())
    )

    expected: Counter[tuple[str, str, str]] = Counter()
    places = oracle.placed(responses.to_dicts(), registry_of(dict.fromkeys("AB", "kecamatan")), None)
    for (unit, _, text), row in zip(said, places, strict=True):
        for code in row["counts_in"]:
            expected.update((code, unit, theme) for theme in themes_of(text))
    counted = {(row["period_code"], row["unit_code"], row["theme"]): row for row in table.to_dicts()}
    assert {key: row["suggestions"] for key, row in counted.items()} == dict(expected)
    for (_, _, theme), row in counted.items():
        example, further = (row[name] for name in EXAMPLES)
        assert (example is None) == (theme == "all")
        assert further is None or further != example
        for quote in (example, further):
            assert quote is None or (len(quote) <= LONGEST_EXAMPLE + 1 and "Pak Budi" not in quote)
