"""Compares an edition of a plan with the one that it supersedes: finds the change of every action.

`wording` and `bodies` compare the words and the bodies of two actions, `likeness` scores every pair, `matching` chooses
the pairs, the merged and the split actions, `headings` finds the moved ones. This module makes one `EditionChange` for
each pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..records import Action, EditionChange
from ..reference.successions import Successions
from ..text import fold
from .bodies import compare_bodies
from .edition import BODY_COLUMNS, Edition, compared_columns, is_same
from .headings import HEADINGS, moved_pairs
from .matching import MUCH_OF_IT, Matcher, pairs_of
from .wording import as_printed, is_small_change, similarity, without_end

__all__ = ["ELSEWHERE", "Edition", "Line", "compare_editions", "lines_of"]

ELSEWHERE = "stands elsewhere under its heading"
MOST_PAGES = 8  # that an evidence names
SAME_WORDS = 0.8  # share of an action's words in one row, from which it is that action
SURE = 0.75  # likeness of the wording from which a pair is certain
SAME_LETTERS = 0.8  # similarity of the letters from which a pair is certain
FAIR = 0.45  # similarity from which a pair is certain if its lead is NO_RIVAL_NEAR
BESIDE = 2  # places between an action and another that may be a part of it
FEW_WORDS, FAIR_COVER = 0.05, 0.2  # least gain and cover of another part that may have been missed
NO_RIVAL = 0.08  # lead over the next best action
NO_RIVAL_NEAR = 0.25  # lead over the next best action of a pair that is only FAIR


@dataclass(frozen=True)
class _Found:
    """One pair as it was found."""

    i: int
    j: int
    how: str  # plain | merged | split
    moved: str | None  # axis | subaxis | order


class _Comparison:
    """Two editions, matched."""

    def __init__(self, plan_id: str, old: Edition, new: Edition, successions: Successions) -> None:
        self.plan_id, self.old, self.new, self.successions = plan_id, old, new, successions
        self.supersedes = old.actions[0].plan_id if old.actions else ""
        matcher = Matcher(old, new, successions)
        self.matching, self.words = matcher.match(), matcher.words
        pairs = list(pairs_of(self.matching))
        self.alone = [
            [place for place in range(len(side.actions)) if place not in {pair[at] for pair in pairs}]
            for at, side in enumerate((old, new))
        ]  # places of actions without a pair: earlier ones, new ones
        self.columns = compared_columns()
        texts = [(old.actions[i].action, new.actions[j].action) for i, j, how in pairs if how == "plain"]
        alike = [
            as_printed(mine) == as_printed(other) for mine, other in texts if without_end(mine) == without_end(other)
        ]
        self.is_end_aside = 2 * sum(alike) < len(alike)  # most texts that are the same otherwise end in another mark

    def _is_same_text(self, before: Action, after: Action) -> bool:
        compared = without_end if self.is_end_aside else as_printed
        return compared(before.action) == compared(after.action)

    def changes(self) -> Iterator[EditionChange]:
        """Yield a row for each pair and each action of the new edition in its order, then the removed ones."""
        pairs = list(pairs_of(self.matching))
        moved = moved_pairs(self.old, self.new, [(i, j) for i, j, _ in pairs])
        by_new: dict[int, list[_Found]] = {}
        for i, j, how in pairs:
            by_new.setdefault(j, []).append(_Found(i, j, how, moved.get((i, j))))
        for j, action in enumerate(self.new.actions):
            for found in by_new.get(j, ()):
                yield self._pair(found)
            if j not in by_new:
                yield self._alone("added", None, action, self._nearest(j, 1))
        paired = {i for i, _, _ in pairs}
        for i, action in enumerate(self.old.actions):
            if i not in paired:
                yield self._alone("removed", action, None, self._nearest(i, 0), self._aside_told(action))

    def _pair(self, found: _Found) -> EditionChange:
        before, after = self.old.actions[found.i], self.new.actions[found.j]
        fields, told = self._fields(before, after)
        kinds = _kinds(before, after, found, self._is_same_text(before, after))
        return EditionChange(
            plan_id=self.plan_id,
            supersedes=self.supersedes,
            kind="|".join(kinds),
            action_id_old=before.action_id,
            action_id_new=after.action_id,
            fields_changed="|".join(fields) or None,
            similarity=similarity(before.action, after.action),
            certainty=self._certainty(found),
            evidence="|".join([*self._reasons(found, fields), *told]),
        )

    def _alone(
        self, kind: str, before: Action | None, after: Action | None, nearest: str, aside: str = ""
    ) -> EditionChange:
        return EditionChange(
            plan_id=self.plan_id,
            supersedes=self.supersedes,
            kind=kind,
            action_id_old=before.action_id if before else None,
            action_id_new=after.action_id if after else None,
            fields_changed=None,
            similarity=None,
            certainty="low" if aside or nearest.startswith("near") else "high",
            evidence="|".join(filter(None, (nearest, aside))),
        )

    def _nearest(self, place: int, side: int) -> str:
        """Return the nearest action of the other edition to one that has no pair."""
        other = (self.new, self.old)[side]
        wording = self.matching.likeness.wording
        line = wording[:, place] if side else wording[place]
        if not len(line) or float(line.max()) < 0.2:
            return f"nothing in the {'earlier' if side else 'new'} edition has its words"
        best = int(line.argmax())
        near = "near to" if float(line[best]) >= 0.5 else "nearest, and far:"
        return f"{near} {other.actions[best].action_id}, which has another counterpart or none"

    def _aside_told(self, action: Action) -> str:
        """Return where an action that was not found may stand: in tables of the new edition that are set aside."""
        words = set(fold(action.action).split())
        found = [
            each for each in self.new.aside if len(words & set(fold(each.text).split())) >= SAME_WORDS * len(words)
        ]
        pages = sorted({each.page for each in found or self.new.aside if each.page is not None})
        if not self.new.aside:
            return ""
        where = f"p. {', '.join(map(str, pages[:MOST_PAGES]))} of " if pages else ""
        if found:
            return f"its words stand on {where}the new edition, in a table that is set aside"
        return f"tables are set aside on {where}the new edition: it may stand there"

    def _fields(self, before: Action, after: Action) -> tuple[list[str], list[str]]:
        """Return the columns other than the text that differ, and the changes of the bodies."""
        fields: list[str] = []
        told: list[str] = []
        for column in self.columns:
            if is_same(before, after, column):
                continue
            if column not in BODY_COLUMNS:
                fields.append(column)
                continue
            mine = self.old.bodies.get((before.action_id, column), [])
            change = compare_bodies(mine, self.new.bodies.get((after.action_id, column), []), self.successions)
            if not change.is_same:
                fields.append(f"renamed:{column}" if change.is_renamed else column)
                told.append(f"{column}: {'; '.join(change.words)}")
        return fields, told

    def _certainty(self, found: _Found) -> str:
        likeness = self.matching.likeness
        if found.how != "plain":
            is_sure = likeness.wording[found.i, found.j] >= 0.5 or self._share(found) >= MUCH_OF_IT
            return "high" if is_sure else "low"
        if self._other_part(found):
            return "low"
        score = likeness.score
        row, column = score[found.i].tolist(), score[:, found.j].tolist()
        del row[found.j], column[found.i]
        lead = float(score[found.i, found.j]) - max([*row, *column], default=0.0)
        wording = float(likeness.wording[found.i, found.j])
        if wording >= FAIR and lead >= NO_RIVAL_NEAR:
            return "high"
        if lead < NO_RIVAL:
            return "low"
        before, after = self.old.actions[found.i], self.new.actions[found.j]
        is_clear = wording >= SURE or similarity(before.action, after.action) >= SAME_LETTERS or self._is_small(found)
        return "high" if is_clear else "low"

    def _share(self, found: _Found) -> float:
        """Return the share of the words of a part of a merge or a split that the whole has."""
        texts = self.old.actions[found.i].action, self.new.actions[found.j].action
        part, whole = texts if found.how == "merged" else reversed(texts)
        return self.words.share_in(part, whole)

    def _other_part(self, found: _Found) -> str | None:
        """Return the action beside a reworded one, without a pair, that has words which the pair lost or gained."""
        before, after = self.old.actions[found.i].action, self.new.actions[found.j].action
        for side, place, whole, said in ((1, found.j, before, after), (0, found.i, after, before)):
            actions = (self.old, self.new)[side].actions
            for other in self.alone[side]:
                if 0 < abs(other - place) <= BESIDE:
                    overlap = self.words.overlap(actions[other].action, whole, said)
                    if overlap.gain >= FEW_WORDS and overlap.cover >= FAIR_COVER:
                        return actions[other].action_id
        return None

    def _is_small(self, found: _Found) -> bool:
        before, after = self.old.actions[found.i], self.new.actions[found.j]
        return is_small_change(before.action, after.action, self.successions, self.new.jurisdiction, self.new.language)

    def _reasons(self, found: _Found, fields: list[str]) -> Iterator[str]:
        """Yield the evidence for a pair, in words."""
        before, after = self.old.actions[found.i], self.new.actions[found.j]
        if as_printed(before.action) == as_printed(after.action):
            yield "same words"
        elif self._is_same_text(before, after):
            yield "same words; the mark at the end differs, as in most actions of the two editions"
        elif self._is_small(found):
            yield "same words but for bodies, numbers or punctuation"
        elif self.matching.likeness.wording[found.i, found.j] < FAIR:
            yield "the words alone do not tell; place and other columns do"
        else:
            yield "many of the words are the same"
        same = [name for name in ("measure", "indicators", "verification", *BODY_COLUMNS) if getattr(before, name)]
        same = [name for name in same if name not in fields and f"renamed:{name}" not in fields]
        if same:
            yield f"same {', '.join(same)}"
        yield from _place_told(before, after, found)
        if found.how == "plain" and (other := self._other_part(found)):
            yield f"{other}, which has no counterpart, has some of the words that differ: it may be a part of this"


def _kinds(before: Action, after: Action, found: _Found, is_same_text: bool) -> list[str]:
    if found.how != "plain":
        return [found.how, "moved"] if found.moved in HEADINGS else [found.how]
    kinds = [] if is_same_text else ["reworded"]
    if found.moved:
        kinds.append("moved")
    if before.number != after.number and found.moved not in ("axis",):
        kinds.append("renumbered")
    return kinds or ["unchanged"]


def _place_told(before: Action, after: Action, found: _Found) -> Iterator[str]:
    if found.moved == "order":
        numbers = before.number, after.number
        yield "stood at {} under its heading, now at {}".format(*numbers) if all(numbers) else ELSEWHERE
    elif found.moved:
        old, new = getattr(before, found.moved), getattr(after, found.moved)
        yield f"stood under {old or 'none'}, now under {new or 'none'}"


def compare_editions(plan_id: str, old: Edition, new: Edition, successions: Successions) -> list[EditionChange]:
    """Return the change of every action between two editions, in the order of the new edition, removed actions last."""
    return list(_Comparison(plan_id, old, new, successions).changes())


@dataclass(frozen=True, slots=True)
class Line:
    """One action of an earlier edition, and the actions that continue it."""

    action_id_old: str
    action_id_new: str | None  # None: no action continues it
    kind: str
    is_small: bool  # the texts differ in bodies, numbers and punctuation at most, and it is one action still
    text_sha256: str  # of the old text


def lines_of(changes: Iterable[EditionChange], old: Edition, new: Edition, successions: Successions) -> list[Line]:
    """Return the new actions that continue each old one, and whether verdicts on its text hold for them."""
    before = {action.action_id: action for action in old.actions}
    after = {action.action_id: action for action in new.actions}
    lines = []
    for change in changes:
        mine = before.get(change.action_id_old or "")
        other = after.get(change.action_id_new or "")
        if mine is None:
            continue
        is_small = (
            other is not None
            and not {"merged", "split"} & set(change.kind.split("|"))
            and is_small_change(mine.action, other.action, successions, new.jurisdiction, new.language)
        )
        lines.append(Line(mine.action_id, change.action_id_new, change.kind, is_small, mine.text_sha256))
    return lines
