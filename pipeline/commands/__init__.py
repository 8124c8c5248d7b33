"""All commands apart from the stages.

Each module adds its parser and sets `action`: a function that takes the workspace
and the arguments and returns an `Answer`. A command raises its refusals. cli.py prints answers and refusals.

All of these modules are imported when the command line is read, so they import a large library only where it is used.
"""

from __future__ import annotations

import argparse
from typing import Any

from . import add, changes, check, diff, evaluate, explore, export, fetch, links, pdf, profile, review, stages
from .answer import Answer

__all__ = ["Answer", "add_parsers"]

COMMANDS = (stages, check, diff, changes, explore, add, profile, review, evaluate, export, fetch, links, pdf)


def add_parsers(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add the parser of every command to the command line's."""
    for command in COMMANDS:
        command.add_parser(subparsers, common)
