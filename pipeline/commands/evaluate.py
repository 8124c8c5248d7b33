"""`directriz evaluate`: the published tables scored against hand-checked answers, into `output/evaluation.json`.

The scores hold the hashes of the tables and answers that were compared. So a file from an earlier run is noticed.
"""

from __future__ import annotations

import argparse
import codecs
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import SourceUnreadable, WrongUsage
from ..store import read_file
from .answer import Answer, json_answer

if TYPE_CHECKING:
    import pandas as pd

    from ..link.reviews import Tables
    from .snapshots import Snapshot

Rows = list[dict[str, str]]
EVALUATION = "evaluation.json"
LINKS = "links.csv"
NEEDED = {  # name of an answer file, or its last part after _ → columns that it must have
    "texts.csv": ("directive_id", "text_source", "text_stripped_unrepaired", "text"),
    "amendments.csv": ("record_id", "position", "countries", "kind", "inserted", "deleted", "certainty", "as_printed"),
    "actions.csv": ("action_id",),
    LINKS: ("action_id", "target_plan_id", "directive_id", "grade", "is_primary"),
}


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `evaluate`."""
    parser = subparsers.add_parser("evaluate", parents=[common], help="score the tables against hand-checked answers")
    parser.add_argument(
        "--gold", type=Path, metavar="DIR", help="folder of answers (default: tests/gold of the workspace)"
    )
    parser.add_argument(
        "--blind", type=Path, metavar="FILE", help="graded links that the linker never saw: prints scores, no texts"
    )
    parser.set_defaults(action=evaluate)


def evaluate(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return the scores and write them to `output/evaluation.json`; the same tables and answers give the same bytes.

    Refuses (WrongUsage) a folder without answers and a workspace without tables, (SourceUnreadable) an answer file
    that lacks a column.
    """
    from ..store import json_bytes, write_file
    from .snapshots import read_snapshot

    if arguments.blind:
        return evaluate_blind(root, arguments)
    folder = arguments.gold or root / "tests" / "gold"
    gold = dict(read_gold(folder))
    if not gold:
        remedy = f"Give a folder with files that end in {', '.join(NEEDED)}."
        raise WrongUsage(str(folder), "no hand-checked answers in it", remedy)
    output = root / "output"
    snapshot = read_snapshot(root, str(output))
    scores = score(gold, snapshot)
    for name in (name for name in gold if name.endswith(LINKS)):
        scores[name] = score_links(root, gold[name], _table(snapshot, "links"))
    scores["inputs"] = _digests(output, folder, gold)
    write_file(output / EVALUATION, json_bytes(scores))
    return json_answer(scores) if arguments.json else Answer("\n".join(_told(scores)))


