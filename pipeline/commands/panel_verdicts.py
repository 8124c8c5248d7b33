"""The result of a panel of readers: rows of links.csv, figures of agreement, and a list of actions to discuss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..link.panel import LEAST, Accepted, Opinion, count_acceptances, disputes, fleiss_kappa, same_primary, settle
from ..link.review_order import Pair
from ..link.reviews import COLUMNS, MISSING, NAMED_PRIMARY, told_shown, told_whole
from .panel_sheets import Known, equal_sheets
from .spreadsheets import sheet_bytes

TO_DISCUSS = ("action_id", "target_plan_id", "directive_id", "reason", "votes")
LOST_SHOWN = 3  # lines of a reader's sheet that are named where some are missing


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the readers agree in one framework; None where a figure is not defined."""

    target: str
    actions: int  # read by every reader
    pairs: int  # of action and directive: those shown, and those that any reader graded
    kappa: float | None
    same_primary: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a panel."""

    rows: tuple[dict[str, str], ...]  # of links.csv
    settled: tuple[Pair, ...]
    agreements: tuple[Agreement, ...]
    to_discuss: tuple[tuple[str, str, str, str, str], ...]  # TO_DISCUSS
    unread: tuple[Pair, ...] = ()  # not settled; a row says so
    equal: tuple[tuple[int, int], ...] = ()  # numbers of readers whose answers are the very same
    lost: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # reader's number -> lines gone from the sheet


@dataclass(frozen=True, slots=True)
class Panel:
    """The readers' opinions and what they were asked."""

    opinions: Sequence[Mapping[Pair, Opinion]]  # one a reader
    shown: Mapping[Pair, Sequence[str]]  # directives that were shown
    known: Known
    whole: Mapping[str, str] = field(default_factory=dict)  # frameworks that were shown whole, with their marks

    def outcome(self, reviewer: str, date: str) -> Outcome:
        """Return what is settled; an action that half of the readers or fewer have read is not."""
        read = {pair: self._of(pair) for pair in self.shown}
        settled = {pair: said for pair, said in read.items() if 2 * len(said) > len(self.opinions)}
        rows = [row for pair, said in settled.items() for row in self._rows(pair, said, (reviewer, date))]
        return Outcome(
            rows=tuple(rows),
            settled=tuple(settled),
            agreements=tuple(self._agreements({pair: s for pair, s in read.items() if len(s) == len(self.opinions)})),
            to_discuss=tuple(entry for pair, said in read.items() for entry in self._to_discuss(pair, said)),
            equal=tuple(equal_sheets(self.opinions)),
        )

    def outcome_of_program(self, reviewer: str, date: str) -> Outcome:
        """Return the same, and for each action that is not settled a row `unsure`: it becomes an issue."""
        outcome = self.outcome(reviewer, date)
        unread = tuple(pair for pair in self.shown if pair not in outcome.settled)
        rows = (self._unsure(pair, (reviewer, date)) for pair in unread)
        return replace(outcome, rows=(*outcome.rows, *rows), unread=unread)

    def _unsure(self, pair: Pair, by: tuple[str, str]) -> dict[str, str]:
        readings = len(self.opinions)
        note = f"{readings - len(self._of(pair))} of {readings} {MISSING}: no usable answer"
        return self._row(pair, None, note, by) | {"verdict": "unsure"}

    def _of(self, pair: Pair) -> list[Opinion]:
        return [said[pair] for said in self.opinions if pair in said]

    def _compared(self, pair: Pair, said: Sequence[Opinion]) -> list[str]:
        """Return the directives that were shown, and those that any reader graded, in document order."""
        named = {directive_id for opinion in said for directive_id in opinion.grades} | set(self.shown[pair])
        return [directive_id for directive_id in self.known.directives[pair[1]] if directive_id in named]

    def _agreements(self, read: Mapping[Pair, Sequence[Opinion]]) -> Iterator[Agreement]:
        for target in dict.fromkeys(pair[1] for pair in self.shown):
            of_target = {pair: said for pair, said in read.items() if pair[1] == target}
            counts = [
                row for pair, said in of_target.items() for row in count_acceptances(said, self._compared(pair, said))
            ]
            primary = same_primary(list(of_target.values()))
            yield Agreement(target, len(of_target), len(counts), fleiss_kappa(counts), primary)

    def _to_discuss(self, pair: Pair, said: Sequence[Opinion]) -> Iterator[tuple[str, str, str, str, str]]:
        if len(said) < len(self.opinions):
            yield (*pair, "", "not every reader has read it", f"{len(said)} of {len(self.opinions)}")
        if said:
            for each in disputes(said, self._compared(pair, said)):
                yield (*pair, each.directive_id, each.reason, each.votes)

    def _rows(self, pair: Pair, said: Sequence[Opinion], by: tuple[str, str]) -> Iterator[dict[str, str]]:
        missing = len(self.opinions) - len(said)
        unread = f"; {missing} of {len(self.opinions)} {MISSING}" if missing else ""
        mark = self.whole.get(pair[1])
        whole = f"; {told_whole(mark)}" if mark else ""
        accepted = settle(said, list(self.known.directives[pair[1]]))
        highest_grade = max((each.grade for each in accepted), default=0)
        for place, each in enumerate(accepted):
            primary = f"; {NAMED_PRIMARY}" if place == 0 and each.grade < highest_grade else ""
            yield self._row(pair, each, f"votes {_joined(each.votes)}{primary}{unread}{whole}", by)
        if not accepted:
            highest = _joined(min(opinion.highest, 3) for opinion in said)
            note = f"votes {highest}; each reading's highest grade, no directive got {LEAST} from most{unread}{whole}"
            note += "" if mark else f"; {told_shown(self._compared(pair, said))}"
            yield self._row(pair, None, note, by)

    def _row(self, pair: Pair, accepted: Accepted | None, note: str, by: tuple[str, str]) -> dict[str, str]:
        values = (
            *(pair[0], accepted.directive_id if accepted else "", "accept" if accepted else "no-match"),
            *(str(accepted.grade) if accepted else "", *by, f"{pair[1]}: {note}", self.known.actions[pair[0]]),
            self.known.directives[pair[1]][accepted.directive_id] if accepted else "",
        )
        return dict(zip(COLUMNS, values, strict=True))


