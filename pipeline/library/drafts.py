"""The library's `Draft`: the text of a negotiating draft before, with and without the parties' amendments."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..clean import Words, clean, reading
from ..clean.brackets import MOST_NESTED
from ..clean.draft_settings import AmendmentForms, Drawing
from ..clean.group_readings import group_named, is_wanted_by
from ..errors import WrongUsage
from ..language import USUAL, guess_language, language_of, refuse_unknown
from ..records import Amendment as AmendmentRecord
from ..records import Directive, Issue, Records
from ..reference.domain_words import read_domain_words
from ..reference.parties import Parties, read_parties, spell
from ..text import sha256
from .arguments import language_given, shown, text_given

BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*\n\s*")
STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~", re.DOTALL)
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
TAG = re.compile(r"\[[^\[\]:]{1,60}:")
PLAN = "draft"
HOW_PARTIES = 'Write {"CAN": ["Canadá"]} or ["CAN", "USA"].'
OPTION = re.compile(r"(?:option|opci[oó]n|opção)\s+(?P<name>\S+)", re.IGNORECASE)
OWN_ID = re.compile(rf"^{PLAN}/directive/\d+#\d+: ")
Span = tuple[int, int]
Spellings = Mapping[str, Sequence[str]] | Iterable[str]


@dataclass(frozen=True, slots=True)
class Amendment:
    """One amendment: `text[start:end] == as_printed` in the draft's text.

    `parties` are the codes of those whom it names, sorted; () where it names nobody. `role` is what they do:
    "proposes", "opposes", "supports" or "reserves"; one word for each party, joined by |, where they differ; None where
    nobody is named. `options` is the name of the alternative that it is ("2"), None where it is none. `placeholder` is
    True where it stands for text that is not written yet. `kind` is "insertion", "deletion" or "replacement";
    `inserted` and `deleted` are its words, repaired, None where it has none. `certainty` is "high", or "low" where the
    draft does not show clearly what is proposed and what is struck.
    """

    parties: tuple[str, ...]
    kind: str
    inserted: str | None
    deleted: str | None
    certainty: str
    start: int
    end: int
    as_printed: str
    role: str | None = None
    options: str | None = None
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class DraftDoubt:
    """Something uncertain in a draft: a code of docs/issue-codes.md, what it means, and the words that it is about."""

    code: str
    severity: str
    detail: str
    text: str


class Draft:
    """A draft with its amendments read.

    >>> draft = directriz.read_draft("Proteger a las víctimas [CAN: y sobrevivientes] del delito [USA: en la región].")
    >>> draft.stripped
    'Proteger a las víctimas del delito.'
    >>> draft.amended
    'Proteger a las víctimas y sobrevivientes del delito en la región.'
    >>> draft.parties
    ('CAN', 'USA')
    >>> [(each.parties, each.kind, each.inserted) for each in draft.amendments]
    [(('CAN',), 'insertion', 'y sobrevivientes'), (('USA',), 'insertion', 'en la región')]

    `base` is the text before anyone's amendment: deletions put back, insertions left out. `amended` is the text with
    every amendment accepted. `stripped` is the text without amendments, and without the words that they would delete:
    what nobody disputes. Each is "" where no word is left. `doubts` says what is uncertain, and why.
    """

    def __init__(self, text: str, parties: Parties, cleaned: Sequence[tuple[_Paragraph, Records]]) -> None:
        """Take what was read; drafts are made by `directriz.read_draft`."""
        self._parties = parties
        self._cleaned = [records for _, records in cleaned]
        self.text: str = text
        self.stripped: str = self._joined("text")
        self.base: str = self._joined("text_base")
        self.amended: str = self._joined("text_amended")
        self.amendments: tuple[Amendment, ...] = tuple(
            _amendment(row, paragraph, text) for paragraph, records in cleaned for row in records.of(AmendmentRecord)
        )
        self.doubts: tuple[DraftDoubt, ...] = tuple(
            DraftDoubt(issue.issue_code, issue.severity, OWN_ID.sub("", issue.detail), issue.text or "")
            for records in self._cleaned
            for issue in records.of(Issue)
        )

    def __repr__(self) -> str:
        by = f" by {', '.join(self.parties)}" if self.parties else ""
        return f"<Draft: {len(self.amendments)} amendments{by}>"

    @property
    def parties(self) -> tuple[str, ...]:
        """The codes of the parties that an amendment names, sorted."""
        return tuple(sorted({party for amendment in self.amendments for party in amendment.parties}))

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the alternatives in the draft, sorted: `accept("option 2")` reads the second ones."""
        return tuple(sorted({amendment.options for amendment in self.amendments if amendment.options}))

    def accept(self, *parties: str) -> str:
        """Return the text with the amendments of these parties or options accepted and all others refused.

        >>> draft = directriz.read_draft("Proteger a víctimas [CAN: y testigos] del delito [USA: en la región].")
        >>> draft.accept("CAN")
        'Proteger a víctimas y testigos del delito.'
        >>> draft.accept("Canadá", "USA") == draft.amended
        True
        >>> directriz.read_draft("Each Party [shall][should] report.").accept("option 2")
        'Each Party should report.'

        An amendment that several parties propose or support is accepted with any of them. A refused insertion is left
        out, words of a refused deletion stand, and what is amended inside a refused amendment goes with it. Brackets
        that name nobody go with what is accepted: those around it, and those inside it (of alternatives the first, if
        no option is named). Struck words outside brackets, which nobody tables, stand. A party is named by its code or
        as drafts spell it; one without an amendment here changes nothing. A group ("EU", "CARICOM") is named as the
        draft prints it. An option is named "option 2", "opción 2" or "opção 2". Refuses (errors.WrongUsage) a name that
        is no party, and an option that the draft does not have.
        """
        wanted = {name for party in parties for name in self._names_of(party)}
        read = (reading(records.of(Directive)[0], records, wanted) for records in self._cleaned)
        return "\n\n".join(text for text in read if text)

    def _names_of(self, name: str) -> Iterator[str]:
        """Yield what a name stands for: an option, a country's code, or the ids of a group's amendments."""
        option = self._option_of(name)
        group = group_named(name, self._parties) if option is None and isinstance(name, str) else None
        if group is None:
            yield option or self._code_of(name)
            return
        for row in (row for records in self._cleaned for row in records.of(AmendmentRecord)):
            if is_wanted_by(row.as_printed, group, self._parties):
                yield row.amendment_id

    def _option_of(self, name: str) -> str | None:
        """Return an option as the reading names it, None for a name that is no option."""
        match = OPTION.fullmatch(name.strip()) if isinstance(name, str) else None
        if match is None:
            return None
        found = next((each for each in self.options if each.lower() == match["name"].lower()), None)
        if found is None:
            there = f"Options of this draft: {', '.join(self.options) or 'none'}."
            raise WrongUsage("draft", f"the draft has no {name!r}", there)
        return f"option {found}"

    def _code_of(self, party: str) -> str:
        if not isinstance(party, str):
            raise WrongUsage("draft", f"{party!r} is no name of a party", 'Name each by itself: accept("CAN", "USA").')
        code = self._parties.codes.get(party) or self._parties.names.get(spell(party))
        if code:
            return code
        there = f"Parties with amendments here: {', '.join(self.parties) or 'none'}."
        raise WrongUsage("draft", f"{party!r} is no party", f"{there} Name others with parties= of read_draft.")

    def _joined(self, column: str) -> str:
        texts = (getattr(records.of(Directive)[0], column) for records in self._cleaned)
        return "\n\n".join(text for text in texts if text)


