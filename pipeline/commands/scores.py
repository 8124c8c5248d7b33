"""Compares the published tables with hand-checked answers: texts, amendments, cells of actions.

Answers are rows of CSV files as tests/gold/ has them. A record that is not published counts as an empty text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, str]
NOT_COMPARED = frozenset({"action_id", "plan_id"})
TOLD = 20  # differences listed


def collapse(text: str) -> str:
    """Return a text as it is compared: white space as single spaces."""
    return " ".join(text.split())


def distance(first: str, second: str) -> int:
    """Return the number of characters to insert, delete or replace."""
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(first, second))


def rate(part: float, whole: float) -> float | None:
    """Return a share, rounded so that it is the same on every machine; None of nothing."""
    return round(part / whole, 6) if whole else None


def score_texts(gold: Sequence[Row], records: Mapping[str, Row]) -> dict[str, Any]:
    """Return the distance of the texts to those that a reader repaired, before and after the repair.

    Gold: directive_id (of a directive or a provision), text_source, text_stripped_unrepaired, text. Before: the source
    with its amendments stripped by hand; after: the published text, whose amendments the pipeline stripped.
    """
    before = after = length = exact = source_exact = 0
    differing = []
    for row in gold:
        found = records.get(row["directive_id"], {})
        wanted, text = collapse(row["text"]), collapse(found.get("text", ""))
        length += len(wanted)
        before += distance(collapse(row["text_stripped_unrepaired"]), wanted)
        here = distance(text, wanted)
        after += here
        exact += text == wanted
        source_exact += collapse(found.get("text_source", "")) == collapse(row["text_source"])
        if here:
            differing.append({"directive_id": row["directive_id"], "distance": here})
    differing.sort(key=lambda entry: -int(str(entry["distance"])))
    return {
        "records": len(gold),
        "missing": [row["directive_id"] for row in gold if row["directive_id"] not in records],
        "source_exact": source_exact,
        "exact": exact,
        "character_error_rate_before": rate(before, length),
        "character_error_rate_after": rate(after, length),
        "characters": length,
        "distance_before": before,
        "distance_after": after,
        "farthest": differing[:TOLD],
    }


def match_amendments(gold: Sequence[Row], found: Sequence[Row]) -> list[tuple[Row, Row | None]]:
    """Return each answer with the published amendment that is its own: same record and words, else same place."""
    free = list(found)
    matched: list[tuple[Row, Row | None]] = []
    for row in gold:
        own = [other for other in free if other["record_id"] == row["record_id"]]
        words = collapse(row["as_printed"])
        same = next((other for other in own if collapse(other["as_printed"]) == words), None)
        near = same or next((other for other in own if _overlaps(collapse(other["as_printed"]), words)), None)
        if near is not None:
            free.remove(near)
        matched.append((row, near))
    return matched


def _overlaps(first: str, second: str) -> bool:
    """Tell whether two readings of a bracket share most of their characters."""
    return distance(first, second) * 2 < max(len(first), len(second))


def score_amendments(gold: Sequence[Row], found: Sequence[Row], records: Iterable[str]) -> dict[str, Any]:
    """Return how many amendments were found and read right; kind and texts are scored where the answer is certain.

    `records` are those that readers looked through: an amendment published there that no answer has is one too many.
    """
    seen = {row["record_id"] for row in gold} | set(records)
    matched = match_amendments(gold, [row for row in found if row["record_id"] in seen])
    pairs = [(row, own) for row, own in matched if own is not None]
    high = [(row, own) for row, own in pairs if row["certainty"] == "high"]
    lengths = sum(len(collapse(row[name])) for row, _ in high for name in ("inserted", "deleted"))
    apart = [
        sum(distance(collapse(own[name]), collapse(row[name])) for name in ("inserted", "deleted")) for row, own in high
    ]
    return {
        "amendments": len(gold),
        "found": len(pairs),
        "too_many": sum(row["record_id"] in seen for row in found) - len(pairs),
        "words_right": sum(collapse(own["as_printed"]) == collapse(row["as_printed"]) for row, own in pairs),
        "countries_right": sum(own["countries"] == row["countries"] for row, own in pairs),
        "high": sum(row["certainty"] == "high" for row in gold),
        "high_kind_right": sum(own["kind"] == row["kind"] for row, own in high),
        "high_texts_exact": apart.count(0),
        "high_character_error_rate": rate(sum(apart), lengths),
        "missed": [f"{row['record_id']}#{row['position']}" for row, own in matched if own is None],
    }


def score_cells(gold: Sequence[Row], actions: Mapping[str, Row]) -> dict[str, Any]:
    """Return how many cells of the actions are as a reader transcribed them."""
    wrong = [
        {"action_id": row["action_id"], "column": name, "expected": value, "found": found}
        for row in gold
        for name, value in row.items()
        if name not in NOT_COMPARED
        and collapse(found := actions.get(row["action_id"], {}).get(name, "")) != collapse(value)
    ]
    cells = sum(len([name for name in row if name not in NOT_COMPARED]) for row in gold)
    return {
        "actions": len(gold),
        "missing": [row["action_id"] for row in gold if row["action_id"] not in actions],
        "cells": cells,
        "cells_right": cells - len(wrong),
        "wrong": wrong[:TOLD],
    }
