"""`directriz changes PLAN`: what an edition changed, as text, as JSON or as a page."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import WrongUsage
from .answer import Answer, json_answer
from .changes_words import LANGUAGES

if TYPE_CHECKING:
    from .changes_report import Change, Pair, Report, WholeChange


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `changes`."""
    parser = subparsers.add_parser(
        "changes", parents=[common], help="tell what an edition changed against the one that it supersedes"
    )
    parser.add_argument("plan", metavar="PLAN", help="id of the new edition")
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="write it as a page with deleted and new words marked"
    )
    parser.add_argument("--all", action="store_true", help="include the unchanged actions", dest="with_unchanged")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="in which it is told (default en)")
    parser.set_defaults(action=changes)


def changes(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return the changes as text, as JSON, or write them as a page; all three have the same counts.

    Refuses (WrongUsage) what `read_comparison` refuses, and a folder as the page's file.
    """
    from .changes_report import report_of
    from .edition_comparison import read_comparison

    report = report_of(read_comparison(root, arguments.plan, arguments.language))
    if arguments.html:
        return _write_page(report, arguments.html, is_json=arguments.json)
    if arguments.json:
        return json_answer(as_json(report))
    from .changes_text import text_lines

    return Answer("\n".join(text_lines(report, arguments.with_unchanged)))


def _write_page(report: Report, path: Path, is_json: bool) -> Answer:
    from ..store import write_file
    from .changes_page import page_of
    from .changes_text import counts_told

    if path.is_dir():
        raise WrongUsage("--html", f"{path} is a folder", f"Name a file in it: --html {path / 'changes.html'}")
    write_file(path, page_of(report).encode("utf-8"))
    if is_json:
        return json_answer({"file": str(path), "counts": report.counts()})
    return Answer(f"{counts_told(report)}: written to {path}")


def as_json(report: Report) -> dict[str, Any]:
    """Return everything that is told, for a program: sizes, counts, the whole edition, every change with its pairs."""
    comparison = report.comparison
    old, new = comparison.sizes()
    return {
        "plan_id": comparison.plan_id,
        "supersedes": comparison.supersedes,
        "unit": comparison.unit,
        "sizes": {"before": old, "now": new},
        "counts": report.counts(),
        "whole_edition": [_whole_entry(each) for each in report.whole],
        "changes": [_change_entry(change) for changes in report.sections.values() for change in changes],
    }


def _whole_entry(change: WholeChange) -> dict[str, Any]:
    values = {"what": change.what, "column": change.column, "before": change.before, "now": change.now}
    texts = {**values, "body": change.body}
    return {**{name: value or None for name, value in texts.items()}, "count": change.count}


def _change_entry(change: Change) -> dict[str, Any]:
    return {
        "section": change.section,
        "also": list(change.also),
        "is_doubtful": change.is_doubtful,
        "before": [{"action_id": row["action_id"], "action": row["action"]} for row in change.old],
        "now": [{"action_id": row["action_id"], "action": row["action"]} for row in change.new],
        "pairs": [_pair_entry(pair) for pair in change.pairs],
    }


def _pair_entry(pair: Pair) -> dict[str, Any]:
    row = pair.row
    return {
        "action_id_old": row["action_id_old"] or None,
        "action_id_new": row["action_id_new"] or None,
        "kind": row["kind"].split("|"),
        "fields_changed": row["fields_changed"].split("|") if row["fields_changed"] else [],
        "columns": [asdict(column) for column in pair.columns],
        "similarity": float(row["similarity"]) if row["similarity"] else None,
        "certainty": row["certainty"],
        "evidence": row["evidence"].split("|"),
    }
