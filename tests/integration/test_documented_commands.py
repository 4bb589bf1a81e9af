"""What README and docs/ tell people to type is typed, in the order of the page, on a small home with three of the
samples' units. Programs that are not run: tests/test_documentation.py."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

import pytest

from contracts.home import Home
from tests.conftest import SAMPLES
from tests.integration.offices import home_at, respondents, run, same, send
from tests.pages import PAGES, Command, commands, is_mentioned_only, simple_commands
from tests.unit.cli.conftest import Skm
from tests.unit.portal.server.conftest import cheap_passwords as cheap_passwords

pytestmark = pytest.mark.usefixtures("without_prefect")

HOME = Path("srv/skm")
WITHOUT_DOCUMENTS = "[reports]\nkinds = []\n[engine]\nworkers = 1\n"
"""So that documents are only made by closing a period or asking for them, and two units do not start two child
processes."""
WITH_DOCUMENTS = WITHOUT_DOCUMENTS.replace("[]", '["year"]')
"""Of a home that was begun as a page says."""
UNITS = "".join((SAMPLES / "units.csv").read_text(encoding="utf-8").splitlines(keepends=True)[:4])
PASSWORD = "empat kata yang panjang"
DO_NOT_END = {"serve", "up", "notebook"}
"""Tests of their own start them: tests/browser, tests/unit/portal/server, tests/integration/test_standing.py,
tests/unit/cli/test_cli_notebook.py."""
NOT_MEANT = {("Pindah ke komputer baru", "skm init")}
"""Named as what is not to be done."""
ASKED = ("skm decide ", "skm signals explain ", "skm rank --service ")
"""Stand on a file with a question, a pattern to explain, a registered service: test_questions.py answers one and takes
it back, test_quality_signals.py explains one, test_services.py asks for one."""
PLACEHOLDERS = {
    "skm status FILE": "skm status susulan",
    "skm status 'nama berkas'": "skm status susulan",
    "skm status 'rekap 2024.csv'": "skm status susulan",
    "skm accept FILE": "skm accept susulan",
    "skm accept 'nama berkas'": "skm accept susulan",
    "skm withdraw FILE --why '…'": "skm withdraw susulan --why percobaan",
    "skm withdraw 'nama berkas' --why 'berkas percobaan' --by 'Siti Aminah'": (
        "skm withdraw susulan --why 'berkas percobaan' --by 'Siti Aminah'"
    ),
    "skm withdraw 'nama berkas' --undo --why 'ternyata benar'": "skm withdraw susulan --undo --why 'ternyata benar'",
    "skm assign FILE --unit CODE --why '…'": "skm assign susulan --unit 35.16.01 --why salah",
    "skm assign 'nama berkas' --unit 'Kecamatan Jatirejo' --period 2026-S1 --why 'menurut surat pengantarnya' "
    "--by 'Siti Aminah'": "skm assign susulan --unit 'Kecamatan Jatirejo' --why salah",
    "skm assign 'nama berkas' --undo --why 'ternyata keliru'": "skm assign susulan --undo --why 'ternyata keliru'",
    "skm erase FILE 12": "skm erase Jatirejo 3",
    "skm erase 'nama berkas' 12 --why 'permintaan tertulis 3 Maret 2026' --by 'Siti Aminah'": (
        "skm erase Jatirejo 3 --why 'permintaan tertulis 3 Maret 2026' --by 'Siti Aminah'"
    ),
    "skm query 'SELECT …'": "skm query 'SELECT * FROM unit'",
    "skm query --edition 2024-S1@0 'SELECT …'": "skm query --edition 2024-S1@0 'SELECT * FROM unit'",
    "skm user add NAME --unit CODE": "skm user add siti --unit 35.16.01",
    "skm backup FOLDER": "skm backup /srv/skm-backup",
    "skm verify FILE": "skm verify /srv/skm/reports/2024-S1/laporan-skm-kabupaten-2024-S1.pdf",
    "skm submit 2024 --into FOLDER": "skm submit 2024 --into /srv/penyampaian",
    "skm restore FILE": "skm restore /srv/skm-backup/skm-skm-20260701T220000.tar --home /srv/skm-baru",
    "skm export FOLDER --format xlsx": "skm export /tmp/tabel --format xlsx",
    "skm run --home X --inbox Y": "skm run --home /srv/lain --inbox /media/kiriman --no-documents",
    "skm close 2024-S1": "skm close 2024-S1 --confirm",
    "skm close 2026-S1 --by 'Siti Aminah'": "skm close 2026-S1 --by 'Siti Aminah' --confirm",
    "skm rollback 000041": "skm rollback 000002",
    "cp --recursive EXPORTS /srv/skm/inbox/": "cp --recursive /media/kiriman /srv/skm/inbox/",
}
"""What stands on a page in place of a name that only the reader knows, and what the test types."""
CLOSE = ("skm close 2024-S1 --by ani --confirm",)
INIT = "skm init --home /srv/skm --regency 'Kabupaten Lumajang' --capital Lumajang"
ANEW = {
    ("With your own files", INIT): None,
    ("One command", INIT): None,
    ("systemd", INIT): None,
    ("Containers", "skm init --regency 'Kabupaten Lumajang' --capital Lumajang"): None,
    ("With your own files", "skm status"): (),
    ("With your own files", "skm close 2024-S1"): (),
    ("With your own files", "skm rollback"): (),
    ("With your own files", "skm erase FILE 12"): (),
    ("Setiap triwulan, semester, tahun", "skm close 2026-S1 --by 'Siti Aminah' --confirm"): (),
    ("Periode sudah ditutup, data terlambat datang", "skm status"): CLOSE,
}
"""Before these the computer is as in the beginning (None: without a home), and these commands were typed."""
MOVED_BEFORE = {"skm restore /media/disk/skm-skm-20260701T220000.tar --home /srv/skm"}
"""The new computer, which has no home yet."""


def section(found: Command) -> tuple[str, str]:
    return found.page, found.heading


def to_run(page: Path) -> Iterator[Command]:
    """The commands of a page that are run: of README and the runbook also those inside sentences and tables."""
    for command in commands(page):
        if command.is_inline and page.name not in ("README.md", "panduan.md"):
            continue
        if command.program == "skm":
            words = command.words[1:]
            if (
                is_mentioned_only(words)
                or words[0] in DO_NOT_END
                or command.typed.startswith(ASKED)
                or (command.heading, command.typed) in NOT_MEANT
            ):
                continue
        elif command.program not in ("cp", "mv"):
            continue
        yield command


SECTIONS = [list(group) for page in PAGES for _, group in groupby(to_run(page), section)]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What three offices sent; the last file would replace one four times as large."""
    folder = tmp_path_factory.mktemp("exports") / "kiriman"
    home = Home(folder.parent)
    home.inbox.mkdir()
    ids = [f"j{number}" for number in range(8)]
    send(home, "Kecamatan Jatirejo.csv", respondents([*same(4, 6), *same(3, 2)], ids=ids))
    send(home, "Kecamatan Gondang.csv", respondents(same(3, 12)))
    send(home, "Kecamatan Gondang susulan.csv", respondents(same(3, 3)), datetime(2026, 2, 1))
    home.inbox.rename(folder)
    return folder


