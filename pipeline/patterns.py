"""The regular expressions of profiles, matched with a limit on time.

A pattern such as `([A-Z]+ ?)+x` tries every way to part a line in words: for a line of 40 capitals that takes hours.
Python's `re` cannot be stopped; the library `regex`, which takes the same patterns, can.
"""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from .errors import ManifestInvalid
from .text import shortened

MOST_SECONDS = 3.0  # of processor time for one text; a pattern that does not run away needs a thousandth


class PatternRunsAway(ManifestInvalid):
    """A pattern of a profile does not end on a text within the limit."""

    def __init__(self, pattern: str, text: str, place: str = "profile") -> None:
        found = f"the pattern {pattern!r} does not end within {MOST_SECONDS:.0f} s on {shortened(text)!r}"
        super().__init__(
            place, found, "Write it without a repetition inside a repetition, such as ([A-Z]+ ?)+ : [A-Z ]+ is enough."
        )
        self.pattern = pattern
        self.text = text


class ProfilePattern:
    """A pattern with the methods of `re.Pattern` that the stages use. Each refuses a match without end.

    Refuses (ManifestInvalid) what Python's `re` takes and `regex` does not.
    """

    def __init__(self, pattern: str) -> None:
        import regex

        self.pattern = pattern
        try:
            self._compiled = regex.compile(pattern)
        except regex.error as error:
            raise ManifestInvalid("profile", f"the pattern {pattern!r}: {error}", "Write it in another way.") from None
        self.groupindex: dict[str, int] = dict(self._compiled.groupindex)

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match at the start of a text. Refuses (PatternRunsAway) a match that does not end."""
        return self._matched("match", text)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text. Refuses (PatternRunsAway) a match that does not end."""
        return self._matched("search", text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Return the match of a whole text. Refuses (PatternRunsAway) a match that does not end."""
        return self._matched("fullmatch", text)

    def _matched(self, how: str, text: str) -> re.Match[str] | None:
        try:
            return cast("re.Match[str] | None", getattr(self._compiled, how)(text, timeout=MOST_SECONDS))
        except TimeoutError:
            raise PatternRunsAway(self.pattern, text) from None


@cache
def profile_pattern(pattern: str) -> ProfilePattern:
    """Return a pattern of a profile, ready to match."""
    return ProfilePattern(pattern)


def line_of_pattern(pattern: str, profile: str) -> int | None:
    """Return the line, from 1, of a profile's text that has a pattern. None if no line has it as it is."""
    written = (pattern, pattern.replace("\\", "\\\\").replace('"', '\\"'))
    for number, line in enumerate(profile.split("\n"), start=1):
        if any(each in line for each in written):
            return number
    return None
