"""Small lists of function words (folded) that show whether a word is missing from a sentence.

The lists hold Spanish, English and Portuguese words together. Where it matters, no word of one language means something
else in another.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PREPOSITIONS = _words(
    """a ante bajo con contra de desde del al durante en entre hacia hasta mediante para por segun sin sobre tras
    of to in on for with by from at into between among under
    com em no na nos nas do da dos das ao aos pelo pela perante sob"""
)
ARTICLES = _words("el la los las lo un una unos unas the an o os as um uma su sus seu sua seus suas")
CLITICS = _words("le les se me te nos")
DATIVES = _words("le les")
CONJUNCTIONS = _words("y e o u and or ni que sino pero ou")
FUNCTION_WORDS = PREPOSITIONS | ARTICLES | CLITICS | CONJUNCTIONS
OPEN = (PREPOSITIONS | ARTICLES) - {"no", "as", "o", "na"}  # nothing but a noun group or a verb can follow
CLOSED = (PREPOSITIONS | CONJUNCTIONS | {""}) - {"que", "a", "no", "o", "e", "na"}  # cannot follow these
BEFORE_NO_PREPOSITION = _words("a con de del al desde en para por segun sin sobre")
DEGREES = _words("mas muy tan mayor menor more most very mais muito maior menor")  # an adjective or a noun follows
PORTUGUESE_PAIRS = frozenset((left, "a") for left in ("para", "com", "por", "sobre", "sem", "de", "a"))
AFTER_PREPOSITIONS = _words("entre con sobre contra bajo ante hasta por")  # "para con", "en contra", "de hasta"
BEFORE_NO_PARTICIPLE = frozenset({"en", "a", "con", "contra", "hacia", "sobre", "em"})
PARTICIPLE = ("ado", "ados", "ido", "idos")
NOUNS_LIKE_PARTICIPLES = _words(
    """estado estados mercado mercados sentido sentidos cuidado cuidados pedido pedidos partido partidos lado lados
    resultado resultados grado grados contenido contenidos significado llamado llamados acuerdo delegado delegados
    abogado abogados empleado empleados refugiado refugiados desplazado desplazados juzgado juzgados tratado tratados"""
)
LEAST_ENDING = 4
ADJECTIVE = re.compile(r".{3,}(?:al|ales|iv[oa]s?|os[oa]s?|ic[oa]s?|ari[oa]s?|able|ables|ible|ibles)")


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

    A language has its own ("para a" is good Portuguese): a pair that the document writes elsewhere is not odd in it.
    """
    if left == right:
        return True
    if left in ARTICLES | DATIVES and right in ARTICLES - {"o"}:
        return True
    if left in BEFORE_NO_PREPOSITION and right in PREPOSITIONS:
        return right not in AFTER_PREPOSITIONS
    return left in BEFORE_NO_PARTICIPLE and right.endswith(PARTICIPLE) and right not in NOUNS_LIKE_PARTICIPLES


def shares_ending(left: str, right: str) -> bool:
    """Tell whether two words are formed alike, so that one may replace the other: "reparación compensación"."""
    return min(len(left), len(right)) > LEAST_ENDING and left[-LEAST_ENDING:] == right[-LEAST_ENDING:]


def are_two_adjectives(left: str, right: str) -> bool:
    """Tell whether two words end as adjectives do: with no noun beside them one replaces the other."""
    return ADJECTIVE.fullmatch(left) is not None and ADJECTIVE.fullmatch(right) is not None
