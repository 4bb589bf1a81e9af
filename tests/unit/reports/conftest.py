"""Figures that documents are tested with: Jatirejo 2024, and the extremes a report must survive.

`jatirejo_rows` are the arguments of `unit_figures`, to be changed by a test; `jatirejo` the figures;
`extremes` the same unit as it looks in bad years, by name; `jatirejo_responses` 615 answers that make
exactly its sums."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from contracts.registry import Unit
from contracts.settings import Settings
from contracts.unsur import SCALE, UNSUR_COLUMNS
from reports.figures.answer_figures import AnswerFigure, answer_figures
from reports.figures.base import Row
from reports.figures.follow_up_figures import FollowUpFigures, follow_up_figures
from reports.figures.unit_figures import ResponseFigure, UnitFigures, public_figures, results_figure, unit_figures

Rows = dict[str, Any]

PERIOD, UNIT = "2024", "35.16.01"
RESPONDENTS = 615
TOTALS = (2282, 2293, 2287, 2460, 2281, 2299, 2294, 2460, 2279)
RESPONDENTS_BEFORE = 245
TOTALS_BEFORE = (844, 830, 800, 928, 824, 842, 854, 916, 831)


def unsur_rows(totals: Sequence[int], respondents: int, period_code: str) -> list[dict[str, object]]:
    """Rows of `ikm_unsur`."""
    rows: list[dict[str, object]] = []
    for position, total in enumerate(totals):
        score = (Decimal(total * 25) / respondents).quantize(Decimal("0.01"), ROUND_HALF_UP)
        mutu, kinerja = grade(score)
        rows.append(
            {
                "period_code": period_code,
                "unit_code": UNIT,
                "unsur_code": f"U{position + 1}",
                "respondents": respondents,
                "total": total,
                "nrr": total / respondents,
                "nrr_weighted": total * 11 / (respondents * 100),
                "score": score,
                "mutu": mutu,
                "kinerja": kinerja,
                "order_from_lowest": 1 + sum(other < total for other in totals),
                "order_from_highest": 1 + sum(other > total for other in totals),
            }
        )
    return rows


def answers_of_rows(ikm_unsur: Sequence[Rows]) -> tuple[AnswerFigure, ...]:
    """Answers with these sums, no two of an unsur more than one apart."""
    respondents = ikm_unsur[0]["respondents"]
    row: Rows = {"responses": respondents}
    for column, one in zip(UNSUR_COLUMNS, ikm_unsur, strict=True):
        lower, higher = divmod(one["total"], respondents)
        counts = {lower: respondents - higher, lower + 1: higher}
        row |= {f"{column}_{answer}": counts.get(answer, 0) for answer in SCALE}
    return answer_figures(row, respondents)


def grade(score: Decimal) -> tuple[str, str]:
    """Mutu and kinerja of a score, as the regulation's table has them."""
    limits = (("88.31", "A", "Sangat Baik"), ("76.61", "B", "Baik"), ("65.00", "C", "Kurang Baik"))
    return next(((mutu, words) for limit, mutu, words in limits if score >= Decimal(limit)), ("D", "Tidak Baik"))


def action_row(position: int, unsur_code: str, activity: str, responsible: str, **realised: object) -> Rows:
    """A row of `follow_up`, planned for the first quarter."""
    return {
        "period_code": PERIOD,
        "unit_code": UNIT,
        "position": position,
        "unsur_code": unsur_code,
        "activity": activity,
        "responsible": responsible,
        "quarter_1": True,
        "quarter_2": False,
        "quarter_3": False,
        "quarter_4": False,
        "done": None,
        "description": None,
        "evidence": None,
        "obstacle": None,
        "strategy": None,
        "target_time": None,
        "strategy_responsible": None,
        "stakeholders": None,
        **realised,
    }


def plan() -> FollowUpFigures:
    """The seed's plan for 2024; nothing is said yet of what became of it."""
    office = "Kecamatan Jatirejo"
    rows = [
        action_row(1, "U1", "Mereview SOP", office),
        action_row(2, "U5", "Mereview SOP", office),
        action_row(
            3,
            "U9",
            "Memperbaiki fasilitas Publik yang kurang memadai untuk mendukung kegiatan pelayanan kepada Masyarakat",
            office,
        ),
    ]
    made = follow_up_figures(rows, {"planned": 3, "done": 0, "realisation": "0.00"}, PERIOD)
    assert made is not None
    return made


