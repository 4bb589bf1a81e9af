"""A unit's document as PDF: the figures put into words and handed to the typst template.

Belongs here: which text of `reports.sentences` stands where, and how typst is run. Not here: wording,
layout (`reports/templates`), or figures.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

import typst
from pydantic import JsonValue

from reports import charts, sentences
from reports.figures import FileFigure, ProfileFigure, RankFigure, UnitFigures, UnsurFigure
from reports.indonesian import date_span, decimal_number, percentage, whole_number
from reports.printable import printable, printable_values

TEMPLATES: Final = Path(__file__).parent / "templates"
MOST_FILES: Final = 8
"""Lines of the table of files, so that a unit that sends an export a day still has two pages."""


class DocumentError(RuntimeError):
    """The typesetter refused a document or warned of it: our fault, not the data's."""


def render_unit_pdf(figures: UnitFigures) -> bytes:
    """The document of one unit and period: one to two pages A4, PDF/A-2a and PDF/UA-1.

    Same figures, same bytes: the time stamp is the end of the period. Every call has its own compiler,
    which threads must not share. Worker processes are best started by `forkserver` or `spawn`: typst keeps
    threads of its own, and a child forked after a first document hangs. Raises DocumentError when typst
    fails or warns."""
    stamp = datetime.combine(figures.period.end_date, time(), tzinfo=UTC)
    return _compile("unit.typ", unit_document(figures), stamp)


def _compile(template: str, document: dict[str, JsonValue], stamp: datetime) -> bytes:
    try:
        pdf, warnings = typst.compile_with_warnings(
            TEMPLATES / template,
            root=TEMPLATES,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
            pdf_standards=["a-2a", "ua-1"],  # archivable with its structure, and readable by a screen reader
            timestamp=stamp,
        )
    except typst.TypstError as error:
        raise DocumentError(f"{template}: {error.message}") from error
    if warnings:
        raise DocumentError(f"{template}: {'; '.join(warning.message for warning in warnings)}")
    return bytes(pdf)


def unit_document(figures: UnitFigures) -> dict[str, JsonValue]:
    """What `templates/unit.typ` reads: only texts ready to print, in glyphs the font has."""
    period = figures.period
    index = figures.index
    description = sentences.chart_description(figures)
    chart_title = f"Nilai sembilan unsur, {figures.unit_name}, {period.label}"
    known_profile = any(not profile.missing for profile in figures.profile)
    document: dict[str, JsonValue] = {
        "title": f"Hasil Survei Kepuasan Masyarakat {figures.unit_name}, {period.label}",
        "subject": sentences.index_sentence(figures),
        "kind": "Hasil Survei Kepuasan Masyarakat",
        "regency": figures.regency_name,
        "organiser": figures.organiser,
        "unit_name": figures.unit_name,
        "period": f"{period.label} · {date_span(period.start_date, period.end_date)}",
        "ikm": decimal_number(index.ikm),
        "grade_style": {
            "fill": charts.GRADE_FILLS[index.mutu],
            "outline": charts.GRADE_OUTLINES[index.mutu],
            "ink": charts.GRADE_INKS[index.mutu],
        },
        "grade": f"Mutu {index.mutu} · {index.kinerja}",
        "weight": sentences.weight_text(figures),
        "facts": _facts(figures),
        "summary": " ".join(sentences.summary(figures)),
        "unsur": [_unsur(one, figures) for one in figures.unsur],
        "unsur_sentences": list(sentences.unsur_sentences(figures)),
        "chart": charts.unsur_chart(figures.unsur, title=printable(chart_title), description=description),
        "chart_description": description,
        "chart_caption": "Nilai setiap unsur pada skala 25 sampai 100; garis putus-putus adalah batas mutu.",
        "profile": [_profile(one) for one in figures.profile] if known_profile else [],
        "profile_missing": "Berkas sumber tidak memuat profil responden.",
        "method": sentences.method_sentence(figures),
        "rounding": sentences.rounding_sentence(),
        "source": sentences.source_sentence(figures),
        "files": _files(figures.files),
        "footer": f"{figures.unit_code} · {figures.period_code} · data {figures.edition.inputs_hash[:12]} "
        f"· versi {figures.edition.code_version}",
    }
    document = {key: printable_values(value) for key, value in document.items()}
    document["notes"] = [printable(note) for note in sentences.notes(figures)]
    return document


def _facts(figures: UnitFigures) -> list[JsonValue]:
    index = figures.index
    facts = [
        ("Responden", whole_number(index.respondents), sentences.sample_text(figures)),
        (f"Selang kepercayaan {sentences.CONFIDENCE_LABEL}", sentences.interval_text(figures), ""),
    ]
    for rank in (figures.rank_in_type, figures.rank_overall):
        if rank is not None:
            facts.append(_rank_fact(figures, rank))
    facts.append(("Perubahan", sentences.change_text(figures), sentences.change_base_text(figures)))
    return [{"name": name, "value": value, "remark": remark} for name, value, remark in facts]


def _rank_fact(figures: UnitFigures, rank: RankFigure) -> tuple[str, str, str]:
    return (
        f"Peringkat {sentences.rank_scope_label(figures, rank)}",
        sentences.rank_text(rank),
        sentences.rank_remark(rank),
    )


def _unsur(one: UnsurFigure, figures: UnitFigures) -> JsonValue:
    lowest, highest = one in figures.lowest_unsur, one in figures.highest_unsur
    return {
        "code": one.unsur_code,
        "name": one.name,
        "nrr": decimal_number(one.nrr),
        "score": decimal_number(one.score),
        "mutu": one.mutu,
        "mark": " ".join(mark for mark, shown in (("▼ terendah", lowest), ("▲ tertinggi", highest)) if shown),
    }


def _files(files: Sequence[FileFigure]) -> list[JsonValue]:
    """Files with most responses first; those beyond `MOST_FILES` in one line."""
    ordered = sorted(files, key=lambda file: (-file.responses_in_period, file.path))
    shown = len(ordered) if len(ordered) <= MOST_FILES else MOST_FILES - 1
    lines = [_file_line(file.path, sentences.file_remark(file), [file]) for file in ordered[:shown]]
    if rest := ordered[shown:]:
        lines.append(_file_line(sentences.further_files_text(rest), "", rest))
    return lines


def _file_line(path: str, remark: str, files: Sequence[FileFigure]) -> JsonValue:
    counts = (
        sum(file.rows_read for file in files),
        sum(file.rows_accepted for file in files),
        sum(file.rows_rejected for file in files),
        sum(file.rows_duplicate for file in files),
        sum(file.responses_in_period for file in files),
    )
    return {"path": path, "remark": remark, "counts": [whole_number(count) for count in counts]}


def _profile(profile: ProfileFigure) -> JsonValue:
    shown = () if profile.missing else profile.categories
    return {
        "label": profile.label,
        "missing": "Tidak dimuat dalam berkas sumber.",
        "categories": [
            {
                "label": category.label,
                "respondents": whole_number(category.respondents),
                "share": percentage(category.share),
                "bar": charts.share_bar(category.share),
            }
            for category in shown
        ],
    }
