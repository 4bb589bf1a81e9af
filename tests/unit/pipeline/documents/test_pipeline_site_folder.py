"""The folder of the site: what is written, kept and removed, also after a build that was killed."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from contracts.home import Home
from pipeline.documents.site_folder import SiteChange, SiteFolder, SiteState, content_sha256


def build(home: Home, files: Mapping[str, bytes], made_from: str = "run-1") -> SiteChange:
    folder = SiteFolder(home)
    for path, content in files.items():
        folder.put(path, content)
    return folder.finish(made_from)


def killed(home: Home, files: Mapping[str, bytes]) -> None:
    """A build that does not come to its end."""
    folder = SiteFolder(home)
    for path, content in files.items():
        folder.put(path, content)


def there(home: Home) -> dict[str, bytes]:
    return {
        path.relative_to(home.site).as_posix(): path.read_bytes() for path in home.site.rglob("*") if path.is_file()
    }


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_what_differs_is_written_and_what_is_gone_removed(home: Home) -> None:
    assert build(home, {"index.html": b"a", "2024/u-1.html": b"b", "2023/berkas/x.pdf": b"c"}) == (3, 0, 0, ())
    untouched = (home.site / "index.html").stat().st_mtime_ns
    assert build(home, {"index.html": b"a", "2024/u-1.html": b"B"}, "run-2") == (1, 1, 1, ())
    assert there(home) == {"index.html": b"a", "2024/u-1.html": b"B"}
    assert (home.site / "index.html").stat().st_mtime_ns == untouched
    assert not (home.site / "2023").exists()
    state = SiteState.model_validate_json(home.site_state.read_bytes())
    assert state == SiteState(
        made_from="run-2", files={"index.html": content_sha256(b"a"), "2024/u-1.html": content_sha256(b"B")}
    )


@pytest.mark.parametrize(
    ("made_from", "meanwhile", "is_kept"),
    [
        ("figures-1", None, True),
        ("figures-2", None, False),
        ("figures-1", "removed", False),
        ("figures-1", "of a killed build", False),
    ],
)
def test_a_page_made_from_the_same_is_kept_unmade(
    home: Home, made_from: str, meanwhile: str | None, is_kept: bool
) -> None:
    page = "2024/u-1.html"
    first = SiteFolder(home)
    assert not first.keep_made_from(page, "figures-1")
    first.put(page, b"a", "figures-1")
    first.finish("run-1")
    if meanwhile == "removed":
        (home.site / page).unlink()
    elif meanwhile == "of a killed build":
        killed(home, {page: b"b"})
    for run in ("run-2", "run-3"):  # what is kept is noted for the next build again
        folder = SiteFolder(home)
        assert folder.keep_made_from(page, made_from) == is_kept
        if is_kept:
            folder.finish(run)
            assert there(home) == {page: b"a"}


def test_what_somebody_else_put_there_stays(home: Home) -> None:
    build(home, {"2024/u-1.html": b"a"})
    (home.site / "2024" / "catatan.txt").write_bytes(b"milik orang lain")
    build(home, {})
    assert there(home) == {"2024/catatan.txt": b"milik orang lain"}


def test_nothing_is_to_do_only_where_all_is_there_and_made_from_the_same(home: Home) -> None:
    assert SiteFolder(home).unchanged("run-1") is None
    build(home, {"index.html": b"a"})
    assert SiteFolder(home).unchanged("run-1") == (0, 1, 0, ())
    assert SiteFolder(home).unchanged("run-2") is None
    (home.site / "index.html").unlink()
    assert SiteFolder(home).unchanged("run-1") is None
    assert build(home, {"index.html": b"a"}) == (1, 0, 0, ())


def test_after_a_killed_build_nothing_of_it_is_trusted_or_forgotten(home: Home) -> None:
    build(home, {"index.html": b"a", "u-1.html": b"a"})
    killed(home, {"index.html": b"b", "new.html": b"b"})
    assert SiteFolder(home).unchanged("run-1") is None
    assert build(home, {"index.html": b"a", "u-1.html": b"a"}) == (1, 1, 1, ())
    assert there(home) == {"index.html": b"a", "u-1.html": b"a"}
    assert SiteFolder(home).unchanged("run-1") == (0, 2, 0, ())


def test_until_it_is_finished_the_site_is_that_of_the_build_before(home: Home) -> None:
    build(home, {"index.html": b"a", "2024/u-1.html": b"a"})
    folder = SiteFolder(home)
    for path in ("index.html", "2024/u-1.html", "2024/u-2.html"):
        folder.put(path, b"b")
    shown = {path: content for path, content in there(home).items() if not path.rpartition("/")[2].startswith(".")}
    assert shown == {"index.html": b"a", "2024/u-1.html": b"a"}
    assert folder.finish("run-2") == (3, 0, 0, ())
    assert there(home) == {"index.html": b"b", "2024/u-1.html": b"b", "2024/u-2.html": b"b"}


def test_a_build_that_is_finished_in_two_goes_is_whole(home: Home) -> None:
    """A step of a run is tried again where the file system failed it."""
    folder = SiteFolder(home)
    folder.put("index.html", b"a")
    folder.put("u-1.html", b"a")
    (home.site / "u-1.html").mkdir()
    with pytest.raises(IsADirectoryError):
        folder.finish("run-1")
    (home.site / "u-1.html").rmdir()
    folder.put("u-1.html", b"b")
    assert folder.finish("run-1") == (2, 0, 0, ())
    assert there(home) == {"index.html": b"a", "u-1.html": b"b"}


def test_a_state_of_another_make_means_that_all_is_written_again(home: Home) -> None:
    build(home, {"index.html": b"a"})
    home.site_state.write_text('{"pages": 1}', encoding="utf-8")
    assert build(home, {"index.html": b"a"}) == (1, 0, 0, ())


def test_a_file_that_is_kept_unread_belongs_to_the_build(home: Home) -> None:
    build(home, {"kartu.pdf": b"a", "lama.pdf": b"b"})
    folder = SiteFolder(home)
    assert folder.keep("kartu.pdf", content_sha256(b"a"))
    assert not folder.keep("lama.pdf", content_sha256(b"c"))
    assert folder.finish("run-2") == (0, 1, 1, ())
    assert there(home) == {"kartu.pdf": b"a"}


def test_a_web_servers_group_reads_the_site_and_nobody_else_whatever_the_umask(home):
    before = os.umask(0)
    try:
        for mask in (0o000, 0o077):
            os.umask(mask)
            folder = SiteFolder(home)
            folder.put(f"{mask}/berkas/a.txt", b"a")
            folder.finish("x")
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o777 for path in [home.site, *home.site.rglob("*")]}
    assert modes == {0o750, 0o640}
    assert stat.S_IMODE(home.site_state.stat().st_mode) == 0o600
