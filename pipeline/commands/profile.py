"""`directriz profile`: a draft of a profile from a new document's own headers, for a person to read and complete.

The draft is a profile that the run accepts. What the document shows beyond doubt is set; what is likely (headings of
a matrix, cells merged over rows) is a comment with the lines that speak for it.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from ..errors import SourceUnreadable, WrongUsage
from .answer import Answer, json_answer

if TYPE_CHECKING:
    from ..records import PrintedLine

KINDS = ("action-matrix", "operational-matrix", "directive-table", "directive-list", "programme")


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is drafted from."""

    name: str
    raw: str  # its text
    lines: Sequence[PrintedLine]
    pages: str  # what [dump] pages would say


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `profile`."""
    parser = subparsers.add_parser("profile", parents=[common], help="draft a profile from a document's own headers")
    parser.add_argument("file", type=Path, metavar="FILE", help="PDF or text dump")
    parser.add_argument("--kind", choices=KINDS, help="kind of document; left out = guessed from its look")
    parser.set_defaults(action=profile)


def profile(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return the draft as TOML, with --json as the object that it means.

    Refuses (SourceUnreadable) a file that cannot be read or no page of which has text.
    """
    text = draft_profile(read_document(arguments.file), arguments.kind)
    return json_answer(tomllib.loads(text)) if arguments.json else Answer(text.rstrip("\n"))


def read_document(file: Path) -> Document:
    """Return the lines of a text dump, or the lines and rows of a PDF."""
    from ..ingest import PDF_MAGIC
    from .draft_sources import read_dump, read_pdf_lines

    try:
        content = file.read_bytes()
    except OSError as error:
        raise SourceUnreadable(str(file), f"cannot be read: {error.strerror}", "Give a file that is there.") from None
    if file.suffix.lower() == ".pdf" or PDF_MAGIC in content[:1024]:
        found = read_pdf_lines(file)
        return Document(file.name, "\n".join(" ".join(line.cells) for line in found), found, "none")
    text, lines, pages = read_dump(content, file.name)
    return Document(file.name, text, lines, pages)


def draft_profile(document: Document, kind: str | None = None) -> str:
    """Return a profile of the document's kind as TOML; what `read_profile` refuses is never returned."""
    from ..layouts import Kind, Profile
    from .draft_paragraphs import guess_kind

    if kind is not None and kind not in get_args(Kind):
        raise WrongUsage("--kind", f"there is no kind {kind!r}", f"Kinds: {', '.join(get_args(Kind))}.")
    guessed = guess_kind(document.lines, document.raw)
    chosen = kind or guessed
    text = "\n".join([*_head(document, chosen, is_guessed=kind is None), *_body(document, chosen), ""])
    Profile.model_validate(tomllib.loads(text))
    return text


def _head(document: Document, kind: str, *, is_guessed: bool) -> Iterator[str]:
    from .manifest_text import toml_value

    yield f"# Drafted from {' '.join(document.name.split())}: read it against the document before it is used."
    yield "# Keys are described in docs/manifest.md."
    yield f"kind = {toml_value(kind)}" + ("  # guessed from the look of its lines" if is_guessed else "")
    yield f"about = {toml_value(f'Draft for {document.name}: say what this edition has of its own.')}"


def _body(document: Document, kind: str) -> Iterator[str]:
    from . import draft_kinds

    if kind in ("action-matrix", "operational-matrix"):
        yield from draft_kinds.matrix(document.lines, document.pages)
    elif kind == "directive-table":
        yield from draft_kinds.directive_table(document.lines)
    elif kind == "directive-list":
        yield from draft_kinds.directive_list(document.lines, document.raw, document.pages)
    else:
        yield from draft_kinds.programme(document.lines)
