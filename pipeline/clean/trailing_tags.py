"""Tags that stand behind the words of a bracket: "[todos los Estados (ARG, BRA)]", "[the Parties – USA]"."""

from __future__ import annotations

import re
from dataclasses import replace

from ..reference.parties import Parties
from .tag_tokens import Tag
from .tags import read_tag

TRAILING_MARK = re.compile(r"\(|(?<=\s)[-–—](?=\s)|:(?=\s?[A-Z])")


def read_trailing_tag(text: str, start: int, end: int, parties: Parties) -> tuple[Tag, int] | None:
    """Return the tag that ends the untagged content of a bracket, and where that content ends, None where none does.

    "[de conformidad con la ley nacional (MEX)]", "[todos los Estados – ARG, BRA]": after a parenthesis or a dash apart.
    """
    marks = [match.start() for match in TRAILING_MARK.finditer(text, start, end)]
    if not marks or not text[start : marks[-1]].strip():
        return None
    listed = text[marks[-1] : end].strip(" (–—-):") + ":"
    tag = read_tag(listed, 0, parties)
    if tag is None or tag.is_malformed or tag.is_option or tag.end < len(listed):
        return None
    if tag.unknown and not tag.countries:
        return None
    content_end = start + len(text[start : marks[-1]].rstrip())
    return replace(tag, end=start), content_end
