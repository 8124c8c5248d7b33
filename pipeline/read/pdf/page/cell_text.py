"""The text of a cell or a line from its words: reading order, hyphens at line ends, spacing.

A word hyphenated at the end of a line is made whole, unless the hyphen belongs to the word (`hyphens`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from ....language import KNOWN, Language
from .drawing import Floats
from .hyphens import ending_of, has_own_hyphen

SAME_LINE = 0.5  # share of the smaller word's height that lies beside the other word
HYPHENATED = re.compile(r"^(.*?)([^\W\d_]+)[-\u00ad]$", re.DOTALL)
SLASHED = re.compile(r"[^\W_]\.?/$")  # "urbano/" with "rural" on the next line, "Sr./" with "Sra.", "mar/" with "2025"
TRAILING_LETTERS = re.compile(r"[^\W\d_]+$")
LEADING_LETTERS = re.compile(r"^[^\W\d_]+")
RAYA = re.compile(r"^—\w|\w—[.,;:)]?$")
CLOSING = re.compile(r"^(?:[)\]]+[,.;:]?|[,.;:])(?:\s|$)")  # ", municipales": what begins no line but a narrow column's
PERCENT = re.compile(r"^\d{0,2}%$")
WHOLE_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
RARER = 10  # a word made whole may be this many times rarer than the rarer one of its halves
SHORTEST_STEM = 6  # letters of a word whose other forms are looked for
NEAR_START = 3  # letters by which a hyphen or a soft one may move the beginning of a line
TELLING = 500  # words that a document must have before its line ends show whether it breaks words


def lines_of_words(boxes: Floats) -> list[list[int]]:
    """Return the indexes of words as lines from top to bottom, each from left to right."""
    return lines_among(boxes.tolist(), range(len(boxes)))


def lines_among(boxes: Sequence[Sequence[float]], members: Sequence[int]) -> list[list[int]]:
    """Return `members` as lines from top to bottom, each from left to right; `boxes` are those of all words."""
    if len(members) < 2:
        return [list(members)] if members else []
    return _lines_as_they_come(boxes, members) or _sorted_lines(boxes, members)


def _lines_as_they_come(boxes: Sequence[Sequence[float]], members: Sequence[int]) -> list[list[int]] | None:
    """Return the lines of words that come in reading order, which they nearly always do; else None."""
    x, top, _, bottom = boxes[members[0]]
    line = [members[0]]
    lines = [line]
    for index in members[1:]:
        x0, top0, _, bottom0 = boxes[index]
        if (
            top0 == top and bottom0 == bottom and top < bottom
        ):  # as most words do, which saves the look at their heights
            if x0 < x:
                return None
            line.append(index)
            x = x0
            continue
        shared = (bottom if bottom < bottom0 else bottom0) - (top if top > top0 else top0)
        height = bottom - top if bottom - top < bottom0 - top0 else bottom0 - top0
        if shared > SAME_LINE * height:
            if x0 < x:
                return None
            line.append(index)
            if bottom0 - top0 > bottom - top:
                top, bottom = top0, bottom0
        elif top0 < top:
            return None
        else:
            line = [index]
            lines.append(line)
            top, bottom = top0, bottom0
        x = x0
    return lines


def _sorted_lines(boxes: Sequence[Sequence[float]], members: Sequence[int]) -> list[list[int]]:
    own = [boxes[index] for index in members]
    middles = [top + bottom for _, top, _, bottom in own]
    lines: list[list[int]] = []
    line: list[int] = []
    top = bottom = 0.0
    for place in sorted(range(len(own)), key=middles.__getitem__):
        _, top0, _, bottom0 = own[place]
        shared = (bottom if bottom < bottom0 else bottom0) - (top if top > top0 else top0)
        height, height0 = bottom - top, bottom0 - top0
        if line and shared > SAME_LINE * (height if height < height0 else height0):
            line.append(place)
            if height0 > height:
                top, bottom = top0, bottom0
        else:
            line = [place]
            lines.append(line)
            top, bottom = top0, bottom0
    lefts = [box[0] for box in own]
    for line in lines:
        if len(line) > 1:
            line.sort(key=lefts.__getitem__)
    return [[members[place] for place in line] for line in lines]


def lines_upwards(boxes: Sequence[Sequence[float]], members: Sequence[int]) -> list[list[int]]:
    """Return words printed upwards or downwards as lines, in the order in which they are printed."""
    lines: list[list[int]] = []
    for index in members:
        x0, _, x1, _ = boxes[index]
        left, right = (boxes[lines[-1][-1]][0], boxes[lines[-1][-1]][2]) if lines else (0.0, 0.0)
        if lines and min(right, x1) - max(left, x0) > SAME_LINE * min(right - left, x1 - x0):
            lines[-1].append(index)
        else:
            lines.append([index])
    return lines


class Vocabulary:
    """The words that the pages of a document have shown so far, whole or with a hyphen."""

    def __init__(self, language: Language, words: Iterable[str] = ()) -> None:
        self.language = language
        self.seen: dict[str, str] = {}  # each word, once
        self.folded: set[str] = set()
        self.stems: set[str] = set()  # of `folded`, without endings of number and gender
        self.folded_count = 0
        self.word_count = 0
        self.joined: dict[tuple[str, ...], str] = {}  # lines and the text that they make
        self.answers: dict[str, tuple[int, bool]] = {}  # to questions about the document, for so many words
        self.broken: list[tuple[str, str]] = []  # halves of what a hyphen parts, where the second is in lower case
        self.add(words)

    def add(self, words: Iterable[str]) -> tuple[str, ...]:
        """Count the words of a page, in order, and return them. Equal words are one object in memory.

        The halves of a hyphenated word are not counted. Count a page once; for a second look at it use `known`.
        """
        printed = tuple(words)
        self.word_count += len(printed)
        hyphens = "- " in " ".join(printed)  # most pages have none: a look before each word is asked
        for index in [index for index, word in enumerate(printed[:-1]) if word[-1:] == "-"] if hyphens else ():
            before, after = HYPHENATED.match(printed[index]), LEADING_LETTERS.match(printed[index + 1])
            if before is not None and after is not None and after.group()[0].islower():
                self.broken.append((before.group(2), after.group()))
        return self.known(printed)

    def known(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return words as they are kept in memory, without counting them."""
        printed = tuple(words)
        return tuple(map(self.seen.setdefault, printed, printed))

    @property
    def attaches_rayas(self) -> bool:
        """Tell whether the document prints no space between dashes and the words that they enclose (—así—)."""
        return self._once("rayas", lambda: any(len(word) > 1 and RAYA.search(word) for word in self.seen))

    @property
    def is_hyphenated(self) -> bool:
        """Tell whether the document breaks words at line ends.

        One broken word whose halves are not both words shows it. A document with few words does not show it.
        """
        return self.word_count < TELLING or self._once("hyphens", lambda: any(map(self._is_break, self.broken)))

    def _is_break(self, halves: tuple[str, str]) -> bool:
        whole = "".join(halves)
        return (self.language.has(whole) or self.is_whole(whole)) and not all(map(self.language.is_common, halves))

    def _once(self, question: str, answer: Callable[[], bool]) -> bool:
        """Return the answer to a question about the words counted so far.

        It is computed once for each number of words.
        """
        if self.answers.get(question, (-1, False))[0] != self.word_count:
            self.answers[question] = self.word_count, answer()
        return self.answers[question][1]

    def is_whole(self, word: str) -> bool:
        """Tell whether the document prints `word`, in whatever case and between whatever marks."""
        if self.folded_count != len(self.seen):
            whole = [word for word in self.seen if not word.endswith(("-", "\u00ad"))]
            self.folded = {match.group().lower() for word in whole for match in WHOLE_WORD.finditer(word)}
            self.stems = {ending_of(word)[0] for word in self.folded}
            self.folded_count = len(self.seen)
        return word.lower() in self.folded

    def has_form_of(self, word: str) -> bool:
        """Tell whether the document prints a word, or one that differs from it in number or gender alone."""
        return self.is_whole(word) or (len(word) > SHORTEST_STEM and ending_of(word.lower())[0] in self.stems)

    def hyphenates(self, prefix: str) -> bool:
        """Tell whether the document prints a word that begins with this prefix and a hyphen: "sub-nacional"."""
        self.is_whole(prefix)
        begins = f"{prefix.lower()}-"
        return self._once(f"prefix {begins}", lambda: any(word.startswith(begins) for word in self.folded))


