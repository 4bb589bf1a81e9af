"""The open data as a contract: `kontrak-data.odcs.yaml`, in the Open Data Contract Standard (ODCS 3.1).

Belongs here: the words of ODCS: what users may rely on, by table and column. Not here: any column
(`contracts.public_tables`), other formats of description (`portal.open_data`).
"""

from typing import Final

from pydantic import JsonValue

from contracts.columns import Column, OneOf, Table
from portal.open_data import STANDARD_TYPES, OpenData, bounds, words_of

_DEPRECATED: Final[dict[str, JsonValue]] = {"tags": ["deprecated"]}


def data_contract(data: OpenData, release: str) -> bytes:
    """`kontrak-data.odcs.yaml`. `release` of the program: what a column is changes with it alone. Paths of servers are
    relative to this file."""
    settings = data.settings
    contract: dict[str, JsonValue] = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": data.identifier,
        "name": data.title,
        "version": release,
        "status": "active",
        "domain": "pelayanan publik",
        "description": {
            "purpose": data.description,
            "usage": f"Lisensi {settings.portal.license}. Sebutkan sumbernya: {data.publisher}.",
            "limitations": data.confidentiality,
        },
        "team": {"name": data.publisher},
        "servers": [
            {"server": "parquet", "type": "local", "path": "./{model}.parquet", "format": "parquet"},
            {"server": "csv", "type": "local", "path": "./{model}.csv", "format": "csv"},
        ],
        "schema": [_table(frame.table) for frame in data.frames],
        "slaProperties": [
            {
                "property": "frequency",
                "value": 1,
                "unit": "y",
                "description": "Paling jarang; juga setiap kali ada data baru.",
            }
        ],
        "customProperties": [
            {"property": "publishedOn", "value": data.published_on.isoformat()},
            {"property": "periods", "value": [one.code for one in data.periods]},
        ],
    }
    import yaml  # when it is written: a run that changes nothing need not wait

    text: str = yaml.dump(contract, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120)
    return text.encode()


def _table(table: Table) -> JsonValue:
    words = words_of(table)
    return {
        "name": table.name,
        "businessName": words.title,
        "logicalType": "object",
        "physicalType": "table",
        "description": words.meaning,
        "dataGranularityDescription": words.grain,
        "properties": [
            *(_property(column, table) for column in table.public_columns),
            *(_property(column, table) | _DEPRECATED for column in table.deprecated_columns),
        ],
        "quality": [{"metric": "duplicateValues", "arguments": {"properties": list(table.key)}, "mustBe": 0}],
    }


def _property(column: Column, table: Table) -> dict[str, JsonValue]:
    said: dict[str, JsonValue] = {
        "name": column.name,
        "logicalType": STANDARD_TYPES[column.type],
        "description": column.indonesian,
        "required": not column.nullable,
    }
    if column.name in table.key:
        said |= {"primaryKey": True, "primaryKeyPosition": table.key.index(column.name) + 1}
    if isinstance(column.allowed, OneOf):
        valid: JsonValue = {"validValues": list(column.allowed.values)}
        said["quality"] = [{"metric": "invalidValues", "arguments": valid, "mustBe": 0}]
    if limits := bounds(column):
        said["logicalTypeOptions"] = limits
    if column.unit:
        said["customProperties"] = [{"property": "unit", "value": column.unit}]
    return said
