"""`directriz profile`: a draft of a profile from a new document's own headers, for a person to read and complete.

The draft is a profile that the run accepts. What the document shows beyond doubt is set; what is likely (headings of
a matrix, cells merged over rows) is a comment with the lines that support it.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from ..errors import SourceUnreadable, WrongUsage
from ..store import read_file
from ..text import visible
from .answer import Answer, json_answer

if TYPE_CHECKING:
    from ..records import PrintedLine
    from .draft_choice import Reading
    from .draft_plan import PlanDraft

AUTO = "auto"
MATRICES = ("action-matrix", "operational-matrix")
DOCUMENT_KINDS = (
    *("action-matrix", "operational-matrix", "directive-table", "directive-list", "programme"),
    *("action-cards", "action-list", AUTO),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document for which a profile is drafted."""

    name: str
    raw: str  # its text
    lines: Sequence[PrintedLine]
    pages: str  # what [dump] pages would say
    printed: Sequence[PrintedLine] = ()  # of a PDF: its lines with their places


@dataclass(frozen=True, slots=True)
class Drafted:
    """A profile as drafted."""

    text: str
    kind: str
    plan: PlanDraft | None = None  # of a matrix in a PDF: what it was drafted from
    why: str = ""  # why the kind was chosen: what each kind reads
    actions: int | None = None  # that the run reads under the draft; None where it was not tried


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `profile`."""
    parser = subparsers.add_parser("profile", parents=[common], help="draft a profile from a document's own headers")
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="PDF or text dump")
    parser.add_argument("--copy", metavar="ID", help="copy the shipped profile of that document below raw/profiles/")
    parser.add_argument("--kind", choices=DOCUMENT_KINDS, help="kind of document; left out = guessed from its look")
    parser.set_defaults(action=profile)


def profile(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return the draft as TOML, with --json as the object that it means.

    Refuses (SourceUnreadable) a file that cannot be read or no page of which has text.
    """
    if arguments.copy is not None:
        return copy_profile(root, arguments.copy)
    if arguments.file is None:
        raise WrongUsage("directriz profile", "no document is given", "Give a FILE, or --copy ID.")
    text = draft_profile(read_document(arguments.file), arguments.kind)
    return json_answer(tomllib.loads(text)) if arguments.json else Answer(text.rstrip("\n"))


def copy_profile(root: Path, plan_id: str) -> Answer:
    """Copy the profile of a document below raw/profiles/ and let the manifest name the copy.

    Refuses (WrongUsage) an id that the manifest does not have and a profile that lies below raw/ already.
    """
    from ..sources import profile_path, read_manifest
    from ..store import write_file
    from .manifest_text import replace_profile

    manifest = read_manifest(root)
    ids = [source.id for source in manifest.source]
    if plan_id not in ids:
        raise WrongUsage("--copy", f"there is no document {plan_id!r}", f"There are: {', '.join(ids) or 'none'}.")
    source = manifest.source[ids.index(plan_id)]
    if source.profile.endswith(".toml"):
        raise WrongUsage("--copy", f"the profile of {plan_id!r} is raw/{source.profile} already", "Edit that file.")
    name = f"profiles/{plan_id}.toml"
    if (root / "raw" / name).exists():
        raise WrongUsage("--copy", f"raw/{name} exists already", f"Name it in the entry of {plan_id!r}, or move it.")
    text = (root / "raw" / "sources.toml").read_bytes().decode("utf-8")
    new = replace_profile(text, ids.index(plan_id), name)
    if new is None:
        told = f"the entry of {plan_id!r} has no line that begins with `profile =`"
        raise WrongUsage("raw/sources.toml", told, f'Write profile = "{name}" by hand.')
    write_file(root / "raw" / name, profile_path(root, source).read_bytes())
    write_file(root / "raw" / "sources.toml", new.encode("utf-8"))
    return Answer(f"raw/{name} is a copy of profile {source.profile!r}, and the profile of {plan_id!r}: edit it")


def read_document(file: Path) -> Document:
    """Return the lines of a text dump, or the lines and rows of a PDF."""
    from ..formats import format_of
    from .draft_sources import read_dump, read_pdf_printed

    content = read_file(file, str(file), SourceUnreadable)
    if format_of(file.name, content) == "pdf":
        return pdf_document(file.name, read_pdf_printed(file))
    text, lines, pages = read_dump(content, file.name)
    return Document(file.name, text, lines, pages)


def pdf_document(name: str, printed: Sequence[PrintedLine]) -> Document:
    """Return a PDF as it is drafted from."""
    from .draft_sources import lines_as_dump

    lines = lines_as_dump(printed)
    return Document(name, "\n".join(" ".join(line.cells) for line in lines), lines, "none", tuple(printed))


def draft_profile(document: Document, kind: str | None = None) -> str:
    """Return a profile of the document's kind as TOML; what `read_profile` refuses is never returned."""
    return draft(document, kind).text