def _joined(votes: Sequence[int] | Iterator[int]) -> str:
    return "/".join(map(str, votes))


def discuss_csv(outcome: Outcome) -> bytes:
    """Return the list of actions to discuss as CSV, in the form of the sheets."""
    return sheet_bytes(Path("to-discuss.csv"), TO_DISCUSS, outcome.to_discuss)


def outcome_told(outcome: Outcome) -> Iterator[str]:
    """Yield what was settled, as lines for a person."""
    for each in outcome.agreements:
        yield (
            f"{each.target}: {each.actions} actions read by all; Fleiss' kappa on grade {LEAST} or more "
            f"{_figure(each.kappa)} over {each.pairs} pairs; two readers name the same primary directive: "
            f"{_figure(each.same_primary)}"
        )
    for one, other in outcome.equal:
        yield (
            f"CAUTION: reader-{one} and reader-{other} gave the very same answers. If one sheet came back under two "
            "names, one reader's word counts twice, also in the figures of agreement: put the right sheet back and "
            "gather again."
        )
    for reader, lines in outcome.lost.items():
        yield (
            f"CAUTION: {len(lines)} lines of reader-{reader} are missing, or have another id or hash than when the "
            f"sheet was written: {'; '.join(lines[:LOST_SHOWN])}{'; …' if lines[LOST_SHOWN:] else ''}. Such a line "
            "counts as not graded, also in the figures of agreement: put it back and gather again."
        )
    accepted = sum(row["verdict"] == "accept" for row in outcome.rows)
    none = sum(row["verdict"] == "no-match" for row in outcome.rows)
    yield f"{accepted} links accepted; for {none} of {len(outcome.settled)} actions and frameworks no directive fits"
    yield f"to talk over: {len(outcome.to_discuss) or 'nothing'}"
    for action_id, target, directive_id, reason, votes in outcome.to_discuss:
        yield f"  {action_id} → {directive_id or target}: {reason} ({votes})"


def _figure(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.2f}"


def outcome_json(outcome: Outcome) -> dict[str, object]:
    """Return what was settled, for a program."""
    names = ("target_plan_id", "actions", "pairs", "kappa", "same_primary")
    figures = ((e.target, e.actions, e.pairs, e.kappa, e.same_primary) for e in outcome.agreements)
    return {
        "agreement": [dict(zip(names, values, strict=True)) for values in figures],
        "verdicts": len(outcome.rows) - len(outcome.unread),
        "not_settled": len(outcome.unread),
        "equal_sheets": [[f"reader-{number}" for number in pair] for pair in outcome.equal],
        "lines_missing": {f"reader-{number}": list(lines) for number, lines in outcome.lost.items()},
        "to_discuss": [dict(zip(TO_DISCUSS, entry, strict=True)) for entry in outcome.to_discuss],
    }
