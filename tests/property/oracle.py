"""The method a second time, slowly: one row after the other, in Fractions, without a frame.

Shares nothing with `transforms` but the contracts, so that a mistake must be made twice to pass.
Rows are dicts with the columns of `response`; every figure table comes out as a list of dicts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations
from math import ceil, floor, sqrt

from scipy.special import stdtr, stdtrit

from contracts.method import CONFIDENCE, EXACT_WEIGHT, GRADES, INTERVAL_RESPONDENTS, Weight
from contracts.periods import PERIOD_KINDS, Period, parse_period, periods_of
from contracts.registry import Registry, Unit
from contracts.respondent import CHARACTERISTICS
from contracts.settings import Settings
from contracts.unsur import UNSUR

SETTINGS = Settings()
Row = dict[str, object]
Group = dict[tuple[str, str], list[Row]]


def half_up(value: Fraction) -> Decimal:
    """To two places, exactly."""
    return Decimal(floor(value * 100 + Fraction(1, 2))).scaleb(-2)


def grade(index: Decimal) -> tuple[str, str]:
    if index >= Decimal("88.31"):
        return "A", "Sangat Baik"
    if index >= Decimal("76.61"):
        return "B", "Baik"
    if index >= Decimal("65.00"):
        return "C", "Kurang Baik"
    return "D", "Tidak Baik"


def placed(rows: list[Row], registry: Registry, seen_until: date | None) -> list[Row]:
    """The rows, each with the codes of the periods it counts in."""
    undated = {(row["unit_code"], row["period_code"]) for row in rows if row["response_date"] is None}
    places = {
        (unit, code): around_a_name(registry.by_code[unit], parse_period(code), rows, seen_until)
        for unit, code in undated
    }
    return [
        row
        | {
            "counts_in": places[row["unit_code"], row["period_code"]]
            if row["response_date"] is None
            else [period.code for period in periods_of(row["response_date"])]
        }
        for row in rows
    ]


def around_a_name(unit: Unit, named: Period, rows: list[Row], seen_until: date | None) -> list[str]:
    """Periods in which a unit's answers without a date count that name one; `rows`: all there are."""
    own = [one for one in rows if one["unit_code"] == unit.unit_code]

    def reports(period: Period) -> bool:
        """The unit has told this period, by itself or part by part."""
        if any(one["period_code"] == period.code for one in own if one["response_date"] is None):
            return True
        if any(period.start_date <= one["response_date"] <= period.end_date for one in own if one["response_date"]):
            return True
        for kind in PERIOD_KINDS:
            parts = [part for part in period.parts(kind) if unit.owes(part)]
            if parts and all(reports(part) for part in parts):
                return True
        return False

    longer = [period for period in periods_of(named.start_date) if named in period.parts(named.kind)]
    told = [one for one in longer if reports(one) or (seen_until is not None and seen_until > one.end_date)]
    return [named.code, *(one.code for one in longer if any(one in (other, *other.parts(one.kind)) for other in told))]


def by_period_and_unit(rows: Iterable[Row]) -> Group:
    """The rows (`placed`) of every period and unit."""
    groups: Group = defaultdict(list)
    for row in rows:
        for code in row["counts_in"]:
            groups[code, row["unit_code"]].append(row)
    return dict(sorted(groups.items()))


def row_total(row: Row) -> int:
    return sum(row[unsur.column] for unsur in UNSUR)


def index_of(rows: list[Row], weight: Weight) -> Fraction:
    factor = Fraction(weight.numerator, weight.denominator)
    nrr = [Fraction(sum(row[unsur.column] for row in rows), len(rows)) for unsur in UNSUR]
    return sum(mean * factor for mean in nrr) * 25


def rank_from(values: list, own: object, *, best_is_high: bool) -> int:
    return 1 + sum(1 for value in values if (value > own if best_is_high else value < own))


def period_table(rows: list[Row]) -> list[Row]:
    periods = [parse_period(code) for code in {code for code, _ in by_period_and_unit(rows)}]
    return [
        {
            "period_code": period.code,
            "kind": period.kind,
            "start_date": period.start_date,
            "end_date": period.end_date,
            "label": period.label,
        }
        for period in periods
    ]


