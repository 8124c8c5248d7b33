"""Paragraphs of the lines outside tables: where one ends and the next begins.

A paragraph ends if the first word of the next line would still have fitted on its last line. It also ends before more
white space, another size or weight of type, an indent, or the mark of a list. A paragraph that a page or a column cuts
goes on after it. Footnotes come after the text of all pages, so that they do not interrupt a paragraph. Struck, marked
and raised words keep their marks and places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ....language import Language
from ....records import HYPHEN, PrintedPiece
from ....text import BULLETS, CAPITAL, NUMBER_SUFFIX, ORDINAL_SUFFIX, SMALL, is_finished
from ..page.cell_text import Vocabulary, join_lines, line_starts
from ..page.drawing import Box
from ..page.hyphens import unclear_words
from ..page.typefaces import Face
from .lines import TextLine
from .list_numbers import is_next_mark
from .title_ends import ends_title

LIST_MARK = re.compile(
    rf"(?:[{BULLETS}*–—-]\s|\(?(?:\d{{1,3}}(?:\.\d{{1,3}})*|[a-zñ]|[ivxl]{{1,6}})(?:[.)]|\.-|º|°)\s|"
    rf"\d{{1,2}}\s(?=[{CAPITAL}][{SMALL}])|(?-i:[ivx]{{1,6}}\s(?=[{CAPITAL}][{SMALL}]))|"
    rf"\d{{1,3}}{ORDINAL_SUFFIX}\b|[IVX]{{1,6}}{NUMBER_SUFFIX}\b|[IVX]{{1,6}}\.|(?-i:[OP]P)\s?\d{{1,2}}{NUMBER_SUFFIX}?[.:]?\s|\[\s*\d{{1,3}}{NUMBER_SUFFIX}\b)",
    re.IGNORECASE,
)
LONE_MARK = re.compile(r"[•·▪◦●○■□➢✓*–—-]|\(?(?:\d{1,3}|[a-z]|[ivxl]{1,6})[.)]", re.IGNORECASE)
LABEL = re.compile(r"[\[(]?[^\W_]{1,6}[.,)]+\s")  # as a scan may have a number: "X1V. ", "1v. ", "4, "
CLAUSE_END = re.compile(r"(?P<mark>[;,])\]?(?:\s+(?:y|e|and))?$")
FEWEST_ENDS = 2  # least number of paragraphs that certainly end with a mark, if the mark ends paragraphs
SAME_LEADING = 0.05  # of the size of type: distances of baselines are rounded to it
CUT = re.compile(r"[^\W\d_][-\u00ad]$")
FEWEST_FILLED = 4  # lines that end at the edge of a justified column
MOST_FILLED = 0.7  # share of the full lines that reach the edge: with more the text is justified
TRAILING_RULE = re.compile(r"[-_–—]{3,}$")
MORE_SPACE = 0.3  # of the size of type, over the usual leading
LESS_SPACE = 0.1  # the same before the next number of a list, whose item above ends without a mark
WIDEST = 4.0  # sizes of type between two lines of one paragraph, at most: a table may stand between two headings
OTHER_SIZE = 0.12  # share of the size of type
INDENT = 5.0  # points
SAME_EDGE = 1.5  # points
FEWEST_INDENTED = 5  # first lines that are needed to see a habit
MOSTLY = 0.8  # share of them with one indent
JUSTIFIED = 1.5  # points: a line that ends this near its column's edge fills it
ROOM = 1.0  # points that a word needs more than its own width and a space
HAIR = 0.3  # of the size of type: more room that a small word must have had, since sentences begin with capitals
SPACE = 0.28  # of the size of type: an ordinary space between words


@dataclass(slots=True)
class Paragraph:
    """Lines that make one paragraph on one page or in one column of it."""

    lines: list[TextLine]
    goes_on: bool = False  # True where it goes on with the paragraph before

    @property
    def page(self) -> int:
        """The page that it stands on."""
        return self.lines[0].page

    @property
    def top(self) -> float:
        """Points from the page's top."""
        return self.lines[0].box[1]


