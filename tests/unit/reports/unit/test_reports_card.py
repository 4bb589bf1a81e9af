import struct
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pymupdf
import pytest

from contracts.registry import Unit
from contracts.respondent import CHARACTERISTICS
from reports.figures.unit_figures import UnitFigures, public_figures, unit_figures
from reports.unit.card import Card, card_document, render_card

Rows = dict[str, Any]
LARGEST_PNG = 300_000


def card_text(card: Card) -> str:
    """The text of its only page, white space as single spaces."""
    with pymupdf.open(stream=card.pdf) as document:
        assert len(document) == 1
        return " ".join(document[0].get_text().split())


def png_size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def public(rows: Rows, hidden: Callable[[Rows], bool]) -> UnitFigures:
    """The public edition, with what `hidden` says of a row suppressed."""
    profile = [
        row | ({"respondents": None, "share": None} if hidden(row) else {}) for row in rows["respondent_profile"]
    ]
    return public_figures(unit_figures(**(rows | {"respondent_profile": profile})))


def nothing(row: Rows) -> bool:
    return False


def everything(row: Rows) -> bool:
    return True


def test_the_card_of_the_seed(jatirejo_rows: Rows) -> None:
    card = render_card(public(jatirejo_rows, nothing))
    text = card_text(card)
    for expected in (
        "INDEKS KEPUASAN MASYARAKAT Kecamatan Jatirejo Kabupaten Mojokerto · Tahun 2024",
        "NILAI IKM",
        "93,61 A",
        "A Mutu pelayanan Sangat Baik",
        "Responden 615 orang",
        "Waktu survei 1 Januari – 31 Desember 2024",
        "Persyaratan 92,76 A",
        "Sarana dan Prasarana 92,64 A",
        "Laki-laki 272 44,2 %",
        "Perempuan 343 55,8 %",
        "SMA / Sederajat 279 45,4 %",
        "Ibu Rumah Tangga 121 19,7 %",
        "Tidak diketahui 12 1,9 %",
        "bobot 0,11 · dengan bobot 1/9: 94,56.",
        "35.16.01 · 2024 · Kode AZNG-F9E9",
        "Terima kasih",
    ):
        assert expected in text
    assert "tidak ditampilkan" not in text
    assert png_size(card.png) == (1080, 1350)
    assert len(card.png) < LARGEST_PNG


def test_same_figures_same_bytes(jatirejo_rows: Rows) -> None:
    figures = public(jatirejo_rows, nothing)
    assert render_card(figures) == render_card(figures)


def test_it_is_archivable_and_accessible(jatirejo_rows: Rows) -> None:
    with pikepdf.open(BytesIO(render_card(public(jatirejo_rows, nothing)).pdf)) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Indeks Kepuasan Masyarakat Kecamatan Jatirejo, Tahun 2024"
            assert metadata["xmp:CreateDate"].startswith("2024-12-31")
        assert str(pdf.Root.Lang) == "id-ID"
        kinds = Counter(str(one.S) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one)
        assert kinds["/H1"] == 1
        assert kinds["/Table"] == 5
        assert kinds["/TH"] >= 5 * 3
        assert kinds["/Figure"] == 0  # bars are decoration, their figures stand beside them


def test_the_picture_shows_what_a_phone_can_show(jatirejo_rows: Rows) -> None:
    document = card_document(public(jatirejo_rows, nothing), wall=False)
    titles = [group["title"] for column in document["columns"] for group in column]  # type: ignore[index,union-attr,call-overload]
    assert titles == ["Usia (tahun)", "Jenis Kelamin", "Pendidikan"]


def test_hidden_counts_are_nowhere(jatirejo_rows: Rows) -> None:
    for row in jatirejo_rows["respondent_profile"]:
        if row["category"] in ("S2", "Tidak Sekolah"):
            row |= {"respondents": 1737, "share": 0.2718}
    figures = public(jatirejo_rows, lambda row: row["category"] in ("S2", "Tidak Sekolah"))
    text = card_text(render_card(figures))
    assert "Tidak Sekolah tidak ditampilkan" in text
    assert "S2 tidak ditampilkan" in text
    assert "jumlahnya kecil" in text
    for wall in (True, False):
        written = str(card_document(figures, wall=wall))
        for trace in ("1.737", "1737", "27,2", "0.27"):
            assert trace not in written
    for trace in ("1.737", "1737", "27,2"):
        assert trace not in text


def test_a_wholly_hidden_profile_gives_way_to_the_unsur(jatirejo_rows: Rows) -> None:
    figures = public(jatirejo_rows, everything)
    text = card_text(render_card(figures))
    assert "Rincian menurut jenis kelamin, usia, pendidikan, dan pekerjaan tidak ditampilkan: jumlahnya kecil" in text
    for trace in ("272", "343", "SMA", "Wiraswasta"):
        assert trace not in text
    assert "Persyaratan" in str(card_document(figures, wall=False)["columns"])


