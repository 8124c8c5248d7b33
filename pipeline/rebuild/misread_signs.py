"""Signs that an action is misread: what its texts show by themselves and beside the others of their column.

Met in drafted profiles, each without any other doubt:
- labels and values of cards that are read as rows: "Corresponsables" or "2025-2026" in the column of the actions;
- a row that is parted: "Promover ações de" above "sensibilização junto das associações";
- words put together wrongly: the letters of an axis that is printed upwards, words without their spaces;
- one column's value in the column of another: the name of a body below the deadlines;
- a phrase of the form in the place of the action: all begin with the same words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ..language import Language
from ..records import Action
from ..reference.value_kinds import is_body, is_figure, is_measure, is_money, is_term, share
from ..text import fold
from .values_at_end import AROUND

MATRICES = ("action-matrix", "operational-matrix")
VALUES = ("responsible", "associated", "deadline", "indicators", "budget", "goal", "verification", "target", "baseline")
OVER = ("axis", "subaxis", "strategic_objective", "objective", "measure")
FEWEST = 4  # values of a column, from which one is compared with the others
NEARLY_ALL = 0.8  # share of the others that are of one kind, or begin with a capital, or with the same words
MOST_WORDS_OF_VALUE = 4  # of an action that is but a date, an amount or a figure
SOME_VALUES = 0.2  # share of the actions that are values, from which one that is a body is one, too
MOST_WORDS_OF_BODY = 8  # of an action that is but the name of a body
SAME_WORDS = 4  # at the beginning of the actions
LONGEST_WORD = 19  # letters of a word that no list has, from which on spaces may be lost in it
FEWEST_WORDS, LONGEST_PIECE, PIECES = 5, 3, 0.5  # of a text: words; letters of pieces of words; their share
WORD = re.compile(r"[^\W\d_]+")
ACRONYM_AT_END = re.compile(r"[-–—]\s?[A-Z]{2,}\s?[-–—]$")  # "gestión de la calidad -SGC-"
BEGUN_LABEL = re.compile(r"([^\W\d_][^:;|]{1,40}):\s")
KINDS: dict[str, Callable[[str], bool]] = {"a date or term": is_term, "an amount of money": is_money, "a body": is_body}
EXPECTED = {  # kinds that the values of a column may mostly be, besides other words
    "deadline": ("a date or term",),
    "budget": ("an amount of money",),
    "responsible": ("a body",),
}
MOSTLY = 0.6  # share of a column's values that are of a kind that it never holds
ColumnOf = Callable[[str], str | None]
Signs = dict[str, list[str]]


def misread_signs(actions: Sequence[Action], column_of: ColumnOf, language: Language) -> Signs:
    """Return for each action, by its id, what shows that it may be misread; `column_of` knows labels of columns."""
    found: Signs = {action.action_id: [] for action in actions}
    odd, small, begun = _kinds(actions), _small_beginnings(actions), _same_beginning(actions)
    are_bodies_odd = _are_deeds_or_values(actions)
    for action in actions:
        own = found[action.action_id]
        own += _no_action(action, column_of, are_bodies_odd)
        own += _cut(action, small, language)
        own += _garbled(action, language)
        own += _in_two_columns(action)
        own += odd(action)
        own += [f"nearly all actions begin with {begun!r}: this may be a phrase of the form"] if begun else []
    for before, after in pairwise(actions):
        if small("action", after.action):
            found[before.action_id].append("the next action may go on with its text")
    _say_twice(actions, found)
    return found


def _are_deeds_or_values(actions: Sequence[Action]) -> bool:
    """Tell whether an action that is the name of a body is odd: most are things to be done, or many are values.

    In a plan whose actions are what is to exist ("Centro de acogida en la capital"), it is not.
    """
    texts = [action.action.strip(AROUND) for action in actions]
    values = sum(any(test(text) for test in (is_term, is_money, is_figure)) for text in texts)
    return share("deed", texts) >= NEARLY_ALL or values >= SOME_VALUES * len(texts)


def _no_action(action: Action, column_of: ColumnOf, are_bodies_odd: bool) -> Iterator[str]:
    """Yield why the text, or the number, of an action is none: it is a label, or the value of another column."""
    text = action.action.strip(AROUND)
    begun = BEGUN_LABEL.match(text)
    is_deed = share("deed", [text]) > 0 or len(text.split()) > MOST_WORDS_OF_VALUE
    kind = None if is_deed else next((name for name, test in KINDS.items() if name != "a body" and test(text)), None)
    if column_of(text) is not None:
        yield f"its text is the label {text!r}"
    elif begun is not None and column_of(begun[1]) not in (None, "action", "number"):
        yield f"its text begins with the label {begun[1]!r}"
    elif kind is not None or (is_figure(text) and not is_deed):
        yield f"its text is {kind or 'a figure'}"
    elif are_bodies_odd and is_body(text) and len(text.split()) <= MOST_WORDS_OF_BODY and not share("deed", [text]):
        yield "its text is the name of a body"
    if action.number and (column_of(action.number) or re.fullmatch(r"[^\W\d_]{9,}", action.number)):
        yield f"its number is {action.number!r}"


def _cut(action: Action, small: Callable[[str, str], bool], language: Language) -> Iterator[str]:
    """Yield which texts begin or end in the middle of a sentence."""
    for name in ("action", *OVER, *VALUES):
        text = (getattr(action, name) or "").strip()
        if not text:
            continue
        if small(name, text) and (name == "action" or text.split()[0] in language.open_words):
            yield f"{name} begins with a small letter, unlike the others: {text[:30]!r}"
        is_listed = (name != "action" and text.endswith((",", "-", "—"))) or ACRONYM_AT_END.search(text) is not None
        if (language.is_open(text) and not is_listed) or text.endswith(("(", "/")):
            yield f"{name} ends in the middle of a sentence: {text[-30:]!r}"
        if text.count("(") > text.count(")") + len(re.findall(r"\(\s*$", text)):
            yield f"a bracket in {name} does not end"


def _small_beginnings(actions: Sequence[Action]) -> Callable[[str, str], bool]:
    """Return a test of a column's text: it begins with a small letter, and nearly all others with another sign."""
    texts = {name: [text for each in actions if (text := getattr(each, name))] for name in ("action", *OVER, *VALUES)}
    usual = {
        name
        for name, own in texts.items()
        if len(own) >= FEWEST and sum(not text[:1].islower() for text in own) >= NEARLY_ALL * len(own)
    }
    return lambda name, text: name in usual and text[:1].islower()


