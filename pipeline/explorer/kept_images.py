"""Pictures of pages, kept in `interim/pictures/` from one run to the next: a document that did not change is not drawn.

The folder of a document is named by a hash of its bytes and of the code and libraries that draw it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from .. import store
from ..documents import code_digest, stage_key
from .page_images import PageImage, draw_pages

FOLDER = Path("interim", "pictures")
SIZES = "sizes.json"  # page -> width and height in points
CODE = ("explorer/page_images.py", "read")


class KeptImages:
    """The pictures of the pages of a workspace's documents."""

    def __init__(self, root: Path) -> None:
        self._root, self._used = root, set[str]()
        self._made_with = [code_digest(*CODE), version("pypdfium2"), version("pillow")]

    def draw(self, path: str, pages: Iterable[int]) -> list[PageImage]:
        """Return the pictures of some pages of a document below raw/, in order; draws them only where none are kept.

        Refuses (SourceUnreadable) what `draw_pages` refuses.
        """
        wanted, document = list(pages), self._root / "raw" / path
        if not document.is_file():
            return draw_pages(document, wanted)
        name = stage_key([store.file_digest(document), *self._made_with, wanted])
        self._used.add(name)
        kept = self._root / FOLDER / name
        if (known := _read(kept)) is not None:
            return known
        drawn = draw_pages(document, wanted)
        sizes = {str(each.page): [each.width, each.height] for each in drawn}
        store.replace_folder(kept, {f"{each.page}.png": each.png for each in drawn} | {SIZES: store.json_bytes(sizes)})
        return drawn

    def remove_others(self) -> None:
        """Delete the pictures that were not asked for."""
        for folder in (self._root / FOLDER).glob("*"):
            if folder.is_dir() and folder.name not in self._used:
                store.remove_folder(folder)


def _read(folder: Path) -> list[PageImage] | None:
    """Return the pictures in a folder; None where there are none, or not all."""
    try:
        sizes = json.loads((folder / SIZES).read_bytes())
        pages = sorted((int(page), width, height) for page, (width, height) in sizes.items())
        return [PageImage(page, width, height, (folder / f"{page}.png").read_bytes()) for page, width, height in pages]
    except (OSError, ValueError, TypeError, AttributeError):
        return None
