"""Which passwords are refused: too short or long, the account's name, what everybody tries first.

Belongs here: judging a new password. Not here: keeping and verifying one (`portal.server.accounts`).

The list beside this module holds the words that passwords are made of most often, one a line. A password is judged by
what is left of it without them, without the words of the regency and its offices, years, and runs of the keyboard: so
that `puskesmas123`, `Mojokerto-2024` and `P4ssw0rd!!!!` are refused without standing in any list.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from contracts.errors import SkmError

SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 1000
_COMMON: Final = Path(__file__).with_name("common_passwords.txt")
_SHORTEST_WORD: Final = 4
"""Shorter ones stand in too many good passwords by chance."""
_FEWEST_OTHERS: Final = 6
"""So many different letters and digits must be left."""
_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm",
)  # fmt: skip
_SHORTEST_RUN: Final = 3
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DISGUISES: Final = str.maketrans("013457@$!", "oieastasi")


class AccountError(SkmError):
    """An account cannot be made or changed so: what is wrong."""

    exit_code = 2


class PasswordRule:
    """What a new password must be."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """`words`: the regency's own, names of offices too; each of their words counts as common."""
        self._words = tuple(words)

    def check(self, password: str, name: str) -> None:
        """Raises AccountError where the password cannot be that account's."""
        if len(password) < SHORTEST_PASSWORD:
            raise AccountError(f"Sandi terlalu pendek: sedikitnya {SHORTEST_PASSWORD} karakter.")
        if len(password) > LONGEST_PASSWORD:
            raise AccountError(f"Sandi terlalu panjang: paling banyak {LONGEST_PASSWORD} karakter.")
        plain = password.casefold()
        readings = (plain, plain.translate(_DISGUISES))
        if len(name) >= _SHORTEST_WORD and any(name in one or name.translate(_DISGUISES) in one for one in readings):
            raise AccountError("Sandi memuat nama akun. Pilih yang lain.")
        if plain.isdecimal():
            raise AccountError("Sandi hanya angka: nomor telepon, NIP, dan tanggal mudah ditebak. Tambahkan kata-kata.")
        if min(len(self._others(one, name)) for one in readings) < _FEWEST_OTHERS:
            raise AccountError(
                "Sandi mudah ditebak: hampir semuanya kata yang umum, nama, tahun, atau deret, seperti puskesmas123. "
                "Pakai beberapa kata yang tidak berhubungan."
            )  # fmt: skip

    @cached_property
    def _longest_first(self) -> list[str]:
        known = _common() | {word for text in self._words for word in _words_in(text)}
        return sorted(known, key=len, reverse=True)

    def _others(self, text: str, name: str) -> set[str]:
        """The different letters and digits of a text that stand in nothing that is known."""
        text = _YEAR.sub(" ", text)
        for word in (*_words_in(name), *self._longest_first):
            text = text.replace(word, " ")
        return {letter for letter in text if letter.isalnum()}


@cache
def _common() -> frozenset[str]:
    """What is common everywhere, and the runs."""
    texts = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(_runs()).union(*map(_words_in, texts))


def _words_in(text: str) -> Iterator[str]:
    """The words of a text, and as they read where digits stand for letters."""
    for word in re.split(r"[\W_]+", text.casefold()):
        if len(word) >= _SHORTEST_WORD:
            yield word
            yield word.translate(_DISGUISES)


def _runs() -> Iterator[str]:
    """Every run of the keyboard and the alphabet, forwards and backwards."""
    for row in _ROWS:
        for way in (row, row[::-1]):
            for length in range(_SHORTEST_RUN, len(way) + 1):
                yield from (way[start : start + length] for start in range(len(way) - length + 1))
