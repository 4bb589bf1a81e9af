import pytest

from contracts.settings import Regency
from reports.figures import Row, UnitFigures, unit_figures

PERIOD, UNIT = "2024", "35.16.01"
TOTALS = (2282, 2293, 2287, 2460, 2281, 2299, 2294, 2460, 2279)
SCORES = ("92.76", "93.21", "92.97", "100.00", "92.72", "93.46", "93.25", "100.00", "92.64")
LOWEST = (3, 5, 4, 8, 2, 7, 6, 8, 1)
HIGHEST = (7, 5, 6, 1, 8, 3, 4, 1, 9)


def unsur_rows() -> list[dict[str, object]]:
    """Jatirejo 2024 as `ikm_unsur` has it."""
    return [
        {
            "period_code": PERIOD,
            "unit_code": UNIT,
            "unsur_code": f"U{position + 1}",
            "respondents": 615,
            "total": total,
            "nrr": total / 615,
            "nrr_weighted": total / 615 * 0.11,
            "score": SCORES[position],
            "mutu": "A",
            "kinerja": "Sangat Baik",
            "lowest_rank": LOWEST[position],
            "highest_rank": HIGHEST[position],
        }
        for position, total in enumerate(TOTALS)
    ]


@pytest.fixture
def jatirejo_rows() -> dict[str, object]:
    """The arguments of `unit_figures` for Jatirejo 2024."""

    def profile(characteristic: str, **counts: int) -> list[Row]:
        return [
            {"characteristic": characteristic, "category": name, "respondents": count, "share": count / 615}
            for name, count in counts.items()
        ]

    index: Row = {
        "period_code": PERIOD,
        "unit_code": UNIT,
        "respondents": 615,
        "ikm": "93.61",
        "ikm_exact": "94.56",
        "weight": "0.11",
        "mutu": "A",
        "kinerja": "Sangat Baik",
        "mutu_exact": "A",
        "grade_depends_on_weight": False,
        "ikm_low": "92.95",
        "ikm_high": "94.27",
        "service_recipients": 615,
        "sample_needed": 237,
        "sample_met": True,
        "change": "1.28",
    }
    rank = {"rank": 3, "rank_low": 1, "rank_high": 6, "tied": False}
    return {
        "regency": Regency(),
        "unit": {"unit_code": UNIT, "unit_name": "Kecamatan Jatirejo", "unit_type": "kecamatan", "bps_code": "3516010"},
        "period_code": PERIOD,
        "ikm_unit": index,
        "ikm_unsur": unsur_rows(),
        "ikm_ranking": [
            {**rank, "scope": "kecamatan", "units": 18},
            {**rank, "scope": "all", "rank": 4, "rank_high": 9, "units": 22},
        ],
        "respondent_profile": [
            *profile("gender", L=272, P=343),
            *profile("age_band", **{"<20": 21, "20-29": 143, "30-39": 166, "40-49": 152, ">=50": 121, "unknown": 12}),
            *profile(
                "education",
                **{"Tidak Sekolah": 6, "SD": 71, "SMP": 118, "SMA": 279, "D1/D2/D3": 32, "D4/S1": 98, "S2": 11},
            ),
            *profile(
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
        ],
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
        "run": {"run_id": "20261122T101500", "code_version": "0.1.0", "inputs_hash": "4be1c09aa1d25f07"},
    }


@pytest.fixture
def jatirejo(jatirejo_rows: dict) -> UnitFigures:
    return unit_figures(**jatirejo_rows)
