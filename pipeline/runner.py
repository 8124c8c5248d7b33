"""The order of the stages, what is out of date, and in which order documents are worked on.

Before the link stage documents do not depend on each other, so each document is one task that runs all its stages. In
the link stage each plan is one task. `workers.py` says who does the tasks. The result is the same for any number of
processes and for a cluster.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from . import store
from .corrections import find_orphans, read_by_hand
from .documents import (
    STAGES,
    StageReport,
    code_digest,
    is_document_current,
    run_document,
    steps_until,
)
from .errors import ManifestInvalid, PipelineError, WrongUsage
from .last_run import LastRun, note_run, run_key, unchanged_run
from .limits import Limits
from .link_runs import Links, is_of_document, made_links
from .link_steps import load_linker
from .publish.build import software_versions
from .publish_groups import Publication
from .publish_steps import has_extras, run_publish_and_explore
from .refused_documents import (
    Refused,
    has_saved,
    is_good,
    known_refusal,
    note_good,
    note_refusal,
    save_good,
    without_refused,
)
from .remote_documents import pack, unpack, work_on
from .sources import Manifest, Source, read_manifest, read_profile
from .spare_processes import shared_out
from .steps import DOCUMENT_STAGES, LINK, PUBLISH
from .unpacked import use_dictionaries
from .workers import Killed, Work, Workforce, check_workforce, results, within

__all__ = ["STAGES", "Progress", "Ran", "RunSettings", "run"]

WITHOUT_EXTRAS = "directriz.sqlite, directriz.xlsx and explorer/ are not made; --extras makes them"
DRAFT, DRAFT_EFFORT = "directive-list", 8  # the kind that takes longer, and how many times longer
APART = 2**17  # effort from which on a single process has another read: the memory that took is free for the linker
DOCUMENTS = "documents"  # name of the work on single documents, in reports of progress


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: told for each document of the documents' stages and of `link`, and once for `publish`."""

    stage: str  # DOCUMENTS, link or publish
    done: int
    count: int
    reports: tuple[StageReport, ...] = ()
    plan_id: str = ""
    refusal: PipelineError | None = None


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a run works. Nothing of it changes a result, but which documents are in it."""

    jobs: int | None = None  # None = one process for each core
    cluster: str | None = None  # "local", or the address of a Dask scheduler
    keeps_going: bool = False  # a refused document does not stop the others
    limits: Limits = field(default_factory=Limits)
    only: tuple[str, ...] = ()  # ids of the documents to work on; () = all
    is_partitioned: bool = False  # most Parquet tables are folders with a file for each document
    with_extras: bool | None = None  # make database, workbook and explorer; None = for a corpus that is not large
    tell: Callable[[Progress], None] = lambda progress: None
    say: Callable[[str], None] = lambda text: None
    loads_linker: bool = False  # this process loads the linker's libraries while others work on documents

    def workforce(self) -> Workforce:
        """Return who does the work. Refuses (WrongUsage) fewer than one process, and limits that are not above 0."""
        jobs = self.jobs if self.jobs is not None else os.cpu_count() or 1
        force = Workforce(jobs, self.cluster, self.limits, self.keeps_going, self.say)
        check_workforce(force)
        return force


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did."""

    reports: tuple[StageReport, ...]
    refused: dict[str, PipelineError]  # plan → what refused it, where the run kept going


def _document_task(shared: tuple[str, str, Limits], source: Source) -> list[StageReport]:
    root, until, limits = shared
    made: list[StageReport] = within(limits, source.id, lambda: run_document(Path(root), source, until))
    return made


def _nothing_done(source: Source, until: str) -> list[StageReport]:
    return [StageReport(step.name, source.id, False, 0.0) for step in steps_until(until)]


Outcome = list[StageReport] | PipelineError
Outcomes = Iterator[tuple[int, Outcome]]  # the place of each document, and what was done for it or its refusal


def _outcomes(root: Path, sources: Sequence[Source], until: str, settings: RunSettings) -> Outcomes:
    """Yield what was done for each document; those with nothing to do come first."""
    stale: list[int] = []
    for place, source in enumerate(sources):
        outcome = _known_outcome(root, source, until, settings)
        if outcome is None:
            stale.append(place)
        else:
            yield place, outcome
    arguments = [sources[place] for place in stale]
    sizes = [effort(root, source) for source in arguments]
    use_dictionaries(root)
    force = settings.workforce()
    if settings.loads_linker and force.cluster is None:
        if force.jobs > 1:
            force = replace(force, meanwhile=partial(load_linker, root))
        elif sum(sizes) >= APART:
            force = replace(force, is_apart=True)
    if settings.keeps_going or settings.cluster:
        work = Work(work_on, None, lambda source: pack(root, source, until, settings.limits))
    else:
        for source in arguments:
            save_good(root, source.id)
        work = Work(_document_task, (str(root), until, settings.limits))
    with shared_out(force.jobs, len(arguments)):
        for place, result in results(work, arguments, sizes, force):
            yield stale[place], _taken_in(root, arguments[place], result)


