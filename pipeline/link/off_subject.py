"""Plans that are off the subject of the frameworks, such as a town's plan of roads, schools and sport.

One action alone says little: "pay the rent of a flat for 18 months" carries out a directive in a plan against
trafficking, and none in a plan on housing. So the whole plan is judged: if its actions are on average less similar to
the frameworks' subject than to other subjects, none of them is linked, and the plan gets the issue `plan_off_subject`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from ..records import Issue
from .ranker import Judgement

LEAST_ACTIONS = 6  # a plan with fewer is not judged
OFF_FROM = -1.0  # mean logarithm of the odds; 15 plans on the subject have had -0.13 or more, 9 others -1.38 or less
NONE_FITS = 0.95  # at least so likely where the plan is off the subject


def is_off_subject(odds: Sequence[float], action_count: int) -> bool:
    """Tell whether a plan is off the subject; `odds` are those of each action before each framework, as logarithms."""
    return action_count >= LEAST_ACTIONS and len(odds) > 0 and float(np.mean(odds)) < OFF_FROM


def turn_down(judgement: Judgement) -> Judgement:
    """Return the judgement on an action of a plan that is off the subject: nothing fits."""
    none = max(judgement.none_fits, NONE_FITS)
    kept = (1 - none) / max(1 - judgement.none_fits, 1e-9)
    return replace(judgement, none_fits=none, is_none=True, confidences=judgement.confidences * kept)


def off_subject_issues(actions: pd.DataFrame, targets: Sequence[str], is_off: bool) -> list[Issue]:
    """Return the issue of a plan that is off the subject, none where it is not."""
    if not is_off:
        return []
    plan_id = str(actions["plan_id"].iloc[0])
    detail = f"this plan seems not to be about what {', '.join(targets)} are about: its actions are not linked"
    return [Issue("plan_off_subject", "doubt", "link", plan_id, None, None, detail, None)]
