"""The words of a page that is a picture, read quickly, to tell in which language a scan is written.

They may be read in any language of Latin letters, since small words without accents tell a language ("los", "das",
"the"). The page is drawn with half the resolution of the real reading, and neither set straight nor cut into cells.
"""

from __future__ import annotations

from ....language import known_codes, language_of
from ..guard.document import OpenPage
from .picture import DOTS, dots_for, drawn
from .tesseract import PAGE, Reader, is_installed, read_pictures


def words_on_picture(page: OpenPage) -> list[str]:
    """Return the words that tesseract reads on a page; none if it is not installed or knows none of our languages.

    Refuses (SourceUnreadable) where tesseract fails.
    """
    languages = [language for language in map(language_of, known_codes()) if is_installed(language)]
    if not languages:
        return []
    dots = dots_for(page, DOTS / 2)
    (words,) = read_pictures([drawn(page, dots)], PAGE, dots, Reader(languages[0], page.place))
    return [word.text for word in words]
