"""Signs and digits that OCR reads for letters within words, and question marks that it loses.

"lª señºra" is "la señora", "as1stencia" is "asistencia". Each stands for one letter, so that places in the text stay.
The ordinal signs behind a digit ("2º", "3ª"), a letter that abbreviates ("Nº", "Mª", "D.ª") and digits of names
("Covid19") stay. A digit is a letter only where the word is known with it and unknown otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product

from ..language import Questions

ORDINALS = {"ª": "a", "º": "o"}
DIGITS = {"1": "li", "0": "o"}
MOST_DIGITS = 3  # of one word that may stand for letters
FEWEST_LETTERS = 3
WORD = re.compile(r"[^\W_]+")
LONE_SIGN = re.compile(r"(?<=[^\W\d_] )[ªº](?= [^\W\d_])")
ABBREVIATED = re.compile(r"[Nn][ªº]s?|(?i:art|núm|num|pár|párr)[ªº]s?")
INITIAL = re.compile(r"[A-ZÁÉÍÓÚÑ][ªº]")  # "Mª Luisa"; "Lª señora" is a word
NAME_AFTER = re.compile(r"..(?!\s+[a-záéíóúñ])", re.DOTALL)
SENTENCE_END = re.compile(r"[.!?:;]\s+\Z|\A\s*\Z")
DIGIT_WITHIN = re.compile(r"[^\W\d_][^\W_]*[10]|[10][^\W\d_]{2}")
QUESTION = re.compile(
    r"(?:^|(?<=[.!?…:;,]\s))(?P<words>[^.!?¿¡:;,]*(?:,[^.!?¿¡:;]*)?)(?:(?P<mark>[?])(?!\w)|(?P<call>!)(?=\s+[A-ZÁÉÍÓÚÑ]|\s*$))"
)
IsWord = Callable[[str], bool]


def restore_letters(text: str, is_word: IsWord) -> str:
    """Return a text of the same length with letters for the signs and digits that were read for them."""
    if not (any(sign in text for sign in ORDINALS) or DIGIT_WITHIN.search(text)):
        return text
    letters = list(text)
    for match in LONE_SIGN.finditer(text):
        letters[match.start()] = ORDINALS[match[0]]
    for match in WORD.finditer(text):
        word = match[0]
        if len(word) == 1:
            continue
        if any(sign in word for sign in ORDINALS) and is_word_with_signs(text, match):
            word = with_ordinals_read(word, SENTENCE_END.search(text[: match.start()]) is not None)
        letters[match.start() : match.end()] = with_digits_read(word, is_word)
    return "".join(letters)


def is_word_with_signs(text: str, match: re.Match[str]) -> bool:
    """Tell whether the ordinal signs of a word stand for letters: not "2º", "Nº", "D.ª"."""
    word, before = match[0], text[max(match.start() - 2, 0) : match.start()]
    has_digit = any(char.isdigit() for char in word)
    is_initial = INITIAL.fullmatch(word) is not None and NAME_AFTER.match(text, match.start()) is not None
    is_short_form = is_initial or ABBREVIATED.fullmatch(word) is not None or re.fullmatch(r"\w\.", before) is not None
    return not (has_digit or is_short_form)


def with_ordinals_read(word: str, opens_sentence: bool) -> str:
    """Return a word with letters for its ordinal signs, capital ones where the others are."""
    others = [char for char in word if char not in ORDINALS]
    is_capital = len(others) > 1 and all(char.isupper() for char in others)
    plain = "".join(ORDINALS.get(char, char) for char in word)
    if is_capital:
        return plain.upper()
    return plain[0].upper() + plain[1:] if opens_sentence and word[0] in ORDINALS else plain


def with_digits_read(word: str, is_word: IsWord) -> str:
    """Return a word with letters for its digits, where that is a known word; else as it is."""
    digits = [at for at, char in enumerate(word) if char.isdigit()]
    letters = [char for char in word if char.isalpha()]
    could_be = 0 < len(digits) <= MOST_DIGITS and len(letters) >= FEWEST_LETTERS and word[1:].islower()
    if not could_be or any(word[at] not in DIGITS for at in digits) or word[: len(letters)] == "".join(letters):
        return word if not could_be or not is_final_letter(word, digits) else read_final(word, is_word)
    return first_known(word, digits, is_word)


def is_final_letter(word: str, digits: list[int]) -> bool:
    """Tell whether a word's only digit is a 1 or 0 at its end: "materia1"."""
    return digits == [len(word) - 1] and word[-1] in DIGITS


def read_final(word: str, is_word: IsWord) -> str:
    """Return a word that ends in a digit as the known word with a letter there, unless it is one without the digit."""
    return word if is_word(word[:-1]) else first_known(word, [len(word) - 1], is_word)


def first_known(word: str, digits: list[int], is_word: IsWord) -> str:
    """Return the first known word that letters in place of the digits give, the word itself where none is."""
    for choice in product(*(DIGITS[word[at]] for at in digits)):
        letters = list(word)
        for at, letter in zip(digits, choice, strict=True):
            letters[at] = letter
        if is_word("".join(letters).lower()):
            return "".join(letters)
    return word


def changed_words(before: str, after: str) -> Iterator[tuple[int, str, str]]:
    """Yield where the words of two texts of one length differ: place, word before, word after."""
    for match in re.finditer(r"\S+", before):
        start, end = match.span()
        if before[start:end] != after[start:end]:
            differing = [at for at in range(start, end) if before[at] != after[at]]
            first, last = word_around(before, differing[0], differing[-1], (start, end))
            yield first, before[first:last], after[first:last]


def word_around(text: str, first: int, last: int, within: tuple[int, int]) -> tuple[int, int]:
    """Return the borders of the word, or words, in which two places stand."""
    while first > within[0] and text[first - 1].isalnum():
        first -= 1
    last += 1
    while last < within[1] and text[last].isalnum():
        last += 1
    return first, last


@cache
def asking_pattern(questions: Questions) -> re.Pattern[str]:
    """Return a pattern of the words that ask a question, with the preposition before them."""
    before, asking = "|".join(questions.before_asking), "|".join(questions.asking)
    return re.compile(rf"\b(?:(?:{before})\s+)?(?:{asking})\b", re.IGNORECASE)


def lost_openings(text: str, questions: Questions, misread: Iterable[int] = ()) -> Iterator[tuple[int, str, str]]:
    """Yield the first word of each question or call whose opening mark is lost: place, word, word with the mark.

    In a language without opening marks there is none. The marks at the places `misread` are no marks.
    """
    if not questions.opening:
        return
    wrong = set(misread)
    for match in QUESTION.finditer(text):
        start, mark = match.start("words"), text[match.end() - 1]
        asking = asking_pattern(questions).search(match["words"])
        if mark == "?" and asking is not None:
            start += asking.start()
        word = WORD.match(text, start)
        is_mark = match.end() - 1 not in wrong
        if is_mark and word is not None and not text[:start].rstrip().endswith(("¿", "¡")):
            yield start, word[0], questions.opening[mark] + word[0]
