"""What an action and a directive say, as weighted words: the action's own text first, its context with less weight.

A cell alone is often too short to be understood ("Fortalecer el proceso de implementación del REDAVIT", ar-plan
fortalecimiento/18) or names no deed at all ("Un espacio articulado y funcionando", corett-2020 4.1.2.3), so the
measure, the objective and the indicators speak too. Axis and section are kept apart: they say under which of the
great headings something stands, and two documents name the same heading differently ("PERSECUCIÓN", "REPRESIÓN Y
RENDICIÓN DE CUENTAS", "DIRECTRICES PARA EL COMBATE Y SANCION").
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.link.words import terms_of

ACTION_CONTEXT: Mapping[str, float] = {
    "measure": 0.5,
    "objective": 0.5,
    "goal": 0.4,
    "indicators": 0.2,
    "verification": 0.1,
    "subaxis": 0.3,
    "subaxis_description": 0.15,
    "strategic_objective": 0.15,
}
HEADINGS_OF_ACTION = ("axis", "subaxis", "subaxis_description", "strategic_objective")

Bag = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Document:
    """One action or directive, read for linking."""

    record_id: str
    text: str  # its own text
    own: Bag  # stem -> weight, of its own text
    wide: Bag  # with its context
    heading: str  # what it stands under


def read_actions(actions: pd.DataFrame) -> list[Document]:
    """Return the rows of `actions` (columns of the published table) as documents, in their order."""
    return [_action(row) for row in actions.to_dict("records")]


def read_directives(directives: pd.DataFrame, target: str) -> list[Document]:
    """Return the directives of framework `target`, in document order; objectives, principles and mandates are left out.

    The text is the clean one, or the amended one where an amendment is the whole paragraph (oas-3 21bis, 49bis).
    """
    chosen = directives[(directives["plan_id"] == target) & (directives["kind"] == "directive")]
    return [_directive(row) for row in chosen.to_dict("records")]


def bag_of(text: str, weight: float = 1.0) -> dict[str, float]:
    """Return the stems of `text` with `weight` for each time that they stand there."""
    bag: dict[str, float] = {}
    for term in terms_of(text):
        bag[term.key] = bag.get(term.key, 0.0) + weight
    return bag


def text_of(row: Mapping[Hashable, object], column: str) -> str:
    """Return a cell as text, "" where it is missing or the table has no such column."""
    value = row.get(column)
    return value if isinstance(value, str) else ""


def _action(row: Mapping[Hashable, object]) -> Document:
    text = text_of(row, "action")
    own = bag_of(text)
    wide = dict(own)
    for column, weight in ACTION_CONTEXT.items():
        for key, more in bag_of(text_of(row, column), weight).items():
            wide[key] = wide.get(key, 0.0) + more
    heading = " ".join(text_of(row, column) for column in HEADINGS_OF_ACTION)
    return Document(text_of(row, "action_id"), text, own, wide, heading)


def _directive(row: Mapping[Hashable, object]) -> Document:
    text = text_of(row, "text") or text_of(row, "text_amended")
    own = bag_of(text)
    return Document(text_of(row, "directive_id"), text, own, own, text_of(row, "section"))
