"""Drafts the profile of a plan in prose: the lines before lists, the marks of items, the labels of bodies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ..rebuild.item_lists import DRAWN, Look, look_of
from ..rebuild.labelled_lines import labelled_parts, labels_in
from ..rebuild.values_at_end import ColumnOf
from ..records import PrintedLine
from ..reference.headers import Mapper, header_key, read_header_words
from ..reference.plan_words import accented, any_of, read_plan_words
from ..reference.value_kinds import share
from ..text import BULLETS, fold
from .draft_axes import AxisDraft, axis_key, draft_axes_of_texts, without_counted
from .draft_kinds import known_headers
from .draft_list_values import (
    FEWEST_ITEMS,
    REPEATED,
    column_finder,
    columns_at_end,
    columns_of_labels,
    ends_of,
    leads_of,
    unwrapped,
)
from .draft_text import columns_lines, comment, literal, section
from .manifest_text import toml_value

HEAD_PATTERN = r"(?:\d[\d.]*\s+)?¿?(?i:{words})\s*[?:.]*"
TERM = r"(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d)?"
YEARS = re.compile(rf"\s*[(:–-]?\s*(?P<term>{TERM})\)?$")  # at the end of a head: "Acciones 2024-2025"
UPPER = "A-ZÁÂÃÀÉÊÍÓÔÚÑÇ"
MARKS = (rf"[{BULLETS}–—-]\s*(?P<text>\S.*)", rf"(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*)[.)]?-?\s+(?P<text>[{UPPER}].*)",
         r"(?P<number>[a-z])[.)]\s+(?P<text>\S.*)")  # fmt: skip


NOTE = re.compile(rf"\d{{1,2}} [{UPPER}](?:\S* ){{5,}}\S*\.")  # "1 Según el censo de 2022, …"


def any_of_words(labels: Iterable[str]) -> str:
    """Return a pattern that fits any of some labels, the longest first."""
    return "|".join(
        accented(label).replace(" ", r"\s+")
        for label in sorted(labels, key=lambda each: (-len(each), each))
        if label.replace(" ", "").isalpha()
    )


ACTION_WORDS = "|".join(
    accented(word)
    for word in dict.fromkeys(each.lower() for each in read_header_words().columns["action"])
    if word.isalpha()
)
WORDED = re.compile(
    rf"(?i:{ACTION_WORDS})\s+(?:[Nn](?:[°º.o]+|ro\.?|[úu]m\.?)\s*)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3})*)\s*[.:)]?\s*[-–—]?\s+(?P<text>\S.*)"
)
LABELLED_ITEM = re.compile(rf"(?P<label>(?i:{any_of_words(read_header_words().columns['action'])}))\s*:\s+\S.*")
CODED = rf"(?P<number>[A-Z]{{1,2}}[.-]?\d{{1,2}}(?:\.\d{{1,2}})*)[.:)]?\s+(?P<text>[{UPPER}].*)"  # "B3 Pave …"
PATTERNS = {DRAWN: r"(?P<text>\S.*)"}
FEWER = 0.6  # of the items without a head: with fewer below heads, those are not the plan's
LABELLED = 0.5  # lines with labels for each item of a list without heads
UNMARKED = rf"(?P<text>[{UPPER}¿].*)"  # items whose marks are drawn, not printed
FEWEST_HEADS = 2
DEEDS = 0.4  # share of the items that say something to be done
DEEDS_UNMARKED = 0.6  # the same where no mark says that they are items
MOST_TAIL = 8  # words of a question after those that it begins with
MOST_WORDS_OF_HEAD = 8


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph and its first line."""

    text: str
    line: PrintedLine


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A plan in prose as drafted."""

    heads: tuple[str, ...]  # as printed
    mark: str
    columns: dict[str, list[str]]
    axes: tuple[AxisDraft, ...]
    count: int
    at_end: tuple[str, ...] = ()  # columns whose values end the items without a label


@dataclass(frozen=True, slots=True)
class _Document:
    """A document as its list is drafted from."""

    prose: Sequence[PrintedLine]
    printed: Sequence[Printed]
    mapper: Mapper
    lists: int  # lines over lists
    column_of: ColumnOf  # of a label

    def is_label(self, label: str) -> bool:
        """Tell whether words are a label of this document, or of a known plan."""
        return self.column_of(label) is not None

    def columns(self, texts: Sequence[str], own: Sequence[str]) -> dict[str, list[str]]:
        """Return the columns with their labels; `own` are the items."""
        columns = columns_of_labels(texts, self.mapper, len(own), self.lists)
        for column, leads in leads_of(own, columns, self.mapper).items():
            columns.setdefault(column, []).extend(leads)
        return columns


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
    bare = fold(YEARS.sub("", text)).strip("¿?:. ")
    if name.fullmatch(bare):
        return True
    match = question.fullmatch(bare)
    return match is not None and (not match["tail"] or "?" in text)


def find_list(lines: Sequence[PrintedLine]) -> ListDraft | None:
    """Return a plan in prose as drafted, None where the document has no lists of actions.

    Lists below heads ("Acciones") are looked for, and items without a head that have values of their own. Those without
    a head are taken where they are many more.
    """
    prose = [line for line in lines if line.table is None and line.role is None and len(line.cells) == 1]
    items = [Printed(" ".join(text.split()), line) for text, line in unwrapped(prose)]
    mapper = Mapper(known_headers("action-matrix"))
    heads = [each.text for each in items if is_list_head(each.text)]
    is_told = len(heads) >= FEWEST_HEADS
    heads = heads if is_told else _heads_by_place(items)
    marks = Counter(mark for each in items if (mark := _mark_of(each)) is not None)
    known = columns_of_labels([each.text for each in items], mapper, max(marks.values(), default=0), len(heads))
    document = _Document(prose, items, mapper, len(heads), column_finder(known, mapper))
    headed = _with_heads(document, heads) if len(heads) >= FEWEST_HEADS else None
    if headed is not None and not (is_told or headed.columns or headed.at_end):
        headed = None  # heads that no word tells, over items without values, stand in any text
    loose = _without_heads(document)
    if headed is None or loose is None:
        return headed or loose
    return loose if headed.count < FEWER * loose.count else headed


def _heads_by_place(printed: Sequence[Printed]) -> list[str]:
    """Return the lines that no word tells to be heads: short ones with the same words, each right above an item."""
    above: list[str] = []
    for before, line in pairwise(printed):
        is_short = len(before.text.split()) <= MOST_WORDS_OF_HEAD and not before.text.endswith((".", ";", ","))
        is_short = is_short and ":" not in before.text[:-1]
        if is_short and _mark_of(before) is None and _mark_of(line) is not None:
            above.append(before.text)
    counts = Counter(above)
    often = {text for text, count in counts.items() if count >= FEWEST_HEADS}
    return [each.text for each in printed if each.text in often]


def _with_heads(document: _Document, heads: Sequence[str]) -> ListDraft | None:
    """Return a plan with a line such as "Acciones" over each list.

    None where too few items stand below, or too few that say what is to be done.
    """
    printed = document.printed
    found, least = list(_items(document, set(heads))), DEEDS
    if len(found) < FEWEST_ITEMS:
        found, least = [(UNMARKED, each) for each in _unmarked(document, set(heads))], DEEDS_UNMARKED
    texts = [text for _, text in found]
    if len(found) < FEWEST_ITEMS or (share("deed", texts) < least and not _have_values(document, texts)):
        return None
    mark = Counter(mark for mark, _ in found).most_common(1)[0][0]
    own = [text for make, text in found if make == mark]
    columns = document.columns([each.text for each in printed], own)
    axes = draft_axes_of_texts(_may_be_headings(document.prose, columns, set(heads)), set(heads), mark)
    at_end = columns_at_end(own, column_finder(columns, document.mapper))
    return ListDraft(tuple(dict.fromkeys(heads)), mark, columns, axes, len(own), at_end)


def _without_heads(document: _Document) -> ListDraft | None:
    """Return a plan whose items have values of their own, without a line over each list.

    None where too few lines are items, or too few of them have labels ("Responsable: …") or end with values.
    """
    printed, found = document.printed, dict[str, list[Printed]]()
    for each in printed:
        if (mark := _mark_of(each)) is not None and not _begins_with_label(each.text, document):
            found.setdefault(mark, []).append(each)
    found = {mark: _set_alike(document, own) for mark, own in found.items()}
    texts = {mark: [_words(mark, each) for each in own] for mark, own in found.items()}
    labelled = sum(bool(labels_in(each.text, document.is_label)) for each in printed)
    able = [
        mark
        for mark, own in texts.items()
        if len(own) >= FEWEST_ITEMS and (share("deed", own) >= DEEDS or _have_values(document, own))
        if max(labelled, _ended(own, document)) >= LABELLED * len(own)
    ]
    if not able:
        return None
    mark = max(able, key=lambda each: (len(texts[each]), each))
    valued = [
        each for each, text in zip(found[mark], texts[mark], strict=True) if _has_values(each.text, text, document)
    ]
    own = valued if len(valued) >= REPEATED * len(found[mark]) else found[mark]
    first = {text for each in own for text in (each.text, " ".join(each.line.cells[0].split()))}
    columns = document.columns([each.text for each in printed], texts[mark])
    axes = draft_axes_of_texts(_may_be_headings(document.prose, columns, first), first, mark, is_itemised=True)
    at_end = columns_at_end(texts[mark], column_finder(columns, document.mapper))
    return ListDraft((), mark, columns, axes, len(texts[mark]), at_end)


def _ended(texts: Sequence[str], document: _Document) -> int:
    """Return how many items end with values; all of them, where their places tell what most of them are."""
    return len(texts) if columns_at_end(texts, document.column_of) else len(ends_of(texts, document.column_of))


def _valued(document: _Document, texts: Collection[str]) -> set[str]:
    """Return those of the items that have values: in their own text, or behind a label in the lines below."""
    found: set[str] = set()
    item: str | None = None
    for each in document.printed:
        own = next((text for text in texts if each.text.endswith(text)), None)
        is_other = own is None and _mark_of(each) is not None and not _begins_with_label(each.text, document)
        item = None if is_other and _numbered_mark(each.text) else own or item
        if item is not None and _has_values(each.text, item, document):
            found.add(item)
    return found


def _have_values(document: _Document, texts: Sequence[str]) -> bool:
    """Tell whether most items have values: then they are actions, whatever their first word is."""
    return len(_valued(document, set(texts))) >= REPEATED * len(set(texts))


def _set_alike(document: _Document, items: Sequence[Printed]) -> list[Printed]:
    """Return the items set as most of those with values: "1.2 Agua", larger and bold, is a heading over 1.1 and 1.2."""
    valued = _valued(document, {each.text for each in items})
    looks = Counter(look_of(each.line) for each in items if each.text in valued)
    if not looks:
        return list(items)
    usual = looks.most_common(1)[0][0]
    return [each for each in items if look_of(each.line) == usual or each.text in valued]


def _has_values(printed: str, text: str, document: _Document) -> bool:
    return bool(labels_in(printed, document.is_label) or ends_of([text], document.column_of))


def _may_be_headings(
    prose: Sequence[PrintedLine], columns: Mapping[str, Sequence[str]], firsts: Collection[str]
) -> list[PrintedLine]:
    """Return the lines that may be headings, those of a text dump as whole paragraphs, and those of lists, `firsts`.

    "Plazo: 2027" is no heading, whatever its type, nor are "Ficha 1", "Ficha 2", nor a footnote in running text.
    """
    keys = {header_key(label) for labels in columns.values() for label in labels}
    whole = [line if line.pieces else replace(line, cells=(text,)) for text, line in unwrapped(prose)]
    whole = [line for line in whole if not NOTE.fullmatch(line.cells[0])]
    named = {id(line) for line in without_counted(whole)}
    kept = [line for line in whole if id(line) in named or " ".join(line.cells[0].split()) in firsts]
    return [line for line in kept if not labelled_parts(line.cells[0], lambda label: header_key(label) in keys)]


def _mark_of(printed: Printed) -> str | None:
    """Return the pattern of the mark of an item, None where a line has none."""
    if printed.line.is_marked:
        return DRAWN
    numbered = _numbered_mark(printed.text)
    if numbered is not None:
        return numbered
    return _labelled_mark(printed.text) or next((each for each in MARKS if re.fullmatch(each, printed.text)), None)


def _labelled_mark(text: str) -> str | None:
    """Return the pattern of an item behind a label: "Acción: …"."""
    match = LABELLED_ITEM.fullmatch(text)
    return rf"(?i:{accented(match['label'])})\s*:\s+(?P<text>\S.*)".replace(" ", r"\s+") if match else None


def _words(mark: str, printed: Printed) -> str:
    match = re.fullmatch(PATTERNS.get(mark, mark), printed.text)
    return match["text"] if match else printed.text


def _begins_with_label(text: str, document: _Document) -> bool:
    bare = re.sub(rf"^[{BULLETS}–—-]\s*", "", text)
    return bool(labelled_parts(bare, document.is_label))


def _numbered_mark(text: str) -> str | None:
    """Return the pattern of a numbered item: with the word for an action before its number, or with as many parts."""
    worded = WORDED.fullmatch(text)
    if worded:
        return WORDED.pattern
    match = re.match(rf"\d{{1,3}}((?:\.\d{{1,3}})*)[.)]?-?\s+[{UPPER}]", text)
    if match is None:
        return CODED if re.fullmatch(CODED, text) else None
    parts = match[1].count(".")
    return rf"(?P<number>\d{{1,3}}(?:\.\d{{1,3}}){{{parts}}})[.)]?-?\s+(?P<text>[{UPPER}].*)"


def _items(document: _Document, heads: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the items below the heads: the first make of mark below each head is that of its list."""
    mark: str | None = None
    is_open = False
    for each in document.printed:
        if each.text in heads:
            is_open, mark = True, None
        elif is_open and not _begins_with_label(each.text, document):
            makes = [DRAWN] if each.line.is_marked else [WORDED.pattern, *MARKS]
            found = next((make for make in makes if re.fullmatch(PATTERNS.get(make, make), each.text)), None)
            found = found or _labelled_mark(each.text)
            mark = mark or found
            if found is not None and found == mark:
                yield found, _words(found, each)


