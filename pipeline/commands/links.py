"""`directriz why` and `directriz learn`: the evidence for one link, and the ranker's weights learned from reviews."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from .answer import Answer, json_answer


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `why` and `learn`."""
    why = subparsers.add_parser("why", parents=[common], help="tell why an action is linked to a directive, or is not")
    why.add_argument("action_id", metavar="ACTION", help="id of an action: ar-plan/prevencion/1")
    why.add_argument("directive_id", metavar="DIRECTIVE", help="id of a directive: oas-3/directive/79")
    why.add_argument("--language", choices=("en", "es"), default="en", help="language of the answer (en)")
    why.set_defaults(action=tell_why)
    learn = subparsers.add_parser("learn", parents=[common], help="learn the ranker's weights from the reviewed links")
    learn.set_defaults(action=learn_weights)


def tell_why(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return what each side says, what they share, how the ranker weighs it and what reviews say.

    With --json the answer is in parts, each piece of evidence in both languages.
    Refuses (WrongUsage) an id that the published tables do not have, (SourceUnreadable) tables that are not published.
    """
    from ..link.explain import as_data, explain, tell
    from ..link.published_tables import read_aids, read_reviews, read_tables

    tables, reviews = read_tables(root), read_reviews(root)
    found = explain(arguments.action_id, arguments.directive_id, tables, reviews, read_aids(root))
    return json_answer(as_data(found)) if arguments.json else Answer(tell(found, arguments.language))


def learn_weights(root: Path, arguments: argparse.Namespace) -> Answer:
    """Learn the weights from the published tables and the reviews, and write them where the linker reads them.

    Refuses (ReviewStale) reviews of which none holds.
    """
    from ..link import learn
    from ..link.ranker import WEIGHTS_FILE

    learn.main(root)
    if arguments.json:
        return json_answer({"weights": WEIGHTS_FILE.name})
    return Answer(f"the weights are in {WEIGHTS_FILE.name}; directriz all links anew")
