"""The third OAS work plan as paragraphs to be drawn, and what is to be read from such a drawing.

Two sets: the whole draft as published in `output/`, repaired, and the sample of `tests/gold`, whose readings were
checked by hand. The truth of an amendment is what is drawn: the words with a line through them, the words marked.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from directriz.clean.drawn_strikes import KEPT, PROPOSED, STRUCK, fates_of_words

PLAN = "oas-3"
SAMPLE = Path("tests", "gold", "oas-plan-3-sample.truth.json")
Row = dict[str, str]
Unit = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """Characters that are printed alike."""

    text: str
    struck: bool = False
    marked: bool = False


Word = tuple[Run, ...]  # what no white space parts


@dataclass(frozen=True)
class Item:
    """A paragraph, and the number before it."""

    words: tuple[Word, ...]
    label: str = ""
    is_heading: bool = False


def plain_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in which nothing is struck or marked."""
    return tuple((Run(word),) for word in text.split())


def text_of(word: Word) -> str:
    """Return the characters of a word."""
    return "".join(run.text for run in word)


def as_words(runs: Sequence[Run]) -> tuple[Word, ...]:
    """Return runs cut at white space into words."""
    pieces = [replace(run, text=part) for run in runs for part in re.findall(r"\s+|\S+", run.text)]
    groups = groupby(pieces, key=lambda piece: piece.text.isspace())
    return tuple(tuple(group) for is_space, group in groups if not is_space)


def styled(text: str, amendments: Sequence[Unit]) -> list[Run]:
    """Return a record's characters, those that an amendment strikes or proposes marked so."""
    runs, done = list[Run](), 0
    for row in amendments:
        start = text.index(row["as_printed"], done)
        tag, _, rest = row["as_printed"].partition(":")
        runs += [Run(text[done:start]), Run(tag + (": " if rest[0].isspace() else ":"))]
        runs += content_runs(rest[:-1].split(), row)
        runs.append(Run("]"))
        done = start + len(row["as_printed"])
    return [*runs, Run(text[done:])]


def content_runs(printed: Sequence[str], row: Unit) -> Iterator[Run]:
    """Yield the words of a bracket, each run of words with the same fate drawn as one."""
    fates = fates_of_words(printed, row["inserted"].split(), row["deleted"].split())
    if fates is None:
        raise ValueError(f"{row['as_printed']}: the words of the amendment are not those that it prints")
    for at, (fate, group) in enumerate(groupby(zip(fates, printed, strict=True), key=lambda pair: pair[0])):
        words = " ".join(word for _, word in group)
        yield Run(" " * (at > 0))
        yield Run(words, struck=fate == STRUCK, marked=fate == PROPOSED)
        assert fate in (STRUCK, PROPOSED, KEPT)


def read_sample(truth: Path) -> tuple[list[Item], list[Unit]]:
    """Return the items of the sample and its truth."""
    units: list[Unit] = json.loads(truth.read_text(encoding="utf-8"))
    return items_of(units, {}), units


def read_whole(root: Path) -> tuple[list[Item], list[Unit]]:
    """Return the items of the published draft, and what is to be read from it: the sample's truth where it has any."""
    amendments: dict[str, list[Row]] = {}
    for row in rows_of(root, "amendments"):
        amendments.setdefault(row["record_id"], []).append(row)
    repairs: dict[str, list[Row]] = {}
    for row in rows_of(root, "ocr_corrections"):
        repairs.setdefault(row["record_id"], []).append(row)
    provisions = rows_of(root, "provisions")
    numbers = {row["text"]: row["number"] for row in provisions if row["kind"] == "heading"}
    units = [
        unit_of(row, amendments.get(id_of(row), []), repairs.get(id_of(row), []))
        for row in [*(row for row in provisions if row["kind"] == "preamble"), *rows_of(root, "directives")]
    ]
    checked = {unit["id"]: unit for unit in read_sample(root / SAMPLE)[1]}
    readings = ("text", "text_stripped", "text_base", "text_amended", "amendments")
    for unit in units:
        unit.update({name: said for name, said in checked.get(unit["id"], {}).items() if name in readings})
    return items_of(units, numbers), units


def rows_of(root: Path, table: str) -> list[Row]:
    """Return the published rows of the draft."""
    with (root / "output" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row.get("plan_id", PLAN) == PLAN]


def id_of(row: Row) -> str:
    """Return the id of a record."""
    return row.get("directive_id") or row["record_id"]


def items_of(units: Sequence[Unit], numbers: dict[str, str]) -> list[Item]:
    """Return the paragraphs of records, with the headings above them; `numbers` are those of headings."""
    items, before = list[Item](), ""
    for unit in units:
        if unit["section"] and unit["section"] != before:
            before = unit["section"]
            number = numbers.get(before)
            items.append(Item(plain_words(f"{number}. {before}" if number else before), is_heading=True))
        is_own = unit["id"].endswith(("bis", "alt")) or unit["kind"] == "preamble"
        words = as_words(styled(unit["text"], unit["amendments"]))
        items.append(Item(words, "" if is_own else unit["number"]))
    return items


def unit_of(row: Row, amendments: Sequence[Row], repairs: Sequence[Row]) -> Unit:
    """Return a record as the truth files have it: its words as printed and repaired, its readings, its amendments."""
    record_id = id_of(row)
    pieces, done, made = "", 0, list[Unit]()
    for each in amendments:
        start, end = int(each["start"]), int(each["end"])
        label = "4ALT. " if record_id.endswith("alt") else ""
        words = " ".join(filter(None, (each["deleted"], each["inserted"])))
        printed = tidy(f"[{label}{', '.join(each['countries'].split('|'))}: {words}]")
        kind = "replacement" if each["deleted"] and each["inserted"] else "deletion" if each["deleted"] else "insertion"
        made.append({"countries": each["countries"].split("|"), "kind": kind, "inserted": each["inserted"],
                     "deleted": each["deleted"], "as_printed": printed})  # fmt: skip
        pieces += repaired(row["text_source"], (done, start), repairs) + printed
        done = end
    pieces += repaired(row["text_source"], (done, len(row["text_source"])), repairs)
    text = re.sub(r"\](?=[^\W\d_])", "] ", tidy(pieces))
    readings = {
        "text_stripped": row["text"],
        "text_base": row.get("text_base"),
        "text_amended": row.get("text_amended"),
    }
    return {"id": record_id, "kind": row["kind"], "number": row["number"], "section": row["section"], "text": text,
            "amendments": made, **{name: said for name, said in readings.items() if said is not None}}  # fmt: skip


def tidy(text: str) -> str:
    """Return a text with single spaces, and none before a mark."""
    return re.sub(r"\s+(?=[,.;])", "", " ".join(text.split()))


def repaired(text: str, span: tuple[int, int], repairs: Sequence[Row]) -> str:
    """Return a stretch of a text with the published repairs."""
    out, at = "", span[0]
    for row in repairs:
        first, last = int(row["start"]), int(row["start"]) + len(row["before"])
        if span[0] <= first and last <= span[1]:
            out += text[at:first] + row["after"]
            at = last
    return out + text[at : span[1]]
