"""Clean the texts of directives and provisions: amendments are read and taken out, OCR damage is repaired.

`text_source` is never changed: every amendment and every correction is a record with its place in it, so that the clean
texts can be made again from what is published (`readings`), and anything undone. What stays doubtful is an issue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..corrections import ByHand
from ..errors import ManifestInvalid, PipelineError
from ..language import Language, refuse_unknown
from ..records import Amendment, Directive, Drawn, Issue, OcrCorrection, Provision, Records
from ..reference.parties import read_parties
from ..text import sha256
from .amendment_doubts import issues_of
from .amendments import DraftReader, ReadBracket, ReadDraft, repair_around
from .bracket_tree import Brackets, names_somebody
from .bracket_words import is_placeholder
from .corrections_by_hand import check_all_made, over, place_by_hand, touches
from .draft_settings import AmendmentForms, Drawing, drawing_of
from .holes import find_hole
from .ocr import Correction, build_repairer
from .ocr_lexicon import Lexicon
from .readings import Find, Wording, accepting, reading, render, strip_amendments, stripped
from .scanned_words import count_words, scanned_records, unclear_words
from .strike_leftovers import find_residue
from .strike_signs import Signs

__all__ = ["AmendmentForms", "Drawing", "Words", "clean", "reading", "refused_by_hand"]

Unit = Directive | Provision
EMPTY_BRACKET = re.compile(r"\s*\[\s*\]")
NOTHING_BY_HAND = ByHand()


@dataclass(frozen=True, slots=True)
class Words:
    """The words with which a document's own words are compared."""

    language: Language
    domain: Mapping[str, int]  # of clean documents on the same subject, with counts


def clean(
    records: Records,
    forms: AmendmentForms,
    words: Words,
    drawing: Drawing | None = None,
    by_hand: ByHand = NOTHING_BY_HAND,
) -> Records:
    """Return the directives and provisions with their texts filled in, with amendments, corrections and issues.

    `words` are the document's language and words of clean documents on its subject. `drawing` says what lines strike;
    None = as the records say (`Drawn`), or nothing where they were not read from a drawing. `by_hand` is laid over what
    is read and repaired here; refused where it is stale (ReviewStale) or impossible (ManifestInvalid). A draft in
    a language that is not known is refused (ManifestInvalid); other documents in it are left as they are.
    """
    if forms.read:
        refuse_unknown(words.language, "raw/sources.toml", "reading a draft's amendments", ManifestInvalid)
    units: list[Unit] = [*records.of(Directive), *records.of(Provision)]
    texts = {id_of(unit): unit.text_source for unit in units}
    placed, refused = place_by_hand(by_hand, texts)
    if refused:
        raise refused[0]
    drawing, scanned = drawing or drawing_of(records.of(Drawn)), scanned_records(records, units)
    drawing = drawing and replace(drawing, scanned=scanned)
    lexicon = Lexicon(words.domain, words.language)
    repairer = build_repairer(list(texts.values()), words.domain, words.language)
    signs = Signs(repairer, lexicon, list(texts.values()))
    reader = DraftReader(repairer, signs, forms, placed)
    if by_hand.amendments and not forms.read:
        remedy = "Set `read = true` under [amendments] in its profile, or take the row out."
        raise ManifestInvalid(by_hand.amendments[0].place, "the document's brackets are not read as amendments", remedy)
    places = {id_of(unit): (unit.kind, unit.section) for unit in units}
    read = reader.read(texts, drawing, places) if forms.read else {}
    made: list[object] = []
    for unit in units:
        made += clean_unit(unit, read.get(id_of(unit)), reader)
    if not forms.read:
        made += unread_strikes(units, drawing)
    return Records([*made, *doubts_of_scans(made, scanned if forms.read else frozenset(), signs, words.language)])


def unread_strikes(units: Sequence[Unit], drawing: Drawing | None) -> Iterator[Issue]:
    """Yield a doubt about a document with struck words, if its profile does not read amendments: they stay as text."""
    struck = [unit for unit in units if drawing is not None and drawing.struck.get(id_of(unit))]
    if struck:
        detail = f"lines strike words in {len(struck)} records, first {id_of(struck[0])}: they are left in the text. "
        detail += "If it is a draft with changes, write read = true under [amendments] in its profile."
        place = struck[0].plan_id, None, struck[0].page_start
        yield Issue("strikes_unread", "doubt", "clean", *place, detail, None)


