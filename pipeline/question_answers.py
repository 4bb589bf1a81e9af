"""What units answered in the workbook of questions: entered into the ledger of decisions, as what they answer in the
portal is.

Belongs here: which of these answers hold. Not here: reading the sheet (`ingest.question_sheet`), the ledger
(`pipeline.decisions`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from contracts.decisions import Decision, offered
from contracts.records import Reading, SheetAnswer, Sighting, UnitNaming
from ingest.identify import UnitNames, identify_unit, names_nobody
from pipeline import decisions
from pipeline.progress import listener
from pipeline.run import Run
from warehouse import published
from warehouse.pin import pinned
from warehouse.publish import published_version
from warehouse.read import Reader, Row, open_published

_NO_REASON: Final = "dijawab di lembar pertanyaan, tanpa alasan"


def entered(run: Run, sightings: Iterable[Sighting], readings: Mapping[str, Reading]) -> Run:
    """The run with the answers that came in workbooks of questions, each entered once: by the unit whose file it is,
    at the moment the workbook came; the very same run where there is none. One that nobody may give, or that no longer
    applies, is not entered, and staff hear of it when it comes. Call with the home's lock."""
    came = [
        (sighting, answer)
        for sighting in sightings
        if sighting.refusal is None and (reading := readings.get(sighting.content_id)) is not None
        for answer in reading.sheet_answers
    ]
    if not came or pinned(run.home) is not None or published_version(run.home) is None:
        return run
    kept = run.decisions
    known = {(line.content_id, line.code, line.at) for line in kept.lines}
    names = UnitNames(run.registry)
    with open_published(run.home) as reader:
        files = {str(file["content_id"]): file for file in published.files(reader) if file["status"] == "held"}
        for sighting, answer in came:
            if (answer.content_id, answer.code, sighting.first_seen_at) in known:
                continue
            found = _decision(reader, files.get(answer.content_id), sighting, answer, names)
            if isinstance(found, Decision):
                kept = decisions.add(run.home, kept, found)
                known.add((answer.content_id, answer.code, sighting.first_seen_at))
            elif sighting.first_seen_at >= run.started_at:
                listener.get().noticed(f"{sighting.path}: jawaban tidak dicatat. {found}")
    if kept is run.decisions:
        return run
    return replace(run, decisions=kept, area=run.area._replace(decisions=kept))


def _decision(
    reader: Reader, file: Row | None, sighting: Sighting, answer: SheetAnswer, names: UnitNames
) -> Decision | str:
    """The line of the ledger, or why there is none."""
    if file is None:
        return "Berkas yang ditanyakan tidak sedang ditahan: pertanyaannya sudah dijawab, atau berkasnya diganti."
    sender = identify_unit(UnitNaming(), sighting.path, names)
    if sender != file["unit_code"] and not names_nobody(UnitNaming(), sighting.path, names):
        return f"Pertanyaan itu tentang berkas unit lain ({file['path']})."
    unit = names.by_code.get(str(file["unit_code"]))
    asked = offered(published.questions(reader, file.of("file_id", str)), to_staff=False)
    question = next((one for one in asked if one.code == answer.code), None)
    if unit is None or question is None:
        return f"Pertanyaan itu tidak ditanyakan lagi tentang {file['path']}."
    choice = next((one for one in question.choices if one.key == answer.choice), None)
    if choice is None:
        return f"Yang tertulis di kolom Jawaban bukan salah satu pilihan pertanyaan tentang {file['path']}."
    return Decision(
        number=0,
        content_id=answer.content_id,
        path=file.of("path", str),
        code=question.code,
        question=question.question,
        choice=choice.key,
        label=choice.label,
        why=answer.why or _NO_REASON,
        by=f"{unit.unit_name} (lembar pertanyaan)",
        at=sighting.first_seen_at,
    )