def read_draft(text: str, parties: Spellings | None = None, language: str | None = None) -> Draft:
    """Return a draft with its bracketed amendments read.

    >>> import directriz
    >>> draft = directriz.read_draft("Adoptar medidas [ARG, CAN: inmediatas] de protección.")
    >>> draft.base
    'Adoptar medidas de protección.'
    >>> draft.accept("ARG")
    'Adoptar medidas inmediatas de protección.'
    >>> directriz.read_draft("Crear un fondo [ZON: común].", parties={"ZON": ["Zona Norte"]}).amendments[0].parties
    ('ZON',)

    >>> directriz.read_draft("Asistir a [COL: ~~mujeres~~ **personas**] tratadas.").base
    'Asistir a mujeres tratadas.'

    `text` is one document: paragraphs parted by a blank line are read together, since one amendment shows what another
    only hints at. Words between `~~` are struck, words between `**` are marked as proposed, as word processors export
    them; without such marks, a deletion is told by its wording or by what a scan left of the line through it. A bracket
    that names no party is text and stays, except in drafts whose brackets mark what is not agreed (docs/amendments.md,
    conventions); the draft shows which it is. The states of the Americas and the usual groups are known by their codes
    and names; `parties` adds others: code to spellings, or codes alone. Damage by optical character recognition is
    repaired where there is any. `language` is the draft's: "es", "pt" or "en"; None = guessed from its words, Spanish
    where they are too few to tell. Refuses (errors.WrongUsage) a language that has no word lists here, an argument of
    another type, and a paragraph with more than 64 brackets within one another.
    """
    text_given(text, "text")
    told = None if language is None else language_of(language_given(language))
    spoken = told or guess_language([text]) or language_of(USUAL)
    refuse_unknown(spoken, "language", "reading a draft", WrongUsage)
    spellings = _spellings(parties)
    paragraphs = list(_paragraphs(text))
    for paragraph in paragraphs:
        _refuse_deep(paragraph)
    units = [_unit(paragraph) for paragraph in paragraphs]
    forms = AmendmentForms(read=True, parties=spellings)
    cleaned = clean(Records(units), forms, Words(spoken, read_domain_words(spoken.code)), _drawing_of(paragraphs))
    known = read_parties().with_spellings(spellings)
    return Draft(text, known, list(zip(paragraphs, _by_record(units, cleaned), strict=True)))


