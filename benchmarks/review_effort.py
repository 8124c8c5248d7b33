"""How much a reader has to read: recall of the shortlist, and verdicts until nine in ten primary directives are found.

`python -m benchmarks.review_effort [WORKSPACE] [GOLD]` plays a reader who knows the graded answers (default:
tests/gold/links.csv) on the published tables of a workspace (default: this one), and prints the figures. The reader
judges the directives of a list one after the other until the primary one is found; an action that fits none costs the
whole list. Ways to read a plan:

- document order: every directive of the framework, as a reader without any tool would go;
- fixed ranking: every directive, the ranker's best first, without reviews;
- loop: the shortlist as `directriz review links` makes it, anew after every verdict, in the order in which it was
  chosen, and no further (the loop shows it in document order: whoever reads it whole reads 15 directives an action);
- loop and all: the same, and where the primary directive is not on the shortlist the rest of the framework too;
- loop, other plans read: as `loop`, with the answers of the other plans known as reviews.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from directriz.link.published_tables import read_tables
from directriz.link.questions import Interview, QuestionMaker
from directriz.link.ranker import best_columns
from directriz.link.review_order import Desk, Reading
from directriz.link.reviews import Tables, no_reviews
from directriz.link.shortlist import shortlist
from directriz.records import SHORTLISTED

TOP = Path(__file__).parents[1]
SIZES = (10, 15, 20)
WANTED = 0.9

Answers = Mapping[str, dict[str, int]]  # action → directives with their grades, the primary one first


def read_gold(path: Path, tables: Tables) -> dict[str, dict[str, dict[str, int]]]:
    """Return the graded answers by framework, actions in document order."""
    places = {action_id: place for place, action_id in enumerate(tables.actions["action_id"])}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["action_id"] in places]
    rows.sort(key=lambda row: (places[row["action_id"]], row["is_primary"].lower() != "true"))
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in rows:
        grades = found.setdefault(row["target_plan_id"], {}).setdefault(row["action_id"], {})
        if row["directive_id"]:
            grades[row["directive_id"]] = int(row["grade"])
    return found


def recall_of_shortlists(tables: Tables, target: str, answers: Answers, is_taught: bool) -> Iterator[str]:
    """Yield the share of primary and of accepted directives on lists of each size, beside the ranker's first ones.

    With `is_taught`, all other graded actions are known as reviews; an action never speaks for itself.
    """
    reading = Reading(tables, no_reviews(), [(action_id, target) for action_id in answers])
    desk, ids = reading.desks[target], list(reading.desks[target].framework.columns)
    if is_taught:
        for action_id, grades in answers.items():
            reading.learn(action_id, target, grades)
    ranked = {action_id: desk.rank(reading.actions[action_id]) for action_id, grades in answers.items() if grades}
    ways: dict[str, Callable[[str, int], list[int]]] = {
        "shortlist": lambda action_id, size: list(shortlist(*ranked[action_id], size)),
        "ranker alone": lambda action_id, size: best_columns(ranked[action_id][0], size),
    }
    for name, way in ways.items():
        told = []
        for size in SIZES:
            lists = {action_id: {ids[column] for column in way(action_id, size)} for action_id in ranked}
            primary = np.mean([next(iter(answers[key])) in found for key, found in lists.items()])
            accepted = np.mean([len(found & set(answers[key])) / len(answers[key]) for key, found in lists.items()])
            told.append(f"{size}: {primary:.3f} / {accepted:.3f}")
        yield f"{target}, {'others reviewed' if is_taught else 'no reviews'}, {name:12}  " + "   ".join(told)


def verdicts_until(costs: Sequence[tuple[int, bool]], wanted: int) -> int | None:
    """Return the verdicts given until `wanted` primary directives are found; None where they never are."""
    given = found = 0
    for cost, is_found in costs:
        given += cost
        found += is_found
        if found >= wanted:
            return given
    return None


def cost_of(order: Sequence[str], grades: Mapping[str, int]) -> tuple[int, bool]:
    """Return how many directives a reader judges on a list, and whether the primary one is found."""
    primary = next(iter(grades), None)
    return (order.index(primary) + 1, True) if primary in order else (len(order), False)


def ranked_ids(desk: Desk, reading: Reading, action_id: str) -> list[str]:
    """Return all directives, the ranker's best first."""
    scores, _ = desk.rank(reading.actions[action_id])
    ids = list(desk.framework.columns)
    return [ids[column] for column in best_columns(scores, len(ids))]


