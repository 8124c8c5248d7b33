"""The input of each stage, and what it depends on. This module connects the stages with files and reference data.

The stages themselves know neither files nor each other. Large modules are imported only when a stage runs, so that a
run with nothing to do stays fast.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import store
from .checks import check_conservation, check_expectations, check_numbers, check_pages, check_reading
from .corrections import ByHand, read_by_hand
from .errors import SourceUnreadable
from .language import language_of
from .layouts import Profile
from .patterns import PatternRunsAway
from .progress_reports import pages_read
from .records import (
    Excluded,
    Issue,
    PrintedLine,
    PrintedPages,
    Records,
    SourceFile,
)
from .sources import Manifest, Source, at_its_line, read_profile

if TYPE_CHECKING:
    import pandas as pd

    from .editions import Edition
    from .link.carried import Editions
    from .publish.publication import Document

LINK = "link"
VECTORS = Path("interim", "vectors")  # meanings of texts that the package does not ship
FOLLOW_LINKS = "DIRECTRIZ_FOLLOW_LINKS"  # environment: symbolic links in raw/ may lead out of it
PUBLISH = "publish"
LANGUAGES = ("language.py", "reference/languages")
RecordsUntil = Callable[[Path, str, str], Records]


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that runs for one document."""

    name: str
    code: tuple[str, ...]  # modules and folders of the package that it is made of
    inputs: Callable[[Path, Source, Profile], Any]  # what it depends on beside code and earlier stages; JSON
    run: Callable[[Path, Source, Profile, Records], Records]


def _raw_digests(root: Path, source: Source, profile: Profile) -> Any:
    """Return the hash of each file of a document as it is on disk. A missing file is refused when the stage runs."""
    paths = [root / "raw" / witness.path for witness in source.file]
    return [source.model_dump(), [store.file_digest(path) if path.is_file() else None for path in paths]]


