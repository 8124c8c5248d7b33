"""Which links are out of date, and the work of making them: one task a plan.

Links are made from the actions of the plan, the directives of its frameworks, the reviews, and the reviewed actions of
other plans, from which the linker learns. A plan that changed is linked anew, and no other, unless an action that was
reviewed is another one now.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from . import store
from .csv_files import read_csv_text
from .documents import StageReport, code_digest, digests_of, is_current, keep, kept_at, read_state, stage_key
from .errors import PipelineError
from .limits import Limits
from .link_steps import (
    LESSONS,
    crosswalk_targets,
    editions_before,
    lesson_digests,
    lessons_file,
    read_link_reviews,
)
from .link_tasks import link_task, link_tools, link_work
from .refused_documents import REFUSED, error_in, state_of
from .sources import Manifest, Source
from .steps import LINK, register_digests
from .unpacked import FEWEST, forget, missing, unpack_one, use_unpacked
from .unpacked import FOLDER as UNPACKED
from .workers import Killed, Work, Workforce, results

ACTIONS = ("rebuild", "Action")
LINKED = (ACTIONS, ("clean", "Directive"))  # what links are made from
COMPARED = (ACTIONS, ("normalise", "ActionAgency"), ("rebuild", "Excluded"))  # what editions are compared by
CODE = ("link", "editions", "reference", "schema.toml", "link_steps.py", "language.py")
BY_HAND = "raw/reviews/"  # begin of the place of a refusal that is no document's
Made = StageReport | PipelineError
Digests = Callable[[str, str], dict[str, str]]  # of a stage and a plan: the hash of each file of the result


def are_links_current(root: Path, manifest: Manifest) -> bool:
    """Tell whether the links of every document are those that a run would make."""
    links = Links(root, manifest)
    return all(is_current(root, LINK, plan_id, key) for plan_id, key in links.keys().items())


def is_of_document(refusal: PipelineError) -> bool:
    """Tell whether a refusal of the link stage is one document's: reviews that are refused concern all."""
    return not refusal.place.startswith(BY_HAND)