def ikm_unsur(rows: list[Row], weight: Weight) -> list[Row]:
    table = []
    for (period_code, unit_code), group in by_period_and_unit(rows).items():
        means = [Fraction(sum(row[unsur.column] for row in group), len(group)) for unsur in UNSUR]
        for unsur, nrr in zip(UNSUR, means, strict=True):
            score = half_up(nrr * 25)
            mutu, kinerja = grade(score)
            table.append(
                {
                    "period_code": period_code,
                    "unit_code": unit_code,
                    "unsur_code": unsur.code,
                    "respondents": len(group),
                    "total": sum(row[unsur.column] for row in group),
                    "answer_parts": None,
                    "nrr": float(nrr),
                    "nrr_weighted": float(nrr * Fraction(weight.numerator, weight.denominator)),
                    "score": score,
                    "mutu": mutu,
                    "kinerja": kinerja,
                    "order_from_lowest": rank_from(means, nrr, best_is_high=False),
                    "order_from_highest": rank_from(means, nrr, best_is_high=True),
                }
            )
    return table


def sample_needed(recipients: int) -> int:
    chi_square, share, margin = Fraction("3.841"), Fraction("0.5"), Fraction("0.05")
    spread = chi_square * share * (1 - share)
    return ceil(spread * recipients / (margin**2 * (recipients - 1) + spread))


E12 = [Fraction(step, 10) for step in (10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82)]
STEPS = [step * Fraction(10) ** place for place in range(-12, 6) for step in E12]


def totals_of(rows: list[Row]) -> tuple[Fraction, Fraction]:
    """Of the row totals: the sum of squares about their mean; the largest there could be, as an unbiased variance has
    it (n − 1 of it)."""
    totals = [row_total(row) for row in rows]
    mean = Fraction(sum(totals), len(totals))
    return sum(((total - mean) ** 2 for total in totals), Fraction(0)), (mean - 9) * (36 - mean) * (len(rows) - 1)


def like_units(
    groups: Group, period_code: str, unit_code: str, registry: Registry, fewest: int = INTERVAL_RESPONDENTS
) -> tuple[Fraction, Fraction]:
    """Variance of the units like one, and the largest there could be."""
    of_period = {unit: rows for (code, unit), rows in groups.items() if code == period_code and len(rows) >= fewest}
    kind = registry.by_code[unit_code].unit_type
    of_type = {unit: rows for unit, rows in of_period.items() if registry.by_code[unit].unit_type == kind}
    for units in (of_type, of_period):
        sums = [totals_of(rows) for rows in units.values()]
        largest = sum((one for _, one in sums), Fraction(0))
        if largest:
            degrees = sum(len(rows) - 1 for rows in units.values())
            largest = max(step for step in STEPS if step <= largest / degrees)
            variance = max(sum(one for one, _ in sums) / degrees, largest / 36)
            return min(step for step in STEPS if step >= variance), largest
    return Fraction("8.2"), Fraction(22)


def mean_interval(rows: list[Row], like: tuple[Fraction, Fraction]) -> tuple[Fraction, float, float]:
    """The mean row total and the ends of its interval."""
    n, (apart, largest) = len(rows), totals_of(rows)
    share = (apart + 4 * like[0]) / (largest + 4 * like[1])
    mean = Fraction(sum(map(row_total, rows)), n)
    # (mean − m)² = reach × (m − 9)(36 − m), as a m² + b m + c = 0.
    reach = Fraction(float(stdtrit(n + 3, (1 + CONFIDENCE) / 2))) ** 2 * share / n
    a, b, c = 1 + reach, -(2 * mean + 45 * reach), mean**2 + 324 * reach
    half = sqrt(b * b - 4 * a * c) / float(2 * a)
    return mean, float(-b / 2 / a) - half, float(-b / 2 / a) + half


def interval(rows: list[Row], like: tuple[Fraction, Fraction], weight: Weight) -> tuple[Decimal, Decimal]:
    factor = Fraction(weight.numerator, weight.denominator) * 25
    mean, *ends = mean_interval(rows, like)
    lowest, highest, index = half_up(9 * factor), half_up(36 * factor), half_up(mean * factor)
    low, high = (
        min(max(Decimal(repr(end * float(factor))).quantize(Decimal("0.01"), ROUND_HALF_UP), lowest), highest)
        for end in ends
    )
    return min(low, index), max(high, index)


