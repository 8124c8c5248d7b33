"""The changes of a run against the last good output: rows of each table, changed links, reviews that became stale.

Tables are compared before they are exchanged. A published CSV is put together from parts, one for each group of
documents. Parts with the same bytes on both sides are not read: a run that changes little has little to compare.
Where it is not known of what parts the last output was made, a table is one part. Of a table with more than MOST_BYTES
to compare, the rows are counted only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..published_files import parquet_files
from ..schema import tables
from ..store import file_digest
from .answer import counted
from .comparison import TableDiff, compare_tables, plan_of
from .snapshots import Rows, parse_rows

if TYPE_CHECKING:
    from ..publish.corpus_files import Part, Whole

CHANGES = "changes.json"
STALE = ("review_stale", "review_to_reread", "review_unused")
NAMED = 3  # documents of a table that are named
SHOWN = 10  # changed links and stale reviews that are listed one by one
MOST_BYTES = 2**26  # of the parts of a table that are compared row by row
Changes = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Sides:
    """The rows of one table before and after, in the parts that differ."""

    name: str
    before: Rows | None
    after: Rows | None
    counts: tuple[int | None, int | None]  # rows of the whole table; None = there is no such table

    def diff(self) -> TableDiff:
        """Return the changes."""
        return compare_tables(self.name, self.before, self.after)


def changes_of_run(output: Path, whole: Whole, state: Mapping[str, Any]) -> Changes:
    """Return the changes of the new files against those in `output`.

    `state` says of what parts the tables in `output` were made, and how many rows they have; {} where it is not known.
    Tables that are the same are left out. Against no tables at all it is a first run, and nothing else is said.
    """
    if not any((output / f"{name}.csv").is_file() for name in tables()):
        return {"is_first_run": True, "tables": {}, "links_moved": [], "reviews_gone_stale": []}
    counted: dict[str, Changes] = {}
    moved: list[Changes] = []
    stale: list[Changes] = []
    for name, table in tables().items():
        if table.parquet_only:
            counted |= _counted_only(output, whole, name)
        elif _differs(output / f"{name}.csv", whole.files[f"{name}.csv"]):
            sides = _sides(output, whole, state, name)
            if sides is None:
                counted[name] = {"rows_before": state.get("counts", {}).get(name), "rows_after": whole.counts[name]}
                continue
            diff = sides.diff()
            counted[name] = _counts(diff, sides.counts)
            moved += _moved(sides) if name == "links" else []
            stale += _stale(diff) if name == "issues" else []
    return {"is_first_run": False, "tables": counted, "links_moved": moved, "reviews_gone_stale": stale}


def _differs(old: Path, new: Any) -> bool:
    return not old.is_file() or file_digest(old) != file_digest(new)


def _sides(output: Path, whole: Whole, state: Mapping[str, Any], name: str) -> _Sides | None:
    """Return the differing parts of a table; None if they are too large to compare."""
    from ..publish.corpus_files import Part

    paths = output / f"{name}.csv", Path(str(whole.files[f"{name}.csv"]))
    new = whole.parts[name]
    old = [Part(*each) for each in state.get("parts", {}).get(name, [])]
    if not old or not new:
        old, new = [], []  # the files as a whole
    shared = Counter(part.sha256 for part in old) & Counter(part.sha256 for part in new)
    contents = [_content(path, every, _beyond(every, shared)) for path, every in zip(paths, (old, new), strict=True)]
    if sum(len(each) for each in contents if each is not None) > MOST_BYTES:
        return None
    before, after = (None if each is None else parse_rows(each, f"output/{name}.csv") for each in contents)
    rows_before = state["counts"].get(name) if old else len(before.rows) if before else None
    return _Sides(name, before, after, (rows_before, whole.counts[name]))


def _content(path: Path, every: Sequence[Part], parts: Sequence[Part]) -> bytes | None:
    """Return the header and the asked parts of a CSV, or all of it if it has no parts; None if there is no file."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        if not every:
            return file.read(MOST_BYTES + 1)
        found = [file.read(every[0].begin)]
        for part in parts:
            file.seek(part.begin)
            found.append(file.read(min(part.end - part.begin, MOST_BYTES + 1)))
            if sum(map(len, found)) > MOST_BYTES:
                break
    return b"".join(found)


def _beyond(parts: Sequence[Part], shared: Counter[str]) -> list[Part]:
    """Return the parts that the other side does not have."""
    left, found = Counter(shared), []
    for part in parts:
        if left[part.sha256]:
            left[part.sha256] -= 1
        else:
            found.append(part)
    return found


def _counts(diff: TableDiff, rows: tuple[int | None, int | None]) -> Changes:
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
        "rows_before": rows[0],
        "rows_after": rows[1],
        "added": len(diff.added),
        "removed": len(diff.removed),
        "changed": len(diff.changed),
        "columns_added": list(diff.columns_added),
        "columns_removed": list(diff.columns_removed),
        "plans": dict(sorted(by_plan.items())),
    }


