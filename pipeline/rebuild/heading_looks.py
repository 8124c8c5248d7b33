"""How headings over actions look: their first word, their number, capitals, or their type.

- "EJE 1: PREVENCIÓN", "Eixo 2 – Proteção", "Strategic objective 3": a word of `plan_words.toml` with a number or colon;
- "2.1 Asistencia", "IV. Persecución": a number; only capitals; "FORMACIÓN - Promover …": a name and its purpose;
- a title row inside a table, with any text;
- larger, bold or shaded type: no pattern fits such lines, so a profile lists them one by one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..records import PrintedLine
from ..reference.headers import header_key
from ..reference.plan_words import accented, read_plan_words
from ..text import fold

NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?[-)]?\s+(?=[A-ZÁÂÃÉÍÓÔÚÑÇ¿])")
ROMAN = re.compile(r"(?P<number>[IVX]{1,5})[.)\s]?\s*[-–—.)]?\s+(?=[A-ZÁÂÃÉÍÓÔÚÑÇ])")
DOTS = re.compile(r"\.{4}")  # of a table of contents
LABELLED = re.compile(r"(?:n[°º.o]*\s*)?(?:\d|[IVX]+\b|[A-Z]\b|:|[-–—]).*[^\W\d_]{3}")
DASH = "dash"
DASHED = re.compile(
    r"(?:[^a-záàâãéêíóôõúüñç\d]|\by\b){4,}? [-–—] [A-ZÁÉÍÓÚÑ]\S* .*[a-záéíóúüñ].*"
)  # FORMACIÓN - Formar a
NAMED = re.compile(r"[^\W\d_]{3}")
NAME = re.compile(r"[A-ZÁÂÃÀÉÊÍÓÔÚÑÇ0-9¿“\"]")
LONGEST, MOST_WORDS = 140, 18
LONG, LONG_WORDS = 300, 45  # of a heading that its word and number, or its type, tell
COUNTED = re.compile(
    r"(?:n[°º.o]*\s*)?(?:\d[\d.]*|[IVX]+\b)\s*[:.)\-–—]*\s*[A-ZÁÂÃÀÉÊÍÓÔÚÑÇ¿“\"]"
)  # behind such a word
QUALIFIED = re.compile(
    r"[^\W\d_]{4,} (?=\d{1,2}\b|[IVX]+\b)"
)  # before its number: "Objetivo prioritario 1.- Armonizar"
COUNTED_TITLE = re.compile(r"(?P<label>[^:\d]*)\b\d[\d.]*\s*: ")  # "Resultado esperado 1.1: Población informada"
PARAGRAPH = 60  # letters of a line outside the tables, from which it is running text
ENDED = (".", ";", ":", ",")  # of running text
LARGER = 1.12  # times the size of the running text
OWN_TYPE = 1.05  # the same, of a line that stands over tables
FEW_WORDS = 8  # of an axis with a name and no number ("Eje Prevención")
MOST_NAMED = 40  # headings that a profile names one by one
NO_DOTS = r"(?!.*\.{4})"  # no line of a table of contents
UPPER = "A-ZÁÂÃÀÉÊÍÓÔÚÑÇ"
CAPITALS = "[^a-záàâãéêíóôõúüñç\\d•]"
TITLE_ROW, STYLE = "title", "style"


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A line that may be a heading, with what it looks like."""

    text: str
    page: int
    look: str  # "word eje" | "number 2" | "roman" | "capitals" | "dash" | "title" | "style 13.0 b s"
    size: float  # points; 0 where nothing is known of its type
    shade: float = 0.0  # the colour behind a title row; 0 = none
    is_near: bool = True  # False where running text stands between it and the table


def body_size(lines: Sequence[PrintedLine]) -> float:
    """Return the size of type of most of the text outside the tables, 0 where nothing is known of it.

    Paragraphs that end as sentences do tell it, else those that are long, else all lines: a plan of tables may have
    more headings than text.
    """
    ended: Counter[float] = Counter()
    letters: Counter[float] = Counter()
    every: Counter[float] = Counter()
    for line in lines:
        if line.size is not None and line.table is None:
            every[line.size] += len(line.cells[0])
            if len(line.cells[0]) >= PARAGRAPH:
                letters[line.size] += len(line.cells[0])
                ended[line.size] += len(line.cells[0]) * line.cells[0].endswith(ENDED)
    found = max((ended, letters, every), key=lambda counts: counts.total() > 0)
    return found.most_common(1)[0][0] if every else 0.0


def heading_line(line: PrintedLine, usual: float) -> HeadingLine | None:
    """Return a line of one cell as a heading, None where it looks like none; `usual`: the size of the running text."""
    text = " ".join(line.cells[0].split())
    look = look_of_text(text) or _look_of_type(line, text, usual)
    return HeadingLine(text, line.page or 1, look, line.size or 0.0, line.shade) if look else None


