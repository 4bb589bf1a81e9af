"""Units are renamed, merged, dissolved and born: their files, series, lateness, and what the reports say of it."""

from datetime import date

import pytest

from cli.registering import add_unit, close_unit, rename_unit, show_units
from contracts.errors import ConfigurationError
from contracts.home import Home
from contracts.registry import load_registry
from contracts.settings import load_settings
from pipeline.documents.bundles import PeriodFigures
from pipeline.documents.reminder_lists import list_reminders
from pipeline.registry_changes import refuse_lost_units
from reports.wording.regency_sentences import succession_sentence
from reports.wording.trend_sentences import trend_sentences
from tests.integration.offices import contents, home_at, respondents, run, same, send
from warehouse import published
from warehouse.read import open_published

pytestmark = pytest.mark.usefixtures("without_prefect")


def missing(home: Home) -> dict[str, list[str]]:
    """By year, the units that owe a report."""
    with open_published(home) as reader:
        return {
            year: [row.of("unit_code", str) for row in published.missing_units(reader, year)]
            for year in ("2024", "2025")
        }


def test_a_unit_is_renamed_merged_dissolved_and_born(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_at(tmp_path_factory.mktemp("units") / "data")
    home.settings.write_text(
        '[thresholds]\nsmall_cell = 5\n[ranking]\nminimum_respondents = 1\n[reports]\nkinds = ["year"]\n',
        encoding="utf-8",
    )
    send(home, "Kecamatan Mawar.csv", respondents(same(3, 12)))
    send(home, "Kecamatan Melati.csv", respondents(same(2, 6)))
    send(home, "Kecamatan Mawar 2025.csv", respondents(same(4, 12), dates="05/02/2025"))
    assert run(home).indexes == {"U-1": (12, "74.25"), "U-2": (6, "49.50")}
    assert missing(home) == {"2024": ["U-3"], "2025": ["U-3", "U-2"]}

    written = home.units.read_text(encoding="utf-8")
    close_unit(home.root, "Kecamatan Melati", "31/12/2024", ["U-1"], dry_run=True)
    said = capsys.readouterr().out
    assert "Sebelum: U-2 Kecamatan Melati (kecamatan)\n" in said
    assert "Sesudah: U-2 Kecamatan Melati (kecamatan), sampai 31/12/2024, diteruskan oleh U-1\n" in said
    assert "Berkas unit ini sampai sekarang: 1." in said
    assert "Tidak lagi disebut belum melapor: U-2 2025." in said
    assert "bertanggal" not in said
    assert "Belum ditulis (--dry-run)." in said
    assert home.units.read_text(encoding="utf-8") == written

    close_unit(home.root, "U-1", "2024-12-31", ["U-2"], dry_run=True)
    assert "U-1: 12 jawaban bertanggal sebelum hari pertama atau sesudah hari terakhir unit." in " ".join(
        capsys.readouterr().out.split()
    )
    close_unit(home.root, "Kecamatan Melati", "31/12/2024", ["U-1"], dry_run=False)
    close_unit(home.root, "U-3", "2024-06-30", (), dry_run=False)
    rename_unit(home.root, "U-1", "Kecamatan Mawar Raya", dry_run=False)
    add_unit(home.root, "U-4", "Kelurahan Anggrek", "kelurahan", first_day="2025-07-01", aliases=(), dry_run=False)
    said = capsys.readouterr().out
    assert "Tidak ada berkas yang berpindah unit." in said
    assert "Mulai disebut belum melapor: U-4 2025." in said
    show_units(home.root, as_json=False)
    assert "Kecamatan Mawar Raya" in capsys.readouterr().out

    state = run(home)
    assert state.indexes == {"U-1": (12, "74.25"), "U-2": (6, "49.50")}  # the former name in the files is still its own
    assert missing(home) == {"2024": [], "2025": ["U-4"]}
    listed = list_reminders(home, "2025", date(2026, 2, 1))
    assert [(one.unit_code, one.state) for one in listed.reminders] == [("U-1", "sent"), ("U-4", "late")]

    figures = PeriodFigures(home, load_settings(home.settings), load_registry(home.units), "2025")
    (unit,) = figures.units
    assert unit.figures.unit_name == "Kecamatan Mawar Raya"
    assert [one.period_code for one in unit.figures.trend] == ["2024", "2025"]
    assert trend_sentences(unit.figures)[-1] == (
        "Unit ini meneruskan Kecamatan Melati (sampai 31 Desember 2024, IKM tahun 2024 49,50 dari 6 responden). Angka "
        "sebelum dan sesudahnya bukan tentang lingkup pelayanan yang sama, sehingga perubahannya dibaca dengan "
        "catatan ini."
    )
    assert succession_sentence(figures.regency.figures).startswith(
        "Unit yang digabung atau dipecah: Kecamatan Melati (sampai 31 Desember 2024) diteruskan oleh Kecamatan Mawar "
    )
    assert [one.unit_code for one in figures.regency.figures.registered] == ["U-1", "U-4"]
    before = PeriodFigures(home, load_settings(home.settings), load_registry(home.units), "2024")
    assert [unit.figures.predecessors for unit in before.units] == [(), ()]

    lines = home.units.read_text(encoding="utf-8").splitlines(keepends=True)
    home.units.write_text("".join(line for line in lines if not line.startswith("U-2")), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"U-2 Kecamatan Melati \(6 jawaban, 2024–2024\)") as refused:
        run(home)
    assert "skm units close U-2 --on" in str(refused.value)
    with pytest.raises(ConfigurationError, match="U-2 Kecamatan Melati"):
        refuse_lost_units(home, load_registry(home.units))  # what `skm doctor` says too
    swapped = "".join(lines).replace("U-1,Kecamatan Mawar Raya,", "U-1,Kecamatan Melati,")
    swapped = swapped.replace("U-2,Kecamatan Melati,", "U-2,Kecamatan Mawar Raya,")
    home.units.write_text(swapped, encoding="utf-8")  # as where only the column of names was sorted
    told = "Kecamatan Mawar Raya: U-1, sekarang U-2; Kecamatan Melati: U-2, sekarang U-1"
    with pytest.raises(ConfigurationError, match=told):
        run(home)
    home.units.write_text("".join(lines), encoding="utf-8")
    published = contents(home)
    run(home)
    assert contents(home) == published
