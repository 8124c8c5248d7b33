"""Plans in prose that no profile knows yet: the lines that lists begin with, how items look, the labels of bodies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..rebuild.action_list import LABELLED
from ..records import PrintedLine
from ..reference.headers import Mapper, header_key
from ..text import fold
from .draft_axes import AxisDraft, axis_key, draft_axes_of_texts
from .draft_contents import share
from .draft_kinds import known_headers
from .draft_text import columns_lines, comment, literal, section
from .manifest_text import toml_value

HEADS = re.compile(
    r"(?:\d[\d.]*\s+)?(?:(?:principales |nuestras )?(?:acciones|actividades|medidas|compromisos|propuestas"
    r"|lineas de accion|acoes|atividades|iniciativas|tareas)(?: (?:a desarrollar|estrategicas|previstas|prioritarias"
    r"|propuestas|especificas|concretas))?|(?:que implica|que vamos a hacer|que haremos|como lo haremos|o que faremos))"
)
HEAD_PATTERN = r"(?:\d[\d.]*\s+)?¿?(?i:{words})\s*[?:.]*"
MARKS = (r"[•·▪●◦‣➢✓○-]\s*(?P<text>\S.*)", r"(?P<number>\d{1,3}(?:\.\d{1,3})*)[.)]?-?\s+(?P<text>[A-ZÁÉÍÓÚÑ].*)",
         r"(?P<number>[a-z])[.)]\s+(?P<text>\S.*)")  # fmt: skip
FEWEST_HEADS, FEWEST_ITEMS = 2, 4
DEEDS = 0.4  # share of the items that say something to be done
COLUMNS = ("responsible", "associated", "deadline", "indicators", "budget", "goal", "verification", "target")


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A plan in prose as drafted."""

    heads: tuple[str, ...]  # as printed
    mark: str
    columns: dict[str, list[str]]
    axes: tuple[AxisDraft, ...]
    count: int


def find_list(lines: Sequence[PrintedLine]) -> ListDraft | None:
    """Return a plan in prose as drafted, None where the document has no lists of actions."""
    texts = [
        (" ".join(line.cells[0].split()), line.page or 1) for line in lines if line.table is None and line.role is None
    ]
    heads = [text for text, _ in texts if HEADS.fullmatch(fold(text).strip("¿?:. "))]
    if len(heads) < FEWEST_HEADS:
        return None
    items = list(_items([text for text, _ in texts], set(heads)))
    marks = Counter(mark for mark, _ in items)
    if len(items) < FEWEST_ITEMS or share("deed", [text for _, text in items]) < DEEDS:
        return None
    mark = marks.most_common(1)[0][0]
    mapper = Mapper(known_headers("action-matrix"))
    axes = draft_axes_of_texts(texts, set(heads))
    return ListDraft(
        tuple(dict.fromkeys(heads)), mark, _columns([text for text, _ in texts], mapper), axes, marks[mark]
    )


def _items(texts: Sequence[str], heads: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the items below the heads: the first make of mark below each head is that of its list."""
    mark: str | None = None
    is_open = False
    for text in texts:
        if text in heads:
            is_open, mark = True, None
        elif is_open and (found := next((each for each in MARKS if re.fullmatch(each, text)), None)):
            mark = mark or found
            if found == mark and (match := re.fullmatch(found, text)):
                yield found, match["text"]


def _columns(texts: Sequence[str], mapper: Mapper) -> dict[str, list[str]]:
    labels: Counter[str] = Counter()
    for text in texts:
        if (match := LABELLED.fullmatch(text)) and len(match["label"].split()) <= 5:
            labels[match["label"]] += 1
    found: dict[str, list[str]] = {}
    keys: set[str] = set()
    for label, count in labels.items():
        role = mapper.column(label)
        if role and role[0] in COLUMNS and count >= 2 and header_key(label) not in keys:
            found.setdefault(role[0], []).append(label)
            keys.add(header_key(label))
    return found


def list_text(draft: ListDraft, about: str) -> Iterator[str]:
    """Yield the profile of a plan in prose as lines of TOML."""
    yield 'kind = "action-list"'
    yield f"about = {toml_value(about)}"
    if draft.columns:
        yield from section("columns", columns_lines(draft.columns, {}))
    yield from section("layout", [f"axis_key = {literal(axis_key())}"] if draft.axes else [])
    words = dict.fromkeys(re.sub(r"^[\d.]+\s+", "", head).strip("¿?:. ").casefold() for head in draft.heads)
    pattern = HEAD_PATTERN.format(words="|".join(re.escape(word).replace(r"\ ", " ") for word in words))
    yield from ["", "# lists of actions begin below these lines, and end with the next heading"]
    yield from ["[[unit]]", 'kind = "list"', f"pattern = {literal(pattern)}"]
    yield from [
        "",
        f"# items: {draft.count} look like this",
        "[[unit]]",
        'kind = "action"',
        f"pattern = {literal(draft.mark)}",
    ]
    for axis in draft.axes:
        yield ""
        yield comment("\n".join([f"{axis.field}: lines such as", *(f"  {line}" for line in axis.seen[:4])]))
        yield "[[heading]]"
        yield f"pattern = {literal(axis.pattern)}"
