"""A question answered in the browser: asked when the file is uploaded, decided when it is sent, counted by the run."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette

from contracts.home import Home
from contracts.registry import load_registry
from contracts.settings import Settings
from pipeline import decisions, service_register
from pipeline.corrections import file_to_correct
from pipeline.inboxes import news
from pipeline.stores import open_stores
from pipeline.unit_photographs import UnitPhotographs, kept_pictures
from pipeline.upload_check import check_upload
from pipeline.upload_place import inbox_place
from portal.server.accounts import Accounts
from portal.server.app import create_app
from portal.server.database import Database
from portal.server.desk_jobs import StartCommand
from tests.integration.offices import home_at, run, send
from tests.integration.test_questions import asked, export
from tests.unit.portal.server.server_home import (
    CHEAP,
    PASSWORD,
    QueriesHere,
    SaidCommand,
    TestClient,
    log_in,
    token_of,
    upload,
)
from warehouse.read import open_published

AT = datetime(2026, 11, 20, 9)
WHY = "total salah ketik"


def portal_over(
    home: Home, *, start_command: StartCommand | None = None, now: Callable[[], datetime] = lambda: AT
) -> Starlette:
    """The portal over a home, with the real check."""
    settings = Settings.model_validate({"portal": {"staff_code": False}})
    stores, registry = open_stores(home, settings.storage), load_registry(home.units)
    return create_app(
        home,
        settings=settings,
        settings_now=lambda: settings,
        registry=lambda: registry,
        reports=stores.reports,
        check_upload=lambda path, called, code, answers: check_upload(home, stores, path, called, code, answers),
        inbox_place=lambda code, called, at: inbox_place(home, registry, code, called, at),
        to_correct=lambda file_id: file_to_correct(home, settings, registry, stores, file_id),
        photographs=UnitPhotographs(home, settings, lambda: registry, lambda at: kept_pictures([at])[0]),
        services_of=lambda unit_code: service_register.of_unit(home, registry, unit_code),
        queries=QueriesHere(home, settings),
        start_command=start_command or SaidCommand().start,
        now=now,
        hasher=CHEAP,
    )


def browser(home: Home, name: str, unit_code: str | None) -> TestClient:
    """Somebody logged in to it."""
    app = portal_over(home)
    Accounts(Database(home.accounts), lambda: AT, CHEAP).add(name, PASSWORD, unit_code=unit_code)
    found = TestClient(app, base_url="http://portal.test", follow_redirects=False)
    assert log_in(found, name, PASSWORD).status_code == 303
    return found


def post(found: TestClient, address: str, form: dict[str, str]) -> int:
    token = token_of(found.get("/unggah").text)
    return int(found.post(address, data={"csrf": token, **form}).status_code)


def test_who_uploads_a_file_answers_its_question_before_it_is_sent(without_prefect: None, tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    unit = browser(home, "mawar", "U-1")
    result = upload(unit, export(15).encode(), "skm 2024.csv").headers["location"]
    page = unit.get(result).text
    assert "4 responden, IKM 86,63" in page
    assert "<dt>Diterima</dt><dd>0</dd>" in page
    assert post(unit, f"{result}/jawab", {"jawab-1": "tidak ada", "alasan": WHY}) == 400
    assert post(unit, f"{result}/jawab", {"jawab-1": "count"}) == 400
    assert post(unit, f"{result}/jawab", {"jawab-1": "count", "alasan": WHY, "seterusnya": "ya"}) == 303
    page = unit.get(result).text
    assert "<dt>Diterima</dt><dd>4</dd>" in page
    assert "Kirim ke konsolidasi" in page
    assert post(unit, f"{result}/kirim", {}) == 303

    after = run(home)
    (path,) = after.files
    assert after.counts(path) == (4, 4, 0, 0)
    assert decisions.waiting(home) == []
    (line,) = decisions.load(home).lines
    assert (line.number, line.by, line.why, line.choice, line.at) == (1, "mawar", WHY, "count", AT)

    # The same layout next time: the check asks nothing, as the run will not.
    again = upload(unit, export(16).replace("05/02/2024", "05/02/2023").encode(), "skm 2023.csv").headers["location"]
    page = unit.get(again).text
    assert "Ada yang perlu dijawab" not in page
    assert "<dt>Diterima</dt><dd>4</dd>" in page


def test_a_held_file_is_answered_on_its_unit_s_page_and_by_nobody_else_s(without_prefect: None, tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    send(home, "Kecamatan Mawar 2024.csv", export(15))
    run(home)
    assert len(asked(home)) == 2
    with open_published(home) as reader:
        (file_id,) = {str(row["file_id"]) for row in reader.table("question")}
    mawar, melati = browser(home, "mawar", "U-1"), browser(home, "melati", "U-2")
    form = {"jawab-1": "count", "alasan": WHY}
    assert post(melati, f"/pertanyaan/{file_id}", form) == 403
    result = upload(melati, export(15).encode(), "skm 2024.csv").headers["location"]
    assert post(melati, f"{result}/jawab", form) == 400, "the same content is Mawar's"
    assert "4 responden, IKM 86,63" in mawar.get(f"/pertanyaan/{file_id}").text
    assert news(home, Settings()) is None
    assert post(mawar, f"/pertanyaan/{file_id}", form) == 303
    assert news(home, Settings()) is not None, "the watch asks for a run"
    after = run(home)
    assert after.counts("Kecamatan Mawar 2024.csv") == (4, 4, 0, 0)
    assert [line.by for line in decisions.load(home).lines] == ["mawar"]
    assert news(home, Settings()) is None
    assert mawar.get(f"/pertanyaan/{file_id}").status_code == 403