def _garbled(action: Action, language: Language) -> Iterator[str]:
    """Yield which texts are no words of the language: single letters, or words without the spaces between them."""
    if not language.is_known:
        return
    for name in ("action", *OVER, *VALUES):
        text = getattr(action, name) or ""
        words = WORD.findall(text)
        plain = [word for word in words if word.islower()]
        pieces = sum(len(word) <= LONGEST_PIECE and word not in language.open_words for word in plain)
        if len(plain) >= FEWEST_WORDS and pieces >= PIECES * len(plain):
            yield f"{name} holds pieces of words: {text[:40]!r}"
        glued = (word for word in words if len(word) > LONGEST_WORD and not language.has(word))
        if (word := next(glued, None)) is not None:
            yield f"{name} holds a word that no list has, perhaps several without their spaces: {word!r}"


def _in_two_columns(action: Action) -> Iterator[str]:
    """Yield which two columns hold the same text of some words."""
    seen: dict[str, str] = {}
    for name in ("action", *VALUES):
        text = fold(getattr(action, name) or "")
        if len(text.split()) >= 3 and (other := seen.setdefault(text, name)) != name:
            yield f"{other} and {name} hold the same text"


def _kinds(actions: Sequence[Action]) -> Callable[[Action], Iterator[str]]:
    """Return a check of values that are of another kind than nearly all others of their column."""
    usual: dict[str, str] = {}
    wrong: dict[str, str] = {}  # columns whose values are mostly of a kind that they never hold
    tests = {**KINDS, "what is counted": is_measure}
    for name in VALUES:
        own = [text.strip(AROUND) for each in actions if (text := getattr(each, name))]
        shares = {kind: sum(map(test, own)) / len(own) for kind, test in tests.items()} if len(own) >= FEWEST else {}
        for kind, found in shares.items():
            if name in EXPECTED and kind not in EXPECTED[name] and found >= MOSTLY:
                wrong[name] = kind
        usual.update((name, kind) for kind, found in shares.items() if found >= NEARLY_ALL)

    def check(action: Action) -> Iterator[str]:
        yield from (f"{name} holds {kind}" for name, kind in wrong.items() if getattr(action, name))
        for name, kind in usual.items():
            text = (getattr(action, name) or "").strip(AROUND)
            if not text or tests[kind](text) or len(text.split()) > MOST_WORDS_OF_BODY:
                continue
            is_long = len(text.split()) > MOST_WORDS_OF_VALUE
            others = (each for each in KINDS if not (is_long and each == "a date or term") and tests[each](text))
            if other := next(others, None):
                yield f"{name} is {other}, where nearly all others are {kind}: {text[:40]!r}"

    return check


def _same_beginning(actions: Sequence[Action]) -> str | None:
    """Return the words with which nearly all actions begin, if they are nothing to be done ("At the end of the …")."""
    begun = Counter(tuple(fold(each.action).split()[:SAME_WORDS]) for each in actions)
    words, count = begun.most_common(1)[0] if begun else ((), 0)
    is_said = len(words) == SAME_WORDS and count >= max(FEWEST, NEARLY_ALL * len(actions))
    return " ".join(words) if is_said and not share("deed", [" ".join(words)]) else None


def _say_twice(actions: Sequence[Action], found: Signs) -> None:
    """Note the actions whose text and values another action of the same heading has, too."""
    first: dict[tuple[str, ...], Action] = {}
    for action in actions:
        key = tuple(fold(getattr(action, name) or "") for name in ("action", *OVER, *VALUES))
        other = first.setdefault(key, action)
        if other is not action:
            for own, same in ((action, other), (other, action)):
                found[own.action_id].append(f"it has the same text and values as {same.action_id}")
