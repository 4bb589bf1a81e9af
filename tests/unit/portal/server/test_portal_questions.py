"""Questions about a file: shown with what each choice gives, answered by whose file it is, handed over to a run."""

import pytest

from contracts.decisions import Decision
from contracts.home import Home
from pipeline import decisions
from tests.unit.portal.server.server_home import (
    OURS,
    QUESTION,
    THEIRS,
    Server,
    TestClient,
    checked,
    inbox_of,
    token_of,
    upload,
)

WHY = "totalnya salah ketik, dihitung ulang dari kertas"
SENTENCE = "Baris “&lt;Jumlah&gt;” berkata lain daripada 4 responden yang terbaca."


def answer(browser: TestClient, address: str, **form: str):  # type: ignore[no-untyped-def]
    token = token_of(browser.get("/unggah").text)
    return browser.post(
        address, data={"csrf": token, **{name.replace("_", "-"): value for name, value in form.items()}}
    )


def asked_about(browser: TestClient, content: bytes = b"tanya") -> str:
    """Address of the result of an upload that leaves a question open."""
    return str(upload(browser, content).headers["location"])


def handed_over(home: Home) -> list[Decision]:
    return [Decision.model_validate_json(path.read_bytes()) for path in sorted(home.answers.glob("*"))]


def test_the_page_of_an_upload_shows_each_choice_with_what_it_gives(server: Server) -> None:
    page = server.logged_in("ani", OURS).get("/unggah").text
    assert "Ada yang perlu dijawab" not in page
    browser = server.logged_in("budi", OURS)
    page = browser.get(asked_about(browser)).text
    for shown in (
        SENTENCE, "Ada yang perlu dijawab", "hitung yang terbaca<small>4 responden, IKM 86,63</small>",
        "jangan dihitung<small>tidak ada responden yang dihitung</small>", "Kirim tanpa menjawab",
        "Jawab dan periksa lagi",
    ):  # fmt: skip
        assert shown in page, shown


