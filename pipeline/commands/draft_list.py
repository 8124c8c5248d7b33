"""Drafts the profile of a plan in prose: the lines before lists, the marks of items, the labels of bodies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..layouts import EXTRAS
from ..rebuild.item_lists import DRAWN, Look, look_of
from ..rebuild.labelled_lines import labelled_parts, labels_in, repeated_labels
from ..rebuild.programme import wrap_width
from ..rebuild.values_at_end import BODIES as BODY_COLUMNS
from ..rebuild.values_at_end import Ended, values_at_end
from ..rebuild.wrapped_lines import is_wrapped
from ..records import PrintedLine
from ..reference.headers import Mapper, header_key, read_header_words
from ..reference.plan_words import accented, any_of, read_plan_words
from ..reference.value_kinds import share, sort_of
from ..text import BULLETS, fold
from .draft_axes import AxisDraft, axis_key, draft_axes_of_texts, without_counted
from .draft_kinds import known_headers
from .draft_text import columns_lines, comment, literal, section
from .manifest_text import toml_value

HEAD_PATTERN = r"(?:\d[\d.]*\s+)?¿?(?i:{words})\s*[?:.]*"
UPPER = "A-ZÁÂÃÀÉÊÍÓÔÚÑÇ"
MARKS = (rf"[{BULLETS}–—-]\s*(?P<text>\S.*)", rf"(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*)[.)]?-?\s+(?P<text>[{UPPER}].*)",
         r"(?P<number>[a-z])[.)]\s+(?P<text>\S.*)")  # fmt: skip


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
ENDS, FEWEST_ENDS = 0.25, 3  # share and number of the items that end with values, from which they are read
SELDOM = 0.1  # share of these ends: what stands in fewer is no column
FEWER = 0.6  # of the items without a head: with fewer below heads, those are not the plan's
BY_SORT = {"body": "responsible", "term": "deadline", "money": "budget"}
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
    """Return a plan in prose as drafted, None where the document has no lists of actions.

    Lists below heads ("Acciones") are looked for, and items without a head that have values of their own. Those without
    a head are taken where they are many more.
    """
    prose = [line for line in lines if line.table is None and line.role is None and len(line.cells) == 1]
    items = [Printed(" ".join(text.split()), line) for text, line in unwrapped(prose)]
    mapper = Mapper(known_headers("action-matrix"))
    heads = [each.text for each in items if is_list_head(each.text)]
    headed = _with_heads(prose, items, heads, mapper) if len(heads) >= FEWEST_HEADS else None
    loose = _without_heads(prose, items, mapper)
    if headed is None or loose is None:
        return headed or loose
    return loose if headed.count < FEWER * loose.count else headed


def _with_heads(
    prose: Sequence[PrintedLine], printed: Sequence[Printed], heads: Sequence[str], mapper: Mapper
) -> ListDraft | None:
    """Return a plan with a line such as "Acciones" over each list.

    None where too few items stand below, or too few that say what is to be done.
    """
    found, least = list(_items(printed, set(heads), mapper)), DEEDS
    if len(found) < FEWEST_ITEMS:
        found, least = [(UNMARKED, each) for each in _unmarked(prose, set(heads), mapper)], DEEDS_UNMARKED
    if len(found) < FEWEST_ITEMS or (
        share("deed", [text for _, text in found]) < least
        and not _have_values(printed, [text for _, text in found], mapper)
    ):
        return None
    mark = Counter(mark for mark, _ in found).most_common(1)[0][0]
    own = [text for make, text in found if make == mark]
    columns = _columns([each.text for each in printed], mapper, len(own))
    axes = draft_axes_of_texts(_without_values(prose, columns), set(heads), mark)
    return ListDraft(tuple(dict.fromkeys(heads)), mark, columns, axes, len(own), _columns_at_end(own, mapper))


def _without_heads(prose: Sequence[PrintedLine], printed: Sequence[Printed], mapper: Mapper) -> ListDraft | None:
    """Return a plan whose items have values of their own, without a line over each list.

    None where too few lines are items, or too few of them have labels ("Responsable: …") or end with values.
    """
    found: dict[str, list[Printed]] = {}
    for each in printed:
        if (mark := _mark_of(each)) is not None and not _begins_with_label(each.text, mapper):
            found.setdefault(mark, []).append(each)
    found = {mark: _set_alike(printed, own, mapper) for mark, own in found.items()}
    texts = {mark: [_words(mark, each) for each in own] for mark, own in found.items()}
    labelled = sum(bool(labels_in(each.text, lambda label: _is_label(label, mapper))) for each in printed)
    able = [
        mark
        for mark, own in texts.items()
        if len(own) >= FEWEST_ITEMS and (share("deed", own) >= DEEDS or _have_values(printed, own, mapper))
        if max(labelled, len(_ends(own, mapper))) >= LABELLED * len(own)
    ]
    if not able:
        return None
    mark = max(able, key=lambda each: (len(texts[each]), each))
    valued = [each for each, text in zip(found[mark], texts[mark], strict=True) if _has_values(each.text, text, mapper)]
    own = valued if len(valued) >= REPEATED * len(found[mark]) else found[mark]
    first = {" ".join(each.line.cells[0].split()) for each in own}
    columns = _columns([each.text for each in printed], mapper, len(texts[mark]))
    axes = draft_axes_of_texts(_without_values(prose, columns), first, mark, is_itemised=True)
    return ListDraft((), mark, columns, axes, len(texts[mark]), _columns_at_end(texts[mark], mapper))


def _valued(printed: Sequence[Printed], texts: Collection[str], mapper: Mapper) -> set[str]:
    """Return those of the items that have values: in their own text, or behind a label in the lines below."""
    found: set[str] = set()
    item: str | None = None
    for each in printed:
        own = next((text for text in texts if each.text.endswith(text)), None)
        is_other = own is None and _mark_of(each) is not None and not _begins_with_label(each.text, mapper)
        item = None if is_other and _numbered_mark(each.text) else own or item
        if item is not None and _has_values(each.text, item, mapper):
            found.add(item)
    return found


def _have_values(printed: Sequence[Printed], texts: Sequence[str], mapper: Mapper) -> bool:
    """Tell whether most items have values: then they are actions, whatever their first word is."""
    return len(_valued(printed, set(texts), mapper)) >= REPEATED * len(set(texts))


def _set_alike(printed: Sequence[Printed], items: Sequence[Printed], mapper: Mapper) -> list[Printed]:
    """Return the items set as most of those with values: "1.2 Agua", larger and bold, is a heading over 1.1 and 1.2."""
    valued = _valued(printed, {each.text for each in items}, mapper)
    looks = Counter(look_of(each.line) for each in items if each.text in valued)
    if not looks:
        return list(items)
    usual = looks.most_common(1)[0][0]
    return [each for each in items if look_of(each.line) == usual or each.text in valued]


def _has_values(printed: str, text: str, mapper: Mapper) -> bool:
    return bool(labels_in(printed, lambda label: _is_label(label, mapper)) or _ends([text], mapper))


def _without_values(prose: Sequence[PrintedLine], columns: Mapping[str, Sequence[str]]) -> list[PrintedLine]:
    """Return the lines that may be headings: "Plazo: 2027" is none, whatever its type, nor are "Ficha 1", "Ficha 2"."""
    keys = {header_key(label) for labels in columns.values() for label in labels}
    kept = without_counted(prose)
    return [line for line in kept if not labelled_parts(line.cells[0], lambda label: header_key(label) in keys)]


def unwrapped(lines: Sequence[PrintedLine]) -> Iterator[tuple[str, PrintedLine]]:
    """Yield the paragraphs of a document, each with its first line; those of a text dump are put together again."""
    width = wrap_width([line for line in lines if not line.pieces])
    found: list[PrintedLine] = []
    for line in lines:
        if found and not is_wrapped(found[-1], line, width):
            yield " ".join(each.cells[0] for each in found), found[0]
            found = []
        found.append(line)
    if found:
        yield " ".join(each.cells[0] for each in found), found[0]


def _ends(texts: Sequence[str], mapper: Mapper) -> list[Ended]:
    """Return the values at the ends of items; a body alone may be the initials of the name before it."""

    def column_of(label: str) -> str | None:
        role = mapper.column(label) if _is_label(label, mapper) else None
        return role[0] if role else None

    return [ended for text in texts if (ended := values_at_end(text, column_of)) is not None]


def _columns_at_end(texts: Sequence[str], mapper: Mapper) -> tuple[str, ...]:
    """Return the columns whose values stand at the end of items without a label: those of enough items."""
    ends = _ends(texts, mapper)
    told = [ended for ended in ends if ended.columns - set(BODY_COLUMNS) or ended.is_labelled]
    if len(told) < max(FEWEST_ENDS, ENDS * len(texts)) and len(ends) < REPEATED * len(texts):
        return ()
    counts = Counter(value.column for ended in ends for value in ended.values if not value.is_labelled)
    return tuple(sorted(column for column, count in counts.items() if count >= max(2, SELDOM * len(ends))))


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


def _begins_with_label(text: str, mapper: Mapper) -> bool:
    bare = re.sub(rf"^[{BULLETS}–—-]\s*", "", text)
    return bool(labelled_parts(bare, lambda label: _is_label(label, mapper)))


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


def _items(printed: Sequence[Printed], heads: set[str], mapper: Mapper) -> Iterator[tuple[str, str]]:
    """Yield the items below the heads: the first make of mark below each head is that of its list."""
    mark: str | None = None
    is_open = False
    for each in printed:
        if each.text in heads:
            is_open, mark = True, None
        elif is_open and not _begins_with_label(each.text, mapper):
            makes = [DRAWN] if each.line.is_marked else [WORDED.pattern, *MARKS]
            found = next((make for make in makes if re.fullmatch(PATTERNS.get(make, make), each.text)), None)
            found = found or _labelled_mark(each.text)
            mark = mark or found
            if found is not None and found == mark:
                yield found, _words(found, each)


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
        if is_new and count >= max(FEWEST_ITEMS, REPEATED * items) and not _names_action(label, mapper):
            column = BY_SORT.get(sort_of(list(_values_of(label, texts))) or "", EXTRAS)
            found.setdefault(column if column not in found else EXTRAS, []).append(label)
            keys.add(header_key(label))
    return found


def _names_action(label: str, mapper: Mapper) -> bool:
    role = mapper.column(label)
    return role is not None and role[0] == "action"


def _values_of(label: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield the values behind a label, wherever it stands."""
    for text in texts:
        for part in labels_in(text, lambda words: header_key(words) == header_key(label)):
            yield text[part.value : part.end].strip(" .;|")


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
    words = dict.fromkeys(re.sub(r"^[\d.]+\s+", "", head).strip("¿?:. ").casefold() for head in draft.heads)
    pattern = HEAD_PATTERN.format(words="|".join(re.escape(word).replace(r"\ ", " ") for word in words))
    yield from ["", "# lists of actions begin below these lines, and end with the next heading"]
    yield from ["[[unit]]", 'kind = "list"', f"pattern = {literal(pattern)}"]
