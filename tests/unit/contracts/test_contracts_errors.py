"""What an unexpected error may say, and which errors are not one file's."""

import errno
import json

import pytest

from contracts.errors import (
    AuditFailedError,
    CheckCrashedError,
    ConfigurationError,
    HomeError,
    SkmError,
    internal_error,
    note_published,
    raise_if_of_the_machine,
    raised_at,
    trace_of,
)
from contracts.periods import parse_period


@pytest.fixture
def raised():
    def catch(call) -> BaseException:
        with pytest.raises(Exception) as caught:  # noqa: PT011
            call()
        return caught.value

    return catch


def test_exit_codes():
    assert ConfigurationError.exit_code == 2
    assert {error.exit_code for error in (SkmError, HomeError, CheckCrashedError, AuditFailedError)} == {1}


def test_where_it_arose_in_our_code_and_never_what_it_says(raised):
    error = raised(lambda: parse_period("Budi Santoso"))
    assert raised_at(error).startswith("contracts/periods.py:")
    assert trace_of(error).startswith("ValueError (tests/unit/contracts/test_contracts_errors.py:")
    shown = internal_error(error)
    assert (shown.kind, shown.place) == ("ValueError", raised_at(error))
    assert "contracts/periods.py:" in str(shown)
    assert "Budi" not in str(shown) + trace_of(error)


def test_an_error_that_was_never_raised_arose_nowhere():
    assert raised_at(ValueError("x")) == "?"
    assert trace_of(ValueError("x")) == "ValueError (?)"
    assert "(ValueError, ?)" in str(internal_error(ValueError("x")))


def test_places_in_libraries_are_no_places_of_ours(raised):
    error = raised(lambda: json.loads("{"))
    assert trace_of(error).count(" > ") == 1
    assert raised_at(error).startswith("tests/")


@pytest.mark.parametrize(
    ("error", "is_of_the_machine"),
    [
        (OSError(errno.ENOSPC, "x"), True),
        (MemoryError(), True),
        (HomeError("x"), True),
        (OSError("a zip that ends too early"), False),
        (ValueError("x"), False),
    ],
)
def test_a_full_disk_is_nobody_s_file(error, is_of_the_machine):
    if is_of_the_machine:
        with pytest.raises(type(error)):
            raise_if_of_the_machine(error)
    else:
        raise_if_of_the_machine(error)


def test_what_an_error_says_of_what_is_published_is_so():
    error = HomeError("Disk penuh. Yang sudah terbit tidak berubah dan tidak ada yang hilang.")
    damaged = HomeError("Catatan rusak. Yang sudah terbit tidak berubah. Pulihkan dari cadangan.")
    assert "tidak berubah" in str(error)
    for one in (error, damaged):
        note_published(one, "000002")
        note_published(one, "")  # the first to know is right
        assert "tidak berubah" not in str(one)
        assert "Versi 000002 sudah terbit sebelum itu" in str(one)
    assert str(damaged).endswith("'skm run' berikutnya. Pulihkan dari cadangan.")


@pytest.mark.parametrize(
    ("version", "said"), [(None, ""), ("", "Yang sudah terbit tidak berubah."), ("000002", "Versi 000002 sudah terbit")]
)
def test_an_internal_error_claims_only_what_is_known(raised, version, said):
    error = raised(lambda: parse_period("x"))
    if version is not None:
        note_published(error, version)
    sentence = str(internal_error(error))
    assert said in sentence
    assert ("terbit" in sentence) is bool(said)
