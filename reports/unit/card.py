"""The public card of a unit (kartu publikasi): one page for the wall, one picture for social media.

Belongs here: which public figures the card shows and in which columns; its few sentences. Not here: layout
(`templates/card.typ`), hiding small cells (`transforms.figures.suppression`: the figures are `public_figures`).
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Final, NamedTuple

from pydantic import JsonValue

from contracts.settings import Thresholds
from reports.figures.unit_figures import CategoryFigure, ProfileFigure, UnitFigures, UnsurFigure
from reports.wording import unit_sentences
from reports.wording.indonesian import NOT_SHOWN, date_span, decimal_number, joined, percentage, whole_number
from reports.wording.revision_sentences import after_title, between_points
from reports.wording.source_sentences import CODE, code_keywords, document_code, receipt_of
from reports.writers.chart_drawing import (
    GRADE_FILLS,
    GRADE_INKS,
    GRADE_OUTLINES,
    HIGHEST_SCORE,
    LOWEST_SCORE,
    QUIET,
    Axis,
    grade_bands,
)
from reports.writers.printable import breakable, printable
from reports.writers.receipt_mark import receipt_data
from reports.writers.typesetting import compile_typst

PIXELS_PER_INCH: Final = 180.0
"""Of the picture: its page is 6 × 7.5 inches, which makes 1080 × 1350 pixels."""
SMALL_CELL: Final = Thresholds().small_cell
LONGEST_NAME: Final = 160
"""Letters of a unit's name that the head has room for."""
_NAME_EMS: Final = 12.0
"""A word of the name that is wider than this may be broken."""

KIND: Final = "Indeks Kepuasan Masyarakat"
SOURCE: Final = "Survei Kepuasan Masyarakat menurut Permen PANRB Nomor 14 Tahun 2017"
THANKS: Final = ("Terima kasih atas penilaian Anda.", "Setiap jawaban membantu kami melayani dengan lebih baik.")
WHY_HIDDEN: Final = "jumlahnya kecil, atau mengungkap jumlah kecil yang lain, sehingga responden dapat dikenali."

_GENDER: Final = "gender"
_ON_PHONE: Final = (_GENDER, "age_band", "education")
_YEARS: Final = " tahun"
_SHORT_LABELS: Final = ((" / Sederajat", ""), (_YEARS, ""), (" (D1 – D3)", ""))
_STACKED_ROW, _HEAD = 1.9, 2.0
"""Heights in rows of a profile: of an unsur with its bar below, of a title with the space above it."""


class Card(NamedTuple):
    """The card in both formats."""

    pdf: bytes
    png: bytes


def render_card(figures: UnitFigures, small_cell: int = SMALL_CELL) -> Card:
    """The card of one unit and period: A4 as PDF/A-2a and PDF/UA-1, and 1080 × 1350 pixels as PNG.

    `figures` are those for the public. An index that is not publishable is not shown: it is the answers of fewer
    than `small_cell` persons, or would give them away. Same figures, same bytes. Raises DocumentError when
    typst fails."""
    stamp = datetime.combine(figures.period.end_date, time(), tzinfo=UTC)
    wall, phone = (card_document(figures, wall=wall, small_cell=small_cell) for wall in (True, False))
    return Card(
        pdf=compile_typst("card.typ", {"document": wall}, stamp),
        png=compile_typst("card.typ", {"document": phone}, stamp, pixels_per_inch=PIXELS_PER_INCH),
    )


def card_document(figures: UnitFigures, *, wall: bool, small_cell: int = SMALL_CELL) -> dict[str, JsonValue]:
    """What `templates/card.typ` reads: only texts ready to print, in glyphs the font has."""
    name = printable(figures.unit_name) or printable(figures.unit_code)
    short_name = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME].rstrip()}…"
    return {
        "wall": wall,
        "kind": KIND,
        "title": f"{KIND} {short_name}, {figures.period.label}{after_title(figures.revision)}",
        "organiser": printable(figures.organiser),
        "regency": printable(figures.regency_name),
        "unit_name": breakable(short_name, _NAME_EMS),
        "period": f"{figures.period.label}{between_points(figures.revision)}",
        "thanks": list(THANKS),
        "lineage": printable(f"{figures.unit_code} · {figures.period_code} · {CODE} {document_code(figures.run)}"),
        "keywords": list(code_keywords(figures.run)),
        "receipt": receipt_data(receipt_of(figures.page_address, figures.run)) if wall else None,
        **(_shown(figures, wall=wall) if figures.index.publishable else _withheld(figures, small_cell)),
    }


