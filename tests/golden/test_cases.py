"""Exports as real programs write them, file by file: exactly the true figures, or a sentence; never a wrong figure.

`cases/` has a folder a case: the files as sent, README (source, what happened to users, right outcome) and
expected.json, and questionnaire.toml where the unit asks other questions than the nine (sums are in parts of an
answer then, 0 of an unsur that is not asked; `further`: what is asked beyond the nine unsur, or instead of them).
Where a clear refusal is right too, a question (held) is as well."""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from contracts.home import Home
from contracts.unsur import UNSUR_COLUMNS
from pipeline.homes import prepare_home
from warehouse.read import Reader, Row, open_published

CASES = Path(__file__).parent / "cases"
INDEX = json.loads((CASES / "index.json").read_text(encoding="utf-8"))
QUESTIONNAIRE = "questionnaire.toml"
NO_EXPORTS = ("README", "expected.json", QUESTIONNAIRE)
LEFT_BEHIND = ("Thumbs.db", "desktop.ini")
ANSWERS = "(FROM response UNION ALL BY NAME FROM response_apart)"
SHORTEST_SENTENCE = 30
SUMS = ", ".join(("count(*)", *(f"coalesce(sum({column}), 0)" for column in UNSUR_COLUMNS)))


def sent(case: Mapping[str, Any]) -> dict[str, Path]:
    """Path in the inbox → file of a case."""
    files = [path for path in sorted((CASES / case["id"]).iterdir()) if path.name not in NO_EXPORTS]
    return {f"{case['folder']}/{path.name}" if case["folder"] else path.name: path for path in files}


@pytest.fixture(scope="module")
def reader(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """All cases in one home, consolidated once by the real flow."""
    from flows.consolidate import consolidate

    home = Home(tmp_path_factory.mktemp("cases") / "data")
    prepare_home(home, with_samples=False)
    lines = ["unit_code,unit_name,unit_type,bps_code,aliases,unsur_order"]
    questionnaires: list[str] = []
    for number, case in enumerate(INDEX):
        lines.append(f"h{number:03d},{case['unit']},{case['type']},,,{case['order'] or ''}")
        lines += [
            f"h{number:03d}-{place},{name},{unit_type},,,"
            for place, (name, unit_type) in enumerate(case.get("more_units", ()))
        ]
        if (asked := CASES / case["id"] / QUESTIONNAIRE).exists():
            head = f'[[questionnaire]]\nversion = "{case["id"]}"\nunits = ["h{number:03d}"]\n'
            questionnaires.append(head + asked.read_text(encoding="utf-8"))
        for path, source in sent(case).items():
            target = home.inbox / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    home.units.write_text("\n".join(lines) + "\n", encoding="utf-8")
    home.questionnaires.write_text("".join(questionnaires), encoding="utf-8")
    consolidate(home=home.root, documents=False)
    with open_published(home) as opened:
        yield opened


def counted(reader: Reader, files: list[Row], condition: str, parameters: Mapping[str, object]) -> tuple[int, ...]:
    """Responses of files that fulfil a condition, and the sums of their answers."""
    ids = [file.of("file_id", str) for file in files]
    (row,) = reader.rows(
        f"SELECT {SUMS} FROM {ANSWERS} WHERE list_contains($ids, file_id) AND ({condition})",
        {"ids": ids, **parameters},
    )
    return tuple(int(str(value)) for value in row.values())


def months(reader: Reader, files: list[Row]) -> dict[str, int]:
    rows = reader.rows(
        "SELECT strftime(response_date, '%Y-%m') AS month, count(*) AS n "
        f"FROM {ANSWERS} WHERE list_contains($ids, file_id) AND response_date IS NOT NULL GROUP BY ALL",
        {"ids": [file.of("file_id", str) for file in files]},
    )
    return {row.of("month", str): row.of("n", int) for row in rows}


def periods(reader: Reader, files: list[Row]) -> set[str]:
    rows = reader.rows(
        f"SELECT DISTINCT period_code FROM {ANSWERS} WHERE list_contains($ids, file_id) AND period_code IS NOT NULL",
        {"ids": [file.of("file_id", str) for file in files]},
    )
    return {row.of("period_code", str) for row in rows}


def further(reader: Reader, files: list[Row]) -> dict[str, list[object]]:
    """What is asked beyond the nine unsur in a year: by code how many were asked, how many answered, the index."""
    rows = reader.rows(
        "SELECT code, asked, respondents, score FROM further_index WHERE length(period_code) = 4 "
        f"AND unit_code = (SELECT any_value(unit_code) FROM {ANSWERS} WHERE list_contains($ids, file_id))",
        {"ids": [file.of("file_id", str) for file in files]},
    )
    return {row.of("code", str): [row["asked"], row["respondents"], str(row["score"])] for row in rows}


def differences(reader: Reader, files: list[Row], truth: Mapping[str, Any]) -> list[str]:
    """What is counted otherwise than a truth says."""
    found = []
    got = counted(reader, files, "true", {})
    if got != (truth["accepted"], *truth["sums"]):
        found.append(f"counted {got}, not {(truth['accepted'], *truth['sums'])}")
    for period, part in truth.get("by_period", {}).items():
        of_period = counted(
            reader, files, "period_code = $period OR strftime(response_date, '%Y') = $period", {"period": period}
        )
        if of_period != (part["accepted"], *part["sums"]):
            found.append(f"{period}: counted {of_period}")
    if "by_period" not in truth and months(reader, files) != truth.get("months", {}):
        found.append(f"months {months(reader, files)}")
    if truth.get("period") and periods(reader, files) != {truth["period"]}:
        found.append(f"periods {periods(reader, files)}, not {truth['period']}")
    if "further" in truth and (of_further := further(reader, files)) != truth["further"]:
        found.append(f"beyond the nine: {of_further}")
    rejected = sum(file.of("rows_rejected", int) for file in files if file["status"] != "rejected")
    if rejected != truth.get("rejected", 0):
        found.append(f"{rejected} rejected")
    return found


@pytest.mark.parametrize("case", INDEX, ids=[case["id"] for case in INDEX])
def test_a_case_is_counted_exactly_or_answered_with_a_sentence(reader: Reader, case: dict[str, Any]) -> None:
    truth = json.loads((CASES / case["id"] / "expected.json").read_text(encoding="utf-8"))
    paths = sent(case)
    files = [row for row in reader.table("ingest_file") if row["path"] in paths]
    seen = {str(file["path"]) for file in files}
    missing = [path for path in paths if path not in seen]
    assert all((name := Path(path).name) in LEFT_BEHIND or name.startswith((".", "~$")) for path in missing), missing
    codes = {row.of("unit_name", str): row.of("unit_code", str) for row in reader.table("unit")}
    for_others = counted(reader, files, "unit_code <> $unit_code", {"unit_code": codes[case["unit"]]})
    assert for_others[0] == 0 or "by_unit" in truth
    options = [*([truth] if "sums" in truth else []), *truth.get("also_right", [])]
    found = [differences(reader, files, option) for option in options]
    if any(not each for each in found):
        return
    reasons = [str(file["reason"] or "") for file in files if file["status"] in ("rejected", "held")]
    nothing = counted(reader, files, "true", {})[0] == 0
    explained = bool(reasons) and all(len(reason) >= SHORTEST_SENTENCE for reason in reasons)
    assert nothing, found
    assert explained, found
    assert truth.get("a_clear_refusal_is_right_too"), found
    words = truth.get("a_clear_reason_says_one_of", [])
    assert not words or any(word.lower() in reason.lower() for reason in reasons for word in words), reasons
