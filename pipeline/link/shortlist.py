"""The directives that a reader is shown for an action: chosen so that the right ones are among them.

The ranker's own first directives miss some that only one kind of evidence supports: in the plans of other countries
the primary directive was among its first ten for 74 % of the actions. So the places are shared: of every four, three
go to the ranker and one to a single kind of evidence (a voice). The voices take turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from .vectors import Scores

VOICES: Mapping[str, tuple[str, ...]] = {  # name → features that are added up
    "measure": ("measure_covered", "measure_needed"),
    "meaning": ("meaning_wide", "phrased_meaning_wide"),
    "words": ("terms", "bm25", "phrased_nearest_wide"),
    "topic": ("topic_covered", "topic_needed"),
    "target": ("target_covered", "target_needed"),
    "like actions": ("neighbours",),
}
OF_VOICES = tuple(dict.fromkeys(name for names in VOICES.values() for name in names))
OF_THE_RANKER = 3  # places that the ranker fills before a voice fills one
BY_RANKER, BY_VOICE = "ranker", "evidence"  # what put a directive on the list


def shortlist(scores: Scores, features: Mapping[str, Scores], size: int) -> dict[int, str]:
    """Return the columns of `size` directives (all where there are fewer) in the order in which they were chosen.

    With each stands what chose it: BY_RANKER or BY_VOICE. `scores` are the ranker's for one action, `features` the rows
    of each feature for the same action; a voice that has no feature, or says nothing of any directive, takes no turn.
    """
    voices = [_best_first(total) for total in _totals(features) if total.any()]
    ranker = _best_first(scores)
    turns = [turn for voice in voices for turn in (*[ranker] * OF_THE_RANKER, voice)] or [ranker]
    chosen: dict[int, str] = {}
    while len(chosen) < min(size, len(scores)):
        for turn in turns:
            column = next((column for column in turn if column not in chosen), None)
            if column is not None and len(chosen) < size:
                chosen[column] = BY_RANKER if turn is ranker else BY_VOICE
    return chosen


def _totals(features: Mapping[str, Scores]) -> Iterator[Scores]:
    for names in VOICES.values():
        known = [features[name] for name in names if name in features]
        if known:
            yield np.sum(known, axis=0)


def _best_first(scores: Scores) -> Iterator[int]:
    return (int(column) for column in np.argsort(-scores, kind="stable"))


def in_document_order(columns: Iterable[int], directive_ids: Sequence[str]) -> list[str]:
    """Return the ids of these columns in document order, so that their order tells nothing of their rank."""
    return [directive_ids[column] for column in sorted(columns)]
