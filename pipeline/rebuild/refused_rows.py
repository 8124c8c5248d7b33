"""All errors of a document in one message. Errors with one cause are one entry, with their number and pages.

A person can then correct a profile at once, not one error after the other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from ..errors import LayoutMismatch, SeveralMismatches
from .profile_advice import toml_list

PAGE = re.compile(r" p\. (\d+)")
LINE = re.compile(r" l\. (\d+)")
LIST = re.compile(r"^    (?P<key>\w+) = \[.*\]$", re.MULTILINE)  # a line to paste that sets a list
MOST = 12  # places that are named


def page_ranges(pages: Iterable[int]) -> str:
    """Return pages as people write them: "3, 5-7"."""
    runs = groupby(enumerate(sorted(set(pages))), key=lambda pair: pair[1] - pair[0])
    found = [[page for _, page in run] for _, run in runs]
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in found]
    return ", ".join(shown[:MOST]) + (f" and {len(shown) - MOST} more" if len(shown) > MOST else "")


def refuse_together(refused: Sequence[LayoutMismatch]) -> None:
    """Raise all errors as one, those with the same cause as one entry; do nothing if there are none."""
    if not refused:
        return
    causes: dict[str, list[LayoutMismatch]] = {}
    for error in refused:
        causes.setdefault(error.cause or f"{error.found}\n{error.remedy}", []).append(error)
    grouped = _with_one_line([_grouped(errors) for errors in causes.values()])
    if len(grouped) == 1:
        raise grouped[0]
    raise SeveralMismatches(_file_of(refused[0].place), grouped)


def _with_one_line(errors: Sequence[LayoutMismatch]) -> list[LayoutMismatch]:
    """Return errors in which lines to paste that set one key have the values of all of them: a key is written once."""
    values: dict[str, list[str]] = {}
    owners: dict[str, set[int]] = {}
    for number, error in enumerate(errors):
        for match in LIST.finditer(error.remedy):
            owners.setdefault(match["key"], set()).add(number)
            found = values.setdefault(match["key"], [])
            found += [each for each in tomllib.loads(match[0])[match["key"]] if each not in found]
    shared = [key for key, numbers in owners.items() if len(numbers) > 1]
    return [_with_lines(error, shared, values) for error in errors] if shared else list(errors)


def _with_lines(error: LayoutMismatch, shared: Sequence[str], values: Mapping[str, Sequence[str]]) -> LayoutMismatch:
    own = [match["key"] for match in LIST.finditer(error.remedy) if match["key"] in shared]
    if not own:
        return error
    remedy = LIST.sub(
        lambda match: f"    {match['key']} = {toml_list(values[match['key']])}" if match["key"] in own else match[0],
        error.remedy,
    )
    names = ", ".join(f"`{key}`" for key in own)
    remedy += f"\nThe line {names} has the headers of all these refusals: write it once."
    return LayoutMismatch(error.place, error.found, remedy, cause=error.cause)


def _file_of(place: str) -> str:
    return LINE.sub("", PAGE.sub("", place))


def _grouped(errors: Sequence[LayoutMismatch]) -> LayoutMismatch:
    first = errors[0]
    if len(errors) == 1:
        return first
    pages = [int(match[1]) for error in errors if (match := PAGE.search(error.place))]
    lines = [int(match[1]) for error in errors if (match := LINE.search(error.place))]
    where = f" p. {page_ranges(pages)}" if pages and not lines else f" l. {page_ranges(lines)}" if lines else ""
    place = f"{_file_of(first.place)}{where} ({len(errors)} times)"
    return LayoutMismatch(place, first.found, first.remedy, cause=first.cause)
