"""How many small tables of words alone are found, and whether the others are doubted.

`python -m benchmarks.small_tables [--from N] [--to N] [--list]`: each seed draws a page (tests/random_small_tables.py):
an even seed a table, an odd one prose, a list, a letterhead or another thing that is no table. A table is right only if
it is found, no other one is, and every cell and row is right; a page without a table only if none is found. A page is
doubted if a table of it has a doubt, or the page itself: `table_unread`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from directriz.read.pdf.tables import tables_of

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.random_small_tables import draw_small

from .random_kinds import is_doubted


def result_of(seed: int, path: Path) -> tuple[str, str, bool]:
    """Return the kind of a seed's page, how it is read (right | wrong | not found), and whether it is doubted."""
    drawn = draw_small(seed, path)
    read = tables_of(path)
    found = [
        ["".join(cell.split()) for cell in row]
        for table in read["tables"]
        for row in (*filter(None, [table["header"]]), *(row["cells"] for row in table["rows"]))
    ]
    wanted = [["".join(cell.split()) for cell in row] for row in drawn.rows]
    if found == wanted and len(read["tables"]) == bool(drawn.rows):
        return drawn.kind, "right", is_doubted(read)
    return drawn.kind, "wrong" if read["tables"] else "not found", is_doubted(read)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print, for each kind, how many pages are right, wrong or not found, and how many of each are doubted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", type=int, default=70_000, dest="first", metavar="N")
    parser.add_argument("--to", type=int, default=70_400, metavar="N", help="exclusive")
    parser.add_argument("--list", action="store_true", help="print the seeds of the pages that are not right")
    asked = parser.parse_args(arguments)
    results: dict[str, list[tuple[int, str, bool]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.first, asked.to):
            kind, how, is_told = result_of(seed, Path(folder) / f"{seed}.pdf")
            results.setdefault("no table: " * (seed % 2) + kind, []).append((seed, how, is_told))
    tables = [each for own in results.values() for each in own if each[0] % 2 == 0]
    others = [each for own in results.values() for each in own if each[0] % 2]
    print("| kind | right | right, doubted | wrong, doubted | not found, doubted |\n|---|---|---|---|---|")
    for kind, own in [*sorted(results.items()), ("all tables", tables), ("all without a table", others)]:
        parts = {how: [each for each in own if each[1] == how] for how in ("right", "wrong", "not found")}
        doubted = {how: f"{sum(each[2] for each in part)} of {len(part)}" for how, part in parts.items()}
        print(f"| {kind} | {len(parts['right'])} of {len(own)} | {doubted['right']} | {doubted['wrong']} "
              f"| {doubted['not found']} |")  # fmt: skip
        if asked.list and not kind.startswith("all "):
            named = [f"{seed} {how}{'' if doubted else ' silent'}" for seed, how, doubted in own if how != "right"]
            print(*([f"    {', '.join(named)}"] if named else []), sep="\n", end="\n" if named else "")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