def ikm_unit(rows: list[Row], registry: Registry, weight: Weight) -> list[Row]:
    groups = by_period_and_unit(rows)
    published = {key: half_up(index_of(group, weight)) for key, group in groups.items()}
    table = []
    for (period_code, unit_code), group in groups.items():
        ikm, ikm_ninth = published[period_code, unit_code], half_up(index_of(group, EXACT_WEIGHT))
        like = like_units(groups, period_code, unit_code, registry)
        low, high = interval(group, like, weight)
        recipients = dict(registry.by_code[unit_code].service_recipients).get(period_code)
        needed = None if recipients is None else sample_needed(recipients)
        key_before = (parse_period(period_code).previous.code, unit_code)
        before, group_before = published.get(key_before), groups.get(key_before)
        own, other = (
            measured(groups, *key, registry) if key in groups else None
            for key in ((period_code, unit_code), key_before)
        )
        table.append(
            {
                "period_code": period_code,
                "unit_code": unit_code,
                "respondents": len(group),
                "ikm": ikm,
                "ikm_ninth": ikm_ninth,
                "weight": weight.name,
                "mutu": grade(ikm)[0],
                "kinerja": grade(ikm)[1],
                "mutu_ninth": grade(ikm_ninth)[0],
                "grade_depends_on_weight": grade(ikm) != grade(ikm_ninth),
                "ikm_low": low,
                "ikm_high": high,
                "grade_certain": grade(low) == grade(high),
                **grade_probabilities(ikm, low, high, len(group)),
                "service_recipients": recipients,
                "sample_needed": needed,
                "sample_met": None if needed is None else len(group) >= needed,
                "change": None if before is None else ikm - before,
                "publishable": parse_period(period_code).kind in shown_kinds(groups, unit_code, period_code[:4]),
                "undated_parts": "|".join(sorted(shorter_names(group, period_code))) or None,
                "answer_sum": sum(map(row_total, group)),
                "squared_row_totals": sum(row_total(row) ** 2 for row in group),
                "answer_parts": None,
                "standard_error": own[1],
                **dict(zip(("change_low", "change_high"), change_interval(own, other, weight), strict=True)),
                "change_distinguishable": None
                if other is None
                else ikm != before
                and min(len(group), len(group_before)) > 1
                and (clearly_above(own, other, 1) or clearly_above(other, own, 1)),
            }
        )
    return table


def grade_probabilities(ikm: Decimal, low: Decimal, high: Decimal, respondents: int) -> dict[str, int]:
    """By t, with the reach of the interval below the index and above it."""
    found, better = {}, 0
    for one in GRADES:
        limit = Decimal(one.lowest_hundredths).scaleb(-2) - Decimal("0.005")
        reach = float(ikm - low if limit < ikm else high - ikm) / float(stdtrit(respondents + 3, 0.975))
        above = float(limit < ikm) if not reach else float(stdtr(respondents + 3, -float(limit - ikm) / reach))
        found[f"probability_{one.mutu.lower()}"] = floor(100 * above + 0.5) - better
        better = floor(100 * above + 0.5)
    return found


def shorter_names(group: list[Row], period_code: str) -> set[str]:
    """Other periods that answers without a date name."""
    return {row["period_code"] for row in group if row["response_date"] is None} - {period_code}


def shown_kinds(groups: Group, unit_code: str, year: str) -> list[str]:
    """Kinds of period in which a unit is shown to the public in a year."""
    shown: list[str] = []
    longest_apart = True
    for kind in [one for one in PERIOD_KINDS if one in SETTINGS.reports.kinds]:
        of_kind = [
            group
            for (code, unit), group in groups.items()
            if unit == unit_code and code[:4] == year and parse_period(code).kind == kind
        ]
        says_alike = [
            Counter("dated" if row["response_date"] else parse_period(row["period_code"]).kind for row in group)
            for group in of_kind
        ]
        apart = all(number >= SETTINGS.thresholds.small_cell for counts in says_alike for number in counts.values())
        if shown:
            shown += [kind] * (apart and longest_apart)
        elif of_kind and all(len(group) >= SETTINGS.thresholds.small_cell for group in of_kind):
            shown, longest_apart = [kind], apart
    return shown


