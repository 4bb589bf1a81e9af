"""The registry as a person writes it: what is read, and the sentence about what is wrong."""

from datetime import date

import pytest

from contracts.errors import ConfigurationError
from contracts.periods import parse_period
from contracts.registry import load_registry

HEADER = "unit_code,unit_name,unit_type"
PERIODS = ("2024-S1", "2024-TW3", "2024", "2025-TW1")


@pytest.fixture
def registry_of(tmp_path):
    def load(*lines: str, encoding: str = "utf-8"):
        path = tmp_path / "units.csv"
        path.write_text("\n".join(lines), encoding=encoding)
        return load_registry(path)

    return load


def test_all_that_may_stand_there(registry_of):
    [unit] = registry_of(
        f"{HEADER},bps_code,aliases,unsur_order,address,contact,signatory_office,signatory_name,signatory_rank,"
        "signatory_nip,service_recipients_2024,service_recipients_2024-S1",
        " jetis , Kecamatan Jetis ,kecamatan,3516120,Jetis| Kec. Jetis |,form,Jalan Raya,0321,Camat,A. B.,Pembina,1970,"
        "12.345,7",
    ).units
    assert (unit.unit_code, unit.unit_name, unit.unit_type, unit.bps_code) == (
        *("jetis", "Kecamatan Jetis", "kecamatan", "3516120"),
    )
    assert unit.aliases == ("Jetis", "Kec. Jetis")
    assert unit.unsur_order == "form"
    assert unit.service_recipients == (("2024", 12345), ("2024-S1", 7))
    assert (unit.address, unit.contact) == ("Jalan Raya", "0321")
    assert (unit.signatory_office, unit.signatory_name) == ("Camat", "A. B.")
    assert (unit.signatory_rank, unit.signatory_nip) == ("Pembina", "1970")


def test_what_is_left_out_is_empty(registry_of):
    registry = registry_of(
        f"{HEADER},bps_code,unsur_order,service_recipients_2024", "a,A,dinas,,,", ",,,,,", "b,B,dinas"
    )
    assert [unit.unit_code for unit in registry.units] == list(registry.by_code) == ["a", "b"]
    for unit in registry.units:
        assert (unit.bps_code, unit.aliases, unit.unsur_order, unit.service_recipients) == (None, (), None, ())
        assert (unit.address, unit.contact, unit.signatory_nip) == ("", "", "")


