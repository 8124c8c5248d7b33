"""The input of the link stage, and what it depends on: the actions of one plan, its frameworks, the reviews.

What is learned of the frameworks is kept in memory from one plan to the next, and in `interim/lessons/` from one run to
the next, for as long as nothing of it changes: reading two frameworks takes longer than linking twenty actions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import store
from .csv_files import parse_records, read_csv_text
from .documents import code_digest, kept_at, stage_key
from .records import Issue, Records
from .sources import Manifest, Source
from .steps import LINK, RecordsUntil
from .unpacked import use_unpacked

if TYPE_CHECKING:
    import pandas as pd

    from .editions import Edition
    from .link.carried import Editions

OTHER_TABLE = "other-table"  # reason of an excluded row of a table that is not the plan's
VECTORS = Path("interim", "vectors")  # meanings of texts that the package does not ship
LESSONS = Path("lessons")  # folder of interim/: what was learned of frameworks


def _frame(table: str, records: Records) -> pd.DataFrame:
    from .publish.record_rows import rows_of_records
    from .publish.tables import tabulate
    from .schema import tables

    return tabulate(tables()[table], rows_of_records(table, records))


def read_link_reviews(root: Path) -> pd.DataFrame:
    """Return the reviewed links of `raw/reviews/links.csv`; none if there is no such file.

    Refuses (ManifestInvalid) a file that is not UTF-8 and what `parse_reviews` refuses.
    """
    from .link.published_tables import read_reviews

    path = root / "raw" / "reviews" / "links.csv"
    return _reviews(root, store.file_digest(path)) if path.is_file() else read_reviews(root)


@lru_cache(maxsize=1)
def _reviews(root: Path, sha256: str) -> pd.DataFrame:
    from .link.published_tables import read_reviews
    from .link.reviews import keep_rows

    return keep_rows(read_reviews(root))


@cache
def load_linker(root: Path) -> None:
    """Load what linking in a workspace will need, once in a process: it takes one to three seconds.

    That is the linker's libraries and the expressions of its lexicon; the sentence model, if texts of the workspace
    needed it before; the actions of other subjects, if nothing of the frameworks was learned yet. Processes that are
    forked afterwards have it already.
    """
    from .link import link  # noqa: F401
    from .link.concepts import finder_of
    from .link.meaning import load_model
    from .link.signals import read_other_subjects

    use_unpacked(root)
    finder_of()
    if not any((root / "interim" / LESSONS).glob("*.bin")):
        read_other_subjects(finder_of())
    if any((root / VECTORS).glob("*.bin")):
        load_model()


@dataclass(slots=True)
class _Lessons:
    """What was learned of some frameworks, and from what."""

    key: str
    directives: pd.DataFrame
    taught: list[Any]
    vectors: Any  # the sentence model, and what it was asked for the frameworks
    file: dict[str, bytes]  # to be kept, by its path below `interim/`; none where it was read from there


_lessons: list[_Lessons] = []  # the last ones of this process


def _lessons_for(root: Path, manifest: Manifest, source: Source, records_until: RecordsUntil) -> _Lessons:
    """Return what is learned of the frameworks of a plan; it is learned again only when something of it changed."""
    reviews = read_link_reviews(root)
    key = _lessons_key(root, manifest, source)
    if not _lessons or _lessons[0].key != key:
        directives = _stacked("directives", [records_until(root, target, "clean") for target in source.links_to])
        directives = _with_languages(directives, manifest)
        path = lessons_file(source)
        known = _kept_lessons(root, path, key) if source.links_to else None
        taught, vectors, file = known or _learned(root, manifest, source, (directives, reviews, records_until))
        _lessons[:] = [_Lessons(key, directives, taught, vectors, {path.as_posix(): file(key)} if file else {})]
    return _lessons[0]


def lessons_file(source: Source) -> Path:
    """Return where what is learned of the frameworks of a plan is kept, below `interim/`."""
    return LESSONS / f"{store.digest(' '.join(source.links_to).encode('utf-8'))[:16]}.bin"


Learned = tuple[list[Any], Any, Callable[[str], bytes] | None]  # frameworks, vectors; with a key: what is to be kept


def _kept_lessons(root: Path, path: Path, key: str) -> Learned | None:
    """Return what an earlier run learned; None where there is nothing, or it was learned from something else."""
    from .link.kept_lessons import parse_lessons
    from .link.meaning import KeptVectors, read_vector_files
    from .link.ranker import read_rankers

    try:
        content = (root / "interim" / path).read_bytes()
    except OSError:
        return None
    vectors = KeptVectors(read_vector_files([]))
    lessons = parse_lessons(content, key, vectors)
    if lessons is None:
        return None
    vectors.mark(lessons.vectors)
    rankers = read_rankers()
    return [(*each, rankers.ranker_for(*each)) for each in lessons.learned], vectors, None


def _learned(root: Path, manifest: Manifest, source: Source, of: tuple[Any, Any, RecordsUntil]) -> Learned:
    from threadpoolctl import threadpool_limits

    from .link import LinkSettings, teach
    from .link.frameworks import Aids
    from .link.kept_lessons import Lessons, format_lessons
    from .link.meaning import KeptVectors, read_vector_files
    from .link.published_tables import read_emphases

    directives, reviews, records_until = of
    targets, teachers = list(source.links_to), reviewed_plans(root, manifest)
    actions = _stacked("actions", [records_until(root, plan, "clean") for plan in teachers])
    actions = _with_languages(actions, manifest)
    vectors = KeptVectors(read_vector_files([root / VECTORS / f"{plan}.bin" for plan in (*targets, *teachers)]))
    settings = LinkSettings(aids=Aids(vectors, read_emphases(root)))
    with threadpool_limits(1):  # the last digits of a product depend on the number of threads
        taught = teach(actions, directives, targets, reviews, settings)
    vectors.mark()
    if not targets:
        return taught, vectors, None
    kept = Lessons([(framework, memory) for framework, memory, _ in taught], vectors.to_keep())
    return taught, vectors, lambda key: format_lessons(kept, key)


def _lessons_key(root: Path, manifest: Manifest, source: Source) -> str:
    """Return the hash of everything that is learned from."""
    from .publish.build import software_versions

    folder, by_hand = root / "raw" / "reviews", ("links.csv", "emphases.csv")
    told = [store.file_digest(folder / name) if (folder / name).is_file() else None for name in by_hand]
    read = [store.folder_digests(root / "interim" / "clean" / plan) for plan in source.links_to]
    taught = lesson_digests(root, manifest)
    spoken = {plan.id: plan.language for plan in manifest.source if plan.id in (*source.links_to, *taught)}
    code = code_digest("link", "reference", "publish", "link_steps.py", "language.py", "schema.toml", "schema.py")
    return stage_key([LESSONS.name, code, software_versions(), list(source.links_to), told, read, taught, spoken])


def lesson_digests(root: Path, manifest: Manifest) -> dict[str, str]:
    """Return the hash of the reviewed actions of each plan that has some."""
    reviewed, found = reviewed_actions(root), {}
    for source in manifest.source:
        if wanted := reviewed.get(source.id):
            path = kept_at(root, "rebuild", source.id)[0] / "Action.jsonl"
            sha256 = store.file_digest(path) if path.is_file() else ""
            found[source.id] = _digest_of_actions(path, sha256, frozenset(wanted))
    return found


@lru_cache(maxsize=256)
def _digest_of_actions(path: Path, sha256: str, wanted: frozenset[str]) -> str:
    """Return the hash of some actions of a file with the hash `sha256`, "" if it is not there."""
    lines = path.read_text(encoding="utf-8").split("\n") if sha256 else []
    return store.digest("\n".join(line for line in lines if line and json.loads(line)["action_id"] in wanted).encode())


def link_documents(root: Path, manifest: Manifest, source: Source, records_until: RecordsUntil) -> dict[str, bytes]:
    """Return the files of the link stage for one document, by their paths below `interim/`.

    They are its links, concepts and issues, and what changed since the edition that it supersedes, as JSON lines; and
    the vectors of its texts.
    """
    import pandas as pd

    from .link import LinkSettings, link
    from .link.concepts import finder_of
    from .link.emphases import stale_readings
    from .link.frameworks import Aids
    from .link.meaning import format_vectors, read_vector_files
    from .link.published_tables import read_emphases
    from .link.tables import concepts_table, issues_table
    from .link.weighted_texts import read_directives
    from .publish.tables import as_json_lines

    own, reviews, emphases = records_until(root, source.id, "clean"), read_link_reviews(root), read_emphases(root)
    lessons = _lessons_for(root, manifest, source, records_until)
    vectors = lessons.vectors
    vectors.begin_again(read_vector_files([root / VECTORS / f"{source.id}.bin"]))
    changes, editions = _compared_editions(root, manifest, source, records_until)
    settings = LinkSettings(
        editions=editions, taught=lessons.taught, aids=Aids(vectors, emphases), language=source.language
    )
    made = link(_frame("actions", own), lessons.directives, list(source.links_to), reviews, settings)
    own_directives = _with_languages(_frame("directives", own), manifest)
    of_directives = concepts_table(read_directives(own_directives, source.id, finder_of(settings.lexicon), emphases))
    told = issues_table([*stale_readings(own_directives, emphases), *_missing_edition(manifest, source)])
    frames = {
        "links": made.links,
        "coverage": made.coverage,
        "link_scores": made.link_scores,
        "concepts": pd.concat([made.concepts, of_directives], ignore_index=True),
        "directive_crosswalk": _crosswalk(root, manifest, source, records_until),
        "edition_changes": changes,
        "issues": pd.concat([made.issues, told, _homeless_reviews(manifest, source, reviews)], ignore_index=True),
    }
    files = {f"{LINK}/{source.id}/{name}.jsonl": as_json_lines(frame) for name, frame in frames.items()}
    kept = vectors.to_keep()
    files |= lessons.file
    lessons.file = {}
    if kept or (root / VECTORS / f"{source.id}.bin").is_file():
        files[f"{VECTORS.name}/{source.id}.bin"] = format_vectors(kept)
    return files


def crosswalk_targets(manifest: Manifest, plan_id: str) -> list[str]:
    """Return the main frameworks of the plans that have `plan_id` as a further framework, in the manifest's order."""
    return list(dict.fromkeys(plan.links_to[0] for plan in manifest.source if plan_id in plan.links_to[1:]))


