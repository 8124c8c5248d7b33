"""What each stage is given and what it depends on: the joints between stages, files and reference data.

The stages themselves know neither files nor each other; heavy modules are imported where a stage really runs, so that
finding out that nothing is to be done stays fast.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import __version__, store
from .checks import check_conservation, check_expectations, check_pages, check_reading
from .corrections import ByHand, read_by_hand
from .errors import ManifestInvalid, SourceUnreadable
from .progress import pages_read
from .records import (
    Action,
    ActionAgency,
    Amendment,
    Cell,
    Directive,
    Excluded,
    Indicator,
    Issue,
    OcrCorrection,
    PrintedLine,
    PrintedPages,
    Progress,
    Provision,
    Records,
    SourceFile,
)
from .sources import Manifest, Profile, Source, profile_path, read_profile

if TYPE_CHECKING:
    import pandas as pd

LINK = "link"
PUBLISH = "publish"
LIBRARIES = (
    *("numpy", "pandas", "pyarrow", "pydantic", "pypdfium2", "rapidfuzz"),
    *("scikit-learn", "simplemma", "spacy", "wordfreq"),
)
RecordsUntil = Callable[[Path, str, str], Records]

# Published table → class of record, for the tables that documents bring themselves.
RECORD_TABLES: dict[str, type[Any]] = {
    "actions": Action,
    "action_agencies": ActionAgency,
    "indicators": Indicator,
    "progress": Progress,
    "directives": Directive,
    "provisions": Provision,
    "amendments": Amendment,
    "ocr_corrections": OcrCorrection,
    "cells": Cell,
    "excluded": Excluded,
    "issues": Issue,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that runs for one document."""

    name: str
    code: tuple[str, ...]  # modules and folders of the package that it is made of
    inputs: Callable[[Path, Source, Profile], Any]  # what it depends on beside code and earlier stages; JSON
    run: Callable[[Path, Source, Profile, Records], Records]


def _raw_digests(root: Path, source: Source, profile: Profile) -> Any:
    """Return the hash of each witness as it is on disk; a missing file is refused when the stage runs."""
    paths = [root / "raw" / witness.path for witness in source.file]
    return [source.model_dump(), [store.file_digest(path) if path.is_file() else None for path in paths]]


