"""`directriz changes PLAN`: what an edition changed compared with the one that it supersedes, as text for a reader."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .answer import Answer, json_answer
from .changes_words import LANGUAGES

if TYPE_CHECKING:
    from .edition_comparison import Comparison


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
    """Return the changes as text, as JSON, or write them as a page.

    Refuses (WrongUsage) tables that are not published, a plan that is none of theirs, and one that supersedes nothing.
    """
    from .edition_comparison import read_comparison

    comparison = read_comparison(root, arguments.plan, arguments.language)
    if arguments.html:
        from ..store import write_file
        from .changes_page import page_of

        write_file(arguments.html, page_of(comparison).encode("utf-8"))
        return Answer(f"{len(comparison.changes)} changes written to {arguments.html}")
    if arguments.json:
        return json_answer(_as_json(comparison))
    from .changes_text import text_lines

    return Answer("\n".join(text_lines(comparison, arguments.with_unchanged)))


def _as_json(comparison: Comparison) -> dict[str, Any]:
    entries = [
        {
            **{name: value or None for name, value in row.items() if name not in ("plan_id", "supersedes")},
            "kind": row["kind"].split("|"),
            "fields_changed": row["fields_changed"].split("|") if row["fields_changed"] else [],
            "similarity": float(row["similarity"]) if row["similarity"] else None,
            "evidence": row["evidence"].split("|"),
            "action_old": comparison.old(row).get("action"),
            "action_new": comparison.new(row).get("action"),
        }
        for row in comparison.changes
    ]
    head = {"plan_id": comparison.plan_id, "supersedes": comparison.supersedes, "counts": comparison.counts()}
    return {**head, "changes": entries}
