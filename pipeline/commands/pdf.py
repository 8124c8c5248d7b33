"""`directriz tables` and `directriz look`: what the reader makes of any PDF, without manifest and profile."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import WrongUsage
from ..language import Language, known_codes, language_of
from ..progress_reports import pages_read
from ..text import shortened
from .answer import Answer, json_answer

if TYPE_CHECKING:
    from ..read.pdf.guard.document import PdfPath

MOST_PAGES = 100_000
LANGUAGE_CODE = re.compile(r"[a-z]{2}")
PAGES = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `tables` and `look`."""
    tables = subparsers.add_parser("tables", parents=[common], help="print the logical tables of any PDF")
    tables.add_argument("file", type=Path, metavar="FILE", help="PDF")
    tables.add_argument("--pages", metavar="3-9", help="only these: 3-9, 4, 1-2,7")
    tables.add_argument("--csv", type=Path, metavar="DIR", help="write one CSV a table into this folder")
    _add_password(tables)
    _add_language(tables)
    tables.set_defaults(action=print_tables)
    look = subparsers.add_parser("look", parents=[common], help="draw what was recognised over a page of a PDF")
    look.add_argument("file", type=Path, metavar="FILE", help="PDF")
    look.add_argument("--page", type=int, required=True, metavar="N", help="page, from 1")
    look.add_argument("-o", "--output", type=Path, required=True, metavar="PNG", help="picture to write")
    _add_password(look)
    _add_language(look)
    look.set_defaults(action=draw_page)


def _add_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--password", metavar="TEXT", help="what opens an encrypted PDF")


def _pdf_of(arguments: argparse.Namespace) -> PdfPath:
    from ..read.pdf.guard.document import EncryptedPdf

    file: Path = arguments.file
    return file if arguments.password is None else EncryptedPdf(file, arguments.password)


def _add_language(parser: argparse.ArgumentParser) -> None:
    said = "language of the document: es, pt, en (default: guessed from its words)"
    parser.add_argument("--language", metavar="CODE", help=said)


def language_asked(code: str | None, place: str = "--language") -> Language | None:
    """Return the language of an ISO 639-1 code, None where none is given; one without word lists is let through.

    Refuses (WrongUsage) what is no code of a language.
    """
    if code is None:
        return None
    if not LANGUAGE_CODE.fullmatch(code):
        raise WrongUsage(place, f"{code!r} is no ISO 639-1 code", f"Known: {', '.join(known_codes())}.")
    return language_of(code)


def page_numbers(text: str | None, place: str = "--pages") -> list[int] | None:
    """Return the pages that a text such as "1-2,7" names, in order, each once; None where there is no text.

    Refuses (WrongUsage) what is no list of pages and ranges, page 0, and a range that runs backwards.
    """
    if text is None:
        return None
    pages: set[int] = set()
    for part in text.split(","):
        match = PAGES.fullmatch(part.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= MOST_PAGES:
            found = f"{shortened(part.strip())!r} is no page and no range of pages"
            raise WrongUsage(place, found, "Write 3-9, 4 or 1-2,7.")
        pages.update(range(first, last + 1))
    return sorted(pages)


def jobs_asked(jobs: int | None, place: str = "--jobs") -> int:
    """Return how many processes are to be used; None = one for each core. Refuses (WrongUsage) fewer than one."""
    if jobs is not None and jobs < 1:
        raise WrongUsage(place, f"{jobs} processes: at least one is needed", "Give 1 or more.")
    return jobs or os.cpu_count() or 1


def print_tables(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return the tables of a PDF as text or, with --json, as the JSON object of docs/reference.md.

    With --csv the tables are written as files too. Refuses what the PDF reader refuses.
    """
    from ..read.pdf.pages_ahead import Effort
    from ..read.pdf.reader import language_text, read_pdf, unread_text
    from ..read.pdf.tables import tables_object, write_csvs
    from .progress_display import pages_shown
    from .table_text import render_text

    language, told = language_asked(arguments.language), pages_read(arguments.file.name)
    effort = Effort(jobs_asked(arguments.jobs), told)
    with pages_shown(arguments.say):
        reading = read_pdf(_pdf_of(arguments), page_numbers(arguments.pages), language=language, effort=effort)
    if said := language_text(reading):
        arguments.say(f"{arguments.file.name}: {said}")
    result = tables_object(reading)
    if reading.unread_pages:
        arguments.say(f"{arguments.file.name}: {unread_text(reading)}")
    if arguments.csv is not None:
        if arguments.csv.exists() and not arguments.csv.is_dir():
            raise WrongUsage(
                "--csv", f"{arguments.csv} is a file", "Give a folder; one CSV a table is written into it."
            )
        arguments.csv.mkdir(parents=True, exist_ok=True)
        write_csvs(result, arguments.csv)
    return json_answer(result) if arguments.json else Answer(render_text(result).rstrip("\n"))


def draw_page(root: Path, arguments: argparse.Namespace) -> Answer:
    """Write the picture of a page with what was recognised on it, and return where it is."""
    from ..read.pdf.look import look

    if arguments.page < 1:
        raise WrongUsage("--page", f"{arguments.page} is no page", "Pages are counted from 1.")
    look(_pdf_of(arguments), arguments.page, arguments.output, language_asked(arguments.language))
    if arguments.json:
        return json_answer({"file": arguments.file.name, "page": arguments.page, "picture": str(arguments.output)})
    return Answer(f"page {arguments.page} of {arguments.file.name} is drawn in {arguments.output}")
