"""The library's `repair`: repairs a text that optical character recognition damaged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..clean.foreign_text import is_foreign
from ..clean.long_runs import TOO_LONG
from ..clean.ocr import Correction, apply_corrections, build_repairer, count_words
from ..errors import WrongUsage
from ..language import language_of, refuse_unknown
from ..reference.domain_words import read_domain_words
from .arguments import flag_given, language_given, text_given

FEWEST_WORDS = 150  # from this many on, a text shows by itself whether it is damaged


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text with its repairs: `original[c.start:c.start + len(c.before)] == c.before` for each `c` of `corrections`.

    A correction also has `after`, the `method` that found it, and a `score`: the probability, 0 to 1, that it is right.
    `is_damaged` is False where the text was found to be clean; then nothing is changed.
    """

    text: str
    original: str
    corrections: tuple[Correction, ...]
    is_damaged: bool


def repair(text: str, language: str = "es", damaged: bool | None = None) -> Repaired:
    """Return a text with the damage of optical character recognition repaired: lost accents, misread letters.

    >>> import directriz
    >>> repaired = directriz.repair("La Organizacién protege a nifias y su prevencidn.")
    >>> repaired.text
    'La Organización protege a niñas y su prevención.'
    >>> [(each.start, each.before, each.after) for each in repaired.corrections]
    [(3, 'Organizacién', 'Organización'), (26, 'nifias', 'niñas'), (38, 'prevencidn', 'prevención')]

    White space stays as it is. Give a document as one text: it shows its own habits of misreading. `damaged` says
    whether it needs repair; None = measured, where there are 150 words or more; a shorter text is taken as damaged.
    `language` is the text's: "es", "pt" or "en". A text of which another language knows clearly more words is left as
    it is, unless `damaged` is True. More than 1,000 characters without white space between them are left as they are.
    Refuses (errors.WrongUsage) a language that has no word lists here, and an argument of another type.
    """
    text_given(text, "text")
    if damaged is not None:
        flag_given(damaged, "damaged")
    spoken = language_of(language_given(language))
    refuse_unknown(spoken, "language", "repairing a text", WrongUsage)
    parts = list(_parts(text))
    short = [part for _, part in parts]
    if damaged is None and sum(count_words(short).values()) < FEWEST_WORDS:
        damaged = not is_foreign(" ".join(short), language)
    repairer = build_repairer(short, read_domain_words(language), spoken, damaged)
    corrections = tuple(
        replace(each, start=start + each.start) for start, part in parts for each in repairer.repair(part)
    )
    return Repaired(apply_corrections(text, corrections), text, corrections, repairer.is_damaged)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text between characters in so long a row that they are no word, and where each begins."""
    start = 0
    for match in TOO_LONG.finditer(text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]
