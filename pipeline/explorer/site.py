"""The files of the explorer: one page with its tables, parts that it loads on demand, and pictures of pages.

They are written one by one, so that memory does not grow with the records and the pages.
"""

from __future__ import annotations

import re
import sys
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
from .published import Published, column_of, names_of, tuples_of
from .record_details import RECORDS, Lines, details, record_parts

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
Sizes = Mapping[str, Mapping[str, list[float]]]  # of the pictures of pages: path, page → width and height in points
LINE_END = re.compile(r"\r\n|\n|\r")  # as the reader of text files counts lines


@dataclass(frozen=True)
class Site:
    """How many records and pages an explorer shows."""

    records: int
    pages: int


def write_site(folder: Path, root: Path, manifest: Manifest, published: Published) -> Site:
    """Write the whole explorer of a workspace into a folder. The same tables and documents give the same bytes.

    Refuses (SourceUnreadable) a document that is not there.
    """
    (folder / "parts").mkdir(parents=True)
    sizes = _write_pictures(folder, KeptImages(root), _pdf_pages(published))
    records = 0
    for number, part in details(published, lambda document: Lines(_text_lines(root, document))):
        records += len(part)
        content = f"explorer.take({number},{page_json(part)});\n"
        (folder / "parts" / f"{number}.js").write_text(content, encoding="utf-8", newline="")
    with (folder / INDEX).open("w", encoding="utf-8", newline="") as page:
        page.writelines(page_of(main_tables(published, manifest, sizes), published.package))
    return Site(records, sum(map(len, sizes.values())))


def _write_pictures(folder: Path, kept: KeptImages, wanted: Mapping[str, list[int]]) -> Sizes:
    """Write the pictures of the pages of each PDF, and return their sizes by path and page."""
    sizes: dict[str, dict[str, list[float]]] = {}
    for path, pages in wanted.items():
        sizes[path] = {}
        drawn_into = folder / "pages" / _folder(path)
        for image in kept.draw(path, pages):
            sizes[path][str(image.page)] = [image.width, image.height]
            drawn_into.mkdir(parents=True, exist_ok=True)
            (drawn_into / f"{image.page}.png").write_bytes(image.png)
    kept.remove_others()
    return sizes


def main_tables(published: Published, manifest: Manifest, sizes: Sizes) -> dict[str, Any]:
    """Return what the page holds from the start; `sizes` are those of the pictures of pages."""
    parts = record_parts(published)
    shown = {name: column_table(published.rows(name), _columns(name, published)) for name in SHOWN}
    for name, key in RECORDS:
        shown[name]["columns"]["part"] = [parts[record_id] for record_id in column_of(published.rows(name), key)]
    concepts = {concept.key: concept for concept in read_concepts().concepts}
    keys = _concept_keys(published)
    used = sorted(set(keys))
    return {
        "tables": shown,
        "concepts": {name: [concepts[name].es, concepts[name].en] for name in used if name in concepts},
        "conceptsOf": _concepts_of(published, keys, used),
        "columns": {column.name: [column.es, column.en] for column in tables()["actions"].columns},
        "pages": sizes,
        "folders": {path: _folder(path) for path in sizes},
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
    there = names_of(published.rows(name)) or tables()[name].column_names
    return [column for column in there if column not in LEFT_OUT.get(name, ())]


def _concept_keys(published: Published) -> list[str]:
    """Return the concept of each row of `concepts`."""
    pairs = tuples_of(published.rows("concepts"), "facet", "concept")
    return [sys.intern(f"{facet}.{name}") for facet, name in pairs]


def _concepts_of(published: Published, keys: list[str], used: list[str]) -> dict[str, list[int]]:
    """Return the concepts of each record, as places in the list of those used."""
    places = {name: place for place, name in enumerate(used)}
    found: dict[str, dict[int, None]] = {}
    for record_id, key in zip(column_of(published.rows("concepts"), "record_id"), keys, strict=True):
        found.setdefault(record_id, {})[places[key]] = None
    return {record_id: list(numbers) for record_id, numbers in found.items()}


def _folder(path: str) -> str:
    """Return the folder of a document's pictures: its path, without what a link cannot hold."""
    return "".join(char if char.isalnum() or char in "-_." else "-" for char in path)


def _pdf_pages(published: Published) -> dict[str, list[int]]:
    """Return the pages of each PDF on which a value has a box."""
    pages: dict[str, set[int]] = {}
    for path, page, left in tuples_of(published.rows("cells"), "source_file", "page", "x0"):
        if left is not None and page is not None:
            pages.setdefault(path, set()).add(page)
    return {path: sorted(numbers) for path, numbers in pages.items()}


def _text_lines(root: Path, document: Published) -> dict[str, list[str]]:
    """Return the lines of each text file in which a value has a place."""
    paths = {cell["source_file"]: None for cell in document.rows("cells") if cell["line_start"] is not None}
    return {path: _lines_of(root, path) for path in paths}


def _lines_of(root: Path, path: str) -> list[str]:
    from ..read.text import decode

    return LINE_END.split(decode(read_file(root / "raw" / path, f"raw/{path}", SourceUnreadable), path))
