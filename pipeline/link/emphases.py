"""What readers found each directive to ask for: `raw/reviews/emphases.csv`.

Each row is the reading of one directive: the concepts that it asks for (`asks`), those that it only names (`beside`),
the reader, the date, and the hash of the text that was read. If the text changes, the row stays in the file but is not
used, and `issues` says so. Links can be made without this file.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ..errors import ManifestInvalid
from ..records import Issue
from ..reference.emphasis import Emphasis
from ..reference.phrasings import phrased_directives

COLUMNS = ("directive_id", "asks", "beside", "reader", "date", "directive_sha256")
REQUIRED = ("directive_id", "asks", "reader", "date", "directive_sha256")
PLACE = "raw/reviews/emphases.csv"
MANY = 0.1  # share of the directives of a document; from here on the document is another one


@dataclass(frozen=True, slots=True)
class ReadEmphasis:
    """One directive as one reader read it."""

    emphasis: Emphasis
    reader: str
    directive_sha256: str


Emphases = Mapping[str, ReadEmphasis]  # by directive_id


def parse_emphases(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> dict[str, ReadEmphasis]:
    """Return the readings by directive.

    Refused, each with its line: other columns, an empty cell, a directive read twice, a concept in both lists.
    """
    if sorted(header) != sorted(COLUMNS):
        raise ManifestInvalid(PLACE, f"columns {', '.join(header)}", f"Write {','.join(COLUMNS)}.")
    found: dict[str, ReadEmphasis] = {}
    for line, row in enumerate(rows, start=2):
        place, directive_id = f"{PLACE} l. {line}", row["directive_id"]
        asks, beside = (frozenset(filter(None, row[name].split("|"))) for name in ("asks", "beside"))
        if missing := [name for name in REQUIRED if not row[name]]:
            raise ManifestInvalid(place, f"{missing[0]} is missing", "Fill it in, or delete the row.")
        if asks & beside:
            raise ManifestInvalid(
                place, f"asked for and named beside: {', '.join(sorted(asks & beside))}", "Name each once."
            )
        if directive_id in found:
            raise ManifestInvalid(place, f"second reading of {directive_id}", "Delete one of them.")
        found[directive_id] = ReadEmphasis(Emphasis(asks, beside), row["reader"], row["directive_sha256"])
    return found


def emphasis_of(emphases: Emphases, directive: Mapping[Hashable, object]) -> Emphasis | None:
    """Return how a row of `directives` was read, None where nobody read this very text."""
    read = emphases.get(str(directive.get("directive_id")))
    return read.emphasis if read and read.directive_sha256 == directive.get("text_sha256") else None


def stale_readings(directives: pd.DataFrame, emphases: Emphases) -> Iterator[Issue]:
    """Yield an issue for each document whose directives were read, or phrased, for other texts than it has now.

    One stale directive is named as the issue's record. Several are named in `text`: many at once are a document that
    was filed under the id of another one.
    """
    read = {key: each.directive_sha256 for key, each in emphases.items()}
    phrased = phrased_directives()
    counts: dict[str, int] = {}
    stale: dict[str, dict[str, list[str]]] = {}  # document → directive → what was made for another text
    for row in directives[["directive_id", "plan_id", "text_sha256"]].to_dict("records"):
        plan_id, directive_id = str(row["plan_id"]), str(row["directive_id"])
        counts[plan_id] = counts.get(plan_id, 0) + 1
        for made, what in ((read, f"its reading in {PLACE}"), (phrased, "what the package knows of its wording")):
            if made.get(directive_id, row["text_sha256"]) != row["text_sha256"]:
                stale.setdefault(plan_id, {}).setdefault(directive_id, []).append(what)
    for plan_id, found in stale.items():
        yield _stale_issue(plan_id, found, counts[plan_id])


def _stale_issue(plan_id: str, found: Mapping[str, Sequence[str]], count: int) -> Issue:
    what = " and ".join(dict.fromkeys(each for made in found.values() for each in made))
    told = "1 directive has" if len(found) == 1 else f"{len(found)} of {count} directives have"
    detail = f"{told} another text than when {what} was written; it is not used, links are made without it. "
    if len(found) >= MANY * count:
        detail += f"If this is another document than the {plan_id!r} of the readings, give it an id of its own; "
        detail += f"if it is a new text of that one, read its directives again in {PLACE}, or delete their rows"
    else:
        detail += f"Read it again in {PLACE}, or delete its row"
    record_id = next(iter(found)) if len(found) == 1 else None
    return Issue("reading_stale", "doubt", "link", plan_id, record_id, None, detail, ", ".join(found))
