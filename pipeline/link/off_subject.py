"""Plans that are off the subject of the frameworks, such as a town's plan of roads, schools and sport.

One action alone says little: "pay the rent of a flat for 18 months" carries out a directive in a plan against
trafficking, and none in a plan on housing. So the whole plan is judged: if its actions are on average less similar to
the frameworks' subject than to other subjects, none of them is linked, and the plan gets the issue `plan_off_subject`.
Actions of mere administration do not count, because plans on every subject have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ..records import Issue
from .ranker import Judgement

LEAST_ACTIONS = 6  # a plan with fewer is not judged
ADMINISTRATION_FROM = 0.5  # an action that is likelier mere administration than not does not count
OFF_FROM = -1.0  # mean logarithm of the odds; 16 plans on the subject had -0.7 or more, 20 others -1.15 or less
JUST_OFF = 0.5  # least probability that nothing fits in a plan at the limit
WHOLLY_OFF = 0.95  # the same in a plan that is far from it
STEEPNESS = 0.5  # how fast the one becomes the other, for each unit of the mean


@dataclass(frozen=True, slots=True)
class SubjectSign:
    """What one action tells of the subject of its plan, before one framework."""

    odds: float  # that it is on the framework's subject, as a logarithm
    administration: float  # how likely it is mere administration


def mean_odds(signs: Sequence[SubjectSign]) -> float:
    """Return the mean of the odds, without mere administration; of all where nothing else is there, 0 for no sign."""
    telling = [sign.odds for sign in signs if sign.administration < ADMINISTRATION_FROM]
    odds = telling or [sign.odds for sign in signs]
    return float(np.mean(odds)) if odds else 0.0


def off_subject_chance(signs: Sequence[SubjectSign], action_count: int) -> float | None:
    """Return how likely it is at least that nothing fits in a plan off the subject; None where it is not off it."""
    mean = mean_odds(signs)
    if action_count < LEAST_ACTIONS or mean >= OFF_FROM:
        return None
    return min(JUST_OFF + STEEPNESS * (OFF_FROM - mean), WHOLLY_OFF)


def turn_down(judgement: Judgement, chance: float) -> Judgement:
    """Return the judgement on an action of a plan that is off the subject: nothing fits, by at least this chance."""
    none = max(judgement.none_fits, chance)
    kept = (1 - none) / max(1 - judgement.none_fits, 1e-9)
    return replace(judgement, none_fits=none, is_none=True, confidences=judgement.confidences * kept)


def off_subject_issues(actions: pd.DataFrame, targets: Sequence[str], is_off: bool) -> list[Issue]:
    """Return the issue of a plan that is off the subject, none where it is not."""
    if not is_off:
        return []
    plan_id = str(actions["plan_id"].iloc[0])
    detail = f"this plan seems not to be about what {', '.join(targets)} are about: its actions are not linked"
    return [Issue("plan_off_subject", "doubt", "link", plan_id, None, None, detail, None)]