def _crosswalk(root: Path, manifest: Manifest, source: Source, records_until: RecordsUntil) -> pd.DataFrame:
    import pandas as pd

    from .link.crosswalk import build_crosswalk
    from .link.tables import typed_table

    targets = crosswalk_targets(manifest, source.id)
    if not targets:
        return typed_table("directive_crosswalk", [])
    directives = _stacked("directives", [records_until(root, plan, "clean") for plan in (source.id, *targets)])
    directives = _with_languages(directives, manifest)
    return pd.concat([build_crosswalk(directives, source.id, target) for target in targets], ignore_index=True)


def editions_before(manifest: Manifest, source: Source) -> list[str]:
    """Return the ids of the editions before a document, the nearest first; the last one may be no document here."""
    superseded = {other.id: other.supersedes for other in manifest.source}
    before: list[str] = []
    plan_id = source.supersedes
    while plan_id is not None and plan_id not in (*before, source.id):
        before.append(plan_id)
        plan_id = superseded.get(plan_id)
    return before


def _missing_edition(manifest: Manifest, source: Source) -> list[Issue]:
    """Return a doubt about an edition before that is no document here: nothing is compared, no review carries over."""
    if source.supersedes is None or any(other.id == source.supersedes for other in manifest.source):
        return []
    detail = f"supersedes of {source.id!r} names {source.supersedes!r}, which is no document here"
    return [Issue("edition_before_missing", "doubt", "link", source.id, None, None, detail, source.supersedes)]


