"""Drafts the profile of a plan in prose: the lines before lists, the marks of items, the labels of bodies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ..layouts import EXTRAS
from ..rebuild.action_list import Look, look_of
from ..rebuild.labelled_lines import labelled_parts, labels_in, repeated_labels
from ..records import PrintedLine
from ..reference.headers import Mapper, header_key, read_header_words
from ..reference.plan_words import accented, any_of, read_plan_words
from ..text import fold
from .draft_axes import AxisDraft, axis_key, draft_axes_of_texts
from .draft_contents import share
from .draft_kinds import known_headers
from .draft_text import columns_lines, comment, literal, section
from .manifest_text import toml_value

HEAD_PATTERN = r"(?:\d[\d.]*\s+)?¿?(?i:{words})\s*[?:.]*"
UPPER = "A-ZÁÂÃÀÉÊÍÓÔÚÑÇ"
MARKS = (r"[•·▪●◦‣➢✓○–—-]\s*(?P<text>\S.*)", rf"(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*)[.)]?-?\s+(?P<text>[{UPPER}].*)",
         r"(?P<number>[a-z])[.)]\s+(?P<text>\S.*)")  # fmt: skip
ACTION_WORDS = "|".join(
    accented(word)
    for word in dict.fromkeys(each.lower() for each in read_header_words().columns["action"])
    if word.isalpha()
)
WORDED = re.compile(
    rf"(?i:{ACTION_WORDS})\s+(?:[Nn](?:[°º.o]+|ro\.?|[úu]m\.?)\s*)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3})*)\s*[.:)]?\s*[-–—]?\s+(?P<text>\S.*)"
)
TAIL = r"\s*\((?P<responsible>[^()]+?)\s*[,;|/–-]\s*(?P<deadline>[^(),;|]+)\)\s*[.;]?$"
REPEATED = 0.6  # share of the items that have a label, or an end in brackets, from which all are read so
LABELLED = 0.5  # lines with labels for each item of a list without heads
UNMARKED = rf"(?P<text>[{UPPER}¿].*)"  # items whose marks are drawn, not printed
FEWEST_HEADS, FEWEST_ITEMS = 2, 4
DEEDS = 0.4  # share of the items that say something to be done
DEEDS_UNMARKED = 0.6  # the same where no mark says that they are items
MOST_LABEL = 5  # words of a label
MOST_TAIL = 8  # words of a question after those that it begins with
COLUMNS = ("responsible", "associated", "deadline", "indicators", "budget", "goal", "verification", "target")


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A plan in prose as drafted."""

    heads: tuple[str, ...]  # as printed
    mark: str
    columns: dict[str, list[str]]
    axes: tuple[AxisDraft, ...]
    count: int
    tail: str | None = None  # pattern of items that end with their body and term in brackets


@cache
def _heads() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of the lines that lists begin with, folded: a name of actions, and a question."""
    words = read_plan_words()
    before, after = any_of(words.list_before), any_of(words.list_after)
    name = rf"(?:\d[\d.]*\s+)?(?:(?:{before}) )*(?:{any_of(words.list_heads)})(?: (?:{after}))*"
    question = rf"(?:\d[\d.]*\s+)?(?:{any_of(words.list_questions)})(?P<tail>(?: \S+){{0,{MOST_TAIL}}})"
    return re.compile(name), re.compile(question)


def is_list_head(text: str) -> bool:
    """Tell whether a line is one that a list of actions begins with: "Acciones:", "¿Qué haremos para prevenirla?"."""
    name, question = _heads()
    bare = fold(text).strip("¿?:. ")
    if name.fullmatch(bare):
        return True
    match = question.fullmatch(bare)
    return match is not None and (not match["tail"] or "?" in text)


def find_list(lines: Sequence[PrintedLine]) -> ListDraft | None:
    """Return a plan in prose as drafted, None where the document has no lists of actions."""
    prose = [line for line in lines if line.table is None and line.role is None and len(line.cells) == 1]
    texts = [" ".join(line.cells[0].split()) for line in prose]
    heads = [text for text in texts if is_list_head(text)]
    mapper = Mapper(known_headers("action-matrix"))
    if len(heads) < FEWEST_HEADS:
        return _without_heads(prose, texts, mapper)
    items, least = list(_items(texts, set(heads))), DEEDS
    if len(items) < FEWEST_ITEMS:
        items, least = [(UNMARKED, text) for text in _unmarked(prose, set(heads), mapper)], DEEDS_UNMARKED
    marks = Counter(mark for mark, _ in items)
    if len(items) < FEWEST_ITEMS or share("deed", [text for _, text in items]) < least:
        return None
    mark = marks.most_common(1)[0][0]
    axes = draft_axes_of_texts(prose, set(heads), mark)
    columns = _columns(texts, mapper, marks[mark])
    return ListDraft(tuple(dict.fromkeys(heads)), mark, columns, axes, marks[mark], _tail(mark, texts))


def _without_heads(prose: Sequence[PrintedLine], texts: Sequence[str], mapper: Mapper) -> ListDraft | None:
    """Return a plan whose items are numbered and have labels of their own, without a line over each list.

    None where too few lines are items, or too few of them have labels ("Responsable: …").
    """
    marks = Counter(mark for text in texts if (mark := _numbered_mark(text)) is not None)
    if not marks:
        return None
    labelled = sum(bool(labels_in(text, lambda label: _is_label(label, mapper))) for text in texts)

    def deeds(mark: str) -> float:
        return share("deed", [match["text"] for text in texts if (match := re.fullmatch(mark, text))])

    mark = max(marks, key=lambda each: (deeds(each) >= DEEDS, marks[each], each))
    if marks[mark] < FEWEST_ITEMS or deeds(mark) < DEEDS or labelled < LABELLED * marks[mark]:
        return None
    items = {text for text in texts if re.fullmatch(mark, text)}
    axes = draft_axes_of_texts(prose, items, mark, is_itemised=True)
    return ListDraft((), mark, _columns(texts, mapper, marks[mark]), axes, marks[mark], _tail(mark, texts))


def _tail(mark: str, texts: Sequence[str]) -> str | None:
    """Return the pattern of items that end with their body and term in brackets; None where few of them do."""
    items = [match["text"] for text in texts if (match := re.fullmatch(mark, text))]
    ends = [(match["responsible"], match["deadline"]) for text in items if (match := re.search(TAIL, text))]
    is_told = ends and share("term", [term for _, term in ends]) >= REPEATED
    return f"{mark[: -len('.*)')]}.*?){TAIL[:-1]}" if is_told and len(ends) >= REPEATED * len(items) else None


def _numbered_mark(text: str) -> str | None:
    """Return the pattern of a numbered item: with the word for an action before its number, or with as many parts."""
    worded = WORDED.fullmatch(text)
    if worded:
        return WORDED.pattern
    match = re.match(rf"\d{{1,3}}((?:\.\d{{1,3}})*)[.)]?-?\s+[{UPPER}]", text)
    if match is None:
        return None
    parts = match[1].count(".")
    return rf"(?P<number>\d{{1,3}}(?:\.\d{{1,3}}){{{parts}}})[.)]?-?\s+(?P<text>[{UPPER}].*)"


def _items(texts: Sequence[str], heads: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the items below the heads: the first make of mark below each head is that of its list."""
    mark: str | None = None
    is_open = False
    for text in texts:
        if text in heads:
            is_open, mark = True, None
        elif is_open and (found := next((each for each in (WORDED.pattern, *MARKS) if re.fullmatch(each, text)), None)):
            mark = mark or found
            if found == mark and (match := re.fullmatch(found, text)):
                yield found, match["text"]


