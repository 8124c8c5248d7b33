"""The explorer with 10,000 made-up actions: seconds to make it, to its first view, to filter; and the published one.

    python -m benchmarks.explorer [--root DIR] [--actions 10000]

The actions are those of the published tables, drawn again and again under new numbers, their words shuffled, with their
links, bodies, cells and concepts. Measured in the system's Chromium, without a window; each figure is the median of
five. Targets: made in 5 s and 8 MB (the published one), first view in 1 s and filters in 100 ms (10,000 actions).
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from directriz.explorer.published import Published, Row, read_published
from directriz.explorer.site import write_site
from directriz.sources import read_manifest

TIMES = 5
OF_AN_ACTION = {
    "action_agencies": "action_id",
    "links": "action_id",
    "link_scores": "action_id",
    "progress": "action_id",
    "indicators": "record_id",
    "cells": "record_id",
    "concepts": "record_id",
    "issues": "record_id",
}
BROWSER = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
FIRST_VIEW = "performance.getEntriesByName('first-view')[0].startTime"
FILTER = """([name, value]) => {
  const field = document.getElementById(`filter-${name}`), started = performance.now();
  field.value = value;
  field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input'));
  document.querySelector('.rows').getBoundingClientRect();
  return performance.now() - started;
}"""
FILTERS = (
    ("q", "campana"),
    ("q", "ministerio victimas"),
    ("body", 3),
    ("measure", 2),
    ("lacks", "verification"),
    ("q", ""),
)


def main() -> None:
    """Print a table of figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path())
    parser.add_argument("--actions", type=int, default=10_000)
    asked = parser.parse_args()
    published, manifest = read_published(asked.root), read_manifest(asked.root)
    print(f"{'':34}{'made s':>8}{'MB':>7}{'page MB':>9}{'first view ms':>15}{'slowest filter ms':>19}")
    with tempfile.TemporaryDirectory() as folder:
        for name, shown in (("published", published), (f"{asked.actions:,} actions", grown(published, asked.actions))):
            place = Path(folder) / name
            started = time.perf_counter()
            write_site(place, asked.root, manifest, shown)
            seconds = time.perf_counter() - started
            first, filters = opened(place)
            size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) / 1e6
            page = (place / "index.html").stat().st_size / 1e6
            print(f"{name:34}{seconds:8.1f}{size:7.1f}{page:9.1f}{first:15.0f}{max(filters.values()):19.0f}")
            for what, milliseconds in filters.items():
                print(f"    {what:30}{milliseconds:58.0f}")


def grown(published: Published, count: int) -> Published:
    """Return the tables with `count` actions, each a shuffled copy of a published one."""
    chance = random.Random(1)
    actions = published.rows("actions")
    tables: dict[str, list[Row]] = {name: list(rows) for name, rows in published.tables.items()}
    groups = {name: published.rows_of_record(name, key) for name, key in OF_AN_ACTION.items()}
    for name in (*OF_AN_ACTION, "actions"):
        tables[name] = []
    for number in range(count):
        model = actions[number % len(actions)]
        action_id = f"{model['plan_id']}/made-up/{number}"
        tables["actions"].append(model | {"action_id": action_id, "number": str(number), **shuffled(model, chance)})
        for name, key in OF_AN_ACTION.items():
            tables[name] += [row | {key: action_id} for row in groups[name].get(model["action_id"], [])]
    return Published(tables, published.package, published.build)


def shuffled(model: Row, chance: random.Random) -> dict[str, Any]:
    """Return the long texts of an action with their words in another order."""
    texts = {name: (model[name] or "").split() for name in ("action", "indicators", "verification")}
    return {name: " ".join(chance.sample(words, len(words))) or None for name, words in texts.items()}


def opened(place: Path) -> tuple[float, dict[str, float]]:
    """Return the milliseconds from opening to the first view, and of each filter of the list of actions."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or sys.exit("there is no chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(BROWSER))
        page = browser.new_page()
        firsts, filters = [], {}
        for _ in range(TIMES):
            page.goto("about:blank")
            page.goto(f"{(place / 'index.html').as_uri()}#/coverage")
            firsts.append(page.evaluate(FIRST_VIEW))
        page.goto(f"{(place / 'index.html').as_uri()}#/actions")
        page.wait_for_timeout(1500)  # the words are folded while the page rests
        for name, value in FILTERS:
            chosen = value if isinstance(value, str) else page.evaluate(
                "([name, at]) => document.getElementById(`filter-${name}`).options[at].value", [name, value]
            )  # fmt: skip
            spans = []
            for _ in range(TIMES):
                page.evaluate(FILTER, [name, ""])
                spans.append(page.evaluate(FILTER, [name, chosen]))
            filters[f"{name} = {chosen or '(all)'}"] = statistics.median(spans)
            page.evaluate(FILTER, [name, ""])
        browser.close()
    return statistics.median(firsts), filters


if __name__ == "__main__":
    main()
