"""`directriz review links --sheet DIR` and `--gather DIR`: several readers, each alone, then all together."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import WrongUsage
from .answer import Answer, json_answer
from .review_options import ON_A_SHEET

if TYPE_CHECKING:
    from ..link.questions import QuestionMaker
    from ..link.review_loop import Question
    from ..link.review_order import Pair
    from ..link.reviews import Tables
    from .panel_sheets import Known, SheetPlan
    from .panel_verdicts import Outcome

DISCUSS = "to-discuss.csv"


def write_panel(root: Path, arguments: argparse.Namespace, pairs: Iterable[Pair]) -> Answer:
    """Write a blind sheet for each reader into a folder; refuses (WrongUsage) no reader, no action, a used folder."""
    from ..link.published_tables import read_tables
    from ..link.questions import QuestionMaker
    from .panel_sheets import SheetPlan, write_sheets

    if arguments.readers < 1:
        raise WrongUsage("--readers", f"{arguments.readers} readers: at least one is needed", "Give 1 or more.")
    size = ON_A_SHEET if arguments.shortlist is None else max(arguments.shortlist, 0)
    tables = read_tables(root)
    maker = QuestionMaker(tables)
    questions = _questions(root, tables, maker, list(pairs), size)
    if not questions:
        raise WrongUsage("--plan", "no action there is linked to a framework", "Ids of plans: output/plans.csv.")
    shown = {
        (each.action_id, each.target_plan_id): [candidate.directive_id for candidate in each.candidates]
        for each in questions
    }
    targets = dict.fromkeys(each.target_plan_id for each in questions)
    plan = SheetPlan(arguments.readers, arguments.seed, size, shown, _shown_whole(questions, tables))
    directives = [(key, each.text) for target in targets for key, each in maker.candidates.get(target, {}).items()]
    names = write_sheets(arguments.sheet, plan, questions, directives)
    if arguments.json:
        return json_answer({"folder": str(arguments.sheet), "sheets": names, "actions": len(questions)})
    return Answer("\n".join(_written(arguments.sheet, plan, names)))


def _written(folder: Path, plan: SheetPlan, names: list[str]) -> Iterable[str]:
    yield f"{len(names)} blind sheets, {len(plan.shown)} actions and frameworks each, in {folder}: {', '.join(names)}"
    yield "Each is there as .xlsx and .csv to fill in (one of them), and as .html to read; guide.md says how to grade."
    yield f"When all are back: directriz review links --gather {folder} --reviewer NAME"


def _questions(root: Path, tables: Tables, maker: QuestionMaker, pairs: list[Pair], size: int) -> list[Question]:
    """Return the questions in document order, each with a shortlist, or with all directives where `size` is 0."""
    from ..link.published_tables import read_aids, read_reviews
    from ..link.review_order import Reading

    if not size:
        return [maker.question(pair, set(maker.candidates.get(pair[1], ()))) for pair in pairs]
    reading = Reading(tables, read_reviews(root), pairs, read_aids(root))
    return [maker.question(pair, set(reading.shortlist(*pair, size))) for pair in pairs]


def _shown_whole(questions: Iterable[Question], tables: Tables) -> dict[str, str]:
    """Return the frameworks of which every question shows all directives, each with the mark of their texts."""
    from ..link.reviews import framework_marks

    cut = {each.target_plan_id for each in questions if each.others}
    return {target: mark for target, mark in framework_marks(tables.directives).items() if target not in cut}


def gather_panel(root: Path, arguments: argparse.Namespace, day: str) -> Answer:
    """Read the sheets of a folder, tell how far the readers agree, and keep what most of them say as reviews.

    Refuses (WrongUsage) a panel without a name, and whatever `read_returned` refuses, before anything is kept.
    """
    from ..store import write_file
    from .panel_sheets import read_plan, read_returned
    from .panel_verdicts import Panel, discuss_csv

    plan, known = read_plan(arguments.gather), known_records(root)
    returned = read_returned(arguments.gather, plan, known)
    panel = Panel([each.opinions for each in returned], plan.shown, known, plan.whole)
    lost = {number: each.lost for number, each in enumerate(returned, start=1) if each.lost}
    outcome = replace(panel.outcome(arguments.reviewer, day), lost=lost)
    write_file(arguments.gather / DISCUSS, discuss_csv(outcome))
    return keep_outcome(root, arguments, outcome, [f"the list is in {arguments.gather / DISCUSS}"])


def known_records(root: Path) -> Known:
    """Return the actions and directives that the last run published, with the hashes of their texts."""
    from ..link.published_tables import read_tables
    from ..link.questions import QuestionMaker
    from .panel_sheets import Known

    tables = read_tables(root)
    actions = dict(zip(tables.actions["action_id"], tables.actions["text_sha256"], strict=True))
    candidates = QuestionMaker(tables).candidates
    return Known(
        actions, {target: {key: each.sha256 for key, each in ids.items()} for target, ids in candidates.items()}
    )


def keep_outcome(root: Path, arguments: argparse.Namespace, outcome: Outcome, more: Iterable[str]) -> Answer:
    """Keep what is settled in links.csv in place of what the same reviewer said of the same actions before.

    `more` are lines that stand before the last one.
    """
    from .panel_verdicts import outcome_json, outcome_told
    from .verdicts import replace_verdicts

    replace_verdicts(root, outcome.rows, (*outcome.settled, *outcome.unread))
    if arguments.json:
        return json_answer(outcome_json(outcome))
    kept = f"{len(outcome.rows) - len(outcome.unread)} verdicts kept in raw/reviews/links.csv"
    if outcome.unread:
        kept += f", and {len(outcome.unread)} rows `unsure` for what is not settled: they become issues"
    return Answer("\n".join([*outcome_told(outcome), *more, kept + ("; next: directriz all" if outcome.rows else "")]))