def test_a_missing_profile_is_said_to_be_missing(jatirejo_rows: Rows) -> None:
    jatirejo_rows["respondent_profile"] = [
        {"characteristic": one.name, "category": "unknown", "respondents": 615, "share": 1.0} for one in CHARACTERISTICS
    ]
    text = card_text(render_card(public(jatirejo_rows, nothing)))
    assert "Data survei tidak memuat jenis kelamin, usia, pendidikan, dan pekerjaan responden." in text
    assert "93,61" in text


@pytest.mark.parametrize("respondents", [1, 4])
def test_too_few_respondents_show_no_index(jatirejo_rows: Rows, respondents: int) -> None:
    jatirejo_rows["ikm_unit"] |= {"respondents": respondents, "publishable": False}
    figures = public(jatirejo_rows, nothing)
    card = render_card(figures)
    text = card_text(card)
    assert "Nilai IKM tidak ditampilkan" in text
    assert "kurang dari 10 orang" in text
    with pikepdf.open(BytesIO(card.pdf)) as pdf, pdf.open_metadata() as metadata:
        text += str(metadata)
    for trace in ("93,61", "94,56", "Sangat Baik", "92,76", "272", "44,2"):
        assert trace not in text
        assert trace not in str(card_document(figures, wall=False))
    assert png_size(card.png) == (1080, 1350)


def test_the_limit_is_the_regency_s(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ikm_unit"] |= {"respondents": 15, "publishable": False}
    text = card_text(render_card(public(jatirejo_rows, nothing), small_cell=20))
    assert "kurang dari 20 orang" in text
    assert "93,61" not in text


def test_an_index_that_would_give_a_hidden_one_away_is_not_shown(jatirejo_rows: Rows) -> None:
    jatirejo_rows["ikm_unit"] |= {"publishable": False}
    text = card_text(render_card(public(jatirejo_rows, nothing)))
    assert "Hasil periode ini tidak dipublikasikan tersendiri: jawaban perorangan dapat dikenali" in text
    for trace in ("93,61", "kurang dari", "615"):
        assert trace not in text


def test_an_index_on_too_small_a_sample_says_so(extremes: dict[str, UnitFigures]) -> None:
    text = card_text(render_card(extremes["few_respondents"]))
    assert "Jumlah responden belum memenuhi kebutuhan sampel (382 responden)." in text
    assert "dengan bobot 1/9: 88,89 (mutu A)" in text


def test_every_extreme_still_makes_one_page_and_one_picture(extreme: UnitFigures) -> None:
    card = render_card(extreme)
    assert card_text(card)
    assert png_size(card.png) == (1080, 1350)
    assert len(card.png) < LARGEST_PNG


def test_the_fullest_card_stays_on_its_page(jatirejo_rows: Rows) -> None:
    """Every category, the unknown too, one of each suppressed, the longest name and every note."""
    name = "Unit Pelaksana Teknis " * 20
    jatirejo_rows["registered"] = Unit("35.16.01", name, "kecamatan", None, (), None, ())
    jatirejo_rows["ikm_unit"] |= {"sample_met": False, "grade_depends_on_weight": True, "ikm": "100.00"}
    jatirejo_rows["respondent_profile"] = [
        {"characteristic": one.name, "category": value, "respondents": 123_456, "share": 1.0}
        for one in CHARACTERISTICS
        for value in (*(category.value for category in one.categories), "unknown")
    ]
    card = render_card(public(jatirejo_rows, lambda row: row["category"] in ("S3", "Lainnya")))
    text = card_text(card)
    for expected in (
        "Unit P…",
        "123.456",
        "100,0 %",
        "Tidak diketahui",
        "belum memenuhi kebutuhan sampel",
        "Kode AZNG-F9E9",
    ):
        assert expected in text
    assert png_size(card.png) == (1080, 1350)


@pytest.mark.parametrize("name", ["x" * 20_000, "Puskesmas/" * 15, ""])
def test_any_name_fits(jatirejo_rows: Rows, name: str) -> None:
    jatirejo_rows["registered"] = Unit("35.16.01", name, "kecamatan", None, (), None, ())
    assert "93,61" in card_text(render_card(public(jatirejo_rows, nothing)))


def test_what_names_say_stays_text(extremes: dict[str, UnitFigures]) -> None:
    text = card_text(render_card(extremes["strange_letters"]))
    assert "'Sehat' #read(\"x\") $x$ <b> \\" in text
