"""Clean the texts of directives and provisions: amendments read and stripped, OCR damage repaired, joints tidied.

`text_source` is never changed: every amendment and every correction is a record with its place in it, so that the clean
texts can be made again from what is published (`readings`), and anything undone. What stays doubtful is an issue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.clean.amendments import DraftReader, ReadBracket, ReadDraft, repair_around
from pipeline.clean.brackets import Brackets
from pipeline.clean.doubts import issues_of
from pipeline.clean.forms import AmendmentForms, Drawing
from pipeline.clean.ocr import Correction, Repairer, build_repairer
from pipeline.clean.ocr_lexicon import Lexicon
from pipeline.clean.readings import Find, Wording, accepting, reading, render, strip_amendments, stripped
from pipeline.clean.residue import find_residue
from pipeline.clean.signs import Signs
from pipeline.records import Amendment, Directive, OcrCorrection, Provision, Records
from pipeline.text import sha256

__all__ = ["AmendmentForms", "Drawing", "clean", "reading"]

Unit = Directive | Provision


def clean(
    records: Records, forms: AmendmentForms, domain_words: Mapping[str, int], drawing: Drawing | None = None
) -> Records:
    """Return the directives and provisions with their texts filled in, with amendments, corrections and issues.

    `domain_words` are words of clean documents on the same subject, with counts. `drawing` says what lines strike; None
    where the document was not read from a drawing.
    """
    units: list[Unit] = [*records.of(Directive), *records.of(Provision)]
    texts = {id_of(unit): unit.text_source for unit in units}
    repairer = build_repairer(list(texts.values()), domain_words)
    reader = DraftReader(repairer, Signs(repairer, Lexicon(domain_words), list(texts.values())), forms)
    read = reader.read(texts, drawing) if forms.read else {}
    made: list[object] = []
    for unit in units:
        made += clean_unit(unit, read.get(id_of(unit)), reader)
    return Records(made)


def id_of(unit: Unit) -> str:
    """Return the record id of a directive or a provision."""
    return unit.directive_id if isinstance(unit, Directive) else unit.record_id


def clean_unit(unit: Unit, read: ReadDraft | None, reader: DraftReader) -> Iterator[object]:
    """Yield the unit with its texts, its amendments, corrections and issues."""
    brackets = read.brackets if read else []
    rows = [amendment_row(unit, at, each) for at, each in enumerate(brackets, 1)]
    outside = outside_corrections(unit.text_source, read, rows, reader.repairer)
    yield fill_in(unit, rows, outside, reader.parse if read else find_nothing)
    yield from rows
    inside = [each for bracket in brackets for each in bracket.corrections]
    for each in sorted([*outside, *inside], key=lambda each: each.start):
        yield OcrCorrection(id_of(unit), each.start, each.before, each.after, each.method, each.score)
    if read is not None:
        yield from issues_of(unit, id_of(unit), read, rows)


def find_nothing(text: str) -> Brackets:
    """Return no brackets: those of a document that is no draft are part of its text."""
    return Brackets((), (), ())


def amendment_row(unit: Unit, position: int, read: ReadBracket) -> Amendment:
    """Return one amendment as it is published."""
    bracket, record_id = read.bracket, id_of(unit)
    return Amendment(
        amendment_id=f"{record_id}#{position}",
        record_id=record_id,
        plan_id=unit.plan_id,
        position=position,
        start=bracket.start,
        end=bracket.end,
        countries="|".join(bracket.tag.countries) or None,
        kind=read.decision.kind,
        inserted=read.inserted,
        deleted=read.deleted,
        certainty=read.decision.certainty,
        as_printed=unit.text_source[bracket.start : bracket.end],
        tag_malformed=bracket.tag.is_malformed or bracket.is_misread,
    )


def outside_corrections(
    text: str, read: ReadDraft | None, rows: Sequence[Amendment], repairer: Repairer
) -> list[Correction]:
    """Return the corrections of what stands outside amendments, half brackets and residue of strikes among them."""
    spans = [(row.start, row.end) for row in rows]
    residue = [] if read is None else find_residue(text, spans, read.draft.brackets.strays)
    hidden = [*spans, *((each.start, each.start + len(each.before)) for each in residue)]
    return sorted([*repair_around(repairer, text, hidden), *residue], key=lambda each: each.start)


def fill_in(unit: Unit, rows: Sequence[Amendment], corrections: Sequence[Correction], find: Find) -> Unit:
    """Return the unit with its readings, none of them with a bracket of an amendment that `find` still finds."""

    def read(wording: Wording) -> str | None:
        text = render(unit.text_source, rows, corrections, wording)
        return strip_amendments(text, find) or None if text else None

    text = read(stripped)
    if isinstance(unit, Provision):
        return replace(unit, text=text, amendment_count=len(rows))
    base, amended = read(accepting(lambda row: False)), read(accepting(lambda row: True))
    return replace(
        unit,
        text=text,
        text_base=base,
        text_amended=amended,
        amendment_count=len(rows),
        text_sha256=sha256(text or amended or ""),
    )
