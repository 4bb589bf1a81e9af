"""Codes and hashes of documents that everyone may know name no figures that are not public.

The attacker knows the sums that are public, all that stands in documents but answers, and the program. Of one who
answered later he tries out all answers, until a document made of them has the code or the hash that he sees."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from contracts.receipts import DocumentReceipt
from pipeline.documents.bundles import UnitBundle
from pipeline.documents.made_from import hash_of, lineage
from pipeline.documents.receipts import shown_to_everyone
from reports.documents import WITHOUT_UNSUR_REPORT, kind_of
from reports.figures.letterhead_figures import CertificateFigure
from reports.figures.unit_figures import RunFigure, UnitFigures, public_figures
from tests.unit.reports.conftest import PERIOD, UNIT, Rows, changed, unsur_rows

PUBLIC, PEOPLE = (113, 121, 118, 140, 125, 131, 119, 148, 122), 40
LATE = (2, 4, 3, 1, 4, 4, 2, 3, 4)
"""The answers of somebody who came after these sums were public."""


def figures(totals: Sequence[int], people: int, responses_hash: str) -> UnitFigures:
    def change(rows: Rows) -> None:
        rows["ikm_unsur"] = unsur_rows(totals, people, PERIOD)
        rows["responses_hash"] = responses_hash

    made = changed(change).model_copy(update={"certificate": CertificateFigure.model_construct()})
    return made.model_copy(update={"run": RunFigure(**lineage(hash_of(made.model_dump_json(warnings=False))))})


def receipts(late: Sequence[int], responses_hash: str) -> Iterator[DocumentReceipt]:
    """Of all official documents of the unit; their bytes follow from what they are made from."""
    known = {"owner": UNIT, "owner_name": "", "period_code": PERIOD, "edition": "official", "label": "", "size": 1}
    now = figures([sum(both) for both in zip(PUBLIC, late, strict=True)], PEOPLE + 1, responses_hash)
    bundle = UnitBundle(now, public_figures(figures(PUBLIC, PEOPLE, responses_hash)), 10, rows_printed=False)
    receipt = partial(DocumentReceipt, **known)  # type: ignore[arg-type]
    for one in (bundle, bundle._replace(made="account"), bundle._replace(made="supplement")):
        for path, (inputs, code) in one.made_from.items():
            yield receipt(name=path.partition("/")[2], code=code, sha256=inputs)
    yield receipt(name=WITHOUT_UNSUR_REPORT.file_name(UNIT, PERIOD, "pdf"), code="", sha256="of eight means alone")


def kinds(receipts: Iterable[DocumentReceipt]) -> set[str]:
    return {kind.name for one in receipts if (kind := kind_of(one.name))}


def test_answers_of_one_who_came_late_are_not_found_by_trying_them_out() -> None:
    """He tries the right ones; what he lacks are the answers of all others (`responses_hash`)."""
    made = [one for one in receipts(LATE, "41-9f3c") if (kind := kind_of(one.name)) and not kind.public]
    tried = {mark for one in receipts(LATE, "?") for mark in (one.sha256, one.code)} - {""}
    found = [one for one in made if {one.sha256, one.code} & tried]
    listed = list(shown_to_everyone(made))
    assert kinds(found) == {"tindak-lanjut-skm", "laporan-tindak-lanjut-skm", "laporan-delapan-unsur-skm"}
    assert kinds(listed) == {"laporan-skm", "olah-data-skm", "piagam-skm", "lampiran-tindak-lanjut-skm"}