def paragraphs_of(lines: Sequence[TextLine], language: Language) -> list[Paragraph]:
    """Return the paragraphs of body text in reading order, then those of the footnotes."""
    body = [line for line in lines if line.role == "body"]
    notes = [line for line in lines if line.role == "footnote"]
    return [*_grouped(body, language), *_grouped(notes, language)]


def _grouped(lines: Sequence[TextLine], language: Language) -> Iterator[Paragraph]:
    setting = _Setting(lines, language)
    open_paragraph: Paragraph | None = None
    for before, line in pairwise([None, *lines]):
        if line is None:
            continue
        if before is not None and open_paragraph is not None and setting.is_same_flow(before, line):
            if setting.continues(open_paragraph.lines, line):
                open_paragraph.lines.append(line)
                continue
            cut = False
        else:
            cut = open_paragraph is not None and setting.is_cut(open_paragraph, line)
        if open_paragraph is not None:
            yield open_paragraph
        open_paragraph = Paragraph([line], cut)
    if open_paragraph is not None:
        yield open_paragraph


class _Setting:
    """How a document's text is set: usual space between lines, edges of each page's columns."""

    def __init__(self, lines: Sequence[TextLine], language: Language) -> None:
        self._language = language
        pairs = [(before, line) for before, line in pairwise(lines) if self.is_same_flow(before, line)]
        self._leading = _lower_mode([_leading(before, line) for before, line in pairs])
        self._edges = _edges_of(lines)
        self._widest = self._usual_edges()
        full = [before for before, line in pairs if not self._had_room(before, line)]
        self._is_justified = sum(map(self._fills, full)) > MOST_FILLED * len(full)
        self._indent = self._usual_indent(pairs)
        self._ends = Counter(_mark_at_end(before.text) for before, line in pairs if self._parts(before, line))

    def _parts(self, before: TextLine, line: TextLine) -> bool:
        """Tell whether a line certainly begins a paragraph: its first word, a capital, would have fitted above."""
        return self._had_room(before, line) and line.text[:1].isupper()

    def _usual_edges(self) -> dict[int, tuple[float, float]]:
        """Return for each column number the edges that most pages have: one page may hold only a few words."""
        found: dict[int, list[tuple[float, float]]] = {}
        for (_, column), edges in self._edges.items():
            found.setdefault(column, []).append(edges)
        return {
            column: (float(np.median([left for left, _ in edges])), float(np.median([right for _, right in edges])))
            for column, edges in found.items()
        }

    def _usual_indent(self, pairs: Sequence[tuple[TextLine, TextLine]]) -> float | None:
        """Return the indent of first lines, if most paragraphs begin with one."""
        indents = [
            self._indent_of(before)
            for before, line in pairs
            if self._indent_of(before) > INDENT and abs(self._indent_of(line)) < SAME_EDGE
            if not LIST_MARK.match(line.text) and not LABEL.match(line.text)  # a number that hangs
        ]
        if len(indents) < FEWEST_INDENTED:
            return None
        usual = float(np.median(indents))
        stays = sum(all(abs(self._indent_of(each) - usual) < SAME_EDGE for each in pair) for pair in pairs)
        if stays > len(indents):  # lines of text behind hanging numbers
            return None
        return usual if sum(abs(indent - usual) < SAME_EDGE for indent in indents) > MOSTLY * len(indents) else None

    def _indent_of(self, line: TextLine) -> float:
        return line.box[0] - self._edges[line.page, line.column][0]

    @staticmethod
    def is_same_flow(before: TextLine, line: TextLine) -> bool:
        """Tell whether two lines stand below one another in one column of one page."""
        return (before.page, before.column) == (line.page, line.column) and line.box[1] > before.box[1] - 1

    def _right(self, line: TextLine) -> float:
        own = self._edges[line.page, line.column][1]
        usual = self._widest[line.column][1]
        return usual if own < usual and line.column == 0 and usual - own < usual / 3 else own

    def _had_room(self, before: TextLine, line: TextLine) -> bool:
        """Tell whether the first word of a line would still have fitted on the line before."""
        left, right = self._edges[line.page, line.column]
        needed = SPACE * before.size + line.first_width + (ROOM if line.text[:1].isupper() else ROOM + HAIR * line.size)
        if _are_centred(before, line, (left, right)):
            return before.box[2] - before.box[0] + needed < right - left
        return before.box[2] + needed < self._right(before)

    def _ends_short(self, line: TextLine) -> bool:
        """Tell whether a line of justified text ends before the edge of its column, like the last of a paragraph."""
        plain = self._is_justified and not _weight(line) and line.text != line.text.upper()
        return plain and not self._fills(line) and is_finished(line.text)

    def _fills(self, line: TextLine) -> bool:
        """Tell whether a line reaches its column's edge; a full stop may hang over it (typst)."""
        return self._right(line) - line.box[2] < JUSTIFIED

    def continues(self, paragraph: Sequence[TextLine], line: TextLine) -> bool:
        """Tell whether a line goes on with the paragraph of the line above it."""
        before = paragraph[-1]
        if line.is_marked:
            return False
        if _leading(before, line) > min(self._leading + MORE_SPACE, WIDEST):
            return False
        if _is_other_size(before, line) or (_weight(paragraph[0]) != _weight(line) and not _flows(before, line)):
            return _is_rest(before, line)
        if LONE_MARK.fullmatch(before.text) and len(paragraph) == 1:
            return True
        if _closes_bracket(paragraph, line):
            return True
        are_bold = _weight(paragraph[0]) and _weight(line)
        if self._begins_as_usual(paragraph, line) or ends_title(paragraph, line, are_bold, self._language):
            return False
        if CUT.search(before.text) and line.text[:1].islower():
            return True
        if self._had_room(before, line) or self._ends_short(before):
            return line.text[:1].islower() and not is_finished(before.text) and not LIST_MARK.match(line.text)
        if LIST_MARK.match(line.text) and (is_finished(before.text) or line.box[0] <= paragraph[0].box[0] + 1):
            is_end = before.text.endswith((";", ",")) or self._language.ends_with_joiner(before.text)
            is_hung = all(each.box[0] > line.box[0] + INDENT for each in paragraph[1:])
            is_next = is_hung or _leading(before, line) > self._leading + LESS_SPACE
            is_next = is_next and is_next_mark(paragraph[0].text, line.text)
            return not (is_finished(before.text) or is_end or is_next)
        return not self._begins_by_indent(paragraph, line)

    def _begins_by_indent(self, paragraph: Sequence[TextLine], line: TextLine) -> bool:
        """Tell whether a line is indented like a first line: further right than the line above, which is none.

        In a list it is the other way round: the first line of an item stands further left.
        """
        if len(paragraph) < 2 or not is_finished(paragraph[-1].text):
            return False
        return line.box[0] > paragraph[-1].box[0] + INDENT

    def _begins_as_usual(self, paragraph: Sequence[TextLine], line: TextLine) -> bool:
        """Tell whether a line has the usual indent of first lines, and the paragraph above began with it too."""
        if self._indent is None or abs(self._indent_of(line) - self._indent) > SAME_EDGE:
            return False
        if abs(self._indent_of(paragraph[0]) - self._indent) > SAME_EDGE:
            return False
        if len(paragraph) == 1:
            return is_finished(paragraph[0].text)
        return abs(self._indent_of(paragraph[-1])) < SAME_EDGE

    def is_cut(self, paragraph: Paragraph, line: TextLine) -> bool:
        """Tell whether a paragraph goes on with a line of the next page or column."""
        last = paragraph.lines[-1]
        if line.is_marked or _is_other_size(last, line) or LIST_MARK.match(line.text):
            return False
        if line.page > last.page + 1 or self._had_room(last, line):
            return line.text[:1].islower() and not is_finished(last.text)
        if TRAILING_RULE.search(last.text) or (_weight(last) and not _weight(line) and not _flows(last, line)):
            return line.text[:1].islower()
        if line.text[:1].isupper() and (mark := _mark_at_end(last.text)) and self._ends[mark] >= FEWEST_ENDS:
            return False
        if line.text.startswith("["):  # of an amendment, set behind the last word: it found no room there
            return True
        if self._language.is_open(last.text) or line.text[:1].islower() or not is_finished(last.text):
            return True
        indented = line.box[0] > self._edges[line.page, line.column][0] + INDENT
        return self._fills(last) and not indented and len(paragraph.lines) > 1