Measured = tuple[Fraction, float, int]
"""The mean row total, its standard error, respondents."""


def measured(
    groups: Group, period_code: str, unit_code: str, registry: Registry, fewest: int = INTERVAL_RESPONDENTS
) -> Measured:
    rows = groups[period_code, unit_code]
    mean, low, high = mean_interval(rows, like_units(groups, period_code, unit_code, registry, fewest))
    return mean, (high - low) / 2 / float(stdtrit(len(rows) + 3, (1 + CONFIDENCE) / 2)), len(rows)


def clearly_above(one: Measured, other: Measured, comparisons: int) -> bool:
    """The mean of `one` is above that of `other` by more than chance explains."""
    tail = (1 - CONFIDENCE) / 2 / comparisons
    critical = -float(stdtrit(min(one[2], other[2]) + 3, tail))
    return one[0] > other[0] and float(one[0] - other[0]) ** 2 > critical**2 * (one[1] ** 2 + other[1] ** 2)


def change_interval(now: Measured, before: Measured | None, weight: Weight) -> tuple[Decimal | None, Decimal | None]:
    """Of the step from `before` to `now`, in points of the index."""
    if before is None or min(now[2], before[2]) == 1:
        return None, None
    critical = float(stdtrit(min(now[2], before[2]) + 3, (1 + CONFIDENCE) / 2))
    reach = critical * (now[1] ** 2 + before[1] ** 2) ** 0.5
    points = 25 * weight.numerator / weight.denominator
    change = half_up(now[0] * points_of(weight)) - half_up(before[0] * points_of(weight))
    low, high = (
        Decimal(floor((float(now[0] - before[0]) + way * reach) * points * 100 + 0.5)).scaleb(-2) for way in (-1, 1)
    )
    return min(low, change), max(high, change)


def points_of(weight: Weight) -> Fraction:
    return Fraction(25 * weight.numerator, weight.denominator)


def holm(found: dict[str, Measured], ikm: dict[str, Decimal]) -> set[tuple[str, str]]:
    """The better and the worse unit of each pair that is told apart, where that must hold of all pairs at once."""
    pairs = [(one, other) for one, other in combinations(sorted(found), 2)]
    told: set[tuple[str, str]] = set()
    while True:
        more = {
            (one, other)
            for pair in pairs
            for one, other in (pair, pair[::-1])
            if ikm[one] > ikm[other] and clearly_above(found[one], found[other], max(len(pairs) - len(told), 1))
        }
        if more == told:
            return told
        told = more


def ikm_ranking(rows: list[Row], registry: Registry, weight: Weight, minimum_respondents: int) -> list[Row]:
    groups = by_period_and_unit(rows)
    rankings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for period_code, unit_code in groups:
        for scope in ("all", registry.by_code[unit_code].unit_type):
            rankings[period_code, scope].append(unit_code)
    table = []
    for (period_code, scope), everyone in rankings.items():
        largest = max(len(group) for (code, _), group in groups.items() if code == period_code)
        fewest = INTERVAL_RESPONDENTS if largest >= INTERVAL_RESPONDENTS else 1
        errors = [(unit, *measured(groups, period_code, unit, registry, fewest)) for unit in everyone]
        of_scope = scope_of(errors, weight)
        members = [unit for unit in everyone if len(groups[period_code, unit]) >= minimum_respondents]
        for unit in everyone:
            if unit not in members:
                unranked = dict.fromkeys(("rank", "rank_low", "rank_high", "rank_low_all", "rank_high_all"))
                table.append(
                    {
                        "period_code": period_code,
                        "scope": scope,
                        "unit_code": unit,
                        "ikm": half_up(index_of(groups[period_code, unit], weight)),
                        **unranked,
                        "tied": False,
                        "units": len(members),
                        "minimum_respondents": minimum_respondents,
                        **of_scope[unit],
                    }
                )
        ikm = {unit: half_up(index_of(groups[period_code, unit], weight)) for unit in members}
        found = {unit: measured(groups, period_code, unit, registry) for unit in members}
        told_apart = holm(found, ikm)
        for unit in members:
            own, others = found[unit], {other: found[other] for other in members if other != unit}
            better = sum(ikm[o] > ikm[unit] and clearly_above(that, own, len(others)) for o, that in others.items())
            worse = sum(ikm[o] < ikm[unit] and clearly_above(own, that, len(others)) for o, that in others.items())
            better_of_all = sum(below == unit for _, below in told_apart)
            worse_of_all = sum(above == unit for above, _ in told_apart)
            table.append(
                {
                    "period_code": period_code,
                    "scope": scope,
                    "unit_code": unit,
                    "ikm": ikm[unit],
                    "rank": rank_from(list(ikm.values()), ikm[unit], best_is_high=True),
                    "rank_low": 1 + better,
                    "rank_high": len(members) - worse,
                    "rank_low_all": 1 + min(better, better_of_all),
                    "rank_high_all": len(members) - min(worse, worse_of_all),
                    "tied": list(ikm.values()).count(ikm[unit]) > 1,
                    "units": len(members),
                    "minimum_respondents": minimum_respondents,
                    **of_scope[unit],
                }
            )
    return table


