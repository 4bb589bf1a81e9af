"""Whose rows they are is taken over exactly where nothing changed that it is found out from."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from random import Random

from contracts.decisions import ADD, ADDS_OR_REPLACES, OURS, REFUSE, WITHDRAWN, Decision, about_people_of
from contracts.home import Home
from pipeline import decisions
from pipeline.homes import prepare_home
from pipeline.run import one_run
from pipeline.unit_results import units_taken_over
from tests.property.histories import BAD_DAY, GOOD_DAY, HEADER, NAMES, ORIGIN, REGISTRY, content_id_of
from tests.property.pipeline_counting import became_of_files, tells_apart

RANDOM = Random(13)
ANSWERS = ["".join(RANDOM.choice("1234") for _ in range(9)) for _ in range(32)]
"""Of each person, by number."""


def send(home: Home, path: str, people: Iterable[int], *, ids: bool = True, bad: Collection[int] = ()) -> None:
    """An export of these people; the rows of some are rejected."""
    lines = [HEADER]
    lines += [[f"SKM-{one}", BAD_DAY if one in bad else GOOD_DAY, str(20 + one), *ANSWERS[one]] for one in people]
    file = home.inbox / path
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(";".join(line if ids else line[1:]) + "\n" for line in lines), encoding="utf-8")


def decide(home: Home, path: str, code: str, choice: str) -> None:
    with one_run(home.root, None) as (run, _):
        line = Decision(
            number=0, content_id=content_id_of(home.inbox / path), path=path, code=code, question="", choice=choice,
            label="", why="ya", by="Siti", at=run.started_at,
        )  # fmt: skip
        decisions.add(home, run.decisions, line)


def take_back_all(home: Home) -> None:
    with one_run(home.root, None) as (run, _):
        known = run.decisions
        for line in known.standing:
            known = decisions.add(home, known, line.taken_back(why="keliru", by="Siti", at=run.started_at))


MAWAR, MELATI, KENANGA = (f"{name}/kiriman.csv" for name in NAMES.values())
OF_MELATI = f"{NAMES['U-1']}/daftar.csv"
"""A file of Mawar with Melati's people, one of them twice."""


def send_first(home: Home) -> None:
    """Of Mawar a file, and half of it again with the rejected row put right; of Melati one without ids."""
    send(home, MAWAR, range(10), bad={0})
    send(home, f"{NAMES['U-1']}/lagi.csv", range(5))
    send(home, MELATI, range(10, 22), ids=False, bad={21})
    send(home, KENANGA, range(22, 32))


def home_at(root: Path) -> Home:
    home = Home(root)
    home.root.mkdir(mode=0o700)
    home.units.write_text(REGISTRY, encoding="utf-8")
    prepare_home(home, with_samples=False)
    return home


def decide_both(home: Home) -> None:
    decide(home, KENANGA, ADDS_OR_REPLACES, ADD)
    decide(home, OF_MELATI, about_people_of("U-2"), OURS)


CHANGES: dict[str, tuple[Callable[[Home], object], list[str]]] = {
    "nothing was known": (send_first, []),
    "some of the people under the same name: asked": (lambda home: send(home, KENANGA, range(22, 26)), ["U-1", "U-2"]),
    "another unit's people: asked": (lambda home: send(home, OF_MELATI, [*range(10, 21), 10]), ["U-2"]),
    # Of Melati nothing but its people changed: with all of them gone nobody is asked for its rejected row.
    "nobody is in doubt": (decide_both, []),
    "everybody is again": (take_back_all, []),
    # Of what else is known of Mawar's file nothing changed.
    "the other unit withdraws": (lambda home: decide(home, MELATI, WITHDRAWN, WITHDRAWN), []),
}
"""What happens, and the units of which it is taken over whose rows they are."""


def test_what_is_taken_over_is_what_would_be_found_out(tmp_path: Path) -> None:
    home = home_at(tmp_path / "data")
    before = None
    for number, (change, (happens, units)) in enumerate(CHANGES.items()):
        happens(home)
        version = tmp_path / str(number)
        assert tells_apart(home, before, version) == (), change
        assert units_taken_over(version, "identity") == units, change
        before = version


def test_what_must_not_count_answers_nobodys_rejected_row(tmp_path: Path) -> None:
    """A correction workbook puts right a rejected row of one file of Mawar and a row of another. Of the other somebody
    said that it must not count, and so must what was put right of it: whoever sent the first is asked again."""
    home = home_at(tmp_path / "data")
    send(home, MAWAR, range(10), bad={0})
    send(home, MELATI, range(10, 22), ids=False)
    send(home, OF_MELATI, range(10, 21))
    corrected = home.inbox / f"{NAMES['U-1']}/perbaikan.csv"
    origins = [(content_id_of(home.inbox / MAWAR), 0), (content_id_of(home.inbox / OF_MELATI), 10)]
    lines = [[*HEADER, *ORIGIN]]
    lines += [[f"SKM-{one}", GOOD_DAY, "30", *ANSWERS[one], content_id, "", "2"] for content_id, one in origins]
    corrected.write_text("".join(";".join(line) + "\n" for line in lines), encoding="utf-8")

    def became() -> list[tuple[str, str, int, int]]:
        found = became_of_files(home).filter(unit_code="U-1").sort("path")
        return found.select("path", "status", "rows_rejected", "rows_duplicate").rows()

    asked = became()
    decide(home, OF_MELATI, about_people_of("U-2"), REFUSE)
    for files, status in ((asked, "held"), (became(), "rejected")):
        assert files == [
            (OF_MELATI, status, 0, 0),
            (MAWAR, "partial", 1, 0),
            (f"{NAMES['U-1']}/perbaikan.csv", status, 0, 0),
        ]