def plan_before() -> FollowUpFigures:
    """The seed's plan of the period before, with realisation and strategy."""
    section = "Bagian Pelayanan Kec. Jatirejo"
    third_quarter = {"quarter_1": False, "quarter_3": True, "done": True, "obstacle": "-"}
    rows = [
        action_row(
            1,
            "U2",
            "Menyusun SOP baru sesuai kebutuhan Masyarakat Kecamatan",
            section,
            **third_quarter,
            description="Telah dibuat SOP baru sesuai kebutuhan Masyarakat Kecamatan",
            strategy="Membuat SOP baru sesuai dengan kebutuhan Pelayanan di Kecamatan Jatirejo",
            target_time="Setiap Ada Perubahan Persyaratan",
            strategy_responsible="Bagian Pelayanan Kecamatan Jatirejo",
        ),
        action_row(
            2,
            "U1",
            "Membuat list brosur terkait dengan persyaratan Pelayanan",
            section,
            **third_quarter,
            description="Telah dibuat publikasi di aplikasi Instagram Kecamatan Jatirejo @official.kecamatanjatirejo",
            evidence="Tangkapan layar Instagram",
            strategy="Memposting secara rutin terkait dengan perubahan persyaratan terkait dengan permohonan Surat",
            target_time="Setiap Ada Perubahan Persyaratan",
            strategy_responsible="Bagian Pelayanan Kecamatan Jatirejo",
        ),
        action_row(
            3,
            "U6",
            "Memberikan pelatihan, pembinaan khusus untuk meningkatkan kualitas SDM",
            section,
            **third_quarter,
            description="Memberikan pelatihan, pembinaan khusus untuk meningkatkan kualitas SDM",
            strategy="Rutin memberikan informasi terkait webinar/workshop yang berhubungan dengan pelayanan publik",
            target_time="satu bulan sekali",
            strategy_responsible="Bagian Umum",
        ),
    ]
    made = follow_up_figures(rows, {"planned": 3, "done": 3, "realisation": "100.00"}, "2023")
    assert made is not None
    return made


def profile_rows(characteristic: str, **counts: int) -> list[Rows]:
    """Rows of `respondent_profile`."""
    return [
        {"characteristic": characteristic, "category": name, "respondents": count, "share": count / RESPONDENTS}
        for name, count in counts.items()
    ]


def profile() -> list[Rows]:
    """All four characteristics; of twelve the age is not known."""
    return [
        *profile_rows("gender", L=272, P=343),
        *profile_rows("age_band", **{"<20": 21, "20-29": 143, "30-39": 166, "40-49": 152, ">=50": 121, "unknown": 12}),
        *profile_rows(
            "education",
            **{"Tidak Sekolah": 6, "SD": 71, "SMP": 118, "SMA": 279, "D1/D2/D3": 32, "D4/S1": 98, "S2": 11},
        ),
        *profile_rows(
            "occupation",
            **{
                "ASN/TNI/Polri": 61,
                "Pegawai Swasta": 132,
                "Wiraswasta": 108,
                "Pelajar/Mahasiswa": 57,
                "Petani/Nelayan": 94,
                "Ibu Rumah Tangga": 121,
                "Tidak Bekerja": 20,
                "Lainnya": 22,
            },
        ),
    ]


def theme_rows() -> list[Row]:
    """Rows of `suggestion_theme`, with the seed's two quotes."""

    def row(theme: str, suggestions: int, example: str | None = None, further: str | None = None) -> Row:
        return {"theme": theme, "suggestions": suggestions, "example": example, "further_example": further}

    return [
        row("all", 23),
        row("waktu", 9, "Mohon antrean jangan terlalu lama", "Pelayanan sudah cepat, pertahankan"),
        row(
            "other",
            14,
            "Melakukan pembaruan secara berkala supaya setiap pegawai lebih paham tentang aturan yang berlaku",
            "Meningkatkan kerjasama agar mencapai hasil yang terbaik untuk meningkatkan pelayanan kepada masyarakat",
        ),
    ]


@pytest.fixture
def jatirejo_rows() -> Rows:
    """The arguments of `unit_figures` for Jatirejo 2024: mutable, a new copy for every test."""
    return _jatirejo_rows()


