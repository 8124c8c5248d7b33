"""The rebuild stage: makes actions, directives and other records from printed lines, with the place of every value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from ..errors import LayoutMismatch, SourceUnreadable
from ..language import language_of
from ..layouts import FRAMEWORKS, Profile
from ..records import Action, Cell, Directive, Excluded, Issue, PrintedLine, PrintedPair, Provision, Records
from ..sources import Source
from .action_list import rebuild_action_list
from .cards import rebuild_cards
from .directive_list import rebuild_directive_list
from .directive_table import rebuild_directive_table
from .issuer_pages import pages_of, with_issuer_pages
from .language_doubts import language_doubts
from .matrix import rebuild_matrix
from .misread_signs import MATRICES
from .pages_by_hand import refuse_no_page_of_plan, rows_left_out
from .programme import rebuild_programme
from .set_aside import pages_apart, without_repeated
from .value_doubts import value_doubts

OF_ACTIONS = (*MATRICES, "action-cards", "action-list")
NO_ACTION = "not one action was found"
COMPARED: tuple[type[Any], ...] = (Action, Directive, Provision, PrintedPair)
NOT_COMPARED = {"page_start", "page_end", "text_sha256", "number_inferred"}


def rebuild_witness(lines: Sequence[PrintedLine], source: Source, profile: Profile) -> Records:
    """Return the records of one file of a document, made as its kind of document needs.

    Refuses a layout that is not that of the profile (LayoutMismatch), a failed check (CheckFailed), and a file without
    any line (SourceUnreadable).
    """
    if not lines:
        raise SourceUnreadable(source.id, "no line was read", "Look at the file that raw/sources.toml names.")
    kept, aside = pages_apart(source.id, lines, profile.pages, source.profile)
    refuse_no_page_of_plan(lines, profile, source.profile)
    kept, again = (kept, []) if source.kind == "action-cards" else without_repeated(kept)
    made = _rebuilt(kept, source, profile)
    if source.kind in OF_ACTIONS:
        labels = [label for names in profile.columns.values() for label in names]
        doubts = value_doubts(source.id, made, labels, source.kind, language_of(source.language))
        made = made.updated(Records(doubts))
    aside += rows_left_out(source.id, lines, profile, source.profile)
    others = [*again, *made.of(Excluded), *aside]
    return made.updated(Records(others)) if aside or again else made


def _rebuilt(lines: Sequence[PrintedLine], source: Source, profile: Profile) -> Records:
    language = language_of(source.language)
    if source.kind in MATRICES:
        return rebuild_matrix(lines, source.id, profile, source.profile, language)
    if source.kind == "action-list":
        return rebuild_action_list(lines, source.id, profile, source.profile)
    if source.kind == "action-cards":
        return rebuild_cards(lines, source.id, profile, source.profile)
    if source.kind == "directive-table":
        return rebuild_directive_table(lines, source.id, profile, source.profile)
    if source.kind == "directive-list":
        return rebuild_directive_list(lines, source.id, profile, language)
    return rebuild_programme(lines, source.id, profile, language)


def rebuild(records: Records, source: Source, profile: Profile) -> Records:
    """Return the records of a document: those of its first file. Its other files are compared by value.

    Pages of records are those of the issuer's document; if a facsimile is published, they come from another file.
    The cells and excluded words of every file are kept, so that every word of every file is accounted for.
    """
    lines = records.of(PrintedLine)
    witnesses = [
        rebuild_witness([line for line in lines if line.source_file == witness.path], source, profile)
        for witness in source.file
    ]
    first, *others = with_issuer_pages(witnesses, source), *witnesses[1:]
    cells = list(first.of(Cell))
    excluded = [*records.of(Excluded), *first.of(Excluded)]
    _refuse_without_action(first, source, profile)
    issues = [*first.of(Issue), *language_doubts(source, lines)]
    pages = {key: start for key, (start, _) in pages_of(first).items()}
    said = {(issue.issue_code, issue.record_id) for issue in issues}
    for witness, other in zip(source.file[1:], others, strict=True):
        cells += _renumbered(cells, other.of(Cell))
        excluded += other.of(Excluded)
        issues += [_named(issue, witness.path, pages) for issue in other.of(Issue)
                   if (issue.issue_code, issue.record_id) not in said]  # fmt: skip
        issues += differences(first, other, source, witness.path)
    order = {witness.path: place for place, witness in enumerate(source.file)}
    excluded.sort(key=lambda item: (order[item.source_file], item.page or 0))
    return first.updated(Records([*cells, *excluded])).updated(
        Records(issue for issue in issues if issue not in first.of(Issue))
    )


def _refuse_without_action(records: Records, source: Source, profile: Profile) -> None:
    """Refuse (LayoutMismatch) a plan in which no action was found, unless [[expect]] of its profile states its rows."""
    is_said = any(issue.issue_code == "action_missing" for issue in records.of(Issue))
    if source.kind in FRAMEWORKS or records.of(Action) or is_said or any(each.rows for each in profile.expect):
        return
    found = f"{NO_ACTION} in this document of kind {source.kind!r}, under profile {source.profile!r}"
    remedy = (
        f"A plan? `directriz profile FILE > raw/profiles/{source.id}.toml` drafts it as the kind that it looks like; "
        "if that is wrong, name the kind: --kind action-matrix (or operational-matrix, action-cards, action-list). "
        "Write that kind, and that profile, in raw/sources.toml.\n"
        "A framework of directives? Its kind is directive-list or directive-table.\n"
        "Meant without actions? Say how many units it has: [[expect]] rows = { paragraph = 12 }"
    )
    raise LayoutMismatch(source.file[0].path, found, remedy)


def _named(issue: Issue, path: str, pages: Mapping[str, int | None]) -> Issue:
    """Return an issue about another file.

    The text names the place in that file, the page is that of the published record.
    """
    place = path + (f" p. {issue.page}" if issue.page else "")
    return replace(issue, detail=f"{place}: {issue.detail}", page=pages.get(issue.record_id or ""))


def _renumbered(before: Sequence[Cell], cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells of another file, with pieces numbered after those of the files before it."""
    taken = Counter((cell.record_id, cell.column) for cell in before)
    return [replace(cell, piece=cell.piece + taken[cell.record_id, cell.column]) for cell in cells]


