"""The readings of a record: without amendments, before any amendment, with all accepted, with some parties' accepted.

All readings are made from three published things: the text of the source, its amendments, and the corrections outside
the amendments. Some corrections remove what a line left between two brackets ("],—[", oas-3 directive 82). A comma or
slash between two brackets stays if the reading has words on both of its sides. If both brackets are removed, the
sentence keeps a comma that no line struck.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import eq
from typing import Literal

from ..records import Amendment, Directive, OcrCorrection, Provision, Records
from ..reference.parties import read_parties, spell
from .accepted import accepted_ids
from .bracket_instructions import QUOTED, verb_at
from .bracket_spacing import join
from .bracket_tree import Brackets
from .bracket_words import LEAD_OPTION
from .drawn_strikes import KEPT, PRINTED_WORD, PROPOSED, STRUCK, fates_of_words
from .ocr import Correction
from .role_notes import MARK, is_note, note_at
from .strike_leftovers import METHOD as STRUCK_GAP
from .strike_signs import repaired_form

KEPT_EDGES = re.compile(r"^\s*\[|\s*\]$")
INSTRUCTION = re.compile(r"(?P<verb>[^:“\"«]+)[:“\"«]")
BRACKET = re.compile(r"[\[\](){}|]")
GLUE = tuple("-–/'’")
MOST_BEFORE_VERB = 16  # tokens of a bracket up to its verb: parties, "proposes to"
SEPARATOR = re.compile(r"[\s,;/]*")

Wording = Callable[[Amendment], Literal["inserted", "deleted", "neither"]]  # the words of it that are read
Find = Callable[[str], Brackets]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a reading: text outside brackets, or the words of one of them."""

    text: str
    is_bracket: bool
    is_glued_left: bool = False  # no space parts it from the word before: "niñ[ARG: e]s"
    is_glued_right: bool = False
    stays: bool = False  # marks between two brackets that stay though neither has words


def reading(record: Directive | Provision, records: Records, accept: Collection[str]) -> str | None:
    """Return the text of `record` with the amendments of `accept` accepted and all others left out.

    `accept` holds countries (ISO alpha-3), amendment ids, or options ("option 2"); words that others strike stand.
    None where no word is left.
    """
    record_id = record.directive_id if isinstance(record, Directive) else record.record_id
    amendments = [each for each in records.of(Amendment) if each.record_id == record_id]
    corrections = [as_correction(each) for each in records.of(OcrCorrection) if each.record_id == record_id]
    wanted = frozenset(accept)

    def is_wanted(amendment: Amendment) -> bool:
        option = f"option {amendment.options}" if amendment.options else ""
        return bool({amendment.amendment_id, option} & wanted) or not wanted.isdisjoint(backers_of(amendment))

    taken = accepted_ids(amendments, is_wanted)
    accepted = accepting(lambda amendment: amendment.amendment_id in taken)
    return render(record.text_source, amendments, corrections, accepted)


def backers_of(amendment: Amendment) -> list[str]:
    """Return the countries that want the amendment: that propose or support it, or table a deletion as opponents."""
    countries = (amendment.countries or "").split("|")
    roles = (amendment.role or "").split("|")
    roles = roles if len(roles) == len(countries) else roles[:1] * len(countries)
    if set(roles) == {"opposes"} and amendment.kind == "deletion":
        return countries
    return [iso for iso, role in zip(countries, roles, strict=True) if role not in ("opposes", "reserves")]


def accepting(is_accepted: Callable[[Amendment], bool]) -> Wording:
    """Return the reading with the proposed words of what is accepted, and the struck ones of all else."""
    return lambda amendment: "inserted" if is_accepted(amendment) else "deleted"


def stripped(amendment: Amendment) -> Literal["neither"]:
    """Return the reading without brackets."""
    return "neither"


def as_correction(row: OcrCorrection) -> Correction:
    """Return a published correction as the repairer makes it."""
    return Correction(row.start, row.before, row.after or "", row.method, row.score)


