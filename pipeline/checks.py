"""Checks between stages: no word and no row may be lost. If one is, the run ends with exit code 6."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from .corrections import NUMBERS
from .errors import CheckFailed
from .layouts import Expectation, Profile
from .patterns import profile_pattern
from .records import (
    Action,
    Amendment,
    Cell,
    Directive,
    Excluded,
    Indicator,
    Issue,
    PrintedLine,
    PrintedPair,
    Provision,
    Records,
)
from .sources import Source
from .text import sha256

CONTRADICTIONS = {
    "number_gap": "gap",
    "number_back": "step-back",
    "number_doubled": "step-back",
    "number_added": "unnumbered",
    "number_unplaced": "unplaced",
}
EXCERPT = 0.2  # share of the paragraphs
MOST_TOLD = 5
STAGE_OF = {"rows": "rebuild", "progress": "rebuild", "amendments": "clean", "indicators": "normalise"}


def words(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word occurs in the texts; words are separated by white space."""
    return Counter(word for text in texts for word in text.split())


def check_reading(text: str, lines: Sequence[PrintedLine], source_file: str) -> None:
    """Refuse (CheckFailed) lines whose words are not exactly the words of the file."""
    found = words(cell for line in lines for cell in line.cells)
    _compare(text.split(), found, source_file, "the reader's lines")


def check_pages(letters: Mapping[int, str], printed: Sequence[PrintedLine | Excluded], source_file: str) -> None:
    """Refuse (CheckFailed) lines of a PDF whose letters are not exactly those of its text layer, page by page.

    `letters` maps a page to the letters of its text layer. Hyphens do not count: those at line ends are removed.
    """
    found: dict[int, Counter[str]] = {page: Counter() for page in letters}
    for item in printed:
        for page, text in _texts_by_page(item):
            found.setdefault(page, Counter()).update(signs(text))
    for page, text in letters.items():
        wanted = Counter(signs(text))
        if wanted == found[page]:
            continue
        lost, added = wanted - found[page], found[page] - wanted
        raise CheckFailed(
            f"{source_file} p. {page}",
            f"the text layer and what was read differ in {sum(lost.values())} letters lost "
            f"({''.join(sorted(lost))[:40]!r}) and {sum(added.values())} added ({''.join(sorted(added))[:40]!r})",
            "Every word must end in a line or in excluded: report this document, it is a fault of the code.",
        )


def _texts_by_page(item: PrintedLine | Excluded) -> list[tuple[int, str]]:
    if isinstance(item, Excluded):
        return [(item.page or 0, item.text)]
    return [(piece.page, piece.text) for cell in item.pieces for piece in cell]


def signs(text: str) -> str:
    """Return the characters of a text without white space and hyphens."""
    return re.sub(r"[\s\u00ad-]+", "", text)


def check_conservation(
    lines: Sequence[PrintedLine], rebuilt: Records, source_file: str, aside: Sequence[Excluded] = ()
) -> None:
    """Refuse (CheckFailed) records whose cells and excluded words together are not exactly the words of the source.

    `aside` holds the words that the reader had already excluded. A word that a page cuts may be whole in the records,
    and a bracket may be parted from the word in it: "(Ministerio de Salud, 2027)"; words of a dump are never joined.
    The message names the first word of the source that is missing, with its line and page.
    """
    placed: list[Cell | Excluded] = [*rebuilt.of(Cell), *rebuilt.of(Excluded)]
    found = words(piece.text for piece in placed if piece.source_file == source_file)
    printed = [line for line in lines if line.source_file == source_file]
    texts = [(line, text) for line in printed for text in _texts(line)]
    places = {word: line for line, text in reversed(texts) for word in text.split()}
    source = [word for _, text in texts for word in text.split()]
    source += [word for item in aside if item.source_file == source_file for word in item.text.split()]
    lost, added = Counter(source) - found, found - Counter(source)
    may_join = any(line.pieces for line in printed)
    is_same = Counter(signs("".join(lost.elements()))) == Counter(signs("".join(added.elements())))
    if is_same and (may_join or added.total() > lost.total()):
        return
    _compare(source, found, source_file, "cells and excluded", places)


