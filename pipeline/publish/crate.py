"""`ro-crate-metadata.json`: the folder as an RO-Crate 1.1, for repositories of research data (Zenodo, Dataverse).

It lists the tables with their size and hash, the documents that they were made from, and the program that made them.
The database and the workbook hold the same tables once more and are not listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .. import __version__
from ..schema import Table
from ..sources import Source
from .file_hashes import Published

Entity = dict[str, Any]
VERSION_DATE = "2026-11-29"  # of this version of the program, as in CITATION.cff: a run has no clock
CRATE = "https://w3id.org/ro/crate/1.1"
LICENCE_OF_ADDITIONS = "https://spdx.org/licenses/MIT"
LICENCE_OF_TEXTS = "#licence-of-the-texts"
PROGRAM, MAKERS, RUN = "#directriz", "#maintainers", "#run"
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
}
TITLE = "Action plans and the directives that they carry out"
ABOUT = "Actions, directives, amendments, agencies and links, each value with the place it stood in."


def ro_crate(tables: Mapping[str, Table], files: Mapping[str, Published], sources: Sequence[Source]) -> Entity:
    """Return the description of published files, by name, and of the documents that they were made from."""
    parts = [_file(name, each, _described(name, tables)) for name, each in sorted(files.items())]
    based_on = list(_documents(sources))
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": TITLE,
        "description": ABOUT,
        "version": __version__,
        "datePublished": VERSION_DATE,
        "license": [{"@id": LICENCE_OF_TEXTS}, {"@id": LICENCE_OF_ADDITIONS}],
        "author": {"@id": MAKERS},
        "publisher": {"@id": MAKERS},
        "keywords": "trafficking in persons, trata de personas, action plans, public policy",
        "isBasedOn": [{"@id": each["@id"]} for each in based_on],
        "hasPart": [{"@id": each["@id"]} for each in parts],
        "mentions": {"@id": RUN},
    }
    return {
        "@context": f"{CRATE}/context",
        "@graph": [_descriptor(), root, *parts, *based_on, *_context(parts, based_on)],
    }


def _descriptor() -> Entity:
    return {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": CRATE},
    }


def _file(name: str, file: Published, description: str) -> Entity:
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": description,
        "encodingFormat": MEDIA_TYPES[f".{name.rpartition('.')[2]}"],
        "contentSize": str(file.bytes),
        "sha256": file.sha256,
    }


def _described(name: str, tables: Mapping[str, Table]) -> str:
    stem = name.rpartition(".")[0].partition("/")[0]
    others = {"datapackage": "Data Package 2: tables, columns, keys.", "build": "Versions and hashes of all inputs."}
    return tables[stem].en if stem in tables else others.get(stem, "Description for other programs.")


def _documents(sources: Sequence[Source]) -> Iterator[Entity]:
    for source in sources:
        known = {
            "@id": source.url or f"#document-{source.id}",
            "@type": "CreativeWork",
            "name": source.official_title or source.title,
            "identifier": source.document_number,
            "inLanguage": source.language,
            "datePublished": source.published,
            "usageInfo": source.licence,
            "creditText": source.issuer,
        }
        yield {name: value for name, value in known.items() if value is not None}


def _context(parts: Sequence[Entity], based_on: Sequence[Entity]) -> list[Entity]:
    """Return what the other entities refer to: who made it, with which program, under which licences."""
    return [
        {"@id": MAKERS, "@type": "Organization", "name": "The maintainers of Directriz"},
        {"@id": PROGRAM, "@type": "SoftwareApplication", "name": "Directriz", "softwareVersion": __version__},
        {
            "@id": RUN,
            "@type": "CreateAction",
            "name": "Tables made from documents",
            "instrument": {"@id": PROGRAM},
            "object": [{"@id": each["@id"]} for each in based_on],
            "result": [{"@id": each["@id"]} for each in parts],
        },
        {
            "@id": LICENCE_OF_ADDITIONS,
            "@type": "CreativeWork",
            "name": "MIT License",
            "description": "Of what Directriz adds to the texts: identifiers, links, repairs, descriptions.",
        },
        {
            "@id": LICENCE_OF_TEXTS,
            "@type": "CreativeWork",
            "name": "Texts of the documents",
            "description": "The texts belong to their issuers; plans.csv says what each states of its licence.",
        },
    ]
