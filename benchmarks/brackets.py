"""How many brackets of drafts of other negotiations are read rightly: `python -m benchmarks.brackets [FILE …]`.

Without FILE the sets of `tests/test_clean_conventions*.py` are read: brackets in our own words, most with answers that
were written before the first run; the reader was mended with all of them in view since. FILE is a set of your own: a
JSON list of {"convention": "trade", "texts": ["…"], "brackets": [{"begins": "[CA", "countries": "CAN", "role":
"proposes", "option": null, "placeholder": false}]}. A bracket that is not found is wrong in everything.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(TESTS))

from bracket_sets import Bracket, Case, Shares  # noqa: E402

COMPARED = ("spans", "parties", "roles", "options", "placeholders")


def sets_of_tests() -> Iterator[tuple[str, list[Case]]]:
    """Yield the name and the cases of each set of the tests."""
    for path in sorted(TESTS.glob("test_clean_conventions*.py")):
        module = importlib.import_module(path.stem)
        yield path.stem.removeprefix("test_clean_"), [*module.CASES, *getattr(module, "HARDER", [])]


def read_set(path: Path) -> list[Case]:
    """Return the cases of a file."""
    return [
        (case["convention"], tuple(case["texts"]), [_bracket(bracket) for bracket in case["brackets"]])
        for case in json.loads(path.read_text(encoding="utf-8"))
    ]


def _bracket(told: dict[str, str | bool | None]) -> Bracket:
    text = {key: str(value) if value else None for key, value in told.items()}
    return str(told["begins"]), text.get("countries"), text.get("role"), text.get("option"), bool(told["placeholder"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print, for each set and for all, how many brackets are right by what is compared."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    asked = parser.parse_args(arguments)
    sets = [(path.stem, read_set(path)) for path in asked.files] or [*sets_of_tests()]
    print(f"| set | brackets | {' | '.join(COMPARED)} |\n|---|{'---|' * (len(COMPARED) + 1)}")
    for name, cases in [*sets, ("all", [case for _, own in sets for case in own])]:
        shares = Shares()
        for case in cases:
            shares.add(case)
        counts = [f"{(right := getattr(shares, key))} ({right / shares.all:.1%})" for key in COMPARED]
        print(f"| {name} | {shares.all} | {' | '.join(counts)} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
