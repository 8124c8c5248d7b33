"""Progress of a long run on stderr: a bar on a terminal, lines elsewhere, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError
from ..progress_reports import listen
from ..text import visible

if TYPE_CHECKING:
    from ..documents import StageReport
    from ..runner import Progress

Tell = Callable[["Progress"], None]


@contextmanager
def shown(say: Callable[[str], None], *, is_json: bool) -> Iterator[Tell]:
    """Yield what a run is to call as it goes on."""
    if is_json:
        yield lambda progress: say(json.dumps(event(progress), ensure_ascii=False)) if _is_news(progress) else None
    elif sys.stderr.isatty():
        with _bar(say) as tell:
            yield tell
    else:
        yield lambda progress: say(line(progress)) if _is_news(progress) else None


@contextmanager
def pages_shown(say: Callable[[str], None]) -> Iterator[None]:
    """Show a bar of the pages that are read, on a terminal; elsewhere they are told in lines."""
    if not sys.stderr.isatty():
        yield
        return
    with _bar(say):
        yield


def _is_news(progress: Progress) -> bool:
    return progress.refusal is not None or any(report.is_redone for report in progress.reports)


@contextmanager
def _bar(say: Callable[[str], None]) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    tasks: dict[str, Any] = {}
    with Bars(*columns, TimeRemainingColumn(), console=Console(stderr=True, markup=False, highlight=False)) as bars:

        def print_line(text: str) -> None:
            bars.console.print(visible(text))

        def tell(progress: Progress) -> None:
            if progress.stage not in tasks:
                tasks[progress.stage] = bars.add_task(progress.stage, total=progress.count)
            bars.update(tasks[progress.stage], completed=progress.done, total=progress.count)
            if _is_news(progress):
                print_line(line(progress))

        def count(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(visible(name), total=total)
            bars.update(tasks[name], completed=done, total=total)
            if done == total:
                bars.remove_task(tasks.pop(name))

        listen(print_line, count)
        try:
            yield tell
        finally:
            listen(say)


def refusal_entry(plan_id: str, error: PipelineError) -> dict[str, Any]:
    """Return the refusal of a document as a JSON object."""
    return {
        "plan_id": plan_id,
        "exit_code": error.exit_code,
        "refusal": type(error).__name__,
        "place": error.place,
        "found": error.found,
        "remedy": error.remedy,
    }


def event(progress: Progress) -> dict[str, Any]:
    """Return what was done for a document as a JSON object."""
    told: dict[str, Any] = {
        "event": "refused" if progress.refusal else "done",
        "stage": progress.stage,
        "plan_id": progress.plan_id,
        "done": progress.done,
        "count": progress.count,
    }
    if progress.refusal is not None:
        return told | {"refusal": refusal_entry(progress.plan_id, progress.refusal)}
    redone = [report for report in progress.reports if report.is_redone]
    return told | {"stages": [report.stage for report in redone], "seconds": round(_seconds(redone), 3)}


def line(progress: Progress) -> str:
    """Return one line on what was done for a document, or for the tables."""
    if progress.refusal is not None:
        return f"{progress.plan_id}: refused: {str(progress.refusal).partition(chr(10))[0]}"
    return _summary(progress.reports)


def _seconds(reports: Sequence[StageReport]) -> float:
    return sum(report.seconds for report in reports)


def _summary(reports: Sequence[StageReport]) -> str:
    """Return one line on what was done for one document, or for the links or tables of all documents."""
    names = list(dict.fromkeys(report.plan_id for report in reports))
    redone = [report for report in reports if report.is_redone]
    subject = names[0] if len(names) == 1 and names[0] else reports[0].stage
    if not redone:
        return f"{subject}: up to date"
    shown = {"Action": "actions", "Directive": "directives", "Provision": "provisions", "Amendment": "amendments"}
    shown |= {
        "OcrCorrection": "corrections",
        "ActionAgency": "agencies",
        "Issue": "issues",
        "links": "links",
        "stale_reviews": "stale reviews",
        "pages": "pictures of pages",
    }
    counts: dict[str, int] = {}
    for report in redone:
        for kind, count in report.counts.items():
            if kind in shown:
                counts[shown[kind]] = (
                    counts.get(shown[kind], 0) + count if kind in ("Issue", "links", "stale_reviews") else count
                )
    stages = ", ".join(dict.fromkeys(report.stage for report in redone))
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    seconds = sum(report.seconds for report in redone)
    return f"{subject}: {stages}{': ' + told if told else ''} ({seconds:.1f} s)"
