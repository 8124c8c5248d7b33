"""Writing verdicts to `raw/reviews/links.csv`: each at once; a second verdict on the same pair replaces the first.

People edit the file with spreadsheets too, so the program changes no other row of it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..csv_files import parse_records, read_csv_text
from ..link.published_tables import read_reviews
from ..link.reviews import COLUMNS, framework_of, parse_reviews, rows_of_reviews
from ..store import write_file

Row = Mapping[str, str]


def _line(values: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue()


def _pair(row: Row) -> tuple[str, str, str, str]:
    return row["action_id"], row["directive_id"], row["reviewer"], framework_of(row) or ""


def keep_verdict(root: Path, row: Row) -> None:
    """Add a verdict to the file, in place of one of the same reviewer on the same pair; writes a file that is whole.

    Refuses (ManifestInvalid) a file that `parse_reviews` refuses.
    """
    keep_verdicts(root, [row])


def keep_verdicts(root: Path, rows: Sequence[Row]) -> None:
    """Add verdicts to the file as `keep_verdict` does, all of them or none."""
    path = root / "raw" / "reviews" / "links.csv"
    text = read_csv_text(path, "raw/reviews/links.csv") or _line(COLUMNS)
    for row in rows:
        text = _with_verdict(text, row)
    write_file(path, text.encode("utf-8"))


def replace_verdicts(
    root: Path, rows: Sequence[Row], pairs: Iterable[tuple[str, str]], reviewer: str | None = None
) -> None:
    """Put `rows` in place of all that their reviewer said of these actions and frameworks before, in one step.

    `rows` are of one reviewer; where there are none, `reviewer` says whose verdicts go. Refuses (ManifestInvalid) a
    file that `parse_reviews` refuses.
    """
    path = root / "raw" / "reviews" / "links.csv"
    settled = set(pairs)
    whose = rows[0]["reviewer"] if rows else reviewer
    before = rows_of_reviews(read_reviews(root))
    others = [row for row in before if not (whose and _is_replaced(row, whose, settled))]
    if len(others) < len(before):
        text = _line(COLUMNS) + "".join(_line(row[name] for name in COLUMNS) for row in others)
    else:
        text = read_csv_text(path, "raw/reviews/links.csv") or _line(COLUMNS)
    for row in rows:
        text = _with_verdict(text, row)
    if rows or len(others) < len(before):
        write_file(path, text.encode("utf-8"))


def _is_replaced(row: Row, reviewer: str, pairs: set[tuple[str, str]]) -> bool:
    return row["reviewer"] == reviewer and (row["action_id"], framework_of(row) or "") in pairs


def _with_verdict(text: str, row: Row) -> str:
    """Return the file's text with one more verdict."""
    names, records = parse_records(text, "raw/reviews/links.csv")
    kept = rows_of_reviews(parse_reviews(names, [record for _, record in records]))
    others = [other for other in kept if _pair(other) != _pair(row) and not _contradicts(row, other)]
    if len(others) < len(kept):
        text = _line(COLUMNS) + "".join(_line(other[name] for name in COLUMNS) for other in others)
        header: Sequence[str] = COLUMNS
    else:
        header = names or COLUMNS
    finished = text if text.endswith("\n") else text + "\n"
    return finished + _line(row[name] for name in header)


def _contradicts(new: Row, old: Row) -> bool:
    """Tell whether a reader accepts a directive now but said earlier that none fits, or the other way round."""
    verdicts = {new["verdict"], old["verdict"]}
    same = all(new[name] == old[name] for name in ("action_id", "reviewer")) and framework_of(new) == framework_of(old)
    return same and verdicts == {"accept", "no-match"}


def reviewed_pairs(reviews: Iterable[Row], links: Iterable[Row], reviewer: str) -> set[tuple[str, str]]:
    """Return the actions and frameworks on which a reviewer gave a verdict; one that names no framework is on all."""
    said = {(row["action_id"], framework_of(row)) for row in reviews if row["reviewer"] == reviewer}
    pairs = {(row["action_id"], row["target_plan_id"]) for row in links}
    return {(action_id, target) for action_id, target in pairs if {(action_id, target), (action_id, None)} & said}
