"""How the readers of this room refuse a whole file, and name some of what they saw.

Belongs here: the exception, its one constructor, a list cut short. Not here: the sentences, which stand where the
trouble is seen.
"""

from collections.abc import Iterable

from contracts.records import Refusal


class FileRefused(Exception):  # noqa: N818 - a verdict about a file, not an error of ours
    """The file is not taken in; `refusal` says why, in Bahasa Indonesia, to its sender. `is_document`: it is a
    document or a picture, in which nobody keeps answers."""

    def __init__(self, refusal: Refusal, *, is_document: bool = False) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.is_document = is_document


def first_few(seen: Iterable[object], most: int) -> str:
    """At most so many of them, as a sentence lists them, and whether there are more."""
    texts = [str(one) for one in seen]
    return ", ".join(texts[:most]) + (", …" if len(texts) > most else "")


def refused(code: str, message: str) -> FileRefused:
    """The exception to raise: a stable code and a sentence with what was seen, where, what to do."""
    return FileRefused(Refusal(code=code, message=message))