def _known_outcome(root: Path, source: Source, until: str, settings: RunSettings) -> Outcome | None:
    """Return what is known of a document without work on it; None where there is work to do."""
    try:
        if is_document_current(root, source, until):
            return _nothing_done(source, until)
        return known_refusal(root, source, settings.limits) if settings.keeps_going else None
    except PipelineError as refusal:
        if not settings.keeps_going:
            raise
        return refusal


def _taken_in(root: Path, source: Source, result: Any) -> Outcome:
    """Return what a task did; what a worker elsewhere made is written into the workspace."""
    if isinstance(result, Killed):
        return result.refusal(source.id)
    if isinstance(result, (list, PipelineError)):
        return result
    if result.refusal is not None:
        refusal: PipelineError = result.refusal
        return refusal
    unpack(root, source.id, result)
    reports: list[StageReport] = result.reports
    return reports


def effort(root: Path, source: Source) -> int:
    """Return how much work a document is, roughly: the bytes of its files, those of a draft with brackets times eight.

    oas-3 (57 kB) takes 5 s, ar-plan (77 kB) 1.5 s: its struck words are read letter by letter. The greatest work begins
    first, so that no process works alone at the end.
    """
    paths = [root / "raw" / file.path for file in source.file]
    size = sum(path.stat().st_size for path in paths if path.is_file())
    return size * (DRAFT_EFFORT if source.kind == DRAFT else 1)


def _in_order(outcomes: Outcomes) -> Outcomes:
    """Yield outcomes in the order of the documents, so that of several refused ones the first is told."""
    waiting: dict[int, Outcome] = {}
    turn = 0
    for place, outcome in outcomes:
        waiting[place] = outcome
        while turn in waiting:
            yield turn, waiting.pop(turn)
            turn += 1


def run_documents(
    root: Path, sources: Sequence[Source], until: str, settings: RunSettings
) -> tuple[list[StageReport], dict[str, PipelineError]]:
    """Run the stages of each document; return what was done, in the order of the documents, and what was refused.

    Raises the first refusal if the run is not to keep going, and a refusal that is no document's.
    """
    outcomes = _outcomes(root, sources, until, settings)
    found: dict[int, list[StageReport]] = {}
    refused: dict[int, PipelineError] = {}
    for done, (place, outcome) in enumerate(outcomes if settings.keeps_going else _in_order(outcomes), start=1):
        plan_id = sources[place].id
        if isinstance(outcome, PipelineError):
            if not settings.keeps_going or isinstance(outcome, WrongUsage):
                raise outcome
            refused[place] = outcome
            note_refusal(root, sources[place], outcome, settings.limits)
            settings.tell(Progress(DOCUMENTS, done, len(sources), (), plan_id, outcome))
        else:
            found[place] = outcome
            _note_result(root, sources[place], outcome, until)
            settings.tell(Progress(DOCUMENTS, done, len(sources), tuple(outcome), plan_id))
    reports = [report for place in sorted(found) for report in found[place]]
    return reports, {sources[place].id: refused[place] for place in sorted(refused)}


def _note_result(root: Path, source: Source, reports: Sequence[StageReport], until: str) -> None:
    """Write down that a document is good, if all its stages ran."""
    is_whole = until == list(DOCUMENT_STAGES)[-1]
    is_new = any(report.is_redone for report in reports) or not is_good(root, source.id)
    if is_whole and (is_new or has_saved(root, source.id)):
        note_good(root, source, read_profile(root, source))


def run_link(
    root: Path, manifest: Manifest, settings: RunSettings
) -> tuple[list[StageReport], dict[str, PipelineError]]:
    """Make the links of each document that are out of date; return what was done, and what was refused.

    Raises the first refusal if the run is not to keep going, and one that is no document's.
    """
    work = Links(root, manifest, settings.only)
    chosen, reports, refused = work.chosen(), {}, {}
    for done, (source, made) in enumerate(made_links(work, settings.workforce()), start=1):
        if isinstance(made, PipelineError):
            if not (settings.keeps_going and is_of_document(made)):
                raise made
            work.note_refusal(source, made, settings.limits)
            refused[source.id] = made
            settings.tell(Progress(LINK, done, len(chosen), (), source.id, made))
        else:
            reports[source.id] = made
            if made.is_redone:
                settings.tell(Progress(LINK, done, len(chosen), (made,), source.id))
    return [reports[source.id] for source in chosen if source.id in reports], refused


