"""The publish stage: the tables of all documents, and what is made from the tables.

The tables are put together from the pieces of groups of documents (`publish_groups.py`). The database, the workbook and
the explorer hold all tables once more; each is a task of its own, and they are made at the same time.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import store
from .documents import StageReport, code_digest, read_state, stage_key
from .errors import PipelineError, WrongUsage
from .publish.build import describe_build, profile_digests, review_digests, software_versions
from .publish_groups import CODE, Publication, check_published, make_groups
from .sources import Manifest, Source, profile_path
from .steps import PUBLISH, register_digests
from .workers import Killed, Work, results

if TYPE_CHECKING:
    from .publish.corpus_files import Whole

EXPLORE = "explore"  # made after the tables, from them; no stage, since no table depends on it
MOST_WITH_EXTRAS = 50  # documents of a corpus for which database, workbook and explorer are made unasked
EXPLORER = "explorer"  # folder of output/
EFFORT = (2, 1, 3)  # how long explorer, database and workbook take, roughly: the longest begins first
TABLE_FILES = (".csv", ".parquet")  # ends of names
DESCRIPTIONS = ("datapackage.json", "build.json")


def check_published_tables(root: Path, manifest: Manifest, *, is_linked: bool) -> None:
    """Refuse (CheckFailed) tables that do not match their schema; links are left out where they were not made."""
    check_published(Publication(root, manifest.source), is_linked=is_linked)


def _has_profile(publication: Publication, place: int) -> bool:
    """Tell whether a document's profile is there. A document without its profile was refused for that reason."""
    source = publication.sources[place]
    if source.id in publication.refused.without_records:
        return False
    try:
        return profile_path(publication.root, source).is_file()
    except PipelineError:
        return False


def _with_profiles(publication: Publication) -> tuple[Source, ...]:
    return tuple(source for place, source in enumerate(publication.sources) if _has_profile(publication, place))


def _build(publication: Publication) -> dict[str, Any]:
    return describe_build(publication.root, Manifest.model_construct(source=_with_profiles(publication)))


def has_extras(count: int, wanted: bool | None, *, is_partitioned: bool) -> bool:
    """Tell whether database, workbook and explorer are made for a corpus of `count` documents.

    Refuses (WrongUsage) to make them of partitioned tables.
    """
    if wanted and is_partitioned:
        raise WrongUsage("--extras", "they are made from tables in one file", "Leave out --partition, or --extras.")
    return (count <= MOST_WITH_EXTRAS and not is_partitioned) if wanted is None else wanted


def _publish_key(publication: Publication, *, with_extras: bool) -> str:
    refused, sources = publication.refused, publication.sources
    told = [refused.issue_rows(source.id) for source in sources] if refused.errors else []
    inputs = [[publication.made(source) for source in sources], [source.model_dump() for source in sources]]
    described = [profile_digests(publication.root, _with_profiles(publication)), review_digests(publication.root)]
    ways = [described, software_versions(), told, publication.is_partitioned, with_extras]
    ways += [registers] if (registers := register_digests(publication.root)) else []
    return stage_key([PUBLISH, code_digest(*CODE, "publish_steps.py", "profiles"), *inputs, *ways])


def run_publish_and_explore(publication: Publication, manifest: Manifest, *, with_extras: bool) -> list[StageReport]:
    """Bring tables, database, workbook and explorer up to date; return what was done."""
    published = run_publish(publication, manifest, with_extras=with_extras)
    if with_extras and len(published) == 1:
        published.append(run_explore(publication.root, manifest))
    return published


def run_publish(publication: Publication, manifest: Manifest, *, with_extras: bool) -> list[StageReport]:
    """Replace the tables in `output/` by a whole new set, if they are out of date; the explorer too if they are.

    What the new set changes is written beside it as `changes.json`. If nothing is to be done, that file stays as it is.
    """
    from .commands.run_changes import CHANGES, changes_of_run

    started = time.perf_counter()
    output, state_file = publication.root / "output", publication.root / "interim" / f"{PUBLISH}.json"
    store.recover_folder(output)
    key = _publish_key(publication, with_extras=with_extras)
    state = read_state(state_file)
    own = set(state.get("files", {}))
    present = store.folder_digests(output)
    is_own = bool(own) and all(present.get(name) == state["files"][name] for name in own)
    if state.get("key") == key and is_own:
        return [StageReport(PUBLISH, "", False, time.perf_counter() - started)]
    with store.scratch_folder(publication.root / "interim", PUBLISH) as scratch:
        made = _make(publication, manifest, scratch, with_extras=with_extras)
        changes = changes_of_run(output, made.whole, state if is_own else {})
        digests = {name: store.content_digest(content) for name, content in made.whole.files.items()}
        files = {**made.whole.files, **made.pages, CHANGES: store.json_bytes(changes)}
        store.replace_folder(output, files, keep=[name for name in present if _is_foreign(name, own, files)])
    for name in made.whole.files:
        if name.endswith(TABLE_FILES):
            store.file_digest(output / name)  # known without reading the file: the next run need not read it either
    parts = {name: [astuple(part) for part in parts] for name, parts in made.whole.parts.items()}
    kept = {"key": key, "files": digests, "counts": made.whole.counts, "parts": parts}
    store.write_file(state_file, store.json_bytes(kept))
    if made.refusal is not None:
        raise made.refusal
    told = [StageReport(PUBLISH, "", True, time.perf_counter() - started, made.whole.counts, changes)]
    if made.pages:
        told.append(_note_explorer(publication.root, manifest, made.shown))
    return told


