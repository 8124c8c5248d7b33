"""`directriz diff`: compares the tables of two runs, for the maintainer who ran again after a new edition."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import WrongUsage
from ..text import shared_start
from .answer import Answer, json_answer

if TYPE_CHECKING:
    from .comparison import Change, Row, TableDiff

SHOWN = 12  # rows of each kind that are shown one by one in a table; --limit changes it
WIDTH = 76  # characters of a value
AROUND = 3  # words shown on both sides of the changed ones
SHORT = 60  # characters of two values that are shown whole
NOT_TOLD = {"text_sha256", "source_sha256"}
TELLING = ("action", "title", "name", "surface", "directive_id", "as_printed", "after", "text", "text_source")


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `diff`."""
    parser = subparsers.add_parser("diff", parents=[common], help="compare the tables of two runs")
    for name in ("old", "new"):
        parser.add_argument(name, metavar=name.upper(), help="output folder, workspace, or git revision")
    parser.add_argument("--table", action="append", metavar="NAME", help="only this table; may be given again")
    parser.add_argument("--limit", type=int, default=SHOWN, metavar="N", help="rows shown of each kind; 0 = all")
    parser.set_defaults(action=diff)


def diff(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return the differences between two sets of tables; exit code 0 whether there are any or not."""
    from ..schema import tables
    from .comparison import compare
    from .snapshots import read_snapshot

    if unknown := sorted(set(arguments.table or ()) - set(tables())):
        raise WrongUsage("--table", f"there is no table {unknown[0]!r}", f"There are: {', '.join(tables())}.")
    compared = compare(read_snapshot(root, arguments.old), read_snapshot(root, arguments.new))
    chosen = [found for found in compared if not arguments.table or found.table in arguments.table]
    if arguments.json:
        return json_answer({"old": arguments.old, "new": arguments.new, "tables": [_entry(found) for found in chosen]})
    limit = arguments.limit if arguments.limit > 0 else None
    return Answer("\n".join(_told(f"{arguments.old} → {arguments.new}", chosen, limit)))


def _entry(found: TableDiff) -> dict[str, Any]:
    return {
        "table": found.table,
        "key": list(found.key),
        "rows": {"old": found.old_count, "new": found.new_count},
        "plans": {plan: {"old": old, "new": new} for plan, (old, new) in found.plans.items()},
        "columns_added": list(found.columns_added),
        "columns_removed": list(found.columns_removed),
        "added": list(found.added),
        "removed": list(found.removed),
        "changed": [
            {
                "key": dict(zip(found.key, change.key, strict=True)),
                "columns": {name: {"old": old, "new": new} for name, (old, new) in change.values.items()},
            }
            for change in found.changed
        ],
    }


def _told(title: str, compared: Sequence[TableDiff], limit: int | None) -> Iterator[str]:
    changed = [found for found in compared if not found.is_same]
    yield title
    if not changed:
        yield f"no difference in {len(compared)} tables"
        return
    yield ""
    yield from _summary(changed)
    same = [found.table for found in compared if found.is_same]
    if same:
        yield f"no difference: {', '.join(same)}"
    for found in changed:
        yield from ["", *_details(found, limit)]


def _summary(compared: Sequence[TableDiff]) -> Iterator[str]:
    """Yield a table of counts: a line a table, below it one for each plan whose rows are not the same."""
    from .comparison import plan_of

    rows: list[tuple[str, ...]] = [("table", "before", "after", "added", "removed", "changed")]
    for found in compared:
        counts = [len(part) for part in (found.added, found.removed, found.changed)]
        rows.append((found.table, _count(found.old_count), _count(found.new_count), *map(_count, counts)))
        for plan, (old, new) in found.plans.items():
            parts = [
                sum(plan_of(row) == plan for row in found.added),
                sum(plan_of(row) == plan for row in found.removed),
                sum(change.plan == plan for change in found.changed),
            ]
            if any(parts):
                rows.append((f"  {plan}", _count(old), _count(new), *map(_count, parts)))
    widths = [max(len(row[place]) for row in rows) for place in range(6)]
    for row in rows:
        yield "  ".join([row[0].ljust(widths[0]), *(row[place].rjust(widths[place]) for place in range(1, 6))])


def _count(number: int | None) -> str:
    return "-" if number is None else str(number)


def _details(found: TableDiff, limit: int | None) -> Iterator[str]:
    yield f"{found.table}{'' if found.key else ' (rows compared whole)'}"
    if found.old_count is None or found.new_count is None:
        yield f"  the table is {'new' if found.old_count is None else 'gone'}"
        return
    for word, columns in (("new", found.columns_added), ("gone", found.columns_removed)):
        if columns:
            yield f"  columns {word}: {', '.join(columns)}"
    yield from _limited([_row_line("-", row, found) for row in found.removed], limit, "removed")
    yield from _limited([_row_line("+", row, found) for row in found.added], limit, "added")
    counts = Counter(name for change in found.changed for name in change.values)
    if counts:
        yield f"  changed: {', '.join(f'{name} {count}' for name, count in counts.most_common())}"
    yield from _limited([_change_lines(change) for change in found.changed], limit, "changed")


def _limited(blocks: Sequence[str], limit: int | None, word: str) -> Iterator[str]:
    yield from blocks[:limit]
    if limit is not None and len(blocks) > limit:
        yield f"  … {len(blocks) - limit} more {word} (--limit 0 tells all)"


def _row_line(mark: str, row: Row, found: TableDiff) -> str:
    key = " ".join(row[name] for name in found.key)
    values = {name: row[name] for name in row if row[name] and name not in found.key and name not in NOT_TOLD}
    telling = [values[name] for name in TELLING if name in values][:1] if found.key else []
    return f"  {mark} " + cut(
        ": ".join(part for part in (key, " | ".join(telling or values.values())) if part), 2 * WIDTH
    )


def _change_lines(change: Change) -> str:
    told = {name: pair for name, pair in change.values.items() if name not in NOT_TOLD} or change.values
    lines = [f"  ~ {' '.join(change.key)}"]
    for name, (old, new) in told.items():
        before, after = changed_part(old, new)
        lines.append(f"      {name}: {_quoted(before)} → {_quoted(after)}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return f"“{cut(text, WIDTH)}”" if text else "(missing)"


def cut(text: str, width: int) -> str:
    """Return a text of at most `width` characters, its end as … where it is longer."""
    return text if len(text) <= width else text[: width - 1] + "…"


def changed_part(old: str, new: str) -> tuple[str, str]:
    """Return two values without their common words at the beginning and end.

    Three are kept on each side, the rest is "…".

    Short and missing values are returned whole.
    """
    if not old or not new or len(old) + len(new) <= SHORT:
        return old, new
    before, after = old.split(" "), new.split(" ")
    start = shared_start(before, after)
    most = min(len(before), len(after)) - start
    end = min(shared_start(reversed(before), reversed(after)), most)
    start, end = max(0, start - AROUND), max(0, end - AROUND)
    return _between(before, start, end), _between(after, start, end)


def _between(words: Sequence[str], start: int, end: int) -> str:
    return ("… " if start else "") + " ".join(words[start : len(words) - end]) + (" …" if end else "")
