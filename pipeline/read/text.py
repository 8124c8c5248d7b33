"""Text dumps of published documents: lines, tab-separated cells, and what the dump keeps of the pages.

A dump has no geometry. What stands in for it:
- a blank line between two rows of a table is a page break (ar-plan l. 11, corett-2020 l. 14);
- a line that starts with one space, or three blank lines in a row, begin a page; numbers printed in the margin stand
  in a block of their own before the page's text, which then starts with one space too (oas-3 l. 379-392);
- a dump may keep no trace of pages at all (oas-2, ar-restitucion): the page is None, never a guess.
A form feed always begins a page. A table whose columns are held by spaces is read by `dump_columns`.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from ..errors import SourceUnreadable
from ..records import PrintedLine
from .dump_columns import DumpLine, rows_by_blanks

BLANKS_OF_A_PAGE = 3
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LONE_NUMBER = re.compile(r"^(?:\d+\s?[a-z]{0,4}|[ivxl]+)[.,]$", re.IGNORECASE)


def decode(raw: bytes, source_file: str) -> str:
    """Return the text of a dump; letters with their accents apart (NFD) as the letters that they print (NFC).

    Refuses (SourceUnreadable) bytes that are not UTF-8, with the line and a guess at the encoding, a binary file and
    one without a word.
    """
    if raw.startswith(UTF_16):
        raise _wrong_encoding(source_file, "UTF-16", "utf-16")
    if b"\0" in raw:
        raise SourceUnreadable(source_file, "binary, not text", "Give the document as a PDF or as text in UTF-8.")
    try:
        text = unicodedata.normalize("NFC", raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        encoding = "windows-1252" if re.search(rb"[\x80-\x9f]", raw) else "latin1"
        found = raw[error.start : error.start + 1].decode(encoding, "replace")
        what = f"byte 0x{raw[error.start]:02x}, which would be {found!r} in {encoding}"
        raise _wrong_encoding(f"{source_file} l. {line}", what, encoding) from None
    if not text.strip():
        raise SourceUnreadable(source_file, "empty: not a word in it", "Look whether the file was copied whole.")
    return text


def _wrong_encoding(place: str, found: str, encoding: str) -> SourceUnreadable:
    remedy = f"Save it as UTF-8, e.g. `iconv -f {encoding} -t utf8 FILE > NEW`. A file that raw/sources.toml names "
    remedy += "already needs its new sha256 there."
    return SourceUnreadable(place, f"not UTF-8 ({found})", remedy)


def _printed(text: str) -> Iterator[DumpLine]:
    blanks, feed = 0, False
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        feed = feed or "\f" in line
        if line.strip():
            yield DumpLine(number, line.lstrip("\f").replace("\f", " "), blanks, feed)
            blanks, feed = 0, False
        else:
            blanks += 1


def _opens_page_after_blank(before: DumpLine | None, line: DumpLine) -> bool:
    """Tell whether a blank line stands between two rows of a table."""
    return before is not None and line.blanks_before > 0 and "\t" in before.text and "\t" in line.text


class _IndentedPages:
    """Remembers whether only numbers of the margin have been printed on the page so far."""

    def __init__(self) -> None:
        self.only_numbers = False

    def opens(self, before: DumpLine | None, line: DumpLine) -> bool:
        indented = line.text.startswith(" ") and not line.text.startswith("  ")
        opens = before is not None and (line.blanks_before >= BLANKS_OF_A_PAGE or (indented and not self.only_numbers))
        lone = LONE_NUMBER.match(line.text.strip()) is not None
        self.only_numbers = lone and (opens or before is None or self.only_numbers)
        return opens


def read_text(raw: bytes, source_file: str, pages: str) -> tuple[PrintedLine, ...]:
    """Return the printed lines of a dump, blank ones left out, each with its line and page.

    `pages` says what stands for a page break (profiles, [dump] pages). With "none" only a form feed is one, and every
    page is None where there is none. A row's cells, blank ones too, are parted
    by tabs or columns of blanks. Refuses (SourceUnreadable) what `decode` refuses.
    """
    indented = _IndentedPages()
    before: DumpLine | None = None
    page = 1
    has_feed = False
    lines = []
    printed = list(_printed(decode(raw, source_file)))
    for line in rows_by_blanks(printed) or printed:
        opens = line.breaks_page or (
            _opens_page_after_blank(before, line) if pages == "blank-line-in-table" else indented.opens(before, line)
        )
        opens = opens and (pages != "none" or line.breaks_page)
        has_feed = has_feed or line.breaks_page
        page += opens
        lines.append(
            PrintedLine(
                source_file=source_file,
                page=page,
                line=line.number,
                cells=tuple(" ".join(cell.split()) for cell in line.text.split("\t")),
                opens_page=opens or before is None,
                after_blank=line.blanks_before > 0,
            )
        )
        before = line
    has_pages = pages != "none" or has_feed
    return tuple(lines) if has_pages else tuple(replace(line, page=None) for line in lines)
