"""`directriz explore`: pages that show the published tables in a browser; `--serve` writes reviews at once."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..errors import WrongUsage
from .answer import Answer, json_answer

INDEX = "output/explorer/index.html"
PORT = 8765


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `explore`."""
    parser = subparsers.add_parser(
        "explore", parents=[common], help="make the pages that show the tables in a browser: output/explorer/index.html"
    )
    parser.add_argument(
        "--serve", action="store_true", help="show them at an address of this machine; write verdicts into raw/reviews/"
    )
    parser.add_argument(
        "--port", type=int, default=PORT, metavar="N", help=f"port of --serve (default {PORT}; 0 = any)"
    )
    parser.set_defaults(action=explore)


def explore(root: Path, arguments: argparse.Namespace) -> Answer:
    """Make the pages from the published tables if they are out of date, and with `--serve` show them until Ctrl-C.

    Refuses (SourceUnreadable) a workspace without tables, and (WrongUsage) a port that cannot be used and a workspace
    that another `--serve` writes to.
    """
    from .. import store
    from ..publish_steps import run_explore
    from ..sources import read_manifest

    if not 0 <= arguments.port <= 65535:
        raise WrongUsage("--port", f"{arguments.port} is no port", "Give a number from 0 to 65535.")
    with store.held(root / "interim"):
        report = run_explore(root, read_manifest(root))
    if arguments.serve:
        from .explore_server import serve

        serve(root, arguments.port, arguments.say)
        return Answer("")
    if arguments.json:
        return json_answer({"page": INDEX, "redone": report.is_redone, **report.counts})
    done = f"{report.counts['records']} records, {report.counts['pages']} pages" if report.is_redone else "up to date"
    return Answer(f"{root / INDEX}: {done}; open it with a double click")
