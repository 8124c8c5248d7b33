"""The records that the stages pass on. Each field has its meaning and unit beside it.

Published records have the fields of their table in `schema.toml`, in the same order. An absent value is None. Texts
have single spaces. `page` counts from 1, offsets count characters from 0. A *witness* is one file of a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

Record = TypeVar("Record")
SHORTLISTED = 15  # directives that a reader is shown for an action, on a terminal or a page: a screen or two
REPEATED = "repeated-header"  # role of a header that is printed again within a page, and why such words are excluded
HYPHEN = "hyphen"  # mark of a printed piece: a word that a line's end parts, with a hyphen of its own or without


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One witness of a document, verified against the manifest."""

    plan_id: str  # the document that it is a file of
    position: int  # 1 = the file that is published; 2… = files compared with it
    path: str  # below raw/
    sha256: str  # of the bytes
    byte_count: int  # bytes
    format: str  # as `formats.py` names it


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """The number of pages of a witness that is a PDF."""

    source_file: str  # path below raw/
    page_count: int


@dataclass(frozen=True, slots=True)
class PrintedPiece:
    """What a page of a PDF prints of a cell or a paragraph."""

    page: int
    box: tuple[float, float, float, float]  # x0, top, x1, bottom, points from the page's top left
    text: str
    joint: str = " "  # how it goes on from the piece before: " " | "" (a cut word) | "-" (a hyphen there is dropped)
    marks: tuple[tuple[int, int, str], ...] = ()  # start, end in `text`, mark as in `Drawn`, or `HYPHEN`
    breaks: tuple[int, ...] = ()  # where in `text` its second and later lines begin; none inside a word


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a text dump, or one row or paragraph of a PDF, as printed."""

    source_file: str  # path below raw/
    page: int | None  # from 1; None if a dump does not show where pages begin
    line: int | None  # line of the text file, from 1
    cells: tuple[str, ...]  # the cells of a row, blank ones too; one cell = a line of text
    opens_page: bool = False  # True on the first printed line of a page
    after_blank: bool = False  # True where white space parts it from the line before
    pieces: tuple[tuple[PrintedPiece, ...], ...] = ()  # PDFs: of each cell, what stands of it on each page
    spans: tuple[int, ...] = ()  # PDFs: columns that each cell of a header covers
    role: str | None = None  # PDFs: footnote, or REPEATED
    goes_on: bool = False  # PDFs: True where it goes on with the paragraph before, which a page or column has cut
    table: int | None = None  # PDFs: number of the table that a row or header stands in, from 1; None outside tables
    covered: tuple[int, ...] = ()  # PDFs: columns, from 0, that a merged cell printed on an earlier row covers
    size: float | None = None  # PDFs: points, of the type of a paragraph outside the tables, or of a title in a table
    is_bold: bool = False  # PDFs: True where a paragraph outside the tables begins in bold type
    is_shaded: bool = False  # PDFs: True where a bar of colour lies behind it
    is_marked: bool = False  # PDFs: True where a bullet is drawn before it, which is no word
    shade: float = 0.0  # PDFs: the colour behind a title in a table, a number from 1 to 2; 0 = none


@dataclass(frozen=True, slots=True)
class Action:
    """One action or activity of a plan."""

    action_id: str
    plan_id: str
    axis: str | None
    subaxis: str | None
    subaxis_description: str | None
    strategic_objective: str | None
    objective_number: str | None
    objective: str | None
    number: str | None  # as printed, without its full stop
    measure: str | None
    measure_inherited: bool  # True where the value stands in a merged cell printed on an earlier row
    action: str
    goal: str | None
    indicators: str | None
    verification: str | None
    deadline: str | None  # when it is to be done
    budget: str | None  # what it costs
    baseline: str | None  # where the indicator stood at the beginning
    target: str | None  # where it is to stand
    location: str | None  # where it is to be done
    responsible: str | None
    responsible_inherited: bool
    associated: str | None
    observations: str | None
    page_start: int | None
    page_end: int | None
    text_sha256: str  # of `action`
    number_sort: str | None = None  # `number` with its figures padded, so that texts sort as numbers do


@dataclass(frozen=True, slots=True)
class Extra:
    """A cell of a matrix's column that no published column holds."""

    record_id: str
    plan_id: str
    label_original: str  # header as printed; "" where none is
    position: int  # of the column among those of its row, from 1
    text: str
    page_start: int | None
    page_end: int | None


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive, objective, principle or mandate; `clean` fills the texts in."""

    directive_id: str
    plan_id: str
    kind: str  # directive | objective | principle | mandate
    section: str | None
    number: str
    number_inferred: bool
    text: str | None  # amendments stripped, damage repaired
    text_source: str  # as in the source, lines joined by one space
    text_base: str | None  # before any amendment
    text_amended: str | None  # every amendment accepted
    amendment_count: int
    page_start: int | None
    page_end: int | None
    text_sha256: str  # of `text`, or of `text_amended` where that is empty
    is_text_whole: bool | None = True  # False where `text` has a hole without its amendments; None where it is missing
    number_sort: str | None = None  # `number` with its figures padded, Roman ones in Arabic


@dataclass(frozen=True, slots=True)
class Provision:
    """Any other unit of text: preamble, heading, footnote, objective, benefit, requirement, step, clause, paragraph."""

    record_id: str
    plan_id: str
    kind: str
    section: str | None
    number: str | None
    text: str | None
    text_source: str
    amendment_count: int
    page_start: int | None
    page_end: int | None


@dataclass(frozen=True, slots=True)
class PrintedPair:
    """One printed pair of progress columns of an action, as printed; `normalise` reads the numbers."""

    action_id: str
    position: int  # of the pair in its row, from 1
    year: int | None
    year_printed: str | None  # header as printed over the pair
    year_inferred: bool  # True where no year stands over the pair
    programmed_printed: str | None
    executed_printed: str | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """Words of a record that a drawing marks: text_source[start:end]."""

    record_id: str
    start: int
    end: int
    mark: str  # struck | underlined | coloured | marked (bold)


@dataclass(frozen=True, slots=True)
class PrintedIndicators:
    """The indicator cell of a record that is not an action, as printed; `normalise` splits it."""

    record_id: str
    role: str  # result
    text: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """One amendment of a negotiating draft."""

    amendment_id: str  # <record_id>#1…
    record_id: str
    plan_id: str
    position: int  # in its record, from 1
    start: int  # text_source[start:end] == as_printed
    end: int
    countries: str | None  # ISO 3166-1 alpha-3, sorted, joined by |
    kind: str  # insertion | deletion | replacement
    inserted: str | None  # repaired
    deleted: str | None  # repaired
    certainty: str  # high | low
    as_printed: str
    tag_malformed: bool
    role: str | None = None  # what `countries` do: one word, or one for each, joined by |
    options: str | None = None  # which of several alternatives
    placeholder: bool = False  # it stands for text that is not written yet


@dataclass(frozen=True, slots=True)
class OcrCorrection:
    """One repair of OCR damage: text_source[start:start + len(before)] == before."""

    record_id: str
    start: int
    before: str
    after: str
    method: str
    score: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class Agency:
    """One body of the registry in `pipeline/reference/registers/`."""

    agency_id: str
    acronym: str | None
    name: str
    kind: str
    jurisdiction: str | None
    parent_agency_id: str | None
    valid_from: str | None  # year or date, ISO 8601
    valid_to: str | None
    aliases: str | None  # joined by |
    mention_count: int


@dataclass(frozen=True, slots=True)
class ActionAgency:
    """One body named in a cell of an action."""

    action_id: str
    role: str  # responsible | associated
    position: int  # in its cell, from 1
    agency_id: str | None
    surface: str  # as printed
    method: str  # exact | alias | fuzzy | collective | unmapped
    score: float | None  # 0 to 1
    inherited: bool
    parent_agency_id: str | None = None  # what it was part of at the time of the plan


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a cell."""

    record_id: str
    position: int  # from 1, within its role
    role: str  # indicator | verification | result
    letter: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """One printed pair of progress columns, read."""

    action_id: str
    position: int
    year: int | None
    year_printed: str | None
    year_inferred: bool
    programmed_percent: float | None  # 0 to 100
    executed_percent: float | None
    programmed_printed: str | None
    executed_printed: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of one printed piece of a value."""

    record_id: str
    column: str
    piece: int  # from 1, within record and column
    source_file: str
    page: int | None
    line_start: int | None  # text sources
    line_end: int | None
    x0: float | None  # PDFs: points from the page's top left
    top: float | None
    x1: float | None
    bottom: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """Printed words that are part of no value, with the reason."""

    source_file: str
    page: int | None
    line: int | None
    text: str
    reason: str  # header | repeated-header | footer | page-number | rule | title | footnote-mark | …


@dataclass(frozen=True, slots=True)
class EditionChange:
    """What became of one action between an edition and the one that it supersedes."""

    plan_id: str  # the new edition
    supersedes: str  # the earlier one
    kind: str  # unchanged | reworded | moved | renumbered | merged | split | added | removed; two or more joined by |
    action_id_old: str | None  # None: added
    action_id_new: str | None  # None: removed
    fields_changed: str | None  # other columns that differ, joined by |; renamed:<column> = bodies by another name
    similarity: float | None  # of the two texts, 0 to 1
    certainty: str  # high | low
    evidence: str  # for a person, joined by |


@dataclass(frozen=True, slots=True)
class Issue:
    """Something doubtful that did not stop the run."""

    issue_code: str
    severity: str  # info | doubt | defect
    stage: str
    plan_id: str
    record_id: str | None
    page: int | None
    detail: str  # for a person: what, why, what was done
    text: str | None  # the words it is about


class Records:
    """The records of one plan, by class, in document order; immutable.

    A stage returns the records that it makes or changes. `updated` adds its issues to those of the stages before, and
    replaces every other class.
    """

    ADDED_TO = (Issue,)

    def __init__(self, records: Iterable[Any] = ()) -> None:
        grouped: dict[type, list[Any]] = {}
        for record in records:
            grouped.setdefault(type(record), []).append(record)
        self._by_class: dict[type, tuple[Any, ...]] = {kind: tuple(group) for kind, group in grouped.items()}

    def of(self, kind: type[Record]) -> tuple[Record, ...]:
        """Return the records of class `kind`, in document order; empty if there are none."""
        return self._by_class.get(kind, ())

    def kinds(self) -> Iterator[type[Any]]:
        """Return the classes present, by name."""
        return iter(sorted(self._by_class, key=lambda kind: kind.__name__))

    def updated(self, newer: Records) -> Records:
        """Return these records, updated with those of `newer`: issues are added, other classes replaced."""
        merged = Records()
        merged._by_class = dict(self._by_class)
        for kind, records in newer._by_class.items():
            before = self.of(kind) if kind in self.ADDED_TO else ()
            merged._by_class[kind] = (*before, *records)
        return merged
