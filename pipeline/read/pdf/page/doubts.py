"""Doubts about the way a page was read. `tables` and the library print them, and a run writes them to `issues`.

Codes and what to do about them: docs/issue-codes.md, under read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .aligned_words import Aligned
from .drawing import Floats

UNSURE = 60.0  # confidence below which a word is named
MOST_NAMED = 12  # words


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt about one page."""

    code: str
    severity: str  # info | doubt
    page: int
    detail: str
    text: str = ""

    @property
    def is_loss(self) -> bool:
        """True where nothing of the page was kept."""
        return self.severity == "defect"


def read_by_ocr(
    page: int, texts: Sequence[str], confidence: Floats, dropped: Sequence[str], photographs: int = 0
) -> Doubt:
    """Return the notice that a page was read from its picture; it is a doubt if words are unsure or left out."""
    unsure = [text for text, sure in zip(texts, confidence.tolist(), strict=True) if sure < UNSURE]
    mean = f", confidence {np.mean(confidence):.0f} of 100" if len(texts) else ""
    detail = f"read by optical character recognition: {len(texts)} words{mean}, {len(unsure)} below {UNSURE:.0f}"
    if dropped:
        detail += f"; {len(dropped)} marks that are no words were left out"
    if photographs:
        detail += f"; {photographs} photographs were not read"
    return Doubt("page_ocr", "doubt" if unsure or dropped else "info", page, detail, named([*unsure, *dropped]))


def unread_columns(page: int, place: Aligned) -> Doubt:
    """Return the doubt that words in columns may be a table, though no engine found one."""
    said = f"{place.line_count} lines stand in {place.column_count} columns"
    return _unread(page, place, said, "and no engine finds a table there")


def perhaps_a_table(page: int, place: Aligned) -> Doubt:
    """Return the doubt that rows of words in columns may be a table, though too little speaks for one."""
    said = f"{place.line_count} rows of words stand in {place.column_count} columns"
    return _unread(page, place, said, "and may be a table")


def _unread(page: int, place: Aligned, said: str, why: str) -> Doubt:
    x0, top, x1, bottom = (round(value) for value in place.box)
    detail = f"{said} ({x0}, {top} to {x1}, {bottom}) {why}; they are read as lines of text"
    return Doubt("table_unread", "doubt", page, detail)


def assumed_language(page: int, name: str, known: Sequence[str]) -> Doubt:
    """Return the doubt that a scan was read in an assumed language: nobody named it, and its words are too few."""
    detail = (
        f"read in {name}: its words are too few to tell the language; name it if it is another ({', '.join(known)})"
    )
    return Doubt("language_assumed", "doubt", page, detail)


def typed_doubts(page: int, count: int, unshown: Sequence[str]) -> tuple[Doubt, ...]:
    """Return what is to be said of fields, notes and stamps: words of them were read, values are not shown."""
    found = []
    if count:
        detail = f"words of {count} fields of a form, typed notes or stamps were read as words of the page"
        found.append(Doubt("fields_read", "info", page, detail))
    if unshown:
        detail = f"{len(unshown)} fields or typed notes have a text that the page does not show; it was not read"
        found.append(Doubt("fields_unread", "doubt", page, detail, named(unshown)))
    return tuple(found)


def attached_doubts(page: int, names: Sequence[str]) -> list[Doubt]:
    """Return the doubt that files are attached to a document, and are not read with it."""
    detail = "files are attached to the document and are not read: save them, and read each by itself"
    return [Doubt("attachments_unread", "doubt", page, detail, "; ".join(names))] if names else []


def cut_doubts(page: int, count: int) -> list[Doubt]:
    """Return the doubt that drawings of pages end amid their data, so that words are missing."""
    detail = f"the drawing of {count} pages or parts of pages ends amid its data: what follows there is not read"
    return [Doubt("drawing_cut", "doubt", page, detail)] if count else []


def page_fault(page: int, fault: BaseException) -> Doubt:
    """Return the notice that a page was not read at all, because our own code failed on it."""
    return Doubt("page_unread", "defect", page, f"the page could not be read: {_said(fault)}; nothing of it is kept")


def table_fault(page: int, fault: BaseException) -> Doubt:
    """Return the doubt that the tables of a page were not read, because our own code failed in the search."""
    detail = f"the search for tables failed: {_said(fault)}; its words are read as lines of text"
    return Doubt("page_unread", "doubt", page, detail)


def _said(fault: BaseException) -> str:
    return f"{type(fault).__name__} ({fault})"


def named(words: Sequence[str]) -> str:
    """Return the first few words, and how many more there are."""
    more = f" and {len(words) - MOST_NAMED} more" if len(words) > MOST_NAMED else ""
    return " ".join(words[:MOST_NAMED]) + more
