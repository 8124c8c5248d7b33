"""Doubts about the actions of a plan whose values may be wrong or lost: one for each action, which says why.

A plan in prose says with few signs where a value begins. What the reader has not understood stays where it was: a label
or a body in the text of the action, the next action in the last value of the one before. A table that is parted wrongly
leaves words in the column beside, or half of a text in the row below (`misread_signs`). Such records look unlike the
others of their plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from statistics import median

from ..language import Language
from ..records import Action, Issue, Records
from ..reference.headers import Mapper, header_key, read_header_words
from ..reference.value_kinds import is_body, is_term, share
from ..text import BULLETS
from .labelled_lines import labels_in
from .misread_signs import MATRICES, VALUES, misread_signs
from .values_at_end import AROUND, values_at_end

FEWEST = 4  # actions of a plan, from which one is compared with the others
USUAL = 0.6  # share of the actions that have a value, from which one without it is doubted
USUAL_CELL = 0.9  # the same in a matrix, where one blank cell is often meant, and two are not
MANY, FEWEST_MISREAD = 0.25, 3  # share and count of the actions with a sign of misreading, from which all are doubted
MOSTLY = 0.8  # share of the actions that begin with something to be done, or of the deadlines that are terms
LONG, LONGER = 30, 3.0  # words of a text that is doubted if it has this many times the usual length
LONG_VALUE = 15  # the same of a deadline or an indicator
KNOWN = 100.0  # score of a label that is known as a whole
NEXT_ITEM = re.compile(r"[.;)]\s+(?:[•·▪●◦‣➢✓○]\s*|\d{1,2}(?:\.\d{1,2})+[.)]?\s+)[A-ZÁÂÃÉÍÓÔÚÑÇ]")
CLOSED = re.compile(r"[)\]](?=\.?\s+[^\W\d_a-z])")  # a bracket amid a text, before a capital
SIGN = re.compile(rf"[{BULLETS}]".replace("·", ""))
UNKNOWN_LABEL = re.compile(r"[·|;]\s*([^\W\d_][^:;|·.,]{2,40}):\s")
Says = Callable[[Action], Iterator[str]]


@cache
def _mapper() -> Mapper:
    return Mapper(read_header_words())


def _column_of(label: str) -> str | None:
    """Return the column of a label that some plan has printed, None for other words."""
    found = _mapper().column(label)
    return found[0] if found is not None and found[1] >= KNOWN and found[0] in VALUES else None


def value_doubts(plan_id: str, made: Records, labels: Sequence[str], kind: str, language: Language) -> list[Issue]:
    """Return a doubt for each action with a value that may be wrong, cut or lost, whatever the kind of document.

    `labels` are those of the profile. Where many actions show a sign that they are misread, each of the others is
    doubted too: what breaks one row breaks those like it, and not every break shows.
    """
    actions = made.of(Action)
    keys = {header_key(label) for label in labels}
    doubted = {issue.record_id or "" for issue in made.of(Issue) if issue.severity != "info"}

    def column_of(label: str) -> str | None:
        return _column_of(label) or ("extras" if header_key(label) in keys else None)

    signs = misread_signs(actions, column_of, language)
    checks: list[Says] = [lambda action: _odd_values(action, column_of)]
    if len(actions) >= FEWEST:
        lacks = _lacks(actions, USUAL_CELL, 2) if kind in MATRICES else _lacks(actions, USUAL, 1)
        checks += [lacks, _no_term(actions), *([_under_nothing(actions, doubted)] if kind in MATRICES else [])]
    if kind not in MATRICES:
        checks.append(lambda action: _left_in_text(action, column_of))
        checks += [_unlike(actions)] if len(actions) >= FEWEST else []
    others = _others_misread(signs, len(actions))
    found = []
    for action in actions:
        reasons = [*signs[action.action_id], *(reason for check in checks for reason in check(action))]
        if reasons := reasons or others:
            detail = f"this action may be read wrongly: {'; '.join(reasons)}"
            place = (plan_id, action.action_id, action.page_start)
            found.append(Issue("action_unclear", "doubt", "rebuild", *place, detail, action.action))
    return found


def _others_misread(signs: Mapping[str, Sequence[str]], count: int) -> list[str]:
    """Return the reason to doubt every action of a plan of which many show a sign that they are misread."""
    misread = sum(map(bool, signs.values()))
    if misread < FEWEST_MISREAD or misread < MANY * count:
        return []
    return [f"{misread} of the plan's {count} actions look misread, so this one may be, too"]


def _left_in_text(action: Action, column_of: Callable[[str], str | None]) -> Iterator[str]:
    """Yield why the text of an action may hold values: a label, a body or a term at its end, the next action."""
    for part in labels_in(action.action, lambda label: column_of(label) is not None):
        yield f"its text holds the label {part.label!r}"
    ended = values_at_end(action.action, column_of)
    if ended is not None and (
        len(ended.columns) > 1 or any(getattr(action, each, "") is None for each in ended.columns)
    ):
        yield f"its text ends with what may be values: {action.action[ended.action_end :].strip()[:60]!r}"
    amid = (each.end() for each in CLOSED.finditer(action.action))
    is_ended = any((ends := values_at_end(action.action[:at], column_of)) and len(ends.columns) > 1 for at in amid)
    if NEXT_ITEM.search(action.action) or is_ended:
        yield "its text may hold another action"


def _odd_values(action: Action, column_of: Callable[[str], str | None]) -> Iterator[str]:
    """Yield which values hold something else, too: a label, a bullet, another action."""
    for name in VALUES:
        text = getattr(action, name) or ""
        if labels_in(text, lambda label: column_of(label) is not None):
            yield f"{name} holds a label"
        elif (unknown := UNKNOWN_LABEL.search(text)) is not None:
            yield f"{name} may hold the label {unknown[1]!r}"
        if NEXT_ITEM.search(text) or (name in ("responsible", "deadline") and SIGN.search(text, 1)):
            yield f"{name} may hold the next action"
    ended = values_at_end(f"x – {action.responsible}" if action.responsible else "", column_of)
    if action.deadline is None and ended is not None and "deadline" in ended.columns and "responsible" in ended.columns:
        yield "responsible ends with a term"
    if action.deadline and is_body(action.deadline) and not is_term(action.deadline.strip(AROUND)):
        yield "deadline is a body"


def _unlike(actions: Sequence[Action]) -> Says:
    """Return a check of texts much longer than others of their column, or without a thing to do where others have."""
    usual = {
        name: median([len(text.split()) for each in actions if (text := getattr(each, name))] or [0])
        for name in ("action", "responsible", "deadline", "indicators")
    }
    are_deeds = share("deed", [each.action for each in actions]) >= MOSTLY

    def check(action: Action) -> Iterator[str]:
        for name, words in usual.items():
            count = len((getattr(action, name) or "").split())
            if count > max(LONG_VALUE if name in ("deadline", "indicators") else LONG, LONGER * words):
                yield f"{name} has {count} words, where others have {words:g}"
        if are_deeds and not share("deed", [action.action]) and not any(getattr(action, name) for name in VALUES):
            yield "it does not begin with something to be done and has no values, unlike the others"

    return check


def _lacks(actions: Sequence[Action], share_of_all: float, fewest: int) -> Says:
    """Return a check of values that a share of the actions have, most of them: an action lacks `fewest` or more."""
    usual = [
        name for name in VALUES if share_of_all * len(actions) <= sum(bool(getattr(each, name)) for each in actions)
    ]

    def check(action: Action) -> Iterator[str]:
        lacking = [name for name in usual if not getattr(action, name)]
        if len(lacking) >= fewest:
            yield f"it has no {' and no '.join(lacking)}, unlike most others"

    return check


def _under_nothing(actions: Sequence[Action], doubted: Collection[str]) -> Says:
    """Return a check of rows under no objective or measure, though the column has one for others: a merged cell.

    An action that is doubted already is left out: its doubt says why it has none.
    """
    given = [name for name in ("objective", "measure") if any(getattr(each, name) for each in actions)]

    def check(action: Action) -> Iterator[str]:
        lacking = [name for name in given if not getattr(action, name)]
        if lacking and action.action_id not in doubted:
            yield f"it has no {' and no '.join(lacking)}, and others have: does a merged cell reach over its row?"

    return check


def _no_term(actions: Sequence[Action]) -> Says:
    """Return a check of deadlines that are no term, where most others are."""
    deadlines = [each.deadline for each in actions if each.deadline]
    are_terms = sum(is_term(each.strip(AROUND)) for each in deadlines) >= MOSTLY * len(deadlines)

    def check(action: Action) -> Iterator[str]:
        if are_terms and action.deadline and not is_term(action.deadline.strip(AROUND)):
            yield f"its deadline is no term: {action.deadline[:40]!r}"

    return check