def render(
    text: str, amendments: Sequence[Amendment], corrections: Sequence[Correction], wording: Wording
) -> str | None:
    """Return `text` with `wording` for its amendments and everything else corrected; None where no word is left."""
    outer = outermost(amendments)
    segments, done = [], 0
    for amendment, inner in zip(outer, held_by(outer, amendments), strict=True):
        before, after = repeats_around(text, amendment)
        span = (done, amendment.start - before)
        stays = wording is stripped and stays_printed(text, span, corrections)
        segments.append(Segment(repaired_form(text, span, corrections), False, stays=stays))
        glued = glued_sides(text, amendment)
        segments.append(Segment(word_bracket(text, amendment, inner, wording, corrections), True, *glued))
        done = amendment.end + after
    segments.append(Segment(repaired_form(text, (done, len(text)), corrections), False))
    whole = assemble(segments)
    return whole if any(char.isalnum() for char in whole) else None


def repeats_around(text: str, amendment: Amendment) -> tuple[int, int]:
    """Return how many characters before and behind a bracket are the words that it asks to strike.

    "shall [CAN: replace “shall” by “may”] report" strikes the word before the bracket: no reading has it twice.
    """
    if not amendment.deleted or not asks_to_strike(amendment.as_printed):
        return 0, 0
    phrase = r"\W+".join(map(re.escape, re.findall(r"\w+", amendment.deleted)))
    before = re.search(rf"(?<!\w){phrase}\W*$", text[: amendment.start], re.IGNORECASE) if phrase else None
    if before is not None:
        return amendment.start - before.start(), 0
    after = re.match(rf"\W*{phrase}(?!\w)", text[amendment.end :], re.IGNORECASE) if phrase else None
    return 0, after.end() if after else 0


def asks_to_strike(printed: str) -> bool:
    """Tell whether a bracket asks in words for a deletion or a replacement: a verb stands before what it names."""
    verbs = {verb for verb, kind in read_parties().verbs.items() if kind in ("deletion", "replacement")}
    words = spell(printed)[:MOST_BEFORE_VERB]
    return any(words[at : at + length] in verbs for at in range(len(words)) for length in (1, 2, 3))


def stays_printed(text: str, span: tuple[int, int], corrections: Iterable[Correction]) -> bool:
    """Tell whether marks between two brackets belong to the sentence: not struck, and not between alternatives."""
    is_struck = any(each.method == STRUCK_GAP and span[0] <= each.start < span[1] for each in corrections)
    return not is_struck and "/" not in text[span[0] : span[1]]


def outermost(amendments: Iterable[Amendment]) -> list[Amendment]:
    """Return the amendments that stand in no other, in order."""
    found: list[Amendment] = []
    for amendment in sorted(amendments, key=lambda each: (each.start, -each.end)):
        if not found or amendment.start >= found[-1].end:
            found.append(amendment)
    return found


def held_by(outer: Sequence[Amendment], amendments: Iterable[Amendment]) -> list[list[Amendment]]:
    """Return for each of some amendments that stand side by side, in order, those that stand in it."""
    found: list[list[Amendment]] = [[] for _ in outer]
    starts = [each.start for each in outer]
    for amendment in amendments:
        place = bisect_right(starts, amendment.start) - 1
        if place >= 0 and is_within(amendment, outer[place]):
            found[place].append(amendment)
    return found


def is_within(inner: Amendment, outer: Amendment) -> bool:
    """Tell whether one amendment stands in another."""
    return inner is not outer and outer.start <= inner.start and inner.end <= outer.end


