"""Patterns of profiles match as Python's do, and one that does not end is refused with its line."""

from __future__ import annotations

import pickle
import re
import time
from pathlib import Path

import pytest
from directriz import patterns
from directriz.cli import main
from directriz.errors import ManifestInvalid
from directriz.patterns import PatternRunsAway, line_of_pattern, profile_pattern
from directriz.sources import PROFILES

from tests.small_workspace import FRAMEWORK_ENTRY, PLAN, PLAN_PROFILE, entry, sha256, write_workspace


@pytest.mark.parametrize("pattern", ["(A|AA)+x", "(A|AA)+", "(A|AA)+?B"])
def test_a_pattern_that_does_not_end_is_refused_in_time(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST_SECONDS", 0.2)
    started = time.process_time()
    with pytest.raises(PatternRunsAway, match="does not end within"):
        profile_pattern(pattern).fullmatch("A" * 60 + "!")
    assert time.process_time() - started < 5


@pytest.mark.parametrize("pattern", ["([A-Z]+ ?)+x", "(?:A*)*x", "(A+)+x", r"^(?:\w+\s?)*x"])
def test_most_patterns_that_run_away_in_python_end_here(pattern: str) -> None:
    assert profile_pattern(pattern).fullmatch("A" * 60 + "!") is None


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_run_names_the_line_of_such_a_pattern(tmp_path, monkeypatch, capsys, quote) -> None:
    monkeypatch.setattr(patterns, "MOST_SECONDS", 0.2)
    profile = PLAN_PROFILE + f"\n[excluded]\ntitle = [{quote}(A|AA)+x{quote}]\n"
    text = "A" * 60 + "!\n\n" + PLAN
    manifest = f"{entry(sha256=sha256(text))}\n{FRAMEWORK_ENTRY}"
    root = write_workspace(tmp_path / "w", manifest, plan_toml=profile, plan_txt=text)
    assert main(["--root", str(root), "rebuild", "--jobs", "1"]) == 3
    said = capsys.readouterr().err
    line = profile.split("\n").index(f"title = [{quote}(A|AA)+x{quote}]") + 1
    assert f"profile plan.toml l. {line}: the pattern '(A|AA)+x' does not end within" in said


def test_the_error_travels_between_processes() -> None:
    error = PatternRunsAway("(A+)+x", "AAA", "profile p l. 3")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.place, again.pattern) == (str(error), "profile p l. 3", "(A+)+x")


def test_a_pattern_is_found_in_either_kind_of_string() -> None:
    assert line_of_pattern(r"\d+ \"x\"", "a = 1\nb = '\\d+ \\\"x\\\"'") == 2
    assert line_of_pattern(r"\d+", 'b = "\\\\d+"') == 1
    assert line_of_pattern("x+", "nothing") is None


def shipped_patterns() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(PROFILES.glob("*.toml"))]
    return sorted({found for text in texts for found in re.findall(r"'([^'\n]*[\\(\[^$+*][^'\n]*)'", text)})


@pytest.mark.parametrize("pattern", shipped_patterns())
def test_shipped_patterns_match_as_pythons_do(pattern: str) -> None:
    lines = {line for path in Path("raw").glob("*.txt") for line in path.read_text("utf-8").split("\n")}
    ours, pythons = profile_pattern(pattern), re.compile(pattern)
    assert dict(pythons.groupindex) == ours.groupindex
    for line in sorted(lines):
        one, other = ours.fullmatch(line), pythons.fullmatch(line)
        assert (one and one.groupdict()) == (other and other.groupdict())


def test_what_only_python_takes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ManifestInvalid, match="the pattern"):
        patterns.ProfilePattern("(")
