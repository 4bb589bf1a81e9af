"""Where things lie in the public site: paths relative to its root, with `/` between folders.

Belongs here: names of files and folders, and links between them. Not here: what stands in a page, or
writing one.
"""

from typing import Final
from urllib.parse import quote

FRONT: Final = "index.html"
METHOD: Final = "metode.html"
OPEN_DATA: Final = "data.html"
DATA_FOLDER: Final = "data"
METADATA: Final = f"{DATA_FOLDER}/metadata.json"
DATA_PACKAGE: Final = f"{DATA_FOLDER}/datapackage.json"
DATA_CATALOGUE: Final = f"{DATA_FOLDER}/dcat.jsonld"
DATA_CONTRACT: Final = f"{DATA_FOLDER}/kontrak-data.odcs.yaml"
OPEN_DATABASE: Final = f"{DATA_FOLDER}/skm_terbuka.duckdb"
RECEIPTS: Final = "keaslian.json"
ASSETS: Final = "aset"
_QUALITY: Final = "mutu-data.html"
_FILES: Final = "berkas"


def period_page(period_code: str) -> str:
    """`2024/index.html`."""
    return f"{period_code}/{FRONT}"


def quality_page(period_code: str) -> str:
    """`2024/mutu-data.html`."""
    return f"{period_code}/{_QUALITY}"


def unit_page(period_code: str, unit_code: str) -> str:
    """`2024/35.16.01.html`; a unit whose code is the name of another page stands beside it."""
    name = f"{unit_code}.html"
    return f"{period_code}/{f'unit-{name}' if name.casefold() in (FRONT, _QUALITY) else name}"


def share_link(sentence: str, address: str) -> str:
    """Where a sentence and an address are handed to WhatsApp, whatever letters a name is made of."""
    return f"https://wa.me/?text={quote(f'{sentence} {address}', safe='', errors='replace')}"


def period_file(period_code: str, name: str) -> str:
    """`2024/berkas/kartu-skm-35.16.01-2024.pdf`: a card or a public report."""
    return f"{period_code}/{_FILES}/{name}"


def data_file(table: str, suffix: str) -> str:
    """`data/ikm_unit.csv`, `data/ikm_unit-excel.csv`."""
    return f"{DATA_FOLDER}/{table}{suffix}"


def link(source: str, target: str) -> str:
    """The address of one file of the site in another, relative, so that it holds on a file share too."""
    return "../" * source.count("/") + quote(target)
