"""Compares the order of axis and sub-axis in a profile with the order in the document.

A profile may exchange the two, or name its [[heading]] rules in an order in which one ends the other. The rows are read
all the same, and stand under the wrong heading. Cases met:
- one sub-axis applies to the rows of several axes: the two names are exchanged, or the rules are in the wrong order;
- a heading is ended by the next one before any row stands below it, so that its value is lost;
- one pattern fits the headings of two levels ("(?P<axis>.+)"): the upper one is lost each time;
- the printed numbers say the opposite: axis 1.1 under sub-axis 1;
- the only level of headings is called the sub-axis: no row has an axis.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ..errors import LayoutMismatch
from ..layouts import Profile
from ..records import Action, Issue
from ..text import fold
from .heading_looks import look_of_text, pattern_of
from .headings import FIELDS, HeadingValue
from .matrix_reading import MatrixReading
from .pieces import Piece, place_of_piece
from .profile_advice import where

NUMBER = re.compile(r"\d+(?:\.\d+)*")
SURE = 2  # times that the axis changes below one sub-axis, from which it is no accident
SHOWN = 3
NEAR = 2.5  # heights of a line between two headings that stand one below the other
HALF, FEW = 1 / 2, 1 / 3  # share of the lines of a rule that another heading ends; FEW where hardly a row has its value
ALMOST_ALL = 0.9  # share of the rows without a value for a column, from which on its headings are lost
MOSTLY = 2 / 3  # share of the headings of a rule that have rows: one without rows is then an exception
EXCHANGE = (
    "The wider heading is the axis, the narrower one the sub-axis. Exchange the two names in the profile: axis for the "
    "one that holds the other, subaxis for the one within it."
)


def hierarchy_refusals(
    actions: Sequence[Action], reading: MatrixReading, profile: Profile, place: str
) -> list[LayoutMismatch]:
    """Return the errors for a profile whose order of axis and sub-axis contradicts the document; [] if none does.

    `place` is the file. To be called when the actions have been made: headings without rows are known only then.
    """
    found = _staying(reading, profile) or _lost_rule(reading, profile) or _exchanged(actions, reading, place)
    return [found] if found else []


def hierarchy_doubts(actions: Sequence[Action], reading: MatrixReading) -> None:
    """Note headings that have no rows though others of their rule have, and an order that may be the wrong one."""
    narrower = _axes_under_subaxes(actions)
    is_printed_anew = any(value.field == "subaxis" for value in reading.context.entered)
    if narrower and not is_printed_anew and not _is_sure(narrower, is_printed_anew):
        subaxis, axes = narrower[0]
        detail = f"below one sub-axis, {_short(subaxis)}, stand the axes {_listed(axes)}. {EXCHANGE}"
        _doubt(reading, "hierarchy_doubtful", None, detail, subaxis)
    _doubt_missing_axes(actions, reading)
    _doubt_one_column_twice(reading)
    for lost in _without_rows(actions, reading):
        texts = list(dict.fromkeys(value.piece.text for value in lost))
        count = "a line is" if len(texts) == 1 else f"{len(texts)} lines are"
        detail = f"{count} read as {lost[0].field}, and no row stands below: {_listed(texts)}. {_advice(lost, reading)}"
        _doubt(reading, "heading_without_rows", lost[0].piece.page, detail, texts[0])


def _doubt_missing_axes(actions: Sequence[Action], reading: MatrixReading) -> None:
    """Note that rows have a sub-axis and not one row has an axis."""
    below = [action.subaxis for action in actions if action.subaxis]
    if below and not any(action.axis for action in actions):
        detail = (
            f"{len(below)} of {len(actions)} rows have a sub-axis, the first is {_short(below[0])}, and none has an"
        )
        detail += " axis: their ids have none either. Write axis in place of subaxis in the profile, or add what names "
        detail += "the axis above it: a [[heading]] before the others, or a header below [columns]"
        _doubt(reading, "hierarchy_doubtful", None, detail, below[0])


def _doubt_one_column_twice(reading: MatrixReading) -> None:
    """Note headings that another [[heading]] replaces, because both fill one column, before a row stands below."""
    lost = set(map(id, reading.context.leftovers()))
    pairs = [(old, new) for old, new in pairwise(reading.context.entered)
             if id(old) in lost and old.field == new.field and old.level < new.level]  # fmt: skip
    for level in dict.fromkeys(old.level for old, _ in pairs):
        own = [pair for pair in pairs if pair[0].level == level]
        if 2 * len(own) < sum(value.level == level for value in reading.context.entered):
            continue
        old, new = own[0]
        detail = f"no row has {_listed([each.piece.text for each, _ in own])}: the [[heading]] no. {level + 1} and no. "
        detail += (
            f"{new.level + 1} both fill {old.field}, and the next line, {_short(new.piece.text)}, takes its place. "
        )
        detail += "Write the narrower column in the pattern of the second: (?P<subaxis>…) below an axis, "
        detail += "(?P<strategic_objective>…) below a sub-axis"
        _doubt(reading, "heading_without_rows", old.piece.page, detail, old.piece.text)


def _advice(lost: Sequence[HeadingValue], reading: MatrixReading) -> str:
    """Return what to do about headings without rows: of two levels under one rule, the two rules to write instead."""
    after = {id(old): new for old, new in reading.context.replaced}
    pairs = [(old, after[id(old)]) for old in lost if id(old) in after]
    below = [new for old, new in pairs if new.level == old.level and _is_right_below(old.piece, new.piece)]
    if not below:
        return (
            "If rows are printed below it, they are not read: look at the page. If it is no heading, narrow its pattern"
        )
    upper, lower = lost[0].piece.text, below[0].piece.text
    looks = look_of_text(upper), look_of_text(lower)
    told = f"The next line, {_short(lower)}, fits the same [[heading]] (no. {lost[0].level + 1}) and takes its place. "
    if looks[0] is None or looks[1] is None or looks[0] == looks[1]:
        return f"{told}If the two are of two levels, write a [[heading]] for each, the wider one first"
    rules = (pattern_of("axis", looks[0], [upper]), pattern_of("subaxis", looks[1], [lower]))
    lines = "\n".join(f"[[heading]]\npattern = '{rule}'" for rule in rules)
    return f"{told}If the two are of two levels, write in the place of that [[heading]]:\n{lines}"


def _doubt(reading: MatrixReading, code: str, page: int | None, detail: str, text: str) -> None:
    reading.issues.append(Issue(code, "doubt", "rebuild", reading.plan_id, None, page, detail, text))


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:59]}…")


def _listed(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
    return ", ".join(map(_short, texts[:SHOWN])) + more


def _staying(reading: MatrixReading, profile: Profile) -> LayoutMismatch | None:
    """Return the error for one printed sub-axis that applies to the rows of several axes."""
    for row, after in pairwise(reading.rows):
        subaxis, axis = after.headings.get("subaxis"), after.headings.get("axis")
        before = row.headings.get("axis")
        is_same = subaxis is not None and subaxis is row.headings.get("subaxis")
        if subaxis is None or axis is None or before is None or not is_same or axis.piece.text == before.piece.text:
            continue
        name = _short(subaxis.piece.text)
        found = f"the sub-axis {name} applies to rows of two axes: {_short(before.piece.text)} and "
        found += _short(axis.piece.text)
        levels = (subaxis.level, axis.level)
        rules = (_with_exchanged_names(profile.heading[each].pattern, "axis", "subaxis") for each in levels)
        numbers = " and ".join(f"no. {each + 1}" for each in levels)
        fix = (
            f"{where(reading.profile_name)}\nIf {name} is the wider heading, write (?P<axis>…) in its [[heading]] and "
        )
        fix += f"(?P<subaxis>…) in the other one. In place of the [[heading]] {numbers}:\n{_as_rules(rules)}\n"
        fix += "If it is the narrower one, put its [[heading]] below that of the axis: a heading ends those at its own "
        fix += "place and further down."
        return LayoutMismatch(after.place, found, fix)
    return None


def _as_rules(patterns: Iterable[str]) -> str:
    """Return [[heading]] rules as lines to paste."""
    return "\n".join(f"[[heading]]\npattern = {_toml_text(pattern)}" for pattern in patterns)


def _lost_rule(reading: MatrixReading, profile: Profile) -> LayoutMismatch | None:
    """Return the error for a [[heading]] whose lines are ended by another heading before any row stands below them.

    Lines that the next line of the same rule ends do not count: such a rule fits lines of the text before the plan too
    ("Articulo 11" of a plan that is an ordinance).
    """
    lost = set(map(id, reading.context.leftovers()))
    after = {id(old): new for old, new in reading.context.replaced}
    for level in range(len(profile.heading)):
        entered = [value for value in reading.context.entered if value.level == level]
        again = {id(old) for old in entered if id(old) in lost and id(old) in after and after[id(old)].level == level}
        counted = [value for value in entered if id(value) not in again]
        ended = [(old, new) for old, new in reading.context.replaced if old.level == level and id(old) in lost]
        told = [old for old, _ in reading.context.ended]  # another refusal tells of these
        by_wider = [(old, new) for old, new in ended if new.level < level and id(new) not in lost and old not in told]
        share = FEW
        if not _is_almost_unused(reading, entered):
            all_lost, share = all(id(value) in lost for value in entered), HALF
            by_wider = [pair for pair in by_wider if all_lost and _is_right_below(pair[0].piece, pair[1].piece)]
        if by_wider and len(by_wider) >= share * len(counted):
            return _lost_rule_refusal(reading, profile, by_wider, len(counted))
    return None


def _is_almost_unused(reading: MatrixReading, entered: Sequence[HeadingValue]) -> bool:
    """Tell whether a rule fits lines of several texts, and nearly all rows have no value for its column."""
    if len({value.piece.text for value in entered}) < 2:
        return False
    without = sum(entered[0].field not in row.headings for row in reading.rows)
    return without >= ALMOST_ALL * len(reading.rows)


def _lost_rule_refusal(
    reading: MatrixReading, profile: Profile, ended: Sequence[tuple[HeadingValue, HeadingValue]], count: int
) -> LayoutMismatch:
    """Return the error for a rule whose headings are ended by others, with the two rules as they have to be."""
    old, new = ended[0]
    found = (
        f"{_short(old.piece.text)} (read as {old.field}) has no row below it: the next heading, "
        f"{_short(new.piece.text)} (read as {new.field}), ends it. So it is with {len(ended)} of "
        f"{count} such lines"
    )
    wider, narrower = (profile.heading[value.level].pattern for value in (old, new))
    if FIELDS.index(old.field) > FIELDS.index(new.field):
        wider, narrower = (_with_exchanged_names(pattern, old.field, new.field) for pattern in (wider, narrower))
    fix = (
        f"{where(reading.profile_name)}\nput the [[heading]] no. {old.level + 1} above the [[heading]] no. "
        f"{new.level + 1}: a heading ends those at its own place and further down. {EXCHANGE} With both done:\n"
        f"{_as_rules((wider, narrower))}"
    )
    return LayoutMismatch(place_of_piece(old.piece), found, fix)


def _with_exchanged_names(pattern: str, one: str, other: str) -> str:
    """Return a pattern in which two groups have exchanged their names."""
    names = {one: other, other: one}
    return re.sub(rf"\(\?P<({one}|{other})>", lambda match: f"(?P<{names[match[1]]}>", pattern)


def _toml_text(text: str) -> str:
    """Return a text as TOML writes it: in single quotes, as it is, where that is possible."""
    return f"'{text}'" if "'" not in text and "\n" not in text else json.dumps(text, ensure_ascii=False)


def _is_right_below(upper: Piece, lower: Piece) -> bool:
    """Tell whether two lines stand one below the other with nothing between them."""
    if upper.box is None or lower.box is None:
        lines = (upper.line_end, lower.line_start)
        return lines[0] is not None and lines[1] is not None and lines[1] - lines[0] <= 2
    height = max(upper.box[3] - upper.box[1], lower.box[3] - lower.box[1])
    return upper.page == lower.page and 0 <= lower.box[1] - upper.box[1] <= (1 + NEAR) * height


def _runs(actions: Iterable[Action]) -> Iterator[tuple[str, str]]:
    """Yield the axis and sub-axis of the actions that have both, each pair once for consecutive rows."""
    last: tuple[str, str] | None = None
    for action in actions:
        pair = (action.axis, action.subaxis) if action.axis and action.subaxis else None
        if pair and pair != last:
            yield pair
        last = pair or last


def _axes_under_subaxes(actions: Iterable[Action]) -> list[tuple[str, list[str]]]:
    """Return each sub-axis with several axes, in a document in which no axis has several sub-axes; else []."""
    runs = list(_runs(actions))
    changes = list(pairwise(runs))
    if any(before[0] == after[0] for before, after in changes):
        return []
    axes: dict[str, list[str]] = {}
    for before, after in changes:
        if before[1] == after[1]:
            axes.setdefault(before[1], [before[0]]).append(after[0])
    return list(axes.items())


def _is_sure(narrower: Sequence[tuple[str, Sequence[str]]], is_printed_anew: bool) -> bool:
    """Tell whether several axes stand below each of two sub-axes, or the printed numbers say that they do.

    A heading that is printed anew below each axis may have the same words there: then only the numbers tell.
    """
    changes = sum(len(axes) - 1 for _, axes in narrower)
    if not is_printed_anew and len(narrower) >= SURE and changes >= SURE:
        return True
    numbered = [(_number(subaxis), [_number(axis) for axis in axes]) for subaxis, axes in narrower]
    return all(wide and all(axis and axis.startswith(f"{wide}.") for axis in axes) for wide, axes in numbered)


def _number(text: str) -> str:
    match = NUMBER.search(text)
    return match[0] if match else ""


def _exchanged(actions: Sequence[Action], reading: MatrixReading, place: str) -> LayoutMismatch | None:
    """Return the error for rows whose axes change within one sub-axis, and never the other way round."""
    narrower = _axes_under_subaxes(actions)
    is_printed_anew = any(value.field == "subaxis" for value in reading.context.entered)
    if not narrower or not _is_sure(narrower, is_printed_anew):
        return None
    subaxis, axes = narrower[0]
    found = f"several axes stand below one sub-axis: {_listed(axes)} below {_short(subaxis)}"
    return LayoutMismatch(place, found, f"{where(reading.profile_name)}\n{EXCHANGE}")


def _without_rows(actions: Sequence[Action], reading: MatrixReading) -> Iterator[list[HeadingValue]]:
    """Yield, for each rule, the headings without rows that another one stands right below, or that are exceptions."""
    left = reading.context.leftovers()
    lost = set(map(id, left))
    used = {
        fold(text) for action in actions for text in (action.axis, action.subaxis, action.strategic_objective) if text
    }
    after = {id(old): new for old, new in reading.context.replaced}
    entered = reading.context.entered
    places = [place for place, value in enumerate(entered) if id(value) not in lost]
    for level in dict.fromkeys(value.level for value in left):
        own = [value for value in entered if value.level == level]
        is_rule = sum(id(value) not in lost for value in own) >= MOSTLY * len(own)
        found = []
        for place, value in enumerate(entered):
            text = fold(value.piece.text)
            if value.level != level or id(value) not in lost or any(text.startswith(each) for each in used):
                continue
            new = after.get(id(value))
            is_upper = new is not None and id(new) not in lost and _is_right_below(value.piece, new.piece)
            is_between = is_rule and bool(places) and place > places[0]
            if is_upper or is_between:
                found.append(value)
        if found:
            yield found
