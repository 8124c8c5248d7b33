"""A new edition is mostly like the one before: what `directriz add --supersedes ID` need not be told again."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .answer import Answer

TAKEN = ("issuer", "jurisdiction", "language", "profile")
Action = Callable[[Path, argparse.Namespace], Answer]


def from_edition_before(add: Action) -> Action:
    """Return `add` with the flags that were not given taken from the entry of the edition that is superseded.

    Its id and its title are its own and must be given. An edition that is no document here gives nothing.
    """

    def add_edition(root: Path, arguments: argparse.Namespace) -> Answer:
        taken = _take(root, arguments) if arguments.supersedes else []
        if taken and not arguments.json:
            arguments.say(f"as in {arguments.supersedes}: {', '.join(taken)}")
        return add(root, arguments)

    return add_edition


def _take(root: Path, arguments: argparse.Namespace) -> list[str]:
    """Set the flags that were not given; returns them as `--flag value`."""
    from ..sources import read_manifest

    if not (root / "raw" / "sources.toml").is_file():
        return []
    before: Any = next((each for each in read_manifest(root).source if each.id == arguments.supersedes), None)
    if before is None:
        return []
    values = {name: getattr(before, name) for name in TAKEN} | {"links_to": ",".join(before.links_to) or None}
    taken = []
    for name, value in values.items():
        if getattr(arguments, name) is None and value is not None:
            setattr(arguments, name, value)
            taken.append(f"--{name.replace('_', '-')} {value}")
    return taken
