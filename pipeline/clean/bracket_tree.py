"""The brackets of one text as a tree: what `brackets` finds, and how the tree is walked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..corrections import HandAmendment
from .bracket_instructions import Instruction
from .tag_tokens import Tag

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bracket:
    """One amendment: `text[start:end]` is it as printed, `text[content_start:content_end]` what it holds."""

    start: int
    end: int
    tag: Tag
    content_start: int
    content_end: int
    children: tuple[Bracket, ...] = ()
    is_misread: bool = False  # a bracket of it is misread or missing
    is_unclosed: bool = False
    said: HandAmendment | None = None  # how a person reads it
    has_guessed_end: bool = False  # an option of which nothing says with which paragraph it ends
    instruction: Instruction | None = None  # the change that it asks for: "replace “shall” by “may”"
    notes: tuple[Span, ...] = ()  # what other parties think of it, told among its words
    is_tracked: bool = False  # no bracket at all: words that a line strikes, and those beside them

    @property
    def own_parts(self) -> list[Span]:
        """The parts of its words that stand in no bracket within it and in no note."""
        held = sorted([*((each.start, each.end) for each in self.children), *self.notes])
        return list(parts_outside(self.content_start, self.content_end, held))


@dataclass(frozen=True, slots=True)
class Brackets:
    """What the brackets of one text are."""

    amendments: tuple[Bracket, ...]  # outermost, in order
    ordinary: tuple[Span, ...]  # brackets that stay in the text
    strays: tuple[int, ...]  # places of half brackets that belong to nothing
    wrappers: tuple[int, ...] = ()  # places of brackets that hold nothing but others: "[[CAN: …] [USA: …]]"
    unread_notes: tuple[Span, ...] = ()  # outside all brackets: what a party thinks of them, "(EU opposes)"
    unclear: tuple[Span, ...] = ()  # marked words that may be insertions
    labels: tuple[Span, ...] = ()  # tags that stand alone over the paragraphs of their bracket: "[US propose:"

    @property
    def left_out(self) -> tuple[int, ...]:
        """The brackets that no reading has, though they are no amendments."""
        return tuple(sorted((*self.strays, *self.wrappers)))


def own_segments(start: int, end: int, children: Sequence[Bracket]) -> Iterator[Span]:
    """Yield the parts of `start` to `end` that stand in none of `children`."""
    yield from parts_outside(start, end, [(child.start, child.end) for child in children])


def parts_outside(start: int, end: int, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the parts of `start` to `end` that stand in none of `spans`, which are in order."""
    for first, last in spans:
        yield start, first
        start = last
    yield start, end


def nested(brackets: Sequence[Bracket], added: Sequence[Bracket]) -> tuple[Bracket, ...]:
    """Return brackets in order with `added` among them, each within the innermost bracket that holds it."""
    made, free = list[Bracket](), list(added)
    for bracket in brackets:
        own = [each for each in free if inside(each, bracket) and each.start >= bracket.content_start]
        free = [each for each in free if each not in own]
        made.append(replace(bracket, children=nested(bracket.children, own)) if own else bracket)
    return tuple(sorted([*made, *free], key=lambda each: each.start))


def inside(bracket: Bracket, other: Bracket) -> bool:
    """Tell whether `bracket` stands in `other`."""
    return other.start <= bracket.start and bracket.end <= other.end


def names_somebody(tag: Tag) -> bool:
    """Tell whether a tag names a party, also one that no list has, or a group of them."""
    return bool(tag.countries or tag.unknown or tag.role or (tag.has_colon and not tag.is_option))


def walk(brackets: Sequence[Bracket]) -> Iterator[Bracket]:
    """Yield the brackets and those within them, in the order in which they open."""
    for bracket in brackets:
        yield bracket
        yield from walk(bracket.children)