def _jatirejo_rows() -> Rows:
    rank = {"rank": 3, "rank_low": 1, "rank_high": 6, "tied": False}
    return {
        "settings": Settings(),
        "registered": Unit(
            unit_code=UNIT,
            unit_name="Kecamatan Jatirejo",
            unit_type="kecamatan",
            bps_code="3516010",
            aliases=(),
            unsur_order=None,
            service_recipients=((PERIOD, 615),),
            address="Jalan Raya Jatirejo Nomor 1, Jatirejo 61373",
            contact="Telepon (0321) 000000",
            signatory_office="Camat Jatirejo",
        ),
        "period_code": PERIOD,
        "ikm_unit": {
            "period_code": PERIOD,
            "unit_code": UNIT,
            "respondents": RESPONDENTS,
            "ikm": "93.61",
            "ikm_ninth": "94.56",
            "weight": "0.11",
            "mutu": "A",
            "kinerja": "Sangat Baik",
            "mutu_ninth": "A",
            "grade_depends_on_weight": False,
            "ikm_low": "92.95",
            "ikm_high": "94.27",
            "service_recipients": 615,
            "sample_needed": 237,
            "sample_met": True,
            "change": "7.53",
            "change_distinguishable": True,
            "publishable": True,
        },
        "ikm_unsur": unsur_rows(TOTALS, RESPONDENTS, PERIOD),
        "ikm_ranking": [
            {**rank, "scope": "kecamatan", "units": 18},
            {**rank, "scope": "all", "rank": 4, "rank_high": 9, "units": 22},
        ],
        "respondent_profile": profile(),
        "collection": {
            "dated_respondents": 615,
            "first_response_date": date(2024, 1, 2),
            "last_response_date": date(2024, 11, 29),
            "working_days": 239,
        },
        "trend": [
            {"period_code": "2023", "label": "Tahun 2023", "ikm": "86.08", "mutu": "B", "respondents": 245},
            {
                "period_code": "2024",
                "label": "Tahun 2024",
                "ikm": "93.61",
                "mutu": "A",
                "respondents": 615,
                "change": "7.53",
            },
        ],
        "ikm_unsur_before": unsur_rows(TOTALS_BEFORE, RESPONDENTS_BEFORE, "2023"),
        "suggestion_theme": theme_rows(),
        "follow_up": plan(),
        "follow_up_before": plan_before(),
        "results_before": results_figure(
            {"ikm": "86.08", "mutu": "B"}, unsur_rows(TOTALS_BEFORE, RESPONDENTS_BEFORE, "2023")
        ),
        "ingest_file": [
            {
                "file_id": "f1",
                "path": "jatirejo/SKM Jatirejo 2024.csv",
                "status": "partial",
                "period_code": None,
                "rows_read": 618,
                "rows_accepted": 615,
                "rows_rejected": 3,
                "rows_duplicate": 0,
                "responses_in_period": 615,
            }
        ],
        "responses_hash": "9f3c5d0e",
        "answers": answers_of_rows(unsur_rows(TOTALS, RESPONDENTS, PERIOD)),
        "run": {"run_id": "20261122T101500", "code_version": "0.1.0", "inputs_hash": "4be1c09aa1d25f07"},
    }


@pytest.fixture
def jatirejo(jatirejo_rows: Rows) -> UnitFigures:
    """Jatirejo 2024."""
    return unit_figures(**jatirejo_rows)


def one_respondent(rows: Rows) -> None:
    """No interval, nobody knows how many were served, no period before."""
    rows["ikm_unit"] |= {
        "respondents": 1, "ikm": "74.25", "ikm_ninth": "75.00", "mutu": "C", "kinerja": "Kurang Baik",
        "mutu_ninth": "C", "ikm_low": None, "ikm_high": None, "service_recipients": None, "sample_needed": None,
        "sample_met": None, "change": None,
    }  # fmt: skip
    rows["ikm_unsur"] = unsur_rows((2, 3, 3, 4, 3, 3, 3, 3, 3), 1, PERIOD)
    rows["respondent_profile"] = [{"characteristic": "gender", "category": "L", "respondents": 1, "share": 1.0}]
    rows["collection"] = {
        "dated_respondents": 1,
        "first_response_date": date(2024, 5, 6),
        "last_response_date": date(2024, 5, 6),
        "working_days": 1,
    }
    rows["trend"] = [{"period_code": "2024", "label": "Tahun 2024", "ikm": "74.25", "mutu": "C", "respondents": 1}]
    rows |= {"ikm_unsur_before": [], "results_before": None}
    rows["suggestion_theme"] = []
    rows["ikm_ranking"] = [
        {"scope": scope, "rank": 1, "rank_low": 1, "rank_high": 1, "tied": False, "units": 1}
        for scope in ("kecamatan", "all")
    ]
    no_follow_up(rows)


def no_profile(rows: Rows) -> None:
    """The file tells nothing of who answered."""
    rows["respondent_profile"] = [
        {"characteristic": name, "category": "unknown", "respondents": 615, "share": 1.0}
        for name in ("gender", "age_band", "education", "occupation")
    ]


