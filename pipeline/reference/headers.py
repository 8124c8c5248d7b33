"""The headers that plans print over their columns, and the published column that a new header names.

Profiles are drafted with these words. If a run refuses a header, the message names its likely column with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..text import fold
from .plan_words import read_plan_words

LEAST_SCORE = 82.0  # of 100: "Indicadores clave" is no "Observaciones"
NEAR_WORD = 90.0  # of 100, if both are single words: "versión" is not "inversión"
LEAST_LEAD = 5.0  # over the next best column
BEGINS = 90.0  # score of a header that begins with a known one: "Indicador de proceso"
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
NUMBER_MARK = re.compile(r"^(?:n[°ºo]\.?|nro\.?|n[úu]m(?:ero)?\.?|#|c[óo]d(?:igo)?\.?)(?=\W|$)", re.IGNORECASE)
QUESTION = 95.0  # score of a header that is a question and begins as one of a column does: "¿Quién lo hará?"
REPEATED = re.compile(r"(?P<label>.+) \[(?P<place>\d+)\]")
LATE_MARK = re.compile(r"(?<=\w)\s+n[°º]\.?(?=\W|$)", re.IGNORECASE)  # "Acción N°"
IDLE = frozenset(
    (
        *("a", "da", "das", "de", "del", "do", "dos", "e", "el", "en", "la", "las", "lo", "los", "o", "of", "os"),
        *("para", "por", "su", "sus", "the", "to", "un", "una", "y"),
    )
)


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """Headers by what stands under them."""

    columns: Mapping[str, tuple[str, ...]]  # published column → headers
    programmed: tuple[str, ...]  # over the first column of a pair of progress
    executed: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # published column → begins of questions


def read_header_words() -> HeaderWords:
    """Return the headers of all languages (`languages/<code>/plan_words.toml`)."""
    words = read_plan_words()
    return HeaderWords(words.columns, words.programmed, words.executed, words.questions)


def header_key(text: str) -> str:
    """Return a header as profiles compare it: letters and digits only, folded."""
    return re.sub(r"[^a-z0-9]+", "", fold(text))


def name_key(name: str) -> str:
    """Return the name of a column as it is compared; the mark of a second column with the same words is kept."""
    match = REPEATED.fullmatch(name)
    return f"{header_key(match['label'])} [{match['place']}]" if match else header_key(name)


def content_words(text: str) -> list[str]:
    """Return the content words of a header, folded and without plural endings."""
    words = re.findall(r"[a-z0-9]+", fold(LATE_MARK.sub(" nro ", NUMBER_MARK.sub("nro ", text))))
    return [re.sub(r"(?<=...)e?s?$", "", word) for word in words if word not in IDLE and len(word) > 1]


class Mapper:
    """Knows the headers of columns and finds the column of a new one."""

    def __init__(self, known: HeaderWords, instead: Mapping[str, str] | None = None) -> None:
        self._instead = instead or {}  # column that a header names → column that it is taken for in this document
        self._exact = {header_key(label): name for name, labels in known.columns.items() for label in labels}
        self._words = {name: [content_words(label) for label in labels] for name, labels in known.columns.items()}
        self._pairs = {header_key(label): "programmed" for label in known.programmed}
        self._pairs |= {header_key(label): "executed" for label in known.executed}
        begins = [(begin, name) for name, all_begins in known.questions.items() for begin in all_begins]
        self._questions = sorted(begins, key=lambda each: -len(each[0]))

    def column(self, label: str) -> tuple[str, float] | None:
        """Return the published column that a header names, and how well it fits.

        None if no column fits, or several do.
        """
        if label and (exact := self._exact.get(header_key(label))):
            return self._instead.get(exact, exact), 100.0
        if asked := self._asked(label):
            return self._instead.get(asked, asked), QUESTION
        words = content_words(label)
        scored = ((max(self._fit(words, known) for known in labels), name) for name, labels in self._words.items())
        ranked = sorted(scored, key=lambda entry: -entry[0])
        if not words or ranked[0][0] < LEAST_SCORE or ranked[0][0] - ranked[1][0] < LEAST_LEAD:
            return None
        return self._instead.get(ranked[0][1], ranked[0][1]), ranked[0][0]

    def _asked(self, label: str) -> str | None:
        """Return the column that a question asks for: "¿Con quién?"; a question word alone is one ("Quién")."""
        text = " ".join(re.sub(r"[^\w\s]+", " ", fold(label)).split())
        is_question = label.lstrip().startswith("¿") or label.rstrip(" :").endswith("?")
        for begin, name in self._questions:
            if text == begin or ((is_question or " " in begin) and text.startswith(f"{begin} ")):
                return name
        return None

    @staticmethod
    def _fit(words: Sequence[str], known: Sequence[str]) -> float:
        from rapidfuzz import fuzz

        begins = bool(known) and list(words[: len(known)]) == list(known)
        near = fuzz.token_sort_ratio(" ".join(words), " ".join(known))
        if len(words) == len(known) == 1 and near < NEAR_WORD:
            return 0.0
        return max(near, BEGINS + len(known)) if begins else near

    def role(self, label: str) -> str | None:
        """Return whether a header stands over what was programmed or executed, None where over neither."""
        return self._pairs.get(header_key(label))

    def is_known(self, label: str) -> bool:
        """Tell whether a header can be placed."""
        return bool(YEAR.search(label)) or self.role(label) is not None or self.column(label) is not None