def _spellings(parties: Spellings | None) -> dict[str, tuple[str, ...]]:
    if isinstance(parties, str):
        raise WrongUsage("parties", f"{parties!r} is one text", HOW_PARTIES)
    if isinstance(parties, Mapping):
        return {_party(code): _names(names) for code, names in parties.items()}
    if parties is not None and (isinstance(parties, bytes) or not isinstance(parties, Iterable)):
        raise WrongUsage("parties", f"{shown(parties)} names no parties", HOW_PARTIES)
    return {_party(code): () for code in parties or ()}


def _party(code: object) -> str:
    if not isinstance(code, str) or not code.strip():
        raise WrongUsage("parties", f"{shown(code)} is no code of a party", HOW_PARTIES)
    return code


def _names(names: object) -> tuple[str, ...]:
    given = (names,) if isinstance(names, str) else names
    if isinstance(given, bytes) or not isinstance(given, Iterable):
        raise WrongUsage("parties", f"{shown(names)} names no party", HOW_PARTIES)
    return tuple(_party(name) for name in given)


def _refuse_deep(paragraph: _Paragraph) -> None:
    """Refuse (WrongUsage) brackets so deep in one another that reading them would take minutes."""
    depth = 0
    for char in paragraph.text:
        depth = max(0, depth + (char == "[") - (char == "]"))
        if depth > MOST_NESTED:
            found = f"more than {MOST_NESTED} brackets stand within one another: {shown(paragraph.text)}"
            raise WrongUsage("draft", found, "Close the brackets, or part the paragraph with a blank line.")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph as it is read: single spaces, no marks; each character's place in the draft's text beside it."""

    record_id: str
    text: str
    places: tuple[int, ...]
    struck: tuple[Span, ...]
    marked: tuple[Span, ...]


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    start, number = 0, 0
    for end, after in [*(match.span() for match in BLANK_LINE.finditer(text)), (len(text), len(text))]:
        if text[start:end].strip():
            number += 1
            yield _paragraph(text, (start, end), number)
        start = after


def _paragraph(text: str, span: Span, number: int) -> _Paragraph:
    marks = [(pattern, match) for pattern in (STRUCK, BOLD) for match in pattern.finditer(text, *span)]
    signs = {at for _, match in marks for side in (match.start(), match.end() - 2) for at in (side, side + 1)}
    places: list[int] = []
    for at in range(*span):
        is_space_again = text[at].isspace() and (not places or text[places[-1]].isspace())
        if at not in signs and not is_space_again:
            places.append(at)
    while places and text[places[-1]].isspace():
        places.pop()
    plain = "".join(" " if text[at].isspace() else text[at] for at in places)
    spans = {
        pattern: tuple(
            (bisect_left(places, match.start()), bisect_left(places, match.end()))
            for each, match in marks
            if each is pattern
        )
        for pattern in (STRUCK, BOLD)
    }
    return _Paragraph(f"{PLAN}/directive/{number}", plain, tuple(places), spans[STRUCK], spans[BOLD])


def _drawing_of(paragraphs: Sequence[_Paragraph]) -> Drawing | None:
    """Return what the marks show; an amendment without `**` is proposed as a whole, whatever others mark."""
    struck = {paragraph.record_id: paragraph.struck for paragraph in paragraphs if paragraph.struck}
    marked = {paragraph.record_id: paragraph.marked for paragraph in paragraphs if paragraph.marked}
    for paragraph in paragraphs if marked else ():
        plain = [span for span in _tagged_brackets(paragraph.text) if not _overlaps(span, paragraph.marked)]
        marked[paragraph.record_id] = (*paragraph.marked, *plain)
    return Drawing(struck, marked or None) if struck or marked else None


def _tagged_brackets(text: str) -> Iterator[Span]:
    """Yield where the outermost brackets stand that begin with a name and a colon."""
    opened: list[int] = []
    for at, char in enumerate(text):
        if char == "[":
            opened.append(at)
        elif char == "]" and opened:
            start = opened.pop()
            if not opened and TAG.match(text, start):
                yield start, at + 1


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _unit(paragraph: _Paragraph) -> Directive:
    return Directive(
        directive_id=paragraph.record_id,
        plan_id=PLAN,
        kind="directive",
        section=None,
        number=paragraph.record_id.rsplit("/", 1)[1],
        number_inferred=True,
        text=None,
        text_source=paragraph.text,
        text_base=None,
        text_amended=None,
        amendment_count=0,
        page_start=None,
        page_end=None,
        text_sha256=sha256(paragraph.text),
    )


def _by_record(units: Sequence[Directive], cleaned: Records) -> Iterator[Records]:
    """Yield the cleaned records of each unit: the unit itself, its amendments, corrections and issues."""
    rows: dict[str, list[object]] = {unit.directive_id: [] for unit in units}
    for kind in cleaned.kinds():
        for row in cleaned.of(kind):
            rows[row.directive_id if isinstance(row, Directive) else row.record_id].append(row)
    yield from (Records(own) for own in rows.values())


def _amendment(row: AmendmentRecord, paragraph: _Paragraph, text: str) -> Amendment:
    start, end = paragraph.places[row.start], paragraph.places[row.end - 1] + 1
    if not row.as_printed.startswith("["):  # struck outside brackets: the marks around it are its own
        start = len(text[:start].rstrip("~*"))
        end += len(text[end:]) - len(text[end:].lstrip("~*"))
    return Amendment(
        parties=tuple(row.countries.split("|")) if row.countries else (),
        kind=row.kind,
        inserted=row.inserted,
        deleted=row.deleted,
        certainty=row.certainty,
        start=start,
        end=end,
        as_printed=text[start:end],
        role=row.role,
        options=row.options,
        placeholder=row.placeholder,
    )