def all_equal(rows: Rows) -> None:
    """Everybody answers 4."""
    rows["ikm_unsur"] = unsur_rows([2460] * 9, RESPONDENTS, PERIOD)
    rows["ikm_unit"] |= {"ikm": "99.00", "ikm_ninth": "100.00", "ikm_low": "99.00", "ikm_high": "99.00"}
    rows["ikm_unit"]["change"] = "12.92"
    rows["trend"][-1] |= {"ikm": "99.00", "change": "12.92"}


def every_grade(rows: Rows) -> None:
    """Unsur of all four grades, one at 4,00 and one at 1,00."""
    rows["ikm_unsur"] = unsur_rows((2460, 2000, 1700, 615, 2220, 2000, 1700, 1500, 800), RESPONDENTS, PERIOD)
    rows["ikm_unit"] |= {
        "ikm": "67.07", "ikm_ninth": "67.75", "mutu": "C", "kinerja": "Kurang Baik", "mutu_ninth": "C",
        "ikm_low": "66.00", "ikm_high": "68.14", "change": "-19.01",
    }  # fmt: skip
    rows["trend"][-1] |= {"ikm": "67.07", "mutu": "C", "change": "-19.01"}


def no_follow_up(rows: Rows) -> None:
    """Neither this period's plan nor the one before has been sent."""
    rows |= {"follow_up": None, "follow_up_before": None}


def semester(rows: Rows) -> None:
    """The first half-year."""
    rows["period_code"] = "2024-S1"
    rows["collection"] |= {"last_response_date": date(2024, 6, 28), "working_days": 129}
    rows["trend"] = [
        {"period_code": "2023-S1", "label": "Semester I Tahun 2023", "ikm": "86.10", "mutu": "B", "respondents": 142},
        {"period_code": "2023-S2", "label": "Semester II Tahun 2023", "ikm": "86.05", "mutu": "B", "respondents": 103},
        {"period_code": "2024-S1", "label": "Semester I Tahun 2024", "ikm": "93.61", "mutu": "A", "respondents": 615},
    ]
    rows["ikm_unit"]["change"] = "7.56"
    rows["trend"][1]["change"], rows["trend"][2]["change"] = "-0.05", "7.56"
    rows["follow_up"] = rows["follow_up"].model_copy(update={"period_code": "2024-S1"})
    rows["follow_up_before"] = rows["follow_up_before"].model_copy(update={"period_code": "2023-S2"})


def many_periods(rows: Rows) -> None:
    """Twenty years."""
    indices = [Decimal("60") + (year * 7 % 23) + Decimal(year - 2005) / 2 for year in range(2005, 2024)]
    indices.append(Decimal("93.61"))
    rows["trend"] = [
        {
            "period_code": str(year),
            "label": f"Tahun {year}",
            "ikm": ikm,
            "mutu": grade(ikm)[0],
            "respondents": 40 * (year - 2000),
            "change": ikm - indices[year - 2006] if year > 2005 else None,
        }
        for year, ikm in enumerate(indices, start=2005)
    ]
    rows["trend"][-1]["respondents"] = RESPONDENTS
    rows["ikm_unit"]["change"] = rows["trend"][-1]["change"]


def undated(rows: Rows) -> None:
    """The file has no dates: it names the year."""
    rows["ingest_file"][0] |= {"period_code": PERIOD, "rows_rejected": 0}
    rows["collection"] = {
        "dated_respondents": 0,
        "first_response_date": None,
        "last_response_date": None,
        "working_days": None,
    }


def few_respondents(rows: Rows) -> None:
    """Fewer than the regulation asks for, and a grade that depends on the weight."""
    rows["ikm_unsur"] = unsur_rows((103, 103, 103, 104, 103, 103, 103, 103, 103), 29, PERIOD)
    rows["ikm_unit"] |= {
        "respondents": 29, "service_recipients": 61500, "sample_needed": 382, "sample_met": False, "ikm": "88.00",
        "ikm_ninth": "88.89", "mutu": "B", "kinerja": "Baik", "mutu_ninth": "A", "grade_depends_on_weight": True,
        "ikm_low": "84.10", "ikm_high": "91.90", "change": "1.92",
    }  # fmt: skip
    rows["trend"][-1] |= {"ikm": "88.00", "mutu": "B", "respondents": 29, "change": "1.92"}
    rows["respondent_profile"] = [
        {"characteristic": "gender", "category": "L", "respondents": 26, "share": 26 / 29},
        {"characteristic": "gender", "category": "P", "respondents": 3, "share": 3 / 29},
    ]