def draft(document: Document, kind: str | None = None) -> Drafted:
    """Return a document's profile as drafted; `kind` None or "auto" = that which the document looks like.

    Refuses (WrongUsage) a kind that there is not.
    """
    from ..layouts import Kind, Profile
    from .draft_choice import chosen, why

    kind = None if kind == AUTO else kind
    if kind is not None and kind not in get_args(Kind):
        raise WrongUsage("--kind", f"there is no kind {kind!r}", f"Kinds: {', '.join(get_args(Kind))}, {AUTO}.")
    readings = _readings(document, kind)
    told = ""
    if (taken := chosen(readings)) is not None:
        name, lines, plan = taken.kind, iter(taken.lines), taken.plan
        told = why(taken, readings) if kind is None else ""
    else:
        name, plan = kind or _guessed(document), None
        is_dumped_matrix = name in MATRICES and not document.printed
        lines = iter(_tried_matrix(document, name)) if is_dumped_matrix else _text(document, name)
        document = replace(document, pages="none")  # the draft has said it
    dump = ["", "[dump]", f'pages = "{document.pages}"'] if document.pages != "none" else []
    text = visible("\n".join([*_head(document, told), *lines, *dump, ""]))  # TOML refuses control characters
    Profile.model_validate(tomllib.loads(text))
    return Drafted(text, name, plan, told, taken.actions if taken else None)


def _readings(document: Document, kind: str | None) -> list[Reading]:
    """Return what each kind reads of a PDF, and cards or a list in prose of a text dump without a table or directives.

    Brackets make a draft of a text, unless most of them hold the values of an action.
    """
    from .draft_choice import CARDS, LIST, readings_of

    if document.printed:
        return readings_of(document.printed, kind, _about(document))
    kinds = [each for each in (CARDS, LIST) if kind in (None, each)]
    guessed = _guessed(document) if kind is None else "programme"
    if guessed not in ("programme", "directive-list"):
        return []
    kinds = [LIST] if guessed == "directive-list" else kinds
    found = [reading for each in kinds for reading in readings_of(document.lines, each, _about(document))]
    return [each for each in found if not each.is_refused and (guessed == "programme" or each.has_values)]


def _guessed(document: Document) -> str:
    from .draft_paragraphs import guess_kind

    return guess_kind(document.lines, document.raw, is_dump=not document.printed)


def _head(document: Document, why: str) -> Iterator[str]:
    yield f"# Drafted from {' '.join(document.name.split())}: read it against the document before it is used."
    yield "# Keys are described in docs/manifest.md."
    if why:
        yield f"# The kind was chosen by what each kind reads: {why}."


def _about(document: Document) -> str:
    return f"Draft for {document.name}: say what this edition has of its own."


def _text(document: Document, kind: str, headings: Sequence[str] = ()) -> Iterator[str]:
    from .manifest_text import toml_value

    yield f"kind = {toml_value(kind)}"
    yield f"about = {toml_value(_about(document))}"
    yield from _body(document, kind, headings)


def _heading_tries(patterns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the headings that are tried: all, axes before the rest, then with one of them left out."""
    axes_first = tuple(sorted(patterns, key=lambda pattern: "(?P<axis>" not in pattern))
    yield from dict.fromkeys((tuple(patterns), axes_first))
    for left_out in reversed(patterns):
        yield tuple(pattern for pattern in axes_first if pattern != left_out)


def _tried_matrix(document: Document, kind: str) -> list[str]:
    """Return the profile of a matrix in a dump, with the headings under which the run takes every row.

    Of the lines that may be headings all are tried, then fewer; where the run refuses each way, they are comments.
    """
    from ..errors import CheckFailed, LayoutMismatch
    from ..language import USUAL, guess_language, language_of
    from ..layouts import Profile
    from ..rebuild.matrix import rebuild_matrix
    from ..records import Action
    from .draft_kinds import heading_patterns

    language = guess_language(" ".join(line.cells) for line in document.lines) or language_of(USUAL)
    for headings in _heading_tries(heading_patterns(document.lines)):
        text = list(_text(document, kind, headings))
        profile = Profile.model_validate(tomllib.loads(visible("\n".join(text))))
        try:
            made = rebuild_matrix(document.lines, "draft", profile, "profiles/draft.toml", language)
        except (LayoutMismatch, CheckFailed):
            continue
        if all(action.axis for action in made.of(Action)) or not any("(?P<axis>" in pattern for pattern in headings):
            return text
    return list(_text(document, kind))


def _body(document: Document, kind: str, headings: Sequence[str]) -> Iterator[str]:
    from . import draft_kinds

    if kind in MATRICES:
        yield from draft_kinds.matrix(document.lines, document.pages, headings)
    elif kind == "directive-table":
        yield from draft_kinds.directive_table(document.lines)
    elif kind == "directive-list":
        yield from draft_kinds.directive_list(document.lines, document.raw, document.pages)
    else:
        yield from draft_kinds.programme(document.lines)
