"""A setting is changed in its place: comments and order stay, and what cannot be used is never written."""

from datetime import date
from pathlib import Path

import pytest

from contracts.errors import ConfigurationError
from contracts.home import Home
from pipeline.settings_changes import checked, with_setting

TEXT = """# milik kabupaten
[regency]
name = "Kabupaten Mojokerto"  # jangan diubah

[reminders]
# sejak rapat Maret
grace_days = 14
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.settings.write_text(TEXT, encoding="utf-8")
    return found


def test_one_value_changes_and_all_else_stays(home: Home) -> None:
    assert with_setting(home, "reminders.grace_days", "21") == TEXT.replace("14", "21")
    assert with_setting(home, "reminders.grace_days", "bawaan") == TEXT.replace("grace_days = 14\n", "")


def test_a_section_that_is_not_there_is_made_and_days_are_days(home: Home) -> None:
    text = with_setting(home, "survey.holidays", "2026-08-17; 2026-12-25")
    assert text.startswith(TEXT)
    assert checked(text).survey.holidays == (date(2026, 8, 17), date(2026, 12, 25))


def test_what_a_run_would_refuse_is_said_without_the_place_it_was_tried_in(home: Home) -> None:
    with pytest.raises(ConfigurationError, match=r"^'reminders\.grace_days' berisi 900"):
        checked(with_setting(home, "reminders.grace_days", "900"))
    with pytest.raises(ConfigurationError, match="bukan milik petugas"):
        with_setting(home, "portal.staff_code", "tidak")
    home.settings.write_text("[rusak", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="tidak dapat dibaca"):
        with_setting(home, "reminders.grace_days", "21")


def test_a_section_that_is_not_there_is_not_made_for_the_programs_own_value(home: Home) -> None:
    assert with_setting(home, "signature.name", "bawaan") == TEXT
    assert with_setting(home, "signature.name", "Siti") == TEXT + '\n[signature]\nname = "Siti"\n'
    with pytest.raises(ConfigurationError, match="1_0"):
        with_setting(home, "reminders.grace_days", "1_0")
    home.settings.write_bytes(b"\xff")
    with pytest.raises(ConfigurationError, match="tidak dapat dibaca"):
        with_setting(home, "reminders.grace_days", "21")
