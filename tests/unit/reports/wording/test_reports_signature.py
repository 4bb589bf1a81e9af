import pytest

from reports.figures.letterhead_figures import SignatoryFigure
from reports.wording.signature import signature

REGENCY = "Kabupaten Mojokerto"


@pytest.mark.parametrize(
    ("title", "owner", "below"),
    [
        ("Camat Jatirejo", "Kecamatan Jatirejo", "Kabupaten Mojokerto"),
        ("Lurah Sooko", "Kelurahan Sooko", "Kabupaten Mojokerto"),
        ("Kepala Puskesmas Jatirejo", "Puskesmas Jatirejo", "Kabupaten Mojokerto"),
        ("Direktur RSUD Prof. Dr. Soekandar", "RSUD Prof. Dr. Soekandar", "Kabupaten Mojokerto"),
        ("Camat", "Kecamatan Jatirejo", "Kecamatan Jatirejo Kabupaten Mojokerto"),
        ("", "Kecamatan Jatirejo", "Kecamatan Jatirejo Kabupaten Mojokerto"),
        ("Kepala Dinas", "Dinas Kesehatan", "Dinas Kesehatan Kabupaten Mojokerto"),
        # What the title leaves out stands below it only where it is a name of its own.
        (
            "Kepala Dinas Kependudukan",
            "Dinas Kependudukan dan Pencatatan Sipil",
            "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Mojokerto",
        ),
        ("Kepala Bagian Organisasi", "Bagian Organisasi Sekretariat Daerah", "Sekretariat Daerah Kabupaten Mojokerto"),
        ("Camat Jatirejo Kabupaten Mojokerto", "Kecamatan Jatirejo", ""),
        ("Sekretaris Daerah", "Sekretariat Daerah Kabupaten Mojokerto", "Kabupaten Mojokerto"),
    ],
)
def test_what_the_title_says_is_not_said_again_below_it(title: str, owner: str, below: str) -> None:
    block = signature(SignatoryFigure(office=title, name="", rank="", nip=""), owner, "Mojokerto", REGENCY)
    assert (block.office, f"{block.organisation} {block.regency}".strip()) == (title, below)
    assert block.place_and_date.startswith("Mojokerto, …")
