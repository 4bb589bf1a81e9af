from decimal import Decimal

import pytest

from contracts.settings import Settings, Signature
from reports.figures.regency_figures import regency_figures
from tests.unit.reports.regency_rows import SMALL, file, left_out, made, many, regency_rows


def test_the_headline_stands_first_and_the_three_methods_agree_with_the_rows() -> None:
    figures = made()
    assert [(one.method, one.ikm, one.mutu) for one in figures.methods] == [
        ("mean_of_units", Decimal("85.97"), "B"),
        ("mean_of_types", Decimal("82.06"), "B"),
        ("respondent_weighted", Decimal("90.75"), "A"),
    ]
    assert figures.headline is figures.methods[0]


def test_the_headline_stands_first_whichever_it_is() -> None:
    rows = [row | {"headline": row["method"] == "respondent_weighted"} for row in regency_rows()["ikm_regency"]]
    figures = made(ikm_regency=rows)
    assert figures.methods[0].method == figures.headline.method == "respondent_weighted"


@pytest.mark.parametrize("rows", [[], regency_rows()["ikm_regency"][1:]])
def test_without_a_headline_there_are_no_figures(rows: list[dict[str, object]]) -> None:
    with pytest.raises(ValueError, match="no headline method"):
        made(ikm_regency=rows)


def test_eight_unsur_are_no_index() -> None:
    with pytest.raises(ValueError, match="nine unsur, got 8"):
        made(ikm_regency_unsur=regency_rows()["ikm_regency_unsur"][:8])


def test_units_by_scope() -> None:
    figures = made()
    assert [(unit.unit_name, unit.rank, unit.tied) for unit in figures.ranking] == [
        ("Kecamatan Jatirejo", 1, False),
        ("Kecamatan Gondang", 2, True),
        ("Kecamatan Pacet", 2, True),
        ("Puskesmas Gedeg", 4, False),
    ]
    assert [(kind, [unit.rank for unit in ranking]) for kind, ranking in figures.ranking_by_type] == [
        ("kecamatan", [1, 2, 2]),
        ("puskesmas", [1]),
    ]
    assert [unit.unit_name for unit in figures.missing] == ["Puskesmas Dlanggu"]
    assert len(figures.registered) == 5
    assert list(figures.unsur_by_unit) == ["35.16.01", "35.16.02", "35.16.03", "P1"]


def test_what_stands_out() -> None:
    figures = made()
    assert [unit.unit_code for unit in figures.risen] == ["35.16.01"]
    assert [(unit.unit_code, unit.before) for unit in figures.fallen] == [("35.16.02", Decimal("89.10"))]
    assert figures.compared == 3
    assert [unit.unit_code for unit in figures.below_sample] == ["P1"]
    assert [unit.unit_code for unit in figures.sample_unknown] == ["35.16.03"]
    assert [unit.unit_code for unit in figures.weight_dependent] == ["35.16.02", "35.16.03"]
    assert [unsur.unsur_code for unsur in figures.lowest_unsur] == ["U5", "U3", "U2"]
    assert [unsur.unsur_code for unsur in figures.highest_unsur] == ["U1", "U9", "U4", "U8"]


def test_the_largest_steps_come_first() -> None:
    figures = made(many(12))
    assert [unit.change for unit in figures.risen] == sorted((unit.change for unit in figures.risen), reverse=True)
    assert [unit.change for unit in figures.fallen] == sorted(unit.change for unit in figures.fallen)
    assert len(figures.risen) + len(figures.fallen) == 12


def test_the_trend_ends_with_the_period() -> None:
    figures = made()
    assert [point.period_code for point in figures.trend] == ["2023", "2024"]
    assert figures.before is figures.trend[0]
    assert made(regency_trend=regency_rows()["regency_trend"][1:]).before is None


def test_a_gap_in_the_trend_is_no_period_before() -> None:
    older = {"period_code": "2022", "label": "Tahun 2022", "ikm": "80.00", "mutu": "B", "respondents": 1}
    assert made(regency_trend=[older, *regency_rows()["regency_trend"][1:]]).before is None


def test_files_are_counted_by_kind_and_status() -> None:
    rows = {"rows_read": 13, "rows_accepted": 7, "rows_rejected": 2, "rows_duplicate": 1, "rows_replaced": 3}
    held = file("c.csv", "held", unit_code="P1", reason="Tahan dahulu.", **dict.fromkeys(rows, 0))
    figures = made(ingest_file=[held, file("a.csv", "partial", **rows), file("b.csv", "partial", **rows)])
    assert [tuple(one.model_dump().values()) for one in figures.files] == [
        ("responses", "partial", 2, 26, 14, 4, 2, 6),
        ("responses", "held", 1, 0, 0, 0, 0, 0),
    ]
    assert [(one.path, one.reason) for one in figures.uncounted_files] == [("c.csv", "Tahan dahulu.")]


def test_rows_left_out_are_summed_by_rule_most_first() -> None:
    figures = made(
        rows_left_out=[left_out("a", "x", "X.", 1), left_out("a", "y", "Y.", 2), left_out("b", "y", "Y.", 3)]
    )
    assert [(one.rule, one.rows, one.files) for one in figures.rules] == [("y", 5, 2), ("x", 1, 1)]


def test_only_checks_that_did_not_pass_are_kept() -> None:
    assert [one.expectation for one in made().findings] == ["samples_met", "units_reported"]


def test_follow_up_is_named_and_the_least_done_comes_first() -> None:
    figures = made()
    assert figures.follow_up is not None
    assert [(one.unit_name, one.done) for one in figures.follow_up.by_unit] == [
        ("Kecamatan Gondang", 2),
        ("Kecamatan Jatirejo", 3),
    ]
    assert made(follow_up_regency=None, follow_up_realisation=[]).follow_up is None


def test_letterhead_and_signatory_are_the_settings() -> None:
    figures = made(SMALL[:1], settings=Settings(signature=Signature(name="Siti Aminah")))
    assert figures.letterhead.government == "Pemerintah Kabupaten Mojokerto"
    assert figures.letterhead.office == figures.organiser == "Bagian Organisasi Sekretariat Daerah"
    assert (figures.signatory.name, figures.signatory.nip) == ("Siti Aminah", "")


def test_a_missing_column_is_refused() -> None:
    rows = regency_rows()
    del rows["ranking"]["all"][0]["rank_low"]
    with pytest.raises(ValueError, match="rank_low"):
        regency_figures(**rows)
