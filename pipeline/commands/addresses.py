"""Tells addresses of the web from names of files. `web.py` does too much to be loaded with every command."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_address(text: str) -> bool:
    """Tell whether a text is an address of the web, and no file."""
    try:
        return urlsplit(text).scheme in ("http", "https")
    except ValueError:  # "https://[x"
        return text.startswith(("http://", "https://"))