LONG_NAME = (
    "Unit Pelaksana Teknis Daerah Perlindungan Perempuan dan Anak serta Pemberdayaan Masyarakat Wilayah Utara "
    "Kabupaten Mojokerto"
)
HOSTILE = "😀 مرحبا ꦗꦮ \u202e\x00\x07\ud83d 'Sehat' #read(\"x\") $x$ <b> \\ =cmd|' /C calc'!A0 *tebal* _miring_ @ref"


def long_texts(rows: Rows) -> None:
    """A name of 120 letters, forty files, a suggestion of 20,000 letters, a plan as long."""
    rows["registered"] = Unit(UNIT, LONG_NAME, "kecamatan", None, (), None, ())
    rows["ingest_file"] = [
        {
            **rows["ingest_file"][0],
            "path": f"semester/Rekapitulasi hasil survei kepuasan masyarakat {number} final.xlsx",
        }
        for number in range(40)
    ]
    rows["suggestion_theme"][1] = {
        **rows["suggestion_theme"][1], "example": "pelayanan " * 2000, "further_example": "x" * 20_000,
    }  # fmt: skip
    actions = rows["follow_up"].actions
    rows["follow_up"] = rows["follow_up"].model_copy(
        update={"actions": (actions[0].model_copy(update={"activity": "program " * 400}), *actions[1:])}
    )


def strange_letters(rows: Rows) -> None:
    """Emoji, scripts the font lacks, control characters, half a surrogate pair, markup and formulas."""
    rows["registered"] = Unit(UNIT, f"Puskesmas {HOSTILE}", "kecamatan", None, (), None, (), address=HOSTILE)
    rows["suggestion_theme"][1] = {**rows["suggestion_theme"][1], "example": HOSTILE, "further_example": HOSTILE}
    rows["ingest_file"][0] |= {"path": f"folder/{HOSTILE}.csv"}
    rows["notes"] = (HOSTILE,)
    for name in ("follow_up", "follow_up_before"):
        actions = tuple(
            action.model_copy(update={"activity": HOSTILE, "responsible": HOSTILE, "description": HOSTILE})
            for action in rows[name].actions
        )
        rows[name] = rows[name].model_copy(update={"actions": actions})


EXTREMES: tuple[Callable[[Rows], None], ...] = (
    one_respondent,
    no_profile,
    all_equal,
    every_grade,
    no_follow_up,
    semester,
    many_periods,
    undated,
    few_respondents,
    long_texts,
    strange_letters,
)


def changed(change: Callable[[Rows], None]) -> UnitFigures:
    """Jatirejo 2024 as that change makes it."""
    rows = deepcopy(_jatirejo_rows())
    change(rows)
    return unit_figures(**(rows | {"answers": answers_of_rows(rows["ikm_unsur"])}))


@pytest.fixture(params=EXTREMES, ids=lambda change: change.__name__)
def extreme(request: pytest.FixtureRequest) -> UnitFigures:
    """Each of the extremes in turn."""
    return changed(request.param)


def public_profile(hidden: Sequence[str] = ("Tidak Sekolah", "S2")) -> list[dict[str, Any]]:
    """The profile of Jatirejo 2024 with these categories suppressed."""
    return [{**row, "respondents": None, "share": None} if row["category"] in hidden else row for row in profile()]


@pytest.fixture
def extremes() -> dict[str, UnitFigures]:
    """All of them by name, and `public`, the public edition of Jatirejo 2024 with two cells suppressed."""
    return {change.__name__: changed(change) for change in EXTREMES} | {
        "public": public_figures(unit_figures(**(_jatirejo_rows() | {"respondent_profile": public_profile()})))
    }


@pytest.fixture
def jatirejo_responses() -> tuple[ResponseFigure, ...]:
    """615 answers, threes and fours, whose sums are those of Jatirejo 2024."""
    return responses(TOTALS, RESPONDENTS)


def responses(totals: Sequence[int], respondents: int) -> tuple[ResponseFigure, ...]:
    """Answers of 3 and 4 whose sums are `totals`, over the days of 2024."""
    threes = [4 * respondents - total for total in totals]
    return tuple(
        ResponseFigure(
            response_date=date(2024, 1, 2) + timedelta(days=position * 330 // respondents),
            gender="L" if position < 272 else "P",
            age=20 + position % 45 if position % 50 else None,
            age_band=None,
            education="SMA",
            occupation="Wiraswasta",
            answers=tuple(
                3 if (position * 7 + number * 61) % respondents < threes[number] else 4 for number in range(9)
            ),
        )
        for position in range(respondents)
    )
