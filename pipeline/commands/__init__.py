"""The commands beside the stages: each module adds its parser and does its work; cli.py prints errors."""

from __future__ import annotations

import argparse
from typing import Any


def add_parsers(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add the parser of every command to the command line's."""
