"""The library's `link`: links actions to directives, given as tables."""

from __future__ import annotations

import pandas as pd

from ..link import LinkSettings
from ..link import link as link_plan
from ..link.reviews import no_reviews
from .arguments import language_given
from .link_tables import ACTIONS, DIRECTIVES, complete_reviews, complete_table, known_language


def link(
    actions: pd.DataFrame,
    directives: pd.DataFrame,
    reviews: pd.DataFrame | None = None,
    language: str | None = None,
) -> pd.DataFrame:
    """Return the directives that each action carries out: the columns of the table `links`, best first.

    >>> import directriz, pandas as pd
    >>> actions = pd.DataFrame({"action_id": ["p/1"], "action": ["Capacitar al personal de frontera"]})
    >>> directives = pd.DataFrame({
    ...     "directive_id": ["m/1", "m/2"],
    ...     "text": ["Difundir líneas de denuncia", "Capacitar a los agentes de frontera"],
    ... })
    >>> links = directriz.link(actions, directives)
    >>> links.loc[links.is_primary, ["action_id", "directive_id", "status"]].values.tolist()
    [['p/1', 'm/2', 'proposed']]

    For each action and each framework there are one to five rows, rank 1 the primary one, or one row "no-match" without
    a directive. `confidence` is the probability that a reader would accept the link, `evidence` the reasons for it.

    - `actions` needs action_id and action, its text. The other columns of the table `actions` are used where they are
      there: measure, objective, goal, indicators, verification, axis, subaxis and others add context.
    - `directives` needs directive_id and text. Used where there: section, and kind: only rows of the kind "directive"
      are linked to; without that column all are.
    - plan_id, of either, is the id up to its first "/" where the column is missing. Directives of several plan_ids are
      several frameworks. text_sha256 is made from the text where the column is missing.
    - `reviews` holds verdicts of readers: action_id, directive_id (empty for "none fits") and verdict (accept, reject,
      unsure, no-match). They come before any score and teach the rest. Missing columns of raw/reviews/links.csv are
      filled in, hashes with those of today's texts: a verdict without hashes always holds.

    - `language` is that of both tables: "es", "pt" or "en". A column `language` in either says it for each row and
      comes first. Without them it is guessed from the texts of each plan and of each framework; Spanish where they tell
      none.

    Refuses errors.WrongUsage: no table, a missing column, a row without an id, a text or a plan, an id that stands
    twice, a review of an action or a directive that is in no table, an impossible verdict, a language without word
    lists. Rows are counted from 0.
    """
    told = None if language is None else known_language(language_given(language), "language")
    plans = complete_table(actions, ACTIONS, told)
    frameworks = complete_table(directives, DIRECTIVES, told)
    verdicts = no_reviews() if reviews is None else complete_reviews(reviews, plans, frameworks)
    targets = list(dict.fromkeys(frameworks["plan_id"]))
    settings = LinkSettings(teachers=plans)
    made = [
        link_plan(own, frameworks, targets, verdicts, settings).links for _, own in plans.groupby("plan_id", sort=False)
    ]
    if not made:
        return link_plan(plans, frameworks, targets, verdicts, settings).links
    order = {action_id: place for place, action_id in enumerate(plans["action_id"])}
    links = pd.concat(made, ignore_index=True)
    return links.sort_values("action_id", key=lambda ids: ids.map(order), kind="stable", ignore_index=True)


# The stage's folder has this name, too. `import directriz.link.vectors as …` asks the function for `vectors`, and where
# it has none, Python looks for the module by this name and "vectors".
link.__name__ = f"{__name__.partition('.')[0]}.link"
