"""Small made-up documents, one for each trap, with every record that reading and rebuilding make of them.

A case is a folder of tests/golden/: `source.txt`, `profile` (the name of a shipped profile) and `expected/`, a CSV for
each class of record. `make golden` writes the expectations anew; the diff is to be read before it is committed.
Cases without `source.txt` belong to the tests of the PDF reader.
"""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from pathlib import Path

import pytest
from directriz.checks import check_conservation
from directriz.records import PrintedLine, Records
from workspaces import rebuilt

CASES = [path.parent for path in sorted((Path(__file__).parent / "golden").glob("*/source.txt"))]
LEFT_OUT = {"text", "text_base", "text_amended", "text_sha256", "plan_id", "source_file", "x0", "top", "x1", "bottom"}
KEPT = {"Cell", "Excluded"}  # of these, `text` is what was printed


def records_of(case: Path) -> Records:
    profile = (case / "profile").read_text(encoding="utf-8").strip()
    return rebuilt((case / "source.txt").read_text(encoding="utf-8"), profile)


def as_files(records: Records) -> dict[str, str]:
    """Return the records as CSV, one file a class, without columns that are filled in later or everywhere the same."""
    files = {}
    for kind in records.kinds():
        if kind is PrintedLine:
            continue
        out = io.StringIO()
        rows = [asdict(record) for record in records.of(kind)]
        names = [name for name in rows[0] if name not in LEFT_OUT or (name == "text" and kind.__name__ in KEPT)]
        writer = csv.DictWriter(out, names, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        files[f"{kind.__name__}.csv"] = out.getvalue()
    return files


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case, request):
    records = records_of(case)
    made, expected = as_files(records), case / "expected"
    if request.config.getoption("--update-golden"):
        expected.mkdir(exist_ok=True)
        for path in expected.iterdir():
            path.unlink()
        for name, text in made.items():
            (expected / name).write_text(text, encoding="utf-8")
    assert made == {path.name: path.read_text(encoding="utf-8") for path in sorted(expected.iterdir())}
    check_conservation(records.of(PrintedLine), records, "plan.txt")
