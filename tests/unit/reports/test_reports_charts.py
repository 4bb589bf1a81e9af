from itertools import pairwise
from xml.etree import ElementTree

from reports.charts import GRADE_FILLS, share_bar, unsur_chart
from reports.figures import UnitFigures

SVG = "{http://www.w3.org/2000/svg}"


def test_the_chart_names_itself_and_keeps_its_text(jatirejo: UnitFigures) -> None:
    root = ElementTree.fromstring(unsur_chart(jatirejo.unsur, title="Nilai <A&B>", description="Sembilan batang"))
    assert root.findtext(f"{SVG}title") == "Nilai <A&B>"
    assert root.findtext(f"{SVG}desc") == "Sembilan batang"
    texts = [element.text for element in root.iter(f"{SVG}text")]
    for one in jatirejo.unsur:
        assert one.name in texts
        assert str(one.score).replace(".", ",") in texts


def test_grades_differ_by_lightness() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    steps = [lightness(GRADE_FILLS[mutu]) for mutu in ("A", "B", "C", "D")]
    assert all(later - earlier > 30 for earlier, later in pairwise(steps))


def test_shares_stay_within_their_bar() -> None:
    widths = [ElementTree.fromstring(share_bar(share, width=70))[1].get("width") for share in (0.0, 0.5, 1.0, 1.2)]
    assert widths == ["0", "35", "70", "70"]
