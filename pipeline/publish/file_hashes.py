"""Size and hash of a published file, for the descriptions of the data."""

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
        """Return size and hash of a file, given by its bytes or its path."""
        size = len(content) if isinstance(content, bytes) else content.stat().st_size
        return cls(size, content_digest(content))
