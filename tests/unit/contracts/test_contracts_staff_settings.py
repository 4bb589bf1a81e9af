"""What staff type for a setting, and what of the settings is theirs."""

import pytest

from contracts.errors import ConfigurationError
from contracts.settings import Settings
from contracts.staff_settings import SECTIONS, shown_value, staff_settings, typed_value


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("signature.name", " Dra. Siti ", "Dra. Siti"),
        ("signature.name", "", ""),
        ("signature.name", "bawaan", None),
        ("reminders.grace_days", "21", 21),
        ("closing.index_change", "2,5", 2.5),
        ("survey.holidays", "2026-08-17; 2026-12-25;", ["2026-08-17", "2026-12-25"]),
        ("reports.kinds", "year;quarter", ["year", "quarter"]),
        ("reminders.kind", "quarter", "quarter"),
    ],
)
def test_a_typed_value_is_of_the_kind_of_its_setting(key: str, typed: str, value: object) -> None:
    assert typed_value(key, typed) == value


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("reminders.grace_days", "dua", "'reminders.grace_days' diisi 'dua'"),
        (
            "reminders.kind",
            "windu",
            "Pilihannya: .*quarter.*Bawaan program: semester",
        ),
        ("limits.rows", "5", "bukan milik petugas"),
        ("retention.personal_days", "1", "bukan milik petugas"),
        ("signature.seal", "x", "tidak ada"),
        ("signature", "x", "tidak ada"),
    ],
)
def test_what_cannot_be_set_is_said(key: str, typed: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        typed_value(key, typed)


def test_every_setting_of_staff_has_a_meaning_and_is_shown_as_it_would_be_typed() -> None:
    settings = Settings()
    for section, listed in staff_settings(settings).items():
        assert section in SECTIONS
        for one in listed:
            assert one.meaning, one.key
            value = getattr(getattr(settings, section), one.key.partition(".")[2])
            typed = typed_value(one.key, one.shown)
            assert (tuple(typed) if isinstance(typed, list) else typed) == value
    assert [shown_value(value) for value in (True, 0.5, ("a", "b"))] == ["ya", "0,5", "a; b"]
