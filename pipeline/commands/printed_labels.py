"""The headers that a document prints over its columns, found among the words of its header rows.

`excluded` has each header row as one text: "N° de acción Medidas Acciones". The labels of the document's profile tell
where one header ends and which column it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..layouts import EXTRAS, Profile
from ..reference.headers import header_key

Row = Mapping[str, str]
Labels = dict[str, str]  # header as printed, by published column


def read_labels(root: Path, plans: tuple[str, str], excluded: Iterable[Row]) -> tuple[Labels, Labels]:
    """Return the printed headers of two documents; none of one without a profile or without header rows."""
    from ..sources import read_manifest, read_profile

    rows = [row for row in excluded if row["reason"] == "header"]
    sources = {source.id: source for source in read_manifest(root).source}
    found: list[Labels] = []
    for plan_id in plans:
        source = sources.get(plan_id)
        profile = read_profile(root, source) if source else None
        files = {each.path for each in source.file} if source else set()
        texts = [row["text"] for row in rows if row["source_file"] in files]
        found.append(labels_of(texts, profile.columns) if isinstance(profile, Profile) else {})
    return found[0], found[1]


def labels_of(texts: Iterable[str], columns: Mapping[str, Sequence[str]]) -> Labels:
    """Return the printed header of each column, from texts of header rows; of several the first."""
    keys = sorted(
        ((header_key(label), name) for name, labels in columns.items() if name != EXTRAS for label in labels),
        key=lambda pair: -len(pair[0]),
    )
    found: Labels = {}
    for text in texts:
        for column, label in _parted(text, [pair for pair in keys if pair[0]]):
            found.setdefault(column, label)
    return found


def _parted(text: str, keys: Sequence[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Yield the columns whose headers stand in a text, each with the words of its header."""
    letters = [(place, letter) for place, char in enumerate(text) for letter in header_key(char)]
    joined = "".join(letter for _, letter in letters)
    at = 0
    while at < len(joined):
        fits = (pair for pair in keys if joined.startswith(pair[0], at) and _are_words(text, letters, at, len(pair[0])))
        key, column = next(fits, ("", ""))
        if not key:
            at += 1
            continue
        end = letters[at + len(key) - 1][0] + 1
        while end < len(text) and text[end] in ".:)":
            end += 1
        yield column, text[letters[at][0] : end]
        at += len(key)


def _are_words(text: str, letters: Sequence[tuple[int, str]], at: int, length: int) -> bool:
    """Tell whether some letters of a text are whole words."""
    first, last = letters[at][0], letters[at + length - 1][0]
    return not text[:first][-1:].isalnum() and not text[last + 1 :][:1].isalnum()
