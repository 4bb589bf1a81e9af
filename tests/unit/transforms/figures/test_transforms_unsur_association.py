"""Associations against plain correlations, whatever the order of the respondents."""

import numpy as np
import polars as pl
import pytest

from contracts.tables import COUNTED_PERIOD, RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from transforms.figures.unsur_association import associations, ikm_unsur_association
from transforms.schema import empty_frame


def answers_of(seed: int, people: int = 300) -> np.ndarray:
    random = np.random.default_rng(seed)
    shared = random.normal(size=(people, 1))
    return np.clip(np.rint(3 + 0.6 * shared + random.normal(0, 0.7, size=(people, 9))), 1, 4)


@pytest.mark.parametrize("seed", range(3))
def test_an_association_is_a_correlation(seed: int) -> None:
    answers = answers_of(seed)
    plain = [np.corrcoef(one, (answers.sum(axis=1) - one) / 8)[0, 1] for one in answers.T]
    found = list(associations(answers))
    assert [association for _, association, *_ in found] == [round(100 * one) for one in plain]
    assert {mean for _, _, mean, *_ in found} == {round(100 * np.mean(plain))}


def test_its_error_is_that_of_the_jackknife() -> None:
    """Who is left out, one after the other, moves the difference as his influence says."""
    answers = answers_of(7)

    def differences(some: np.ndarray) -> np.ndarray:
        found = np.array([np.corrcoef(one, some.sum(axis=1) - one)[0, 1] for one in some.T])
        return found - found.mean()

    n = len(answers)
    without = np.array([differences(np.delete(answers, place, axis=0)) for place in range(n)])
    jackknife = np.sqrt((n - 1) / n * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    assert [error for *_, error in associations(answers)] == pytest.approx(jackknife.tolist(), rel=0.03)


def test_order_and_parts_of_an_answer_do_not_matter() -> None:
    """Counted in halves, in another order, in two files: the same people."""
    answers = answers_of(1)
    frame = pl.DataFrame(answers.astype(np.int16), schema=UNSUR_COLUMNS).with_columns(
        pl.lit("A").alias("unit_code"),
        pl.lit(None, pl.Date).alias("response_date"),
        pl.Series("period_code", ["2024-S1", "2024-S2"] * 150),
        pl.lit(None, pl.Int32).alias("answer_parts"),
    )
    counted = pl.DataFrame(
        {"period_code": "2024", "unit_code": "A", "named_period": ["2024-S1", "2024-S2"]},
        schema={name: pl.String() for name in COUNTED_PERIOD.column_names},
    )
    whole = ikm_unsur_association(frame.lazy(), counted, ("year",))
    assert whole.height == 9
    assert ikm_unsur_association(frame.sample(fraction=1, shuffle=True, seed=1).lazy(), counted, ("year",)).equals(
        whole
    )
    halves = pl.when(pl.int_range(pl.len()) % 2 == 0).then(2)
    finer = frame.with_columns(halves.cast(pl.Int32).alias("answer_parts")).with_columns(
        (pl.col(column) * pl.col("answer_parts").fill_null(1)).cast(pl.Int16) for column in UNSUR_COLUMNS
    )
    assert ikm_unsur_association(finer.lazy(), counted, ("year",)).equals(whole)


def test_of_nobody_nothing_is_told() -> None:
    nobody = empty_frame(RESPONSE).lazy()
    assert ikm_unsur_association(nobody, empty_frame(COUNTED_PERIOD), ("year",)).is_empty()
