"""`--help` and wrong usage, as staff read them."""

import re

import pytest
import typer

from cli.help_texts import HELP, Command, Group
from cli.main import app


def test_help_is_indonesian_and_names_every_command(skm):
    said = skm("--help")
    assert said.code == 0
    for command in app.registered_commands:
        assert command.callback is not None
        assert command.callback.__name__ in said.out
    for name in ("run", "status", "rank", "query", "explain", "accept", "doctor", "init"):
        text = skm(name, "--help").out
        assert "--home" in text
        assert not re.search(r"\b(the|and|not|default|Usage|Options|Show)\b", text)


def test_every_word_of_help_has_its_indonesian():
    english: set[str] = set()
    left: list[object] = [typer.main.get_command(app)]
    while left:
        command = left.pop()
        assert isinstance(command, Command | Group), f"{command.name}: an Application makes it"
        english |= {
            str(text) for text in (command.help, *(getattr(one, "help", None) for one in command.params)) if text
        }
        left += getattr(command, "commands", {}).values()
    assert english - set(HELP.values()) == set()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["statsu"], "Perintah 'statsu' tidak ada. Maksud Anda 'status'?"),
        (["hitung"], "Perintah 'hitung' tidak ada. Semua perintah: skm --help"),
        (["run", "--inboxx"], "Pilihan --inboxx tidak ada. Maksud Anda --inbox?"),
        (["explain"], "Isian 'unit' belum ditulis."),
        (["reopen", "2024"], "Pilihan '--reason' belum ditulis."),
        (["run", "--wait", "x"], "Isi '--wait' harus bilangan bulat."),
        (["run", "--wait", "-1"], "Isi '--wait' paling kecil 0."),
        (["status", "--unit"], "Pilihan '--unit' belum diisi."),
        (["rank", "2024", "2025"], "Kelebihan isian: 2025."),
        (["decide", "x", "1=a"], '--why: tulis alasannya: --why "…"'),
    ],
)
def test_wrong_usage_is_one_sentence(skm, typed, said):
    assert skm(*typed) == (2, "", f"skm: {said}\n")


def test_a_command_that_is_stopped_says_one_sentence(skm, monkeypatch, tmp_path):
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cli.initialise.initialise", stopped)
    said = skm("init", "--home", tmp_path)
    assert (said.code, said.out, said.err.count("\n")) == (130, "", 1)
    assert said.err.startswith("skm: Dihentikan.")