@pytest.fixture(scope="module")
def published(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A computer whose home has two published versions; everything lies below one folder."""
    root = tmp_path_factory.mktemp("computer")
    (root / "srv").mkdir()
    home = home_at(root / HOME, UNITS)
    home.settings.write_text(WITHOUT_DOCUMENTS, encoding="utf-8")
    shutil.copy2(exports / "Kecamatan Jatirejo.csv", home.inbox)
    run(home)
    shutil.copytree(exports, home.inbox, dirs_exist_ok=True)
    run(home, documents=True)
    return root


class Computer:
    """Where the commands of a section are typed: `/srv`, `/tmp` and `/media` are folders of the test."""

    def __init__(self, root: Path, published: Path, exports: Path, skm: Skm, patch: pytest.MonkeyPatch) -> None:
        self.root, self.published, self.exports, self.skm, self.patch = root, published, exports, skm, patch
        patch.setenv("SKM_HOME", str(root / HOME))
        patch.setenv("COLUMNS", "200")
        self.begin(with_home=True)

    def begin(self, *, with_home: bool) -> None:
        """As in the beginning."""
        shutil.rmtree(self.root, ignore_errors=True)
        for folder in ("srv/skm-backup", "tmp", "media/disk"):
            (self.root / folder).mkdir(parents=True)
        shutil.copytree(self.exports, self.root / "media/kiriman")
        if with_home:
            shutil.copytree(self.published / HOME, self.root / HOME, symlinks=True)
            (self.root / "data").symlink_to(HOME)
        self.patch.chdir(self.root)

    def type_in(self, command: Command) -> None:
        """Types a command of a page; it must do what it is for."""
        known = PLACEHOLDERS.get(command.typed)
        meant = next(simple_commands(command.page, command.heading, known)) if known else command
        words = [self._here(word, command.page) for word in meant.words]
        if command.typed in MOVED_BEFORE:
            (self.root / HOME).rename(self.root / "srv/skm-lama")
        if command.program != "skm":
            subprocess.run(words, check=True)
            return
        with self.patch.context() as patch:
            patch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
            for assigned in command.environment:
                patch.setenv(*assigned.split("=", 1))
            said = self.skm(*words[1:])
        assert said.code == 0, f"{command.page}, {command.heading}: {command.typed}\n{said.out}\n{said.err}"
        if words[1] == "init":
            home = Home(Path(words[words.index("--home") + 1]) if "--home" in words else self.root / HOME)
            home.settings.write_text(WITH_DOCUMENTS, encoding="utf-8")
            home.units.write_text(UNITS, encoding="utf-8")

    def _here(self, word: str, page: str) -> str:
        """A word of a page as it is meant here: paths below this folder, the samples' year, the newest backup."""
        if page == "panduan.md":
            word = re.sub(r"\b2026\b", "2024", word)
        if re.match(r"/(srv|tmp|media)/", word):
            word = f"{self.root}{word}"
        if word.endswith(".tar"):
            word = str(max(Path(word).parent.glob("*.tar")))
        return word


@pytest.mark.parametrize("lines", SECTIONS, ids=lambda lines: f"{lines[0].page}: {lines[0].heading}")
def test_what_a_section_says_is_done(
    lines: list[Command],
    published: Path,
    exports: Path,
    skm: Skm,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    computer = Computer(tmp_path / "computer", published, exports, skm, monkeypatch)
    anew = {typed: before for (heading, typed), before in ANEW.items() if heading == lines[0].heading}
    for line in lines:
        if line.typed in anew:
            before = anew.pop(line.typed)
            computer.begin(with_home=before is not None)
            for typed in before or ():
                computer.type_in(next(simple_commands("", "", typed)))
        computer.type_in(line)
