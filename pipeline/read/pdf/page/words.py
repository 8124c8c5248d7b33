"""The words of a page's text layer with their boxes, in the layer's own order.

Cases met:
- pdfium turns a hyphen at a line's end into U+FFFE or U+0002 and drops the line's end (oas-plan-3-sample p. 3): the
  word ends there, with its hyphen, and a new one begins;
- one drawing command prints the text of several cells (Word): a word over a vertical rule is cut at the rule;
- pdfium continues a word on another line: its boxes jump, and it is cut there;
- ligatures, soft hyphens, no-break spaces, and control characters of fonts with a private encoding.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, repeat

import numpy as np
import numpy.typing as npt

from ....language import OTHER, Language, language_of
from ..guard import pdfium
from ..guard.document import OpenPage
from .arrays import box_of, median_of
from .drawing import Floats, View
from .lost_spaces import with_lost_spaces
from .overprinted_words import overprinted
from .overrunning_words import runs_over_rules
from .rules import Ints
from .turned_words import lone_letters, turned_pieces, with_letters_joined
from .type_size import unit_of
from .word_spans import WORD, word_spans

FIXED = str.maketrans(
    {
        "\ufffe": "-", "\x02": "-", "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
        "\ufb05": "st", "\ufb06": "st", "\u2010": "-", "\u2011": "-", "\uf0b7": "•", "\u200c": "", "\u200d": "",
    }
)  # fmt: skip
SOLID = re.compile(r"\S")
SPECIAL = re.compile("[" + "".join(map(re.escape, map(chr, FIXED))) + "]")
SAMPLED_CHARS = 24
QUARTER = 1.5707963  # a quarter turn
ASLANT = 0.03  # quarter turns from the nearest whole one
SAME_PLACE = 1.5  # points: greatest distance between two prints of the same word
HIGH = 1.8  # times the usual height: the box of a letter that is printed aslant, or in a title
SIDEWAYS = 0.75  # share of the letters that are turned, where the page is
TOUCHING = 0.04  # of the line's height: words that stand nearer are one word
NO_LANGUAGE = language_of(OTHER)


@dataclass(frozen=True, slots=True)
class Aside:
    """Text that does not count as words of the page: slanted over them, printed twice, or cut off by a clip path."""

    text: str
    box: tuple[float, float, float, float]
    reason: str  # watermark | printed-twice | clipped | hidden


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a page; `boxes` (n, 4): x0, top, x1, bottom of each, as high as its font."""

    texts: tuple[str, ...]
    boxes: Floats
    starts: Sequence[int]  # index of each word's first character in the text layer
    turned: frozenset[int] = frozenset()  # `starts` of words printed upwards or downwards on an upright page
    aside: tuple[Aside, ...] = ()
    language: Language = NO_LANGUAGE  # of the document

    def __len__(self) -> int:
        return len(self.texts)


@lru_cache(maxsize=2)
def places_of(words: Words) -> list[list[float]]:
    """Return the boxes of words as lists, which are faster for a few of them. Those of the last pages are kept."""
    places: list[list[float]] = words.boxes.tolist()
    return places


