"""Reads the files of a data package by what its `datapackage.json` says alone, and names each value that breaks it.

Belongs here: the part of Table Schema that our packages use, written anew, so that a test of them does not believe the
code that wrote them.
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

WRITTEN = {
    "string": r"[\s\S]+",
    "integer": r"-?[0-9]+",
    "number": r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "boolean": r"true|false",
}


def breaches(folder: Path) -> list[str]:
    """What the files in a folder do not keep of what its package says; empty where all is well."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return [found for resource in package["resources"] for found in _of_resource(folder, resource)]


def _of_resource(folder: Path, resource: dict[str, Any]) -> Iterator[str]:
    content = (folder / resource["path"]).read_bytes()
    if (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}") != (resource["bytes"], resource["hash"]):
        yield f"{resource['name']}: another file"
    schema = resource["schema"]
    fields = schema["fields"]
    heads, *rows = csv.reader(content.decode(resource["encoding"]).splitlines(keepends=True))
    if heads != [field["name"] for field in fields]:
        yield f"{resource['name']}: other columns"
        return
    for field, *values in zip(fields, *rows, strict=True):
        given = [value for value in values if value not in schema["missingValues"]]
        limits = field.get("constraints", {})
        if limits.get("required") and len(given) < len(values):
            yield f"{resource['name']}.{field['name']}: empty"
        for value in sorted(set(given)):
            if not _is_allowed(value, field["type"], limits):
                yield f"{resource['name']}.{field['name']}: {value}"
    places = [heads.index(name) for name in schema["primaryKey"]]
    if len({tuple(row[place] for place in places) for row in rows}) < len(rows):
        yield f"{resource['name']}: a key twice"


def _is_allowed(value: str, kind: str, limits: dict[str, Any]) -> bool:
    if not re.fullmatch(WRITTEN[kind], value):
        return False
    if value not in [str(one) for one in limits.get("enum", [value])]:
        return False

    def measured(one: object) -> Any:
        return Decimal(str(one)) if kind in ("integer", "number") else one

    least, most = limits.get("minimum", value), limits.get("maximum", value)
    return bool(measured(least) <= measured(value) <= measured(most))
