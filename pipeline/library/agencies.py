"""The library's `find_agencies`: the bodies that a text names, with their ids in the registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..errors import WrongUsage
from ..language import USUAL, language_of, refuse_unknown
from ..normalise.agencies import method_of, read_action_agencies
from ..normalise.cells import cut_cell
from ..records import Action, ActionAgency
from ..reference import read_agencies
from ..reference.agencies import Registry
from ..reference.matcher import Mention, matcher_of
from ..reference.names import words_of
from ..reference.parties import state_names
from ..text import collapse
from .arguments import flag_given, language_given, shown, text_given


@dataclass(frozen=True, slots=True)
class FoundAgency:
    """One body named in a text: `text[start:end] == surface`, white space in it aside.

    `agency_id`, `name` and `acronym` are the registry's, None where it does not know the body. `method` is "exact",
    "alias", "fuzzy", "collective" or "unmapped"; `score`, 0 to 1, says how near the printed name is to the registry's.
    """

    surface: str
    start: int
    end: int
    agency_id: str | None
    name: str | None
    acronym: str | None
    method: str
    score: float | None


def find_agencies(
    text: str, country: str | None = None, prose: bool = False, language: str = USUAL
) -> list[FoundAgency]:
    """Return the bodies that a text names, in order: a cell such as "MINSEG - DNM", or a list of names.

    >>> import directriz
    >>> [(each.surface, each.agency_id) for each in directriz.find_agencies("MINSEG - DNM", country="ARG")]
    [('MINSEG', 'ar-minseg'), ('DNM', 'ar-dnm')]
    >>> directriz.find_agencies("Dirección de Asuntos Lunares", country="ARG")[0].method
    'unmapped'
    >>> text = "El Ministerio de Seguridad capacitará a la DNM."
    >>> [each.surface for each in directriz.find_agencies(text, country="ARG", prose=True)]
    ['Ministerio de Seguridad', 'DNM']

    `country` is where the text comes from, ISO 3166-1 alpha-3 ("ARG") or an organisation of the registry ("CORETT"): a
    "Ministerio de Salud" is the registry's only in a text of the same country. None = any body may be meant. The text
    is read as a list of bodies: each word is part of a name, and names that the registry does not know are given, too.
    With `prose`, only names that it knows are given, wherever they stand. Bodies are those of `reference/registers/`.
    `language` (ISO 639-1) says which words join two names: "y" in Spanish, "e" in Portuguese, "and" in English.
    Refuses (errors.WrongUsage) a country that is no such code, a language without word lists, an argument of another
    type.
    """
    text_given(text, "text")
    flag_given(prose, "prose")
    words = language_of(language_given(language))
    refuse_unknown(words, "language", "finding names", WrongUsage)
    registry = read_agencies()
    _check_country(country, registry)
    if prose:
        mentions = matcher_of(registry, country, words).mentions(text, words_of(text))
        return [_known(mention, text) for mention in sorted(mentions, key=lambda mention: mention.start)]
    places = [at for at, char in enumerate(text) if not char.isspace() or _begins_space(text, at)]
    while places and text[places[-1]].isspace():
        places.pop()
    cell = "".join(" " if text[at].isspace() else text[at] for at in places)
    if not cell:
        return []
    names = matcher_of(registry, country, words)
    pieces = [piece for piece in cut_cell(cell, names, registry, words) if not piece.is_task]
    made = read_action_agencies([_action(cell)], registry, country, words)
    rows = [row for row in made if isinstance(row, ActionAgency)]
    spans = [(places[piece.start], places[piece.end - 1] + 1) for piece in pieces]
    return [_found(row, span, registry) for row, span in zip(rows, spans, strict=True)]


def _begins_space(text: str, at: int) -> bool:
    """Tell whether white space at a place is the first of its run, and not the text's beginning."""
    return at > 0 and not text[at - 1].isspace() and text[at].isspace()


def _check_country(country: str | None, registry: Registry) -> None:
    known = sorted({agency.jurisdiction for agency in registry.agencies if agency.jurisdiction})
    if country is not None and not (isinstance(country, str) and (country in known or country in state_names())):
        remedy = f"Write it as ISO 3166-1 alpha-3. With bodies in the registry: {', '.join(known)}."
        raise WrongUsage("country", f"{shown(country)} is no country", remedy)


def _known(mention: Mention, text: str) -> FoundAgency:
    surface, agency = collapse(text[mention.start : mention.end]), mention.agency
    method = method_of(surface, agency)
    return FoundAgency(surface, mention.start, mention.end, agency.agency_id, agency.name, agency.acronym, method, 1.0)


def _found(row: ActionAgency, span: tuple[int, int], registry: Registry) -> FoundAgency:
    known = registry.agency(row.agency_id) if row.agency_id else None
    return FoundAgency(
        surface=row.surface,
        start=span[0],
        end=span[1],
        agency_id=row.agency_id,
        name=known.name if known else None,
        acronym=known.acronym if known else None,
        method=row.method,
        score=row.score,
    )


def _action(cell: str) -> Action:
    missing: dict[str, Any] = dict.fromkeys(Action.__slots__)
    return Action(
        **{**missing, "action_id": "text", "plan_id": "text", "responsible": cell, "responsible_inherited": False}
    )
