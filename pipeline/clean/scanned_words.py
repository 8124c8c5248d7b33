"""Words of pages that were read from their pictures: struck ones with misread letters, and words that may be misread.

A line through a word makes "c" or "o" of an "e" ("vulncrables", "sobrovivientes"). Such a word is read as the only word
that differs from it by one letter of this kind. What then is in no list, a lone sign among the words, or a figure amid
letters may be misread: the record says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from ..records import Directive, Issue, Provision, Records
from ..text import fold
from .drawn_strikes import SHORT
from .strike_evidence import Decision
from .strike_signs import Piece, Signs
from .wording import Words

IsWord = Callable[[str], bool]
OCR_PAGE = "page_ocr"  # issue about a page that was read from its picture
STRUCK_LETTERS = {"c": "e", "o": "e", "0": "o", "5": "s", "1": "l", "t": "l", "H": "n"}  # read: printed, under a line
SHORTEST = 4  # letters of a word that is mended
LETTERS = re.compile(r"[^\W_]+")
NAME_EDGES = "“”\"'«»‘’()[]{}.,;:¿?¡!…"
SIGNED_NAME = re.compile(r"(?=.*[^\W\d_]{2})(?=.*[\d+&/-])[\w+&/-]{4,}")
EDGES = "“”\"'«»‘’()[]{}.,;:¿?¡!…–—-/"
LONE_SIGNS = re.compile(r"[!|,.;:'’\"“”*°ºª~^_=<>\\]+|[^\W\d_]|\d")
FIGURE_IN_WORD = re.compile(r"[^\W\d_]+\d[^\W\d_]*|\d+[^\W\d_]{2,}|\d[^\W\d_](?!\w)")
NUMBERED = re.compile(r"\d{1,3}(?:bis|ter|quater|alt|[a-z])?|[A-Z]{1,5}-?\d{1,4}|N\.?[°º]|n\.?[°º]", re.IGNORECASE)
ITEM = re.compile(r"\(?(?:[a-z]|\d{1,3}|[ivxl]{1,5})[.)]")
BARE_NUMBER = re.compile(r"[ivxl]{2,6}|\d{1,3}", re.IGNORECASE)  # at the head of a text: of its paragraph, not told
FEWEST = 2  # times that a document has a word of its own, from which on it is no misreading


def scanned_records(records: Records, units: Iterable[Directive | Provision]) -> frozenset[str]:
    """Return the ids of the records that begin or end on a page that was read from its picture."""
    pages = {issue.page for issue in records.of(Issue) if issue.issue_code == OCR_PAGE}
    return frozenset(_id_of(unit) for unit in units if {unit.page_start, unit.page_end} & pages - {None})


def _id_of(unit: Directive | Provision) -> str:
    return unit.directive_id if isinstance(unit, Directive) else unit.record_id


def mend_struck(words: str, is_word: IsWord) -> str:
    """Return struck words, each that is none read as the only word that one misread letter may have been."""
    return LETTERS.sub(lambda match: _mended(match[0], is_word), words)


def _mended(word: str, is_word: IsWord) -> str:
    if len(word) < SHORTEST or is_word(word.lower()):
        return word
    found = {
        word[:at] + STRUCK_LETTERS[letter] + word[at + 1 :]
        for at, letter in enumerate(word)
        if letter in STRUCK_LETTERS
    }
    known = sorted(form for form in found if is_word(form.lower()))
    return known[0] if len(known) == 1 else word


def mended_in_scan(words: Words, signs: Signs) -> Words:
    """Return a struck run of a scan with the letters that the line has changed."""
    form = mend_struck(words.form, signs.is_listed)
    return words if form == words.form else replace(words, form=form, is_decoded=True)


def doubted_in_scan(decision: Decision, pieces: Sequence[Piece], text: str, signs: Signs) -> Decision:
    """Return the reading of a bracket in a scan, with the doubts that its picture leaves."""
    reasons = list(decision.reasons)
    if len(pieces) == 1 and len(pieces[0].form) <= SHORT and not reasons:
        reasons.append("neither the weight of so short a word nor a line through it can be seen in a scan")
    struck = [text[pieces[run.first].start : pieces[run.last - 1].end] for run in decision.runs if run.is_struck]
    if unknown := unknown_words(" ".join(mend_struck(each, signs.is_listed) for each in struck), signs.is_word):
        reasons.append(f"the struck {', '.join(unknown)} may be misread")
    return replace(decision, reasons=tuple(reasons))


def unknown_words(words: str, is_word: IsWord) -> list[str]:
    """Return the words among these, of four letters and more, that no list has."""
    return [each for each in LETTERS.findall(words) if len(each) >= SHORTEST and not is_word(each.lower())]


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Return how often the texts have each word, folded, and each name with figures or signs, as printed."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(LETTERS.findall(fold(text)))
        counts.update(name for token in text.split() if (name := signed_name(token)))
    return counts


def signed_name(token: str) -> str:
    """Return a name in capitals with figures or signs ("COVID-19", "LGBTQI+") without brackets; "" for other words."""
    name = token.strip(NAME_EDGES)
    return name if SIGNED_NAME.fullmatch(name) and name == name.upper() else ""


def _is_rare_form(token: str, counts: Mapping[str, int]) -> bool:
    """Tell whether a name with figures or signs stands here alone, and another that differs by one sign elsewhere."""
    name = signed_name(token)
    if not name or counts.get(name, 0) >= FEWEST:
        return False
    return any(OSA.distance(name, other, score_cutoff=1) == 1 and count >= FEWEST and signed_name(other) == other
               for other, count in counts.items())  # fmt: skip


def unclear_words(text: str, is_word: IsWord, counts: Mapping[str, int], one_letter_words: str) -> Iterator[str]:
    """Yield what may be misread in a text.

    Lone signs and letters, capitals of one letter within a sentence, figures among letters, a number at the head that
    was not told from the text, words that no list has.
    """
    tokens = text.split()
    for at, token in enumerate(tokens):
        bare = token.strip(EDGES)
        if ITEM.fullmatch(token) or (token in "-–—/&+%$" and at > 0):
            continue
        has_figure = FIGURE_IN_WORD.fullmatch(bare) is not None and NUMBERED.fullmatch(bare) is None
        is_lone = _is_lone(tokens, at, one_letter_words) or _is_raised(tokens, at, one_letter_words)
        is_number = at == 0 and BARE_NUMBER.fullmatch(token) is not None and tokens[1:2] and tokens[1][0].isupper()
        is_unknown = _is_unknown(bare, is_word, counts) or _is_rare_form(token, counts)
        if has_figure or is_lone or is_number or is_unknown:
            yield token


def _is_unknown(token: str, is_word: IsWord, counts: Mapping[str, int]) -> bool:
    """Tell whether a token has a word that no list has, and the document hardly has itself."""
    parts = (
        part
        for part in LETTERS.findall(token)
        if part.isalpha() and (len(part) >= SHORTEST or (part == token and len(part) > 1 and part.islower()))
    )
    return any(counts.get(fold(part), 0) < FEWEST and not is_word(part.lower()) for part in parts)


def _is_raised(tokens: Sequence[str], at: int, one_letter_words: str) -> bool:
    """Tell whether a word of one letter is a capital among words in lower case: "abiertas O iniciadas"."""
    beside = [*tokens[max(at - 1, 0) : at], *tokens[at + 1 : at + 2]]
    is_word = tokens[at].isupper() and tokens[at].lower() in tuple(one_letter_words)
    return is_word and len(beside) > 1 and all(each.strip("[]()").islower() and each[-1] not in ".:" for each in beside)


def _is_lone(tokens: Sequence[str], at: int, one_letter_words: str) -> bool:
    """Tell whether a token is a sign or a letter that is no word; "1" and "0" among words in lower case count, too."""
    token = tokens[at].strip("[]()")
    if LONE_SIGNS.fullmatch(token) is None or token.lower() in (*one_letter_words, *"ivxabcd23456789"):
        return False
    beside = [*tokens[max(at - 1, 0) : at], *tokens[at + 1 : at + 2]]
    return token not in ("0", "1") or all(each[:1].islower() for each in beside)