@dataclass(frozen=True, slots=True)
class Links:
    """The links of some documents of a workspace."""

    root: Path
    manifest: Manifest
    only: Sequence[str] = ()  # ids of the documents to link; () = all

    def chosen(self) -> list[Source]:
        """Return the documents to link."""
        return [source for source in self.manifest.source if not self.only or source.id in self.only]

    def keys(self) -> dict[str, str]:
        """Return the key of the links of each document."""
        by_hand = {name: self._by_hand(name) for name in ("links.csv", "emphases.csv")}
        lessons = lesson_digests(self.root, self.manifest) if by_hand["links.csv"] else {}
        if by_hand["links.csv"] and not any(source.links_to for source in self.manifest.source):
            read_link_reviews(self.root)  # no plan is linked by them: a fault of theirs is told all the same
        languages = {plan.id: plan.language for plan in self.manifest.source}
        first = next((source.id for source in self.manifest.source if source.links_to), None)
        code, keys = code_digest(*CODE), {}
        digests = cache(lambda stage, plan: digests_of(self.root, stage, plan))
        for source in self.chosen():
            learns = [lessons, [languages[plan] for plan in lessons]] if source.links_to else []
            is_told = source.links_to or source.id == first
            verdicts = by_hand["links.csv"] if is_told else None
            plans = list(languages) if verdicts and source.id == first else []  # it tells of verdicts on none of these
            inputs = [self._read(source, languages, digests), learns, plans, verdicts, by_hand["emphases.csv"]]
            keys[source.id] = stage_key([LINK, code, *inputs])
        return keys

    def _by_hand(self, name: str) -> str | None:
        path = self.root / "raw" / "reviews" / name
        if path.is_file():
            return store.file_digest(path)
        read_csv_text(path, f"raw/reviews/{name}")  # refuses a folder, or a link to nowhere
        return None

    def _read(self, source: Source, languages: Mapping[str, str], digests: Digests) -> list[Any]:
        """Return what the links of a document are made from, beside what is learned."""
        read = dict.fromkeys([source.id, *source.links_to, *crosswalk_targets(self.manifest, source.id)])
        before = editions_before(self.manifest, source)
        compared = [source.id, *(plan for plan in before if plan in languages)] if before else []
        spoken = {plan: languages.get(plan) for plan in read}
        hashes = [
            {plan: [digests(stage, plan).get(f"{kind}.jsonl") for stage, kind in kinds] for plan in plans}
            for plans, kinds in ((read, LINKED), (compared, COMPARED))
        ]
        registers = [found] if before and (found := register_digests(self.root)) else []
        return [spoken, hashes, list(source.links_to), before, *registers]

    def _refusal_file(self, source: Source) -> Path:
        return kept_at(self.root, REFUSED, f"{source.id}.{LINK}")[1]

    def note_refusal(self, source: Source, error: PipelineError, limits: Limits) -> None:
        """Write down what refused the links of a document, so that they are not tried again while nothing changes."""
        state = state_of(self.keys()[source.id], error, limits)
        store.write_file(self._refusal_file(source), store.json_bytes(state))

    def known_refusal(self, source: Source, key: str, limits: Limits) -> PipelineError | None:
        """Return what refused the links of a document in an earlier run, if nothing has changed since."""
        return error_in(read_state(self._refusal_file(source)), key, limits)

    def remove_other_lessons(self) -> None:
        """Delete what was learned of frameworks that no plan answers to any more."""
        wanted = {lessons_file(source).name for source in self.manifest.source}
        for path in (self.root / "interim" / LESSONS).glob("*.bin"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def keep(self, source: Source, made: Mapping[str, bytes], key: str, seconds: float) -> StageReport:
        """Write the links of a plan into the workspace, and return what was done."""
        folder = f"{LINK}/{source.id}/"
        files = {name.removeprefix(folder): content for name, content in made.items() if name.startswith(folder)}
        for name, content in made.items():
            if not name.startswith(folder):
                store.write_file(self.root / "interim" / name, content)
        store.replace_folder(kept_at(self.root, LINK, source.id)[0], files)
        keep(self.root, LINK, source.id, key)
        self._refusal_file(source).unlink(missing_ok=True)
        counts = {name.removesuffix(".jsonl"): content.count(b"\n") for name, content in files.items()}
        counts["stale_reviews"] = files["issues.jsonl"].count(b'"review_stale"')
        return StageReport(LINK, source.id, True, seconds, counts)


def _unpack(links: Links, force: Workforce) -> None:
    """Unpack what is not unpacked yet, in processes of their own: what that takes of memory is free after it."""
    wanted = missing(links.root, sorted({source.language for source in links.manifest.source if source.links_to}))
    for _, made in results(Work(unpack_one, links.root), wanted, [1] * len(wanted), replace(force, is_apart=True)):
        if isinstance(made, Killed):
            raise made.refusal(UNPACKED)
    forget()


def made_links(links: Links, force: Workforce) -> Iterator[tuple[Source, Made]]:
    """Make the links that are out of date; yield each document with what was done for it, or its refusal."""
    keys, stale = links.keys(), []
    for source in links.chosen():
        if is_current(links.root, LINK, source.id, keys[source.id]):
            yield source, StageReport(LINK, source.id, False, 0.0)
        elif force.is_apart and (known := links.known_refusal(source, keys[source.id], force.limits)) is not None:
            yield source, known
        else:
            stale.append(source)
    if not stale:
        return
    links.remove_other_lessons()
    if force.cluster is None and len(links.manifest.source) >= FEWEST:
        _unpack(links, force)
    use_unpacked(links.root)
    tools = link_tools(links.root, links.manifest, force.limits, is_elsewhere=force.cluster is not None)
    work = Work(link_task, tools, lambda source: link_work(links.root, tools, source))
    by_framework = sorted(stale, key=lambda source: source.links_to)  # what was learned serves the next plan too
    started = time.perf_counter()
    for place, made in results(work, by_framework, [1] * len(by_framework), force):
        source = by_framework[place]
        if isinstance(made, Killed):
            yield source, made.refusal(source.id)
        elif isinstance(made, PipelineError):
            yield source, made
        else:
            yield source, links.keep(source, made, keys[source.id], time.perf_counter() - started)
        started = time.perf_counter()
