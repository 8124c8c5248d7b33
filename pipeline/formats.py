"""The format of a file. To read another format, begin here: name it, recognise it, then add its reader to `READERS`.

`READERS` is in `steps.py`. The commands that look at a file before it has an entry (`add`, `profile`) ask here too.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

FileFormat = Literal["pdf", "text"]
PDF_MAGIC = b"%PDF-"
SEARCHED = 1024  # bytes; other bytes may stand before the sign of a PDF


def format_of(name: str, content: bytes) -> FileFormat:
    """Return the format of a file by its name and its first bytes. What is not a PDF is read as a text dump."""
    is_pdf = PDF_MAGIC in content[:SEARCHED] or PurePath(name).suffix.lower() == ".pdf"
    return "pdf" if is_pdf else "text"
