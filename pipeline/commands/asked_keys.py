"""Asks a person at a terminal for the keys of a new document.

Each key has a proposal and is asked until it is valid.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence

from ..errors import WrongUsage
from .filing import period_of
from .proposals import Proposal

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2}")


def is_at_terminal(arguments: argparse.Namespace) -> bool:
    """Tell whether somebody can be asked: at a terminal, and not for a program that wants JSON."""
    return not arguments.json and sys.stdin.isatty() and sys.stdout.isatty()


def asked(arguments: argparse.Namespace, name: str, proposal: Proposal) -> str | None:
    """Return the value of a key: from the option, else from a person at a terminal, else the proposal.

    An empty answer takes the proposal. After a wrong answer the person is told what is wrong and asked again.
    """
    given = getattr(arguments, name)
    if given is not None:
        return str(given)
    if not is_at_terminal(arguments):
        return proposal.value
    ask: Callable[[str], str] = arguments.ask
    shown = f" [{proposal.value}: {proposal.found}]" if proposal.value else " [left open]"
    while True:
        answer = ask(f"{name}{shown}: ").strip()
        if not answer:
            return proposal.value
        if (wrong := _wrong(name, answer)) is None:
            return answer
        arguments.tell(f"  {wrong}")


def asked_frameworks(arguments: argparse.Namespace, frameworks: Sequence[str]) -> str | None:
    """Return the frameworks that a person at a terminal names, joined by commas; None where nobody can be asked.

    The person is asked again for each name that is none of `frameworks`.
    """
    if not frameworks or not is_at_terminal(arguments):
        return None
    ask: Callable[[str], str] = arguments.ask
    while True:
        answer = ask(f"links_to, main one first [none; there are {', '.join(frameworks)}]: ").strip()
        named = [name.strip() for name in answer.split(",") if name.strip()]
        unknown = [name for name in named if name not in frameworks]
        if not unknown:
            return ",".join(named)
        arguments.tell(f"  There is no framework {unknown[0]!r}. There are: {', '.join(frameworks)}.")


def _wrong(name: str, answer: str) -> str | None:
    """Return what is wrong with an answer; None if it is valid."""
    if name == "id" and not ID.fullmatch(answer):
        return "An id is lower case letters and digits, joined by hyphens: pe-plan-2025."
    if name == "language" and not LANGUAGE.fullmatch(answer):
        return "A language is two letters of ISO 639-1: es, pt, en."
    if name == "period":
        try:
            years = period_of(answer)
        except WrongUsage as error:
            return f"{error.found[:1].upper()}{error.found[1:]}. {error.remedy}"
        if years and years[0] > years[1]:
            return "The period ends before it begins. Write it as 2022-2024."
    return None
