"""What the command writes on a terminal, whatever the terminal is."""

import io

import pytest

from cli.output import write_any_letter


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("ascii", "– Café".encode()),
        ("utf-8", "– Café".encode()),
        ("latin-1", b"? Caf\xe9"),
        ("US-ASCII", "– Café".encode()),
    ],
)
def test_a_locale_that_knows_few_letters_fails_nothing(encoding: str, written: bytes) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    write_any_letter(stream, io.StringIO())
    stream.write("– Café")
    stream.flush()
    assert stream.buffer.getvalue() == written  # type: ignore[attr-defined]