def _values(records: Records) -> dict[tuple[str, str], Any]:
    values: dict[tuple[str, str], Any] = {}
    for kind in COMPARED:
        for record in records.of(kind):
            names = [field.name for field in fields(record)]
            key = getattr(record, names[0]) + (f".{record.position}" if isinstance(record, PrintedPair) else "")
            values |= {(key, name): getattr(record, name) for name in names if name not in NOT_COMPARED}
    return values


def differences(first: Records, other: Records, source: Source, path: str) -> list[Issue]:
    """Return an issue for each value in which a file differs from the first one, and for each missing record."""
    mine, theirs = _values(first), _values(other)
    issues = []
    known = {key for key, _ in mine}
    told: set[str] = set()
    for key, name in dict.fromkeys([*mine, *theirs]):
        here, there = mine.get((key, name)), theirs.get((key, name))
        if here == there or key in told:
            continue
        if (key, name) not in theirs or (key, name) not in mine:
            told.add(key)
            has, lacks = (source.file[0].path, path) if key in known else (path, source.file[0].path)
            issues.append(_difference(source, key, f"{has} has this record, {lacks} does not", None))
        else:
            issues.append(_difference(source, key, f"{name}: {source.file[0].path} has {here!r}", f"{path}: {there!r}"))
    return issues


def _difference(source: Source, key: str, detail: str, text: str | None) -> Issue:
    return Issue("witnesses_differ", "doubt", "rebuild", source.id, key, None, detail, text)
