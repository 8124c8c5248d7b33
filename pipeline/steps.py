"""The input of each stage, and what it depends on. This module connects the stages with files and reference data.

The stages themselves know neither files nor each other. Large modules are imported only when a stage runs, so that a
run with nothing to do stays fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import store
from .checks import check_conservation, check_expectations, check_numbers, check_pages, check_reading
from .corrections import FILES, ByHand, read_by_hand
from .errors import SourceUnreadable
from .language import language_of
from .layouts import Profile
from .patterns import PatternRunsAway
from .progress_reports import pages_read
from .records import Excluded, Issue, PrintedLine, PrintedPages, Records, SourceFile
from .sources import OPEN, Source, at_its_line
from .spare_processes import processes

if TYPE_CHECKING:
    from .reference import Registry

LINK = "link"
PUBLISH = "publish"
LANGUAGES = ("language.py", "reference/languages")
NONE_BY_HAND = ByHand()
RecordsUntil = Callable[[Path, str, str], Records]


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that runs for one document."""

    name: str
    code: tuple[str, ...]  # modules and folders of the package that it is made of
    inputs: Callable[[Path, Source, Profile], Any]  # what it depends on beside code and earlier stages; JSON
    run: Callable[[Path, Source, Profile, Records], Records]


def raw_digests(root: Path, source: Source) -> Any:
    """Return the hash of each file of a document as it is on disk. A missing file is refused when the stage runs."""
    paths = [root / "raw" / witness.path for witness in source.file]
    return [source.model_dump(), [store.file_digest(path) if path.is_file() else None for path in paths]]


