"""The files of the explorer: one page with its tables, parts that it loads on demand, and pictures of pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import SourceUnreadable
from ..reference.concepts import read_concepts
from ..reference.conventions import read_convention
from ..reference.parties import read_parties
from ..schema import tables
from ..sources import Manifest, Source, Witness
from ..store import read_file
from .columns import column_table, page_json
from .kept_images import KeptImages
from .page_file import page_of
from .page_images import PageImage
from .published import Published
from .record_details import Lines, details, record_parts

INDEX = "index.html"
LEFT_OUT = {  # columns that the page does not show, or shows from the parts
    "links": ("evidence", "evidence_es", "evidence_json", "method"),
    "directives": ("text_source",),
    "provisions": ("text_source",),
}
SUCCESSION = ("agency_id", "successor_id", "date", "source")
SHOWN = (
    *("plans", "actions", "action_agencies", "agencies", "indicators", "progress", "extras", "directives"),
    *("provisions", "amendments", "links", "coverage", "edition_changes", "issues", "directive_crosswalk"),
)
LINE_END = re.compile(r"\r\n|\n|\r")  # as the reader of text files counts lines


@dataclass(frozen=True)
class Site:
    """The files by path below output/explorer/, and how many records and pages they show."""

    files: Mapping[str, bytes]
    records: int
    pages: int


def make_site(root: Path, manifest: Manifest, published: Published) -> Site:
    """Return the whole explorer of a workspace. The same tables and documents give the same bytes.

    Refuses (SourceUnreadable) a document that is not there.
    """
    kept = KeptImages(root)
    images = {path: kept.draw(path, pages) for path, pages in _pdf_pages(published).items()}
    kept.remove_others()
    parts = details(published, Lines(_text_lines(root, published)))
    files = {f"pages/{_folder(path)}/{image.page}.png": image.png for path, drawn in images.items() for image in drawn}
    for number, part in enumerate(parts):
        files[f"parts/{number}.js"] = f"explorer.take({number},{page_json(part)});\n".encode()
    shown = main_tables(published, manifest, images)
    files[INDEX] = page_of(shown, published.package).encode("utf-8")
    return Site(files, sum(map(len, parts)), sum(map(len, images.values())))


def main_tables(published: Published, manifest: Manifest, images: Mapping[str, list[PageImage]]) -> dict[str, Any]:
    """Return what the page holds from the start."""
    parts = record_parts(published)
    shown = {name: column_table(published.rows(name), _columns(name, published)) for name in SHOWN}
    for name, key in (("actions", "action_id"), ("directives", "directive_id"), ("provisions", "record_id")):
        shown[name]["columns"]["part"] = [parts[row[key]] for row in published.rows(name)]
    concepts = {concept.key: concept for concept in read_concepts().concepts}
    used = sorted({f"{row['facet']}.{row['concept']}" for row in published.rows("concepts")})
    return {
        "tables": shown,
        "concepts": {name: [concepts[name].es, concepts[name].en] for name in used if name in concepts},
        "conceptsOf": _concepts_of(published, used),
        "columns": {column.name: [column.es, column.en] for column in tables()["actions"].columns},
        "pages": {
            path: {str(each.page): [each.width, each.height] for each in drawn} for path, drawn in images.items()
        },
        "folders": {path: _folder(path) for path in images},
        "files": {file.path: _file(source, file) for source in manifest.source for file in source.file},
        "successions": [[row[name] for name in SUCCESSION] for row in published.rows("agency_successions")],
        "countries": _short_codes(),
        "version": published.build.get("directriz", ""),
    }


def _short_codes() -> dict[str, str]:
    """Return the two-letter code of each country, by which browsers know its name in every language."""
    found: dict[str, str] = {}
    of_trade = ((name, iso) for iso, names in read_convention("trade").parties.items() for name in names)
    for code, country in (*read_parties().codes.items(), *of_trade):
        if len(code) == 2 and code.isupper():
            found.setdefault(country, code)
    return found


def _file(source: Source, file: Witness) -> dict[str, Any]:
    return {"plan": source.id, "sha256": file.sha256, "witness": file.kind}


def _columns(name: str, published: Published) -> list[str]:
    rows = published.rows(name)
    there = rows[0].keys() if rows else tables()[name].column_names
    return [column for column in there if column not in LEFT_OUT.get(name, ())]


def _concepts_of(published: Published, used: list[str]) -> dict[str, list[int]]:
    """Return the concepts of each record, as places in the list of those used."""
    places = {name: place for place, name in enumerate(used)}
    found: dict[str, dict[int, None]] = {}
    for row in published.rows("concepts"):
        found.setdefault(row["record_id"], {})[places[f"{row['facet']}.{row['concept']}"]] = None
    return {record_id: list(numbers) for record_id, numbers in found.items()}


def _folder(path: str) -> str:
    """Return the folder of a document's pictures: its path, without what a link cannot hold."""
    return "".join(char if char.isalnum() or char in "-_." else "-" for char in path)


def _pdf_pages(published: Published) -> dict[str, list[int]]:
    """Return the pages of each PDF on which a value has a box."""
    pages: dict[str, set[int]] = {}
    for cell in published.rows("cells"):
        if cell["x0"] is not None and cell["page"] is not None:
            pages.setdefault(cell["source_file"], set()).add(cell["page"])
    return {path: sorted(numbers) for path, numbers in pages.items()}


def _text_lines(root: Path, published: Published) -> dict[str, list[str]]:
    """Return the lines of each text file in which a value has a place."""
    paths = {cell["source_file"]: None for cell in published.rows("cells") if cell["line_start"] is not None}
    return {path: _lines_of(root, path) for path in paths}


def _lines_of(root: Path, path: str) -> list[str]:
    from ..read.text import decode

    return LINE_END.split(decode(read_file(root / "raw" / path, f"raw/{path}", SourceUnreadable), path))