def evaluate_blind(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return the scores of the linker on a file of answers; nothing is written, and no text or id is printed.

    Refuses (SourceUnreadable) a file that cannot be read or lacks a column, (WrongUsage) answers of which no action
    stands in the published tables.
    """
    import pandas as pd

    from ..link.evaluate import evaluate_blind as score_blind
    from ..link.published_tables import read_aids, read_reviews, read_tables

    if not arguments.blind.is_file():
        raise SourceUnreadable(str(arguments.blind), "there is no such file", "Give a CSV with the columns of links.")
    gold = pd.DataFrame(_read_answers(arguments.blind, NEEDED[LINKS]), dtype="str")
    tables = read_tables(root)
    scores = score_blind(tables, read_reviews(root), gold, read_aids(root))
    if not scores:
        remedy = "Run directriz all first, and see that its ids are those of output/actions.csv."
        raise WrongUsage(str(arguments.blind), "none of its actions is published here", remedy)
    published = set(tables.actions["action_id"])
    for target, found in scores.items():
        asked = set(gold.loc[gold["target_plan_id"] == target, "action_id"])
        found["actions_not_published"] = len(asked - published)
    if arguments.json:
        return json_answer(scores)
    return Answer("\n".join([*_unknown_ids(gold, tables), *_told_blind(scores)]))


def _unknown_ids(gold: pd.DataFrame, tables: Tables) -> Iterator[str]:
    """Yield how many actions and directives of a file of answers no published table has."""
    asked = set(gold["action_id"])
    if missing := len(asked - set(tables.actions["action_id"])):
        yield f"{missing} of {len(asked)} actions are not published here: they were not scored"
    answered = set(gold["directive_id"].dropna()) - {""}
    if missing := len(answered - set(tables.directives["directive_id"])):
        yield f"{missing} of {len(answered)} directives are not published here: they count as not found"


def _told_blind(scores: Mapping[str, Any]) -> Iterator[str]:
    for target, found in scores.items():
        yield target
        for key, value in _numbers({name: value for name, value in found.items() if "interval" not in name}):
            yield f"  {key}: {value}"


def read_gold(folder: Path) -> Iterator[tuple[str, Rows]]:
    """Yield the answer files of a folder, sorted; refuses one that is no CSV, lacks a column or has no grade."""
    for path in sorted(folder.glob("*.csv")):
        needed = next((columns for name, columns in NEEDED.items() if f"_{path.name}".endswith(f"_{name}")), None)
        if needed is None:
            continue
        yield path.name, _read_answers(path, needed)


def _read_answers(path: Path, needed: Sequence[str]) -> Rows:
    """Return the rows of an answer file; refuses one that lacks a column or a grade."""
    from .snapshots import parse_rows

    found = parse_rows(read_file(path, str(path), SourceUnreadable).removeprefix(codecs.BOM_UTF8), str(path))
    if missing := [name for name in needed if name not in found.columns]:
        raise SourceUnreadable(str(path), f"it has no column {missing[0]!r}", f"Columns: {', '.join(needed)}.")
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    _check_grades(rows, str(path))
    return rows


def _check_grades(rows: Rows, place: str) -> None:
    """Refuse (SourceUnreadable) a listed directive without a grade from 1 to 3."""
    for line, row in enumerate(rows, start=2):
        if "grade" in row and row["directive_id"] and row["grade"] not in ("1", "2", "3"):
            raise SourceUnreadable(f"{place} l. {line}", f"grade {row['grade']!r} is none of 1, 2, 3", "Mend the row.")


def _table(snapshot: Snapshot, name: str) -> Rows:
    rows = snapshot.tables.get(name)
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.rows] if rows else []


def score(gold: Mapping[str, Rows], snapshot: Snapshot) -> dict[str, Any]:
    """Return the scores of each answer file."""
    from .scores import score_amendments, score_cells, score_texts

    records = {row["record_id"]: row for row in _table(snapshot, "provisions")}
    records |= {row["directive_id"]: row for row in _table(snapshot, "directives")}
    actions = {row["action_id"]: row for row in _table(snapshot, "actions")}
    scores: dict[str, Any] = {}
    for name, rows in gold.items():
        if name.endswith("texts.csv"):
            scores[name] = score_texts(rows, records)
        elif name.endswith("amendments.csv"):
            beside = gold.get(name.replace("amendments.csv", "texts.csv"), [])
            read = [row["directive_id"] for row in beside]
            scores[name] = score_amendments(rows, _table(snapshot, "amendments"), read)
        elif name.endswith("actions.csv"):
            scores[name] = score_cells(rows, actions)
    return scores


def score_links(root: Path, gold: Rows, links: Rows) -> dict[str, Any]:
    """Return how near the links come to graded answers: as published, and with the action's own review left out.

    Published links follow the reviews; where these are the answers themselves, `published` says only that they did,
    so the pairs that a review decided are counted beside it.
    """
    import pandas as pd

    from ..link.evaluate import evaluate, evaluate_links
    from ..link.published_tables import read_aids, read_reviews, read_tables

    answers = pd.DataFrame(gold, dtype="str")
    published = pd.DataFrame(links, dtype="str")
    published["rank"] = published["rank"].astype(int)
    asked = {(row["action_id"], row["target_plan_id"]) for row in gold}
    reviewed = {(row["action_id"], row["target_plan_id"]) for row in links if row["method"] == "review"}
    return {
        "published": evaluate_links(published, answers),
        "pairs": len(asked),
        "pairs_reviewed": len(asked & reviewed),
        **evaluate(read_tables(root), read_reviews(root), answers, read_aids(root)),
    }


def _digests(output: Path, folder: Path, gold: Mapping[str, Rows]) -> dict[str, str]:
    from ..store import file_digest

    tables = ("actions", "amendments", "directives", "links")
    paths = [output / f"{name}.csv" for name in tables if (output / f"{name}.csv").is_file()]
    return {
        path.name if path.parent == folder else f"output/{path.name}": file_digest(path)
        for path in [*paths, *(folder / name for name in gold)]
    }


def _told(scores: Mapping[str, Any]) -> Iterator[str]:
    """Yield a block of lines for each answer file: each number with its name, lists left to the file."""
    for name, found in scores.items():
        if name == "inputs":
            continue
        yield name
        if name.endswith(LINKS):
            yield from _told_links(found)
            continue
        for key, value in _numbers(found):
            yield f"  {key}: {value}"
    yield f"written to output/{EVALUATION}"


def _told_links(found: Mapping[str, Any]) -> Iterator[str]:
    from ..link.measures import NAMES
    from ..link.report import render

    yield f"  reviews decided {found['pairs_reviewed']} of the {found['pairs']} published pairs"
    for target, scores in found["published"].items():
        told = ", ".join(f"{name} {scores[name]:.2f}" for name in NAMES if scores[name] is not None)
        yield f"  published, {target}: {told}"
    yield from ["", *render(found).rstrip("\n").splitlines(), ""]


def _numbers(found: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        label = f"{prefix}{key.replace('_', ' ')}"
        if isinstance(value, Mapping):
            yield from _numbers(value, f"{label}, ")
        elif isinstance(value, list):
            yield label, f"{len(value)}" if value else "none"
        elif isinstance(value, float) and "rate" in key:
            yield label, f"{value:.2%}"
        else:
            yield label, "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
