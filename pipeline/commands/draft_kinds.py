"""The sections of a drafted profile, by kind of document; each function yields the lines of TOML."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..layouts import EXTRAS
from ..records import PrintedLine
from ..reference.conventions import is_draft
from ..reference.headers import YEAR, HeaderWords, Mapper, header_key, read_header_words
from ..reference.plan_words import accented, read_plan_words
from ..sources import PROFILES
from ..text import is_rule
from . import draft_paragraphs as paragraphs
from .draft_axes import axis_key
from .draft_headers import HeaderRow, is_label, printed
from .draft_layout import LayoutDraft
from .draft_matrix import read_matrix
from .draft_sources import has_strikes
from .draft_text import (
    aside_lines,
    columns_lines,
    comment,
    heading_lines,
    literal,
    place,
    section,
)
from .manifest_text import toml_value

MATRICES = ("action-matrix", "operational-matrix")
DIRECTIVE_COLUMNS = ("text", "indicators")
PAGE_NUMBER = r"(?:[-–—]\s*\d+\s*[-–—]|(?i:p[áa]g(?:ina|\.)?)\s*\d+(?:\s*(?:de|/)\s*\d+)?|\d+\s*(?:de|/)\s*\d+)"
NUMBERED_NOTE = r"(?P<number>\d+)\.\s+(?P<text>.+)"
URL = r"https?://\S+"
FURNITURE = {"page-number": PAGE_NUMBER, "url": URL}
PARENT_WORDS = rf"(?i:{'|'.join(map(accented, read_plan_words().parents))})"
AXIS_WORDS = rf"(?i:{'|'.join(map(accented, read_plan_words().axes))})"
HEADINGS = (  # what a line outside the tables may be: pattern, and its description
    (rf"(?P<axis>{AXIS_WORDS}\b.+)", "a line that begins with the word for an axis"),
    (
        rf"{PARENT_WORDS}(?: (?P<code>\d+(?:\.\d+)*)\.)?:?(?: (?P<strategic_objective>.+))?",
        "an objective over the rows, its number and text each where they are printed",
    ),
    (
        r"(?P<subaxis>(?:[^a-záéíóúüñ]|\by\b)+?) [-–—] (?P<subaxis_description>.+)",
        "capitals, a dash and a sentence: a sub-axis and what it is for",
    ),
    (r"(?P<axis>[^a-záéíóúüñ\d]+)", "a line all in capitals: an axis"),
)
SEEN = 4  # lines shown as evidence for a suggestion


def known_headers(kind: str) -> HeaderWords:
    """Return the headers of the shipped profiles and of all languages, of the columns that a kind of document has."""
    words = read_header_words()
    known = {name: list(labels) for name, labels in words.columns.items()}
    programmed, executed = list(words.programmed), list(words.executed)
    for path in sorted(PROFILES.glob("*.toml")):
        shipped = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, labels in shipped.get("columns", {}).items():
            known.setdefault(name, []).extend(labels)
        programmed += shipped.get("years", {}).get("programmed", [])
        executed += shipped.get("years", {}).get("executed", [])
    of_kind = [name for name in known if (name != "text" if kind in MATRICES else name in DIRECTIVE_COLUMNS)]
    columns = {name: tuple(known[name]) for name in of_kind}
    return HeaderWords(columns, tuple(programmed), tuple(executed), words.questions)


def matrix(lines: Sequence[PrintedLine], pages: str, headings: Sequence[str] = ()) -> Iterator[str]:
    """Yield the sections of a matrix in a dump: columns, years, split, dump, layout, headings.

    Headings are comments, except those whose pattern is in `headings`.
    """
    draft = read_matrix(lines, known_headers("action-matrix"))
    columns, layout = draft.columns, draft.layout
    placed = {header_key(label) for labels in columns.columns.values() for label in labels}
    second = [f"{label} [2]" if header_key(label) in placed else label for label in columns.unmapped]
    extras = {EXTRAS: second} if second else {}
    yield from section("columns", columns_lines(columns.columns | extras, columns.notes))
    yield from aside_lines(draft.aside)
    yield from section("years", years_lines(columns.years, columns.pairs))
    yield from section("split", [f"{name} = {literal(pattern)}" for name, pattern in layout.split.items()])
    yield from section("dump", [f'pages = "{pages}"'] if pages != "none" else [])
    names = [name for name in _axis_names(lines, draft.headers, headings) if name]
    key = [f"axis_key = {literal(axis_key(names))}"] if names else []
    yield from section("layout", [*_layout_lines(layout), *key])
    yield from _furniture(lines)
    yield from _heading_suggestions(lines, draft.headers, headings)


def heading_patterns(lines: Sequence[PrintedLine]) -> list[str]:
    """Return the patterns of headings that lines outside the tables of a dump fit, the widest first."""
    headers = read_matrix(lines, known_headers("action-matrix")).headers
    texts = [text for _, text in _lines_apart(lines, headers)]
    first = [next((pattern for pattern, _ in HEADINGS if re.fullmatch(pattern, text)), None) for text in texts]
    return [pattern for pattern, _ in HEADINGS if pattern in first]


def _axis_names(
    lines: Sequence[PrintedLine], headers: Sequence[HeaderRow], headings: Sequence[str]
) -> Iterator[str | None]:
    for _, text in _lines_apart(lines, headers):
        match = next((match for pattern in headings if (match := re.fullmatch(pattern, text))), None)
        yield match.groupdict().get("axis") if match else None


def years_lines(years: Iterable[str], pairs: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield what [years] says: headers with a year in them, and those over what is programmed and executed."""
    years = list(years)
    if not years and not any(pairs.values()):
        return
    patterns = Counter(_year_pattern(label) for label in years)
    if patterns:
        yield f"year = {literal(patterns.most_common(1)[0][0])}"
    for name in ("programmed", "executed"):
        yield f"{name} = {toml_value(list(pairs[name]))}"


