"""`datapackage.json`: the description of every table, in the form Data Package 2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..schema import Column, Table
from ..store import digest

# frictionless reads a Parquet table but does not count its bytes, so these stand under `parquet` alone
LICENCES = [
    {
        "name": "notspecified",
        "title": "Texts of the documents: they belong to their issuers; plans.licence says what each document states",
    },
    {"name": "MIT", "title": "What Directriz adds to them (identifiers, links, repairs, descriptions), and its code"},
]
PARQUET = {"format": "parquet", "mediatype": "application/vnd.apache.parquet"}


def _constraints(column: Column) -> dict[str, Any]:
    limits = {
        "required": column.required or None,
        "unique": column.unique or None,
        "enum": list(column.enum) or None,
        "pattern": column.pattern,
        "minimum": column.minimum,
        "maximum": column.maximum,
    }
    return {name: limit for name, limit in limits.items() if limit is not None}


def _field(column: Column, printed: Sequence[str]) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.name,
        "description": column.en,
        "description_es": column.es,
        "constraints": _constraints(column),
    }
    if printed:
        field["label_original"] = "|".join(printed)
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return field


def _foreign_keys(table: Table) -> list[dict[str, Any]]:
    keys = []
    for column in table.columns:
        if column.references:
            other, name = column.references.split(".")
            resource = "" if other == table.name else other
            keys.append({"fields": [column.name], "reference": {"resource": resource, "fields": [name]}})
    return keys


def _resource(
    table: Table, files: Mapping[str, bytes], rows: int, printed: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, printed.get(f"{table.name}.{column.name}", ())) for column in table.columns],
        "missingValues": [""],
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if keys := _foreign_keys(table):
        schema["foreignKeys"] = keys
    binary = files[f"{table.name}.parquet"]
    return {
        "name": table.name,
        "type": "table",
        "path": table.files[0],
        "description": table.en,
        "description_es": table.es,
        **(PARQUET if table.parquet_only else _csv_file(files[f"{table.name}.csv"])),
        "rows": rows,
        "parquet": {"path": f"{table.name}.parquet", "bytes": len(binary), "hash": f"sha256:{digest(binary)}"},
        "schema": schema,
    }


def _csv_file(text: bytes) -> dict[str, Any]:
    return {
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(text),
        "hash": f"sha256:{digest(text)}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
    }


def data_package(
    tables: Mapping[str, Table],
    files: Mapping[str, bytes],
    rows: Mapping[str, int],
    printed: Mapping[str, Sequence[str]],
    sources: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    """Return the description of the published files.

    `files` maps file names to bytes, `rows` tables to row counts, `printed` <table>.<column> to the headers as printed
    in the documents, `sources` are titles and paths of the documents.
    """
    resources = [_resource(table, files, rows[name], printed) for name, table in tables.items()]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "directriz",
        "title": "Action plans and the directives that they carry out",
        "title_es": "Planes de acción y las directrices que cumplen",
        "description": "Actions, directives, amendments, agencies and links, each value with the place it stood in.",
        "licenses": LICENCES,
        "sources": list(sources),
        "resources": resources,
    }
