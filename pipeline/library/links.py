"""The library's `link`: links actions to directives, given as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from ..errors import WrongUsage
from ..link import LinkSettings
from ..link import link as link_plan
from ..link.reviews import COLUMNS, no_reviews, parse_reviews
from ..text import sha256

UNDATED = "0000-00-00"
REVIEWER = "reviewer"


def link(actions: pd.DataFrame, directives: pd.DataFrame, reviews: pd.DataFrame | None = None) -> pd.DataFrame:
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

    Refuses errors.WrongUsage: a missing column, an id that stands twice. Refuses errors.ManifestInvalid: an impossible
    verdict.
    """
    plans = _with_defaults(actions, "actions", ("action_id", "action"))
    frameworks = _with_defaults(directives, "directives", ("directive_id", "text"))
    if "kind" not in frameworks:
        frameworks["kind"] = "directive"
    verdicts = _verdicts(reviews, plans, frameworks) if reviews is not None else no_reviews()
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


def _with_defaults(frame: pd.DataFrame, name: str, needed: tuple[str, str]) -> pd.DataFrame:
    """Return a table with its ids as strings, plan_id and text_sha256 filled in; the caller's own is left as it is."""
    _need_columns(frame, name, needed)
    key, text = needed
    filled = frame.reset_index(drop=True).copy()
    filled[key] = [str(value) for value in filled[key]]
    if twice := filled.loc[filled[key].duplicated(), key].tolist():
        raise WrongUsage(name, f"{key} {twice[0]!r} stands twice", "Give each row an id of its own.")
    if "plan_id" not in filled:
        filled["plan_id"] = [value.split("/")[0] if "/" in value else name for value in filled[key]]
    if "text_sha256" not in filled:
        texts = [_text_of(row, text, "text_amended") for row in filled.to_dict("records")]
        filled["text_sha256"] = [sha256(each) for each in texts]
    return filled


def _need_columns(frame: pd.DataFrame, name: str, needed: Sequence[str]) -> None:
    if missing := [column for column in needed if column not in frame]:
        there = ", ".join(map(str, frame.columns)) or "none"
        raise WrongUsage(name, f"there is no column {missing[0]!r}", f"Needed: {', '.join(needed)}. There: {there}.")


def _text_of(row: dict[object, object], *columns: str) -> str:
    values = (row.get(column) for column in columns)
    return next((value for value in values if isinstance(value, str) and value), "")


def _verdicts(reviews: pd.DataFrame, actions: pd.DataFrame, directives: pd.DataFrame) -> pd.DataFrame:
    """Return verdicts with every column of raw/reviews/links.csv, checked as that file is."""
    _need_columns(reviews, "reviews", ("action_id", "directive_id", "verdict"))
    hashes = _hashes(actions, "action_id"), _hashes(directives, "directive_id")
    defaults: dict[str, Callable[[dict[str, str]], str]] = {
        "reviewer": lambda row: REVIEWER,
        "date": lambda row: UNDATED,
        "action_sha256": lambda row: hashes[0].get(row["action_id"], sha256("")),
        "directive_sha256": lambda row: hashes[1].get(row["directive_id"], sha256("")) if row["directive_id"] else "",
    }
    rows = []
    for record in reviews.to_dict("records"):
        row = {column: "" if pd.isna(record.get(column)) else str(record[column]) for column in COLUMNS}
        rows.append(row | {column: made(row) for column, made in defaults.items() if not row[column]})
    return parse_reviews(COLUMNS, rows)


def _hashes(frame: pd.DataFrame, key: str) -> dict[str, str]:
    return dict(zip(frame[key], frame["text_sha256"], strict=True))