def word_bracket(
    text: str,
    amendment: Amendment,
    inner: Sequence[Amendment],
    wording: Wording,
    corrections: Sequence[Correction],
) -> str:
    """Return the words of a bracket, those within it put in where they stand among its own.

    Brackets within one that is not accepted are not read: what they amend is not there.
    """
    choice = wording(amendment)
    words = ({"inserted": amendment.inserted, "deleted": amendment.deleted}.get(choice) or "").split()
    if not inner:
        repaired = repaired_form(text, (amendment.start, amendment.end), corrections)
        return " ".join(with_kept_words(amendment, repaired, words, choice, any(repeats_around(text, amendment))))
    if choice != "inserted":
        return " ".join(words)
    written, done = "", 0
    own = own_words(text, (amendment.start, amendment.end), inner)
    skipped = words_before(own, words)
    children = outermost(inner)
    for child, deeper in zip(children, held_by(children, inner), strict=True):
        place = min(len(words), max(done, sum(at < child.start for at, _ in own) - skipped))
        for part in (" ".join(words[done:place]), word_bracket(text, child, deeper, wording, corrections)):
            written = join(written, part) if part else written
        done = place
    return join(written, " ".join(words[done:])) if done < len(words) else written


def with_kept_words(
    amendment: Amendment, repaired: str, words: Sequence[str], choice: str, has_repeat: bool
) -> list[str]:
    """Return the words read and those that the amendment does not touch, in their places.

    `repaired` is the amendment as printed, repaired: there stand the words that it does not touch. An amendment that
    asks for a change in words (`has_repeat`: of words beside it) has none.
    """
    if choice == "neither" or has_repeat or not (amendment.inserted or amendment.deleted):
        return list(words)
    if LEAD_OPTION.match(repaired):  # the label of an option is no word of it
        return list(words)
    printed = printed_words(without_notes(repaired, amendment))
    fates = fates_of_words(printed, (amendment.inserted or "").split(), (amendment.deleted or "").split())
    if fates is None or KEPT not in fates:
        return list(words)
    rest, fate_read = iter(words), PROPOSED if choice == "inserted" else STRUCK
    read = ((word, fate) for word, fate in zip(printed, fates, strict=True) if fate in (KEPT, fate_read))
    return [word if fate == KEPT else next(rest) for word, fate in read]


def without_notes(printed: str, amendment: Amendment) -> str:
    """Return an amendment as printed without what other parties think of it: "; EU opposes"."""
    named = f"{amendment.inserted or ''} {amendment.deleted or ''}"
    for mark in MARK.finditer(printed):
        rest = printed[mark.end() :].strip("[]{}() .")
        if rest and rest not in named and is_note(rest):
            return without_stray_notes(printed[: mark.start()], named)
    return without_stray_notes(printed, named)


def without_stray_notes(printed: str, named: str) -> str:
    """Return an amendment as printed without the notes among its words; `named`: all words that it adds or strikes."""
    for mark in reversed(list(MARK.finditer(printed))):
        note = note_at(printed, mark.start(), len(printed))
        said = printed[slice(*note)].strip("[]{}() .;,–—-") if note else ""
        if note and said and said not in named and is_note(said):
            printed = printed[: note[0]] + printed[note[1] :]
    return printed


def printed_words(printed: str) -> list[str]:
    """Return the words of an amendment behind its tag; none where no colon ends that, so that no word is kept."""
    if BRACKET.search(printed) is None:
        return PRINTED_WORD.findall(printed)
    head, colon, content = printed.partition(":")
    verbs = read_parties().verbs
    is_verb = bool(verbs.get(spell(head.strip("[{( "))))  # "[Delete: all – US]": parties may stand behind the words
    if is_verb or any(verbs.get(spell(word)) == "replacement" for word in head.split()):
        return []
    if QUOTED.search(content) and verb_at(content, 0, len(content), read_parties()):
        return []
    verb = INSTRUCTION.match(content)
    if verb is not None and spell(verb["verb"]) in verbs:
        content = content[verb.end() :]
    return PRINTED_WORD.findall(KEPT_EDGES.sub("", content)) if colon else []


