"""A folder of whole files: the same here and in an object store."""

import pickle
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.errors import ConfigurationError, HomeError
from storage.open import open_store
from storage.places import PlaceError
from storage.remote_store import RemoteStore
from storage.store import LocalStore, Store
from tests.shares import PASSWORD, Share, unused_port
from tests.shares import s3 as served_s3


@pytest.fixture(scope="module")
def s3() -> Iterator[Share]:
    with served_s3() as share:
        yield share


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    url, options = str(tmp_path / "berkas"), dict[str, object]()
    if request.param == "s3":
        share = request.getfixturevalue("s3")
        url, options = f"{share.url}/{tmp_path.name}", share.options
    return open_store(url, beside=tmp_path, cache=tmp_path / "cache", options=options).below("arsip")


def test_an_empty_place_is_no_error(store: Store) -> None:
    assert (store.files(), store.folders(), store.present(["a", "b"]), store.read_all(["a", "b"])) == (
        [],
        [],
        set(),
        {},
    )
    assert not store.exists("a")
    store.remove("a")
    store.remove_folder("b")
    with pytest.raises(FileNotFoundError):
        store.read("a")


def test_what_is_written_is_read(store: Store) -> None:
    store.write("a/satu.csv", b"satu")
    store.write_all({"a/dua [1] *.csv": b"dua dua", "b/c/tiga.json": b"{}"})
    store.write("a/satu.csv", b"satu lagi")
    assert store.files() == ["a/dua [1] *.csv", "a/satu.csv", "b/c/tiga.json"]
    assert store.files("b") == ["b/c/tiga.json"]
    assert store.folders() == ["a", "b"]
    assert store.read("a/satu.csv") == b"satu lagi"
    assert store.read_all(["b/c/tiga.json", "tidak ada"]) == {"b/c/tiga.json": b"{}"}
    stamps = store.stamps(["a/satu.csv", "a/dua [1] *.csv", "b/c/tiga.json", "a", "tidak ada"])
    assert {name: stamp.size for name, stamp in stamps.items()} == {
        "a/satu.csv": 9,
        "a/dua [1] *.csv": 7,
        "b/c/tiga.json": 2,
    }
    assert store.present(["a/satu.csv", "a/tidak ada", "b/c/tiga.json"]) == {"a/satu.csv", "b/c/tiga.json"}
    assert store.present(["a/satu.csv", "a/dua [1] *.csv"]) == {"a/satu.csv", "a/dua [1] *.csv"}
    assert stamps["a/satu.csv"].changed_at >= stamps["b/c/tiga.json"].changed_at > 1e9
    assert store.exists("a/satu.csv")
    assert not store.exists("a")
    assert store.below("b").files() == ["c/tiga.json"]


def test_finished_files_are_moved_in(store: Store) -> None:
    with store.preparing() as folder:
        (folder / "x").write_bytes(b"isi")
        (folder / "y").write_bytes(b"isi lain")
        store.take_all({"a/x": folder / "x", "b/y": folder / "y"})
        assert list(folder.iterdir()) == []
    assert not folder.exists()
    assert store.read_all(["a/x", "b/y"]) == {"a/x": b"isi", "b/y": b"isi lain"}


def test_files_are_removed_and_renamed(store: Store) -> None:
    store.write_all({"a/x": b"1", "a/b/y": b"2", "c": b"3"})
    store.rename("c", "d e")
    store.remove("a/x")
    assert store.files() == ["a/b/y", "d e"]
    store.remove_folder("a")
    assert store.files() == ["d e"]


def test_files_as_paths_are_always_of_the_content_there_is(store: Store) -> None:
    store.write_all({"a/x.parquet": b"lama", "a/y.parquet": b"tetap"})
    before = store.local_paths(["a/y.parquet", "a/x.parquet"])
    assert [path.read_bytes() for path in before] == [b"tetap", b"lama"]
    store.write("a/x.parquet", b"baru")
    path = store.local_path("a/x.parquet")
    assert (path.read_bytes(), path.suffix) == (b"baru", ".parquet")
    assert store.local_paths(["a/y.parquet", "a/x.parquet"]) == [before[0], path]
    with store.temporary_local_paths(["a/y.parquet", "a/x.parquet"]) as borrowed:
        assert [path.read_bytes() for path in borrowed] == [b"tetap", b"baru"]


def test_a_store_works_in_another_process(store: Store) -> None:
    pickle.loads(pickle.dumps(store)).write("a", b"1")
    assert store.read("a") == b"1"


def test_a_copy_that_is_there_is_not_fetched_again(s3: Share, tmp_path: Path) -> None:
    store = RemoteStore(f"{s3.url}/sekali", tmp_path, s3.options)
    store.write("x", b"isi")
    path = store.local_path("x")
    path.write_bytes(b"ini salinannya")
    assert store.local_path("x").read_bytes() == b"ini salinannya"
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]


def test_here_nothing_half_written_is_listed_and_links_are_no_files(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.write("a", b"1")
    (tmp_path / "tautan").symlink_to(tmp_path / "a")
    with store.preparing() as folder:
        (folder / "x").write_bytes(b"setengah")
        assert (store.files(), store.folders()) == (["a", "tautan"], [])
        assert store.present(["a", "tautan"]) == {"a"}
    assert store.link("a") == (tmp_path / "a").as_uri()


def test_a_relative_folder_is_the_same_for_a_process_that_stands_elsewhere() -> None:
    assert pickle.loads(pickle.dumps(LocalStore(Path("data")))) == LocalStore(Path.cwd() / "data")


@pytest.mark.parametrize(
    ("url", "address"),
    [("", "rumah"), ("bersama/skm", "rumah/bersama/skm"), ("/mnt/skm", "/mnt/skm"), ("file:///mnt/skm", "/mnt/skm")],
)
def test_a_url_or_a_folder(tmp_path: Path, url: str, address: str) -> None:
    store = open_store(url, beside=tmp_path / "rumah", cache=tmp_path, options={})
    assert store.address == str(tmp_path / address)
    there = open_store("s3://skm/mojokerto/", beside=tmp_path, cache=tmp_path, options={}).below("archive")
    assert (there.address, there.link("x")) == ("s3://skm/mojokerto/archive", "s3://skm/mojokerto/archive/x")


def test_a_place_that_may_show_half_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="sftp://"):
        open_store("sftp://berkas/skm", beside=tmp_path, cache=tmp_path, options={})


def test_what_is_wrong_is_said_without_a_secret(s3: Share, tmp_path: Path) -> None:
    elsewhere = RemoteStore("s3://tidak-ada/skm", tmp_path, s3.options)
    with pytest.raises(PlaceError, match="s3://tidak-ada/skm tidak ada") as missing:
        elsewhere.write("a", b"1")
    nobody = s3.with_options(endpoint_url=f"http://127.0.0.1:{unused_port()}", timeout=1)
    with pytest.raises(HomeError, match="tidak dapat dihubungi") as silent:
        RemoteStore(f"{s3.url}/skm", tmp_path, nobody).read("a")
    said = [repr(elsewhere), *traceback.format_exception(missing.value), *traceback.format_exception(silent.value)]
    assert PASSWORD not in "".join(said)