def _texts(line: PrintedLine) -> list[str]:
    return [piece.text for cell in line.pieces for piece in cell] if line.pieces else list(line.cells)


def _compare(
    source: list[str],
    found: Counter[str],
    source_file: str,
    where: str,
    places: dict[str, PrintedLine] | None = None,
) -> None:
    printed = Counter(source)
    if printed == found:
        return
    lost = next((word for word in source if printed[word] > found[word]), None)
    added = next((word for word in found if found[word] > printed[word]), None)
    word = lost if lost is not None else str(added)
    line = (places or {}).get(word)
    page = f" p. {line.page}" if line and line.page else ""
    place = source_file + page + (f" l. {line.line}" if line and line.line else "")
    raise CheckFailed(
        place,
        f"the word {word!r} stands {printed[word]} times in the source and {found[word]} times in {where} "
        f"({sum((printed - found).values())} words lost, {sum((found - printed).values())} added)",
        "Every word must end in a cell or in excluded with a reason: report this document, it is a fault of the code.",
    )


def _applies(expectation: Expectation, source: Source) -> bool:
    """Tell whether an expectation is for this document: for its plan, and for one of its files."""
    of_plan = expectation.plan in (None, source.id)
    return of_plan and (not expectation.sha256 or any(file.sha256 in expectation.sha256 for file in source.file))


def _counts(records: Records) -> dict[str, Counter[str]]:
    """Return the numbers of records that can be expected: by axis or kind, and in total."""
    ids = [action.action_id for action in records.of(Action)]
    ids += [directive.directive_id for directive in records.of(Directive)]
    ids += [provision.record_id for provision in records.of(Provision)]
    return {
        "rows": Counter(record_id.split("/")[1] for record_id in ids),
        "progress": Counter({"": len(records.of(PrintedPair))}),
        "amendments": Counter({"": len(records.of(Amendment))}),
        "indicators": Counter({"": len(records.of(Indicator))}),
    }


def check_numbers(records: Records, source: Source, profile: Profile) -> None:
    """Refuse (CheckFailed) a list of paragraphs whose numbers and paragraphs do not add up.

    Numbers that the profile allows under [numbers] are accepted, and so is a file whose rows a person has counted
    ([[expect]]). If a fifth of the numbers or more are missing, the document is an excerpt.
    """
    if any(expectation.rows and _applies(expectation, source) for expectation in profile.expect):
        return
    found = contradictions(records, profile)
    gaps = sum(name == "gap" for name, *_ in found)
    allowed = {*profile.numbers.allow, *(("gap",) if gaps >= EXCERPT * len(records.of(Directive)) else ())}
    if wrong := [each for each in found if each[0] not in allowed]:
        raise _refused_numbers(wrong, records, source)


Contradiction = tuple[str, int | None, str, str | None]  # a name of `allow`, the page, what was found, the record


def contradictions(records: Records, profile: Profile) -> list[Contradiction]:
    """Return what does not add up in a list of paragraphs."""
    doubts = [each for each in records.of(Issue) if each.stage == "rebuild" and each.severity == "doubt"]
    found = [(CONTRADICTIONS[each.issue_code], each.page, each.detail, each.record_id)
             for each in doubts if each.issue_code in CONTRADICTIONS]  # fmt: skip
    missing = missing_sections(records, profile)
    return [*found, *(("missing-section", None, f"no heading fits {pattern!r}", None) for pattern in missing)]


