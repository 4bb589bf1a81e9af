"""Spellings of one service: what is proposed together, and what must never be."""

import pytest

from contracts.services import NO_SERVICES, Service, Services
from transforms.services import ProposedService, proposed_services, same_service_key

TOGETHER = [
    ("KTP-el", "E KTP", "pembuatan ktp", "Perekaman KTP elektronik", "Kartu Tanda Penduduk", "KTPel", "urus e-KTP"),
    ("KK", "Kartu Keluarga", "Pembuatan KK", "layanan kartu keluarga", "Pengurusan K.K"),
    ("Akta Kelahiran", "akte lahir", "Pembuatan Akta Kelahiran"),
    ("Poli Gigi", "POLI GIGI DAN MULUT", "poli gigi & mulut"),
    ("Rekomendasi Nikah", "Permohonan rekomendasi nikah", "pengajuan REKOMENDASI NIKAH"),
]
APART = [
    *("KTP", "Legalisasi KTP", "Kehilangan KTP", "KTP dan KK", "Perubahan KK", "KK", "Legalisasi", "Legalisasi KK"),
    *("Kartu Identitas Anak", "KIA", "Akta Kelahiran", "Akta Kematian", "Perpanjangan SKCK", "SKCK", "Surat Pindah"),
    *("Surat Pindah Datang", "Poli Umum", "Poli Gigi", "Perekaman data", "Layanan", "Pelayanan surat"),
]


@pytest.mark.parametrize("spellings", TOGETHER, ids=lambda one: one[0])
def test_spellings_of_one_service(spellings: tuple[str, ...]) -> None:
    assert len(set(map(same_service_key, spellings))) == 1


def test_other_services_are_never_merged() -> None:
    assert len(set(map(same_service_key, APART))) == len(APART)


def test_a_proposal_counts_the_answers_and_takes_the_commonest_name() -> None:
    named = {
        "KTP-el": 40,
        "ktp el": 3,
        "pembuatan ktp": 5,
        "Legalisasi": 7,
        "Legalisasi KTP": 4,
        "tanya-tanya": 1,
        "-": 9,
    }
    assert proposed_services(named, NO_SERVICES, "A", least=3) == (
        ProposedService("ktp-el", "KTP-el", (("KTP-el", 43), ("pembuatan ktp", 5)), registered=False),
        ProposedService("legalisasi", "Legalisasi", (("Legalisasi", 7),), registered=False),
        ProposedService("legalisasi-ktp", "Legalisasi KTP", (("Legalisasi KTP", 4),), registered=False),
    )


def test_what_is_registered_is_only_given_other_spellings() -> None:
    registered = Services((Service("A", "adm-01", "KTP-el", ("E KTP",)), Service("A", "kartu-keluarga", "Cetak KK")))
    named = {"ktp el": 9, "e-ktp": 3, "pembuatan ktp": 1, "KK": 6, "kk ": 1}
    assert proposed_services(named, registered, "A", least=3) == (
        ProposedService("kartu-keluarga-2", "Kartu Keluarga", (("KK", 7),), registered=False),
        ProposedService("adm-01", "KTP-el", (("pembuatan ktp", 1),), registered=True),
    )


def test_what_may_belong_to_two_services_is_a_proposal_of_its_own() -> None:
    registered = Services((Service("A", "baru", "KTP-el"), Service("A", "rekam", "Perekaman KTP")))
    [proposed] = proposed_services({"E KTP": 5}, registered, "A")
    assert (proposed.registered, proposed.service_code, proposed.service_name) == (False, "e-ktp", "E KTP")


def test_a_service_is_called_as_in_other_units() -> None:
    elsewhere = Services((Service("B", "rn", "Rekomendasi Nikah"), Service("C", "rn", "Permohonan rekomendasi nikah")))
    proposed = proposed_services({"pengajuan rekomendasi nikah": 5, "kk": 4}, elsewhere, "A")
    assert [(one.service_code, one.service_name) for one in proposed] == [
        ("rekomendasi-nikah", "Rekomendasi Nikah"),
        ("kartu-keluarga", "Kartu Keluarga"),
    ]