def own_words(text: str, span: tuple[int, int], inner: Sequence[Amendment]) -> list[tuple[int, str]]:
    """Return the words that stand in `span` and in no amendment of `inner`, each with its place."""
    chars = list(text[span[0] : span[1]])
    for each in inner:
        chars[each.start - span[0] : each.end - span[0]] = " " * (each.end - each.start)
    found = re.finditer(r"\S+", "".join(chars))
    return [(span[0] + word.start(), word[0]) for word in found if any(map(str.isalnum, word[0]))]


def words_before(own: Sequence[tuple[int, str]], words: Sequence[str]) -> int:
    """Return how many words of a bracket belong to its tag. They stand before the words that are read.

    What other parties think of it may stand behind them, so most words alike decide; if several places are, the last.
    """
    keys = [spell(word) for word in words]
    printed = [spell(word) for _, word in own]
    places = range(max(0, len(printed) - len(keys)) + 1)
    return max(places, key=lambda at: (sum(map(eq, printed[at:], keys)), at))


def assemble(segments: Sequence[Segment]) -> str:
    """Return the segments joined; a separator between two brackets only where words stand on both sides."""
    whole, glue = "", False
    before, after = comes_after_words(segments), comes_after_words(segments[::-1])[::-1]
    for at, segment in enumerate(segments):
        is_used = segment.stays or (before[at] and after[at])
        if is_separator(segments, at) and not is_used:
            continue
        if segment.is_bracket and not segment.text.strip():
            glue = segment.is_glued_left and segment.is_glued_right
            continue
        is_glued = at > 0 and (glue or segment.is_glued_left or segments[at - 1].is_glued_right)
        whole = join(whole, segment.text, is_glued) if segment.text else whole
        glue = False
    return " ".join(join(whole, "").split())


def is_separator(segments: Sequence[Segment], at: int) -> bool:
    """Tell whether a segment is nothing but marks between two brackets."""
    between = 0 < at < len(segments) - 1 and not segments[at].is_bracket
    return between and SEPARATOR.fullmatch(segments[at].text) is not None and bool(segments[at].text.strip())


def comes_after_words(segments: Iterable[Segment]) -> list[bool]:
    """Tell for each segment whether a bracket with words stands before it, and no other text between the two."""
    found, comes = [], False
    for segment in segments:
        found.append(comes)
        is_blank = not segment.text if segment.is_bracket else SEPARATOR.fullmatch(segment.text) is not None
        comes = comes if is_blank else segment.is_bracket
    return found


def strip_amendments(text: str, find: Find) -> str:
    """Return `text` without the amendments that `find` finds in it or in what is left, nor halves of brackets."""
    while True:
        found = find(text)
        if not found.amendments and not found.left_out:
            return text
        cuts = sorted(
            [*((each.start, each.end) for each in found.amendments), *((at, at + 1) for at in found.left_out)]
        )
        segments, done = [], 0
        for start, end in cuts:
            if start >= done:
                infix = is_infix(text, start, end)
                segments += [Segment(text[done:start], False), Segment("", True, infix, infix)]
                done = end
        text = assemble([*segments, Segment(text[done:], False)])


def is_infix(text: str, start: int, end: int) -> bool:
    """Tell whether a bracket stands within a word."""
    return text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()


def glued_sides(text: str, amendment: Amendment) -> tuple[bool, bool]:
    """Tell whether no space parts the words of an amendment from those before it, and from those after it.

    A bracket touches its neighbours only inside a word. Words struck outside brackets are read as printed: "y/~~o~~".
    """
    if BRACKET.search(amendment.as_printed):
        infix = is_infix(text, amendment.start, amendment.end)
        return infix, infix
    before, after = text[amendment.start - 1 : amendment.start], text[amendment.end : amendment.end + 1]
    return before.isalnum() or before in GLUE, after.isalnum() or after in GLUE


def pieces_of(text: str, amendments: Iterable[Amendment]) -> list[str]:
    """Return `text` cut at its outermost amendments: outside, as printed, outside, …; joined they are `text`."""
    cut, done = [], 0
    for amendment in outermost(amendments):
        cut += [text[done : amendment.start], amendment.as_printed]
        done = amendment.end
    return [*cut, text[done:]]
