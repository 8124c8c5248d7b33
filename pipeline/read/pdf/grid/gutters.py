"""White space between columns: vertical strips that hardly any line of text crosses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise

Side = tuple[float, float]  # left and right
Stretch = tuple[float, float, int]  # from, to, how many texts stand over it


def white_strips(lines: Sequence[Sequence[Side]], most: float) -> Iterator[list[Stretch]]:
    """Yield the strips that at most so many texts stand over, in stretches, without single texts at the outer sides.

    `lines` has the sides of the texts of each line.
    """
    spans = [span for line in lines for span in line]
    events = sorted([(left, 1) for left, _ in spans] + [(right, -1) for _, right in spans])
    depths = accumulate(step for _, step in events)
    stretches = [(x, following, over) for ((x, _), (following, _)), over in zip(pairwise(events), depths, strict=False)]
    while stretches and 0 < stretches[-1][2] <= most:
        stretches.pop()
    while stretches and 0 < stretches[0][2] <= most:
        del stretches[0]
    for is_white, strip in groupby(stretches, key=lambda stretch: stretch[2] <= most):
        if is_white:
            yield list(strip)


def whitest(strip: Sequence[Stretch], wide: float) -> list[float]:
    """Return the middles of the parts of a strip that the fewest texts stand over: all `wide` parts, or the widest one.

    A column that is blank except for its label looks white as a whole.
    """
    least = min(over for left, right, over in strip if right > left)
    runs = groupby((stretch for stretch in strip if stretch[1] > stretch[0]), key=lambda stretch: stretch[2])
    parts = [(own[0][0], own[-1][1]) for over, own in ((over, list(run)) for over, run in runs) if over == least]
    chosen = [part for part in parts if part[1] - part[0] >= wide]
    return [(left + right) / 2 for left, right in chosen or [max(parts, key=lambda part: part[1] - part[0])]]
