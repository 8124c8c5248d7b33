"""The options of `directriz review links`: one reader, a panel of readers, or a program that is asked."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..errors import WrongUsage
from ..records import SHORTLISTED

AS_A_TABLE = "write them as a table to fill in: .xlsx, or .csv as Excel with Spanish settings reads it"
ON_A_SHEET = 20  # directives of a shortlist that is read on paper or in a spreadsheet


def refuse_unknown_documents(root: Path, arguments: argparse.Namespace) -> None:
    """Refuse (WrongUsage) a --plan or --target that is no published document: its empty list would look like "done".

    Tables that are not published are refused elsewhere.
    """
    from .snapshots import read_snapshot

    asked = {f"--{name}": getattr(arguments, name, None) for name in ("plan", "target")}
    if not any(asked.values()) or not (root / "output" / "plans.csv").is_file():
        return
    plans = read_snapshot(root, str(root / "output")).tables["plans"]
    known = [row[plans.columns.index("plan_id")] for row in plans.rows]
    for option, plan_id in asked.items():
        if plan_id is not None and plan_id not in known:
            remedy = f"There are: {', '.join(known) or 'none'}. A new document is published by `directriz all`."
            raise WrongUsage(option, f"no document {plan_id!r} is published", remedy)


def add_link_options(parser: argparse.ArgumentParser) -> None:
    """Add all options of `review links`."""
    parser.add_argument("--reviewer", metavar="NAME", help="your name, stored with each verdict")
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="date stored with each verdict (default: today)")
    parser.add_argument("--plan", metavar="ID", help="only this document's actions")
    parser.add_argument("--target", metavar="ID", help="only links to this framework")
    parser.add_argument(
        "--shortlist",
        type=int,
        metavar="N",
        help=f"directives that are shown for an action, 0 = all (default {SHORTLISTED}, on sheets {ON_A_SHEET})",
    )
    ways = parser.add_mutually_exclusive_group()
    parser.add_argument("--carried", action="store_true", help="list verdicts on an earlier edition to be given again")
    ways.add_argument("--export", type=Path, metavar="FILE", help=AS_A_TABLE)
    ways.add_argument("--import", type=Path, metavar="FILE", dest="filled", help="keep the verdicts filled in there")
    ways.add_argument("--sheet", type=Path, metavar="DIR", help="write blind sheets for several readers")
    ways.add_argument("--gather", type=Path, metavar="DIR", help="read those sheets back, settle and keep them")
    ways.add_argument("--ask", metavar="URL", dest="ask_url", help="ask a model behind a chat endpoint (OpenAI form)")
    _add_panel_options(parser.add_argument_group("with --sheet"))
    _add_asking_options(parser.add_argument_group("with --ask"))


def _add_panel_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--readers", type=int, default=3, metavar="N", help="sheets to write, one a reader (default 3)")
    group.add_argument(
        "--seed", default="1", metavar="TEXT", help="draws the order of a shortlist on each reader's sheet (default 1)"
    )


def _add_asking_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--model", metavar="NAME", help="the model to ask, as its server calls it")
    group.add_argument("--readings", type=int, default=3, metavar="N", help="times each question is asked (default 3)")
    group.add_argument("--key-env", metavar="VAR", help="environment variable that holds the server's key")
    group.add_argument("--timeout", type=float, default=120, metavar="S", help="seconds for one answer (default 120)")
    group.add_argument("--yes", action="store_true", help="ask without a question first")