def _withheld(figures: UnitFigures, small_cell: int) -> dict[str, JsonValue]:
    why = (
        f"Pada periode ini jumlah responden kurang dari {whole_number(small_cell)} orang, terlalu kecil untuk "
        "dipublikasikan"
        if figures.index.respondents < small_cell
        else "Hasil periode ini tidak dipublikasikan tersendiri"
    )
    return {
        "subject": f"{why}.",
        "withheld": [
            "Nilai IKM tidak ditampilkan",
            f"{why}: jawaban perorangan dapat dikenali dari hasilnya.",
            "Mari ikut menilai pelayanan kami.",
        ],
        "notes": [],
        "method": f"{SOURCE}.",
    }


def _shown(figures: UnitFigures, *, wall: bool) -> dict[str, JsonValue]:
    index = figures.index
    return {
        "subject": printable(unit_sentences.index_sentence(figures)),
        "withheld": [],
        "value_name": "Nilai IKM",
        "ikm": decimal_number(index.ikm),
        "grade_name": "Mutu pelayanan",
        "mutu": index.mutu,
        "kinerja": index.kinerja,
        "grade_style": {
            "fill": GRADE_FILLS[index.mutu],
            "outline": GRADE_OUTLINES[index.mutu],
            "ink": GRADE_INKS[index.mutu],
        },
        "scale": _scale(float(index.ikm)),
        "facts": [
            {"name": "Responden", "value": f"{whole_number(index.respondents)} orang"},
            {"name": "Waktu survei", "value": date_span(figures.period.start_date, figures.period.end_date)},
        ],
        "columns": _columns(figures, wall=wall),
        "notes": _notes(figures, wall=wall),
        "method": f"{SOURCE}, {unit_sentences.weight_text(figures)}.",
    }


def _scale(ikm: float) -> JsonValue:
    """The grades from the lowest index to the highest, and where this one lies among them, from 0 to 1."""
    axis = Axis(LOWEST_SCORE, HIGHEST_SCORE, 0, 1)
    bands = sorted(grade_bands(), key=lambda band: band.floor)
    limits: list[JsonValue] = [
        {"place": axis.at(band.floor), "label": band.label or whole_number(LOWEST_SCORE)} for band in bands
    ]
    return {
        "place": axis.at(ikm),
        "bands": [
            {
                "mutu": band.mutu,
                "width": band.ceiling - band.floor,
                "fill": GRADE_FILLS[band.mutu],
                "outline": GRADE_OUTLINES[band.mutu],
                "ink": GRADE_INKS[band.mutu],
            }
            for band in bands
        ],
        "limits": [*limits, {"place": 1.0, "label": whole_number(HIGHEST_SCORE)}],
    }


def _columns(figures: UnitFigures, *, wall: bool) -> list[JsonValue]:
    """Groups of bars in two columns of about the same height: who answered, on the wall beside the nine unsur.
    Where hardly anything is known of who answered, the nine unsur take the whole width, on the phone as well."""
    told = [one for one in _on_card(figures, wall=wall) if not one.missing and not _all_hidden(one)]
    gender = [one for one in told if one.name == _GENDER]
    others = [one for one in told if one.name != _GENDER]
    if not others:
        return [[_unsur_group(figures.unsur, stacked=False), *(_profile_group(one, wall=wall) for one in gender)]]
    columns = ([_unsur_group(figures.unsur, stacked=True)] if wall else [], list[JsonValue]())
    heights = [_STACKED_ROW * len(figures.unsur) + _HEAD if wall else 0.0, 0.0]
    for profile in (*others, *gender):
        shorter = heights.index(min(heights))
        columns[shorter].append(_profile_group(profile, wall=wall))
        heights[shorter] += len(profile.categories) + _HEAD
    return [column for column in columns if column]


