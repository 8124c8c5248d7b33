"""Headings over the tables of a plan: which lines name axes, and which of them stand within which.

- lines between two tables of the plan, and title rows inside one; the nearest above a table counts;
- "METAS E INDICADORES" before every table names nothing; "PLAN ESTRATÉGICO SALUD:" before one does;
- what is printed seldom is wide, what is printed often is narrow; numbers with more parts are narrower.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..records import PrintedLine
from ..text import fold

WORDS = {  # words that name a heading, as a pattern that fits them with accents or without
    "eje estrategico": "eje estrat[ée]gico",
    "eje": "eje",
    "componente": "componente",
    "pilar estrategico": "pilar estrat[ée]gico",
    "pilar": "pilar",
    "area": "[áa]rea",
    "dimension": "dimensi[óo]n",
    "linea estrategica": "l[íi]nea estrat[ée]gica",
    "linea de accion": "l[íi]nea de acci[óo]n",
    "objetivo estrategico": "objetivo estrat[ée]gico",
    "objetivo general": "objetivo general",
    "objetivo especifico": "objetivo espec[íi]fico",
    "objetivo": "objetivo",
    "plan estrategico": "plan estrat[ée]gico",
    "programa": "programa",
    "subprograma": "subprograma",
    "sector": "sector",
    "estrategia": "estrat[ée]gia",
    "lineamiento estrategico": "lineamiento estrat[ée]gico",
    "lineamiento": "lineamiento",
    "resultado": "resultado",
    "capitulo": "cap[íi]tulo",
    "politica": "pol[íi]tica",
    "compromiso": "compromiso",
    "proyecto": "proyecto",
    "eixo": "eixo",
    "diretriz": "diretriz",
    "linha de acao": "linha de a[çc][ãa]o",
}
FIELDS = ("axis", "subaxis", "strategic_objective")
NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?[-)]?\s+(?=[A-ZÁÉÍÓÚÑ¿])")
DOTS = re.compile(r"\.{4}")  # of a table of contents
LABELLED = re.compile(r"(?:n[°º.o]*\s*)?(?:\d|[IVX]+\b|[A-Z]\b|:|[-–—]).*[^\W\d_]{3}")
DASH = "dash"
DASHED = re.compile(r"(?:[^a-záéíóúüñ\d]|\by\b){4,}? [-–—] [A-ZÁÉÍÓÚÑ]\S* .*[a-záéíóúüñ].*")  # FORMACIÓN - Formar a …
NAMED = re.compile(r"[^\W\d_]{3}")
NAME = re.compile(r"[A-ZÁÉÍÓÚÑ0-9¿“\"]")
LONGEST, MOST_WORDS = 140, 18
COVERS = 0.5  # share of the plan's tables that a make of heading has to stand over
NO_DOTS = r"(?!.*\.{4})"  # no line of a table of contents
A_TABLE = 2.0  # headings of one make over a table, at most, on average: where there are more, none is the table's
CONSTANT = 3  # tables over which a line with the same words names none of them
AXIS_KEY = (
    r"^(?:(?i:WORDS)\b\W*)?(?:(?:[\dIVXivx]+[\d.]*|[A-Za-z])[.):\-–—]*\s+)?\W*"
    r"(?:(?i:el|la|los|las|de|del|en|para|a|o|e|y|do|da)\s+)*(?P<key>\w+)"
)


@dataclass(frozen=True, slots=True)
class AxisDraft:
    """A make of heading, and the column that it fills."""

    field: str
    pattern: str
    seen: tuple[str, ...]  # lines that fit it, with their page
    is_capitals: bool = False  # True where any line in capitals fits it


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    page: int
    shape: str


def _shape(text: str) -> str | None:
    """Return the make of a heading: its word, the depth of its number, or capitals; None where it is no heading."""
    if DASHED.fullmatch(text):
        return DASH
    if len(text) > LONGEST or len(text.split()) > MOST_WORDS or not NAME.match(text):
        return None
    folded = fold(text)
    if DOTS.search(text):
        return None
    if word := next((word for word in WORDS if re.match(rf"{word}s?\b", folded)), None):
        rest = text[len(word) :].lstrip("sS").strip()
        names = LABELLED.match(rest) or (text == text.upper() and NAMED.search(rest))
        return f"word {word}" if names else None
    if match := NUMBERED.match(text):
        return f"number {match['number'].count('.') + 1}"
    letters = [char for char in text if char.isalpha()]
    return "capitals" if len(letters) >= 4 and all(char.isupper() for char in letters) else None


def _before_tables(lines: Sequence[PrintedLine], own: set[int]) -> Iterator[list[_Candidate]]:
    """Yield, for each table of the plan or title inside one, the headings since the one before."""
    found: list[_Candidate] = []
    table: int | None = None
    for line in lines:
        is_title = len(line.cells) == 1 and (line.table is None or line.table in own)
        if is_title and line.role is None:
            text = " ".join(line.cells[0].split())
            if shape := _shape(text):
                found.append(_Candidate(text, line.page or 1, shape))
        if line.table in own and len(line.cells) > 1 and (found or line.table != table):
            yield found
            found, table = [], line.table


def _without_number(text: str) -> str:
    return fold(NUMBERED.sub("", text)).strip(" :.")


def draft_axes(lines: Sequence[PrintedLine], own: set[int]) -> tuple[list[AxisDraft], list[str]]:
    """Return the headings of a plan, the widest first, and patterns of the lines that name nothing over its tables."""
    groups = list(_before_tables(lines, own))
    again = Counter(text for group in groups for text in {_without_number(each.text) for each in group})
    constant = {text for text, count in again.items() if count >= CONSTANT and 2 * count >= _most(groups, text)}
    idle = dict.fromkeys(
        re.sub(r"[\s:.]+$", "", NUMBERED.sub("", each.text))
        for group in groups
        for each in group
        if _without_number(each.text) in constant
    )
    groups = [[each for each in group if _without_number(each.text) not in constant] for group in groups]
    chosen = _chosen(groups, _prefixes(groups))
    axes = [_axis(field, shape, groups) for field, shape in zip(FIELDS, chosen, strict=False)]
    labels = [rf"(?i:(?:{'|'.join(WORDS.values())})s?)\W*"] if any(axis.is_capitals for axis in axes) else []
    return axes, labels + [rf"(?:\d[\d.]*\s+)?{re.escape(text)}\W*".replace(r"\ ", " ") for text in idle if text]


def draft_axes_of_texts(texts: Sequence[tuple[str, int]], heads: set[str]) -> tuple[AxisDraft, ...]:
    """Return the headings of a plan in prose, the widest first: `heads` are the lines that its lists begin with."""
    groups: list[list[_Candidate]] = []
    found: list[_Candidate] = []
    for text, page in texts:
        if text in heads:
            groups.append(found)
            found = []
        elif shape := _shape(text):
            found.append(_Candidate(text, page, shape))
    chosen = [shape for shape in _chosen(groups, _prefixes(groups)) if shape != DASH]
    return tuple(_axis(field, shape, groups) for field, shape in zip(FIELDS, chosen, strict=False))


def _most(groups: Sequence[Sequence[_Candidate]], text: str) -> int:
    """Return how many tables a line would have to stand over to be all of them: half, for one that runs on."""
    runs = sum(1 for group in groups if any(_without_number(each.text) == text for each in group))
    return runs if runs * 5 >= len(groups) else len(groups)


def _prefixes(groups: Sequence[Sequence[_Candidate]]) -> Counter[str]:
    """Return how many tables each make of heading stands over."""
    return Counter(shape for group in groups for shape in {each.shape for each in group})


def _chosen(groups: Sequence[Sequence[_Candidate]], shapes: Counter[str]) -> list[str]:
    """Return the makes of heading that are taken, the widest first."""
    texts: dict[str, list[str]] = {}
    for group in groups:
        for shape, text in {each.shape: each.text for each in group}.items():  # the last of each make
            texts.setdefault(shape, []).append(text)
    every = Counter(each.shape for group in groups for each in group)
    enough = [
        shape
        for shape, count in shapes.items()
        if every[shape] <= A_TABLE * count and _is_enough(shape, count, len(groups), texts[shape])
    ]
    ordered = sorted(enough, key=lambda shape: (shape == DASH, len(set(texts[shape])), shape))
    return [*ordered[:1], DASH] if DASH in enough and len(enough) > 1 else ordered[: len(FIELDS)]


def _is_enough(shape: str, count: int, tables: int, texts: Sequence[str]) -> bool:
    if shape == DASH:
        return len(set(texts)) >= 2
    is_often = count >= COVERS * tables or shape.startswith("word")
    return is_often and (len(set(texts)) >= 2 or tables == 1)


def _axis(field: str, shape: str, groups: Sequence[Sequence[_Candidate]]) -> AxisDraft:
    last = [[each for each in group if each.shape == shape][-1:] for group in groups]
    fitting = [each for group in last for each in group]
    seen = tuple(dict.fromkeys(f"p. {each.page}: {each.text[:90]}" for each in fitting))
    return AxisDraft(field, _pattern(field, shape), seen, shape == "capitals")


def _pattern(field: str, shape: str) -> str:
    if shape == DASH:
        return r"(?P<subaxis>(?:[^a-záéíóúüñ]|\by\b)+?) [-–—] (?P<subaxis_description>.+)"
    kind, _, rest = shape.partition(" ")
    if kind == "word":
        return rf"{NO_DOTS}(?P<{field}>(?i:{WORDS[rest]}s?)\b.{{1,{LONGEST}}})"
    if kind == "number":
        depth = int(rest) - 1
        return rf"{NO_DOTS}(?P<{field}>\d{{1,2}}(?:\.\d{{1,2}}){{{depth}}}\.?[-)]?\s+[A-ZÁÉÍÓÚÑ¿].{{2,{LONGEST}}})"
    return rf"{NO_DOTS}(?P<{field}>[^a-záéíóúüñ\d•]{{4,{LONGEST}}})"


def axis_key() -> str:
    """Return the pattern of the word of an axis that goes into ids: the first that says something."""
    return AXIS_KEY.replace("WORDS", "|".join(WORDS.values()))
