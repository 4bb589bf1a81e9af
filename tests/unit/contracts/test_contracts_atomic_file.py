"""Files that are whole, whatever the disk says."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from contracts.atomic_file import append_durably


@contextmanager
def no_file_longer_than(length: int) -> Iterator[None]:
    """A disk that takes so many bytes of a file and refuses the rest of a write."""
    before, at_most = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, at_most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, at_most))
        signal.signal(signal.SIGXFSZ, handler)


def test_a_line_that_the_disk_has_no_room_for_leaves_no_half_of_it(tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    append_durably(lines, "first")
    with no_file_longer_than(10), pytest.raises(OSError, match="large"):
        append_durably(lines, "the second")
    append_durably(lines, "third")
    assert lines.read_text(encoding="utf-8") == "first\nthird\n"
