"""The command line as a whole: every command and flag is described, and only cli.py prints."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from directriz import commands
from directriz.commands.answer import Answer, json_answer
from directriz.commands.stages import STAGE_HELP

TOP = Path(__file__).parents[1]
PAGE = (TOP / "docs" / "commands.md").read_text(encoding="utf-8")
COMMON = {"--root", "--json", "--jobs", "--help"}


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of each command beside the stages, by name; of `review`, those of its parts too."""
    top = argparse.ArgumentParser()
    common = argparse.ArgumentParser(add_help=False)
    commands.add_parsers(top.add_subparsers(), common)
    return dict(named("", top))


def named(prefix: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield the commands below a parser."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                yield f"{prefix}{name}", child
                yield from named(f"{prefix}{name} ", child)


@pytest.mark.parametrize("name", sorted(parsers()))
def test_every_command_and_flag_is_described(name: str) -> None:
    is_stage = name in ("all", *STAGE_HELP)
    heading = "\n## `all` and the stages\n" if is_stage else f"\n## `{name.split()[0]}`\n"
    assert PAGE.count(heading) == 1
    described = PAGE.split(heading)[1].split("\n## ")[0]
    assert f"directriz {name}" in described or is_stage or name in ("check", "evaluate", "review")
    for action in parsers()[name]._actions:
        for flag in set(action.option_strings) - COMMON - {"-h", "--output", "--no-keep-going"}:
            assert re.search(rf"{flag}\b", described), f"{flag} of {name}"


@pytest.mark.parametrize("name", sorted(set(parsers()) - {"review"}))
def test_every_command_has_an_action(name: str) -> None:
    assert callable(parsers()[name].get_default("action"))


def test_commands_print_nothing_themselves() -> None:
    for path in sorted((TOP / "pipeline").rglob("*.py")):
        names = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert ("print" in names) == (path.name == "cli.py" and path.parent.name == "pipeline"), path


def test_an_answer_as_json_keeps_its_order_and_its_exit_code() -> None:
    assert json_answer({"b": "ñ", "a": [1]}, 5) == Answer('{\n  "b": "ñ",\n  "a": [\n    1\n  ]\n}', 5)
