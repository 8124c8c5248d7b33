"""`directriz all` and the stages: their options, the run, and the report."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..limits import MOST_MEGABYTES, MOST_SECONDS, Limits
from .answer import Answer, json_answer

if TYPE_CHECKING:
    from ..documents import StageReport
    from ..runner import Ran, RunSettings

WITHOUT_SOME = 8  # exit code: published, without some documents
STAGE_HELP = {
    "ingest": "check that every document has the hash given in raw/sources.toml",
    "read": "read documents into printed lines",
    "rebuild": "make actions, directives and other records from the lines",
    "clean": "separate amendments from the text, repair OCR damage",
    "normalise": "find agencies, split cells of indicators, read percentages",
    "link": "link every action to the directives it carries out",
    "publish": "write output/: CSV, Parquet, data package",
}


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `all` and the stages."""
    helps = {"all": "bring every table up to date", **STAGE_HELP}
    for stage, said in helps.items():
        parser = subparsers.add_parser(stage, parents=[common], help=said)
        parser.add_argument(
            "--keep-going", action=argparse.BooleanOptionalAction, default=None,
            help="go on without documents that are refused (exit code 8); with --cluster it is so anyway",
        )  # fmt: skip
        parser.add_argument(
            "--cluster",
            metavar="ADDRESS",
            help="let a Dask cluster do the work; `local` starts --jobs processes",
        )
        parser.add_argument(
            "--most-seconds", type=float, metavar="N", help=f"processor time of a document ({MOST_SECONDS:g})"
        )
        parser.add_argument(
            "--most-memory", type=float, metavar="MB", help=f"memory of a document ({MOST_MEGABYTES:g})"
        )
        if stage in ("all", "publish"):
            _add_publishing(parser)
        else:
            parser.add_argument("--only", action="append", metavar="ID", help="only this document; may be repeated")
        parser.set_defaults(action=run_stages)


def _add_publishing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--partition",
        action="store_true",
        help="write most Parquet tables as folders with a file for each document",
    )
    parser.add_argument(
        "--extras",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="make directriz.sqlite, directriz.xlsx and explorer/; left out = for up to 50 documents",
    )


def run_stages(root: Path, arguments: argparse.Namespace) -> Answer:
    """Run the stages up to the one asked for, and return what was done. Refuses what the stages refuse."""
    from ..runner import run
    from .progress_display import shown

    until = "publish" if arguments.command == "all" else arguments.command
    with shown(arguments.say, is_json=arguments.json) as tell:
        ran = run(root, until, _settings(arguments, tell))
    exit_code = WITHOUT_SOME if ran.refused else 0
    if arguments.json:
        return json_answer(_object(ran), exit_code)
    return Answer("\n".join(_lines(ran, until)), exit_code)


def _settings(arguments: argparse.Namespace, tell: Any) -> RunSettings:
    from ..runner import RunSettings

    going = arguments.keep_going
    seconds, megabytes = arguments.most_seconds, arguments.most_memory
    return RunSettings(
        jobs=arguments.jobs,
        cluster=arguments.cluster,
        keeps_going=going if going is not None else arguments.cluster is not None,
        limits=Limits(
            seconds if seconds is not None else MOST_SECONDS, megabytes if megabytes is not None else MOST_MEGABYTES
        ),
        only=tuple(getattr(arguments, "only", None) or ()),
        is_partitioned=getattr(arguments, "partition", False),
        with_extras=getattr(arguments, "extras", None),
        tell=tell,
        say=arguments.say,
    )


def _object(ran: Ran) -> dict[str, Any]:
    from .progress_display import refusal_entry

    entries = [
        {
            "stage": report.stage,
            "plan_id": report.plan_id,
            "redone": report.is_redone,
            "seconds": round(report.seconds, 3),
            "counts": report.counts,
        }
        for report in ran.reports
    ]
    return {
        "redone": sum(report.is_redone for report in ran.reports),
        "stages": entries,
        "changes": _changes(ran.reports),
        "refused": [refusal_entry(plan_id, error) for plan_id, error in ran.refused.items()],
    }


def _lines(ran: Ran, until: str) -> list[str]:
    redone = sum(report.is_redone for report in ran.reports)
    done = f"{redone} of {len(ran.reports)} steps redone" if redone else "nothing to do"
    lines = [f"{done}: everything up to {until} is up to date"]
    if (changes := _changes(ran.reports)) is not None:
        from .run_changes import told_changes

        lines += told_changes(changes)
    if ran.refused:
        count = len(ran.refused)
        lines.append(f"{count} {'document was' if count == 1 else 'documents were'} refused; the others are done:")
        lines += [f"  {plan_id}: {error!s}".replace("\n", "\n    ") for plan_id, error in ran.refused.items()]
    return lines


def _changes(reports: Sequence[StageReport]) -> dict[str, Any] | None:
    """Return what the run changed in `output/`; None where it published nothing."""
    return next((report.changes for report in reports if report.changes), None)
