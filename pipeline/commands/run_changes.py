"""What a run changed against the last good output: rows of each table, links that moved, reviews that went stale.

Tables are compared before they are exchanged. Those whose bytes are the same are not read, so that a run that changes
little has little to compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..schema import tables
from .comparison import TableDiff, compare_tables, plan_of
from .snapshots import Rows, parse_rows

CHANGES = "changes.json"
STALE = ("review_stale", "review_to_reread", "review_unused")
SHOWN = 10  # moved links and stale reviews told one by one
Changes = dict[str, Any]


def changes_of_run(output: Path, files: Mapping[str, bytes]) -> Changes:
    """Return what the new files change against those in `output`; `files` are the published ones by name.

    Tables that are the same are left out. Against no tables at all it is a first run, and nothing else is said.
    """
    if not any((output / f"{name}.csv").is_file() for name in tables()):
        return {"is_first_run": True, "tables": {}, "links_moved": [], "reviews_gone_stale": []}
    found: dict[str, TableDiff] = {}
    for name in tables():
        old, new = _bytes(output / f"{name}.csv"), files.get(f"{name}.csv")
        if old != new:
            found[name] = compare_tables(name, _rows(old, name), _rows(new, name))
    counted = {name: _counts(diff) for name, diff in found.items()}
    counted |= _parquet_only(output, files)
    return {
        "is_first_run": False,
        "tables": {name: counted[name] for name in tables() if name in counted},
        "links_moved": list(_moved(output, files)) if "links" in found else [],
        "reviews_gone_stale": list(_stale(found["issues"])) if "issues" in found else [],
    }


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _rows(content: bytes | None, name: str) -> Rows | None:
    return None if content is None else parse_rows(content, f"output/{name}.csv")


def _counts(diff: TableDiff) -> Changes:
    by_plan: dict[str, dict[str, int]] = {}
    for kind, plans in (
        ("added", [plan_of(row) for row in diff.added]),
        ("removed", [plan_of(row) for row in diff.removed]),
        ("changed", [change.plan for change in diff.changed]),
    ):
        for plan in plans:
            counts = by_plan.setdefault(plan or "-", {"added": 0, "removed": 0, "changed": 0})
            counts[kind] += 1
    return {
        "rows_before": diff.old_count,
        "rows_after": diff.new_count,
        "added": len(diff.added),
        "removed": len(diff.removed),
        "changed": len(diff.changed),
        "columns_added": list(diff.columns_added),
        "columns_removed": list(diff.columns_removed),
        "plans": dict(sorted(by_plan.items())),
    }


def _parquet_only(output: Path, files: Mapping[str, bytes]) -> Changes:
    """Return the tables without a CSV that differ; their rows are counted, not compared."""
    import io

    import pyarrow.parquet as pq

    found = {}
    for name in tables():
        old, new = _bytes(output / f"{name}.parquet"), files.get(f"{name}.parquet")
        if f"{name}.csv" in files or old == new:
            continue
        rows = [pq.read_metadata(io.BytesIO(each)).num_rows if each else None for each in (old, new)]
        found[name] = {"rows_before": rows[0], "rows_after": rows[1]}
    return found


def _moved(output: Path, files: Mapping[str, bytes]) -> Iterator[Changes]:
    """Yield the actions whose first link is another one, or whose first link was accepted or is no longer."""
    first = [_first_links(_rows(each, "links")) for each in (_bytes(output / "links.csv"), files.get("links.csv"))]
    for key, after in first[1].items():
        before = first[0].get(key)
        if before is not None and before != after:
            yield {
                "action_id": key[0],
                "target_plan_id": key[1],
                "before": {"directive_id": before[0] or None, "status": before[1]},
                "after": {"directive_id": after[0] or None, "status": after[1]},
            }


def _first_links(rows: Rows | None) -> dict[tuple[str, str], tuple[str, str]]:
    if rows is None:
        return {}
    records = (dict(zip(rows.columns, row, strict=True)) for row in rows.rows)
    return {
        (row["action_id"], row["target_plan_id"]): (row["directive_id"], row["status"])
        for row in records
        if row["rank"] == "1"
    }


def _stale(issues: TableDiff) -> Iterator[Changes]:
    """Yield the reviews that went stale; the same review told in other words did not."""
    before = {_review(row) for row in issues.removed}
    for row in issues.added:
        if row["issue_code"] in STALE and _review(row) not in before:
            yield {name: row[name] for name in ("issue_code", "plan_id", "record_id", "detail")}


def _review(row: Mapping[str, str]) -> tuple[str, str, str]:
    """Return which review an issue is about: its detail says the verdict, then a colon, then why."""
    return row["issue_code"], row["record_id"], row["detail"].partition(":")[0]


def told_changes(changes: Changes) -> Iterator[str]:
    """Yield what a run changed, for a person; one line where nothing changed or nothing was there before."""
    if changes["is_first_run"]:
        yield "first run: there was no earlier output to compare with"
        return
    if not changes["tables"]:
        yield "nothing changed since the last good output"
        return
    yield "changed since the last good output:"
    width = max(map(len, changes["tables"]))
    for name, counts in changes["tables"].items():
        yield f"  {name.ljust(width)}  {_table_told(counts)}"
    yield from _listed("first links that moved", [_moved_told(each) for each in changes["links_moved"]])
    yield from _listed(
        "reviews gone stale", [f"{each['record_id']}: {each['detail']}" for each in changes["reviews_gone_stale"]]
    )


def _table_told(counts: Changes) -> str:
    before, after = counts["rows_before"], counts["rows_after"]
    if before is None or after is None:
        return f"new table, {after} rows" if before is None else "the table is gone"
    if "added" not in counts:
        return f"{before} rows before, {after} now"
    told = [f"{counts[kind]} {kind}" for kind in ("added", "removed", "changed") if counts[kind]]
    for word, key in (("new", "columns_added"), ("gone", "columns_removed")):
        told += [f"columns {word}: {', '.join(counts[key])}"] if counts[key] else []
    return ", ".join(told) or "other order of rows"


def _moved_told(moved: Changes) -> str:
    before, after = (
        f"{each['directive_id'] or 'none fits'} ({each['status']})" for each in (moved["before"], moved["after"])
    )
    return f"{moved['action_id']}: {before} → {after}"


def _listed(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{len(lines)} {title}:"
        yield from (f"  {line}" for line in lines[:SHOWN])
        if len(lines) > SHOWN:
            yield f"  … {len(lines) - SHOWN} more in output/{CHANGES}"
