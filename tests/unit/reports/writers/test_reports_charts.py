from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from contracts.periods import parse_period
from reports.figures.base import Mutu
from reports.figures.unit_figures import CategoryFigure, ProfileFigure, TrendFigure, UnitFigures
from reports.writers.blocks import Chart
from reports.writers.chart_drawing import GRADE_FILLS, WIDTH, Axis, fitted, grade_bands, text_width
from reports.writers.charts import (
    NOT_SHOWN,
    RankedEntry,
    profile_block,
    ranking_block,
    share_bar,
    trend_block,
    unsur_block,
    unsur_chart,
)

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "😀 مرحبا ꦗꦮ \u202e\x00\x07\ud83d <b>&amp;\"' ]]> --> =cmd()"


def texts(chart: Chart) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(chart.svg).iter(f"{SVG}text")]


def grade(ikm: float) -> Mutu:
    return "A" if ikm >= 88.31 else "B" if ikm >= 76.61 else "C" if ikm >= 65 else "D"


def trend(values: dict[str, float]) -> list[TrendFigure]:
    return [
        TrendFigure.model_validate(
            {
                "period_code": code,
                "label": parse_period(code).label,
                "ikm": str(ikm),
                "mutu": grade(ikm),
                "respondents": 100,
                "change": None,
            }
        )
        for code, ikm in values.items()
    ]


def profile(*rows: tuple[str, int | None, bool]) -> ProfileFigure:
    categories = tuple(
        CategoryFigure(label=label, respondents=count, share=share, printed_share=share, known=known)
        for label, count, known in rows
        for share in [None if count is None else count / 200]
    )
    return ProfileFigure(name="occupation", label="Pekerjaan", categories=categories)


def entries(names: Sequence[str]) -> list[RankedEntry]:
    found = []
    for position, name in enumerate(names):
        ikm = Decimal("97.50") - Decimal(position) / 2
        found.append(RankedEntry(name, ikm, ikm - 2, ikm + 2, grade(float(ikm))))
    return found


def test_the_chart_names_itself_and_keeps_its_text(jatirejo: UnitFigures) -> None:
    root = ElementTree.fromstring(unsur_chart(jatirejo.unsur, title="Nilai <A&B>", description="Sembilan batang"))
    assert root.findtext(f"{SVG}title") == "Nilai <A&B>"
    assert root.findtext(f"{SVG}desc") == "Sembilan batang"
    written = [element.text for element in root.iter(f"{SVG}text")]
    for one in jatirejo.unsur:
        assert one.name in written
        assert str(one.score).replace(".", ",") in written


def test_unsur_in_words_and_as_data(jatirejo: UnitFigures) -> None:
    chart = unsur_block(jatirejo.unsur, title="Nilai unsur", caption="Nilai setiap unsur", source="Sumber")
    assert "U1 Persyaratan 92,76 (mutu A)" in chart.description
    assert chart.categories[0] == "U1 Persyaratan"
    assert chart.series[0].values[:4] == (92.76, 93.21, 92.97, 100.0)
    assert (chart.kind, chart.minimum, chart.maximum, chart.number_format) == ("bar", 25, 100, "0.00")
    assert (chart.caption, chart.source) == ("Nilai setiap unsur", "Sumber")


def test_grades_differ_by_lightness() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    steps = [lightness(GRADE_FILLS[mutu]) for mutu in ("A", "B", "C", "D")]
    assert all(later - earlier > 30 for earlier, later in pairwise(steps))


def test_shares_stay_within_their_bar() -> None:
    widths = [ElementTree.fromstring(share_bar(share, width=70))[1].get("width") for share in (0.0, 0.5, 1.0, 1.2)]
    assert widths == ["0", "35", "70", "70"]


def test_bands_are_the_regulation_s() -> None:
    assert [(band.mutu, band.floor, band.label) for band in grade_bands()] == [
        ("A", 88.31, "88,31"),
        ("B", 76.61, "76,61"),
        ("C", 65.0, "65,00"),
        ("D", 25.0, ""),
    ]
    assert [(band.mutu, band.floor, band.ceiling) for band in grade_bands(80, 90)] == [
        ("A", 88.31, 90),
        ("B", 80, 88.31),
    ]


