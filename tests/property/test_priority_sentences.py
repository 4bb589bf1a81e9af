"""No sentence about what to fix first says more than the figures: ten thousand units that are made up, read word by
word."""

import re
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import polars as pl

from contracts.method import UNSUR_COUNT, WEIGHTS
from contracts.unsur import UNSUR_CODES
from reports.figures.priority_figures import priority_figures
from reports.wording.priority_sentences import raised_sentences, standing_sentences
from transforms.figures.interval import with_intervals
from transforms.figures.spread import ANSWERS
from transforms.figures.sums import PARTS
from transforms.figures.unsur_comparison import compared
from transforms.rounding import grade

Whole = npt.NDArray[np.int64]

TYPES, UNITS = 500, 20
_RAISED = re.compile(
    r".+ \((?P<unsur>U\d)\): bila NRR naik dari (?P<nrr>\d,\d\d) ke median unit sejenis (?P<median>\d,\d\d) dan unsur "
    r"lain tetap, IKM menjadi (?P<ikm>\d+,\d\d) \(\+(?P<gain>\d+,\d\d)\), mutu (?P<mutu>[A-D]) \([A-Z].+\)\."
)
_STANDING = {"Lebih rendah daripada unit sejenis: ": "worse", "Lebih tinggi daripada unit sejenis: ": "better"}


def units_made_up() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Totals of the nine unsur of ten thousand units of many types, each with its own visitors; and the types."""
    random = np.random.default_rng(17)
    count = TYPES * UNITS
    respondents = np.exp(random.uniform(np.log(1), np.log(2000), size=count)).astype(np.int64)
    shares = random.dirichlet((0.4, 0.8, 6, 12), size=(count, UNSUR_COUNT))
    answers = random.multinomial(respondents[:, None].repeat(UNSUR_COUNT, axis=1), shares)
    total, squares = answers @ np.arange(1, 5), answers @ np.arange(1, 5) ** 2
    codes = [f"{number:05d}" for number in range(count)]
    frame = pl.DataFrame(
        {
            "period_code": "2024",
            "unit_code": np.repeat(codes, UNSUR_COUNT),
            "unsur_code": np.tile(UNSUR_CODES, count),
            "respondents": respondents.repeat(UNSUR_COUNT),
            "total": total.ravel(),
            "answer_sum": total.sum(axis=1).repeat(UNSUR_COUNT),
            "squares": squares.ravel(),
            PARTS: np.ones(count * UNSUR_COUNT, dtype=np.int64),
        }
    )
    return frame, pl.DataFrame({"unit_code": codes, "unit_type": np.arange(TYPES).repeat(UNITS).astype(str)})


def half_up(numerator: int, denominator: int) -> int:
    """In hundredths."""
    return (200 * numerator + denominator) // (2 * denominator)


def hundredths_of(text: str) -> int:
    return int(text.replace(",", ""))


def medians_and_means(nrr: Whole, respondents: Whole) -> list[list[tuple[int, int] | None]]:
    """By type and unsur, of the units with thirty respondents; None where they are fewer than five."""
    found = []
    for start in range(0, len(nrr), UNITS):
        large = nrr[start : start + UNITS][respondents[start : start + UNITS] >= 30]
        middle, mean = np.floor(np.median(large, axis=0) + 0.5), np.floor(large.mean(axis=0) + 0.5)
        found.append(
            [(int(one), int(other)) if len(large) >= 5 else None for one, other in zip(middle, mean, strict=True)]
        )
    return found


def test_no_sentence_goes_beyond_its_interval() -> None:
    frame, units = units_made_up()
    rows = compared(with_intervals(frame, units, ANSWERS, comparisons=UNSUR_COUNT), units, WEIGHTS["0.11"]).to_dicts()
    respondents, total = (frame.get_column(name).to_numpy().reshape(-1, 9) for name in ("respondents", "total"))
    beside = medians_and_means((200 * total + respondents) // (2 * respondents), respondents[:, 0])
    told, silent = dict.fromkeys(_STANDING.values(), 0), 0
    for unit, n in enumerate(respondents[:, 0].tolist()):
        of_unit = rows[unit * 9 : unit * 9 + 9]
        totals = total[unit].tolist()
        ikm = half_up(sum(totals) * 11, n * 4)
        figures = priority_figures("kecamatan", {"ikm": Decimal(ikm).scaleb(-2)}, of_unit, [])
        of_type = beside[unit // UNITS]
        if figures is None:
            assert of_type == [None] * 9
            silent += 1
            continue
        named = {
            standing: set(re.findall(r"\((U\d)\)", sentence))
            for sentence in standing_sentences(figures)
            for beginning, standing in _STANDING.items()
            if sentence.startswith(beginning)
        }
        raised = {one["unsur"]: one for one in map(_RAISED.fullmatch, raised_sentences(figures)) if one}
        assert raised.keys() == named.get("worse", set())
        for row, of_unsur, (middle, mean) in zip(of_unit, totals, of_type, strict=True):
            low, high, code = int(row["nrr_low"] * 100), int(row["nrr_high"] * 100), row["unsur_code"]
            assert low <= half_up(of_unsur, n) <= high
            assert (code in named.get("worse", ())) == (high < min(middle, mean)), row
            assert (code in named.get("better", ())) == (low > max(middle, mean)), row
            if one := raised.get(code):
                then = half_up(((sum(totals) - of_unsur) * 100 + middle * n) * 11, n * 400)
                said = (one["nrr"], one["median"], one["ikm"], one["gain"])
                assert [*map(hundredths_of, said)] == [half_up(of_unsur, n), middle, then, then - ikm]
                assert one["mutu"] == grade(then).mutu
        for standing, codes in named.items():
            told[standing] += len(codes)
    assert min(told.values()) > 1000, "there were sentences to be read"
    assert silent, "and units without any"
