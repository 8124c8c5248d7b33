"""`directriz check`: lists everything that a run would refuse, and publishes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .answer import Answer, json_answer

if TYPE_CHECKING:
    from .check_warnings import CheckWarning
    from .refusals import Refusal


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `check`."""
    parser = subparsers.add_parser("check", parents=[common], help="print everything that the run would refuse")
    parser.set_defaults(action=check)


def check(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return all refusals, and warnings; the exit code is that of the first refusal, 0 where there are none."""
    from .check_warnings import warnings_of
    from .refusals import readable_sources, refusals, refused_entries

    found = refusals(root)
    sources = [*readable_sources(root)[0], *refused_entries(root)]
    warnings = warnings_of(root, sources, [refusal.plan_id for refusal in found])
    exit_code = found[0].error.exit_code if found else 0
    if arguments.json:
        return json_answer(_as_json(exit_code, found, warnings), exit_code)
    return Answer("\n\n".join(filter(None, (_listed(found), _warned(warnings)))), exit_code)


def _as_json(exit_code: int, found: Sequence[Refusal], warnings: Sequence[CheckWarning]) -> dict[str, Any]:
    warned = [{"plan_id": each.plan_id, "code": each.code, "found": each.told} for each in warnings]
    return {"exit_code": exit_code, "refusals": [_entry(refusal) for refusal in found], "warnings": warned}


def _warned(warnings: Sequence[CheckWarning]) -> str:
    """Return the warnings as text, "" where there are none."""
    if not warnings:
        return ""
    head = f"{len(warnings)} {'warning' if len(warnings) == 1 else 'warnings'}; the run goes on (docs/issue-codes.md)"
    lines = (f"- {each.plan_id}: {each.told} ({each.code})".replace("\n", "\n    ") for each in warnings)
    return "\n".join([head, *lines])


def _entry(refusal: Refusal) -> dict[str, Any]:
    error = refusal.error
    return {
        "exit_code": error.exit_code,
        "refusal": type(error).__name__,
        "plan_id": refusal.plan_id,
        "place": error.place,
        "found": error.found,
        "remedy": error.remedy,
    }


def _listed(found: Sequence[Refusal]) -> str:
    if not found:
        return "nothing would be refused"
    head = "1 thing would be refused" if len(found) == 1 else f"{len(found)} things would be refused"
    lines = [f"{head}; output/ keeps the tables of the last good run"]
    for number, refusal in enumerate(found, start=1):
        told = str(refusal.error).replace("\n", "\n   ")
        lines += ["", f"{number}. {told}", f"   exit code {refusal.error.exit_code} ({type(refusal.error).__name__})"]
    return "\n".join(lines)
