"""Words that are too wide for their cell and run over its rule into the words of the next cell.

Some typesetters do not break a word that is wider than its column (typst, wkhtmltopdf). "Programado" is then printed
over the beginning of "Ejecutado", and the text layer has both as one word, sometimes with their letters mixed. The
letters of one word are recognised because each begins where the one before it ends.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from .drawing import Floats

AFTER = 0.04  # of the line's height: greatest gap between a letter and the one before
UNDER = 0.08  # of the line's height: greatest overlap, for pairs of letters that are set close


def runs_over_rules(boxes: Floats, rules: Floats) -> list[list[int]]:
    """Return the letters of a word as one run for each printed word; [] unless a rule stands between each two runs.

    `boxes` are those of the letters, `rules` the vertical rules of the page (x, top, bottom).
    """
    runs = _runs(boxes)
    if len(runs) < 2:
        return []
    middle = float(boxes[0, 1] + boxes[0, 3]) / 2
    beside = rules[(rules[:, 1] < middle) & (rules[:, 2] > middle), 0]
    middles = [float(boxes[run[0], 0] + boxes[run[-1], 2]) / 2 for run in runs]
    parted = all(((beside > left) & (beside < right)).any() for left, right in pairwise(middles))
    return runs if parted else []


def _runs(boxes: Floats) -> list[list[int]]:
    """Return the indexes of letters as runs, each letter where the one before it in its run ends."""
    height, gaps = float(np.median(boxes[:, 3] - boxes[:, 1])), boxes[1:, 0] - boxes[:-1, 2]
    spacing = max(0.0, float(np.median(gaps))) if len(gaps) else 0.0  # between the letters of a word that is set wide
    runs: list[list[int]] = []
    for index, left in enumerate(boxes[:, 0].tolist()):
        for run in sorted(runs, key=lambda run: -run[-1]):
            if -UNDER * height <= left - float(boxes[run[-1], 2]) - spacing <= AFTER * height:
                run.append(index)
                break
        else:
            runs.append([index])
    return runs
