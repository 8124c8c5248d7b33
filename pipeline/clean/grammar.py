"""Finds out whether a word is missing in a sentence, by its prepositions, articles and conjunctions.

The words are data of each language (`pipeline/reference/languages/<code>/draft_words.toml`) and are read together.
"""

from __future__ import annotations

import re

from ..reference.draft_words import read_draft_words

WORDS = read_draft_words()
PREPOSITIONS = WORDS.prepositions
ARTICLES = WORDS.articles
CLITICS = WORDS.clitics
DATIVES = WORDS.datives
CONJUNCTIONS = WORDS.conjunctions
FUNCTION_WORDS = PREPOSITIONS | ARTICLES | CLITICS | CONJUNCTIONS
OPEN = (PREPOSITIONS | ARTICLES) - WORDS.not_open  # only a noun group or a verb can follow
CLOSED = (PREPOSITIONS | CONJUNCTIONS | {""}) - WORDS.may_end  # cannot follow these
BEFORE_NO_PREPOSITION = WORDS.before_no_preposition
ALLOWED_PAIRS = WORDS.allowed_pairs  # of Portuguese
DEGREES = WORDS.degrees  # an adjective or a noun follows
LEAST_ENDING = 4
ADJECTIVE = re.compile(rf".{{3,}}(?:{'|'.join(WORDS.adjective_endings)})")


def has_hole(left: str | None, right: str | None) -> bool:
    """Tell whether two words that come together show that something is missing between them.

    "" stands for a mark or the end, None for what is not known.
    """
    if not left or right is None:
        return False
    if left in OPEN:
        return right in CLOSED
    return left == right or (left in CONJUNCTIONS and right in ({""} | (CONJUNCTIONS - {"que"})))


def is_odd_pair(left: str, right: str) -> bool:
    """Tell whether two words hardly ever stand side by side: "le el", "para a", "en basado", a word twice.

    Languages differ ("para a" is good Portuguese), so a pair that the document writes elsewhere is not odd.
    """
    if left == right:
        return True
    if left in ARTICLES | DATIVES and right in ARTICLES - {"o"}:
        return True
    if left in BEFORE_NO_PREPOSITION and right in PREPOSITIONS:
        return right not in WORDS.after_prepositions
    is_participle = right.endswith(WORDS.participles) and right not in WORDS.nouns_like_participles
    return left in WORDS.before_no_participle and is_participle


def shares_ending(left: str, right: str) -> bool:
    """Tell whether two words are formed alike, so that one may replace the other: "reparación compensación"."""
    return min(len(left), len(right)) > LEAST_ENDING and left[-LEAST_ENDING:] == right[-LEAST_ENDING:]


def are_two_adjectives(left: str, right: str) -> bool:
    """Tell whether two words end like adjectives. If no noun stands beside them, one replaces the other."""
    return ADJECTIVE.fullmatch(left) is not None and ADJECTIVE.fullmatch(right) is not None