def test_the_life_of_a_unit(registry_of):
    old, new = registry_of(
        f"{HEADER},valid_from,valid_to,successor,former_names",
        "old,Kelurahan Lama,kelurahan,,31/12/2024,new,",
        "new,Kelurahan Baru,kelurahan,2024-07-01,,,Kelurahan Mekar|Kel. Tunas",
    ).units
    assert (old.valid_from, old.valid_to, old.successors) == (None, date(2024, 12, 31), ("new",))
    assert (new.valid_from, new.valid_to) == (date(2024, 7, 1), None)
    assert new.names == ("Kelurahan Baru", "Kelurahan Mekar", "Kel. Tunas")
    owed = {unit.unit_code: [code for code in PERIODS if unit.owes(parse_period(code))] for unit in (old, new)}
    assert owed == {"old": ["2024-S1", "2024-TW3", "2024"], "new": ["2024-TW3", "2024", "2025-TW1"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_as_a_spreadsheet_saves_it(registry_of, encoding):
    [unit] = registry_of("unit_code;unit_name;unit_type", "a;Sekretariat, Bagian A;dinas", encoding=encoding).units
    assert unit.unit_name == "Sekretariat, Bagian A"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "kolom 'unit_code' tidak ada"),
        (["unit_code,unit_name", "a,A"], "kolom 'unit_type' tidak ada"),
        ([f"{HEADER},colour", "a,A,dinas,red"], "kolom 'colour' tidak dikenal"),
        ([f"{HEADER},valid_to", "a,A,dinas,akhir tahun"], "valid_to 'akhir tahun' bukan tanggal. Tulis"),
        (
            [f"{HEADER},valid_from,valid_to", "a,A,dinas,2025-01-02,2025-01-01"],
            "valid_from 2025-01-02 sesudah valid_to",
        ),
        ([f"{HEADER},successor", "a,A,dinas,b", "b,B,dinas,"], "successor diisi tetapi valid_to kosong"),
        ([f"{HEADER},valid_to,successor", "a,A,dinas,2025-01-01,c"], "successor 'c' dari a bukan kode unit lain"),
        ([f"{HEADER},valid_to,successor", "a,A,dinas,2025-01-01,a"], "successor 'a' dari a bukan kode unit lain"),
        ([f"{HEADER},former_names", "a,A,dinas,B", "b,B,dinas,"], "nama 'B' dipakai oleh a dan b"),
        ([f"{HEADER},bps_code,colour", "a,A,dinas,1,red"], "kolom 'colour' tidak dikenal"),
        ([f"{HEADER},service_recipients_2024,colour", "a,A,dinas,1,red"], "kolom 'colour' tidak dikenal"),
        ([f"{HEADER},service_recipients_2024-S3", "a,A,dinas,1"], "'2024-S3' bukan kode periode"),
        ([HEADER, "a,A,dinas", "b,,dinas"], "baris 3: 'unit_name' kosong"),
        ([HEADER, "", "a,A,dinas", "", "b,,dinas"], "baris 5: 'unit_name' kosong"),
        ([HEADER, ",A,dinas"], "baris 2: 'unit_code' kosong"),
        ([HEADER, "a,A,"], "baris 2: 'unit_type' kosong"),
        ([HEADER, "a/b,A,dinas"], "baris 2: unit_code 'a/b' hanya boleh"),
        ([f"{HEADER},unsur_order", "a,A,dinas,abc"], "unsur_order 'abc' tidak dikenal"),
        ([f"{HEADER},survey_mode", "a,A,dinas,online"], "survey_mode 'online' tidak dikenal. Pilihan: daring, luring"),
        ([f"{HEADER},service_recipients_2024", "a,A,dinas,0"], "'0' bukan bilangan bulat di atas nol"),
        ([f"{HEADER},service_recipients_2024", "a,A,dinas,-5"], "'-5' bukan bilangan bulat di atas nol"),
        ([f"{HEADER},service_recipients_2024", "a,A,dinas,banyak"], "'banyak' bukan bilangan bulat di atas nol"),
        ([HEADER], "tidak ada satu unit pun"),
        ([HEADER, "a,A,dinas", "A,B,dinas"], "unit_code 'A' muncul dua kali"),
        ([HEADER, "a,A,dinas", "b,B,Dinas"], r"unit_type 'dinas' dan 'Dinas' \(b\) hanya berbeda huruf besar"),
        ([HEADER, "a,Pasar,dinas", "b,PASAR,dinas"], "nama 'PASAR' dipakai oleh a dan b"),
        ([f"{HEADER},aliases", "a,A,dinas,Pasar", "b,B,dinas,C|pasar"], "nama 'pasar' dipakai oleh a dan b"),
        ([HEADER, "a,A,all"], "unit_type 'all'"),
    ],
)
def test_what_is_wrong(registry_of, lines, said):
    with pytest.raises(ConfigurationError, match=said):
        registry_of(*lines)


def test_one_recipient_is_the_fewest_and_a_unit_may_repeat_its_own_name(registry_of):
    [unit] = registry_of(f"{HEADER},aliases,service_recipients_2024", "a,Pasar,dinas,pasar|PASAR,1").units
    assert unit.service_recipients == (("2024", 1),)


def test_a_registry_that_cannot_be_read(tmp_path):
    path = tmp_path / "units.csv"
    with pytest.raises(ConfigurationError, match="Jalankan 'skm init'"):
        load_registry(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match="Simpan ulang sebagai CSV UTF-8"):
        load_registry(path)
