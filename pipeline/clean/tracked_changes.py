"""Struck words outside all brackets: drafts with tracked changes, which name no party.

Struck words are a deletion. Words beside them that are marked (bold, underlined, coloured) are the replacement. Marked
words alone are an insertion only where the document marks its insertions so (`marked_insertions`). They are none before
a strike, if the document's paragraphs begin in that way ("**Reconociendo** ~~el papel~~ …"), and none where a whole
paragraph is marked except for a few struck words, as a heading is. Where the brackets name parties, one short marked
word alone is a doubt: in a scan, "la" in sans-serif type looks bold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .bracket_tree import Bracket, Brackets, own_segments, walk
from .draft_settings import Drawing
from .drawn_strikes import KEPT, MIXED, PROPOSED, STRUCK, fate_of
from .marked_insertions import COLOURED, UNDERLINED, doubtful_marks, find_habits, is_insertion, look_of
from .strike_signs import PIECE
from .tag_tokens import Tag

Span = tuple[int, int]
MANY_LEADS = 2  # with so many paragraphs that begin with marked words, the marks are type and no changes
SHORTEST = 4  # letters of marked words that are a doubt, no change, where the document's brackets name the parties
FEWEST_WORDS = 4  # of a paragraph that is new as a whole; a heading may have fewer
MOST_MARKED = 2  # marked words for each struck one in a paragraph that has no other words


@dataclass(frozen=True, slots=True)
class Word:
    """A word outside brackets, with its strike and its marks in the drawing."""

    start: int
    end: int
    fate: str
    segment: Span  # from the bracket before it to the one behind it

    @property
    def is_changed(self) -> bool:
        """True where some of it is struck."""
        return self.fate in (STRUCK, MIXED)


def with_tracked(found: Mapping[str, Brackets], texts: Mapping[str, str], drawing: Drawing) -> dict[str, Brackets]:
    """Return the brackets of each record with its struck runs outside of them, as amendments of nobody."""
    words = {record_id: words_outside(texts[record_id], found[record_id], record_id, drawing) for record_id in found}
    whole = {each: look for each in found if (look := whole_look(texts[each], words[each], each, drawing))}
    is_led = sum(map(has_marked_lead, words.values())) >= MANY_LEADS
    words = {record_id: settle_marks(own, is_led) for record_id, own in words.items()}
    drawn = {record_id: drawn_spans(record_id, drawing) for record_id in found}
    runs = {each: list(runs_of(texts[each], words[each], drawn[each])) for each in found}
    alone = {each: list(marked_runs(texts[each], words[each], drawn[each])) for each in found}
    changed = {each: with_struck_brackets(texts[each], runs[each], alone[each], found[each].ordinary) for each in found}
    inside = {each: [(one.content_start, one.content_end) for one in walk(found[each].amendments)] for each in found}
    habits = find_habits(texts, drawing, {each: [*changed[each], *inside[each]] for each in found})
    names_parties = any(one.tag.countries for brackets in found.values() for one in walk(brackets.amendments))
    made = {}
    for each, brackets in found.items():
        is_legend = each in habits.legends
        left = [run for run in alone[each] if not any(start <= run[0] < end for start, end in changed[each])]
        looks = [] if is_legend else [(run, look_of(run, each, drawing)) for run in left]
        added = [run for run, look in looks if is_insertion(texts[each], run, look, habits)]
        faint = [run for run in added if names_parties and is_one_short_word(texts[each][slice(*run)])]
        grown = with_struck_brackets(texts[each], [run for run in added if run not in faint], (), brackets.ordinary)
        doubtful = sorted([*doubtful_marks(texts[each], looks, habits), *faint])
        if each in whole and not is_legend:
            span = (0, len(texts[each]))
            grown, doubtful = ([span], []) if whole[each] in habits.looks else ([], [span])
        made[each] = with_runs(brackets, [*changed[each], *grown], tuple(doubtful))
    return made


def whole_look(text: str, words: Sequence[Word], record_id: str, drawing: Drawing) -> str:
    """Return how a whole paragraph is underlined or coloured, as a new one is; "" for a heading and for others."""
    is_marked = len(words) >= FEWEST_WORDS and all(word.fate == PROPOSED for word in words)
    look = look_of((0, len(text)), record_id, drawing) if is_marked and text.rstrip()[-1:] in ".;:," else ""
    return look if look in (UNDERLINED, COLOURED) else ""


def is_one_short_word(words: str) -> bool:
    """Tell whether marked words are one of few letters, or none: in a scan the weight of their type cannot be told."""
    return sum(map(str.isalnum, words)) <= SHORTEST


def drawn_spans(record_id: str, drawing: Drawing) -> list[Span]:
    """Return all struck and marked stretches of a record."""
    return [*drawing.struck.get(record_id, ()), *(drawing.proposed or {}).get(record_id, ())]


def with_runs(brackets: Brackets, spans: Sequence[Span], unclear: tuple[Span, ...]) -> Brackets:
    """Return the brackets of a record with tracked changes among them; brackets within one are a part of it."""
    tracked = [bracket_of(span) for span in spans]
    ordinary = [each for each in brackets.ordinary if not any(start <= each[0] < end for start, end in spans)]
    both = sorted([*brackets.amendments, *tracked], key=lambda each: each.start)
    return replace(brackets, amendments=tuple(both), ordinary=tuple(ordinary), unclear=unclear)


def with_struck_brackets(
    text: str, runs: Sequence[Span], alone: Sequence[Span], ordinary: Sequence[Span]
) -> list[Span]:
    """Return runs.

    A run in a bracket that holds nothing else takes in the bracket and the marked words (`alone`) beside it.

    "[~~treinta~~] **quince** días": nothing is left in the bracket, and the marked word stands for the struck one.
    """
    grown = list(runs)
    for bracket in ordinary:
        within = [run for run in [*grown, *alone] if bracket[0] <= run[1] - 1 and run[0] <= bracket[1]]
        if not any(run in grown for run in within) or has_plain_words(text, bracket, within):
            continue
        beside = [run for run in [*grown, *alone] if not text[bracket[1] : run[0]].strip() and run[0] >= bracket[1]]
        beside += [run for run in [*grown, *alone] if run[1] <= bracket[0] and not text[run[1] : bracket[0]].strip()]
        merged = [*within, bracket, *beside[:1]]
        grown = [run for run in grown if run not in merged]
        grown.append((min(run[0] for run in merged), max(run[1] for run in merged)))
    return sorted(grown)


def has_plain_words(text: str, bracket: Span, runs: Sequence[Span]) -> bool:
    """Tell whether a bracket holds words that are in none of the runs."""
    return any(text[at].isalnum() and not is_within(at, runs) for at in range(*bracket))


def marked_runs(text: str, words: Sequence[Word], drawn: Sequence[Span]) -> Iterator[Span]:
    """Yield the spans of neighbouring marked words none of which is struck."""
    yield from runs_of(text, words, drawn, struck=False)


def words_outside(text: str, brackets: Brackets, record_id: str, drawing: Drawing) -> list[Word]:
    """Return the words of a record that stand in no amendment; no mark is known where the drawing has none."""
    words = []
    for segment in own_segments(0, len(text), brackets.amendments):
        for match in PIECE.finditer(text, *segment):
            fate = fate_of(match.span(), record_id, drawing)
            is_unknown = drawing.proposed is None and fate == PROPOSED
            words.append(Word(*match.span(), KEPT if is_unknown else fate, segment))
    return words


def has_marked_lead(words: Sequence[Word]) -> bool:
    """Tell whether a paragraph begins with marked words, goes on with plain ones, and strikes nothing."""
    fates = [word.fate for word in words]
    return fates[:1] == [PROPOSED] and KEPT in fates and not any(word.is_changed for word in words)


def settle_marks(words: Sequence[Word], is_led: bool) -> list[Word]:
    """Return the words of a record. Marks that belong to the type of the paragraph are taken off its words."""
    marked = sum(word.fate == PROPOSED for word in words)
    changed = sum(word.is_changed for word in words)
    if marked + changed == len(words) and marked > MOST_MARKED * changed:
        return [replace(word, fate=KEPT) if word.fate == PROPOSED else word for word in words]
    lead = next((at for at, word in enumerate(words) if word.fate != PROPOSED), len(words)) if is_led else 0
    return [replace(word, fate=KEPT) if at < lead else word for at, word in enumerate(words)]


def runs_of(text: str, words: Sequence[Word], drawn: Sequence[Span], struck: bool = True) -> Iterator[Span]:
    """Yield where words stand together of which some are struck and the others marked, marks at the ends included.

    `struck` False = where marked words stand together of which none is struck.
    """
    run: list[Word] = []
    for word in [*words, Word(len(text), len(text), KEPT, (len(text), len(text)))]:
        is_apart = run and (word.segment != run[-1].segment or not is_drawn(text, (run[-1].end, word.start), drawn))
        if run and (is_apart or word.fate == KEPT):
            if any(each.is_changed for each in run) is struck:
                yield widen(text, (run[0].start, run[-1].end), run[0].segment, drawn)
            run = []
        if word.fate != KEPT:
            run.append(word)


def is_drawn(text: str, gap: Span, drawn: Sequence[Span]) -> bool:
    """Tell whether nothing but spaces, struck marks and marked ones stand in a gap."""
    return all(text[at].isspace() or is_within(at, drawn) for at in range(*gap))


def widen(text: str, run: Span, segment: Span, drawn: Sequence[Span]) -> Span:
    """Return a run with the marks beside it that are struck or marked, too: "**, según corresponda,**"."""
    start, end = run
    while start > segment[0] and is_within(start - 1, drawn) and not text[start - 1].isalnum():
        start -= 1
    while end < segment[1] and is_within(end, drawn) and not text[end].isalnum():
        end += 1
    kept = text[start:end]
    return start + len(kept) - len(kept.lstrip()), end - len(kept) + len(kept.rstrip())


def is_within(at: int, spans: Sequence[Span]) -> bool:
    """Tell whether a character stands in one of the spans."""
    return any(start <= at < end for start, end in spans)


def bracket_of(run: Span) -> Bracket:
    """Return a run as an amendment that names nobody."""
    return Bracket(*run, Tag(run[0], (), (), False, False), *run, is_tracked=True)