def scope_of(units: list[tuple[str, Fraction, float, int]], weight: Weight) -> dict[str, Row]:
    """By unit: reliability, whether it is enough, the shrunken index."""
    if len(units) < 5:
        return {code: dict.fromkeys(("reliability", "reliable", "ikm_shrunken")) for code, *_ in units}
    points = float(points_of(weight))
    index = {code: float(half_up(mean * points_of(weight))) for code, mean, _, _ in units}
    error = {code: (points * one) ** 2 for code, _, one, _ in units}
    people = {code: n for code, *_, n in units}
    everyone = sum(people.values())
    middle = sum(people[code] * index[code] for code in index) / everyone
    apart = sum(people[code] * (index[code] - middle) ** 2 for code in index)
    by_chance = sum(error[code] * people[code] * (1 - people[code] / everyone) for code in index)
    between = max(0, (apart - by_chance) / (everyone - sum(n * n for n in people.values()) / everyone))
    weights = {code: 1 / (between + error[code]) for code in index}
    mean = sum(weights[code] * index[code] for code in index) / sum(weights.values())
    found = {}
    for code in index:
        share = between / (between + error[code])
        rounded = floor(share * 100 + 0.5)
        shrunken = floor(100 * (mean + share * (index[code] - mean)) + 0.5)
        found[code] = {
            "reliability": Decimal(rounded).scaleb(-2),
            "reliable": rounded >= 70,
            "ikm_shrunken": Decimal(shrunken).scaleb(-2),
        }
    return found


def ikm_regency(rows: list[Row], registry: Registry, weight: Weight, headline: str) -> list[Row]:
    groups = by_period_and_unit(rows)
    table = []
    for period_code in {code for code, _ in groups}:
        of_units = {unit: group for (code, unit), group in groups.items() if code == period_code}
        everyone = [row for group in of_units.values() for row in group]
        types: dict[str, list[list[Row]]] = defaultdict(list)
        for unit, group in of_units.items():
            types[registry.by_code[unit].unit_type].append(group)
        indexes: dict[str, list[Decimal]] = defaultdict(list)
        for chosen in (weight, EXACT_WEIGHT):
            unit_means = [index_of(group, chosen) for group in of_units.values()]
            type_means = [sum(index_of(group, chosen) for group in kind) / len(kind) for kind in types.values()]
            indexes["mean_of_units"].append(half_up(sum(unit_means) / len(unit_means)))
            indexes["respondent_weighted"].append(half_up(index_of(everyone, chosen)))
            indexes["mean_of_types"].append(half_up(sum(type_means) / len(type_means)))
        table += [
            {
                "period_code": period_code,
                "method": method,
                "ikm": ikm,
                "ikm_ninth": ikm_ninth,
                "weight": weight.name,
                "mutu": grade(ikm)[0],
                "kinerja": grade(ikm)[1],
                "units": len(of_units),
                "respondents": len(everyone),
                "headline": method == headline,
            }
            for method, (ikm, ikm_ninth) in indexes.items()
        ]
    by_key = {(row["period_code"], row["method"]): row for row in table}
    for (period_code, method), row in by_key.items():
        before = by_key.get((parse_period(period_code).previous.code, method))
        row |= regency_certainty(row, before, groups, registry, weight)
    return table