def _unmarked(prose: Sequence[PrintedLine], heads: set[str], mapper: Mapper) -> Iterator[str]:
    """Yield the lines between a head and the next line that is set otherwise than they are, without labels."""
    head: Look | None = None
    first: Look | None = None
    for line in prose:
        text, look = " ".join(line.cells[0].split()), look_of(line)
        if text in heads:
            head, first = look, None
        elif head is None or look == head or look != (first or look):
            head = None
        elif not labelled_parts(text, lambda label: _is_label(label, mapper)):
            first = look
            if re.fullmatch(UNMARKED, text):
                yield text


def _is_label(label: str, mapper: Mapper) -> bool:
    role = mapper.column(label) if len(label.split()) <= MOST_LABEL else None
    return role is not None and role[0] in COLUMNS


def _columns(texts: Sequence[str], mapper: Mapper, items: int) -> dict[str, list[str]]:
    """Return the columns with their labels; a label that nearly every item has needs no vocabulary: it is an extra."""

    def is_label(label: str) -> bool:
        return _is_label(label, mapper)

    labels = Counter(part.label for text in texts for part in labels_in(text, is_label))
    bare = (text[:-1] for text in texts if text.endswith(":") and not labels_in(text, is_label))
    labels.update(text for text in bare if ":" not in text and is_label(text))
    found: dict[str, list[str]] = {}
    keys: set[str] = set()
    for label, count in labels.items():
        role = mapper.column(label)
        if role and count >= 2 and header_key(label) not in keys:
            found.setdefault(role[0], []).append(label)
            keys.add(header_key(label))
    for label, count in Counter(repeated_labels(texts)).items():
        is_new = header_key(label) not in keys and not is_list_head(label)
        if is_new and count >= max(FEWEST_ITEMS, REPEATED * items):
            found.setdefault(EXTRAS, []).append(label)
            keys.add(header_key(label))
    return found


def list_text(draft: ListDraft, about: str) -> Iterator[str]:
    """Yield the profile of a plan in prose as lines of TOML."""
    yield 'kind = "action-list"'
    yield f"about = {toml_value(about)}"
    if draft.columns:
        yield from section("columns", columns_lines(draft.columns, {}))
    names = [name for axis in draft.axes if axis.field == "axis" for name in axis.names]
    yield from section("layout", [f"axis_key = {literal(axis_key(names))}"] if names else [])
    if draft.heads:
        yield from _head_lines(draft)
    yield from ["", f"# items: {draft.count} look like this"]
    if draft.tail:
        yield from ["[[unit]]", 'kind = "action"', f"pattern = {literal(draft.tail)}"]
    yield from ["[[unit]]", 'kind = "action"', f"pattern = {literal(draft.mark)}"]
    for axis in draft.axes:
        yield ""
        yield comment("\n".join([f"{axis.field}: lines such as", *(f"  {line}" for line in axis.seen[:4])]))
        yield "[[heading]]"
        yield f"pattern = {literal(axis.pattern)}"


def _head_lines(draft: ListDraft) -> Iterator[str]:
    words = dict.fromkeys(re.sub(r"^[\d.]+\s+", "", head).strip("¿?:. ").casefold() for head in draft.heads)
    pattern = HEAD_PATTERN.format(words="|".join(re.escape(word).replace(r"\ ", " ") for word in words))
    yield from ["", "# lists of actions begin below these lines, and end with the next heading"]
    yield from ["[[unit]]", 'kind = "list"', f"pattern = {literal(pattern)}"]