def remove_unfinished(root: Path) -> None:
    """Delete what killed runs left unfinished beside `output/` and in `interim/`."""
    interim = root / "interim"
    for folder in (root, interim, *(path for path in interim.glob("*") if path.is_dir())):
        store.remove_unfinished(folder)


def run(root: Path, until: str, settings: RunSettings) -> Ran:
    """Run every stage that is out of date, up to and including `until`; return what was done and what was refused.

    Waits until no other run works in the workspace. Raises the PipelineErrors of the stages; results that are already
    there stay, and so does `output/`. A run that keeps going raises a document's refusal only if no document is left.
    """
    settings.workforce()
    with store.held(root / "interim", settings.only):
        key = _run_key(until, settings)
        if until == PUBLISH and (last := unchanged_run(root, key)) is not None:
            for done, (plan_id, refusal) in enumerate(last.refused.items(), start=1):
                settings.tell(Progress(DOCUMENTS, done, len(last.refused), (), plan_id, refusal))
            return Ran(last.reports, last.refused)
        with store.remembered_digests(root):
            ran = _run_stages(root, until, settings)
        remove_unfinished(root)  # what processes of a killed run wrote that ended only after this run had begun
        if until == PUBLISH and all(error.is_lasting for error in ran.refused.values()):
            note_run(root, key, LastRun(ran.reports, ran.refused))
    return ran


def _run_key(until: str, settings: RunSettings) -> str:
    limits = [settings.limits.seconds, settings.limits.megabytes]
    options = settings.keeps_going, settings.is_partitioned, settings.with_extras, settings.only, limits
    return run_key(until, options, code_digest(""), software_versions(), os.environ.get(store.FOLLOW_LINKS))


def _run_stages(root: Path, until: str, settings: RunSettings) -> Ran:
    manifest = read_manifest(root)
    if not manifest.source:
        raise ManifestInvalid("raw/sources.toml", "it names no document", "Add one with `directriz add FILE`.")
    for orphan in find_orphans(read_by_hand(root), [source.id for source in manifest.source]):
        raise orphan
    last = until if until in DOCUMENT_STAGES else list(DOCUMENT_STAGES)[-1]
    remove_unfinished(root)
    chosen = _chosen(manifest, settings.only, until)
    reports, refused = run_documents(root, chosen, last, replace(settings, loads_linker=until in (LINK, PUBLISH)))
    if until in (LINK, PUBLISH):
        reports += _run_together(root, manifest, until, settings, refused)
    return Ran(tuple(reports), refused)


def _chosen(manifest: Manifest, only: Sequence[str], until: str) -> list[Source]:
    """Return the documents to work on. Refuses (WrongUsage) an id of none, and tables of some documents only."""
    ids = [source.id for source in manifest.source]
    if unknown := [plan_id for plan_id in only if plan_id not in ids]:
        raise WrongUsage("--only", f"there is no document {unknown[0]!r}", f"There are: {', '.join(ids)}.")
    if only and until == PUBLISH:
        raise WrongUsage(
            "--only", "publish always works on all documents", "Leave --only out, or run an earlier stage."
        )
    return [source for source in manifest.source if not only or source.id in only]


def _run_together(
    root: Path, manifest: Manifest, until: str, settings: RunSettings, refusals: dict[str, PipelineError]
) -> list[StageReport]:
    """Run the stages that need several documents, without those that were refused and never good."""
    published, linked, refused = without_refused(root, manifest, refusals)
    if not linked.source:
        raise next(iter(refusals.values()))
    reports, unlinked = run_link(root, linked, settings)
    refusals |= unlinked
    refused = refused.and_without_links(unlinked)
    if until == PUBLISH:
        reports += _published(root, published, refused, settings)
    return reports


def _published(root: Path, manifest: Manifest, refused: Refused, settings: RunSettings) -> list[StageReport]:
    """Publish, and return what was done. Says so where database, workbook and explorer are not made."""
    force = replace(settings.workforce(), cluster=None, is_apart=False)
    publication = Publication(root, manifest.source, refused, settings.is_partitioned, force)
    count = len(manifest.source)
    with_extras = has_extras(count, settings.with_extras, is_partitioned=settings.is_partitioned)
    made = run_publish_and_explore(publication, manifest, with_extras=with_extras)
    settings.tell(Progress(PUBLISH, 1, 1, (made[0],)))
    if not (with_extras or settings.is_partitioned) and settings.with_extras is None and made[0].is_redone:
        settings.say(f"{count} documents: {WITHOUT_EXTRAS}")
    return made