def doubts_of_scans(
    made: Sequence[object], scanned: frozenset[str], signs: Signs, language: Language
) -> Iterator[Issue]:
    """Yield a doubt for each record of a scanned draft with words that may be misread, beside its amendments' own."""
    units = [each for each in made if isinstance(each, Directive | Provision)]
    counts = count_words(each.text_source for each in units) if scanned else Counter[str]()
    for unit in units:
        if id_of(unit) not in scanned:
            continue
        found = list(unclear_words(readable_text(unit), signs.is_word, counts, language.one_letter_words))
        if found:
            detail = f"read from a picture, and may be misread: {', '.join(dict.fromkeys(found))}"
            place = unit.plan_id, id_of(unit), unit.page_start
            yield Issue("scan_unclear", "doubt", "clean", *place, detail, None)


def readable_text(unit: Unit) -> str:
    """Return all words of a record that some reading has."""
    readings = [unit.text, *((unit.text_base, unit.text_amended) if isinstance(unit, Directive) else ())]
    return "\n".join(dict.fromkeys(each for each in readings if each))


def refused_by_hand(records: Records, by_hand: ByHand) -> list[PipelineError]:
    """Return every correction by hand that `clean` would refuse, before anything is read."""
    units: list[Unit] = [*records.of(Directive), *records.of(Provision)]
    return place_by_hand(by_hand, {id_of(unit): unit.text_source for unit in units})[1]


def id_of(unit: Unit) -> str:
    """Return the record id of a directive or a provision."""
    return unit.directive_id if isinstance(unit, Directive) else unit.record_id


def clean_unit(unit: Unit, read: ReadDraft | None, reader: DraftReader) -> Iterator[object]:
    """Yield the unit with its texts, its amendments, corrections and issues."""
    brackets = read.brackets if read else []
    rows = [amendment_row(unit, at, each) for at, each in enumerate(brackets, 1)]
    outside = outside_corrections(unit, read, rows, reader)
    said = [row for row in reader.placed.amendments.get(id_of(unit), ()) if not row.is_amendment]
    made = [*outside, *(each for bracket in brackets for each in bracket.corrections)]
    yield with_wholeness(fill_in(unit, rows, made, reader.parse if read and not said else find_nothing), read, rows)
    yield from rows
    check_all_made(reader.placed, id_of(unit), made)
    for each in sorted(made, key=lambda each: each.start):
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
        role=role_of(read),
        options=bracket.tag.option or None,
        placeholder=is_placeholder(unit.text_source[bracket.content_start : bracket.content_end]),
    )


def role_of(read: ReadBracket) -> str | None:
    """Return what the parties of an amendment do: one word if all do the same, else one word for each party."""
    tag = read.bracket.tag
    if tag.roles:
        return tag.roles[0] if len(set(tag.roles)) == 1 else "|".join(tag.roles)
    if not names_somebody(tag):
        return None
    said = tuple(piece.key for piece in read.pieces)
    is_remark = any("remark" in reason for reason in read.decision.reasons)
    return tag.role or (read_parties().roles.get(said, "reserves") if is_remark else "proposes")


def with_wholeness(unit: Unit, read: ReadDraft | None, rows: Sequence[Amendment]) -> Unit:
    """Return a directive that says whether its text is whole without its amendments; a provision as it is."""
    if isinstance(unit, Provision):
        return unit
    has_hole = read is not None and find_hole(read.draft, rows) is not None
    return replace(unit, is_text_whole=None if unit.text is None else not has_hole)


def outside_corrections(
    unit: Unit, read: ReadDraft | None, rows: Sequence[Amendment], reader: DraftReader
) -> list[Correction]:
    """Return the corrections of the text outside amendments.

    Half brackets and the dashes that a strike leaves are among them.
    """
    text, placed = unit.text_source, reader.placed
    spans = [(row.start, row.end) for row in rows]
    found = read.draft.brackets if read else Brackets((), (), ())
    residue = find_residue(text, spans if read and is_scan(read) else [], found.left_out, found.labels)
    hidden = [*spans, *((each.start, each.start + len(each.before)) for each in residue), *placed.spans(id_of(unit))]
    made = over([*repair_around(reader.repairer, text, hidden), *residue], placed, id_of(unit))
    return [each for each in made if not touches((each.start, each.start + len(each.before)), spans)]


def is_scan(read: ReadDraft) -> bool:
    """Tell whether strikes are seen only by the damage in the text.

    Then a dash beside a bracket is a part of a strike too.
    """
    return read.draft.drawing is None


def fill_in(unit: Unit, rows: Sequence[Amendment], corrections: Sequence[Correction], find: Find) -> Unit:
    """Return the unit with its readings filled in.

    No reading has a bracket in which `find` still finds an amendment.
    """

    def read(wording: Wording) -> str | None:
        text = render(unit.text_source, rows, corrections, wording)
        return EMPTY_BRACKET.sub("", strip_amendments(text, find)) or None if text else None

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
