"""Charts of Word documents: native ones, which staff can edit.

Belongs here: a chart of `reports.writers.blocks` as chart markup, the small workbook in it that Word opens for
"Edit Data", and the drawing that shows it. Both are written as text: through a library's objects a chart
takes thirty times as long. Not here: figures, colours (`reports.writers.charts` chooses them), captions.
"""

import re
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from contracts.safe_text import shown_text
from reports.writers.blocks import Chart, ChartSeries
from reports.writers.word_markup import DECLARATION, DRAWING, RELATIONSHIPS, attribute, one_line, zipped

_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PICTURE_PLACE: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_SHEETS: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET: Final = "Data"

_MILLIMETRE: Final = 36_000
"""In the unit of drawings (EMU)."""
_WIDTH: Final = 162
"""Of the text block, in millimetres."""
_TALLEST: Final = 200
_LOWEST: Final = 36
_SHAPE: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_USUAL_SHAPE: Final = 0.45
_TYPE: Final = 900
_SMALL_TYPE: Final = 700
"""Hundredths of a point; the small one for values that stand close beside each other."""
_MOST_LARGE_LABELS: Final = 10
_ROUND_MANTISSAS: Final = ("1.0000", "2.0000", "2.5000", "5.0000")
_LINE_COLOURS: Final = ("15506B", "A97B10", "5A6B76", "9C2F1F")
_QUIET: Final = "5A6B76"
_RULE: Final = "D5DCE1"


def chart_part(number: int, chart: Chart) -> Part:
    """The chart as a part of the package, with its workbook."""
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, _chart_markup(chart).encode())
    workbook = Part(PackURI(f"/word/embeddings/data{number}.xlsx"), CONTENT_TYPE.SML_SHEET, _workbook(chart))
    part.load_rel(RELATIONSHIP_TYPE.PACKAGE, workbook, "rId1")
    return part


def chart_drawing(number: int, relationship: str, chart: Chart) -> str:
    """The run that shows the chart of a relationship, with its description for those who do not see it.

    It takes the place that the drawn chart takes in the PDF, so that pages break alike."""
    drawn = _SHAPE.search(chart.svg)
    shape = float(drawn[2]) / float(drawn[1]) if drawn else _USUAL_SHAPE
    width, height = _WIDTH * _MILLIMETRE, round(min(max(_WIDTH * shape, _LOWEST), _TALLEST) * _MILLIMETRE)
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_PICTURE_PLACE}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="{attribute(chart.label or f"Grafik {number}")}" '
        f'descr="{attribute(chart.description)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{DRAWING}"><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" r:id="{relationship}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def _chart_markup(chart: Chart) -> str:
    is_line = chart.kind == "line"
    series = "".join(_series(chart, position, one) for position, one in enumerate(chart.series))
    if is_line:
        plot = (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}'
            f'<c:marker val="1"/>{_AXIS_IDS}</c:lineChart>'
        )
    else:
        direction = "bar" if chart.kind == "bar" else "col"
        plot = (
            f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
            f'<c:gapWidth val="60"/>{_AXIS_IDS}</c:barChart>'
        )
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if len(chart.series) > 1 else ""
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{DRAWING}" xmlns:r="{RELATIONSHIPS}">'
        '<c:date1904 val="0"/><c:lang val="id-ID"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}{_axes(chart)}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'{_text_properties(_TYPE)}<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


_AXIS_IDS: Final = '<c:axId val="1"/><c:axId val="2"/>'


def _series(chart: Chart, position: int, series: ChartSeries) -> str:
    letter = _column_letter(position + 1)
    last = len(chart.categories) + 1
    colour = _LINE_COLOURS[position % len(_LINE_COLOURS)]
    size = _TYPE if len(chart.categories) <= _MOST_LARGE_LABELS or chart.kind == "bar" else _SMALL_TYPE
    if chart.kind == "line":
        fill = _solid(colour)
        look = f'<c:spPr><a:ln w="28575" cap="rnd">{fill}</a:ln></c:spPr>'
        marks = (
            f'<c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>{fill}<a:ln>{fill}</a:ln></c:spPr></c:marker>'
        )
        place, end = "t", '<c:smooth val="0"/>'
    else:
        look = f'<c:spPr>{_bar(colour)}</c:spPr><c:invertIfNegative val="0"/>'
        marks = "".join(
            f'<c:dPt><c:idx val="{index}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
            f"<c:spPr>{_bar(own)}</c:spPr></c:dPt>"
            for index, own in enumerate(series.colours)
            if own
        )
        place, end = "outEnd", ""
    return (
        f'<c:ser><c:idx val="{position}"/><c:order val="{position}"/>'
        f"<c:tx><c:strRef><c:f>{_SHEET}!${letter}$1</c:f>{_text_cache((series.name,))}</c:strRef></c:tx>"
        f"{look}{marks}{_labels(chart.number_format, place, size)}"
        f"<c:cat><c:strRef><c:f>{_SHEET}!$A$2:$A${last}</c:f>{_text_cache(chart.categories)}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{_SHEET}!${letter}$2:${letter}${last}</c:f>"
        f"{_number_cache(series.values, chart.number_format)}</c:numRef></c:val>{end}</c:ser>"
    )


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill>'


