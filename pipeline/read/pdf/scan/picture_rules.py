"""The rules of a page that is a picture. They are found by their shape, and erased before words are read.

A run of ink that is much longer than any letter is wide is a rule. In a table of one line the vertical rules are short.
So a short vertical run counts too if it meets rules at both ends, although the stem of a capital is as long. Strokes
through words are thin and cross letters; they are kept apart from the rules of tables, because they show what was
struck or underlined.

Met here: rules broken by faint ink (carmen_de_areco p. 6), thick ones, the bars of capitals in a title, the stems of
a logo.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..page.drawing import Drawing, Floats
from ..page.rules import REACH, meeting_groups
from .picture import Pixels, Scan

SHORT = 7.0  # points: the shortest run of ink that is looked at
LYING = 14.0  # points: the shortest horizontal rule that meets no other rule
UNDER_WORDS = 24.0  # points: the shortest line that crosses no letter; the bars of a title's capitals are shorter
STANDING = 30.0  # points: the shortest vertical rule that meets no other rule
THICKEST = 3.5  # points of a rule
THIN = 1.7  # points: the thickest stroke through a word; the bars of large capitals are thicker
FAINT = 5.0  # points: a gap in a rule; a row is higher
SAME = 1.5  # points by which parts of one rule may lie beside each other
TOUCHES = 1.2  # points: the side of a low row runs up to the rules above and below; no letter does
CROSSINGS = 3  # strokes of letters that a short line through a word crosses
AROUND = 0.5  # points that are wiped out beside a rule
BENT = 4.0  # points by which a rule of a bent sheet strays
INKED = 0.75  # share of a faint rule's length where its ink is seen, at least

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PictureRules:
    """What is drawn on a scan beside its letters."""

    drawing: Drawing  # rules of tables and free ones
    strokes: Floats  # (n, 3): y, x0, x1 of lines through words and under them
    clean: Pixels  # the grey picture without any of them


def rules_on(scan: Scan) -> PictureRules:
    """Return the rules of a scan, and its picture without them."""
    (parts, flat), (standing, upright) = _runs(scan.ink, scan.dots), _runs(scan.ink.T, scan.dots)
    short = _length(standing) < LYING
    lying = _drawn_out(_joined(parts), _joined(standing[~short]))
    standing = _sorted(np.vstack([_joined(standing[~short]), standing[short]]))
    standing = standing[(_length(standing) >= STANDING) | _meets_at_both_ends(standing, lying)]
    horizontal, vertical = _of_tables(lying, standing)
    free = lying[~horizontal & (lying[:, 3] <= THIN)]
    short = _length(free) < UNDER_WORDS
    strokes = np.vstack([free[~short], _through_words(np.vstack([free[short], parts[_length(parts) < LYING]]), scan)])
    clean = scan.grey.copy()
    _wipe_rules(clean, flat, lying[horizontal], scan.dots)
    _wipe_rules(clean.T, upright, standing[vertical], scan.dots)
    _wipe_strokes(clean, strokes, scan)
    free = free[~short & ~_inside(free, lying[horizontal], standing[vertical])]
    drawn = np.vstack([lying[horizontal], free])
    none = np.zeros((0, 4))
    drawing = Drawing(drawn[:, :3], standing[:, :3], scan.tints, none)
    return PictureRules(drawing, _sorted(strokes)[:, :3], clean)


def _inside(free: Floats, lying: Floats, standing: Floats) -> Flags:
    """Tell which free strokes lie in a table: they do not separate cells, otherwise they would meet its rules."""
    inside = np.zeros(len(free), dtype=bool)
    for group, sides in meeting_groups(lying[:, :3], standing[:, :3]):
        top, bottom, left, right = group[:, 0].min(), group[:, 0].max(), sides[:, 0].min(), sides[:, 0].max()
        inside |= (free[:, 0] > top) & (free[:, 0] < bottom) & (free[:, 1] < right) & (free[:, 2] > left)
    return inside


def _runs(ink: Pixels, dots: float) -> tuple[Floats, Pixels]:
    """Return horizontal runs of ink that are no letters, (n, 4: y, x0, x1, thickness) in points, and their pixels."""
    import cv2

    spread = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    kept = cv2.morphologyEx(spread, cv2.MORPH_OPEN, np.ones((1, max(3, round(SHORT * dots))), np.uint8))
    _, _, stats, centres = cv2.connectedComponentsWithStats(np.ascontiguousarray(kept), connectivity=8)
    left, width, area = (stats[1:, index].astype(float) for index in (0, 2, 4))
    thickness = area / np.maximum(width, 1) - 2
    runs = np.column_stack([centres[1:, 1] + 0.5, left, left + width, np.maximum(thickness, 1)]) / dots
    return _sorted(runs[runs[:, 3] <= THICKEST]), np.asarray(kept, dtype=np.uint8)


def _sorted(runs: Floats) -> Floats:
    return np.asarray(runs[np.lexsort((runs[:, 1], runs[:, 0]))])


def _length(runs: Floats) -> Floats:
    return np.asarray(runs[:, 2] - runs[:, 1])


def _joined(runs: Floats) -> Floats:
    """Return the rules whose parts the runs are, with gaps of faint ink; at least one part is too long for a letter."""
    joined: list[list[float]] = []
    for y, x0, x1, thickness in runs[np.argsort(runs[:, 1], kind="stable")].tolist():
        mates = [rule for rule in joined if abs(rule[4] - y) <= SAME and x0 - rule[2] <= FAINT]
        if not mates:
            joined.append([y, x0, x1, thickness, y, x1 - x0])
            continue
        rule = min(mates, key=lambda rule: abs(rule[4] - y))
        long, more = rule[2] - rule[1], x1 - x0
        rule[0] = (rule[0] * long + y * more) / (long + more)
        rule[3] = (rule[3] * long + thickness * more) / (long + more)
        rule[2], rule[4] = max(rule[2], x1), y  # the next part is looked for where this one ended
        rule[5] = max(rule[5], more)
    return _sorted(np.array([rule[:4] for rule in joined if rule[5] >= LYING], dtype=float).reshape(-1, 4))


def _drawn_out(lying: Floats, standing: Floats) -> Floats:
    """Return horizontal rules; one of which faint ink shows most is drawn out to the ends of a whole rule.

    The whole rule has the same place on the page. A gap between two vertical rules is a merged cell and stays; parts
    that are shorter belong to labels.
    """
    kept: list[list[float]] = []
    rules = lying.tolist()
    while rules:
        y, *_ = rules[0]
        parts = sorted((rule for rule in rules if abs(rule[0] - y) <= SAME), key=lambda part: part[1])
        rules = [rule for rule in rules if abs(rule[0] - y) > SAME]
        left, right = parts[0][1], max(part[2] for part in parts)
        ink = sum(part[2] - part[1] for part in parts)
        wholes = [each for each in lying.tolist() if abs(each[0] - y) > SAME
                  and each[1] - SAME <= left and right <= each[2] + SAME
                  and INKED * (each[2] - each[1]) <= ink < each[2] - each[1] - FAINT]  # fmt: skip
        if len(parts) > 1 and wholes and not _leaves_out_a_cell(parts, standing):
            whole = min(wholes, key=lambda each: abs(each[0] - y))
            thick = sum(part[3] * (part[2] - part[1]) for part in parts) / ink
            parts = [[parts[0][0], whole[1], whole[2], thick]]
        kept += parts
    return _sorted(np.array(kept, dtype=float).reshape(-1, 4))


def _leaves_out_a_cell(parts: list[list[float]], standing: Floats) -> bool:
    """Tell whether a gap between two parts of a rule reaches from one vertical rule to another."""
    y = parts[0][0]
    beside = standing[(standing[:, 1] < y) & (standing[:, 2] > y), 0]
    gaps = [(before[2], after[1]) for before, after in pairwise(parts) if after[1] - before[2] > FAINT]
    return any(all(np.any(np.abs(beside - edge) <= REACH) for edge in gap) for gap in gaps)


def _meets_at_both_ends(standing: Floats, lying: Floats) -> Flags:
    """Tell which vertical rules begin at one horizontal rule and end at another.

    They are the sides of a row, however low.
    """
    across = (lying[:, 1] <= standing[:, None, 0] + REACH) & (lying[:, 2] >= standing[:, None, 0] - REACH)
    begins = (across & (np.abs(lying[:, 0] - standing[:, None, 1]) <= TOUCHES)).any(axis=1)
    ends = (across & (np.abs(lying[:, 0] - standing[:, None, 2]) <= TOUCHES)).any(axis=1)
    return np.asarray(begins & ends)


def _of_tables(lying: Floats, standing: Floats) -> tuple[Flags, Flags]:
    """Tell which horizontal and which vertical rules meet another one that crosses them or ends at them."""
    meets = (
        (lying[:, None, 0] >= standing[None, :, 1] - REACH) & (lying[:, None, 0] <= standing[None, :, 2] + REACH)
        & (standing[None, :, 0] >= lying[:, None, 1] - REACH) & (standing[None, :, 0] <= lying[:, None, 2] + REACH)
    )  # fmt: skip
    return np.asarray(meets.sum(axis=1) > 1), np.asarray(meets.any(axis=0))


def _through_words(parts: Floats, scan: Scan) -> Floats:
    """Return the short runs that cross the strokes of several letters: a line through a short word."""
    thin = parts[parts[:, 3] <= THIN]
    return np.array([part for part in thin if _crossings(part, scan) >= CROSSINGS]).reshape(-1, 4)


def _crossings(part: Floats, scan: Scan) -> int:
    """Return how many strokes go on both above and below a run of ink."""
    y, x0, x1, thickness = part * scan.dots
    reach = round(thickness / 2 + scan.dots)
    left, right, at = round(x0), round(x1), round(y)
    if at - reach < 0 or at + reach >= scan.ink.shape[0]:
        return 0
    through = (scan.ink[at - reach, left:right] > 0) & (scan.ink[at + reach, left:right] > 0)
    return int((np.diff(np.concatenate([[0], through.astype(np.int8)])) == 1).sum())


def _wipe_rules(clean: Pixels, runs: Pixels, rules: Floats, dots: float) -> None:
    """Paint rules over, also beside their place, where a bent scan has them."""
    import cv2

    near = cv2.dilate(np.ascontiguousarray(runs), np.ones((3, 3), np.uint8)) > 0
    for y, x0, x1, thickness in rules.tolist():
        left, right = max(round((x0 - AROUND) * dots), 0), round((x1 + AROUND) * dots) + 1
        for reach, is_bent in ((thickness / 2 + AROUND, False), (BENT, True)):
            top, bottom = max(round((y - reach) * dots), 0), round((y + reach) * dots) + 1
            band = clean[top:bottom, left:right]
            band[near[top:bottom, left:right] if is_bent else ...] = 255


def _wipe_strokes(clean: Pixels, strokes: Floats, scan: Scan) -> None:
    """Erase lines through words from the picture, except where a letter's stroke crosses them."""
    for y, x0, x1, thickness in strokes.tolist():
        thick = thickness * scan.dots
        reach = round(thick + scan.dots)
        top, bottom = max(round(y * scan.dots) - reach, 0), round(y * scan.dots) + reach + 1
        left, right = max(round(x0 * scan.dots) - 2, 0), round(x1 * scan.dots) + 2
        _take_out(clean[top:bottom, left:right], scan.ink[top:bottom, left:right] > 0, round(thick) + 3)


def _take_out(grey: Pixels, ink: Flags, most: int) -> None:
    """Paint white, in each column of pixels, the run of ink nearest the middle that is no longer than `most`."""
    middle = ink.shape[0] // 2
    for column in np.flatnonzero(ink.any(axis=0)).tolist():
        marks = np.flatnonzero(np.diff(np.concatenate([[0], ink[:, column].astype(np.int8), [0]])))
        starts, stops = marks[::2], marks[1::2]
        nearest = int(np.abs((starts + stops - 1) / 2 - middle).argmin())
        start, stop = int(starts[nearest]), int(stops[nearest])
        if stop - start <= most and start - 1 <= middle + 2 and stop >= middle - 2:
            grey[max(start - 1, 0) : stop + 1, column] = 255
