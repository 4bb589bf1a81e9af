"""The open data as catalogues take them over: `dcat.jsonld`, DCAT in JSON-LD as CKAN harvests it.

Belongs here: the words of DCAT and its application profile. One data set, each file a distribution of it. Formats and
media types are plain words, not addresses: every version of CKAN's reader shows those. Not here: what is said of the
data (`portal.open_data`), other formats of description.
"""

import json
from typing import Final
from urllib.parse import urljoin

from pydantic import JsonValue

from contracts import places
from portal.open_data import DATABASE_LABEL, KEYWORDS, MEDIA_TYPES, OpenData, OpenFile, words_of

_CONTEXT: Final[dict[str, JsonValue]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EUROPE: Final = "http://publications.europa.eu/resource/authority"
"""Where the words stand that DCAT-AP asks for."""
_FORMATS: Final = {"csv": "CSV", "parquet": "Parquet", "duckdb": DATABASE_LABEL}


def data_catalogue(data: OpenData) -> bytes:
    """`dcat.jsonld`. Addresses are whole where the settings know the portal's, and relative to this file where not; so
    a catalogue elsewhere needs `portal.address`."""
    regency = data.settings.regency
    contact = {
        "@type": "vcard:Organization",
        "vcard:fn": data.publisher,
        "vcard:note": data.settings.letterhead.contact,
    }
    first_day, last_day = data.covers
    whole: dict[str, JsonValue] = {
        "@context": _CONTEXT,
        "@id": f"{_page(data)}#{data.identifier}",
        "@type": "dcat:Dataset",
        "dct:identifier": data.identifier,
        "dct:title": {"@value": data.title, "@language": "id"},
        "dct:description": {
            "@value": " ".join((data.description, data.confidentiality, _periods(data))).strip(),
            "@language": "id",
        },
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": data.publisher},
        "dcat:contactPoint": {name: value for name, value in contact.items() if value},
        "dcat:landingPage": {"@id": _page(data)},
        "dct:modified": {"@type": "xsd:date", "@value": data.published_on.isoformat()},
        "dct:accrualPeriodicity": {"@id": f"{_EUROPE}/frequency/IRREG"},
        "dct:language": {"@id": f"{_EUROPE}/language/IND"},
        "dct:accessRights": {"@id": f"{_EUROPE}/access-right/PUBLIC"},
        "dcat:theme": {"@id": f"{_EUROPE}/data-theme/GOVE"},
        "dcat:keyword": list(KEYWORDS),
        "dct:spatial": {"@type": "dct:Location", "dct:identifier": regency.bps_code, "skos:prefLabel": regency.name},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": first_day.isoformat()},
            "dcat:endDate": {"@type": "xsd:date", "@value": last_day.isoformat()},
        },
        "dcat:distribution": [
            _distribution(data, data.database, "Semua tabel"),
            *(_distribution(data, file, words_of(frame.table).title) for frame in data.frames for file in frame.files),
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _periods(data: OpenData) -> str:
    return f"Periode: {', '.join(one.code for one in data.periods)}." if data.periods else ""


def _distribution(data: OpenData, file: OpenFile, title: str) -> JsonValue:
    ending = file.download.ending
    address = _address(data, places.link(places.METADATA, f"{places.DATA_FOLDER}/{file.download.name}"))
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": {"@value": f"{title} ({file.download.label})", "@language": "id"},
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:format": _FORMATS[ending],
        "dcat:mediaType": MEDIA_TYPES[ending].partition(";")[0],
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.download.size)},
        "dct:license": _licence(data),
        "dct:modified": {"@type": "xsd:date", "@value": data.published_on.isoformat()},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
    }


def _licence(data: OpenData) -> JsonValue:
    """CKAN finds its own licence by this address, else by this title."""
    licence: dict[str, JsonValue] = {"@type": "dct:LicenseDocument", "dct:title": data.settings.portal.license}
    return {"@id": data.license_address, **licence} if data.license_address else licence


def _page(data: OpenData) -> str:
    return _address(data, places.link(places.METADATA, places.OPEN_DATA))


def _address(data: OpenData, relative: str) -> str:
    """The address of what lies there relative to this file."""
    portal = data.settings.portal.address.rstrip("/")
    return urljoin(f"{portal}/{places.METADATA}", relative) if portal else relative
