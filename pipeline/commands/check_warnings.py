"""The warnings of `directriz check`. They do not stop a run, but rows or bodies may be read otherwise than meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..documents import kept_at
from ..ingest import doubts_of_entry
from ..rebuild.refused_rows import page_ranges
from ..rebuild.unread_headings import A_LINE
from ..records import Issue
from ..sources import Source
from ..store import read_records
from ..text import shortened
from .review_warnings import told_reviews
from .warning_lines import with_profile_lines

AS_ROWS = ("doubt", "defect")
PLACE_IN_TABLE = re.compile(r"^(?:[^:]*: )?table \d+[^:]*: ")
FURTHER = "; "  # what follows differs from page to page: the other reading, counts of words
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
UNPLACED = "line_unplaced"
SHOWN = 3  # such lines that are shown
LOST = ("number_missing",)  # doubts about a record after which another record may be lost


@dataclass(frozen=True, slots=True)
class CheckWarning:
    """One warning."""

    plan_id: str
    code: str  # of docs/issue-codes.md; "file_doubled" has no row in `issues`
    told: str


def warnings_of(root: Path, sources: Iterable[Source], refused: Iterable[str | None]) -> list[CheckWarning]:
    """Return the warnings about documents; of those that are refused, only what their entries show."""
    sources, refused = list(sources), set(refused)
    found = [*_doubled_files(sources), *_unknown_editions(sources)]
    for source in sources:
        if source.id in refused:
            found += doubts_of_document(source.id, doubts_of_entry(source))
        elif None not in refused:
            doubts = _doubts(root, source)
            found += [replace(each, told=with_profile_lines(root, source, each.told)) for each in doubts]
    reviews = told_reviews(root, sources, refused)
    return [*found, *(CheckWarning(plan_id, "review_unused", told) for plan_id, told in reviews)]


def _doubled_files(sources: Iterable[Source]) -> Iterator[CheckWarning]:
    owners: dict[str, tuple[str, str]] = {}
    for source in sources:
        for witness in source.file:
            owner, path = owners.setdefault(witness.sha256, (source.id, witness.path))
            if path != witness.path:
                told = f"raw/{witness.path} is raw/{path} of {owner!r} byte for byte: its rows are published twice. "
                told += "If it was filed twice, delete one of the two [[source]] entries; if each of them is to give "
                told += "other pages, say so with `pages` in their profiles"
                yield CheckWarning(source.id, "file_doubled", told)


def _unknown_editions(sources: Sequence[Source]) -> Iterator[CheckWarning]:
    ids = [source.id for source in sources]
    for source in sources:
        if source.supersedes is not None and source.supersedes not in ids:
            told = f"supersedes = {source.supersedes!r} names no document here: no changes are told and no review is "
            told += "carried over. Correct the id in raw/sources.toml, or add that edition first"
            yield CheckWarning(source.id, "edition_before_missing", told)


def _doubts(root: Path, source: Source) -> Iterator[CheckWarning]:
    stages = ("ingest", "rebuild", "read")  # what is lost before what is read with doubt
    issues = [each for stage in stages for each in read_records(kept_at(root, stage, source.id)[0], Issue).of(Issue)]
    return doubts_of_document(source.id, issues)


def doubts_of_document(plan_id: str, issues: Iterable[Issue]) -> Iterator[CheckWarning]:
    """Yield the doubts about a document as a whole, alike ones together.

    They are about no single record, or say that a record may be lost.
    """
    groups: dict[tuple[str, str], list[Issue]] = {}
    for issue in issues:
        if issue.severity in AS_ROWS and (issue.record_id is None or issue.issue_code in LOST):
            groups.setdefault((issue.issue_code, _cause(issue)), []).append(issue)
    for (code, cause), alike in groups.items():
        pages = page_ranges([issue.page for issue in alike if issue.page])
        yield CheckWarning(plan_id, code, (f"p. {pages}: " if pages else "") + _told(cause, alike))


def _told(cause: str, issues: Sequence[Issue]) -> str:
    """Return what is told of alike doubts."""
    times = f" ({len(issues)} times)" if len(issues) > 1 else ""
    told = cause if len(issues) > 1 else issues[0].detail
    if told.startswith(A_LINE):
        return f"{', '.join(_texts(issues))}{times}: {told}"
    first = f"; the first: {issues[0].detail}" if cause != issues[0].detail and len(issues) > 1 else ""
    return f"{told}{times}{first}{_lines_shown(issues)}"


def _cause(issue: Issue) -> str:
    """Return what alike doubts share: of a doubt about a page or a table, the reason without place and figures."""
    if issue.stage != "read":
        return issue.detail
    reason = PLACE_IN_TABLE.sub("", issue.detail)
    return DIGITS.sub("…", reason.partition(FURTHER)[0])


def _lines_shown(issues: Sequence[Issue]) -> str:
    """Return the first lines that found no place, to be told from headings that the profile lacks; else ""."""
    texts = _texts([issue for issue in issues if issue.issue_code == UNPLACED])
    return f": {' | '.join(texts)}" if texts else ""


def _texts(issues: Sequence[Issue]) -> list[str]:
    """Return the first of the texts that issues are about, and a sign that there are more."""
    texts = list(dict.fromkeys(shortened(issue.text) for issue in issues if issue.text))
    return texts[:SHOWN] + ["…"] * (len(texts) > SHOWN)
