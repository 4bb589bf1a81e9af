"""`services.csv` in a home: read, and changed line by line."""

from pathlib import Path

import pytest

from contracts.errors import ConfigurationError
from contracts.home import Home
from contracts.registry import Registry, Unit
from contracts.services import NO_SERVICES, Service
from pipeline import service_register
from transforms.services import ProposedService

REGISTRY = Registry((Unit("A", "Unit A", "kecamatan", None, (), None, ()),))
KTP = ProposedService("ktp-el", "KTP-el", (("KTP-el", 5), ("=ktp|e", 1)), registered=False)
HEADER = "\ufeffunit_code;service_code;service_name;aliases;valid_from;valid_to;charged\r\n"


def test_a_home_without_the_file_or_with_its_header_alone_has_none(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert service_register.load(home, REGISTRY) == NO_SERVICES
    service_register.write(home, service_register.as_it_is(home))
    assert service_register.load(home, REGISTRY).state == ""


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="Simpan ulang sebagai CSV UTF-8"):
        service_register.load(Home(tmp_path), REGISTRY)


def test_a_new_service_is_a_line_more(tmp_path: Path) -> None:
    text = service_register.with_accepted(service_register.as_it_is(Home(tmp_path)), "A", [KTP])
    assert text == HEADER + "A;ktp-el;KTP-el;'=ktp/e;;;\r\n"
    [service] = service_register.checked(Home(tmp_path), text, REGISTRY).services
    assert service == Service("A", "ktp-el", "KTP-el", ("'=ktp/e",))
    assert service.keys == {"ktpel", "ktpe"}


def test_other_spellings_join_the_line_and_others_stay_letter_by_letter() -> None:
    text = "unit_code,service_code,service_name,note\nA,kk, KK ,+62\nA,ktp-el,KTP-el,\nB,ktp-el,KTP,x\n".replace(
        ",note", ""
    )
    accepted = [ProposedService("ktp-el", "KTP-el", (("e ktp", 2), ("ktpe", 1)), registered=True)]
    assert service_register.with_accepted(text, "A", accepted).splitlines()[1:] == [
        *("A,kk, KK ,+62", "A,ktp-el,KTP-el,e ktp|ktpe", "B,ktp-el,KTP,x"),
    ]