def _year_pattern(label: str) -> str:
    before, _, after = YEAR.split(label, maxsplit=1)
    return rf"{re.escape(before)}(?P<year>\d{{4}}){re.escape(after)}".replace(r"\ ", " ")


def _layout_lines(layout: LayoutDraft) -> Iterator[str]:
    yield f"key = {toml_value(layout.key)}"
    yield f"key_pattern = {literal(layout.key_pattern)}"
    if layout.merged:
        yield f"merged = {toml_value(layout.merged)}  # blank in many rows: check that one cell covers them"
    for name, (blank, rows) in layout.perhaps.items():
        yield f"# {name} is blank in {blank} of {rows} rows: add it to merged if its cells cover several rows"
    if layout.undrawn_lines:
        told = f"{_told(layout.undrawn_lines)}: pages on which each row has a cell fewer than its header"
        yield f"undrawn = {toml_value(layout.undrawn)}  # {told}" if layout.undrawn else f"# undrawn = []  # {told}"
    if layout.short_lines:
        yield f'short_rows = "pad-right"  # {_told(layout.short_lines)}: rows with fewer cells than their header'


def _told(lines: Sequence[int | None]) -> str:
    shown = ", ".join(dict.fromkeys(place(line) for line in lines[:SEEN]))
    return shown + (f" and {len(lines) - SEEN} more" if len(lines) > SEEN else "")