def join_lines(lines: list[str], vocabulary: Vocabulary) -> str:
    """Return lines as one text with single spaces; hyphenated words are made whole, soft hyphens are removed.

    A word that is too wide for its column is broken without a hyphen and stands alone on its line ("establecimiento" /
    "s comerciales", florencia p. 19; "Programad" / "o", corett-2020 p. 1). It is made whole if the result is a word.
    """
    if len(lines) < 2:
        return lines[0].replace("\u00ad", "") if lines else ""
    text, alone = "", False
    for line in lines:
        if not line:
            continue
        if text.endswith(("-", "\u00ad")):
            joined = _unhyphenated(text, line, vocabulary)
        elif (
            (text.endswith(" —") and vocabulary.attaches_rayas)
            or (alone and is_cut_word(text, line, vocabulary.language))
            or (text.endswith("/") and SLASHED.search(text) and line[0].isalnum())
            or (alone and text[-1:].isalnum() and CLOSING.match(line))
        ):
            joined = text + line
        else:
            joined = None
        text = joined if joined is not None else f"{text} {line}" if text else line
        alone = " " not in line
    return " ".join(text.replace("\u00ad", "").split())


def line_starts(lines: Sequence[str], text: str) -> tuple[int, ...]:
    """Return where in the joined text of some lines the second and later ones begin; none inside a word made whole."""
    starts: list[int] = []
    at = len(lines[0]) if lines else 0
    for line in lines[1:]:
        bare = line.rstrip("-\u00ad").replace("\u00ad", "")
        begins = text.find(bare, max(at - NEAR_START, 0), at + NEAR_START + len(bare)) if bare else -1
        if begins > 0 and text[begins - 1] == " ":
            starts.append(begins)
        at = (begins if begins >= 0 else at + 1) + len(line)
    return tuple(starts)