def _ingest(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    from .ingest import ingest

    return ingest(source, lambda path: _bytes(root, path))


def _bytes(root: Path, path: str) -> bytes:
    try:
        return (root / "raw" / path).read_bytes()
    except FileNotFoundError:
        remedy = "Put the file there, or mend its path in raw/sources.toml."
        raise SourceUnreadable(f"raw/{path}", "there is no such file", remedy) from None
    except (PermissionError, IsADirectoryError) as error:
        raise SourceUnreadable(f"raw/{path}", f"cannot be read: {error.strerror}", "Mend its permissions.") from None


def _read(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    read: list[Any] = []
    for file in records.of(SourceFile):
        read += _read_pdf(root, file, source.id) if file.format == "pdf" else _read_dump(root, file, profile)
    return Records(read)


def _read_pdf(root: Path, file: SourceFile, plan_id: str) -> list[Any]:
    from .read.pdf.printed import read_printed

    printed = read_printed(root / "raw" / file.path, file.path, told=pages_read(file.path))
    check_pages(printed.letters, [*printed.lines, *printed.excluded], file.path)
    issues = [
        Issue(doubt.code, doubt.severity, "read", plan_id, None, doubt.page, f"{file.path}: {doubt.detail}", doubt.text)
        for doubt in printed.doubts
    ]
    return [*printed.lines, *printed.excluded, PrintedPages(file.path, printed.page_count), *issues]


def _read_dump(root: Path, file: SourceFile, profile: Profile) -> tuple[PrintedLine, ...]:
    from .read.text import decode, read_text

    raw = _bytes(root, file.path)
    lines = read_text(raw, file.path, profile.dump.pages)
    check_reading(decode(raw, file.path), lines, file.path)
    return lines


def _rebuild(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    from .rebuild import rebuild

    rebuilt = rebuild(records, source, profile)
    for witness in source.file:
        check_conservation(records.of(PrintedLine), rebuilt, witness.path, records.of(Excluded))
    check_expectations(rebuilt, source, profile, "rebuild")
    return rebuilt


def _rebuild_inputs(root: Path, source: Source, profile: Profile) -> Any:
    unread = {"about", "amendments", "dump"}
    return [source.id, source.kind, source.profile, profile.model_dump(exclude=unread)]


def _clean(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    from .clean import clean
    from .clean.forms import AmendmentForms
    from .clean.sections import name_sections_clean
    from .reference.domain import read_domain_words

    forms = AmendmentForms(profile.amendments.read, profile.amendments.parties, profile.amendments.closers)
    by_hand = _by_hand(root, source)
    cleaned = name_sections_clean(clean(records, forms, read_domain_words(), by_hand=by_hand))
    check_expectations(records.updated(cleaned), source, profile, "clean")
    return cleaned


def _clean_inputs(root: Path, source: Source, profile: Profile) -> Any:
    return [profile.amendments.model_dump(), _expected(profile), source.language, asdict(_by_hand(root, source))]


def _by_hand(root: Path, source: Source) -> ByHand:
    """Return the corrections by hand of one document; refuses what is wrong with those of any."""
    return read_by_hand(root).of_plan(source.id)


def _normalise(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    from .normalise import normalise
    from .reference import read_agencies

    made = normalise(records, read_agencies(), source.period or (None, None), source.jurisdiction)
    check_expectations(records.updated(made), source, profile, "normalise")
    return made


def _normalise_inputs(root: Path, source: Source, profile: Profile) -> Any:
    return [source.period, source.jurisdiction, _expected(profile)]


def _expected(profile: Profile) -> Any:
    """Return what the profile expects, and of which files: an expectation that begins to apply is checked."""
    return [expectation.model_dump() for expectation in profile.expect]


def _steps(*steps: Step) -> dict[str, Step]:
    return {step.name: step for step in steps}


DOCUMENT_STAGES = _steps(
    Step("ingest", ("ingest.py",), _raw_digests, _ingest),
    Step("read", ("read",), lambda root, source, profile: profile.dump.model_dump(), _read),
    Step("rebuild", ("rebuild",), _rebuild_inputs, _rebuild),
    Step("clean", ("clean", "corrections.py", "reference"), _clean_inputs, _clean),
    Step("normalise", ("normalise", "reference"), _normalise_inputs, _normalise),
)


def _frame(table: str, records: Records) -> pd.DataFrame:
    from .publish import tabulate
    from .schema import tables

    return tabulate(tables()[table], (asdict(record) for record in records.of(RECORD_TABLES[table])))


def json_lines(frame: pd.DataFrame) -> bytes:
    """Return a frame as JSON lines, missing values as null."""
    from .publish.tables import rows_of

    rows = (dict(zip(frame.columns, row, strict=True)) for row in rows_of(frame))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")


def read_link_reviews(root: Path) -> pd.DataFrame:
    """Return the reviewed links of `raw/reviews/links.csv`, none where there is no such file.

    Refuses (ManifestInvalid) a file that is not UTF-8 and what `parse_reviews` refuses.
    """
    from .link.reviews import no_reviews, parse_reviews

    path = root / "raw" / "reviews" / "links.csv"
    if not path.is_file():
        return no_reviews()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        remedy = "Save it as UTF-8 (spreadsheets: CSV UTF-8)."
        raise ManifestInvalid("raw/reviews/links.csv", f"not UTF-8 at byte {error.start}", remedy) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    return parse_reviews(reader.fieldnames or [], reader)


def link_documents(root: Path, manifest: Manifest, source: Source, records_until: RecordsUntil) -> dict[str, bytes]:
    """Return the files of the link stage of one document: its links, concepts and issues as JSON lines."""
    import pandas as pd

    from .link import LinkSettings, link
    from .link.bags import read_directives
    from .link.concepts import finder_of
    from .link.tables import concepts_table

    own = records_until(root, source.id, "clean")
    directives = _stacked("directives", [records_until(root, target, "clean") for target in source.links_to])
    reviews = read_link_reviews(root)
    settings = LinkSettings(
        supersedes=_editions_before(source), teachers=_teachers(root, manifest, records_until, reviews)
    )
    made = link(_frame("actions", own), directives, list(source.links_to), reviews, settings)
    finder = finder_of(settings.lexicon)
    of_directives = concepts_table(read_directives(_frame("directives", own), source.id, finder))
    concepts = pd.concat([made.concepts, of_directives], ignore_index=True)
    crosswalk = _crosswalk(root, source, crosswalk_targets(manifest, source.id), records_until)
    frames = {"links": made.links, "concepts": concepts, "directive_crosswalk": crosswalk, "issues": made.issues}
    return {f"{name}.jsonl": json_lines(frame) for name, frame in frames.items()}


def crosswalk_targets(manifest: Manifest, plan_id: str) -> list[str]:
    """Return the frameworks that plans answer to first where they answer to `plan_id` too, in the manifest's order."""
    return list(dict.fromkeys(plan.links_to[0] for plan in manifest.source if plan_id in plan.links_to[1:]))


def _crosswalk(root: Path, source: Source, targets: Sequence[str], records_until: RecordsUntil) -> pd.DataFrame:
    import pandas as pd

    from .link.crosswalk import build_crosswalk

    directives = _stacked("directives", [records_until(root, plan, "clean") for plan in (source.id, *targets)])
    found = [build_crosswalk(directives, source.id, target) for target in targets]
    return pd.concat(found, ignore_index=True) if found else build_crosswalk(directives, source.id, "")


def _editions_before(source: Source) -> dict[str, str]:
    return {source.id: source.supersedes} if source.supersedes else {}


def _stacked(table: str, records: Sequence[Records]) -> pd.DataFrame:
    import pandas as pd

    return pd.concat([_frame(table, Records()), *(_frame(table, part) for part in records)], ignore_index=True)


def _teachers(
    root: Path, manifest: Manifest, records_until: RecordsUntil, reviews: pd.DataFrame
) -> pd.DataFrame | None:
    """Return the actions of every plan that has reviewed links: they teach the linking of all; None without any."""
    reviewed = {str(action_id).split("/")[0] for action_id in reviews["action_id"]}
    plans = [source.id for source in manifest.source if source.id in reviewed]
    return _stacked("actions", [records_until(root, plan, "clean") for plan in plans]) if plans else None


def publish_tables(
    root: Path, manifest: Manifest, records_until: RecordsUntil
) -> tuple[dict[str, bytes], dict[str, int]]:
    """Return the published files by name, and the rows of each table.

    Refuses (CheckFailed) tables that are off their schema.
    """
    from .publish import as_csv, as_parquet, check_tables, data_package, tabulate
    from .schema import tables

    records = {source.id: records_until(root, source.id, "normalise") for source in manifest.source}
    rows = _published_rows(root, manifest, records)
    frames = {name: tabulate(table, rows[name]) for name, table in tables().items()}
    check_tables(tables(), frames)
    files = {f"{name}.csv": as_csv(table, frames[name]) for name, table in tables().items()}
    files |= {f"{name}.parquet": as_parquet(table, frames[name]) for name, table in tables().items()}
    counts = {name: len(frame) for name, frame in frames.items()}
    described = [{"title": source.title, "path": source.url or source.file[0].path} for source in manifest.source]
    package = data_package(tables(), files, counts, _printed_headers(root, manifest, records), described)
    files["datapackage.json"] = store.json_bytes(package)
    files["build.json"] = store.json_bytes(_build(root, manifest))
    return files, counts


def _published_rows(root: Path, manifest: Manifest, records: Mapping[str, Records]) -> dict[str, list[dict[str, Any]]]:
    from .reference import agency_rows, read_agencies
    from .schema import tables

    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in tables()}
    for source in manifest.source:
        for table, kind in RECORD_TABLES.items():
            rows[table] += [asdict(record) for record in records[source.id].of(kind)]
        rows["plans"].append(_plan_row(source, records[source.id]))
        folder = root / "interim" / LINK / source.id
        for path in sorted(folder.glob("*.jsonl")):
            lines = path.read_text(encoding="utf-8").splitlines()
            rows[path.stem] += [json.loads(line) for line in lines]
    mentions = [mention for source in manifest.source for mention in records[source.id].of(ActionAgency)]
    rows["agencies"] = [asdict(agency) for agency in agency_rows(read_agencies(), mentions)]
    order = {source.id: place for place, source in enumerate(manifest.source)}
    rows["issues"].sort(key=lambda issue: order[issue["plan_id"]])
    return rows


def _plan_row(source: Source, records: Records) -> dict[str, Any]:
    start, end = source.period or (None, None)
    first = source.file[0].path
    counted = [pages.page_count for pages in records.of(PrintedPages) if pages.source_file == first]
    pages = [line.page for line in records.of(PrintedLine) if line.source_file == first and line.page]
    return {
        **{name: getattr(source, name) for name in ("title", "issuer", "jurisdiction", "kind", "language")},
        "plan_id": source.id,
        "period_start": start,
        "period_end": end,
        "supersedes": source.supersedes,
        "source_file": source.file[0].path,
        "source_sha256": source.file[0].sha256,
        "page_count": counted[0] if counted else max(pages, default=None),
        "action_count": len(records.of(Action)),
        "directive_count": len(records.of(Directive)),
    }


def _printed_headers(root: Path, manifest: Manifest, records: Mapping[str, Records]) -> dict[str, list[str]]:
    """Return, for each published column, the headers that documents print over it, in their order."""
    homes = {"action-matrix": "actions", "operational-matrix": "actions", "directive-table": "directives"}
    printed: dict[str, list[str]] = {}
    for source in manifest.source:
        profile = read_profile(root, source)
        rows = [excluded.text for excluded in records[source.id].of(Excluded) if excluded.reason == "header"]
        labels = {f"{homes.get(source.kind, 'directives')}.{name}": each for name, each in profile.columns.items()}
        if profile.years:
            labels["progress.programmed_printed"] = profile.years.programmed
            labels["progress.executed_printed"] = profile.years.executed
        for column, known in labels.items():
            found = [label for label in known if any(label in row for row in rows)]
            printed[column] = list(dict.fromkeys([*printed.get(column, ()), *found]))
    return printed


def _build(root: Path, manifest: Manifest) -> dict[str, Any]:
    from importlib.metadata import version
    from platform import python_version

    package = Path(__file__).parent
    reference = sorted(path for path in (package / "reference").iterdir() if path.suffix not in (".py", ""))
    return {
        "directriz": __version__,
        "python": python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "inputs": {witness.path: witness.sha256 for source in manifest.source for witness in source.file},
        "profiles": {source.profile: store.file_digest(profile_path(root, source)) for source in manifest.source},
        "reference": {path.name: store.file_digest(path) for path in reference},
        "reviews": review_digests(root),
    }


def review_digests(root: Path) -> dict[str, str]:
    """Return the hash of each file of what people decided, which the tables follow."""
    return {path.name: store.file_digest(path) for path in sorted((root / "raw" / "reviews").glob("*.csv"))}