def _compared_editions(
    root: Path, manifest: Manifest, source: Source, records_until: RecordsUntil
) -> tuple[pd.DataFrame, Editions]:
    """Return the changes since the edition before, and what became of the actions of every edition before."""
    from .editions import Edition, compare_editions, lines_of
    from .link.carried import Editions
    from .link.tables import typed_table
    from .reference.agencies import own_registers
    from .reference.successions import read_successions

    before = editions_before(manifest, source)
    known = {other.id: other for other in manifest.source if other.id in before}
    successions = read_successions(own=own_registers(root))
    new = _edition(root, source, records_until) if known else Edition((), ())
    changes, lines = {}, {}
    for plan_id, other in known.items():
        old = _edition(root, other, records_until)
        if not old.actions:  # a framework has none to compare
            continue
        changes[plan_id] = compare_editions(source.id, old, new, successions)
        lines[plan_id] = lines_of(changes[plan_id], old, new, successions)
    nearest = changes.get(before[0], []) if before else []
    table = typed_table("edition_changes", [astuple(change) for change in nearest])
    return table, Editions.of(before, lines)


def _edition(root: Path, source: Source, records_until: RecordsUntil) -> Edition:
    from .editions import Edition
    from .records import Action, ActionAgency, Excluded

    records = records_until(root, source.id, "normalise")
    aside = [each for each in records.of(Excluded) if each.reason == OTHER_TABLE]
    return Edition(records.of(Action), records.of(ActionAgency), source.jurisdiction, source.language, aside)


