"""Regencies that the regency's documents are tested with: a small one by hand, and any number of units.

Rows look as `warehouse.published` gives them. Belongs here: making them from answers. Not here: expectations.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from contracts.settings import Letterhead, Settings, Signature
from reports.figures.regency_figures import RegencyFigures, regency_figures
from tests.unit.reports.conftest import grade
from warehouse.read import Row

Rows = dict[str, Any]

PERIOD, BEFORE = "2024", "2023"
JATIREJO = (2282, 2293, 2287, 2460, 2281, 2299, 2294, 2460, 2279)


class Answered(NamedTuple):
    """What a unit's people answered. `before` is its IKM of the period before."""

    unit_code: str
    unit_name: str
    unit_type: str
    respondents: int
    totals: tuple[int, ...]
    half_width: str = "0.50"
    recipients: int | None = None
    needed: int | None = None
    before: str | None = None

    def index(self, weight: Fraction) -> Decimal:
        return rounded(Fraction(sum(self.totals), self.respondents) * weight * 25)


SMALL = (
    Answered("35.16.01", "Kecamatan Jatirejo", "kecamatan", 615, JATIREJO, "0.66", 615, 237, "92.33"),
    Answered("35.16.02", "Kecamatan Gondang", "kecamatan", 200, (*(700,) * 8, 800), "0.90", 400, 196, "89.10"),
    Answered("35.16.03", "Kecamatan Pacet", "kecamatan", 200, (800, *(700,) * 8), "0.90", None, None, None),
    Answered("P1", "Puskesmas Gedeg", "puskesmas", 40, (120,) * 9, "0.00", 500, 217, "74.25"),
)
"""Jatirejo rose, Gondang and Pacet are tied and depend on the weight, Gedeg is below its sample and stays."""
MISSING = ("P2", "Puskesmas Dlanggu", "puskesmas")


def rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)


def many(count: int, name: str = "Unit Pelayanan {}") -> tuple[Answered, ...]:
    """Units of four types, each with another result; every seventh below its sample."""
    types = ("kecamatan", "dinas", "puskesmas", "kelurahan")
    made = []
    for position in range(count):
        totals = tuple(250 + (position * 37 + unsur * 11) % 151 for unsur in range(9))
        needed = 217 if position % 7 == 0 else 80
        name_of = name.format(position + 1)
        made.append(
            Answered(f"U{position:04d}", name_of, types[position % 4], 100, totals, "1.80", 500, needed, "80.00")
        )
    return tuple(made)