def regency_certainty(row: Row, before: Row | None, groups: Group, registry: Registry, weight: Weight) -> Row:
    """What an index of the regency and its change can bear."""
    code, points = row["period_code"], 25 * weight.numerator / weight.denominator
    now = {unit for period, unit in groups if period == code}
    low, high = reach_of(parts_of(code, now, row["method"], groups, registry), points)
    lowest, highest = half_up(9 * points_of(weight)), half_up(36 * points_of(weight))
    ends = [max(rounded(float(row["ikm"]) + low), lowest), min(rounded(float(row["ikm"]) + high), highest)]
    ends = [min(ends[0], row["ikm"]), max(ends[1], row["ikm"])]
    told: Row = dict(zip(("ikm_low", "ikm_high"), ends, strict=True))
    told["grade_certain"] = grade(ends[0]) == grade(ends[1])
    names = ("change", "change_low", "change_high", "change_distinguishable")
    matched_names = tuple(name.replace("change", "change_matched") for name in names)
    told |= dict.fromkeys((*names, *matched_names, "units_before", "units_matched", "change_composition"))
    if before is None:
        return told
    code_before = before["period_code"]
    then = {unit for period, unit in groups if period == code_before}
    both = now & then
    told |= {"units_before": len(then), "units_matched": len(both)}
    of_method = row["method"]
    parts = [
        *parts_of(code, now, of_method, groups, registry),
        *parts_of(code_before, then, of_method, groups, registry),
    ]
    change = row["ikm"] - before["ikm"]
    told |= dict(zip(names, told_step(change, reach_of(parts, points)), strict=True))
    if both:
        change = None
        if not both == now == then:
            means = [mean_of(one, both, of_method, groups, registry, weight) for one in (code, code_before)]
            change = Decimal(floor((means[0] - means[1]) * 100 + Fraction(1, 2))).scaleb(-2)
        parts = [p for one in (code, code_before) for p in parts_of(one, both, of_method, groups, registry)]
        change = told["change"] if change is None else change
        told |= dict(zip(matched_names, told_step(change, reach_of(parts, points)), strict=True))
        told["change_composition"] = told["change"] - change
    return told


def told_step(change: Decimal, reach: tuple[float, float]) -> tuple[Decimal, Decimal, Decimal, bool]:
    low, high = (rounded(float(change) + one) for one in reach)
    return change, low, high, abs(float(change)) > reach[1]


def rounded(value: float) -> Decimal:
    return Decimal(floor(value * 100 + 0.5)).scaleb(-2)


def shares_of(code: str, units: set[str], method: str, groups: Group, registry: Registry) -> dict[str, Fraction]:
    """What part of the regency's index each unit is."""
    people = {unit: len(groups[code, unit]) for unit in units}
    kinds = Counter(registry.by_code[unit].unit_type for unit in units)
    return {
        unit: {
            "mean_of_units": Fraction(1, len(units)),
            "respondent_weighted": Fraction(people[unit], sum(people.values())),
            "mean_of_types": Fraction(1, len(kinds) * kinds[registry.by_code[unit].unit_type]),
        }[method]
        for unit in units
    }


def parts_of(code: str, units: set[str], method: str, groups: Group, registry: Registry) -> list[tuple[float, int]]:
    """Of each unit its part of the squared error, in row totals, and its degrees of freedom."""
    shares = shares_of(code, units, method, groups, registry)
    found = {unit: measured(groups, code, unit, registry) for unit in units}
    return [((float(shares[unit]) * found[unit][1]) ** 2, found[unit][2] + 3) for unit in units]


def reach_of(parts: list[tuple[float, int]], points: float) -> tuple[float, float]:
    squared = sum(part for part, _ in parts)
    degrees = squared**2 / sum(part**2 / one for part, one in parts)
    reach = float(stdtrit(degrees, (1 + CONFIDENCE) / 2)) * squared**0.5 * points
    return -reach, reach


