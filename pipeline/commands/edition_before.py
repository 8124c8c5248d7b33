"""`directriz add --supersedes ID`: takes the keys of a new edition from the entry of the edition before.

Issuer, country, language and frameworks are taken over. Id, title and period are proposed from the first pages and the
name of the file, and asked for at a terminal. `add_draft.py` tries the profile of that edition before it drafts one.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .answer import Answer

if TYPE_CHECKING:
    from ..records import PrintedLine
    from .proposals import Proposal

TAKEN = ("issuer", "jurisdiction", "language")
FIRST_PAGES = 4
FIRST_LINES = 200  # of a text dump
YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[-–—/]\s*((?:19|20)\d\d))?(?!\d)")
YEARS_OF_ID = re.compile(r"(?:-(?:19|20)\d\d){1,2}$")
Action = Callable[[Path, argparse.Namespace], Answer]


def from_edition_before(add: Action) -> Action:
    """Return `add` with the flags that were not given taken from the entry of the edition that is superseded.

    Its id, title and period are proposed. An edition that is no document here gives nothing.
    """

    def add_edition(root: Path, arguments: argparse.Namespace) -> Answer:
        told = _take(root, arguments) if arguments.supersedes else []
        for line in told if not arguments.json else []:
            arguments.say(line)
        return add(root, arguments)

    return add_edition


def _take(root: Path, arguments: argparse.Namespace) -> list[str]:
    """Set the options that were not given; returns lines that report them."""
    from ..sources import read_manifest

    if not (root / "raw" / "sources.toml").is_file():
        return []
    sources = read_manifest(root).source
    before: Any = next((each for each in sources if each.id == arguments.supersedes), None)
    if before is None:
        return []  # refused by `add`
    values = {name: getattr(before, name) for name in TAKEN} | {"links_to": ",".join(before.links_to) or None}
    taken = []
    for name, value in values.items():
        if getattr(arguments, name) is None and value is not None:
            setattr(arguments, name, value)
            taken.append(f"--{name.replace('_', '-')} {value}")
    told = [f"as in {arguments.supersedes}: {', '.join(taken)}"] if taken else []
    return [*told, *_proposed(arguments, before, [source.id for source in sources])]


def _proposed(arguments: argparse.Namespace, before: Any, ids: Sequence[str]) -> list[str]:
    """Set id, title and period if they were not given; returns lines that report them."""
    from .asked_keys import asked

    missing = [name for name in ("period", "title", "id") if getattr(arguments, name) is None]
    if not missing or not arguments.file.is_file():
        return []
    proposals = _proposals(arguments, before)
    told = []
    for name in missing:
        proposal = _id(arguments, before, ids) if name == "id" else proposals[name]
        value = asked(arguments, name, proposal)
        setattr(arguments, name, value)
        if value is not None and value == proposal.value:
            told.append(f"--{name} {value!r} ({proposal.found})")
    return [f"proposed: {', '.join(told)}"] if told else []


def _proposals(arguments: argparse.Namespace, before: Any) -> dict[str, Proposal]:
    from .proposals import Proposal, propose, said_of_itself

    content = arguments.file.read_bytes()
    lines = list(_first_lines(arguments.file, content))
    proposals = propose(arguments.file, lines, said_of_itself(arguments.file, content))
    period = arguments.period or proposals["period"].value
    title = proposals["title"]
    swapped = YEARS.sub(period, before.title, count=1) if period else before.title
    if title.value is None and swapped != before.title:
        title = Proposal(swapped, f"the title of {before.id} with the years of this one")
    return {**proposals, "title": title}


def _first_lines(file: Path, content: bytes) -> Iterable[PrintedLine]:
    """Yield the lines of the first pages; refuses what the readers refuse."""
    from ..formats import format_of
    from ..records import PrintedLine

    if format_of(file.name, content) == "pdf":
        from ..read.pdf.guard.document import PdfFile
        from ..read.pdf.printed import lines_of

        with PdfFile(file) as pdf:
            pages = range(1, min(pdf.page_count, FIRST_PAGES) + 1)
        for line in lines_of(file, pages):
            yield PrintedLine(file.name, line.page, None, (line.text,), size=round(line.size, 1), is_bold=line.is_bold)
        return
    from ..read.text import decode

    for number, text in enumerate(decode(content, file.name).splitlines()[:FIRST_LINES], start=1):
        if text.strip():
            yield PrintedLine(file.name, None, number, (" ".join(text.split()),))


def _id(arguments: argparse.Namespace, before: Any, ids: Sequence[str]) -> Proposal:
    """Return an id: that of the edition before with the first year of this one, or with a number."""
    from .proposals import Proposal

    stem = YEARS_OF_ID.sub("", before.id)
    year = str(arguments.period or "")[:4]
    base = f"{stem}-{year}" if year else f"{stem}-2"
    name, place = base, 2
    while name in ids:
        name, place = f"{base}-{place}" if year else f"{stem}-{place + 1}", place + 1
    return Proposal(name, f"the id of {before.id} and the first year" if year else f"the id of {before.id}")
