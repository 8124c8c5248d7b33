"""How many tables that few rules draw are read without any error, and whether the wrong ones are doubted.

`python -m benchmarks.random_kinds [--forms] [--from N] [--to N] [--list]`: each seed draws one table of the kinds in
`tests/random_kinds.py`, or, with `--forms`, one in the forms of `tests/random_forms.py`, which are harder. A table is
right only if all tables drawn are found, no other one, and every cell and row is right; it is doubted if a table of its
page has a doubt, or the page itself: `table_unread`. Tests use the seeds below 605;
the reader was built on seeds below 2,000 of both.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from directriz.read.pdf.tables import tables_of

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.draw_forms import draw_form
from tests.random_forms import random_form
from tests.random_kinds import draw, random_table

BESIDE = 2_100_000  # added to a seed: the table that stands on the right


def is_doubted(read: dict[str, Any]) -> bool:
    """Tell whether any table of a document has a doubt, or a page says that words on it may be a table."""
    pages = (doubt["code"] == "table_unread" for doubt in read.get("doubts", ()))
    return any(pages) or any(table["doubts"] for table in read["tables"])


def result_of(seed: int, path: Path) -> tuple[str, bool, bool] | None:
    """Return the kind of a seed's table, whether it is read without error and doubted; None = none fits."""
    drawn = random_table(seed)
    if not draw(drawn, path):
        return None
    answer = tables_of(path)
    found = answer["tables"]
    read = [
        row for table in found for row in (*filter(None, [table["header"]]), *(row["cells"] for row in table["rows"]))
    ]
    wanted = [list(map(str, row)) for row in drawn.rows]
    return (
        drawn.kind,
        list(map(_stripped, read)) == list(map(_stripped, wanted)) and len(found) == 1,
        is_doubted(answer),
    )


def result_of_form(seed: int, path: Path) -> tuple[str, bool, bool] | None:
    """Return the rules of a seed's form, whether all is read without error and doubted; None = no page."""
    form = random_form(seed)
    beside = random_form(seed + BESIDE) if form.rules == "two sides by side" else None
    if not draw_form(form, path, beside):
        return None
    found = tables_of(path)
    wanted = [form] if beside is None else [form, beside]
    is_right = len(found["tables"]) == len(wanted)
    for table, drawn in zip(found["tables"], wanted, strict=False):
        read = [*filter(None, [table["header"]]), *(row["cells"] for row in table["rows"])]
        raw = [[cell or "" for cell in row] for row in found["fragments"][table["fragments"][0]]["rows"]]
        whole = [[cell or "" for cell in row] for row in drawn.rows]
        is_right &= _same(read, drawn.wanted()) or _same(raw, whole)
    return form.rules, is_right, is_doubted(found)


def _same(found: list[list[str]], wanted: list[list[str]]) -> bool:
    return [_stripped(row) for row in found if any(row)] == [_stripped(row) for row in wanted]


def _stripped(row: list[str]) -> list[str]:
    """Return a row without blank cells at its end: a label alone may be read as a title over all columns."""
    return row if not row or row[-1] else _stripped(row[:-1])


def main() -> None:
    """Print, for each kind, how many tables are right and how many of the right and the wrong ones are doubted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", type=int, default=1000, dest="first", metavar="N")
    parser.add_argument("--to", type=int, default=2000, metavar="N", help="exclusive")
    parser.add_argument("--forms", action="store_true", help="draw the harder forms")
    parser.add_argument("--list", action="store_true", help="print the seeds of the wrong tables")
    asked = parser.parse_args()
    counts: Counter[tuple[str, bool, bool]] = Counter()
    wrong: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.first, asked.to):
            if (result := (result_of_form if asked.forms else result_of)(seed, Path(folder) / f"{seed}.pdf")) is None:
                continue
            counts[result] += 1
            if not result[1]:
                wrong.setdefault(result[0], []).append(f"{seed}{'' if result[2] else ' silent'}")
    print("| kind | right | wrong, doubted | right, doubted |\n|---|---|---|---|")
    for kind in [*sorted({kind for kind, _, _ in counts}), ""]:
        own = {key[1:]: 0 for key in counts}
        for (name, is_right, is_doubted), count in counts.items():
            own[is_right, is_doubted] += count * (kind in (name, ""))
        right, bad = own.get((True, True), 0) + own.get((True, False), 0), own.get((False, True), 0)
        silent = own.get((False, False), 0)
        print(f"| {kind or 'all'} | {right} of {right + bad + silent} | {bad} of {bad + silent} "
              f"| {own.get((True, True), 0)} of {right} |")  # fmt: skip
        if asked.list and kind in wrong:
            print(f"    {', '.join(wrong[kind])}")


if __name__ == "__main__":
    main()