def _unsur_group(unsur: Sequence[UnsurFigure], *, stacked: bool) -> JsonValue:
    axis = Axis(LOWEST_SCORE, HIGHEST_SCORE, 0, 1)
    return {
        "title": "Sembilan unsur pelayanan",
        "heads": ["Nilai", "Mutu"],
        "stacked": stacked,
        "graded": True,
        "rows": [
            {
                "label": one.name,
                "known": True,
                "width": axis.at(one.score),
                "fill": GRADE_FILLS[one.mutu],
                "outline": GRADE_OUTLINES[one.mutu],
                "figures": [decimal_number(one.score), one.mutu],
                "hidden": "",
            }
            for one in unsur
        ],
    }


def _profile_group(profile: ProfileFigure, *, wall: bool) -> JsonValue:
    """Who answered; the largest of the group has the longest bar."""
    categories = [category for category in profile.categories if category.known or category.respondents != 0]
    largest = max((category.share or 0.0 for category in categories), default=0.0) or 1.0
    return {
        "title": profile.label if wall else _short_title(profile),
        "heads": ["Orang", "Bagian"] if wall else ["Orang"],
        "stacked": False,
        "graded": False,
        "rows": [
            {
                "label": category.label if wall else _short_label(category.label),
                "known": category.known,
                "width": (category.share or 0.0) / largest,
                "fill": GRADE_FILLS["B"] if category.known else "#ffffff",
                "outline": GRADE_OUTLINES["B"] if category.known else QUIET,
                "figures": _figures(category, wall=wall),
                "hidden": NOT_SHOWN if category.suppressed else "",
            }
            for category in categories
        ],
    }


def _figures(category: CategoryFigure, *, wall: bool) -> list[JsonValue]:
    if category.respondents is None or category.printed_share is None:
        return []
    count = whole_number(category.respondents)
    return [count, percentage(category.printed_share)] if wall else [count]


def _short_title(profile: ProfileFigure) -> str:
    in_years = any(_YEARS in category.label for category in profile.categories)
    return f"{profile.label} ({_YEARS.strip()})" if in_years else profile.label


def _short_label(label: str) -> str:
    for words, shorter in _SHORT_LABELS:
        label = label.replace(words, shorter)
    return label


def _on_card(figures: UnitFigures, *, wall: bool) -> list[ProfileFigure]:
    return [profile for profile in figures.profile if wall or profile.name in _ON_PHONE]


def _all_hidden(profile: ProfileFigure) -> bool:
    """Nothing of it is shown: of whom something is known, all counts are suppressed."""
    return all(category.suppressed for category in profile.categories if category.known) and not profile.missing


def _notes(figures: UnitFigures, *, wall: bool) -> list[JsonValue]:
    notes: list[JsonValue] = []
    if former := unit_sentences.former_sentence(figures):
        notes.append(former)
    if parts := unit_sentences.parts_sentence(figures):
        notes.append(parts)
    if figures.index.sample_met is False and figures.index.sample_needed is not None:
        needed = whole_number(figures.index.sample_needed)
        notes.append(f"Jumlah responden belum memenuhi kebutuhan sampel ({needed} responden).")
    on_card = _on_card(figures, wall=wall)
    if missing := [one.label.lower() for one in on_card if one.missing]:
        notes.append(f"Data survei tidak memuat {joined(missing)} responden.")
    if hidden := [one.label.lower() for one in on_card if _all_hidden(one)]:
        notes.append(f"Rincian menurut {joined(hidden)} {NOT_SHOWN}: {WHY_HIDDEN}")
    elif any(category.suppressed for profile in on_card for category in profile.categories):
        notes.append(f"{NOT_SHOWN.capitalize()}: {WHY_HIDDEN}")
    return notes