def _ingest(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    from .ingest import ingest

    return ingest(source, lambda path: _bytes(root, path))


def _bytes(root: Path, path: str) -> bytes:
    """Return the bytes of a document; refuses (SourceUnreadable) one that is not there, or lies outside raw/."""
    raw, place = root / "raw", f"raw/{path}"
    if not os.environ.get(FOLLOW_LINKS) and store.leaves(raw / path, raw):
        remedy = f"Copy the file into raw/, or set {FOLLOW_LINKS}=1 where such links are meant."
        raise SourceUnreadable(place, "a symbolic link that leads out of raw/", remedy)
    return store.read_file(raw / path, place, SourceUnreadable)


def _read(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    read: list[Any] = []
    for file in records.of(SourceFile):
        read += _read_pdf(root, file, source) if file.format == "pdf" else _read_dump(root, file, profile)
    return Records(read)


def _read_pdf(root: Path, file: SourceFile, source: Source) -> list[Any]:
    from .read.pdf.printed import read_printed

    language = language_of(source.language)
    printed = read_printed(root / "raw" / file.path, file.path, language, told=pages_read(file.path))
    check_pages(printed.letters, [*printed.lines, *printed.excluded], file.path)
    issues = [
        Issue(each.code, each.severity, "read", source.id, None, each.page, f"{file.path}: {each.detail}", each.text)
        for each in printed.doubts
    ]
    return [*printed.lines, *printed.excluded, PrintedPages(file.path, printed.page_count), *issues]


def _read_inputs(root: Path, source: Source, profile: Profile) -> Any:
    return [source.language, profile.dump.model_dump()]


def _read_dump(root: Path, file: SourceFile, profile: Profile) -> tuple[PrintedLine, ...]:
    from .read.text import decode, read_text

    raw = _bytes(root, file.path)
    lines = read_text(raw, file.path, profile.dump.pages)
    check_reading(decode(raw, file.path), lines, file.path)
    return lines


def _rebuild(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    from .rebuild import rebuild

    try:
        rebuilt = rebuild(records, source, profile)
    except PatternRunsAway as error:
        raise at_its_line(root, source, error) from None
    for witness in source.file:
        check_conservation(records.of(PrintedLine), rebuilt, witness.path, records.of(Excluded))
    check_expectations(rebuilt, source, profile, "rebuild")
    if source.kind == "directive-list":
        check_numbers(rebuilt, source, profile)
    return rebuilt


def _rebuild_inputs(root: Path, source: Source, profile: Profile) -> Any:
    unread = {"about", "amendments", "dump"}
    return [source.id, source.kind, source.language, source.profile, profile.model_dump(exclude=unread)]


def _clean(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    from .clean import Words, clean
    from .clean.draft_settings import AmendmentForms
    from .clean.sections import name_sections_clean
    from .reference.domain_words import read_domain_words

    forms = AmendmentForms(profile.amendments.read, profile.amendments.parties, profile.amendments.closers)
    by_hand = _by_hand(root, source)
    words = Words(language_of(source.language), read_domain_words(source.language))
    cleaned = name_sections_clean(clean(records, forms, words, by_hand=by_hand))
    check_expectations(records.updated(cleaned), source, profile, "clean")
    return cleaned


def _clean_inputs(root: Path, source: Source, profile: Profile) -> Any:
    return [profile.amendments.model_dump(), _expected(profile), source.language, asdict(_by_hand(root, source))]


def _by_hand(root: Path, source: Source) -> ByHand:
    """Return the corrections by hand of one document. Raises the first error of the files, of any document."""
    return read_by_hand(root).of_plan(source.id)


def _normalise(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    from .normalise import normalise
    from .reference import read_agencies

    language = language_of(source.language)
    made = normalise(records, read_agencies(), source.period or (None, None), source.jurisdiction, language)
    check_expectations(records.updated(made), source, profile, "normalise")
    return made


def _normalise_inputs(root: Path, source: Source, profile: Profile) -> Any:
    return [source.period, source.jurisdiction, source.language, _expected(profile)]


def _expected(profile: Profile) -> Any:
    """Return everything under `[[expect]]` of the profile, so that a change of it makes the stage run again."""
    return [expectation.model_dump() for expectation in profile.expect]


def _steps(*steps: Step) -> dict[str, Step]:
    return {step.name: step for step in steps}


DOCUMENT_STAGES = _steps(
    Step("ingest", ("ingest.py",), _raw_digests, _ingest),
    Step("read", ("read", *LANGUAGES), _read_inputs, _read),
    Step("rebuild", ("rebuild", *LANGUAGES), _rebuild_inputs, _rebuild),
    Step("clean", ("clean", "corrections.py", "language.py", "reference"), _clean_inputs, _clean),
    Step("normalise", ("normalise", "language.py", "reference"), _normalise_inputs, _normalise),
)


def _frame(table: str, records: Records) -> pd.DataFrame:
    from .publish.record_rows import rows_of_records
    from .publish.tables import tabulate
    from .schema import tables

    return tabulate(tables()[table], rows_of_records(table, records))


def read_link_reviews(root: Path) -> pd.DataFrame:
    """Return the reviewed links of `raw/reviews/links.csv`; none if there is no such file.

    Refuses (ManifestInvalid) a file that is not UTF-8 and what `parse_reviews` refuses.
    """
    from .link.files import read_reviews

    return read_reviews(root)


def link_documents(root: Path, manifest: Manifest, source: Source, records_until: RecordsUntil) -> dict[str, bytes]:
    """Return the files of the link stage for one document, as JSON lines by name.

    They are its links, concepts and issues, and what changed since the edition that it supersedes.
    """
    import pandas as pd

    from .link import LinkSettings, link
    from .link.bags import read_directives
    from .link.concepts import finder_of
    from .link.files import read_emphases
    from .link.frameworks import Aids
    from .link.meaning import KeptVectors, format_vectors, read_vectors
    from .link.readings import stale_readings
    from .link.tables import concepts_table, issues_table
    from .publish.tables import as_json_lines

    own = records_until(root, source.id, "clean")
    directives = _stacked("directives", [records_until(root, target, "clean") for target in source.links_to])
    directives = _with_languages(directives, manifest)
    reviews = read_link_reviews(root)
    vectors = KeptVectors(read_vectors(root / VECTORS))
    emphases = read_emphases(root)
    changes, editions = _compared_editions(root, manifest, source, records_until)
    settings = LinkSettings(
        editions=editions,
        teachers=_teachers(root, manifest, records_until, reviews),
        aids=Aids(vectors, emphases),
        language=source.language,
    )
    made = link(_frame("actions", own), directives, list(source.links_to), reviews, settings)
    finder = finder_of(settings.lexicon)
    own_directives = _with_languages(_frame("directives", own), manifest)
    of_directives = concepts_table(read_directives(own_directives, source.id, finder, emphases))
    stale = issues_table(list(stale_readings(own_directives, emphases)))
    concepts = pd.concat([made.concepts, of_directives], ignore_index=True)
    crosswalk = _crosswalk(root, manifest, source, records_until)
    issues = pd.concat([made.issues, stale, _homeless_reviews(manifest, source, reviews)], ignore_index=True)
    frames = {
        "links": made.links,
        "coverage": made.coverage,
        "link_scores": made.link_scores,
        "concepts": concepts,
        "directive_crosswalk": crosswalk,
        "edition_changes": changes,
        "issues": issues,
    }
    if (kept := vectors.to_keep()) or (root / VECTORS / f"{source.id}.bin").is_file():
        store.write_file(root / VECTORS / f"{source.id}.bin", format_vectors(kept))
    return {f"{name}.jsonl": as_json_lines(frame) for name, frame in frames.items()}


def crosswalk_targets(manifest: Manifest, plan_id: str) -> list[str]:
    """Return the main frameworks of the plans that have `plan_id` as a further framework, in the manifest's order."""
    return list(dict.fromkeys(plan.links_to[0] for plan in manifest.source if plan_id in plan.links_to[1:]))


def _crosswalk(root: Path, manifest: Manifest, source: Source, records_until: RecordsUntil) -> pd.DataFrame:
    import pandas as pd

    from .link.crosswalk import build_crosswalk

    targets = crosswalk_targets(manifest, source.id)
    directives = _stacked("directives", [records_until(root, plan, "clean") for plan in (source.id, *targets)])
    directives = _with_languages(directives, manifest)
    found = [build_crosswalk(directives, source.id, target) for target in targets]
    return pd.concat(found, ignore_index=True) if found else build_crosswalk(directives, source.id, "")


def editions_before(manifest: Manifest, source: Source) -> list[str]:
    """Return the ids of the editions before a document, the nearest first; the last one may be no document here."""
    superseded = {other.id: other.supersedes for other in manifest.source}
    before: list[str] = []
    plan_id = source.supersedes
    while plan_id is not None and plan_id not in (*before, source.id):
        before.append(plan_id)
        plan_id = superseded.get(plan_id)
    return before


def _compared_editions(
    root: Path, manifest: Manifest, source: Source, records_until: RecordsUntil
) -> tuple[pd.DataFrame, Editions]:
    """Return the changes since the edition before, and the later actions of those of every earlier edition."""
    from .editions import Edition, compare_editions, lines_of
    from .link.carried import Editions
    from .link.tables import typed_table
    from .reference.successions import read_successions

    before = editions_before(manifest, source)
    known = {other.id: other for other in manifest.source if other.id in before}
    successions = read_successions()
    new = _edition(root, source, records_until) if known else Edition((), ())
    changes, lines = {}, {}
    for plan_id, other in known.items():
        old = _edition(root, other, records_until)
        changes[plan_id] = compare_editions(source.id, old, new, successions)
        lines[plan_id] = lines_of(changes[plan_id], old, new, successions)
    nearest = changes.get(before[0], []) if before else []
    table = typed_table("edition_changes", [astuple(change) for change in nearest])
    return table, Editions.of(before, lines)


def _edition(root: Path, source: Source, records_until: RecordsUntil) -> Edition:
    from .editions import Edition
    from .records import Action, ActionAgency

    records = records_until(root, source.id, "normalise")
    return Edition(records.of(Action), records.of(ActionAgency), source.jurisdiction)


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


def _teachers(
    root: Path, manifest: Manifest, records_until: RecordsUntil, reviews: pd.DataFrame
) -> pd.DataFrame | None:
    """Return the actions of every plan with reviewed links; the linker learns from them. None if there are none."""
    reviewed = {str(action_id).split("/")[0] for action_id in reviews["action_id"]}
    plans = [source.id for source in manifest.source if source.id in reviewed]
    stacked = _stacked("actions", [records_until(root, plan, "clean") for plan in plans])
    return _with_languages(stacked, manifest) if plans else None


def _with_languages(table: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """Return the table with the language of each row's plan."""
    languages = {source.id: source.language for source in manifest.source}
    return table.assign(language=table["plan_id"].map(languages))


def check_published_tables(root: Path, manifest: Manifest, records_until: RecordsUntil, *, is_linked: bool) -> None:
    """Refuse (CheckFailed) tables that do not match their schema; links are left out where they were not made."""
    from .publish.publication import check_rows

    check_rows(_documents(root, manifest, records_until, is_linked))


def _documents(root: Path, manifest: Manifest, records_until: RecordsUntil, is_linked: bool) -> list[Document]:
    from .publish.publication import Document

    return [
        Document(
            source=source,
            profile=read_profile(root, source),
            records=records_until(root, source.id, "normalise"),
            linked=store.read_rows(root / "interim" / LINK / source.id) if is_linked else {},
        )
        for source in manifest.source
    ]


def publish_tables(
    root: Path, manifest: Manifest, records_until: RecordsUntil, scratch: Path
) -> tuple[dict[str, store.Content], dict[str, int]]:
    """Return the published files by name, and the number of rows of each table. Large files lie in `scratch`.

    Refuses (CheckFailed) tables that do not match their schema.
    """
    from .publish.build import describe_build
    from .publish.publication import make_files

    return make_files(_documents(root, manifest, records_until, True), describe_build(root, manifest), scratch)
