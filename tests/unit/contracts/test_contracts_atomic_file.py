"""A file is there whole or not at all, whatever ends its writing."""

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from contracts import atomic_file
from contracts.atomic_file import append_durably, replace_all, write_all_atomically, write_atomically


def test_a_new_file_and_its_folders(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b.json", b"1")
    assert (tmp_path / "a" / "b.json").read_bytes() == b"1"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.json"]


def test_what_stood_there_stands_until_all_of_the_new_one_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.jsonl"
    write_atomically(path, b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_content_then_rename_then_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In another order a loss of power leaves an empty file, or none."""
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        steps.append("folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "content")  # noqa: PTH112
        fsync(descriptor)

    def noted_replace(self: Path, target: Path) -> Path:
        steps.append("rename")
        return replace(self, target)

    monkeypatch.setattr(atomic_file.os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    write_atomically(tmp_path / "one", b"1")
    assert steps == ["content", "rename", "folder"]
    steps.clear()
    write_all_atomically({tmp_path / "one": b"1", tmp_path / "two": b"2"})
    assert steps == ["content", "rename", "content", "rename", "folder"]
    steps.clear()
    replace_all({tmp_path / "three": tmp_path / "one"})
    assert steps == ["content", "rename", "folder"]


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