def _furniture(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """Yield patterns of page numbers and addresses, and comments on lines that repeat."""
    texts = [" ".join(printed(line)) for line in lines if len(printed(line)) == 1]
    found = {name: pattern for name, pattern in FURNITURE.items() if _matching(pattern, texts)}
    yield from section("excluded", [f"{name} = [{literal(pattern)}]" for name, pattern in found.items()])
    again = Counter(text for text in texts if not any(_matching(pattern, [text]) for pattern in FURNITURE.values()))
    for text, count in again.most_common(SEEN):
        if count > 2 and len(text) > 3 and not is_rule(text):
            yield f"# {count} times: {text[:90]} (a header or footer of pages belongs under [excluded])"


def _matching(pattern: str, texts: Sequence[str]) -> bool:
    return any(re.fullmatch(pattern, text) for text in texts)


def _lines_apart(lines: Sequence[PrintedLine], headers: Sequence[HeaderRow]) -> Iterator[tuple[PrintedLine, str]]:
    """Yield the lines that are no row, no header and no furniture, with their text."""
    heads = {header.line.line for header in headers}
    furniture = "|".join(FURNITURE.values())
    for line in lines:
        text = " ".join(printed(line))
        is_alone = len(printed(line)) == 1 and (len(line.cells) == 1 or bool(line.cells[0]))
        if is_alone and line.line not in heads and not is_rule(text) and not _matching(furniture, [text]):
            yield line, text


def _heading_suggestions(
    lines: Sequence[PrintedLine], headers: Sequence[HeaderRow], headings: Sequence[str]
) -> Iterator[str]:
    """Yield headings for the lines outside the tables, each pattern with the lines that it fits.

    They are comments, except those in `headings` and those of lines that stand as a row of a table, because the run
    would refuse such a row (ar-plan l. 38).
    """
    ordered = sorted(HEADINGS, key=lambda each: headings.index(each[0]) if each[0] in headings else len(headings))
    fitting: dict[str | None, list[str]] = {}
    in_tables: set[str | None] = set()
    for line, text in _lines_apart(lines, headers):
        pattern = next((pattern for pattern, _ in ordered if re.fullmatch(pattern, text)), None)
        fitting.setdefault(pattern, []).append(f"  {place(line.line)}: {text[:90]}")
        in_tables |= {pattern} if len(line.cells) > 1 else set()
    for pattern, about in ordered:
        if pattern in fitting:
            why = (
                "Set, since it stands as a row of a table"
                if pattern in in_tables
                else "Set, since the rows below it agree"
            )
            why = why if pattern in in_tables or pattern in headings else "Likely"
            seen = "\n".join([f"{why}: {about}.", *fitting[pattern][:SEEN]])
            keys = {"takes_next_line": "true"} if "strategic_objective" in pattern else {}
            is_set = pattern in in_tables or pattern in headings
            yield from heading_lines(pattern, keys, commented=not is_set, seen=seen)
    if None in fitting:
        yield ""
        yield comment("\n".join(["Lines outside the tables that no pattern fits:", *fitting[None][: 2 * SEEN]]))


def directive_table(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """Yield the sections of a table of directives dumped cell by cell."""
    mapper = Mapper(known_headers("directive-table"))
    texts = [(line.line, cell) for line in lines for cell in printed(line)]
    columns: dict[str, list[str]] = {}
    for _, text in texts:
        found = mapper.column(text) if is_label(text) and paragraphs.is_capitals(text) else None
        if found and text not in columns.setdefault(found[0], []):
            columns[found[0]].append(text)
    heads = {label for labels in columns.values() for label in labels}
    absent = {name: [f"({name})"] for name in DIRECTIVE_COLUMNS if name not in columns}
    notes = dict.fromkeys(absent, "no header was found: write it here as printed")
    titles = [f"  {place(line)}: {text}" for line, text in texts if text not in heads and paragraphs.is_capitals(text)]
    numbers = [int(match[1]) for _, text in texts if (match := re.match(r"(\d+)\.(?!\d)", text))]
    yield from section("columns", columns_lines(columns | absent, notes))
    yield from section("split", [r"text = '(?P<number>\d+)\.\s*(?P<text>.+)'"])
    if numbers and numbers == list(range(1, len(numbers) + 1)):
        yield from section("layout", [f"contiguous = true  # {len(numbers)} numbers, none missing"])
    yield from heading_lines("[^a-záéíóúüñ\\d]+", {}, commented=False, seen="\n".join(["Sections:", *titles[:SEEN]]))


def directive_list(lines: Sequence[PrintedLine], raw: str, pages: str) -> Iterator[str]:
    """Yield the sections of numbered paragraphs: dump, furniture, headings, amendments."""
    headings = paragraphs.list_headings(lines)
    if note := paragraphs.first_footnote(lines, headings):
        yield f"footnote = {literal(NUMBERED_NOTE)}  # {place(note.line)}: {' '.join(printed(note))[:40]}"
    yield from section("dump", [f'pages = "{pages}"'] if pages != "none" else [])
    yield from _furniture(lines)
    for pattern, heading in paragraphs.heading_patterns(headings).items():
        keys = {"kind": toml_value(heading.kind), "numbering": toml_value(heading.numbering)}
        keys |= {"restarts": "true"} if heading.restarts else {}
        yield from heading_lines(pattern, keys, commented=False, seen=f"{place(heading.line)}: {heading.text[:90]}")
    brackets = Counter(re.findall(r"\[\s?([A-Z]{2,4})\s?:", raw))
    if brackets:
        told = ", ".join(f"{name} {count}" for name, count in brackets.most_common(SEEN))
        yield from section("amendments", [f"read = true  # brackets of {told}"])
    elif is_draft(raw):
        yield from section("amendments", ["read = true  # brackets with parties, or with words that are not agreed"])
    elif any(map(has_strikes, lines)):
        yield from section("amendments", ["read = true  # lines strike words: a draft with changes marked"])


def programme(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """Yield the sections of a programme: furniture and the units that its marks show."""
    yield from _furniture(lines)
    yield ""
    yield "# The first pattern that fits a line names its unit; `under` is the number or text of the heading over it."
    for unit in paragraphs.programme_units(lines):
        keys: Mapping[str, str] = {"kind": toml_value(unit.kind)}
        keys = {**keys, "under": toml_value(list(unit.under))} if unit.under else keys
        keys = {**keys, "capitals_go_on": "true"} if unit.capitals_go_on else keys
        body = [f"{name} = {value}" for name, value in keys.items()]
        yield from ["", "[[unit]]", f"pattern = {literal(unit.pattern)}", *body]
