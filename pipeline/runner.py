"""The order of the stages, what is out of date, and in which order documents are worked on.

Before the link stage documents do not depend on each other, so each goes through its stages as one task; links are one
task a plan. `workers.py` says who does the tasks. The result is the same for any number of processes and for a cluster.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import store
from .corrections import find_orphans, read_by_hand
from .documents import (
    STAGES,
    StageReport,
    code_digest,
    digests_of,
    is_current,
    is_document_current,
    keep,
    kept_at,
    run_document,
    stage_key,
    steps_until,
)
from .errors import ManifestInvalid, PipelineError, WrongUsage
from .link_parcels import link_task, link_tools, link_work
from .link_steps import crosswalk_targets, editions_before, reviewed_plans
from .parcels import pack, unpack, work_on
from .publish_steps import run_explore, run_publish
from .refused import good_document, known_refusal, note_good, note_refusal, save_good, without_refused
from .sources import Manifest, Source, read_manifest, read_profile
from .spare_processes import shared_out
from .steps import DOCUMENT_STAGES, LINK, PUBLISH
from .workers import Killed, Limits, Work, Workforce, check_workforce, results, within

__all__ = ["STAGES", "Progress", "Ran", "RunSettings", "are_links_current", "run", "run_link"]

LINKED = (("rebuild", "Action"), ("clean", "Directive"))  # what links are made from
COMPARED = (("rebuild", "Action"), ("normalise", "ActionAgency"))  # what editions are compared by
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
    tell: Callable[[Progress], None] = lambda progress: None
    say: Callable[[str], None] = lambda text: None

    def workforce(self) -> Workforce:
        """Return who does the work. Refuses (WrongUsage) what allows no work."""
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
    sizes = [sum(_size(root / "raw" / file.path) for file in source.file) for source in arguments]
    force = settings.workforce()
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
        return known_refusal(root, source) if settings.keeps_going else None
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


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


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
            note_refusal(root, sources[place], outcome)
            settings.tell(Progress(DOCUMENTS, done, len(sources), (), plan_id, outcome))
        else:
            found[place] = outcome
            _note_result(root, sources[place], outcome, until)
            settings.tell(Progress(DOCUMENTS, done, len(sources), tuple(outcome), plan_id))
    reports = [report for place in sorted(found) for report in found[place]]
    return reports, {sources[place].id: refused[place] for place in sorted(refused)}


def are_links_current(root: Path, manifest: Manifest) -> bool:
    """Tell whether the links of every document are those that a run would make."""
    keys = _link_keys(root, manifest, manifest.source)
    return all(is_current(root, LINK, source.id, keys[source.id]) for source in manifest.source)


def _note_result(root: Path, source: Source, reports: Sequence[StageReport], until: str) -> None:
    """Write down that a document is good, if all its stages ran."""
    is_whole = until == list(DOCUMENT_STAGES)[-1]
    if is_whole and (any(report.is_redone for report in reports) or good_document(root, source.id) is None):
        note_good(root, source, read_profile(root, source))


def run_link(root: Path, manifest: Manifest, settings: RunSettings | None = None) -> list[StageReport]:
    """Make the links of each document that are out of date; return what was done. Raises the first refusal."""
    settings = settings or RunSettings(jobs=1)
    chosen = [source for source in manifest.source if not settings.only or source.id in settings.only]
    keys = _link_keys(root, manifest, chosen)
    reports: dict[str, StageReport] = {}
    stale = []
    for source in chosen:
        if is_current(root, LINK, source.id, keys[source.id]):
            reports[source.id] = StageReport(LINK, source.id, False, 0.0)
        else:
            stale.append(source)
    done = len(reports)
    for source, report in _linked(root, manifest, stale, keys, settings):
        done += 1
        reports[source.id] = report
        settings.tell(Progress(LINK, done, len(chosen), (report,), source.id))
    return [reports[source.id] for source in chosen]


def _linked(
    root: Path, manifest: Manifest, stale: Sequence[Source], keys: dict[str, str], settings: RunSettings
) -> Iterator[tuple[Source, StageReport]]:
    if not stale:
        return
    tools = link_tools(root, manifest, settings.limits, is_elsewhere=settings.cluster is not None)
    work = Work(link_task, tools, lambda source: link_work(root, tools, source))
    by_framework = sorted(stale, key=lambda source: source.links_to)  # what was learned serves the next plan too
    started = time.perf_counter()
    for place, made in results(work, by_framework, [1] * len(by_framework), settings.workforce()):
        source = by_framework[place]
        if isinstance(made, Killed):
            raise made.refusal(source.id)
        if isinstance(made, PipelineError):
            raise made
        yield source, _keep_links(root, source, made, keys[source.id], time.perf_counter() - started)
        started = time.perf_counter()


def _keep_links(root: Path, source: Source, made: dict[str, bytes], key: str, seconds: float) -> StageReport:
    """Write the links of a plan into the workspace, and return what was done."""
    folder = f"{LINK}/{source.id}/"
    files = {name.removeprefix(folder): content for name, content in made.items() if name.startswith(folder)}
    for name, content in made.items():
        if not name.startswith(folder):
            store.write_file(root / "interim" / name, content)
    store.replace_folder(kept_at(root, LINK, source.id)[0], files)
    keep(root, LINK, source.id, key)
    counts = {name.removesuffix(".jsonl"): content.count(b"\n") for name, content in files.items()}
    counts["stale_reviews"] = files["issues.jsonl"].count(b'"review_stale"')
    return StageReport(LINK, source.id, True, seconds, counts)


def _link_keys(root: Path, manifest: Manifest, sources: Sequence[Source]) -> dict[str, str]:
    """Return the key of the links of each document. The linker learns from reviewed actions, so their plans count."""
    reviews, emphases = (root / "raw" / "reviews" / name for name in ("links.csv", "emphases.csv"))
    verdicts = store.file_digest(reviews) if reviews.is_file() else None
    readings = store.file_digest(emphases) if emphases.is_file() else None
    teachers = reviewed_plans(root, manifest) if verdicts else []
    plans = [source.id for source in manifest.source]
    first = next((source.id for source in manifest.source if source.links_to), None)
    code = code_digest("link", "editions", "reference", "schema.toml", "link_steps.py")
    keys = {}
    for source in sources:
        learns = teachers if source.links_to else []
        read = dict.fromkeys([source.id, *source.links_to, *crosswalk_targets(manifest, source.id), *learns])
        before = editions_before(manifest, source)
        compared = [source.id, *(plan for plan in before if plan in plans)] if before else []
        languages = [plan.language for plan in manifest.source if plan.id in read]
        inputs = [
            *(languages, _hashes(root, read, LINKED), _hashes(root, compared, COMPARED), list(source.links_to), before),
            plans if verdicts and source.id == first else [],  # it tells of verdicts on a document that is not here
            *(verdicts if source.links_to or source.id == first else None, readings),
        ]
        keys[source.id] = stage_key([LINK, code, *inputs])
    return keys


def _hashes(root: Path, plans: Any, kinds: Sequence[tuple[str, str]]) -> dict[str, list[str | None]]:
    return {plan: [digests_of(root, stage, plan).get(f"{kind}.jsonl") for stage, kind in kinds] for plan in plans}


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
    manifest = read_manifest(root)
    if not manifest.source:
        raise ManifestInvalid("raw/sources.toml", "it names no document", "Add one with `directriz add FILE`.")
    for orphan in find_orphans(read_by_hand(root), [source.id for source in manifest.source]):
        raise orphan
    settings.workforce()
    last = until if until in DOCUMENT_STAGES else list(DOCUMENT_STAGES)[-1]
    with store.held(root / "interim", settings.only), store.remembered_digests(root):
        remove_unfinished(root)
        reports, refused = run_documents(root, _chosen(manifest, settings.only, until), last, settings)
        if until in (LINK, PUBLISH):
            reports += _run_together(root, manifest, until, settings, refused)
    return Ran(tuple(reports), refused)


def _chosen(manifest: Manifest, only: Sequence[str], until: str) -> list[Source]:
    """Return the documents to work on. Refuses (WrongUsage) an id of none, and tables of some documents only."""
    ids = [source.id for source in manifest.source]
    if unknown := [plan_id for plan_id in only if plan_id not in ids]:
        raise WrongUsage("--only", f"there is no document {unknown[0]!r}", f"There are: {', '.join(ids)}.")
    if only and until == PUBLISH:
        raise WrongUsage("--only", "tables are published of all documents", "Leave it out, or run a stage before.")
    return [source for source in manifest.source if not only or source.id in only]


def _run_together(
    root: Path, manifest: Manifest, until: str, settings: RunSettings, refusals: dict[str, PipelineError]
) -> list[StageReport]:
    """Run the stages that need several documents, without those that were refused and never good."""
    published, linked, refused = without_refused(root, manifest, refusals)
    if not linked.source:
        raise next(iter(refusals.values()))
    reports = run_link(root, linked, settings)
    if until == PUBLISH:
        report = run_publish(root, published, refused)
        settings.tell(Progress(PUBLISH, 1, 1, (report,)))
        reports += [report, run_explore(root, published)]
    return reports
