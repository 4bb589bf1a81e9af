"""Who gets a certificate, what it says, and that its figures are public ones."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
import pymupdf
import pytest

from contracts.settings import Settings
from pipeline.documents.bundles import UnitBundle
from pipeline.documents.certificates import certificate_figure
from reports.figures.unit_figures import UnitFigures, public_figures, unit_figures
from reports.rendering import UnitSource, certificate

WANTED = Settings.model_validate(
    {"reports": {"certificates": True}, "signature": {"office": "Sekretaris Daerah", "name": "Siti Aminah"}}
)
FIRST = {"rank": 1, "rank_low": 1, "rank_high": 1}


def figures_of(rows: dict[str, Any], rank: dict[str, Any], **index: object) -> UnitFigures:
    """Jatirejo 2024 with another rank among the kecamatan."""
    of_type, of_all = rows["ikm_ranking"]
    changed = {"ikm_ranking": [of_type | rank, of_all], "ikm_unit": rows["ikm_unit"] | index}
    return unit_figures(**(rows | changed))


def bundle(figures: UnitFigures, settings: Settings = WANTED) -> UnitBundle:
    """As `unit_bundles` makes it."""
    public = public_figures(figures)
    given = certificate_figure(settings, public, lambda _: None)
    return UnitBundle(figures.model_copy(update={"certificate": given}), public, 10, False)


def text_of(made: UnitBundle) -> str:
    pdf = certificate(UnitSource(made.figures, made.public, made.small_cell, ()))["pdf"]
    with pymupdf.open(stream=pdf) as document:
        assert len(document) == 1
        return " ".join(document[0].get_text().replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize(
    ("settings", "rank", "index"),
    [
        (Settings(), FIRST, {}),
        (WANTED, {"rank": 2, "rank_low": 1, "rank_high": 3}, {}),
        (WANTED, {"rank": None, "rank_low": None, "rank_high": None}, {}),
        (WANTED, FIRST | {"units": 1}, {}),
        (WANTED, FIRST, {"publishable": False}),
    ],
    ids=["not wanted", "second", "too few respondents", "the only one", "not shown"],
)
def test_who_gets_none(
    jatirejo_rows: dict[str, Any], settings: Settings, rank: dict[str, Any], index: dict[str, Any]
) -> None:
    made = bundle(figures_of(jatirejo_rows, rank, **index), settings)
    assert made.figures.certificate is None
    assert not [name for name in made.names if "piagam" in name]


def test_the_first_of_its_type_gets_one_that_says_so(jatirejo_rows: dict[str, Any]) -> None:
    made = bundle(figures_of(jatirejo_rows, FIRST))
    assert "35.16.01/piagam-skm-35.16.01-2024.pdf" in made.names
    text = text_of(made)
    assert "KECAMATAN JATIREJO sebagai peringkat pertama di antara 18 kecamatan di Kabupaten Mojokerto" in text
    assert "IKM 93,61 · mutu A (Sangat Baik) · 615 responden" in text
    assert "Pada tingkat kepercayaan 95 % tidak ada kecamatan lain yang setara dengannya." in text
    assert "BAGIAN ORGANISASI SEKRETARIAT DAERAH" in text
    assert "SEKRETARIS DAERAH" in text
    assert "Siti Aminah" in text


def test_a_rank_that_is_shared_or_cannot_be_told_apart_is_told_so(jatirejo_rows: dict[str, Any]) -> None:
    text = text_of(bundle(figures_of(jatirejo_rows, FIRST | {"rank_high": 4, "tied": True})))
    assert "sebagai peringkat pertama, bersama unit lain dengan IKM yang sama, di antara 18 kecamatan" in text
    assert "peringkat ini tidak dapat dibedakan dari peringkat 1 sampai 4." in text
    assert "setara" not in text


def test_it_shows_public_figures_under_the_code_of_the_unit_s_own_documents(jatirejo_rows: dict[str, Any]) -> None:
    """Of a unit of which former figures are public, it is these that are hung up."""
    figures = figures_of(jatirejo_rows, FIRST)
    made = bundle(figures.model_copy(update={"page_address": "https://skm.example/2024/35.16.01.html"}))
    former = made.public.index.model_copy(update={"ikm": Decimal("93.60"), "respondents": 610})
    made = made._replace(public=made.public.model_copy(update={"index": former}))
    assert "IKM 93,60 · mutu A (Sangat Baik) · 610 responden" in text_of(made)
    code = made.made_from["35.16.01/piagam-skm-35.16.01-2024.pdf"].code
    assert f"https://skm.example/2024/35.16.01.html. Kode {code}." in text_of(made)
    pdf = certificate(UnitSource(made.figures, made.public, 10, ()))["pdf"]
    with pikepdf.open(BytesIO(pdf)) as document:
        assert code in str(document.docinfo["/Keywords"])
        assert document.Root.AcroForm.Fields[0].FT == "/Sig"