def _homeless_reviews(manifest: Manifest, source: Source, reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the issues of verdicts on plans that are no document here; the first linked document has them."""
    from .link.carried import homeless_reviews
    from .link.reviews import rows_of_reviews
    from .link.tables import issues_table

    linked = [other.id for other in manifest.source if other.links_to]
    if linked[:1] != [source.id]:
        return issues_table([])
    known = [plan_id for other in manifest.source for plan_id in (other.id, *editions_before(manifest, other))]
    return issues_table(list(homeless_reviews(rows_of_reviews(reviews), source.id, known)))


def _stacked(table: str, records: Sequence[Records]) -> pd.DataFrame:
    import pandas as pd

    return pd.concat([_frame(table, Records()), *(_frame(table, part) for part in records)], ignore_index=True)


def _with_languages(table: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Return the table with the language of each row's plan."""
    languages = {source.id: source.language for source in manifest.source}
    return table.assign(language=table["plan_id"].map(languages))


def reviewed_plans(root: Path, manifest: Manifest) -> list[str]:
    """Return the documents with reviewed links, in the manifest's order: the linker learns from their actions."""
    reviewed = reviewed_actions(root)
    return [source.id for source in manifest.source if source.id in reviewed]


def reviewed_actions(root: Path) -> dict[str, set[str]]:
    """Return the ids of the actions with reviewed links, by document. Refuses (ManifestInvalid) a file that is no CSV.

    What the verdicts say is read, and checked, where links are made: that takes pandas, which a run without a change of
    links need not import.
    """
    path = root / "raw" / "reviews" / "links.csv"
    if path.is_file():
        return _reviewed(path, store.file_digest(path))
    read_csv_text(path, "raw/reviews/links.csv")  # refuses a folder, or a link to nowhere
    return {}


@lru_cache(maxsize=1)
def _reviewed(path: Path, sha256: str) -> dict[str, set[str]]:
    text = read_csv_text(path, "raw/reviews/links.csv")
    found: dict[str, set[str]] = {}
    for _, row in parse_records(text, "raw/reviews/links.csv")[1] if text is not None else []:
        action_id = row.get("action_id", "")
        found.setdefault(action_id.split("/")[0], set()).add(action_id)
    return found
