"""How the brackets of a draft are meant: one file for each convention, with its source and examples.

A profile names one (`[amendments] convention = "trade"`), or leaves it to the document ("auto"): brackets that name
parties are the OAS's, unless some say who opposes; where none names a party and several brackets hold words, the
brackets are text that is not agreed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NAMES = ("oas", "trade", "untagged", "climate")
AUTO = "auto"
FEWEST_BRACKETS = 3  # with words and without a party, from which on a document that names nobody is of that kind
TAGGED = re.compile(r"\[\s*[A-Z][A-Za-z0-9/,& ]{1,40}[:–-]")
ROLES = re.compile(
    r"\[[^\[\]:]{2,120}\b(?:oppos\w*|propos\w*|se opone\w*|apoya\w*|support\w*|reserv\w*)[^\[\]:]{0,80}:", re.IGNORECASE
)
OPTION = re.compile(
    r"(?:^|\[)\s*(?:\((?:option|opción|opção|alternativ[ae]?|alt\.?)\s*(?:\d{1,2}|[a-z]|[ivx]+)\)|"
    r"(?:option|opción|opção|alternativ[ae]?|alt\.?)\s*\(?(?:\d{1,2}|[a-z]|[ivx]+)\)?(?:\s*[:.]|(?=\s(?-i:[A-ZÁÉÍÓÚÑ\[]))))",
    re.IGNORECASE | re.MULTILINE,
)
BESIDE = re.compile(r"\][ ]?\[")
WORDED = re.compile(r"\[[^\[\]]*[^\W\d_]{2}[^\[\]]*\]")
NESTED = re.compile(r"\[[^\]]*\[")


@dataclass(frozen=True)
class Convention:
    """One convention."""

    name: str
    source: str
    takes_untagged: bool  # a bracket that names no party is an amendment of nobody
    parties: dict[str, list[str]]
    examples: tuple[str, ...]


@cache
def read_convention(name: str) -> Convention:
    """Return a convention of the shipped ones (KeyError: none of that name)."""
    if name not in NAMES:
        raise KeyError(name)
    text = files(__package__).joinpath("conventions", f"{name}.toml").read_text(encoding="utf-8")
    known = tomllib.loads(text)
    untagged = known["untagged"] == "amendment"
    return Convention(name, known["source"], untagged, known.get("parties", {}), tuple(known["examples"]))


def convention_of(texts: Iterable[str]) -> str:
    """Return the name of the convention that a document's brackets follow."""
    whole = "\n".join(texts)
    tagged, roles = len(TAGGED.findall(whole)), len(ROLES.findall(whole))
    if re.search(r"\boppos\w*[^\[\]:]{0,40}:|\bse opone\w*[^\[\]:]{0,40}:", whole, re.IGNORECASE):
        return "trade"
    if OPTION.search(whole) and not tagged:
        return "climate"
    worded = len(WORDED.findall(whole))
    if not (tagged or roles) and worded >= FEWEST_BRACKETS and (BESIDE.search(whole) or NESTED.search(whole)):
        return "climate" if BESIDE.search(whole) and not NESTED.search(whole) else "untagged"
    return "oas"