def _ingest(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    from .ingest import ingest
    from .reference.agencies import own_registers, register_names

    registers = register_names(own_registers(root))
    return ingest(source, lambda path: read_raw(root, path), registers)


def _ingest_inputs(root: Path, source: Source, profile: Profile) -> Any:
    told = [source.title, source.issuer, source.jurisdiction]
    inputs = [raw_digests(root, source), told] if OPEN in told else raw_digests(root, source)
    return [inputs, registers] if (registers := register_digests(root)) else inputs


def register_digests(root: Path) -> dict[str, str]:
    """Return the hash of each file of the registers of bodies in raw/registers/, by its path; {} without any."""
    return {f"raw/registers/{name}": found for name, found in store.folder_digests(root / "raw" / "registers").items()}


def read_raw(root: Path, path: str) -> bytes:
    """Return the bytes of a file of a document; refuses (SourceUnreadable) one that is missing or outside raw/."""
    file, place = root / "raw" / path, f"raw/{path}"
    store.refuse_link_out(file, place, SourceUnreadable)
    return store.read_file(file, place, SourceUnreadable)


def _read(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    read: list[Any] = []
    for file in records.of(SourceFile):
        read += READERS[file.format](root, file, source, profile)
    return Records(read)


def _read_pdf(root: Path, file: SourceFile, source: Source, profile: Profile) -> Sequence[Any]:
    from .read.pdf.pages_ahead import Effort
    from .read.pdf.printed import read_printed

    language = language_of(source.language)
    printed = read_printed(root / "raw" / file.path, file.path, language, Effort(processes(), pages_read(file.path)))
    check_pages(printed.letters, [*printed.lines, *printed.excluded], file.path)
    issues = [
        Issue(each.code, each.severity, "read", source.id, None, each.page, f"{file.path}: {each.detail}", each.text)
        for each in printed.doubts
    ]
    return [*printed.lines, *printed.excluded, PrintedPages(file.path, printed.page_count), *issues]


def _read_inputs(root: Path, source: Source, profile: Profile) -> Any:
    return [source.language, profile.dump.model_dump()]


def _read_dump(root: Path, file: SourceFile, source: Source, profile: Profile) -> Sequence[Any]:
    from .read.text import decode, read_text

    raw = read_raw(root, file.path)
    lines = read_text(raw, file.path, profile.dump.pages)
    check_reading(decode(raw, file.path), lines, file.path)
    return lines


READERS: Mapping[str, Callable[[Path, SourceFile, Source, Profile], Sequence[Any]]] = {
    "pdf": _read_pdf,
    "text": _read_dump,
}


def _rebuild(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    from .rebuild import rebuild
    from .rebuild.numbers_by_hand import with_numbers_by_hand

    try:
        rebuilt = rebuild(records, source, profile)
    except PatternRunsAway as error:
        raise at_its_line(root, source, error) from None
    for witness in source.file:
        check_conservation(records.of(PrintedLine), rebuilt, witness.path, records.of(Excluded))
    rebuilt = with_numbers_by_hand(rebuilt, _by_hand(root, source).numbers)
    check_expectations(rebuilt, source, profile, "rebuild")
    if source.kind == "directive-list":
        check_numbers(rebuilt, source, profile)
    return rebuilt


def _rebuild_inputs(root: Path, source: Source, profile: Profile) -> Any:
    unread = {"about", "amendments", "dump"}
    numbers = [asdict(row) for row in _by_hand(root, source).numbers]
    return [source.id, source.kind, source.language, source.profile, profile.model_dump(exclude=unread), numbers]


def _clean(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    from .clean import Words, clean
    from .clean.draft_settings import AmendmentForms
    from .clean.sections import name_sections_clean
    from .reference.domain_words import read_domain_words

    said = profile.amendments
    forms = AmendmentForms(said.read, said.parties, said.closers, said.convention)
    by_hand = _by_hand(root, source)
    words = Words(language_of(source.language), read_domain_words(source.language))
    cleaned = name_sections_clean(clean(records, forms, words, by_hand=by_hand))
    check_expectations(records.updated(cleaned), source, profile, "clean")
    return cleaned


def _clean_inputs(root: Path, source: Source, profile: Profile) -> Any:
    return [profile.amendments.model_dump(), _expected(profile), source.language, asdict(_by_hand(root, source))]


def _by_hand(root: Path, source: Source) -> ByHand:
    """Return the corrections by hand of one document. Raises the first error of the files, of any document."""
    paths = [root / "raw" / "reviews" / name for name in FILES]
    digests = tuple(store.file_digest(path) if path.is_file() else "" for path in paths)
    return _by_plan(root, digests).get(source.id, NONE_BY_HAND)


@lru_cache(maxsize=2)
def _by_plan(root: Path, digests: tuple[str, ...]) -> Mapping[str, ByHand]:
    """Return the corrections by hand of each document that has some; `digests` are the hashes of their files."""
    by_hand = read_by_hand(root)
    rows = (*by_hand.corrections, *by_hand.amendments, *by_hand.numbers)
    return {plan_id: by_hand.of_plan(plan_id) for plan_id in {row.plan_id for row in rows}}


def _normalise(root: Path, source: Source, profile: Profile, records: Records) -> Records:
    from .normalise import normalise
    from .reference import own_registers

    language = language_of(source.language)
    registry = _registry(own_registers(root), tuple(register_digests(root).items()))
    made = normalise(records, registry, source.period or (None, None), source.jurisdiction, language)
    check_expectations(records.updated(made), source, profile, "normalise")
    return made


@lru_cache(maxsize=2)
def _registry(own: Path | None, digests: tuple[tuple[str, str], ...]) -> Registry:
    """Return the registry with the registers of a workspace; `digests` are the hashes of their files."""
    from .reference import read_agencies

    return read_agencies(own=own)


def _normalise_inputs(root: Path, source: Source, profile: Profile) -> Any:
    inputs = [source.period, source.jurisdiction, source.language, _expected(profile)]
    return [*inputs, registers] if (registers := register_digests(root)) else inputs


def _expected(profile: Profile) -> Any:
    """Return everything under `[[expect]]` of the profile, so that a change of it makes the stage run again."""
    return [expectation.model_dump() for expectation in profile.expect]


def _steps(*steps: Step) -> dict[str, Step]:
    return {step.name: step for step in steps}


DOCUMENT_STAGES = _steps(
    Step(
        "ingest",
        ("ingest.py", "formats.py", "reference/parties.toml", "reference/registers"),
        _ingest_inputs,
        _ingest,
    ),
    Step("read", ("read", *LANGUAGES), _read_inputs, _read),
    Step("rebuild", ("rebuild", "corrections.py", *LANGUAGES), _rebuild_inputs, _rebuild),
    Step("clean", ("clean", "corrections.py", "language.py", "reference"), _clean_inputs, _clean),
    Step("normalise", ("normalise", "language.py", "reference"), _normalise_inputs, _normalise),
)