def _closes_bracket(paragraph: Sequence[TextLine], line: TextLine) -> bool:
    """Tell whether a line closes the round bracket that a paragraph leaves open: "(Salud; R$" over "800.000)"."""
    text = " ".join(each.text for each in paragraph)
    opening, closing = text.count("(") - text.count(")"), line.text.find(")")
    return opening == 1 and closing >= 0 and "(" not in line.text[:closing]


def _mark_at_end(text: str) -> str:
    """Return the comma or semicolon at the end of a text, also before a last "and": so clauses of a preamble end."""
    found = CLAUSE_END.search(text)
    return found["mark"] if found else ""


def _edges_of(lines: Sequence[TextLine]) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the left and right edge of each page's columns; a line that overruns a justified column moves none."""
    columns: dict[tuple[int, int], list[TextLine]] = {}
    for line in lines:
        columns.setdefault((line.page, line.column), []).append(line)
    return {key: (min(line.box[0] for line in own), _right_edge([line.box[2] for line in own]))
            for key, own in columns.items()}  # fmt: skip


def _right_edge(ends: Sequence[float]) -> float:
    """Return where most lines end, if a third of them end there; else where the longest does."""
    found = np.array(ends)
    near = (np.abs(found[:, None] - found[None, :]) < JUSTIFIED).sum(axis=1)
    best = found[int(near.argmax())]
    enough = near.max() >= max(FEWEST_FILLED, len(ends) / 3)
    return float(np.median(found[np.abs(found - best) < JUSTIFIED])) if enough else float(found.max())


