"""The changes of an edition as text: first what holds for the whole edition, then each changed action."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .changes_report import Change, ColumnChange, Pair, Report, WholeChange
from .changes_words import column_name, count_of, evidence, said
from .edition_comparison import Comparison
from .word_changes import marked_text, own_words

LISTED_WITH_ALL = ("renumbered", "unchanged")  # sections whose actions are listed with --all only


def text_lines(report: Report, with_unchanged: bool) -> Iterator[str]:
    """Yield the lines of the whole text."""
    comparison, told = report.comparison, report.comparison.told_in
    yield f"{title_of(comparison)}: {sizes_of(comparison)}"
    yield counts_told(report)
    if not with_unchanged and (left_out := [name for name in report.sections if name in LISTED_WITH_ALL]):
        yield said(told, "listed with all").format(counts=_counted(report, left_out))
    if report.whole:
        yield from ["", said(told, "whole"), *(f"  {whole_told(comparison, each)}" for each in report.whole)]
    for section, changes in report.sections.items():
        if section in LISTED_WITH_ALL and not with_unchanged:
            continue
        yield from ["", section_title(comparison, section, len(changes))]
        for change in changes:
            yield from _told(comparison, change)


def title_of(comparison: Comparison) -> str:
    """Return the heading of the whole: both editions by their ids."""
    return said(comparison.told_in, "against").format(new=comparison.plan_id, old=comparison.supersedes)


def sizes_of(comparison: Comparison) -> str:
    """Return how many actions both editions have."""
    old, new = comparison.sizes()
    return said(comparison.told_in, "sizes").format(new=count_of(comparison.told_in, comparison.unit, new), old=old)


def counts_told(report: Report) -> str:
    """Return the number of changes of each section, in words."""
    return _counted(report, list(report.sections))


def _counted(report: Report, sections: Sequence[str]) -> str:
    counts, told = report.counts(), report.comparison.told_in
    return ", ".join(f"{counts[name]} {said(told, f'count {name}')}" for name in sections)


def section_title(comparison: Comparison, section: str, count: int) -> str:
    """Return the heading of a section, with the number of its changes."""
    return f"{said(comparison.told_in, f'title {section}')} ({count})"


def whole_told(comparison: Comparison, change: WholeChange) -> str:
    """Return in words what holds for the whole edition."""
    told = comparison.told_in
    if change.what == "body":
        return f"{evidence(told, change.body)} ({count_of(told, 'cell', change.count or 0)})"
    column = heading_name(comparison, change.column)
    printed = change.now or change.before
    label = said(told, "label").format(label=printed) if printed else ""
    phrase = said(told, change.what.replace("_", " ")).format(
        column=column, old=change.before, new=change.now, label=label
    )
    return f"{phrase} ({count_of(told, comparison.unit, change.count)})" if change.count is not None else phrase


def heading_name(comparison: Comparison, column: str) -> str:
    """Return what a column is called; the sections of a framework stand in the column of the axes."""
    if comparison.unit == "directive" and column == "axis":
        return said(comparison.told_in, "section")
    return column_name(comparison.told_in, column)


def _told(comparison: Comparison, change: Change) -> Iterator[str]:
    told = comparison.told_in
    ids = " → ".join(" + ".join(row["action_id"] for row in side) for side in (change.old, change.new) if side)
    doubt = f"  ({said(told, 'doubt')})" if change.is_doubtful else ""
    yield f"  {ids}{also_told(comparison, change)}{doubt}"
    if change.is_joined:
        yield from _joined_texts(comparison, change)
    elif change.old and change.new and change.old[0]["action"] != change.new[0]["action"]:
        yield f"      {marked_text(change.old[0]['action'], change.new[0]['action'])}"
    else:
        yield f"      {(change.new or change.old)[0]['action']}"
    for pair in change.pairs:
        yield from (f"      {line}" for line in _pair_lines(comparison, change, pair))


def also_told(comparison: Comparison, change: Change) -> str:
    """Return the other kinds that hold for a change, in words; "" where there are none."""
    told = comparison.told_in
    named = said(told, "and").join(said(told, f"kind {kind}") for kind in change.also)
    return f", {said(told, 'also')} {named}" if named else ""


def _joined_texts(comparison: Comparison, change: Change) -> Iterator[str]:
    """Yield both sides of a merge or a split; words that the other side does not have are marked."""
    for mark, word, rows, others in (
        (("[-", "-]"), "before", change.old, change.new),
        (("{+", "+}"), "now", change.new, change.old),
    ):
        for row in rows:
            pieces = own_words(row["action"], [other["action"] for other in others], comparison.language)
            text = "".join(
                f"{' ' * text[:1].isspace()}{mark[0]}{text.strip()}{mark[1]}" if is_own else text
                for is_own, text in pieces
            )
            yield f"      {said(comparison.told_in, word)} {row['action_id']}: {text.strip()}"


def _pair_lines(comparison: Comparison, change: Change, pair: Pair) -> Iterator[str]:
    """Yield where a pair stood and its changed columns; in a merge or a split, with the id of the part before them."""
    head = f"{part_of(change, pair)}: " if change.is_joined else ""
    yield from (f"{head}{evidence(comparison.told_in, place)}" for place in pair.places)
    for column in pair.columns:
        yield f"{head}{column_title(comparison, column)}: {_column_told(comparison, column)}"


def part_of(change: Change, pair: Pair) -> str:
    """Return the id of the action that a pair of a merge or a split is about: the one that the other pairs lack."""
    return pair.row["action_id_old" if change.section == "merged" else "action_id_new"]


def column_title(comparison: Comparison, column: ColumnChange) -> str:
    """Return what a changed column is called, and whether its bodies are others or go by other names."""
    told = comparison.told_in
    name = column_name(told, column.column)
    return name if column.how == "changed" else f"{name} ({said(told, f'{column.how} bodies')})"


def bodies_told(comparison: Comparison, column: ColumnChange) -> str:
    """Return what changed of the bodies of a column, in words."""
    return "; ".join(evidence(comparison.told_in, each) for each in column.bodies)


def _column_told(comparison: Comparison, column: ColumnChange) -> str:
    if column.bodies:
        return bodies_told(comparison, column)
    if column.before and column.now:
        return marked_text(column.before, column.now)
    blank = said(comparison.told_in, "blank")
    return " → ".join(f"“{text}”" if text else blank for text in (column.before, column.now))
