"""`directriz export DIR`: copies of the published CSV tables that can be opened in a spreadsheet without harm."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..errors import WrongUsage
from .answer import Answer, json_answer

SEPARATORS = {"comma": ",", "semicolon": ";"}


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `export`."""
    parser = subparsers.add_parser(
        "export", parents=[common], help="copy the CSV tables for a spreadsheet: no cell is taken for a formula"
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the copies go; it may not be output/")
    parser.add_argument(
        "--separator", choices=SEPARATORS, default="comma", help="semicolon where Excel speaks Spanish (default: comma)"
    )
    parser.set_defaults(action=export)


def export(root: Path, arguments: argparse.Namespace) -> Answer:
    """Write the copies: UTF-8 with a byte order mark, CRLF, text cells guarded by an apostrophe where needed.

    Refuses (WrongUsage) a workspace without published tables, and its own `output/` as the place to write to.
    """
    from ..csv_files import decode_csv
    from ..publish.safe_csv import guarded_csv
    from ..schema import tables
    from ..store import write_file

    output = root / "output"
    if arguments.folder.resolve() == output.resolve():
        raise WrongUsage("export", f"{arguments.folder} holds the published tables", "Give another folder.")
    found = {name: output / f"{name}.csv" for name in tables() if (output / f"{name}.csv").is_file()}
    if not found:
        raise WrongUsage("export", f"there are no tables in {output}", "Make them with `directriz all`.")
    for name, path in found.items():
        text = decode_csv(path.read_bytes(), f"output/{name}.csv")
        guarded = guarded_csv(tables()[name], text, SEPARATORS[arguments.separator])
        write_file(arguments.folder / f"{name}.csv", b"\xef\xbb\xbf" + guarded.encode("utf-8"))
    if arguments.json:
        return json_answer({"folder": str(arguments.folder), "tables": list(found)})
    return Answer(f"{len(found)} tables written to {arguments.folder}")