@dataclass(frozen=True, slots=True)
class _Made:
    """What a run publishes."""

    whole: Whole
    pages: dict[str, Path]  # of the explorer; none if it was not wanted, or refused
    shown: dict[str, int]  # what the explorer shows: counts
    refusal: PipelineError | None  # of the explorer


def _make(publication: Publication, manifest: Manifest, scratch: Path, *, with_extras: bool) -> _Made:
    """Make the files to publish in the folder `scratch`. Refuses (CheckFailed) tables that are off their schema."""
    from .publish.corpus_files import extras, put_together
    from .reference import own_registers

    groups = make_groups(publication)
    registers = own_registers(publication.root)
    whole = put_together(groups, _build(publication), scratch, registers, is_partitioned=publication.is_partitioned)
    if not with_extras:
        return _Made(whole, {}, {}, None)
    for name, content in whole.files.items():
        if isinstance(content, bytes):
            (scratch / name).write_bytes(content)
    names = [EXPLORE, *extras()]
    work = Work(_make_extra, (publication.root, manifest, scratch))
    found = {names[place]: made for place, made in results(work, names, EFFORT, publication.force)}
    for name in extras():
        if isinstance(found[name], Killed):
            raise found[name].refusal(name)
        whole.files[name] = scratch / name
    if isinstance(explored := found[EXPLORE], (Killed, PipelineError)):
        return _Made(whole, {}, {}, explored.refusal(EXPLORE) if isinstance(explored, Killed) else explored)
    pages = {f"{EXPLORER}/{name}": path for name, path in _files_in(scratch / EXPLORER).items()}
    return _Made(whole, pages, explored, None)


def _make_extra(shared: tuple[Path, Manifest, Path], name: str) -> dict[str, int]:
    """Make the database, the workbook or the explorer in a folder of tables; return what it shows."""
    from .publish.corpus_files import extras

    root, manifest, scratch = shared
    if name != EXPLORE:
        extras()[name](scratch / name, scratch)
        return {}
    from .explorer.published import tables_in
    from .explorer.site import write_site

    site = write_site(scratch / EXPLORER, root, manifest, tables_in(scratch))
    return {"records": site.records, "pages": site.pages}


def _files_in(folder: Path) -> dict[str, Path]:
    """Return every file in a folder and its folders, by its name below it."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def _is_foreign(name: str, own: set[str], files: Mapping[str, Any]) -> bool:
    """Tell whether a file in `output/` was put there by somebody else, and stays."""
    from .publish.corpus_files import extras

    is_ours = name in own or name in files or name in extras() or name.startswith(f"{EXPLORER}/")
    return not is_ours and not name.endswith(TABLE_FILES)


def _explorer_key(root: Path, manifest: Manifest) -> str:
    output = root / "output"
    shown = [path for path in sorted(output.glob("*")) if path.suffix == ".parquet" or path.name in DESCRIPTIONS]
    tables = {path.name: store.file_digest(path) for path in shown}
    code = code_digest("explorer", "reference", "clean", "read", "schema.toml", "schema.py", "sources.py", "text.py")
    return stage_key([EXPLORE, code, tables, manifest.model_dump(), version("pypdfium2"), version("pillow")])


def _note_explorer(root: Path, manifest: Manifest, shown: dict[str, int]) -> StageReport:
    """Write down from what the explorer was made, and return what was done."""
    kept = {"key": _explorer_key(root, manifest), "files": store.folder_digests(root / "output" / EXPLORER)}
    store.write_file(root / "interim" / f"{EXPLORE}.json", store.json_bytes(kept))
    return StageReport(EXPLORE, "", True, 0.0, shown)


def run_explore(root: Path, manifest: Manifest) -> StageReport:
    """Replace the pages in `output/explorer/` if the published tables or the documents are others.

    Refuses (SourceUnreadable) a workspace without published tables.
    """
    started = time.perf_counter()
    folder, state = root / "output" / EXPLORER, read_state(root / "interim" / f"{EXPLORE}.json")
    if state.get("key") == _explorer_key(root, manifest) and state.get("files") == store.folder_digests(folder):
        return StageReport(EXPLORE, "", False, time.perf_counter() - started)
    from .explorer.published import stored_tables
    from .explorer.site import write_site

    published = stored_tables(root)
    with store.scratch_folder(root / "interim", EXPLORE) as scratch:
        site = write_site(scratch / EXPLORER, root, manifest, published)
        store.replace_folder(folder, _files_in(scratch / EXPLORER))
    report = _note_explorer(root, manifest, {"records": site.records, "pages": site.pages})
    return replace(report, seconds=time.perf_counter() - started)
