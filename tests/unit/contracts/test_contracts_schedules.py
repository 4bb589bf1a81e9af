"""How a time is written in the settings, and what was due."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from prefect.client.schemas.schedules import CronSchedule

from contracts.clock import TIME_ZONE_NAME
from contracts.errors import ConfigurationError
from contracts.jobs import PATIENCE, JobRecord, JobState, job_states
from contracts.schedules import schedule_of
from contracts.settings import Schedules, load_settings

MONDAY = datetime(2026, 11, 30)


@pytest.mark.parametrize(
    ("written", "cron", "words"),
    [
        ("18:00", "0 18 * * *", "tiap hari pukul 18.00"),
        ("7.05", "5 7 * * *", "tiap hari pukul 07.05"),
        ("senin 07:00", "0 7 * * 1", "tiap senin pukul 07.00"),
        ("minggu  23:59", "59 23 * * 0", "tiap minggu pukul 23.59"),
        ("sabtu 0:00", "0 0 * * 6", "tiap sabtu pukul 00.00"),
    ],
)
def test_a_time_as_prefect_and_staff_read_it(written: str, cron: str, words: str) -> None:
    schedule = schedule_of(written)
    assert schedule is not None
    assert (schedule.cron, schedule.words) == (cron, words)
    assert CronSchedule(cron=schedule.cron, timezone=TIME_ZONE_NAME).cron == cron


def test_a_quarter_and_off() -> None:
    quarterly = schedule_of("04:00", is_quarterly=True)
    assert quarterly is not None
    assert (quarterly.cron, quarterly.words) == ("0 4 1 1,4,7,10 *", "hari pertama tiap triwulan pukul 04.00")
    assert quarterly.last_due(datetime(2026, 11, 28)) == datetime(2026, 10, 1, 4)
    assert quarterly.next_due(datetime(2026, 11, 28)) == datetime(2027, 1, 1, 4)
    assert schedule_of("off") is None


@pytest.mark.parametrize("written", ["18:00", "senin 07:00", "minggu 00:00"])
def test_last_and_next_due_are_what_prefect_s_cron_says(written: str) -> None:
    schedule = schedule_of(written)
    assert schedule is not None
    due = [MONDAY + timedelta(minutes=minute) for minute in range(-15 * 1440, 15 * 1440)]
    due = [one for one in due if _is_due(schedule.cron, one)]
    for moment in (*due, MONDAY, MONDAY + timedelta(hours=7), MONDAY + timedelta(days=3, hours=20)):
        if due[0] <= moment < due[-1]:
            assert schedule.last_due(moment) == max(one for one in due if one <= moment)
            assert schedule.next_due(moment) == min(one for one in due if one > moment)


def _is_due(cron: str, moment: datetime) -> bool:
    minute, hour, _, _, weekday = cron.split()
    days = {moment.isoweekday() % 7} if weekday != "*" else {0}
    wanted = {int(weekday)} if weekday != "*" else {0}
    return (moment.minute, moment.hour) == (int(minute), int(hour)) and days == wanted


@pytest.mark.parametrize("value", ['"24:00"', '"18:60"', '"senen 07:00"', '"0 18 * * *"', '"18"', '""', "18"])
def test_a_wrong_time_is_a_sentence_that_cures_it(tmp_path: Path, value: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"[schedules]\nconsolidation = {value}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=re.escape("'schedules.consolidation' berisi ")) as refused:
        load_settings(path)
    assert 'misalnya "jumat 18:00"' in str(refused.value)
    assert "Bawaan: '18:00'" in str(refused.value)


def test_the_documents_of_a_period_have_no_weekday(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[schedules]\nperiod_end = "senin 04:00"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"hari pertama tiap triwulan, misalnya \"04:00\""):
        load_settings(path)


def state_of(job: str, moment: datetime, since: datetime | None, schedules: Schedules, **record: object) -> JobState:
    records = {job: JobRecord.model_validate(record)}
    return next(one for one in job_states(records, schedules, since, moment) if one.job == job)  # type: ignore[arg-type]


EVENING = datetime(2026, 11, 28, 18)
SINCE = datetime(2026, 11, 1)


@pytest.mark.parametrize(
    ("good_at", "moment", "due"),
    [
        (EVENING + timedelta(minutes=1), EVENING + timedelta(days=1), None),  # the next is only due now
        (EVENING + timedelta(minutes=1), EVENING + timedelta(days=1) + PATIENCE, EVENING + timedelta(days=1)),
        (EVENING + timedelta(days=1), EVENING + timedelta(days=1) + PATIENCE, None),
        (
            EVENING - timedelta(days=3),
            EVENING + timedelta(hours=1),
            EVENING - timedelta(days=1),
        ),  # the day before stays
        (None, EVENING + PATIENCE, EVENING),
    ],
)
def test_what_should_have_run(good_at: datetime | None, moment: datetime, due: datetime | None) -> None:
    state = state_of("consolidation", moment, SINCE, Schedules(), good_at=good_at)
    assert state.due_at == due
    assert state.is_well is (due is None)
    assert state.next_at is not None
    assert state.next_at > moment


def test_nothing_is_overdue_where_nothing_was_ever_scheduled_nor_before_that_nor_what_is_off() -> None:
    moment = EVENING + PATIENCE
    assert state_of("consolidation", moment, None, Schedules()).due_at is None
    assert state_of("consolidation", moment, EVENING + timedelta(minutes=1), Schedules()).due_at is None
    assert state_of("consolidation", moment, EVENING, Schedules()).due_at == EVENING
    off = state_of("consolidation", moment, SINCE, Schedules(consolidation="off"))
    assert (off.due_at, off.next_at) == (None, None)


def test_a_backup_is_overdue_by_its_age() -> None:
    late = EVENING + timedelta(days=2) + PATIENCE
    assert state_of("backup", late - timedelta(seconds=1), SINCE, Schedules(), good_at=EVENING).due_at is None
    assert state_of("backup", late, SINCE, Schedules(), good_at=EVENING).due_at == EVENING + timedelta(days=2)
    assert state_of("backup", late, None, Schedules(), good_at=EVENING).due_at is not None  # made once: so it is missed
    assert state_of("backup", late, SINCE, Schedules()).due_at == SINCE + timedelta(days=2)
    assert state_of("backup", late, None, Schedules()).due_at is None
    assert state_of("backup", late, SINCE, Schedules(backup_days=0), good_at=EVENING).due_at is None


def test_a_failure_stays_until_the_next_good_one() -> None:
    failed = {"failed_at": EVENING, "failure": "HomeError"}
    for good_at, well in (
        (None, False),
        (EVENING - timedelta(minutes=1), False),
        (EVENING + timedelta(minutes=1), True),
    ):
        state = state_of("consolidation", EVENING + timedelta(hours=1), None, Schedules(), good_at=good_at, **failed)
        assert state.is_well is well