def test_what_lies_outside_a_scale_is_drawn_at_its_edge() -> None:
    axis = Axis(25, 100, 0, 150)
    assert [axis.at(value) for value in (24.75, 25, 100, Decimal("62.5"))] == [0, 0, 150, 75]


def test_names_are_cut_where_they_have_no_room() -> None:
    assert fitted("Kecamatan Jatirejo", 190) == "Kecamatan Jatirejo"
    cut = fitted("Kecamatan " * 20, 100)
    assert cut.endswith("…")
    assert text_width(cut) <= 100
    assert fitted("x" * 20_000, 60).endswith("x…")


def test_profile_shows_counts_and_shares_unknown_last() -> None:
    chart = profile_block(
        profile(("Tidak diketahui", 12, False), ("Petani / Nelayan", 1234, True), ("Lainnya", 0, True)), caption="c"
    )
    assert chart.categories == ("Petani / Nelayan", "Lainnya", "Tidak diketahui")
    assert chart.series[0].values == (1234.0, 0.0, 12.0)
    assert {"1.234", "617,0\N{NO-BREAK SPACE}%", "12", "0"} <= set(texts(chart))
    assert "Petani / Nelayan 1.234 (617,0\N{NO-BREAK SPACE}%)" in chart.description


def test_suppressed_counts_are_in_no_part_of_the_profile() -> None:
    chart = profile_block(profile(("Wiraswasta", 180, True), ("Lainnya", None, True)), caption="c")
    assert chart.series[0].values == (180.0, None)
    assert NOT_SHOWN in texts(chart)
    assert f"Lainnya {NOT_SHOWN}" in chart.description
    assert chart.svg.count("<rect") == 1  # no bar whose length would tell


@pytest.mark.parametrize("rows", [(), (("Lainnya", None, True),), (("Lainnya", 0, True),)])
def test_a_profile_with_nothing_to_draw(rows: tuple[tuple[str, int | None, bool], ...]) -> None:
    assert texts(profile_block(profile(*rows), caption="c"))


def test_the_trend_in_words_and_as_data() -> None:
    chart = trend_block(trend({"2022": 84.2, "2023": 92.33, "2024": 93.61}), title="Tren", caption="c")
    assert chart.categories == ("Tahun 2022", "Tahun 2023", "Tahun 2024")
    assert chart.series[0].values == (84.2, 92.33, 93.61)
    assert {"84,20", "92,33", "93,61", "2022", "2024", "A", "B", "88,31"} <= set(texts(chart))
    assert "Tahun 2023 92,33 (mutu A)" in chart.description
    assert (chart.minimum, chart.maximum) == (80, 100)


def test_a_scale_that_does_not_begin_at_25_says_so() -> None:
    note = "Skala dimulai dari 80 agar perbedaan terlihat."
    assert note in texts(trend_block(trend({"2022": 84.2, "2024": 93.61}), title="Tren", caption="c"))
    whole = trend_block(trend({"2022": 24.75, "2024": 99}), title="Tren", caption="c")
    assert (whole.minimum, whole.maximum) == (25, 100)
    assert not any("Skala dimulai" in one for one in texts(whole))


def test_a_period_without_index_is_bridged_by_dashes_and_keeps_its_room() -> None:
    def line_dashes(values: dict[str, float]) -> list[str | None]:
        root = ElementTree.fromstring(trend_block(trend(values), title="Tren", caption="c").svg)
        return [one.get("stroke-dasharray") for one in root.iter(f"{SVG}line") if one.get("stroke-width") == "1.4"]

    assert line_dashes({"2021-S2": 80, "2022-S1": 81, "2022-S2": 82}) == [None, None]
    assert line_dashes({"2020": 80, "2022": 81, "2023": 82}) == ["4 3", None]
    root = ElementTree.fromstring(trend_block(trend({"2020": 80, "2022": 81, "2023": 82}), title="T", caption="c").svg)
    first, second, third = (float(dot.get("cx", "")) for dot in root.iter(f"{SVG}circle"))
    assert second - first == pytest.approx(2 * (third - second), abs=0.05)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 12, 20])
