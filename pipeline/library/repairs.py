"""The library's `repair`: repairs a text that optical character recognition damaged."""

from __future__ import annotations

from dataclasses import dataclass

from ..clean.foreign_text import is_foreign
from ..clean.ocr import Correction, apply_corrections, build_repairer, count_words
from ..errors import WrongUsage
from ..language import language_of, refuse_unknown
from ..reference.domain_words import read_domain_words

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
    it is, unless `damaged` is True.
    Refuses (errors.WrongUsage) a language that has no word lists here.
    """
    spoken = language_of(language)
    refuse_unknown(spoken, "repair", "repairing a text", WrongUsage)
    if damaged is None and sum(count_words([text]).values()) < FEWEST_WORDS:
        damaged = not is_foreign(text, language)
    repairer = build_repairer([text], read_domain_words(language), spoken, damaged)
    corrections = tuple(repairer.repair(text))
    return Repaired(apply_corrections(text, corrections), text, corrections, repairer.is_damaged)