def mean_of(code: str, units: set[str], method: str, groups: Group, registry: Registry, weight: Weight) -> Fraction:
    """The mean of the published indices of some units, by a method."""
    shares = shares_of(code, units, method, groups, registry)
    return sum(
        (share * Fraction(half_up(index_of(groups[code, unit], weight))) for unit, share in shares.items()), Fraction(0)
    )


def respondent_profile(rows: list[Row]) -> list[Row]:
    table = []
    for (period_code, unit_code), group in by_period_and_unit(rows).items():
        for characteristic in CHARACTERISTICS:
            counts = {category.value: 0 for category in characteristic.categories}
            for row in group:
                value = row[characteristic.column]
                counts["unknown" if value is None else value] = counts.get("unknown" if value is None else value, 0) + 1
            table += [
                {
                    "period_code": period_code,
                    "unit_code": unit_code,
                    "characteristic": characteristic.name,
                    "category": category,
                    "respondents": count,
                    "share": count / len(group),
                }
                for category, count in counts.items()
            ]
    return table


def ikm_regency_unsur(rows: list[Row], registry: Registry, headline: str) -> list[Row]:
    groups = by_period_and_unit(rows)
    table = []
    for period_code in {code for code, _ in groups}:
        of_units = {unit: group for (code, unit), group in groups.items() if code == period_code}
        everyone = [row for group in of_units.values() for row in group]
        types: dict[str, list[list[Row]]] = defaultdict(list)
        for unit, group in of_units.items():
            types[registry.by_code[unit].unit_type].append(group)
        means = {}
        for unsur in UNSUR:

            def mean(group: list[Row], column: str = unsur.column) -> Fraction:
                return Fraction(sum(row[column] for row in group), len(group))

            means[unsur.code] = {
                "mean_of_units": sum(map(mean, of_units.values())) / len(of_units),
                "respondent_weighted": mean(everyone),
                "mean_of_types": sum(sum(map(mean, kind)) / len(kind) for kind in types.values()) / len(types),
            }[headline]
        table += [
            {
                "period_code": period_code,
                "unsur_code": code,
                "method": headline,
                "nrr": float(nrr),
                "score": half_up(nrr * 25),
                "mutu": grade(half_up(nrr * 25))[0],
                "kinerja": grade(half_up(nrr * 25))[1],
                "order_from_lowest": rank_from(list(means.values()), nrr, best_is_high=False),
                "order_from_highest": rank_from(list(means.values()), nrr, best_is_high=True),
            }
            for code, nrr in means.items()
        ]
    return table


def hidden_in_a_year(of_year: dict[str, dict[str, int]], small_cell: int) -> set[str]:
    """Categories hidden in all periods of a year: the small ones, then the smallest of the others until in
    every period they hold `small_cell`."""
    hidden = {
        category
        for counts in of_year.values()
        for category, count in counts.items()
        if count < small_cell and not (category == "unknown" and count == 0)
        if any(number for known, number in counts.items() if known != "unknown")
    }
    others = {category for counts in of_year.values() for category in counts} - hidden
    for category in sorted(others, key=lambda one: (sum(counts[one] for counts in of_year.values()), one)):
        held = [sum(counts[one] for one in hidden) for counts in of_year.values()]
        if hidden and min(held) < small_cell:
            hidden.add(category)
    return hidden


def public_profile(rows: list[Row], small_cell: int, kinds: tuple[str, ...]) -> list[Row]:
    years: dict[tuple[int, str, str], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for cell in respondent_profile(rows):
        period = parse_period(cell["period_code"])
        if period.kind in kinds:
            of_year = years[period.year, cell["unit_code"], cell["characteristic"]]
            of_year[period.code][cell["category"]] = cell["respondents"]
    table = []
    for (_, unit_code, characteristic), of_year in years.items():
        if any("unknown" in counts for counts in of_year.values()):
            for counts in of_year.values():
                counts.setdefault("unknown", 0)
        hidden = hidden_in_a_year(of_year, small_cell)
        table += [
            {
                "period_code": code,
                "unit_code": unit_code,
                "characteristic": characteristic,
                "category": category,
                "respondents": None if category in hidden else count,
                "share": None if category in hidden else count / sum(counts.values()),
                "suppressed": category in hidden,
            }
            for code, counts in of_year.items()
            for category, count in counts.items()
        ]
    return table


def collection(rows: list[Row]) -> list[Row]:
    table = []
    for (period_code, unit_code), group in by_period_and_unit(rows).items():
        days = sorted(row["response_date"] for row in group if row["response_date"] is not None)
        between = [days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)] if days else []
        table.append(
            {
                "period_code": period_code,
                "unit_code": unit_code,
                "dated_respondents": len(days),
                "first_response_date": days[0] if days else None,
                "last_response_date": days[-1] if days else None,
                "working_days": sum(day.weekday() < 5 for day in between) if days else None,
            }
        )
    return table


