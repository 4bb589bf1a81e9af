"""Services are proposed from what came, accepted, and told, to the public too: nothing else that is published changes
by it."""

import json
from pathlib import Path

import pytest

from cli.erasing import erase_rows
from cli.service_figures import show_service_explanation, show_service_ranking
from cli.service_register import accept_services, show_proposal, show_services
from contracts.errors import ConfigurationError, SkmError
from contracts.home import Home
from contracts.registry import load_registry
from pipeline import publishing, service_register
from tests.integration.offices import home_at, respondents, rows, run, same, send

pytestmark = pytest.mark.usefixtures("without_prefect")


def naming(services: dict[str, int], count: int = 6) -> str:
    """An export in which so many people name each service, and give it its answer."""
    answers = [one for answer in services.values() for one in same(answer, count)]
    days = [f"{day:02d}/02/2024" for day in range(1, len(answers) + 1)]
    header, *lines = respondents(answers, dates=days).splitlines()
    named = [service for service in services for _ in range(count)]
    return "\n".join([f"{header};Jenis Layanan", *(f"{line};{one}" for line, one in zip(lines, named, strict=True))])


def told(home: Home) -> list[tuple[object, ...]]:
    found = rows(home, "SELECT * FROM analisis.layanan WHERE kode_periode = '2024'")
    return sorted((one["kode_unit"], one["kode_layanan"], one["responden"], str(one["ikm"])) for one in found)


def public(home: Home) -> list[tuple[object, ...]]:
    found = rows(home, "SELECT * FROM public.ikm_service WHERE period_code = '2024'")
    return sorted((one["unit_code"], one["service_code"], one["respondents"], str(one["ikm"])) for one in found)


def test_services_are_proposed_accepted_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_at(tmp_path / "data")
    send(home, "Kecamatan Mawar.csv", naming({"KTP-el": 4, "pembuatan ktp": 4, "Legalisasi": 2, "": 3}))
    send(home, "Kecamatan Melati.csv", naming({"E KTP": 3}))
    before = run(home)
    assert told(home) == []
    show_services(home.root, as_json=False)
    assert "Kecamatan Mawar: 18 jawaban menyebut layanan, 3 tulisan." in capsys.readouterr().out

    show_proposal(home.root, "Kecamatan Mawar", 3, as_json=False)
    assert "KTP-el (6); pembuatan ktp (6)" in capsys.readouterr().out
    registered, proposed = service_register.of_unit(home, load_registry(home.units), "U-1")
    assert (registered, [(one.service_code, one.answers) for one in proposed]) == (
        [],
        [("ktp-el", 12), ("legalisasi", 6)],
    )
    accept_services(home.root, "U-1", ["ktp-el"], 3, dry_run=True)
    assert not home.services.exists()
    accept_services(home.root, "U-1", ["ktp-el"], 3, dry_run=False)
    with pytest.raises(SkmError, match="'kia' bukan kode dalam usulan"):
        accept_services(home.root, "U-1", ["kia"], 3, dry_run=False)
    after = run(home)
    assert told(home) == [("U-1", "ktp-el", 12, "99.00"), ("U-1", "unknown", 12, "61.88")]
    assert (after.indexes, after.totals) == (before.indexes, before.totals)
    assert public(home) == told(home)

    summed = []
    sums = publishing.sums_by_service_slot
    monkeypatch.setattr(publishing, "sums_by_service_slot", lambda *given: summed.append(sums(*given)) or summed[-1])
    accept_services(home.root, "U-1", (), 3, dry_run=False)
    accept_services(home.root, "U-2", (), 3, dry_run=False)
    written = home.services.read_bytes()
    home.services.write_bytes(written + b"U-9;kk;KK;;;;\r\n")
    with pytest.raises(ConfigurationError, match="baris 5: unit_code 'U-9' tidak ada dalam units"):
        run(home)
    home.services.write_bytes(written)
    run(home)
    assert told(home) == [
        *(("U-1", "ktp-el", 12, "99.00"), ("U-1", "legalisasi", 6, "49.50"), ("U-1", "unknown", 6, "74.25")),
        ("U-2", "ktp-el", 6, "74.25"),
    ]
    assert public(home) == told(home)
    assert sorted(summed[-1]["unit_code"].unique()) == ["U-1", "U-2"]
    home.services.write_bytes(written.replace(b"U-2;ktp-el;KTP-el;E KTP;", b"U-2;ktp-el;KTP EL;e-ktp;"))
    run(home)
    assert summed[-1]["unit_code"].unique().to_list() == ["U-2"]  # the other's services are taken over

    capsys.readouterr()
    show_service_explanation(home.root, "U-1", "2024", "pembuatan KTP", as_json=False)
    said = capsys.readouterr().out
    assert "12 dari 24 responden unit" in said
    assert "99" in said
    show_service_ranking(home.root, "2024", "pembuatan ktp", as_json=True)
    ranked = json.loads(capsys.readouterr().out)["ranking"]
    assert [(one["unit_code"], one["rank"], one["services"]) for one in ranked] == [("U-1", 1, 2), ("U-2", 2, 2)]
    show_service_ranking(home.root, "2024", "perekaman ktp", as_json=True)  # as it would be proposed
    assert json.loads(capsys.readouterr().out)["ranking"] == ranked
    with pytest.raises(SkmError, match="Tidak ada layanan 'kia'"):
        show_service_ranking(home.root, None, "kia", as_json=False)
    assert not run(home).summary.published

    only_theirs = "services.csv, unit U-2, layanan ktp-el: tulisan ke-1 pada aliases: tidak dipakai jawaban lain."
    for everything in (True, False):  # all six who wrote so, and one of them
        numbers = [] if everything else [2]
        erase_rows(
            home.root, "Kecamatan Melati.csv", numbers, sheet=None, everything=everything, why="", by=None, sure=False
        )
        said = " ".join(capsys.readouterr().out.split())
        assert (only_theirs in said) is everything
        assert "Tidak ada yang dihapus." in said