def regency_rows(answered: Sequence[Answered] = SMALL, missing: Sequence[tuple[str, str, str]] = (MISSING,)) -> Rows:
    """The arguments of `regency_figures`, to be changed by a test."""
    units = [
        {"unit_code": code, "unit_name": name, "unit_type": kind, "bps_code": None}
        for code, name, kind in sorted(
            [*missing, *(one[:3] for one in answered)], key=lambda unit: (unit[2], unit[1], unit[0])
        )
    ]
    types = sorted({one.unit_type for one in answered})
    counts = {"rows_read": 1062, "rows_accepted": 1055, "rows_rejected": 5, "rows_duplicate": 2}
    none = dict.fromkeys(counts, 0)
    return {
        "settings": Settings(
            letterhead=Letterhead(address="Jalan Ahmad Yani 16, Mojokerto", contact="(0321) 321956"),
            signature=Signature(office="Kepala Bagian Organisasi", name="Siti Aminah", rank="Pembina", nip="1970"),
        ),
        "period_code": PERIOD,
        "units": units,
        "ikm_regency": regency_methods(answered),
        "ikm_regency_unsur": regency_unsur(answered),
        "regency_trend": [
            {"period_code": BEFORE, "label": "Tahun 2023", "ikm": "85.23", "mutu": "B", "respondents": 700},
            {"period_code": PERIOD, "label": "Tahun 2024", **_headline(answered)},
            {"period_code": "2025", "label": "Tahun 2025", "ikm": "90.00", "mutu": "A", "respondents": 3},
        ],
        "ranking": {"all": ranking(answered, "all")}
        | {kind: ranking([one for one in answered if one.unit_type == kind], kind) for kind in types},
        "ikm_unsur": [row for one in answered for row in unsur_rows(one)],
        "missing_unit": [{"period_code": PERIOD, **unit} for unit in units if unit["unit_code"] in dict_of(missing)],
        "follow_up_regency": {
            "period_code": BEFORE,
            "units": 2,
            "planned": 7,
            "done": 5,
            "realisation": Decimal("71.43"),
        },
        "follow_up_realisation": [
            {"unit_code": one.unit_code, "planned": planned, "done": done, "realisation": Decimal(percent)}
            for one, (planned, done, percent) in zip(answered, ((3, 3, "100.00"), (4, 2, "50.00")), strict=False)
        ],
        "ingest_file": [
            file("jatirejo/SKM 2024.csv", "partial", **counts),
            file("gondang/lama.xlsx", "superseded", **none),
            file("dlanggu/hasil.pdf", "rejected", unit_code="P2", **NOT_TABULAR, **none),
            file("jatirejo/tindak lanjut.xlsx", "loaded", kind="follow_up", **none),
        ],
        "rows_left_out": [
            left_out("jatirejo/SKM 2024.csv", "u9_missing", "U9 Sarana dan Prasarana tidak dijawab.", 2),
            left_out("gondang/SKM.csv", "u9_missing", "U9 Sarana dan Prasarana tidak dijawab.", 1),
            left_out("gondang/SKM.csv", "date_in_future", "Tanggal lebih muda dari hari berkas diterima.", 2),
        ],
        "finding": [
            finding("samples_met", "failed", "1 contradictions"),
            finding("units_reported", "failed", "12 contradictions"),
            finding("index_in_range", "passed", "0 contradictions"),
        ],
        "run": {"run_id": "20261122T101500", "code_version": "0.1.0", "inputs_hash": "4be1c09aa1d25f07"},
    }


def made(answered: Sequence[Answered] = SMALL, **changes: object) -> RegencyFigures:
    """The figures, with arguments changed."""
    return regency_figures(**(regency_rows(answered) | changes))


