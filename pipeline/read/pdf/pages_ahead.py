"""Pages that are pictures, read ahead by other processes.

Reading the words of a picture takes seconds, finding the tables among them takes milliseconds. So other processes read
the pictures of the pages that follow, and this process does the rest in the order of the pages: the result is the same
for any number of processes. A document without pictures starts no process.

Each process reads a page as this one would, and notes what it read of the picture. So nothing has to decide twice what
kind of page it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING

from ...language import Language
from .guard.document import OpenPage, PdfFile
from .page.cell_text import Vocabulary
from .page_reader import sheet_of
from .scan.pictures import Pictures, RuledPicture
from .table_search import Look

if TYPE_CHECKING:
    from .scan.picture import Scan
    from .scan.picture_words import ScannedPage

AHEAD = 2  # pages for each process that are read or wait to be taken


@dataclass(frozen=True, slots=True)
class Effort:
    """How the work of reading a document is done. Nothing of it changes what is read."""

    jobs: int = 1  # processes that read pages that are pictures
    told: Callable[[int, int], None] | None = None  # after each picture and every 200 pages: pages done, page count


ALONE = Effort()


@dataclass(slots=True)
class Shown:
    """What was read of the picture of one page; None = was not asked for."""

    words: ScannedPage | None = None
    rules: RuledPicture | None = None


class Noted(Pictures):
    """The pictures of one page, read here, with a note of what was read."""

    def __init__(self) -> None:
        self.shown = Shown()

    def words(self, page: OpenPage, language: Language, picture: Scan | None = None) -> ScannedPage:
        """Return the words and rules of the picture, and note them."""
        self.shown.words = super().words(page, language, picture)
        return self.shown.words

    def rules(self, page: OpenPage) -> RuledPicture:
        """Return the rules of the picture, and note them."""
        self.shown.rules = super().rules(page)
        return self.shown.rules


class ReadAhead(Pictures):
    """The pictures of a document: when one is asked for, other processes begin with it and with the next ones."""

    def __init__(self, path: Path, numbers: Sequence[int], language: Language, jobs: int) -> None:
        self._path, self._waiting, self._language, self._jobs = path, list(numbers), language, jobs
        self._pool: ProcessPoolExecutor | None = None
        self._begun: dict[int, Future[Shown]] = {}

    def __enter__(self) -> ReadAhead:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def words(self, page: OpenPage, language: Language, picture: Scan | None = None) -> ScannedPage:
        """Return the words and rules of a picture; refuses what the process that read it refused."""
        return self._shown(page.number).words or super().words(page, language, picture)

    def rules(self, page: OpenPage) -> RuledPicture:
        """Return the rules of a picture; refuses what the process that read it refused."""
        return self._shown(page.number).rules or super().rules(page)

    def _shown(self, number: int) -> Shown:
        """Return what another process read of a page; nothing where none did, or where it ended before its time."""
        self._begin(number)
        if (reading := self._begun.pop(number, None)) is None:
            return Shown()
        try:
            return reading.result()
        except BrokenProcessPool:
            self._waiting.clear()
            return Shown()

    def _begin(self, number: int) -> None:
        """Let other processes begin with a page and those after it."""
        self._waiting = [each for each in self._waiting if each >= number]
        self._begun = {each: reading for each, reading in self._begun.items() if each >= number}
        if self._pool is None and len(self._waiting) > 1:
            self._pool = ProcessPoolExecutor(self._jobs, get_context("spawn"), _begin_process)
        while self._pool is not None and self._waiting and len(self._begun) < AHEAD * self._jobs:
            page = self._waiting.pop(0)
            self._begun[page] = self._pool.submit(read_pictures_of, self._path, page, self._language)


def read_pictures_of(path: Path, number: int, language: Language) -> Shown:
    """Return what the picture of a page shows, as far as the page asks for it.

    Refuses (SourceUnreadable) where tesseract fails.
    """
    pictures = Noted()
    with PdfFile(path) as source, source.page(number) as page:
        sheet_of(page, Vocabulary(language), Look(pictures=pictures))
    return pictures.shown


def _begin_process() -> None:
    """Take one thread, since each core has a process; end this process when the one that started it ends."""
    import cv2

    cv2.setNumThreads(1)
    if (parent := parent_process()) is not None:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