def play_the_loop(
    tables: Tables, target: str, answers: Answers, known: Answers, is_all: bool
) -> list[tuple[int, bool]]:
    """Return the cost of each action as the loop asks it, every verdict taken into account."""
    reading = Reading(tables, no_reviews(), [(action_id, target) for action_id in (*answers, *known)])
    maker = QuestionMaker(tables)
    for action_id, grades in known.items():
        reading.learn(action_id, target, grades)
    desk, ids = reading.desks[target], list(reading.desks[target].framework.columns)
    costs = []
    for question in Interview(reading, maker, [(action_id, target) for action_id in answers], SHORTLISTED):
        columns = shortlist(*desk.rank(reading.actions[question.action_id]), SHORTLISTED)
        chosen = [ids[column] for column in columns]
        rest = [directive_id for directive_id in ids if directive_id not in chosen] if is_all else []
        costs.append(cost_of([*chosen, *rest], answers[question.action_id]))
        reading.learn(question.action_id, target, answers[question.action_id])
    return costs


def efforts(tables: Tables, target: str, answers: Answers) -> Iterator[str]:
    """Yield for each plan the verdicts needed in each way."""
    for plan in dict.fromkeys(action_id.split("/")[0] for action_id in answers):
        own = {key: grades for key, grades in answers.items() if key.split("/")[0] == plan}
        others = {key: grades for key, grades in answers.items() if key not in own}
        wanted = int(np.ceil(WANTED * sum(bool(grades) for grades in own.values())))
        reading = Reading(tables, no_reviews(), [(action_id, target) for action_id in own])
        desk = reading.desks[target]
        ways = [
            [cost_of(list(desk.framework.columns), grades) for grades in own.values()],
            [cost_of(ranked_ids(desk, reading, key), grades) for key, grades in own.items()],
            play_the_loop(tables, target, own, {}, is_all=False),
            play_the_loop(tables, target, own, {}, is_all=True),
            play_the_loop(tables, target, own, others, is_all=False),
        ]
        cells = "".join(f"{_told(costs, wanted):>24}" for costs in ways)
        yield f"{target:8}{plan:16}{len(own):8}{wanted:8}{cells}"


def _told(costs: Sequence[tuple[int, bool]], wanted: int) -> str:
    until = verdicts_until(costs, wanted)
    return f"never, finds {sum(hit for _, hit in costs)}" if until is None else str(until)


def main(workspace: Path, gold: Path) -> None:
    """Print the figures."""
    tables = read_tables(workspace)
    answers = read_gold(gold, tables)
    print("share of primary / accepted directives on a list of that size")
    for target, of_target in answers.items():
        for is_taught in (False, True):
            print("\n".join(recall_of_shortlists(tables, target, of_target, is_taught)))
    print(f"\nverdicts until {WANTED:.0%} of a plan's primary directives are found")
    ways = ("document order", "fixed ranking", "loop", "loop and all", "loop, other plans read")
    print(f"{'':8}{'plan':16}{'actions':>8}{'wanted':>8}" + "".join(f"{way:>24}" for way in ways))
    for target, of_target in answers.items():
        print("\n".join(efforts(tables, target, of_target)))


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    main(given[0] if given else TOP, given[1] if len(given) > 1 else TOP / "tests" / "gold" / "links.csv")