class TextLayer:
    """The characters of a page's text layer."""

    def __init__(self, page: OpenPage, view: View) -> None:
        self.address = page.text_address
        self.view = view
        self.count = max(0, pdfium.count_chars(self.address))
        self.text = self._read_text()
        self.told_apart: dict[int, str] = {}  # by its first character: a word whose letters stand among another's
        self.sample = self._sample()

    def _read_text(self) -> str:
        """Return the layer's text, one character for each that has a box."""
        buffer = np.zeros(self.count + 1, dtype=np.uint16)
        written = pdfium.get_text(self.address, 0, self.count, buffer.ctypes.data) if self.count else 1
        text = buffer[: written - 1].tobytes().decode("utf-16-le", "replace")
        if len(text) == self.count:
            return text
        codes = [pdfium.char_unicode(self.address, index) for index in range(self.count)]
        return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)

    def boxes(self, indexes: list[int]) -> Floats:
        """Return (n, 4) boxes of single characters, as wide as they advance and as high as their font."""
        boxes = np.zeros((len(indexes), 4), dtype=np.float32)  # FS_RECTF: left, top, right, bottom
        places = range(boxes.ctypes.data, boxes.ctypes.data + boxes.nbytes, 16)
        deque(map(pdfium.loose_box, repeat(self.address), indexes, places), maxlen=0)
        left, top, right, bottom = boxes.T.astype(float)
        return self._with_tight(self.view.place_sides(left, bottom, right, top), indexes)

    def _with_tight(self, placed: Floats, indexes: list[int]) -> Floats:
        """Return the boxes; those of the ink if the font does not state its height (Type 3)."""
        height = placed[:, 3] - placed[:, 1]
        for row in np.flatnonzero((height < 0.5) | (height > 150)):
            buffer = pdfium.DoubleBuffer()
            at = ctypes.addressof(buffer)
            pdfium.tight_box(self.address, indexes[row], at, at + 8, at + 16, at + 24)
            left, right, bottom, top = buffer
            placed[row] = self.view.place(np.array([[left, bottom, right, top]]))[0]
        return placed

    def turn(self, index: int) -> float:
        """Return the quarter turns by which a character is printed away from upright."""
        return float((pdfium.char_angle(self.address, index) / QUARTER + self.view.turns) % 4)

    def angle(self) -> int:
        """Return the quarter turns to the right that set the text upright, from the page's own axes.

        Nearly all letters have to be turned. The sideways headers of a short table may be most of a page's letters.
        """
        turned = [round(pdfium.char_angle(self.address, index) / QUARTER) % 4 for index in self.sample]
        usual = max(set(turned), key=turned.count) if turned else 0
        upright = -self.view.turns % 4
        is_mixed = upright in turned and turned.count(usual) < SIDEWAYS * len(turned)
        return -(upright if is_mixed else usual) % 4

    def unit(self) -> float:
        """Return how many points count as one on the page (`unit_of`), by a sample of its characters."""
        heights = self.boxes(self.sample)[:, [1, 3]] @ [-1.0, 1.0]
        return unit_of(median_of(heights)) if self.sample else 1.0

    def _sample(self) -> list[int]:
        """Return some characters, no white space, taken evenly from the whole layer."""
        step = max(1, self.count // SAMPLED_CHARS)
        firsts = [SOLID.search(self.text, start, start + step) for start in range(0, self.count, step)]
        return [match.start() for match in firsts if match is not None]

    def unmapped_share(self) -> float:
        """Return the share of sampled characters without a Unicode value, or with one that means nothing."""
        unmapped, text = pdfium.char_unmapped, self.text
        bad = sum([unmapped(self.address, index) == 1 or _is_garbage(text[index]) for index in self.sample])
        return bad / len(self.sample) if self.sample else 0.0


def _is_garbage(char: str) -> bool:
    """Tell whether a code is no character: control or private, except the signs of symbol fonts (from U+F0B7)."""
    is_private = "\ue000" <= char <= "\uf0b6" or "\uf100" <= char <= "\uf8ff"
    return char == "\ufffd" or (char < " " and char not in "\t\r\n\x02") or is_private


def words_of(layer: TextLayer, rules: Floats) -> Words:
    """Return the words of a page, cut where a vertical rule (x, top, bottom) goes through them."""
    spans = with_lost_spaces(layer.text, word_spans(layer.text), layer.boxes)
    corners = _corners(layer, spans)
    turned = _turned(layer, spans, corners)
    inside = [(first, stop) for first, stop in spans.tolist() if first in turned] if turned else []
    spans, corners = _cut(layer, spans, corners, rules, turned)
    starts = array("i", spans[:, 0].tolist())
    turned = frozenset(start for first, stop in inside for start in starts if first <= start < stop)
    boxes = np.empty((len(spans), 4))
    np.minimum(corners[:, 0, :2], corners[:, 1, :2], out=boxes[:, :2])
    np.maximum(corners[:, 0, 2:], corners[:, 1, 2:], out=boxes[:, 2:])
    texts = [layer.text[start:stop] for start, stop in spans.tolist()]
    if layer.told_apart:
        texts = [layer.told_apart.get(start, text) for start, text in zip(starts, texts, strict=True)]
    if SPECIAL.search(layer.text):
        texts = [text.translate(FIXED) for text in texts]
    words = Words(tuple(texts), boxes, starts, turned)
    if turned:
        words = replace(words, **with_letters_joined(words.texts, words.boxes, words.starts, turned))
    return _without_overprinted(_without_slanted(layer, _once(words if turned else _glued(layer, words, spans, rules))))


def _once(words: Words) -> Words:
    """Return the words without those that are printed again in the same place, which are set apart."""
    boxes = words.boxes
    places = np.sort(np.round(boxes[:, 0] / SAME_PLACE) * 1e5 + np.round(boxes[:, 1] / SAME_PLACE))
    if (places[1:] > places[:-1]).all():
        return words
    again = []
    for order in (np.lexsort((boxes[:, 0], boxes[:, 1])), np.lexsort((boxes[:, 1], boxes[:, 0]))):
        near = (np.abs(np.diff(boxes[order], axis=0)) < SAME_PLACE).all(axis=1)
        again += [
            max(first, second)
            for first, second in zip(order[:-1][near].tolist(), order[1:][near].tolist(), strict=True)
            if words.texts[first] == words.texts[second]
        ]
    aside = [Aside(words.texts[index], box_of(boxes[index]), "printed-twice") for index in sorted(set(again))]
    return less(words, set(again), aside)


def less(words: Words, left_out: set[int], aside: list[Aside]) -> Words:
    """Return the words without those in `left_out`, of which `aside` says what they were."""
    kept = [index for index in range(len(words)) if index not in left_out]
    texts, starts = tuple(words.texts[index] for index in kept), tuple(words.starts[index] for index in kept)
    return Words(texts, words.boxes[kept], starts, words.turned, (*words.aside, *aside))


def _turned(layer: TextLayer, spans: Ints, corners: Floats) -> frozenset[int]:
    """Return the starts of the words whose letters stand one above the other; of one letter only beside others."""
    starts = spans[_jumps(corners[:, 0], corners[:, 1]), 0].tolist()
    turned = {start for start in starts if abs(layer.turn(start) % 2 - 1) < ASLANT}
    single = spans[spans[:, 1] - spans[:, 0] == 1, 0].tolist() if turned else lone_letters(spans)
    return frozenset(turned.union(start for start in single if abs(layer.turn(start) % 2 - 1) < ASLANT))


def _without_slanted(layer: TextLayer, words: Words) -> Words:
    """Return the words without slanted ones, which are set apart. Only letters with a high box are looked at."""
    heights = words.boxes[:, 3] - words.boxes[:, 1]
    if not len(heights) or heights.max() < HIGH * (usual := median_of(heights)):
        return words
    high = np.flatnonzero(heights > HIGH * usual).tolist()
    aslant = [index for index in high if ASLANT < layer.turn(words.starts[index]) % 1 < 1 - ASLANT]
    if not aslant:
        return words
    slanted: list[Aside] = []
    stop = -2
    for index in aslant:
        text, (x0, top, x1, bottom) = words.texts[index], words.boxes[index].tolist()
        before = slanted[-1] if slanted else None
        if before is not None and words.starts[index] - stop <= 1:
            space = " " * (words.starts[index] - stop)
            box = min(x0, before.box[0]), min(top, before.box[1]), max(x1, before.box[2]), max(bottom, before.box[3])
            slanted[-1] = Aside(f"{before.text}{space}{text}", box, "watermark")
        else:
            slanted.append(Aside(text, (x0, top, x1, bottom), "watermark"))
        stop = words.starts[index] + len(text)
    return less(words, set(aslant), slanted)


def _without_overprinted(words: Words) -> Words:
    """Return the words without upright watermarks, which are set apart."""
    marks = overprinted(words.boxes)
    aside = [Aside(words.texts[at], box_of(words.boxes[at]), "watermark") for at in marks]
    return less(words, {*marks}, aside) if marks else words


def _corners(layer: TextLayer, spans: Ints) -> Floats:
    """Return (n, 2, 4): boxes of the first and the last character of each span."""
    asked = np.ones(spans.shape, dtype=bool)
    asked[:, 1] = spans[:, 1] - spans[:, 0] > 1
    boxes = layer.boxes((spans - [0, 1])[asked].tolist())
    place = np.cumsum(asked.ravel()) - 1
    return np.asarray(boxes[place].reshape(-1, 2, 4))


def _glued(layer: TextLayer, words: Words, spans: Ints, rules: Floats) -> Words:
    """Return the words; two without a visible space become one ("6 1", florencia), unless most spaces are invisible."""
    if len(words) < 2:
        return words
    boxes = words.boxes
    height = boxes[:-1, 3] - boxes[:-1, 1]
    gap = (boxes[1:, 0] - boxes[:-1, 2]) / np.maximum(height, 1.0)
    between = spans[1:, 0] - spans[:-1, 1]
    spaced = (between > 0) & (between < 3) & (np.abs(boxes[1:, 3] - boxes[:-1, 3]) < 0.1 * height)
    touching = np.flatnonzero(spaced & (np.abs(gap) < TOUCHING))
    touching = touching[~_crossed(boxes[touching], boxes[touching + 1], rules)]
    if len(touching) and median_of(gap[spaced]) < 2 * TOUCHING:
        # no word stands beside the end of a line: pdfium took what is set by letters for a column
        touching = touching[[layer.text[stop] in "\r\n" for stop in spans[touching, 1].tolist()]]
    if not len(touching):
        return words
    texts, starts, merged = list(words.texts), list(words.starts), boxes.copy()
    for index in touching[::-1].tolist():
        texts[index : index + 2] = [texts[index] + texts[index + 1]]
        merged[index] = [*np.minimum(merged[index, :2], merged[index + 1, :2]),
                         *np.maximum(merged[index, 2:], merged[index + 1, 2:])]  # fmt: skip
        merged = np.delete(merged, index + 1, axis=0)
        del starts[index + 1]
    return Words(tuple(texts), merged, tuple(starts))


def _jumps(first: Floats, last: Floats) -> npt.NDArray[np.bool_]:
    """Tell which words end before they begin, or on another line."""
    height = first[:, 3] - first[:, 1]
    return np.asarray((last[:, 2] < first[:, 0] - 1) | (np.abs(last[:, 3] - first[:, 3]) > 0.6 * height))


def _cut(layer: TextLayer, spans: Ints, corners: Floats, rules: Floats, turned: frozenset[int]) -> tuple[Ints, Floats]:
    first, last = corners[:, 0], corners[:, 1]
    jumps = _jumps(first, last)
    suspects = np.flatnonzero(jumps | _crossed(first, last, rules))
    if not len(suspects):
        return spans, corners
    overrun = {int(word) for word in suspects if not jumps[word] and _is_overprinted(int(word), first, last)}
    for word in overrun:
        corners[word] = _within_rules(corners[word], rules)
    pieces: list[Ints] = []
    kept: list[Floats] = []
    done = 0
    for word in suspects.tolist():
        if word in overrun:
            continue
        pieces.append(spans[done:word])
        kept.append(corners[done:word])
        start, stop = int(spans[word, 0]), int(spans[word, 1])
        if start in turned:
            parts = turned_pieces(layer.boxes(list(range(start, stop))), start)
        else:
            parts = _pieces(layer, (start, stop), rules)
        for piece, ends in parts:
            pieces.append(np.array([piece]))
            kept.append(ends[None])
        done = word + 1
    return np.concatenate([*pieces, spans[done:]]), np.concatenate([*kept, corners[done:]])


def _is_overprinted(word: int, first: Floats, last: Floats) -> bool:
    """Tell whether other words of the line are printed over a word that is too wide for its cell (contratos p. 1)."""
    left, right = first[word, 0], last[word, 2]
    beside = np.abs(first[:, 3] - first[word, 3]) < 0.5 * (first[word, 3] - first[word, 1])
    over = (first[:, 0] < right - 1) & (last[:, 2] > left + 1) & beside
    return bool(over.sum() > 1)


def _within_rules(ends: Floats, rules: Floats) -> Floats:
    """Return the boxes of a word's ends, cut at the rules between which most of the word stands."""
    middle = (ends[0, 1] + ends[0, 3]) / 2
    beside = rules[(rules[:, 1] < middle) & (rules[:, 2] > middle), 0]
    inside = np.sort(beside[(beside > ends[0, 0]) & (beside < ends[1, 2])])
    edges = np.concatenate([[ends[0, 0]], inside, [ends[1, 2]]])
    widest = int(np.diff(edges).argmax())
    drawn = ends.copy()
    drawn[:, 0], drawn[:, 2] = edges[widest], edges[widest + 1]
    return drawn


def _crossed(first: Floats, last: Floats, rules: Floats) -> npt.NDArray[np.bool_]:
    """Tell which words a rule goes through. Only words over some rule's x are compared with every rule."""
    crossed = np.zeros(len(first), dtype=bool)
    if not len(rules) or not len(first):
        return crossed
    x = np.sort(rules[:, 0])
    reaching = np.flatnonzero(x.searchsorted(last[:, 2] - 1) > x.searchsorted(first[:, 0] + 1, side="right"))
    first, last = first[reaching], last[reaching]
    middle = (first[:, 1] + first[:, 3]) / 2
    inside = (rules[:, 0] > first[:, 0, None] + 1) & (rules[:, 0] < last[:, 2, None] - 1)
    beside = (rules[:, 1] < middle[:, None]) & (rules[:, 2] > middle[:, None])
    crossed[reaching] = (inside & beside).any(axis=1)
    return crossed


def _pieces(layer: TextLayer, span: tuple[int, int], rules: Floats) -> list[tuple[tuple[int, int], Floats]]:
    """Return a word's pieces, each with the boxes of its first and last character."""
    start, stop = span
    boxes = layer.boxes(list(range(start, stop)))
    if runs := runs_over_rules(boxes, rules):
        return _told_apart(layer, span, boxes, runs, rules)
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    cuts = []
    for index in range(1, stop - start):
        height = boxes[index - 1, 3] - boxes[index - 1, 1]
        jumps = abs(middle_y[index] - middle_y[index - 1]) > 0.6 * height or boxes[index, 2] < boxes[index - 1, 0] - 1
        ruled = (
            (rules[:, 0] > middle_x[index - 1]) & (rules[:, 0] <= middle_x[index])
            & (rules[:, 1] < middle_y[index]) & (rules[:, 2] > middle_y[index])
        ).any() if len(rules) else False  # fmt: skip
        if jumps or ruled:
            cuts.append(index)
    edges = [0, *cuts, stop - start]
    return [((start + a, start + b), boxes[[a, b - 1]]) for a, b in pairwise(edges)]


def _told_apart(
    layer: TextLayer, span: tuple[int, int], boxes: Floats, runs: list[list[int]], rules: Floats
) -> list[tuple[tuple[int, int], Floats]]:
    """Return the runs of a word as words of their own, each cut at the rules on both sides."""
    start, stop = span
    edges = [*(run[0] for run in runs), stop - start]
    for run in runs:
        layer.told_apart[start + run[0]] = "".join(layer.text[start + index] for index in run)
    ends = [_within_rules(boxes[[run[0], run[-1]]], rules) for run in runs]
    return [((start + a, start + b), drawn) for (a, b), drawn in zip(pairwise(edges), ends, strict=True)]


def letters_of(layer: TextLayer) -> str:
    """Return the text of a page's layer with the same characters corrected as in its words."""
    return " ".join(match.group() for match in WORD.finditer(layer.text)).translate(FIXED)