def _leading(before: TextLine, line: TextLine) -> float:
    """Return the distance of two baselines, in sizes of their type."""
    return (line.baseline - before.baseline) / max(line.size, before.size, 1.0)


def _lower_mode(leadings: Sequence[float]) -> float:
    """Return the usual leading inside paragraphs: the commonest, the smaller one where two are nearly as common."""
    positive = [leading for leading in leadings if leading > 0]
    if not positive:
        return 0.0  # no two lines stand below one another, so the value is not used
    values, counts = np.unique(np.round(np.array(positive) / SAME_LEADING).astype(int), return_counts=True)
    return float(values[counts >= counts.max() / 2].min() * SAME_LEADING)


def _is_other_size(before: TextLine, line: TextLine) -> bool:
    return abs(line.size - before.size) > OTHER_SIZE * before.size


def _weight(line: TextLine) -> bool:
    """Tell whether a whole line is bold."""
    letters = [run for run in line.runs if any(char.isalpha() for char in run.text)]
    return bool(letters) and all(run.face.is_bold for run in letters)


def _flows(before: TextLine, line: TextLine) -> bool:
    """Tell whether an unfinished sentence goes on in the same weight: bold words that a line's end cuts."""
    runs = [[run for run in each.runs if any(map(str.isalpha, run.text))] for each in (before, line)]
    same = all(runs) and runs[0][-1].face.is_bold == runs[1][0].face.is_bold
    goes_on = line.text[:1].islower() or not is_finished(before.text)
    return same and goes_on and not LIST_MARK.match(line.text)