@pytest.mark.parametrize("codes", ["{year}", "{year}-S2", "{year}-TW3", "{year}-09"])
def test_labels_never_touch_however_many_periods(count: int, codes: str) -> None:
    values = {codes.format(year=2005 + step): 60 + step * 37 % 39 for step in range(count)}
    root = ElementTree.fromstring(trend_block(trend(values), title="Tren", caption="c").svg)
    below = [one for one in root.iter(f"{SVG}text") if one.get("y") == "161"]
    edges = [
        (float(one.get("x", "")) - half, float(one.get("x", "")) + half)
        for one in below
        for half in [text_width(one.text or "", 7.5) / 2]
    ]
    assert all(earlier[1] < later[0] for earlier, later in pairwise(sorted(edges)))
    assert len(below) >= min(count, 5)
    newest = "" if not values else list(values)[-1][:4]
    assert any(newest in (one.text or "") for one in root.iter(f"{SVG}text"))


def test_a_ranking_has_a_line_a_unit_with_its_interval() -> None:
    units = entries(["Kecamatan Jatirejo", "Kecamatan Gondang"])
    chart = ranking_block(
        [*units, RankedEntry("Kecamatan Pacet", Decimal("70"), None, None, "C")], title="T", caption="c"
    )
    root = ElementTree.fromstring(chart.svg)
    assert len(list(root.iter(f"{SVG}circle"))) == 3
    whiskers = [one for one in root.iter(f"{SVG}line") if one.get("stroke-width") == "1.1"]
    assert len(whiskers) == 2 * 3
    assert {"Kecamatan Jatirejo", "97,50", "70,00", "C"} <= set(texts(chart))
    assert chart.series[0].values == (97.5, 97.0, 70.0)
    assert "Kecamatan Pacet 70,00 (mutu C)" in chart.description


def test_sixty_units_fit_a_page_and_stay_inside() -> None:
    chart = ranking_block(
        entries([f"Unit {number} {'dengan nama panjang ' * 6}" for number in range(60)]), title="T", caption="c"
    )
    root = ElementTree.fromstring(chart.svg)
    assert float(root.get("height", "").removesuffix("pt")) < 690
    names = [one for one in root.iter(f"{SVG}text") if (one.text or "").startswith("Unit")]
    assert len(names) == 60
    for one in names:
        assert text_width(one.text or "", float(one.get("font-size", ""))) < 190
    assert all(0 <= float(one.get("x", "")) <= WIDTH for one in root.iter(f"{SVG}text"))


def test_names_from_outside_stay_text_and_valid_xml(jatirejo: UnitFigures) -> None:
    charts = (
        ranking_block(entries([HOSTILE, "Unit"]), title=HOSTILE, caption="c"),
        trend_block(trend({"2023": 80.0, "2024": 81.0}), title=HOSTILE, caption="c"),
        unsur_block(jatirejo.unsur, title=HOSTILE, caption="c"),
    )
    for chart in charts:
        root = ElementTree.fromstring(chart.svg)
        assert root.findtext(f"{SVG}title") == "□ □ □ □ <b>&amp;\"' ]]> --> =cmd()"
        assert not list(root.iter(f"{SVG}b"))
    assert any(one.startswith("□ □ □ □ <b>&amp;") for one in texts(charts[0]))


def test_same_figures_same_drawing(jatirejo: UnitFigures) -> None:
    for draw in (
        lambda: trend_block(jatirejo.trend, title="T", caption="c"),
        lambda: profile_block(jatirejo.profile[1], caption="c"),
        lambda: ranking_block(entries(["a", "b"]), title="T", caption="c"),
    ):
        assert draw() == draw()
