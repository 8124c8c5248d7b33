"""What `directriz add` tells and asks of a plan in prose: one action with its values, headings that are not certain."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence

from ..layouts import EXTRAS
from ..records import Action, Extra, Records

DRAFTED_HEADING = re.compile(
    r"^# (?P<field>\w+): lines such as\n#\s+(?P<seen>.*)\n(?:#.*\n)*\[\[heading\]\]\npattern = (?P<pattern>.*)",
    re.MULTILINE,
)
WORDED = "(?i:"  # in the pattern of a heading that begins with a word such as "Eje"
HEADINGS = ("axis", "subaxis", "strategic_objective")
Asked = tuple[str, int, str]  # a question, the line of the profile that answers it, and its text


def example_action(records: Records, columns: Sequence[str]) -> dict[str, str]:
    """Return the first action that has most values, each by its column; {} where there is none."""
    actions = records.of(Action)
    names = [*HEADINGS, "number", "action", *(name for name in columns if name != EXTRAS)]
    filled = [{name: str(text) for name in names if (text := getattr(each, name, None))} for each in actions]
    if not filled:
        return {}
    at = max(range(len(filled)), key=lambda place: len(filled[place]))
    own = [each for each in records.of(Extra) if each.record_id == actions[at].action_id]
    return filled[at] | {f"{EXTRAS} {each.label_original}".strip(): each.text for each in own}


def prose_questions(profile: str) -> Iterator[Asked]:
    """Yield what is asked of the profile of a plan in prose, given as its text."""
    yield from _about_ends(profile)
    found = list(DRAFTED_HEADING.finditer(profile))
    if not found:
        asked = (
            "No line over the actions was taken for an axis. Do they stand below some? Then write at the end of the "
            "profile [[heading]] and, below it, pattern = '(?P<axis>...)' with a pattern that fits these lines."
        )
        yield asked, profile.count("\n"), profile.splitlines()[-1]
    if len(found) == 1 and WORDED in found[0]["pattern"]:
        return
    for each in found:
        line = profile.count("\n", 0, each.start()) + 1
        asked = (
            f"Is this the {each['field']}: {each['seen']!r}? If not, take its [[heading]] out, or name another column"
        )
        yield f"{asked} in its pattern.", line, each[0].splitlines()[0]


def _about_ends(profile: str) -> Iterator[Asked]:
    """Ask for the column of a value without a label that stands at the end of the items."""
    order = tomllib.loads(profile).get("layout", {}).get("values_at_end", ())
    if EXTRAS in order:
        asked = (
            f"What is the value no. {order.index(EXTRAS) + 1} at the end of the items? Write the name of its column in "
            f'place of "{EXTRAS}" in values_at_end: indicators, associated, budget, …'
        )
        lines = enumerate(profile.splitlines(), start=1)
        yield next((asked, line, text) for line, text in lines if text.startswith("values_at_end = "))
