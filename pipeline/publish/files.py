"""What the descriptions of the data say of a published file: its size and its hash."""

from __future__ import annotations

from dataclasses import dataclass

from ..store import Content, content_digest


@dataclass(frozen=True, slots=True)
class Published:
    """A published file."""

    bytes: int
    sha256: str

    @classmethod
    def of(cls, content: Content) -> Published:
        """Return what is said of a file, given by its bytes or its path."""
        size = len(content) if isinstance(content, bytes) else content.stat().st_size
        return cls(size, content_digest(content))
