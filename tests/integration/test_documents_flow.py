"""Documents through the real flow: made once, made again only where figures changed, never over what
somebody edited."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import pytest

from contracts.home import Home
from tests.integration.offices import State, home_at, respondents, run, same, send
from tests.integration.without_prefect import rest_without_prefect
from tests.unit.cli.conftest import Skm

pytestmark = pytest.mark.usefixtures("prefect_server")

SKM = Path(sys.executable).parent / "skm"
OF_A_UNIT = 7
REPORT_AND_WORKBOOK = 3
OF_THE_REGENCY = 3
REPORT = "laporan-skm-U-1-2024.docx"


@dataclass(frozen=True)
class Steps:
    """One home and its runs."""

    home: Home
    first: State
    more_answers: State
    edited: bytes


def documents_of(home: Home) -> dict[str, str]:
    return {
        str(path.relative_to(home.reports)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in home.reports.rglob("*")
        if path.is_file()
    }


def text_of(pdf: Path) -> str:
    with pymupdf.open(pdf) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Steps:
    home = home_at(tmp_path_factory.mktemp("documents") / "data")
    home.settings.write_text('[reports]\nkinds = ["year"]\n[thresholds]\nsmall_cell = 5\n', encoding="utf-8")
    send(home, "Kecamatan Mawar 2024.csv", respondents(same(4, 8)))
    send(home, "Dinas Kenanga.csv", respondents(same(2, 9)))
    send(home, "2022/Dinas Kenanga.csv", respondents(same(3, 9), dates="03/05/2022"))
    first = run(home, documents=True)
    edited = b"disunting di Word"
    (home.reports / "2024" / "U-1" / REPORT).write_bytes(edited)
    send(home, "lagi/Kecamatan Mawar.csv", respondents(same(4, 2), dates="03/05/2024"))
    return Steps(home, first, run(home, documents=True), edited)


def test_every_unit_and_the_regency_get_theirs(steps: Steps) -> None:
    assert steps.first.summary.documents_made == 3 * OF_A_UNIT + 2 * OF_THE_REGENCY
    assert steps.first.summary.documents_changed == ("2022", "2024")


def test_only_whose_figures_changed_gets_new_ones(steps: Steps) -> None:
    """Everybody answers alike, so that the other unit's rank and figures stay as they were; the regency's report of
    another year tells nothing of what came for this one."""
    assert steps.more_answers.indexes["U-1"] == (10, "99.00")
    assert steps.more_answers.summary.documents_made == OF_A_UNIT + OF_THE_REGENCY
    assert steps.more_answers.summary.documents_changed == ("2024",)
    assert steps.more_answers.summary.documents_kept == 2 * OF_A_UNIT + OF_THE_REGENCY


def test_what_somebody_edited_is_kept_beside_the_new_one(steps: Steps) -> None:
    folder = steps.home.reports / "2024" / "U-1"
    [kept] = folder.glob("*suntingan*")
    assert kept.read_bytes() == steps.edited
    assert (folder / REPORT).read_bytes() != steps.edited


def test_the_manifest_lists_every_file_as_it_is(steps: Steps) -> None:
    files = json.loads((steps.home.reports / "2024" / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert len(files) == 2 * OF_A_UNIT + OF_THE_REGENCY
    for name, entry in files.items():
        content = (steps.home.reports / "2024" / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["size"], entry["sha256"])
        assert entry["inputs"]


def test_documents_made_again_on_request_are_the_same_to_the_last_byte(steps: Steps) -> None:
    before = documents_of(steps.home)
    command = [str(SKM), "report", "--home", str(steps.home.root), "--period", "2024", "--unit", "Kecamatan Mawar"]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["2024"]) == OF_A_UNIT
    assert documents_of(steps.home) == before


def test_a_period_of_another_kind_is_made_on_request_and_then_kept_up_to_date(steps: Steps) -> None:
    command = [str(SKM), "report", "--home", str(steps.home.root), "--period", "2024-TW1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LANG": "C"})
    assert done.returncode == 0, done.stderr
    # Nothing of that kind is published, so there is no report for the public.
    assert "2024-TW1: 15 dokumen" in done.stdout
    with rest_without_prefect():
        unchanged = run(steps.home, documents=True).summary
    assert (unchanged.documents_made, unchanged.documents_kept) == (0, 42)


def test_a_unit_without_an_index_is_told_so(steps: Steps, skm: Skm) -> None:
    said = skm("report", "--home", steps.home.root, "--period", "2024", "--unit", "Melati")
    assert said.code == 1
    assert "tidak punya satu kuesioner sah pada 2024" in said.err


def test_prefect_lists_the_documents_of_the_period(steps: Steps) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    with get_client(sync_client=True) as client:
        ours = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[steps.first.summary.flow_run_id]))
        artifacts = client.read_artifacts(artifact_filter=ours)
    data = {artifact.key: str(artifact.data) for artifact in artifacts}
    assert set(data) == {"ringkasan", "berkas-ditolak", "peringkat", "dokumen-2022", "dokumen-2024"}
    assert "| Kecamatan Mawar | [kartu-skm PDF](file://" in data["dokumen-2024"]
    assert "laporan-skm-kabupaten-2024.pdf" in data["dokumen-2024"]


def test_where_the_rows_are_printed_is_a_choice_that_makes_the_reports_again(steps: Steps) -> None:
    """Of five units and periods; the workbook of follow-up and what everyone may have say the same and are not made."""
    report = steps.home.reports / "2024" / "U-1" / "laporan-skm-U-1-2024.pdf"
    in_the_workbook = "ada dalam buku kerja"
    assert in_the_workbook in text_of(report)
    steps.home.settings.write_text(
        '[reports]\nkinds = ["year"]\nrespondent_rows = "report"\n[thresholds]\nsmall_cell = 5\n', encoding="utf-8"
    )
    with rest_without_prefect():
        assert run(steps.home, documents=True).summary.documents_made == 5 * REPORT_AND_WORKBOOK
    assert in_the_workbook not in text_of(report)