def _refused_numbers(wrong: Sequence[Contradiction], records: Records, source: Source) -> CheckFailed:
    """Return the refusal of numbers that do not add up, with the rows by which a person confirms them."""
    told = "; ".join(f"p. {page}: {detail}" if page else detail for _, page, detail, _ in wrong[:MOST_TOLD])
    more = f"; and {len(wrong) - MOST_TOLD} more" if len(wrong) > MOST_TOLD else ""
    names = ", ".join(f'"{name}"' for name in sorted({name for name, *_ in wrong}))
    page = f" p. {wrong[0][1]}" if wrong[0][1] else ""
    ids = {record_id for *_, record_id in wrong[:MOST_TOLD]}
    rows = [f"{each.directive_id},{each.number},{sha256(each.text_source)[:12]}"
            for each in records.of(Directive) if each.directive_id in ids]  # fmt: skip
    by_row = f"say of each paragraph what number the page prints, in {NUMBERS} ({'; '.join(rows)})" if rows else ""
    return CheckFailed(
        f"{source.id} ({source.file[0].path}{page})",
        f"the numbers and the paragraphs do not add up: {told}{more}",
        f"Look at the pages. If they print it so, {by_row + '; or ' if by_row else ''}write allow = [{names}] under "
        f"[numbers] in profile {source.profile!r}, or state under [[expect]] how many rows you counted."
        f"{_about_sections(wrong, records)}",
    )


def _about_sections(wrong: Sequence[Contradiction], records: Records) -> str:
    """Return what to do where a section goes on or begins with 1 against its [[heading]]; "" if none opens so."""
    directives = records.of(Directive)
    opening = {after.directive_id: after for before, after in pairwise(directives) if before.section != after.section}
    told = dict.fromkeys(
        _about_section(name, opening[record_id])
        for name, _, _, record_id in wrong
        if record_id in opening and name in ("gap", "step-back")
    )
    return "".join(list(told)[:MOST_TOLD])


def _about_section(name: str, first: Directive) -> str:
    """Return how the [[heading]] of a section is mended, by its first paragraph."""
    section = f"The section {first.section!r} begins with {first.number}"
    if name == "gap":
        return f" {section}: if its numbers go on from the section before, take `restarts` out of its [[heading]]."
    return (
        f" {section}: if its numbers begin again, write restarts = true under its [[heading]]. If that pattern fits "
        "headings whose numbers go on, too, write a [[heading]] for this one before it."
    )


def missing_sections(records: Records, profile: Profile) -> list[str]:
    """Return the pattern of each numbered section of the profile whose heading is not in the document."""
    printed = [unit for unit in records.of(Provision) if unit.kind == "heading"]
    texts = [text for unit in printed for text in (unit.text_source, f"{unit.number}. {unit.text_source}")]
    return [
        rule.pattern
        for rule in profile.heading
        if rule.numbering
        and not any(profile_pattern(rule.pattern).fullmatch(form) for text in texts for form in (text, text.upper()))
    ]


def check_expectations(records: Records, source: Source, profile: Profile, stage: str) -> None:
    """Refuse (CheckFailed) another number of records than `[[expect]]` of the profile states."""
    counts = _counts(records)
    for expectation in profile.expect:
        if not _applies(expectation, source):
            continue
        expected = {("rows", part): number for part, number in expectation.rows.items()}
        expected |= {
            (name, ""): number
            for name in ("progress", "amendments", "indicators")
            if (number := getattr(expectation, name)) is not None
        }
        for (name, part), number in expected.items():
            if STAGE_OF[name] == stage and counts[name][part] != number:
                raise _unexpected(source, counts[name], (name, part), number)


def _unexpected(source: Source, counts: Counter[str], key: tuple[str, str], expected: int) -> CheckFailed:
    """Return the error for a number of records that [[expect]] does not state; it lists the parts that can be named."""
    name, part = key
    remedy = f"Rows are lost or doubled, or [[expect]] in profile {source.profile!r} is out of date."
    if part and part not in counts:
        told = ", ".join(f"{each} = {count}" for each, count in counts.items())
        remedy = (
            f"No id has the part {part!r} after {source.id}/. Found were those below; if they are right, write "
            f"below [[expect]] in profile {source.profile!r}:\n    rows = {{ {told} }}"
        )
    found = f"{counts[part]} {part or name} found, {expected} expected"
    return CheckFailed(f"{source.id} ({source.file[0].path})", found, remedy)