def look_of_text(text: str) -> str | None:
    """Return the look of a heading by its words alone; None where they say nothing."""
    if DASHED.fullmatch(text):
        return DASH
    if not _is_name(text, LONG, LONG_WORDS):
        return None
    is_short = _is_short_name(text)
    if word := _heading_word(text):
        rest = _behind(word, text)
        names = LABELLED.match(rest) or (text == text.upper() and NAMED.search(rest))
        is_axis = word in read_plan_words().axes and NAME.match(rest) and len(text.split()) <= FEW_WORDS
        if COUNTED.match(rest) or (is_short and (names or (is_axis and not text.endswith(ENDED)))):
            return f"word {word}"
    if not is_short:
        return None
    if match := NUMBERED.match(text):
        return f"number {match['number'].count('.') + 1}"
    if ROMAN.match(text):
        return "roman"
    letters = [char for char in text if char.isalpha()]
    is_capitals = len(letters) >= 4 and all(char.isupper() for char in letters)
    return "capitals" if is_capitals and not any(char.isdigit() for char in text) else None


def _heading_word(text: str) -> str | None:
    """Return the word for a heading that a text begins with."""
    folded = fold(text)
    words = ((bare, word) for bare, word in read_plan_words().headings if folded.startswith(bare.split()[0]))
    return next((word for bare, word in words if re.match(rf"{_in_plural(bare)}\b", folded)), None)


def _behind(word: str, text: str) -> str:
    """Return what stands behind the word for a heading that a text begins with."""
    return re.sub(rf"^{_in_plural(accented(word))}\s*", "", text, count=1, flags=re.IGNORECASE)


def _in_plural(words: str) -> str:
    """Return a pattern of words of which each may be in the plural: "objetivos específicos"."""
    return r"\s+".join(f"{word}(?:e?s)?" for word in words.split())


def _is_short_name(text: str) -> bool:
    return _is_name(text, LONGEST, MOST_WORDS)


def _is_name(text: str, most: int, most_words: int) -> bool:
    return len(text) <= most and len(text.split()) <= most_words and bool(NAME.match(text)) and not DOTS.search(text)


def _look_of_type(line: PrintedLine, text: str, usual: float) -> str | None:
    """Return the look of a line by its print: a title row of a table, or type that differs from the text."""
    if not _is_name(text, LONG, LONG_WORDS) or text.endswith(ENDED) or not NAMED.search(text):
        return None
    if line.table is not None:
        return None if ": " in text and not _is_counted_title(text) else TITLE_ROW  # "Presupuesto: 150 000" is a cell
    if line.size is None and not _is_short_name(text):
        return None
    if line.size is None:  # a text dump: a word before the number, or white space alone, may tell a heading
        word = _heading_word(text)
        if word and COUNTED.match(QUALIFIED.sub("", _behind(word, text), count=1)):
            return f"word {word}"
        return f"{STYLE} 0.0" if line.after_blank and not line.pieces else None
    is_larger = line.size >= OWN_TYPE * usual
    marks = f"{' b' * line.is_bold}{' s' * line.is_shaded}"
    return f"{STYLE} {line.size}{marks}" if is_larger or line.is_bold or line.is_shaded else None


def _is_counted_title(text: str) -> bool:
    """Tell whether a text with a colon is a title with its number, and no card's ("Acción 3: …", "Compromiso 4: …")."""
    match = COUNTED_TITLE.match(text)
    columns = read_plan_words().columns
    return match is not None and header_key(match["label"]) not in {
        header_key(label) for name in ("action", "measure") for label in columns[name]
    }


def is_title(look: str) -> bool:
    """Tell whether a look is that of a title row of a table, whose words say nothing of its kind."""
    return look.partition(" ")[0] == TITLE_ROW


def pattern_of(field: str, look: str, texts: Sequence[str]) -> str:
    """Return the pattern of a look as a profile has it; `texts` are the headings that have it."""
    kind, _, rest = look.partition(" ")
    most = LONGEST if max(map(len, texts), default=0) <= LONGEST else LONG
    if kind == DASH:
        return r"(?P<subaxis>(?:[^a-záéíóúüñ]|\by\b)+?) [-–—] (?P<subaxis_description>.+)"
    if kind == "word":
        return rf"{NO_DOTS}(?P<{field}>(?i:{accented(rest)}(?:e?s)?)\b.{{1,{most}}})"
    if kind == "number":
        depth = int(rest) - 1
        return rf"{NO_DOTS}(?P<{field}>\d{{1,2}}(?:\.\d{{1,2}}){{{depth}}}\.?[-)]?\s+[{UPPER}¿].{{2,{LONGEST}}})"
    if kind == "roman":
        return rf"{NO_DOTS}(?P<{field}>[IVX]{{1,5}}[.)\s]?\s*[-–—.)]?\s+[{UPPER}].{{2,{LONGEST}}})"
    if kind == "capitals":
        return rf"{NO_DOTS}(?P<{field}>{CAPITALS}{{4,{LONGEST}}})"
    named = [re.escape(text).replace(r"\ ", " ") for text in dict.fromkeys(texts)]
    return rf"(?P<{field}>{'|'.join(named)})"
