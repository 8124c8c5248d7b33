"""The result of a command: the text for stdout and the exit code. Commands print nothing themselves; cli.py prints."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a command."""

    text: str  # for stdout, without its last line end; "" = nothing is printed
    exit_code: int = 0


def counted(count: int, one: str, several: str = "") -> str:
    """Return a number with its word: "1 review", "2 reviews"; `several` where the word takes more than an s."""
    return f"{count} {one if count == 1 else several or f'{one}s'}"


def json_answer(value: Any, exit_code: int = 0) -> Answer:
    """Return a JSON value as an answer, keys in the order given."""
    return Answer(json.dumps(value, ensure_ascii=False, indent=2), exit_code)
