"""The register of services as a person writes it: what is read, and the sentence about what is wrong."""

from datetime import date
from pathlib import Path

import pytest

from contracts.errors import ConfigurationError
from contracts.services import Service, services_of

HEADER = "unit_code,service_code,service_name,aliases,valid_from,valid_to,charged"
PLACE = Path("services.csv")


def registered(*lines: str, header: str = HEADER) -> tuple[Service, ...]:
    return services_of(PLACE, "\n".join((header, *lines)), {"A", "B"}).services


def test_all_that_may_stand_there() -> None:
    one, two, other = registered(
        " A , ktp-el ,KTP-el, E KTP |KTP elektronik|,2024-01-01,31/12/2024,Tidak",
        "A,kk,Kartu Keluarga,,,,ya",
        "B,kk,KK",
    )
    assert one == Service(
        *("A", "ktp-el", "KTP-el", ("E KTP", "KTP elektronik"), date(2024, 1, 1), date(2024, 12, 31)), charged=False
    )
    assert one.keys == {"ktpel", "ektp", "ktpelektronik"}
    assert (two.charged, other.charged, other.aliases) == (True, None, ())


def test_names_that_follow_each_other_in_time() -> None:
    old, new = registered("A,imb,Izin bangunan,,,2021-08-01,", "A,pbg,izin BANGUNAN,,2021-08-02,,")
    assert not old.overlaps(new)


WRONG = {
    ("C,kk,KK",): "baris 2: unit_code 'C' tidak ada dalam units.csv",
    ("A,kk,",): "baris 2: 'service_name' kosong",
    ("A,kk,KK", "A,KK,Kartu Keluarga"): "baris 3: service_code 'KK' unit A sudah ada pada baris 2",
    ("A,kk,KK", "A,ktp,KTP,k.k"): "baris 3: nama 'k.k' unit A dipakai juga oleh layanan 'kk' pada baris 2",
    ("A,unknown,KK",): "baris 2: service_code 'unknown' hanya boleh",
    ("A,k k,KK",): "baris 2: service_code 'k k' hanya boleh",
    ("A,kk,--",): "baris 2: nama '--' tidak berisi huruf",
    ("A,kk,KK,,,,gratis",): "baris 2: charged 'gratis' bukan ya atau tidak",
    ("A,kk,KK,,besok",): "baris 2: valid_from 'besok' bukan tanggal",
    ("A,kk,KK,,2025-01-02,2025-01-01",): "baris 2: valid_from 2025-01-02 sesudah valid_to 2025-01-01",
}


@pytest.mark.parametrize("lines", WRONG)
def test_what_is_wrong_is_said_with_its_place(lines: tuple[str, ...]) -> None:
    with pytest.raises(ConfigurationError) as error:
        registered(*lines)
    assert WRONG[lines] in str(error.value)


@pytest.mark.parametrize(
    ("header", "said"), [("unit_code,nama", "'service_code' tidak ada"), (HEADER + ",x", "'x' tidak")]
)
def test_a_header_that_is_none(header: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        registered(header=header)
