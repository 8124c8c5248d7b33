"""What the amendments of an edition look like, as its profile says it."""

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


@dataclass(frozen=True)
class Drawing:
    """What lines and type show in a document read from a drawing: spans (start, end) of text_source by record id."""

    struck: Mapping[str, Sequence[tuple[int, int]]]  # under a line that is drawn through them
    proposed: Mapping[str, Sequence[tuple[int, int]]] | None = (
        None  # bold or underlined; None: proposals are not marked
    )


def drawing_of(drawn: Sequence[Drawn]) -> Drawing | None:
    """Return what a drawing shows of records; None where it shows nothing.

    What is marked counts as proposed only where the draft marks its proposals (`drawn.settled`), or beside a strike.
    """
    spans: dict[str, dict[str, list[tuple[int, int]]]] = {"struck": {}, "marked": {}}
    for each in drawn:
        spans[each.mark].setdefault(each.record_id, []).append((each.start, each.end))
    return Drawing(spans["struck"], spans["marked"]) if drawn else None
