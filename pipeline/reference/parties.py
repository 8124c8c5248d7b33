"""The parties that propose amendments, and their spellings: `parties.toml`, with those that a profile adds.

A spelling is compared token by token, case and accents folded; one in capitals of two to four letters is a code and
counts in capitals only, so that "[de: …]" is no German proposal.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files

from ..text import fold

NAME_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
CODE = re.compile(r"[A-Z]{2,4}")

Spelling = tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def spell(text: str) -> Spelling:
    """Return the tokens of `text`, folded: "EE.UU." is ("ee", ".", "uu", ".")."""
    return tuple(NAME_TOKEN.findall(fold(text)))


@cache
def state_names() -> dict[str, list[str]]:
    """Return the states of the world by ISO alpha-3 code, each with its alpha-2 code and its names."""
    entries = tomllib.loads(files(__package__).joinpath("parties.toml").read_text(encoding="utf-8"))
    return dict(entries["states"])


@dataclass(frozen=True)
class Parties:
    """The parties that a tag may name, and the words around them."""

    codes: Mapping[str, str]  # as printed, in capitals: ISO alpha-3
    names: Mapping[Spelling, str]  # ISO alpha-3; "" for an author that is no country, or a group of them
    delegation: frozenset[Spelling]
    options: frozenset[Spelling]
    joiners: frozenset[Spelling]
    supporting: frozenset[Spelling]  # joiners behind which parties only support
    numerals: frozenset[str]
    verbs: Mapping[Spelling, str]  # what a party does: insertion, deletion, replacement, "" = any of them
    replaced_by: frozenset[Spelling]  # between what an instruction replaces and the new words
    quoting: frozenset[Spelling]  # before the words that an instruction quotes: "the words"
    places: frozenset[Spelling]  # before the place of words that an instruction adds: "after"
    before_verbs: frozenset[Spelling]  # before a verb that is text and no instruction: "para", "shall"
    positions: Mapping[Spelling, str]  # words before parties that tell their role: "opposed by"
    ordinary: frozenset[Spelling]
    labels: frozenset[Spelling]  # before the number of an article: "Article 7 (US propose): …"
    contrasts: frozenset[Spelling]  # words between what one party and what another says
    paragraphs: frozenset[Spelling]
    remarks: frozenset[Spelling]
    reservations: frozenset[Spelling]  # first words of a remark: "reserves its position"
    roles: Mapping[Spelling, str]  # verbs in tags: proposes, opposes, supports, reserves
    articles: frozenset[Spelling]  # before a party's name
    auxiliaries: frozenset[Spelling]  # before a verb of `roles`: "is considering"
    everyone: frozenset[Spelling]  # "All Parties"
    exceptions: frozenset[Spelling]  # "except"
    lettered: frozenset[Spelling]  # "Party" of "Party A"
    writings: frozenset[Spelling]  # "proposal" of "CA opposes US proposal"
    abbreviations: frozenset[str]  # words with a full stop that abbreviate no party
    takes_untagged: bool = False  # brackets that name no party are amendments of nobody
    seen: frozenset[str] = field(default=frozenset())  # ISO alpha-3 of parties whose tags stand clearly in the document

    def with_spellings(self, added: Mapping[str, Iterable[str]]) -> Parties:
        """Return the parties with further spellings: ISO alpha-3 (or a code of your own) to spellings."""
        codes, names = dict(self.codes), dict(self.names)
        for iso in sorted(added):
            for spelling in (iso, *added[iso]):
                if CODE.fullmatch(spelling):
                    codes[spelling] = iso
                else:
                    names[spell(spelling)] = iso
        return replace(self, codes=codes, names=names)

    def with_seen(self, seen: Iterable[str]) -> Parties:
        """Return the parties, those of one document among them known."""
        return replace(self, seen=frozenset(seen))


@cache
def read_parties() -> Parties:
    """Return the parties of `parties.toml`."""
    known = tomllib.loads(files(__package__).joinpath("parties.toml").read_text(encoding="utf-8"))
    words = known["words"]
    groups = [each for each in words["groups"] if CODE.fullmatch(each)]
    return Parties(
        codes=dict.fromkeys(groups, ""),
        names=dict.fromkeys(map(spell, (*words["authors"], *(set(words["groups"]) - set(groups)))), ""),
        delegation=frozenset(map(spell, words["delegation"])),
        options=frozenset(map(spell, words["options"])),
        joiners=frozenset(map(spell, (*words["joiners"], *",;/+&()"))),
        supporting=frozenset(map(spell, words["supporting"])),
        numerals=frozenset(map(fold, words["numerals"])),
        verbs=dict.fromkeys(map(spell, words["proposing"]), "")
        | dict.fromkeys(map(spell, words["inserting"]), "insertion")
        | dict.fromkeys(map(spell, words["deleting"]), "deletion")
        | dict.fromkeys(map(spell, words["replacing"]), "replacement"),
        replaced_by=frozenset(map(spell, words["replaced_by"])),
        quoting=frozenset(map(spell, words["quoting"])),
        places=frozenset(map(spell, words["places"])),
        before_verbs=frozenset(map(spell, words["before_verbs"])),
        positions={spell(phrase): role for role, phrases in known["positions"].items() for phrase in phrases},
        ordinary=frozenset(map(spell, words["ordinary"])),
        labels=frozenset(map(spell, words["labels"])),
        contrasts=frozenset(map(spell, words["contrasts"])),
        paragraphs=frozenset(map(spell, words["paragraphs"])),
        remarks=frozenset(map(spell, words["remarks"])),
        reservations=frozenset(map(spell, words["reservations"])),
        articles=frozenset(map(spell, words["articles"])),
        auxiliaries=frozenset(map(spell, words["auxiliaries"])),
        everyone=frozenset(map(spell, words["everyone"])),
        exceptions=frozenset(map(spell, words["exceptions"])),
        lettered=frozenset(map(spell, words["lettered"])),
        writings=frozenset(map(spell, words["writings"])),
        abbreviations=frozenset(map(fold, words["abbreviations"])),
        roles={spell(verb): role for role, verbs in known["roles"].items() for verb in verbs},
    ).with_spellings(known["states"])