def _is_rest(before: TextLine, line: TextLine) -> bool:
    """Tell whether a line of another weight continues the unfinished sentence of the line before."""
    is_open = line.text[:1].islower() and not is_finished(before.text)
    return is_open and not _is_other_size(before, line) and not LIST_MARK.match(line.text)


def _are_centred(before: TextLine, line: TextLine, edges: tuple[float, float]) -> bool:
    """Tell whether two lines are set around the middle of their column, neither at its left edge."""
    middle = (edges[0] + edges[1]) / 2
    begins, ends = (abs(before.box[side] - line.box[side]) < SAME_EDGE for side in (0, 2))
    if begins and not ends:  # behind a hanging number, as wide as the column by chance
        return False
    return all(
        abs((each.box[0] + each.box[2]) / 2 - middle) < 3 and each.box[0] > edges[0] + INDENT for each in (before, line)
    )


@dataclass(frozen=True, slots=True)
class _KeptLine:
    """A line without its footnote marks."""

    text: str
    signs: list[tuple[str, str]]  # each character that is no space, and its mark: struck, marked or ""
    notes: list[str]


def piece_of_paragraph(paragraph: Paragraph, vocabulary: Vocabulary) -> tuple[PrintedPiece, list[str]]:
    """Return the text of a paragraph with its marks, without hyphens at line ends; and the footnote marks taken out."""
    kept = [_without_raised(line) for line in paragraph.lines]
    kept[-1] = _with_hyphen_seen(kept[-1])
    lines = [line.text for line in kept]
    text = join_lines(lines, vocabulary)
    unclear = [(start, end, HYPHEN) for start, end in unclear_words(lines, text, vocabulary)]
    marks = (*_placed_marks(text, kept), *unclear)
    piece = PrintedPiece(paragraph.page, _box_of(paragraph.lines), text, marks=marks, breaks=line_starts(lines, text))
    return piece, [note for line in kept for note in line.notes]


def _without_raised(line: TextLine) -> _KeptLine:
    if not line.runs:
        return _KeptLine(line.text, [(char, "") for char in line.text if not char.isspace()], [])
    text, signs, notes = "", [], []
    for run in line.runs:
        if run.face.is_raised:
            notes.append(run.text)
            continue
        text += run.text if run.is_glued or not text else f" {run.text}"
        mark = _mark_of(run.face)
        signs += [(char, mark) for char in run.text if not char.isspace()]
    return _KeptLine(text, signs, notes)


def _with_hyphen_seen(line: _KeptLine) -> _KeptLine:
    """Return a paragraph's last line with a soft hyphen at its end (typst) as the hyphen that is printed there."""
    if not line.text.endswith("\u00ad"):
        return line
    return _KeptLine(f"{line.text[:-1]}-", [*line.signs[:-1], ("-", line.signs[-1][1])], line.notes)


def _mark_of(face: Face) -> str:
    """Return how words are marked; an underline or a colour says more than bold type does."""
    if face.is_struck:
        return "struck"
    if face.is_underlined:
        return "underlined"
    return "coloured" if face.is_coloured else "marked" if face.is_bold else ""


def _placed_marks(text: str, lines: Sequence[_KeptLine]) -> Iterator[tuple[int, int, str]]:
    """Yield the marked stretches of the joined text by their offsets in it."""
    signs = iter([sign for line in lines for sign in line.signs])
    state, start, end = "", 0, 0
    for at, char in enumerate(text):
        if char.isspace():
            continue
        mark = next(mark for printed, mark in signs if printed == char)
        if mark != state:
            if state:
                yield start, end, state
            state, start = mark, at
        end = at + 1
    if state:
        yield start, end, state


def _box_of(lines: Sequence[TextLine]) -> Box:
    return (
        min(line.box[0] for line in lines),
        min(line.box[1] for line in lines),
        max(line.box[2] for line in lines),
        max(line.box[3] for line in lines),
    )
