"""Tags that stand elsewhere than at the head of a bracket.

Behind its words: "[todos los Estados (ARG, BRA)]", "[the Parties – USA]". Behind the number of an article: "[Article 7
(US propose): …]". Behind the words that a verb at the head would delete: "[Delete: all – US, AU]".
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..reference.parties import Parties, spell
from .bracket_instructions import verb_at
from .tag_tokens import LONGEST_TAG, Tag
from .tags import read_tag

TRAILING_MARK = re.compile(r"\(|(?<=\s)[-–—](?=\s)|:(?=\s?[A-Z])")
LABEL = re.compile(  # "Article 7 (", "Artículo 12 bis (": a number and the parenthesis that names who proposes
    r"\s*(?P<word>[^\W\d_]+\.?)\s+(?P<number>\d{1,3}(?:[.\-]\d{1,2})*\s?[^\W\d_]{0,8}|[IVXLC]+)\.?\s*"
    r"\((?P<said>[^()\[\]]{2,160})\)\s*[:.–—]?\s*"
)


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


def read_labelled_tag(text: str, start: int, parties: Parties) -> Tag | None:
    """Return the tag that stands behind the number of an article at `start`, None where there is none.

    "[Article 7 (US propose; CN oppose): …]": the words of the amendment begin behind the parenthesis.
    """
    label = LABEL.match(text, start, start + 2 * LONGEST_TAG)
    if label is None or spell(label["word"].rstrip(".")) not in parties.labels:
        return None
    listed = f"{label['said']}:"
    tag = read_tag(listed, 0, parties)
    is_whole = tag is not None and not tag.is_malformed and not tag.is_option and tag.end == len(listed)
    return replace(tag, end=label.end()) if tag is not None and is_whole else None


def read_leading_verb(text: str, start: int, end: int, parties: Parties) -> tuple[str, int] | None:
    """Return what the verb and colon at the head of a bracket's words ask for, and where the words behind them begin.

    "[Delete: all – US]", "[Agregar: y niñas (ARG)]". None where no such verb stands there.
    """
    verb = verb_at(text, start, end, parties)
    if verb is None or not text[verb[1] : end].lstrip().startswith(":"):
        return None
    return verb[0], text.index(":", verb[1]) + 1
