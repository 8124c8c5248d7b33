"""How many edits of an edition are told rightly: `python -m benchmarks.editions`.

`tests/editions/` holds invented editions of ar-plan and of an invented plan in Portuguese, with every edit recorded.
Each is written as a text dump and as a PDF, run together with its first edition in a workspace of its own, and
`edition_changes` is compared with the recorded edits. An edit counts only if its rows are the right pairs, with the
right kind and the right changes of bodies.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from edition_cases import is_told, read_edition
from workspaces import read_table, run, write_workspace

NAMES = ("first", "second", "third", "fourth", "fifth", "sixth")


def counted(name: str, is_pdf: bool, folder: Path) -> tuple[int, int]:
    """Return how many recorded edits of an edition there are, and how many of them are told rightly."""
    answers = read_edition(name)
    root = write_workspace(folder, answers.documents(is_pdf))
    ended = run(root, "all", "--jobs", "1")
    if ended.code:
        raise SystemExit(ended.err)
    rows = read_table(root / "output", "edition_changes")
    edits = [answer for answer in answers.answers if answer.edit is not None]
    return len(edits), sum(is_told(answer, rows) for answer in edits)


def main() -> int:
    """Print a table: edition, edits, told rightly from the text and from the PDF."""
    print("| edition | edits | rightly told, text | rightly told, PDF |\n|---|---|---|---|")
    for name in NAMES:
        found = []
        for is_pdf in (False, True):
            with tempfile.TemporaryDirectory() as scratch:
                found.append(counted(name, is_pdf, Path(scratch)))
        (edits, by_text), (_, by_pdf) = found
        print(f"| `{name}.toml` | {edits} | {by_text} of {edits} | {by_pdf} of {edits} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
