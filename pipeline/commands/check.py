"""`directriz check`: lists everything that a run would refuse, and publishes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .answer import Answer, json_answer

if TYPE_CHECKING:
    from .refusals import Refusal


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `check`."""
    parser = subparsers.add_parser("check", parents=[common], help="print everything that the run would refuse")
    parser.set_defaults(action=check)


def check(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return all refusals; the exit code is that of the first, 0 where there are none."""
    from .refusals import refusals

    found = refusals(root)
    exit_code = found[0].error.exit_code if found else 0
    if arguments.json:
        return json_answer({"exit_code": exit_code, "refusals": [_entry(refusal) for refusal in found]}, exit_code)
    return Answer(_listed(found), exit_code)


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