def _counted_only(output: Path, whole: Whole, name: str) -> dict[str, Changes]:
    """Return a table without a CSV that differs; its rows are counted, not compared."""
    import pyarrow.parquet as pq

    old = parquet_files(output, name)
    names = [file for file in whole.files if file == f"{name}.parquet" or file.startswith(f"{name}/")]
    new = [Path(str(whole.files[file])) for file in names]
    if [file_digest(path) for path in old] == [file_digest(path) for path in new]:
        return {}
    before = sum(pq.read_metadata(path).num_rows for path in old) if old else None
    return {name: {"rows_before": before, "rows_after": whole.counts[name]}}


def _moved(links: _Sides) -> Iterator[Changes]:
    """Yield the actions whose first link is another one, or whose first link was accepted or is no longer."""
    earlier = _first_links(links.before)
    for key, after in _first_links(links.after).items():
        before = earlier.get(key)
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
    """Return the review that an issue is about: its detail gives the verdict, a colon, then the reason."""
    return row["issue_code"], row["record_id"], row["detail"].partition(":")[0]


def told_changes(changes: Changes) -> Iterator[str]:
    """Yield the changes of a run for a person; one line if nothing changed or there was no output before."""
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
    yield from _new_editions(changes)
    yield from _moved_links(changes)
    yield from _stale_told(changes["reviews_gone_stale"])


def _table_told(counts: Changes) -> str:
    before, after = counts["rows_before"], counts["rows_after"]
    if before is None or after is None:
        return f"new table, {after} rows" if before is None else "the table is gone"
    if "added" not in counts:
        return f"{before} rows before, {after} now"
    told = [f"{counts[kind]} {kind}" for kind in ("added", "removed", "changed") if counts[kind]]
    for word, key in (("new", "columns_added"), ("gone", "columns_removed")):
        told += [f"columns {word}: {', '.join(counts[key])}"] if counts[key] else []
    plans = [name for name in counts["plans"] if name != "-"]
    named = ", ".join(plans) if len(plans) <= NAMED else f"{len(plans)} documents"
    return ", ".join(told) + (f"  ({named})" if plans else "") if told else "other order of rows"


def _new_editions(changes: Changes) -> Iterator[str]:
    """Yield how to see what an edition changed that was compared for the first time or anew."""
    for plan_id, counts in changes["tables"].get("edition_changes", {}).get("plans", {}).items():
        if counts["added"] or counts["changed"]:
            yield f"what {plan_id} changed against the edition before: `directriz changes {plan_id}`"


def _moved_links(changes: Changes) -> Iterator[str]:
    """Yield the first links that moved: those of documents whose actions changed, and apart from them all others.

    Apart from both stand first links that a review accepted, or no longer accepts: they lead where they led.
    The others moved because a framework or a review changed, or because the linker learned from another document.
    """
    actions = changes["tables"].get("actions", {}).get("plans", {})
    own: list[Changes] = []
    others: list[Changes] = []
    judged = [each for each in changes["links_moved"] if _is_judged_only(each)]
    yield from _listed("first links stayed and have another status", [_judged_told(each) for each in judged])
    for each in changes["links_moved"]:
        if _is_judged_only(each):
            continue
        (own if each["action_id"].split("/")[0] in actions else others).append(each)
    yield from _listed("first links that moved", [_moved_told(each) for each in own])
    plans = Counter(each["action_id"].split("/")[0] for each in others)
    told = ", ".join(f"{plan_id} {count}" for plan_id, count in plans.items())
    title = f"first links that moved in documents whose actions did not change ({told})"
    yield from _listed(title, [_moved_told(each) for each in others])


def _stale_told(reviews: list[Changes]) -> Iterator[str]:
    """Yield the reviews that went stale; those to be given again on a new edition are counted, and listed elsewhere."""
    if not reviews:
        return
    again = Counter(each["plan_id"] for each in reviews if each["issue_code"] == "review_to_reread")
    others = [f"{each['record_id']}: {each['detail']}" for each in reviews if each["issue_code"] != "review_to_reread"]
    yield f"{counted(len(reviews), 'review')} gone stale:"
    for plan_id, count in again.items():
        yield f"  {count} must be given again: `directriz review links --carried --plan {plan_id}`"
    yield from (f"  {line}" for line in others[:SHOWN])
    if len(others) > SHOWN:
        yield f"  … {len(others) - SHOWN} more in output/{CHANGES}"


def _moved_told(moved: Changes) -> str:
    before, after = (
        f"{each['directive_id'] or 'none fits'} ({each['status']})" for each in (moved["before"], moved["after"])
    )
    return f"{moved['action_id']}: {before} → {after}"


def _is_judged_only(moved: Changes) -> bool:
    """Tell whether the first link leads to the same directive as before, and only its status is another."""
    return bool(moved["before"]["directive_id"] == moved["after"]["directive_id"])


def _judged_told(moved: Changes) -> str:
    before, after = moved["before"]["status"], moved["after"]["status"]
    return f"{moved['action_id']}: {moved['after']['directive_id'] or 'none fits'} is {after} now, was {before}"


def _listed(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{len(lines)} {title}:"
        yield from (f"  {line}" for line in lines[:SHOWN])
        if len(lines) > SHOWN:
            yield f"  … {len(lines) - SHOWN} more in output/{CHANGES}"
