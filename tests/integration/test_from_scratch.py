"""What many runs made of what they kept is what one makes of nothing kept; where not, that is found and mended."""

import hashlib
from pathlib import Path

import polars as pl
import pytest

from cli.examination import examine
from contracts.errors import HomeError
from contracts.home import Home
from flows import consolidate as flow_module
from pipeline.rebuilding import tables_that_differ
from pipeline.staging import with_hash
from tests.integration.offices import SETTINGS, home_at, respondents, run, same, send
from warehouse.intact import write_hashes
from warehouse.publish import find_version

pytestmark = pytest.mark.usefixtures("without_prefect")


def forge_verdict(home: Home, sent: bytes) -> None:
    """The kept verdict of a content says that no rule is broken, as one of a faulty release would."""
    (kept,) = home.staging.glob(f"*/{hashlib.sha256(sent).hexdigest()[:16]}.verdict")
    kept.write_bytes(with_hash(kept.read_bytes().partition(b"\n")[0] + b"\n"))


def forge_decision(home: Home) -> None:
    """The published version decided that nothing is public, as a faulty release would have."""
    version = find_version(home, "000001")
    shown = version / "publication" / "shown.parquet"
    for path in (shown, version / "SHA256SUMS"):
        path.chmod(0o640)
    pl.read_parquet(shown).clear().write_parquet(shown)
    write_hashes(version)


def test_what_runs_keep_changes_nothing_or_is_found_to_be_wrong_and_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a version takes over first, a decision about the public; then what is kept beside it, a verdict."""
    home = home_at(tmp_path / "data")
    dates = ["05/02/2093", *["05/02/2024"] * 29]  # one is still to come
    mawar = send(home, "Kecamatan Mawar.csv", respondents(same(3, 30), dates=dates))
    with pytest.raises(HomeError, match="Belum ada terbitan"):
        tables_that_differ(home.root)
    run(home)
    home.settings.write_text(SETTINGS.replace("5", "6"), encoding="utf-8")
    with pytest.raises(HomeError, match="jalankan 'skm run' dahulu"):
        tables_that_differ(home.root)
    home.settings.write_text(SETTINGS, encoding="utf-8")

    forge_decision(home)
    send(home, "Kecamatan Melati.csv", respondents(same(2, 30)))
    assert run(home).counts("Kecamatan Mawar.csv") == (30, 29, 1, 0)
    assert {"public ikm_unit", "public ikm_unsur"} <= set(tables_that_differ(home.root))
    assert not (home.staging / "from-scratch").exists()
    assert not (home.staging / "run").exists()
    assert flow_module.consolidate(home=home.root, documents=False, from_scratch=True).published is True

    forge_verdict(home, mawar.read_bytes())
    send(home, "Dinas Kenanga.csv", respondents(same(4, 30)))
    forged = run(home)
    assert forged.counts("Kecamatan Mawar.csv") == (30, 30, 0, 0)
    assert not examine(home.root, from_scratch=True, as_json=True)
    said = capsys.readouterr().out
    assert "skm run --from-scratch" in said
    for table in ("main response", "main ikm_unit", "main rejected_row"):
        assert f"{table}," in said

    assert flow_module.consolidate(home=home.root, documents=False).published is False
    assert flow_module.consolidate(home=home.root, documents=False, from_scratch=True).published is True
    send(home, "Kecamatan Melati lagi.csv", respondents(same(2, 30), dates="05/03/2024"))
    assert run(home).counts("Kecamatan Mawar.csv") == (30, 29, 1, 0)
    assert tables_that_differ(home.root) == ()
