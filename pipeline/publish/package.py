"""`datapackage.json`: the description of every table, in the form Data Package 2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..schema import Column, Table
from .file_hashes import Published

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
    table: Table, files: Mapping[str, Published], rows: int, printed: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, printed.get(f"{table.name}.{column.name}", ())) for column in table.columns],
        "missingValues": [""],
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if keys := _foreign_keys(table):
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "type": "table",
        "path": _path(table, files),
        "description": table.en,
        "description_es": table.es,
        **(PARQUET if table.parquet_only else _csv_file(files[f"{table.name}.csv"])),
        "rows": rows,
        "parquet": _parquet(table.name, files),
        "schema": schema,
    }


def _path(table: Table, files: Mapping[str, Published]) -> str | list[str]:
    """Return the path of the file that a reader of the package takes; of a partitioned table without CSV, its parts."""
    parts = [path for path in files if path.startswith(f"{table.name}/")]
    return parts if table.parquet_only and parts else table.files[0]


def _parquet(name: str, files: Mapping[str, Published]) -> dict[str, Any]:
    """Return the description of a table's Parquet file, or of its parts where it is partitioned by plan."""
    if whole := files.get(f"{name}.parquet"):
        return {"path": f"{name}.parquet", "bytes": whole.bytes, "hash": f"sha256:{whole.sha256}"}
    parts = {path: each for path, each in files.items() if path.startswith(f"{name}/")}
    told = [{"path": path, "bytes": each.bytes, "hash": f"sha256:{each.sha256}"} for path, each in parts.items()]
    return {"path": f"{name}/*.parquet", "bytes": sum(each.bytes for each in parts.values()), "parts": told}


def _csv_file(text: Published) -> dict[str, Any]:
    return {
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": text.bytes,
        "hash": f"sha256:{text.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
    }


def data_package(
    tables: Mapping[str, Table],
    files: Mapping[str, Published],
    rows: Mapping[str, int],
    printed: Mapping[str, Sequence[str]],
    sources: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    """Return the description of the published files.

    `files` are the files by name, `rows` maps tables to row counts, `printed` <table>.<column> to the headers as
    printed in the documents, `sources` are titles and paths of the documents.
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
