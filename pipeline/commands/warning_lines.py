"""Names, in a warning of `directriz check`, the line of the profile that it is about."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import ManifestInvalid
from ..key_errors import line_of
from ..sources import Source, profile_path

RULE = re.compile(r"\[\[heading\]\] no\. (?P<number>\d+)")
KEY = re.compile(r"`(?P<key>\w+)`(?P<below> below \[columns\])? of profile '[^']+'")


def with_profile_lines(root: Path, source: Source, told: str) -> str:
    """Return a warning with the line of each rule or key of the document's profile that it names; else as it is."""
    if RULE.search(told) is None and KEY.search(told) is None:
        return told
    try:
        text = profile_path(root, source).read_bytes().decode("utf-8")
    except (ManifestInvalid, OSError, UnicodeDecodeError):
        return told
    name = f"raw/{source.profile}" if source.profile.endswith(".toml") else f"profile {source.profile!r}"

    def with_line(match: re.Match[str]) -> str:
        found = match.groupdict()
        below = ("columns",) if found.get("below") else ()
        rule = ("heading", int(found["number"]) - 1) if found.get("number") else (*below, found["key"])
        line = line_of(text, rule)
        return match[0] if line is None else f"{match[0]} ({name} l. {line})"

    return KEY.sub(with_line, RULE.sub(with_line, told))