def _thin_line(colour: str) -> str:
    return f'<a:ln w="6350">{_solid(colour)}</a:ln>'


def _bar(colour: str) -> str:
    """Outlined, so that a white bar is one too."""
    return _solid(colour) + _thin_line(_QUIET)


def _labels(number_format: str, place: str, size: int) -> str:
    return (
        f'<c:dLbls><c:numFmt formatCode="{attribute(number_format)}" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_text_properties(size, bold=True)}"
        f'<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _axes(chart: Chart) -> str:
    """Bars run down the page in the order of the categories, as they are read; values stand below them."""
    is_bar = chart.kind == "bar"
    limits = "".join(
        f'<c:{name} val="{limit!r}"/>'
        for name, limit in (("max", chart.maximum), ("min", chart.minimum))
        if limit is not None
    )
    unit = _major_unit(chart.minimum, chart.maximum)
    ticks = "0%" if chart.number_format.endswith("%") else "General"
    outline = f"<c:spPr>{_thin_line(_QUIET)}</c:spPr>"
    grid = f"<c:majorGridlines><c:spPr>{_thin_line(_RULE)}</c:spPr></c:majorGridlines>"
    crossing = "max" if is_bar else "autoZero"
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{"maxMin" if is_bar else "minMax"}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if is_bar else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>{outline}'
        '<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{limits}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"b" if is_bar else "l"}"/>{grid}<c:numFmt formatCode="{ticks}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:crossAx val="1"/><c:crosses val="{crossing}"/><c:crossBetween val="between"/>{unit}</c:valAx>'
    )


def _major_unit(minimum: float | None, maximum: float | None) -> str:
    """Round steps that meet both ends of the axis, where there are such: 25, 50, 75, 100."""
    if minimum is None or maximum is None:
        return ""
    for steps in (5, 4, 3, 2):
        unit = (maximum - minimum) / steps
        if f"{unit:.4e}".partition("e")[0] in _ROUND_MANTISSAS:
            return f'<c:majorUnit val="{unit:.6g}"/>'
    return ""


def _text_properties(size: int, *, bold: bool = False) -> str:
    face = '<a:latin typeface="Times New Roman"/><a:cs typeface="Times New Roman"/>'
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="{int(bold)}">{face}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="id-ID"/></a:p></c:txPr>'
    )


def _text_cache(texts: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{escape(one_line(text))}</c:v></c:pt>' for index, text in enumerate(texts)
    )
    return f'<c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache>'


def _number_cache(values: Sequence[float | None], number_format: str) -> str:
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{value!r}</c:v></c:pt>' for index, value in enumerate(values) if value is not None
    )
    return (
        f"<c:numCache><c:formatCode>{escape(number_format)}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache>'
    )


def _column_letter(index: int) -> str:
    """`A` for 0. No chart has more series than the alphabet has letters."""
    return chr(ord("A") + index)


def _workbook(chart: Chart) -> bytes:
    """The chart's data as a workbook of one sheet: the least that spreadsheets open."""
    rows = [("", *(series.name for series in chart.series))]
    rows += zip(chart.categories, *(series.values for series in chart.series), strict=True)
    written = "".join(_sheet_row(number, row) for number, row in enumerate(rows, start=1))
    sheet = (
        f'{DECLARATION}<worksheet xmlns="{_SHEETS}"><cols><col min="1" max="1" width="36" customWidth="1"/></cols>'
        f"<sheetData>{written}</sheetData></worksheet>"
    )
    return zipped((*_WORKBOOK_FRAME, ("xl/worksheets/sheet1.xml", sheet)))


def _sheet_row(number: int, values: Sequence[str | float | None]) -> str:
    cells = "".join(_sheet_cell(f"{_column_letter(column)}{number}", value) for column, value in enumerate(values))
    return f'<row r="{number}">{cells}</row>'


def _sheet_cell(place: str, value: str | float | None) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        text = _SPREADSHEET_ESCAPE.sub(r"_x005F_\1", escape(shown_text(value)))
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


_SPREADSHEET_ESCAPE: Final = re.compile("_(x[0-9A-Fa-f]{4}_)")
"""Spreadsheets read `_x0041_` in a text as `A`, unless its own underscore is written so."""


def _relationship(kind: str, target: str) -> str:
    return (
        f'{DECLARATION}<Relationships xmlns="{_PACKAGE_RELATIONSHIPS}">'
        f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/></Relationships>'
    )


_WORKBOOK_FRAME: Final = (
    (
        "[Content_Types].xml",
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT_TYPE.SML_SHEET_MAIN}"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT_TYPE.SML_WORKSHEET}"/></Types>',
    ),
    ("_rels/.rels", _relationship("officeDocument", "xl/workbook.xml")),
    (
        "xl/workbook.xml",
        f'{DECLARATION}<workbook xmlns="{_SHEETS}" xmlns:r="{RELATIONSHIPS}">'
        f'<sheets><sheet name="{_SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ),
    ("xl/_rels/workbook.xml.rels", _relationship("worksheet", "worksheets/sheet1.xml")),
)