def dict_of(units: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    return {code: name for code, name, _ in units}


NOT_TABULAR = {"reason_code": "not_tabular", "reason": "Berkas ini bukan tabel."}


def file(path: str, status: str, **more: object) -> Rows:
    row = {"path": path, "status": status, "kind": "responses", "unit_code": None, "unit_name": None, "reason": None}
    return row | {"file_id": path} | more


def left_out(path: str, rule: str, message: str, rows: int) -> Rows:
    return {"file_id": path, "path": path, "rule": rule, "message": message, "rows": rows}


def finding(expectation: str, verdict: str, observed: str) -> Rows:
    row = {"suite": "warehouse", "expectation": expectation, "verdict": verdict, "observed": observed}
    return row | {"run_id": "20261122T101500", "severity": "warning", "column_name": None}


def unsur_rows(one: Answered) -> list[Rows]:
    return [
        {"unit_code": one.unit_code, "total": total, "nrr_weighted": total / one.respondents * 0.11}
        | _unsur(position, [Fraction(each, one.respondents) for each in one.totals])
        for position, total in enumerate(one.totals)
    ]


def regency_unsur(answered: Sequence[Answered]) -> list[Rows]:
    means = [
        sum((Fraction(one.totals[position], one.respondents) for one in answered), Fraction(0)) / len(answered)
        for position in range(9)
    ]
    return [{"method": "mean_of_units"} | _unsur(position, means) for position in range(9)]


def _unsur(position: int, means: Sequence[Fraction]) -> Rows:
    score = rounded(means[position] * 25)
    mutu, kinerja = grade(score)
    return {
        "period_code": PERIOD,
        "unsur_code": f"U{position + 1}",
        "nrr": float(means[position]),
        "score": score,
        "mutu": mutu,
        "kinerja": kinerja,
        "order_from_lowest": 1 + sum(other < means[position] for other in means),
        "order_from_highest": 1 + sum(other > means[position] for other in means),
    }


def regency_methods(answered: Sequence[Answered]) -> list[Rows]:
    """The three methods, the headline first."""
    row_totals = {one.unit_code: Fraction(sum(one.totals), one.respondents) for one in answered}
    by_type: dict[str, list[Fraction]] = {}
    for one in answered:
        by_type.setdefault(one.unit_type, []).append(row_totals[one.unit_code])
    respondents = sum(one.respondents for one in answered)
    means: Mapping[str, Fraction] = {
        "mean_of_units": _mean(list(row_totals.values())),
        "mean_of_types": _mean([_mean(of_type) for of_type in by_type.values()]),
        "respondent_weighted": Fraction(sum(sum(one.totals) for one in answered), respondents),
    }
    rows = []
    for method, mean in means.items():
        ikm = rounded(mean * Fraction(11, 100) * 25)
        mutu, kinerja = grade(ikm)
        rows.append(
            {
                "period_code": PERIOD,
                "method": method,
                "ikm": ikm,
                "ikm_ninth": rounded(mean * Fraction(1, 9) * 25),
                "weight": "0.11",
                "mutu": mutu,
                "kinerja": kinerja,
                "units": len(answered),
                "respondents": respondents,
                "headline": method == "mean_of_units",
            }
        )
    return rows


def index_rows(answered: Sequence[Answered], people_served: Sequence[int | None]) -> list[Row]:
    """Of `ikm_unit`: what the index by people served is made of."""
    return [
        Row(
            unit_code=one.unit_code,
            weight="0.11",
            respondents=one.respondents,
            answer_sum=sum(one.totals),
            answer_parts=None,
            service_recipients=served,
        )
        for one, served in zip(answered, people_served, strict=True)
    ]


def _headline(answered: Sequence[Answered]) -> Rows:
    row = regency_methods(answered)[0]
    return {name: row[name] for name in ("ikm", "mutu", "respondents")}


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def ranking(answered: Sequence[Answered], scope: str) -> list[Rows]:
    """Best first; ranks that cannot be told apart are those of overlapping intervals."""
    ordered = sorted(answered, key=lambda one: (-one.index(Fraction(11, 100)), one.unit_name, one.unit_code))
    indexes = [one.index(Fraction(11, 100)) for one in ordered]
    rows = []
    for one, ikm in zip(ordered, indexes, strict=True):
        width = Decimal(one.half_width)
        exact = one.index(Fraction(1, 9))
        mutu, kinerja = grade(ikm)
        rows.append(
            {
                "period_code": PERIOD,
                "scope": scope,
                "unit_code": one.unit_code,
                "ikm": ikm,
                "rank": 1 + sum(other > ikm for other in indexes),
                "rank_low": 1 + sum(other - width > ikm + width for other in indexes),
                "rank_high": sum(other + width >= ikm - width for other in indexes),
                "rank_low_all": 1,
                "rank_high_all": len(ordered),
                "tied": indexes.count(ikm) > 1,
                "units": len(ordered),
                "unit_name": one.unit_name,
                "unit_type": one.unit_type,
                "respondents": one.respondents,
                "ikm_ninth": exact,
                "weight": "0.11",
                "mutu": mutu,
                "kinerja": kinerja,
                "mutu_ninth": grade(exact)[0],
                "grade_depends_on_weight": mutu != grade(exact)[0],
                "publishable": True,
                "ikm_low": None if one.respondents == 1 else ikm - width,
                "ikm_high": None if one.respondents == 1 else ikm + width,
                "service_recipients": one.recipients,
                "sample_needed": one.needed,
                "sample_met": None if one.needed is None else one.respondents >= one.needed,
                "change": None if one.before is None else ikm - Decimal(one.before),
                "change_distinguishable": None if one.before is None else ikm != Decimal(one.before),
            }
        )
    return rows
