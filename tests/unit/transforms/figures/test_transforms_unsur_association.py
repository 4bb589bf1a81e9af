"""Associations against plain correlations, whatever the order of the respondents."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from contracts.tables import COUNTED_PERIOD, RESPONSE
from contracts.unsur import UNSUR_COLUMNS
from transforms.figures import unsur_association
from transforms.figures.unsur_association import AnswerSums, answer_sums, associations, ikm_unsur_association
from transforms.schema import empty_frame


def answers_of(seed: int, people: int = 300) -> np.ndarray:
    random = np.random.default_rng(seed)
    shared = random.normal(size=(people, 1))
    return np.clip(np.rint(3 + 0.6 * shared + random.normal(0, 0.7, size=(people, 9))), 1, 4)


def told(sums: AnswerSums) -> pl.DataFrame:
    """Associations of a unit of one group of respondents."""
    return associations(pl.DataFrame({"period_code": ["2024"], "unit_code": ["A"]}), sums)


def sums_of(answers: np.ndarray, parts: int = 1) -> AnswerSums:
    middle = np.array([3, 3, 3, 3, 4, 3, 3, 3, 3])
    return answer_sums(answers.astype(np.int64), np.array([parts]), np.array([len(answers)]), middle)


@pytest.mark.parametrize("seed", range(3))
def test_an_association_is_a_correlation(seed: int) -> None:
    answers = answers_of(seed)
    plain = [np.corrcoef(one, (answers.sum(axis=1) - one) / 8)[0, 1] for one in answers.T]
    found = told(sums_of(answers))
    assert found["association"].to_list() == [round(100 * one) for one in plain]
    assert set(found["association_mean"]) == {round(100 * np.mean(plain))}


def test_its_error_is_that_of_the_jackknife() -> None:
    """Who is left out, one after the other, moves the difference as his influence says."""
    answers = answers_of(7)

    def differences(some: np.ndarray) -> np.ndarray:
        found = np.array([np.corrcoef(one, some.sum(axis=1) - one)[0, 1] for one in some.T])
        return found - found.mean()

    n = len(answers)
    without = np.array([differences(np.delete(answers, place, axis=0)) for place in range(n)])
    jackknife = np.sqrt((n - 1) / n * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    assert told(sums_of(answers))["error"].to_list() == pytest.approx(jackknife.tolist(), rel=0.03)


@pytest.mark.parametrize(("seed", "parts"), [(2, 1), (3, 1), (4, 2), (5, 3)])
def test_sums_give_what_going_through_the_respondents_gives(seed: int, parts: int) -> None:
    """Respondent by respondent, as method, chapter 16, writes it; in two groups added up, too. Of nine unsur one is
    told of nobody: all but a few give the same answer."""
    random = np.random.default_rng(seed)
    counted = np.clip(answers_of(seed) * parts + random.integers(1 - parts, parts, size=(300, 9)), parts, 4 * parts)
    counted[:, 4] = np.where(np.arange(300) < 20, parts, 4 * parts)
    some = [0, 1, 2, 3, 5, 6, 7, 8]
    answers = counted / parts

    def standardised(values: np.ndarray) -> np.ndarray:
        return (values - values.mean(axis=0)) / values.std(axis=0)

    one, other = (standardised(values[:, some]) for values in (answers, answers.sum(axis=1, keepdims=True) - answers))
    influence = one * other - (one * other).mean(axis=0) / 2 * (one**2 + other**2)
    influence -= influence.mean(axis=1, keepdims=True)
    errors = np.sqrt((influence**2).sum(axis=0)) / 300

    whole = sums_of(counted, parts)
    two = [sums_of(counted[:100], parts), sums_of(counted[100:], parts)]
    for sums in (whole, AnswerSums(*(first + second for first, second in zip(*two, strict=True)))):
        found = told(sums)
        assert found["unsur_code"].to_list() == [f"U{place + 1}" for place in some]
        assert found["error"].to_list() == pytest.approx(errors.tolist(), rel=1e-9)
        assert found["association"].to_list() == [round(100 * value) for value in (one * other).mean(axis=0)]


@pytest.mark.parametrize("usual", [1, 3, 4])
def test_of_very_many_who_answer_nearly_alike_no_digit_is_lost(usual: int) -> None:
    """All of 10⁵ but 32 for each unsur: the error is that of going through the respondents to nine digits, whatever
    the usual answer is."""
    n = 10**5
    answers = np.full((n, 9), usual)
    random = np.random.default_rng(usual)
    for place in range(9):
        answers[random.choice(n, 32, replace=False), place] = usual - 1 if usual > 1 else 2
    frame = pl.DataFrame(answers.astype(np.int16), schema=UNSUR_COLUMNS).with_columns(
        pl.lit("A").alias("unit_code"), pl.lit(date(2024, 1, 2)).alias("response_date"),
        pl.lit(None, pl.String).alias("period_code"),
    )  # fmt: skip
    sums: list[AnswerSums] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unsur_association, "associations", lambda units, of: sums.append(of) or associations(units, of))
        ikm_unsur_association(frame.lazy(), empty_frame(COUNTED_PERIOD), ("year",))

    one, other = (values - values.mean(axis=0) for values in (answers, answers.sum(axis=1, keepdims=True) - answers))
    one, other = (values / values.std(axis=0) for values in (one, other))
    influence = one * other - (one * other).mean(axis=0) / 2 * (one**2 + other**2)
    influence -= influence.mean(axis=1, keepdims=True)
    errors = np.sqrt((influence**2).sum(axis=0)) / n
    assert told(sums[0])["error"].to_list() == pytest.approx(errors.tolist(), rel=1e-9)


def test_with_others_that_do_not_differ_nothing_goes() -> None:
    """Whoever gives 4 to U2 gives 3 to U3, and so with U4 and U5: the other eight of U1 have one mean, and U1 goes with
    nothing. Nothing is divided by nought."""
    person = np.arange(300)
    counted = np.full((300, 9), 4)
    counted[:, 0] = np.where(person % 5 == 0, 3, 4)
    counted[:, 1:3] = np.where(person[:, None] % 2 == [0, 1], 3, 4)
    counted[:, 3:5] = np.where((person[:, None] // 2) % 2 == [0, 1], 3, 4)
    found = told(sums_of(counted))
    assert found["unsur_code"].to_list() == ["U1", "U2", "U3", "U4", "U5"]
    assert found["association"].to_list()[0] == 0
    assert found["error"].is_finite().all()


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
