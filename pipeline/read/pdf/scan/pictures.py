"""What is read from the picture of a page: words and rules, or only rules if a text layer has the words.

The modules that look at pixels are imported when the first picture is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....language import Language
from ..guard.document import OpenPage
from ..page.drawing import Drawing, Floats

if TYPE_CHECKING:
    from .picture import Scan
    from .picture_words import ScannedPage


@dataclass(frozen=True, slots=True)
class RuledPicture:
    """The rules of a page whose words a text layer has; points of the page set straight."""

    drawing: Drawing
    strokes: Floats  # (n, 3): y, x0, x1 of lines through words and under them
    skew: float  # degrees
    size: tuple[float, float]


class Pictures:
    """The pictures of pages, each read when it is asked for."""

    def words(self, page: OpenPage, language: Language, picture: Scan | None = None) -> ScannedPage:
        """Return the words and rules of a page that is a picture; `picture` is the drawn page, if it was drawn before.

        Refuses (SourceUnreadable) where tesseract fails.
        """
        from .picture_words import read_scan

        return read_scan(page, language, picture)

    def rules(self, page: OpenPage) -> RuledPicture:
        """Return the rules of a page that is a picture with a text layer."""
        from .picture import scan_of
        from .picture_rules import rules_on

        picture = scan_of(page)
        found = rules_on(picture)
        return RuledPicture(found.drawing, found.strokes, picture.skew, picture.size)


HERE = Pictures()