def trailing_letters(text: str) -> re.Match[str] | None:
    """Return the letters at the end of a text, None where it has none. Only the last word is read."""
    words = text.rsplit(None, 1)
    return TRAILING_LETTERS.search(words[-1]) if words and text[-1] == words[-1][-1] else None


def is_cut_word(text: str, following: str, language: Language) -> bool:
    """Tell whether a word is cut without a hyphen between two texts: the whole is a word, one half is not."""
    if not following[:1].islower():
        return False
    before, after = trailing_letters(text), LEADING_LETTERS.match(following)
    if before is None or after is None or before.group()[-1].isupper():
        return False
    first, second = before.group(), after.group()
    whole = language.share((first + second).lower())
    return whole >= KNOWN * 10 and not (language.is_common(first) and language.is_common(second))


def is_broken_word(text: str, following: str, language: Language) -> bool:
    """Tell whether a word that is too wide for its column goes on with the next line.

    That is so if the whole is a word. If it is much rarer than its halves, they are two words ("agua" / "potable").
    """
    if PERCENT.match(following) and text.isdigit() and int(text + following.rstrip("%").strip()) <= 100:
        return True
    before, after = trailing_letters(text), LEADING_LETTERS.match(following)
    if before is None or after is None or after.group()[0].isupper() != before.group()[-1].isupper():
        return False
    first, second = before.group().lower(), after.group().lower()
    whole = language.share(first + second)
    return whole >= KNOWN * 10 and whole * RARER >= min(language.share(first), language.share(second))


def _unhyphenated(text: str, line: str, vocabulary: Vocabulary) -> str | None:
    """Return both lines with the hyphenated word made whole; None where the dash does not end a word."""
    before, after = HYPHENATED.match(text), LEADING_LETTERS.match(line)
    if before is None or after is None:
        return text + line if re.search(r"\w-$", text) and re.match(r"\w", line) else None
    first, second = before.group(2), after.group()
    if text.endswith("\u00ad") or not has_own_hyphen(first, second, vocabulary):
        return text[:-1] + line
    return text + line


def joined_once(lines: tuple[str, ...], vocabulary: Vocabulary) -> str:
    """Return `join_lines`, kept in the vocabulary, since a fragment and its table both ask for a cell's text."""
    text = vocabulary.joined.get(lines)
    if text is None:
        text = vocabulary.joined[lines] = join_lines(list(lines), vocabulary)
    return text


def join_pieces(pieces: list[tuple[str, ...]], vocabulary: Vocabulary) -> str:
    """Return the pieces of a cell that pages have cut as one text: joined by one space, a cut word made whole."""
    if len(pieces) == 1:
        return joined_once(pieces[0], vocabulary)
    text = ""
    for piece in pieces:
        if not piece:
            continue
        if text and not text.endswith(("-", "\u00ad")) and is_cut_word(text, piece[0], vocabulary.language):
            text += join_lines(list(piece), vocabulary)
        else:
            text = join_lines([text, *piece] if text else list(piece), vocabulary)
    return text


def joint_of(before: str, after: str, vocabulary: Vocabulary) -> str:
    """Return what joins two pieces that a page or a column has cut.

    " " between words; "" where a word is cut without a hyphen or keeps its own; "-" where the hyphen at the end of the
    first piece is dropped.
    """
    if not before or not after:
        return " "
    if not before.endswith(("-", "\u00ad")) and is_cut_word(before, after, vocabulary.language):
        return ""
    joined = join_lines([before, after], vocabulary)
    if len(joined) == len(before) + len(after):
        return ""
    return "-" if len(joined) < len(before) + len(after) else " "
