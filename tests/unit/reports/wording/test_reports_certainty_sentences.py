"""What the regency's index and its change can bear, and how reliable units are, in words."""

from decimal import Decimal

import pytest

from reports.figures.regency_figures import RegencyFigures, ScopeFigure
from reports.figures.unit_figures import RankFigure
from reports.wording.certainty_sentences import certainty, reliability_text, scope_sentence, unit_reliability
from reports.writers.funnel_chart import FunnelUnit, funnel_block
from tests.unit.reports.regency_rows import made, many

SCOPE = ScopeFigure(
    scope="kecamatan",
    units=5,
    ikm_mean=Decimal("88.80"),
    spread_between=Decimal("3.90"),
    spread_within=Decimal("11.60"),
    respondents_needed=21,
)


def with_headline(**changes: object) -> RegencyFigures:
    figures = made()
    headline = figures.headline.model_copy(update=changes)
    return figures.model_copy(update={"methods": (headline, *figures.methods[1:])})


CHANGED = {
    "ikm_low": Decimal("84.90"),
    "ikm_high": Decimal("87.04"),
    "change": Decimal("0.74"),
    "change_low": Decimal("-0.40"),
    "change_high": Decimal("1.88"),
}


def test_a_change_of_the_regency_is_one_of_three_words() -> None:
    interval = "Dengan tingkat kepercayaan 95\N{NO-BREAK SPACE}%, IKM kabupaten terletak antara 84,90 dan 87,04."
    assert certainty(with_headline(**CHANGED, change_distinguishable=True)) == (
        f"{interval} Dibandingkan tahun 2023, IKM kabupaten naik dari 85,23 menjadi 85,97."
    )
    assert certainty(with_headline(**CHANGED, change_distinguishable=False)) == (
        f"{interval} IKM kabupaten 85,97 tidak dapat dibedakan dari 85,23 pada tahun 2023: selisih +0,74 (selang "
        "kepercayaan 95\N{NO-BREAK SPACE}% −0,40 sampai +1,88) dapat terjadi karena respondennya berbeda."
    )


def test_an_edition_closed_before_says_what_it_said() -> None:
    assert certainty(made()) == "Dibandingkan tahun 2023, IKM kabupaten naik dari 85,23 menjadi 85,97."


@pytest.mark.parametrize(
    ("matched", "told", "said"),
    [
        ("7.43", True, "IKM naik 7,43 (selang kepercayaan 95\N{NO-BREAK SPACE}% +5,32 sampai +9,54)"),
        (
            "0.20",
            False,
            "perubahannya, +0,20 (selang kepercayaan 95\N{NO-BREAK SPACE}% +5,32 sampai +9,54), tidak dapat dibedakan "
            "dari tetap",
        ),
        ("0.00", False, "IKM tetap (selang kepercayaan 95\N{NO-BREAK SPACE}% +5,32 sampai +9,54)"),
    ],
)
def test_weak_units_that_joined_are_the_composition(matched: str, told: bool, said: str) -> None:
    figures = with_headline(
        units_before=2,
        units_matched=2,
        change_matched=Decimal(matched),
        change_matched_low=Decimal("5.32"),
        change_matched_high=Decimal("9.54"),
        change_matched_distinguishable=told,
        change_composition=Decimal("-11.14"),
    )
    assert certainty(figures).endswith(
        f"Pada 2 unit yang memiliki IKM pada kedua periode, {said}; bagian perubahan kabupaten karena susunan unitnya "
        "berbeda (sebelumnya 2 unit, kini 4) adalah −11,14."
    )


def test_where_the_units_are_the_same_nothing_is_composition() -> None:
    same = {"units_before": 4, "units_matched": 4, "change_matched": Decimal("0.74"), "change_composition": Decimal()}
    assert "susunan" not in certainty(with_headline(**CHANGED, **same))


def test_who_is_not_reliable_is_named_up_to_five() -> None:
    units = [
        one.model_copy(update={"reliability": Decimal("0.42"), "reliable": number > 6})
        for number, one in enumerate(made(many(8)).ranking)
    ]
    names = [one.unit_name for one in units]
    assert scope_sentence(units, SCOPE, "dinas") == (
        f"Dari 8 dinas yang dapat dinilai, 7 belum andal: {', '.join(names[:5])}, dan 2 unit lain; untuk andal "
        "diperlukan sekitar 21 responden."
    )
    assert reliability_text(units[0]) == "0,42 belum andal"
    assert reliability_text(units[7]) == "0,42"
    none = SCOPE.model_copy(update={"respondents_needed": None})
    assert "tidak lebih besar daripada yang dapat terjadi" in scope_sentence(units, none, "dinas")
    assert "tidak dapat dinilai" in scope_sentence(units, None, "dinas")


def test_of_a_unit_it_is_said_where_it_is_known() -> None:
    rank = RankFigure(scope="kecamatan", rank=1, rank_low=1, rank_high=2, tied=False, units=5)
    assert unit_reliability(None, "kecamatan") == unit_reliability(rank, "kecamatan") == ""
    weak = rank.model_copy(update={"reliability": Decimal("0.69"), "reliable": False})
    assert unit_reliability(weak, "kecamatan") == (
        "Keandalan IKM ini di antara kecamatan adalah 0,69: belum andal untuk membedakan unit ini dari unit sejenis "
        "(di bawah 0,70)."
    )


def test_the_funnel_names_who_lies_beyond_its_limits() -> None:
    """With spread 11.6 the limits of 100 respondents are 88.80 ± 2.27, of 400 ± 1.14."""
    units = [
        FunnelUnit("Dawarblandong", 100, Decimal("91.00"), "A"),
        FunnelUnit("Kemlagi", 100, Decimal("91.10"), "A"),
        FunnelUnit("Trawas", 400, Decimal("87.60"), "B"),
        FunnelUnit("Pacet", 400, Decimal("87.70"), "B"),
    ]
    chart = funnel_block(units, SCOPE, title="Corong", caption="Corong")
    assert chart.description.endswith(
        "dengan rata-rata 88,80; di luar garis 95\N{NO-BREAK SPACE}%: Kemlagi 91,10 dan Trawas 87,60."
    )
    assert all(name in chart.svg for name in (">Kemlagi<", ">Trawas<"))
    assert ">Pacet<" not in chart.svg
    inside = funnel_block(units[:1], SCOPE, title="Corong", caption="Corong")
    assert inside.description.endswith("tidak ada unit di luar garis 95\N{NO-BREAK SPACE}%.")
