"""Every error that the package raises names a remedy."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"
ERRORS = {
    *("ManifestInvalid", "WrongUsage", "SourceUnreadable", "LayoutMismatch", "CheckFailed", "ReviewStale"),
    *("WorkspaceUnwritable", "PipelineError", "refusal"),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def without_remedy(path: Path) -> list[int]:
    """Return the lines of a module that make an error of two parts: place and what was found."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ERRORS]
    named = {call.lineno for call in made if any(keyword.arg == "remedy" for keyword in call.keywords)}
    return [call.lineno for call in made if len(call.args) < 3 and call.lineno not in named and not starred(call)]


def starred(call: ast.Call) -> bool:
    return any(isinstance(argument, ast.Starred) for argument in call.args)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_error_is_without_a_remedy(path: Path) -> None:
    assert without_remedy(path) == []