def test_after_the_answer_the_check_shows_the_chosen_figures_and_sending_hands_it_over(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    result = asked_about(browser)
    assert answer(browser, f"{result}/jawab", jawab_1="count", alasan=f" {WHY}\n").status_code == 303
    page = browser.get(result).text
    assert "<dt>Diterima</dt><dd>4</dd>" in page
    assert "Ada yang perlu dijawab" not in page
    assert WHY in page
    assert handed_over(server.home) == [], "nothing is decided before it is sent"
    answer(browser, f"{result}/kirim")
    (decision,) = handed_over(server.home)
    assert decision == Decision(
        number=0, content_id="c9", path="survei 2024.csv", code=QUESTION.code, question=QUESTION.question,
        choice="count", label="hitung yang terbaca", why=WHY, by="ani", at=server.clock.now(),
    )  # fmt: skip
    assert len(inbox_of(server.home)) == 1
    assert not server.home.decisions.exists(), "the ledger is written under the lock, by a run"


def test_an_answer_may_hold_for_the_unit_s_other_files_of_the_layout(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    result = asked_about(browser)
    answer(browser, f"{result}/jawab", jawab_1="count", alasan=WHY, seterusnya="ya")
    answer(browser, f"{result}/kirim")
    (decision,) = handed_over(server.home)
    assert (decision.unit_code, decision.layout) == (OURS, "l9")


def test_an_upload_may_be_sent_with_its_question_open(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    assert answer(browser, f"{asked_about(browser)}/kirim").status_code == 303
    assert (len(inbox_of(server.home)), handed_over(server.home)) == (1, [])


def test_an_answer_that_refuses_the_file_can_be_taken_back(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    result = asked_about(browser)
    answer(browser, f"{result}/jawab", jawab_1="refuse", alasan=WHY)
    page = browser.get(result).text
    assert "Berkas ini ditolak" in page
    assert "salinan unggahan sudah dihapus" not in page
    assert answer(browser, f"{result}/kirim").status_code == 404
    assert answer(browser, f"{result}/jawab", ulang="ya").status_code == 303
    assert SENTENCE in browser.get(result).text
    assert answer(browser, f"{result}/batal").status_code == 303
    assert answer(browser, f"{result}/jawab", jawab_1="count", alasan=WHY).status_code == 404
    assert (inbox_of(server.home), handed_over(server.home)) == ([], [])


WRONG = [
    ({"jawab_1": "count"}, "Tulis alasan"),
    ({"jawab_1": "count", "alasan": " \n\t"}, "Tulis alasan"),
    ({"jawab_1": "count", "alasan": "x" * 501}, "terlalu panjang"),
    ({"jawab_1": "semua", "alasan": WHY}, "bukan salah satu pilihannya"),
    ({"jawab_2": "count", "alasan": WHY}, "Pertanyaan itu tidak ada"),
    ({"alasan": WHY}, "Pilih satu jawaban"),
]


@pytest.mark.parametrize(("form", "sentence"), WRONG)
def test_what_is_no_answer_is_refused_and_says_why(server: Server, form: dict[str, str], sentence: str) -> None:
    browser = server.logged_in("ani", OURS)
    result = asked_about(browser)
    for address in (f"{result}/jawab", "/pertanyaan/h1"):
        said = answer(browser, address, **form)
        assert (said.status_code, sentence in said.text) == (400, True), address
        assert 'role="alert"' in said.text
    assert SENTENCE in browser.get(result).text
    assert handed_over(server.home) == []


@pytest.mark.parametrize("other_unit", [OURS, THEIRS, None])
def test_an_upload_s_question_is_its_maker_s_alone(server: Server, other_unit: str | None) -> None:
    result = asked_about(server.logged_in("ani", OURS))
    other = server.logged_in("budi", other_unit)
    assert answer(other, f"{result}/jawab", jawab_1="count", alasan=WHY).status_code == 404


def test_a_unit_answers_nothing_that_would_hold_for_another_s_file(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It uploads the very content that another unit sent: decisions are about contents."""
    theirs = checked("a.csv", OURS, content_id="ch2", questions=(QUESTION,))
    monkeypatch.setattr("tests.unit.portal.server.server_home.checked", lambda *_, **__: theirs)
    browser = server.logged_in("ani", OURS)
    said = answer(browser, f"{asked_about(browser)}/jawab", jawab_1="count", alasan=WHY)
    assert (said.status_code, "sudah dikirim unit lain" in said.text) == (400, True)


# Files that were sent


def test_staff_see_every_held_file_and_answer(server: Server) -> None:
    staff = server.logged_in("staf")
    page = staff.get("/pertanyaan").text
    for number, path in ((1, f"{OURS}/ditahan.csv"), (2, f"{THEIRS}/ditahan.csv"), (3, "None/ditahan.csv")):
        assert f'<a href="/pertanyaan/h{number}">{path}</a>' in page
    assert "4 responden, IKM 86,63" in staff.get("/pertanyaan/h3").text
    assert answer(staff, "/pertanyaan/h2", jawab_1="refuse", alasan=WHY).status_code == 303
    (decision,) = handed_over(server.home)
    assert (decision.content_id, decision.choice, decision.by, decision.layout) == ("ch2", "refuse", "staf", None)
    page = staff.get("/pertanyaan/h2").text
    assert "Berlaku pada konsolidasi berikutnya" in page
    assert "Simpan jawaban" not in page
    assert answer(staff, "/pertanyaan/h2", jawab_1="count", alasan=WHY).status_code == 400, "it is answered"
    (path,) = server.home.answers.iterdir()
    path.rename(server.home.decisions)  # a run has entered it, and has not published yet
    assert "Simpan jawaban" not in staff.get("/pertanyaan/h2").text
    assert staff.get("/pertanyaan/tidak-ada").status_code == 404
    assert "menjawab pertanyaan" in staff.get("/petugas/catatan").text


def test_a_unit_sees_and_answers_its_own_alone(server: Server) -> None:
    browser = server.logged_in("ani", OURS)
    assert SENTENCE in browser.get(f"/unit/{OURS}").text
    page = browser.get("/pertanyaan").text
    assert ("/pertanyaan/h1" in page, "/pertanyaan/h2" in page, "/pertanyaan/h3" in page) == (True, False, False)
    for other in ("h2", "h3", "f1", "tidak-ada"):
        assert browser.get(f"/pertanyaan/{other}").status_code == 403
        assert answer(browser, f"/pertanyaan/{other}", jawab_1="count", alasan=WHY).status_code == 403
    assert handed_over(server.home) == []
    assert answer(browser, "/pertanyaan/h1", jawab_1="count", alasan=WHY).status_code == 303
    assert [one.content_id for one in handed_over(server.home)] == ["ch1"]
    assert "sudah dijawab" in browser.get(f"/unit/{OURS}").text


@pytest.mark.parametrize("what", ["/pertanyaan/h1", "{result}/jawab"])
def test_answering_needs_the_token_and_our_own_page(server: Server, what: str) -> None:
    browser = server.logged_in("ani", OURS)
    address = what.format(result=asked_about(browser))
    form = {"jawab-1": "count", "alasan": WHY}
    assert browser.post(address, data=form).status_code == 403
    token = token_of(browser.get("/unggah").text)
    foreign = {"Origin": "https://jahat.example"}
    assert browser.post(address, data={**form, "csrf": token}, headers=foreign).status_code == 403
    assert handed_over(server.home) == []


@pytest.mark.parametrize("path", ["/pertanyaan", "/pertanyaan/h1"])
def test_nobody_sees_questions_without_logging_in(server: Server, path: str) -> None:
    assert server.browser().get(path).headers["location"].startswith("/masuk")
    sent = server.browser().post("/pertanyaan/h1", data={}).headers["location"]
    assert sent.startswith("/masuk?next=%2Fpertanyaan%2Fh1")


def test_the_page_stays_small_whatever_is_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    novel = QUESTION.model_copy(update={"question": "&" * 5_000})
    nasty = checked("a.csv", OURS, content_id="c9", questions=(novel,) * 300, notes=("&" * 5_000,) * 500)
    monkeypatch.setattr("tests.unit.portal.server.server_home.checked", lambda *_, **__: nasty)
    browser = server.logged_in("ani", OURS)
    page = browser.get(asked_about(browser)).content
    assert b"<fieldset" in page
    assert len(page) < 100_000


def test_an_answer_to_a_held_file_may_hold_for_the_unit_s_other_files(server: Server) -> None:
    staff = server.logged_in("staf")
    assert "seterusnya" in staff.get("/pertanyaan/h1").text
    assert "seterusnya" not in staff.get("/pertanyaan/h3").text, "nobody knows whose it is"
    assert answer(staff, "/pertanyaan/h1", jawab_1="count", alasan=WHY, seterusnya="ya").status_code == 303
    assert answer(staff, "/pertanyaan/h3", jawab_1="count", alasan=WHY, seterusnya="ya").status_code == 303
    reach = {one.content_id: (one.unit_code, one.layout) for one in handed_over(server.home)}
    assert reach == {"ch1": (OURS, "l1"), "ch3": (None, None)}


def entered(home: Home) -> None:
    """What a run does with the answers that wait, without the run."""
    for path in sorted(home.answers.glob("*")):
        decisions.add(home, decisions.load(home), Decision.model_validate_json(path.read_bytes()))
        path.unlink()


def test_staff_take_a_decision_back_and_a_unit_does_not(server: Server) -> None:
    staff, unit = server.logged_in("staf"), server.logged_in("ani", OURS)
    assert answer(unit, "/pertanyaan/h1", jawab_1="count", alasan=WHY).status_code == 303
    assert "Keputusan 1" not in staff.get("/pertanyaan").text, "no run has entered it"
    entered(server.home)
    assert '<a href="/keputusan/1">Keputusan 1</a>' in staff.get("/pertanyaan").text
    assert "Keputusan 1" not in unit.get("/pertanyaan").text
    assert unit.get("/keputusan/1").status_code == 403
    assert answer(unit, "/keputusan/1", alasan=WHY).status_code == 403
    assert WHY in staff.get("/keputusan/1").text
    assert answer(staff, "/keputusan/1", alasan=" ").status_code == 400
    assert answer(staff, "/keputusan/2", alasan=WHY).status_code == 404
    assert handed_over(server.home) == []
    assert answer(staff, "/keputusan/1", alasan="ternyata benar").status_code == 303
    (line,) = handed_over(server.home)
    assert (line.undoes, line.by, line.why, line.content_id) == (1, "staf", "ternyata benar", "ch1")
    for _ in range(2):  # before a run has entered it, and after
        assert "Keputusan 1" not in staff.get("/pertanyaan").text
        assert staff.get("/keputusan/1").status_code == 404
        assert "Simpan jawaban" in staff.get("/pertanyaan/h1").text, "it is asked again"
        entered(server.home)
    assert decisions.load(server.home).standing == ()
    assert "membatalkan keputusan" in staff.get("/petugas/catatan").text


def test_a_unit_is_not_offered_to_give_rows_to_others(server: Server) -> None:
    assert "bagi: tiap baris" in server.logged_in("staf").get("/pertanyaan/h1").text
    unit = server.logged_in("ani", OURS)
    assert "bagi: tiap baris" not in unit.get("/pertanyaan/h1").text
    assert answer(unit, "/pertanyaan/h1", jawab_1="split", alasan=WHY).status_code == 400
    staff = server.logged_in("dewi")
    assert answer(staff, "/pertanyaan/h1", jawab_1="split", alasan=WHY, seterusnya="ya").status_code == 303
    (line,) = handed_over(server.home)
    assert (line.choice, line.layout) == ("split", None)
