"""How a draft writes its amendments: what the profile says of them, and what the drawing shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..records import Drawn


@dataclass(frozen=True)
class AmendmentForms:
    """The [amendments] section of a profile."""

    read: bool = False  # False: brackets are part of the text
    parties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ISO alpha-3: spellings and misreadings
    closers: tuple[str, ...] = ("l", "J", "}")  # characters that a closing bracket is misread as
    convention: str = "auto"  # how brackets are meant: oas | trade | untagged | climate; auto = as the document shows


@dataclass(frozen=True)
class Drawing:
    """What lines and type show in a document: spans (start, end) of text_source by record id."""

    struck: Mapping[str, Sequence[tuple[int, int]]]  # under a line that strikes them
    proposed: Mapping[str, Sequence[tuple[int, int]]] | None = (
        None  # bold or underlined; None: proposals are not marked
    )
    looks: Mapping[str, Sequence[tuple[int, int, str]]] = field(default_factory=dict)  # of marked words: `Drawn.mark`
    scanned: frozenset[str] = frozenset()  # records on pages that were read from their pictures


def drawing_of(drawn: Sequence[Drawn]) -> Drawing | None:
    """Return what the drawing shows of the records; None if it shows nothing.

    Marked words count as proposed only if the draft marks its proposals (`drawn_strikes.settled`), or beside a strike.
    """
    struck: dict[str, list[tuple[int, int]]] = {}
    looks: dict[str, list[tuple[int, int, str]]] = {}
    for each in drawn:
        if each.mark == "struck":
            struck.setdefault(each.record_id, []).append((each.start, each.end))
        else:
            looks.setdefault(each.record_id, []).append((each.start, each.end, each.mark))
    marked = {record_id: [(start, end) for start, end, _ in spans] for record_id, spans in looks.items()}
    return Drawing(struck, marked, looks) if drawn else None