def _unmarked(document: _Document, heads: set[str]) -> Iterator[str]:
    """Yield the lines between a head and the next line that is set otherwise than they are, without labels."""
    head: Look | None = None
    first: Look | None = None
    for line in document.prose:
        text, look = " ".join(line.cells[0].split()), look_of(line)
        if text in heads:
            head, first = look, None
        elif head is None or look == head or look != (first or look):
            head = None
        elif not labelled_parts(text, document.is_label):
            first = look
            if re.fullmatch(UNMARKED, text):
                yield text


def list_text(draft: ListDraft, about: str) -> Iterator[str]:
    """Yield the profile of a plan in prose as lines of TOML."""
    yield 'kind = "action-list"'
    yield f"about = {toml_value(about)}"
    if draft.columns:
        yield from section("columns", columns_lines(draft.columns, {}))
    names = [name for axis in draft.axes if axis.field == "axis" for name in axis.names]
    keys = [f"axis_key = {literal(axis_key(names))}"] if names else []
    keys += [f"values_at_end = {toml_value(list(draft.at_end))}"] if draft.at_end else []
    yield from section("layout", keys)
    if draft.heads:
        yield from _head_lines(draft)
    yield from ["", f"# items: {draft.count} look like this"]
    yield from ["[[unit]]", 'kind = "action"', f"pattern = {literal(PATTERNS.get(draft.mark, draft.mark))}"]
    if draft.mark == DRAWN:
        yield "drawn = true  # a bullet is drawn before each"
    for axis in draft.axes:
        yield ""
        yield comment("\n".join([f"{axis.field}: lines such as", *(f"  {line}" for line in axis.seen[:4])]))
        yield "[[heading]]"
        yield f"pattern = {literal(axis.pattern)}"


def _head_lines(draft: ListDraft) -> Iterator[str]:
    has_terms = sum(YEARS.search(head) is not None for head in draft.heads) >= FEWEST_HEADS
    has_terms = has_terms and "deadline" not in {*draft.columns, *draft.at_end}
    heads = [YEARS.sub("", head) if has_terms else head for head in draft.heads]
    words = dict.fromkeys(re.sub(r"^[\d.]+\s+", "", head).strip("¿?:. ").casefold() for head in heads)
    pattern = HEAD_PATTERN.format(words="|".join(re.escape(word).replace(r"\ ", " ") for word in words))
    pattern += rf"(?:[(:–-]?\s*(?P<deadline>{TERM})\)?)?" if has_terms else ""
    yield from ["", "# lists of actions begin below these lines, and end with the next heading"]
    yield from ["[[unit]]", 'kind = "list"', f"pattern = {literal(pattern)}"]
