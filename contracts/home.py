"""Where a regency's data lies: the folders of a home. Paths only; nothing is created here."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

PRIVATE_FOLDER: Final = 0o700
"""Mode of a home: nobody but its owner gets in. It holds what people wrote, and accounts."""


@dataclass(frozen=True)
class Home:
    """A home folder (`--home`, or `SKM_HOME`; default `./data`)."""

    root: Path

    @property
    def settings(self) -> Path:
        """Settings of the regency."""
        return self.root / "settings.toml"

    @property
    def units(self) -> Path:
        """The registry."""
        return self.root / "units.csv"

    @property
    def services(self) -> Path:
        """The register of services; not there until the first one is registered."""
        return self.root / "services.csv"

    @property
    def questionnaires(self) -> Path:
        """The register of questionnaires; not there where every unit asks the nine questions."""
        return self.root / "questionnaires.toml"

    @property
    def targets(self) -> Path:
        """The targets of units; not there where nobody entered any."""
        return self.root / "targets.csv"

    @property
    def assets(self) -> Path:
        """The logo of documents (`logo.png`, `logo.jpg`), and units' own in `units/<unit_code>/`."""
        return self.root / "assets"

    @property
    def about(self) -> Path:
        """Which code wrote the home, and its id."""
        return self.root / "home.json"

    @property
    def inbox(self) -> Path:
        """What the units sent; never changed."""
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        """Originals by content hash, for ever."""
        return self.root / "archive"

    @property
    def ledger(self) -> Path:
        """Every path and content ever seen, one JSON line each."""
        return self.archive / "ledger.jsonl"

    @property
    def decisions(self) -> Path:
        """What people answered and decided, append-only, one JSON line each."""
        return self.root / "decisions.jsonl"

    @property
    def answers(self) -> Path:
        """Decisions that were made in the portal, one JSON file each, until the next run enters them into
        `decisions`."""
        return self.root / "answers"

    @property
    def erasures(self) -> Path:
        """What was erased from which original, by whom and why, append-only, one JSON line each; no values."""
        return self.root / "erasures.jsonl"

    @property
    def erasures_done(self) -> Path:
        """Up to which line of `erasures` nothing is left anywhere. Safe to delete: the next run looks again."""
        return self.root / "erasures.done"

    @property
    def staging(self) -> Path:
        """Typed rows, one Parquet and one reading per file content. A cache: safe to delete."""
        return self.root / "staging"

    @property
    def copies(self) -> Path:
        """Copies of what lies in a store elsewhere (`storage.url`). A cache: safe to delete."""
        return self.root / "copies"

    @property
    def quarantine(self) -> Path:
        """Correction workbooks and refusals."""
        return self.root / "quarantine"

    @property
    def answered_workbooks(self) -> Path:
        """Correction workbooks whose rows came back, by unit, as they were last."""
        return self.archive / "answered"

    @property
    def warehouse(self) -> Path:
        """Published warehouse and its last versions."""
        return self.root / "warehouse"

    @property
    def database(self) -> Path:
        """The published DuckDB file, read-only for everyone."""
        return self.warehouse / "skm.duckdb"

    @property
    def reports(self) -> Path:
        """Documents: <period>/<unit_code>/ and <period>/ for the regency."""
        return self.root / "reports"

    @property
    def documents_journal(self) -> Path:
        """What a run is writing into `reports` and has not yet entered into a manifest."""
        return self.root / "reports.journal"

    @property
    def editions(self) -> Path:
        """Closed periods, for ever: <period>/<revision>/, figures and documents as they were made official."""
        return self.root / "editions"

    @property
    def publications(self) -> Path:
        """What was ever public, as hashes of answers, and the public figures as they were last. No cache."""
        return self.root / "publications"

    @property
    def published_once(self) -> Path:
        """Beside the site: there from the first publication on, so that a lost record is noticed."""
        return self.root / "site.published"

    @property
    def reminders(self) -> Path:
        """Lists of units that have not sent."""
        return self.root / "reminders"

    @property
    def notified(self) -> Path:
        """Which notifications were sent already, so that none is repeated. Safe to delete: they are sent once more."""
        return self.root / "notified"

    @property
    def jobs(self) -> Path:
        """What ran last and how it ended: one JSON file a job. Safe to delete: then nobody knows."""
        return self.root / "jobs"

    @property
    def desk(self) -> Path:
        """What staff had done in the portal: a folder a job, with what the command said. The portal sweeps it."""
        return self.jobs / "desk"

    @property
    def sent_plans(self) -> Path:
        """Plans of follow-up that were typed in the portal and that no run has published yet. Safe to delete: the form
        then shows the plan before it."""
        return self.jobs / "plans"

    @property
    def service_wishes(self) -> Path:
        """What units asked for about their services, one file a unit, until staff have seen to it."""
        return self.root / "wishes"

    @property
    def run_progress(self) -> Path:
        """How far the consolidation under way is, or the last one was."""
        return self.jobs / "progress.json"

    @property
    def run_summary(self) -> Path:
        """What the last consolidation that ended well did, for whoever asked for it from elsewhere."""
        return self.jobs / "summary.json"

    @property
    def site(self) -> Path:
        """The static portal."""
        return self.root / "site"

    @property
    def site_state(self) -> Path:
        """What the site was last made from. Beside the site: it is not public."""
        return self.root / "site.json"

    @property
    def accounts(self) -> Path:
        """Who may log in to the portal, their sessions, and what was downloaded and uploaded (SQLite)."""
        return self.root / "accounts.sqlite"

    @property
    def uploads(self) -> Path:
        """Exports that were uploaded and checked, and wait for their sender to confirm them."""
        return self.root / "uploads"

    @property
    def lock(self) -> Path:
        """Held by the one run at a time."""
        return self.root / ".lock"

    def unknown(self) -> list[Path]:
        """What lies directly in the home and is no part of one, as an export somebody wrote there; sorted."""
        places = (getattr(self, name) for name, one in vars(Home).items() if isinstance(one, property))
        known = {place.relative_to(self.root).parts[0] for place in places if isinstance(place, Path)} | {"prefect"}
        return sorted(path for path in self.root.iterdir() if path.name not in known)
