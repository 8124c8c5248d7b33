"""What the brackets of a draft mean: one file for each convention, with its source and examples.

A profile names a convention (`[amendments] convention = "trade"`). With "auto" the document decides:
- brackets that name parties follow the OAS, unless the parties have codes of two letters (trade talks), or many
  brackets name no party;
- if no bracket names a party and several hold words, the words in brackets are not agreed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .draft_words import read_draft_words
from .parties import NAME_TOKEN, read_parties, spell

NAMES = ("oas", "trade", "untagged", "climate")
AUTO = "auto"
FEWEST_BRACKETS = 3  # least number of brackets with words, if the brackets of a document name no party
FEWEST_NAMED = 2  # brackets that name a party in a document that is taken for a draft
MANY = 5  # brackets that name nobody in a document that is taken for a draft, some of them alternatives
MOSTLY = 2  # brackets that name nobody for each that does
MOST_TOKENS = 6  # of a party's name
EVERYWHERE = frozenset({"EU", "UE", "UK", "US"})
SHORT_CODE = re.compile(r"[A-Z]{2}")
HEAD = re.compile(r"\[\s*(?P<names>[^\[\]:]{2,160}?)\s*(?::|[–-]\s|\])")
OPPOSES = re.compile(r"\boppos\w*[^\[\]:]{0,40}:|\bse opone\w*[^\[\]:]{0,40}:", re.IGNORECASE)
OPTION = re.compile(
    r"(?:^|\[)\s*(?:\((?:option|opción|opção|alternativ[ae]?|alt\.?)\s*(?:\d{1,2}|[a-z]|[ivx]+)\)|"
    r"(?:option|opción|opção|alternativ[ae]?|alt\.?)\s*\(?(?:\d{1,2}|[a-z]|[ivx]+)\)?(?:\s*[:.]|(?=\s(?-i:[A-ZÁÉÍÓÚÑ\[]))))",
    re.IGNORECASE | re.MULTILINE,
)
LEADING_OPTION = re.compile(
    r"^(?:option|opción|opção|alternativ[ae]|variante)\s+(\d{1,2}|[a-z]|[ivx]+)\s*:", re.IGNORECASE | re.MULTILINE
)
BESIDE = re.compile(r"\][ ]?\[")
WORDED = re.compile(r"\[[^\[\]]*[^\W\d_]{2}[^\[\]]*\]")
FIGURE = re.compile(  # that is not agreed: "[30] [60] days", "[X] years", "[50]%"; a note's number stands alone
    r"\[\s*(?:\d+(?:[.,]\d+)?(?:\s?[-–]\s?\d+)?\s?%?|\d{0,3}[xX]{1,3}|[XYZN]|_+)\s*\](?=\s?\[|\s?%|\s(?:"
    + "|".join(read_draft_words().units)
    + r")\b)|(?<=\])\s?\[\s*\d+(?:[.,]\d+)?\s*\](?=\s[^\W\d_])",
    re.IGNORECASE,
)
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


def is_draft(whole: str) -> bool:
    """Tell whether a document's brackets are those of a draft: some name parties, or many are alternatives."""
    if sum(_names_party(match["names"]) for match in HEAD.finditer(whole)) >= FEWEST_NAMED:
        return True
    unnamed = len(WORDED.findall(whole)) + len(FIGURE.findall(whole))
    return unnamed >= MANY and (BESIDE.search(whole) or NESTED.search(whole) or OPTION.search(whole)) is not None


def convention_of(texts: Iterable[str]) -> str:
    """Return the name of the convention that a document's brackets follow.

    Codes of two letters are used in trade talks. A text in which most brackets name nobody is of trade talks too, or of
    a convention without names.
    """
    whole = "\n".join(texts)
    heads = [match["names"] for match in HEAD.finditer(whole) if _names_party(match["names"])]
    short = sum(_has_short_codes(names) for names in heads)
    unnamed = len(WORDED.findall(whole)) + len(FIGURE.findall(whole)) - len(heads)
    has_options = OPTION.search(whole) is not None
    if heads and 2 * short > len(heads):
        return "trade"
    if heads:
        return _with_few_names(whole, len(heads), unnamed, has_options)
    stand_beside, are_nested = BESIDE.search(whole) is not None, NESTED.search(whole) is not None
    if has_options:
        return "climate"
    if unnamed >= FEWEST_BRACKETS and (stand_beside or are_nested):
        return "untagged" if are_nested else "climate"
    return "oas"


def _with_few_names(whole: str, named: int, unnamed: int, has_options: bool) -> str:
    """Return the convention of a document that names some parties in full or by codes of three letters."""
    if len(set(LEADING_OPTION.findall(whole))) > 1:  # paragraphs are numbered options, whoever else is named
        return "climate"
    if unnamed >= max(FEWEST_BRACKETS, MOSTLY * named):
        return "climate" if has_options else "trade"
    return "trade" if OPPOSES.search(whole) and unnamed >= FEWEST_BRACKETS else "oas"


def _names_party(names: str) -> bool:
    """Tell whether what stands before a colon or a verb begins with a party."""
    parties = read_parties()
    tokens = NAME_TOKEN.findall(names)
    while tokens and spell(tokens[0]) in parties.articles:
        tokens = tokens[1:]
    code = tokens[0].rstrip("0123456789") if tokens else ""
    if code in parties.codes or code in _short_codes():
        return True
    return any(spell(" ".join(tokens[:length])) in parties.names for length in range(1, MOST_TOKENS))


def _has_short_codes(names: str) -> bool:
    """Tell whether parties are named by codes of two letters, apart from the codes that every draft uses."""
    codes = [token.rstrip("0123456789") for token in NAME_TOKEN.findall(names)]
    return any(SHORT_CODE.fullmatch(code) and code not in EVERYWHERE and code in _short_codes() for code in codes)


@cache
def _short_codes() -> frozenset[str]:
    """Return all codes of two letters, those of trade talks among them."""
    added = (spelling for spellings in read_convention("trade").parties.values() for spelling in spellings)
    return frozenset(code for code in (*read_parties().codes, *added) if SHORT_CODE.fullmatch(code))