def missing_unit(rows: list[Row], registry: Registry) -> list[Row]:
    groups = by_period_and_unit(rows)
    return [
        {"period_code": code, "unit_code": unit.unit_code, "reason": None}
        for code in {code for code, _ in groups}
        for unit in registry.units
        if (code, unit.unit_code) not in groups
    ]


def ikm_unsur_compared(rows: list[Row], registry: Registry, kinds: tuple[str, ...]) -> list[Row]:
    """Where no type has five units with thirty respondents: intervals, and nothing to compare with."""
    groups = {key: group for key, group in by_period_and_unit(rows).items() if parse_period(key[0]).kind in kinds}
    table = []
    for (period_code, unit_code), group in groups.items():
        kind = registry.by_code[unit_code].unit_type
        of_period = {u: g for (code, u), g in groups.items() if code == period_code and len(g) >= INTERVAL_RESPONDENTS}
        of_type = {u: g for u, g in of_period.items() if registry.by_code[u].unit_type == kind}
        assert len(of_type) < 5
        for unsur in UNSUR:
            low, high = answers_interval(group, unsur.column, (of_type, of_period))
            nrr = half_up(Fraction(sum(row[unsur.column] for row in group), len(group)))
            table.append(
                {
                    "period_code": period_code,
                    "unit_code": unit_code,
                    "unsur_code": unsur.code,
                    "nrr": nrr,
                    "nrr_low": min(low, nrr),
                    "nrr_high": max(high, nrr),
                    "units": len(of_type),
                    "nrr_median": None,
                    "nrr_mean": None,
                    "standing": None,
                    "ikm_if_median": None,
                    "mutu_if_median": None,
                }
            )
    return table


def answers_interval(
    group: list[Row], column: str, candidates: tuple[dict[str, list[Row]], dict[str, list[Row]]]
) -> tuple[Decimal, Decimal]:
    """Of the mean answer to one unsur, the nine of a unit at once; `candidates`: like units, the nearest first."""

    def spread(rows: list[Row]) -> tuple[Fraction, Fraction, Fraction]:
        answers = [row[column] for row in rows]
        mean = Fraction(sum(answers), len(answers))
        apart = sum(((answer - mean) ** 2 for answer in answers), Fraction(0))
        return mean, apart, (mean - 1) * (4 - mean) * (len(answers) - 1)

    variance, largest = Fraction("0.1"), Fraction("0.27")
    for units in candidates:
        room = sum((spread(rows)[2] for rows in units.values()), Fraction(0))
        if room:
            degrees = sum(len(rows) - 1 for rows in units.values())
            largest = max(step for step in STEPS if step <= room / degrees)
            found = sum((spread(rows)[1] for rows in units.values()), Fraction(0)) / degrees
            variance = min(step for step in STEPS if step >= max(found, largest / 36))
            break
    n, (mean, apart, room) = len(group), spread(group)
    share = (apart + 4 * variance) / (room + 4 * largest)
    reach = Fraction(float(stdtrit(n + 3, 1 - (1 - CONFIDENCE) / 18))) ** 2 * share / n
    a, b, c = 1 + reach, -(2 * mean + 5 * reach), mean**2 + 4 * reach
    half = sqrt(b * b - 4 * a * c) / float(2 * a)
    ends = (float(-b / 2 / a) - half, float(-b / 2 / a) + half)
    low, high = (Decimal(repr(end)).quantize(Decimal("0.01"), ROUND_HALF_UP) for end in ends)
    return max(low, Decimal(1)), min(high, Decimal(4))
