"""What an OCR set to English makes of a language's letters, and how likely each reading is.

Learned from aligned pairs (`python -m benchmarks.learn_confusions`), on top of what is known by hand (`confusions.toml`
of `pipeline/reference/` and of the language), then fitted to the document at hand, since scanners and programs differ:
oas-3 keeps every é and not one á, í, ó, ú or ñ. Malformed readings of oas-3: ó as "é" (l. 1 "Organizacién"), "éo" (l. 8
"aprobaciéon"), "dn" for ón (l. 36 "prevencidn"), "don" (l. 53), "dé" ("informacidén"), ñ as "fi", "n", "fl", "if",
"ii"; ú as "l" ("segln"); á as "4" and "d" ("4reas", "serd"); q as g ("gue").
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..language import Language

STRANGE_EDIT = math.log(2e-6)  # a letter lost, added or changed in a way that no confusion explains
FITTED_WEIGHT = 25.0  # letters of a document that count as much as the learned shares
MOST_SITES = 72  # of a word where letters may be misread: with more, one misreading is undone, not two (oas-3: 62)
EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Confusion:
    """A printed letter or pair of letters, what it is read as, and the share of times that it is."""

    truth: str
    read: str
    share: float


class Channel:
    """Likelihood of what was read, given what was printed; lower case."""

    def __init__(self, confusions: Mapping[tuple[str, str], float], language: Language) -> None:
        """Take the share of each (printed, read) pair among all printings of the first."""
        self._language = language
        flatten = language.flatten
        self.shares = dict(confusions)
        self._longest = max((len(read) for _, read in confusions), default=0)
        self._cost = {pair: math.log(share) for pair, share in confusions.items() if share > 0}
        lost: dict[str, float] = dict.fromkeys(language.accented, 0.0)
        for (truth, _), share in confusions.items():
            if truth in lost:
                lost[truth] += share
        self._kept = {char: math.log(max(1 - share, EPSILON)) for char, share in lost.items()}
        self._lost = [truth for truth, read in sorted(confusions) if not read and truth not in lost]
        self._by_reading: dict[str, list[str]] = {}
        for truth, read in sorted(confusions):
            if flatten(truth) != flatten(read) and read:
                self._by_reading.setdefault(read, []).append(flatten(truth))

    def log_likelihood(self, read: str, truth: str) -> float:
        """Return log P(read | truth) of the best alignment."""
        return self.align(read, truth)[0]

    def align(self, read: str, truth: str) -> tuple[float, tuple[tuple[str, str], ...]]:
        """Return log P(read | truth) and the (printed, read) pieces that differ, of the best alignment."""
        start, end = common_ends(read, truth, self._language.accented)
        return self._align_rest(read[start : len(read) - end], truth[start : len(truth) - end])

    def _align_rest(self, read: str, truth: str) -> tuple[float, tuple[tuple[str, str], ...]]:
        best: list[list[tuple[float, tuple[tuple[str, str], ...]]]] = [
            [(-math.inf, ())] * (len(truth) + 1) for _ in range(len(read) + 1)
        ]
        best[0][0] = (0.0, ())
        for at_read in range(len(read) + 1):
            for at_truth in range(len(truth) + 1):
                cost, edits = best[at_read][at_truth]
                if cost == -math.inf:
                    continue
                for read_end, truth_end, step in self._steps(read, truth, at_read, at_truth):
                    if cost + step > best[read_end][truth_end][0]:
                        pieces = (truth[at_truth:truth_end], read[at_read:read_end])
                        grown = edits if pieces[0] == pieces[1] else (*edits, pieces)
                        best[read_end][truth_end] = (cost + step, grown)
        return best[-1][-1]

    def _steps(self, read: str, truth: str, at_read: int, at_truth: int) -> Iterator[tuple[int, int, float]]:
        """Yield where each piece may end, in what was read and in what was printed, with its log share."""
        if at_read < len(read) and at_truth < len(truth) and read[at_read] == truth[at_truth]:
            yield at_read + 1, at_truth + 1, self._kept.get(truth[at_truth], 0.0)
        for truth_end in range(at_truth + 1, min(at_truth + 2, len(truth)) + 1):
            printed = truth[at_truth:truth_end]
            for read_end in range(at_read, min(at_read + self._longest, len(read)) + 1):
                if (cost := self._cost.get((printed, read[at_read:read_end]))) is not None:
                    yield read_end, truth_end, cost
        if at_read < len(read):
            yield at_read + 1, at_truth, STRANGE_EDIT
        if at_truth < len(truth):
            yield at_read, at_truth + 1, STRANGE_EDIT
        if at_read < len(read) and at_truth < len(truth):
            yield at_read + 1, at_truth + 1, STRANGE_EDIT

    def respellings(self, read: str, edits: int) -> dict[str, None]:
        """Return the bare spellings that at most `edits` (1 or 2) confusions turn into `read`; `read` comes first.

        Of a word with more than `MOST_SITES` places, only those of one confusion: the pairs grow with their square.
        """
        bare = self._language.flatten(read)
        sites = [
            (start, start + length, truth)
            for start in range(len(read))
            for length in range(1, self._longest + 1)
            for truth in self._by_reading.get(read[start : start + length], ())
            if start + length <= len(read)
        ]
        gaps = [(at, at, letter) for at in range(len(bare) + 1) for letter in self._lost]
        found = dict.fromkeys([bare])
        found.update(dict.fromkeys(bare[:start] + truth + bare[end:] for start, end, truth in (*sites, *gaps)))
        if edits > 1 and len(sites) <= MOST_SITES:
            for start, end, truth in sites:
                for later_start, later_end, later_truth in sites:
                    if later_start >= end:
                        middle = bare[end:later_start]
                        found[bare[:start] + truth + middle + later_truth + bare[later_end:]] = None
        return found

    def fitted(self, seen: Counter[tuple[str, str]]) -> Channel:
        """Return the channel with shares moved towards the (printed, read) pairs counted in a document.

        `seen` counts kept letters as pairs of equals.
        """
        totals: Counter[str] = Counter()
        for (truth, _), count in seen.items():
            totals[truth] += count
        return Channel(
            {
                (truth, read): (seen[truth, read] + FITTED_WEIGHT * share) / (totals[truth] + FITTED_WEIGHT)
                for (truth, read), share in self.shares.items()
            },
            self._language,
        )


def common_ends(read: str, truth: str, accented: str) -> tuple[int, int]:
    """Return how many bare letters both begin with, and how many of the others both end with."""
    shorter = min(len(read), len(truth))
    start = 0
    while start < shorter and read[start] == truth[start] and read[start] not in accented:
        start += 1
    end = 0
    while end < shorter - start and read[-end - 1] == truth[-end - 1] and read[-end - 1] not in accented:
        end += 1
    return start, end
