"""The subject of an axis or section, in words that all plans share: `axes.toml`.

Plans print "EJE DE PREVENCIÓN", "DIRETRICES PARA LA PREVENCIÓN", "Eje 4: Fortalecimiento Institucional de la Coalición
Regional contra la trata de personas". The first word that names a subject decides; the words after it do not count.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ..text import fold


@cache
def read_axes(strength: str) -> Mapping[str, re.Pattern[str]]:
    """Return each subject that has words of a strength (`words` or `weak`), with their pattern."""
    known = tomllib.loads(files(__package__).joinpath("axes.toml").read_text(encoding="utf-8"))
    return {
        subject: re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in entry[strength])})")
        for subject, entry in known.items()
        if strength in entry
    }


def harmonised_axis(printed: str | None) -> str | None:
    """Return the subject whose word comes first in a printed name.

    Weak words decide only if there is no other; None = no word.
    """
    text = fold(printed or "")
    for strength in ("words", "weak"):
        patterns = read_axes(strength)
        found = {subject: match.start() for subject, words in patterns.items() if (match := words.search(text))}
        if found:
            return min(found, key=lambda subject: found[subject])
    return None
