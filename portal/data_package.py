"""The open data as a Data Package of Frictionless: `datapackage.json`, beside the CSV files it describes.

Belongs here: the words of Data Package and Table Schema (version 1, as its programs read it). One resource a table, the
standard CSV: the other formats hold the same rows. Not here: any column (`contracts.public_tables`), other formats of
description (`portal.open_data`).
"""

import json
import re
from collections.abc import Mapping

from pydantic import JsonValue

from contracts.columns import Column, ColumnType, OneOf
from portal.open_data import KEYWORDS, STANDARD_TYPES, OpenData, OpenFile, OpenFrame, bounds, words_of


def data_package(data: OpenData) -> bytes:
    """`datapackage.json`. Paths of resources are relative to it."""
    settings = data.settings
    licence: dict[str, JsonValue] = {
        "name": re.sub(r"[^-A-Za-z0-9._]+", "-", settings.portal.license),
        "title": settings.portal.license,
        "path": data.license_address,
    }
    package: dict[str, JsonValue] = {
        "profile": "tabular-data-package",
        "name": data.identifier,
        "title": data.title,
        "description": f"{data.description} {data.confidentiality}",
        "homepage": settings.portal.address,
        "version": data.published_on.isoformat(),
        "licenses": [_without_empty(licence)],
        "contributors": [{"title": data.publisher, "role": "publisher"}],
        "keywords": list(KEYWORDS),
        "resources": [_resource(frame, file) for frame in data.frames for file in frame.files[:1]],
    }
    return (json.dumps(_without_empty(package), ensure_ascii=False, indent=1) + "\n").encode()


def _resource(frame: OpenFrame, file: OpenFile) -> JsonValue:
    table, words = frame.table, words_of(frame.table)
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": words.title,
        "description": f"{words.meaning} {words.grain.capitalize()}.",
        "path": file.download.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.download.size,
        "hash": f"sha256:{file.sha256}",
        "schema": {
            "fields": [
                *(_field(column) for column in table.public_columns),
                *({**_field(column), "deprecated": True} for column in table.deprecated_columns),
            ],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, JsonValue]:
    field: dict[str, JsonValue] = {
        "name": column.name,
        "type": STANDARD_TYPES[column.type],
        "description": column.indonesian,
        "unit": column.unit,
        "constraints": _constraints(column),
    }
    if column.type is ColumnType.TIMESTAMP:
        field |= {"type": "datetime", "format": "any"}  # without zone, which the default asks for
    if isinstance(column.allowed, OneOf) and column.allowed.labels:
        # Version 2 of Table Schema; programs of version 1 pass over it.
        field["categories"] = [
            {"value": value, "label": label}
            for value, label in zip(column.allowed.values, column.allowed.labels, strict=True)
        ]
    return _without_empty(field)


def _constraints(column: Column) -> dict[str, JsonValue]:
    constraints: dict[str, JsonValue] = {} if column.nullable else {"required": True}
    if isinstance(column.allowed, OneOf):
        constraints["enum"] = list(column.allowed.values)
    return constraints | bounds(column)


def _without_empty(said: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    return {name: value for name, value in said.items() if value not in ("", {})}
