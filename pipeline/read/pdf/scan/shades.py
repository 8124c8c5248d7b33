"""Dark areas of a page's picture: photographs are painted over, white letters on dark ground are made dark on white.

A photograph is a large dark area that is nowhere even. Tesseract would spend seconds on it and read nonsense. The
shadow of a scanner is as dark, but even. White letters are found by their ground: around them most of the picture is
dark, while dark letters on paper never cover half of it.

Met here: photographs between the paragraphs of a screenshot (ar_mendoza p. 37-50); titles white on blue.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

DARK = 0.8  # of the lightest paper: a photograph is darker
LEAST_SIDE = 60.0  # points of a photograph, either way
GAPS = 6.0  # points of light in a photograph
WAISTS = 20.0  # points: thinner parts are no part of a photograph
EDGE = 12  # of 255, between neighbouring points
EDGES = 0.1  # share of a photograph where they are
AROUND = 4.0  # points beside a photograph that are painted over with it
GROUND = 0.55  # of the lightest paper: a ground for white letters is darker
NEAR = 12.0  # points: the neighbourhood that shows a ground
LEAST_GROUND = 7.0  # points, either way
RIM = 1.0  # points on both sides of a ground's edge that are painted over
FAINT, DEEPEST = 5.0, 30.0  # of 255: how much darker than its ground a rule is, on average and at most
FAINT_LENGTH = 14.0  # points that it is looked at over
LETTER = 0.35  # of the way from the ground to white: a letter is lighter
CLEAR = 1.5  # points on both sides of a rule without a letter
LARGEST_HOLE = 200.0  # square points
FILLED = 0.9  # of its box that a ground fills which is a rectangle
SMALLER = 4  # pixels of the picture that are one of the ground's
WHITE = 255


def without_photographs(picture: Pixels, paper: Pixels, scale: float) -> tuple[Pixels, int]:
    """Return a picture with its photographs painted over, and how many there are.

    `paper` is its paper, smaller, with `scale` pixels a point.
    """
    import cv2

    dark: Any = (paper < DARK * np.percentile(paper, 90)).astype(np.uint8)
    if not dark.any():
        return picture, 0
    dark = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, _square(GAPS * scale))
    dark = cv2.morphologyEx(dark, cv2.MORPH_OPEN, _square(WAISTS * scale))
    edges = cv2.morphologyEx(paper, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > EDGE
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    large = [index for index in range(1, count) if min(stats[index, 2], stats[index, 3]) >= LEAST_SIDE * scale]
    found = [index for index in large if edges[labels == index].mean() > EDGES]
    if not found:
        return picture, 0
    mask = cv2.dilate(np.isin(labels, found).astype(np.uint8), _square(2 * AROUND * scale))
    return np.where(_as_large(mask, picture) > 0, WHITE, picture).astype(np.uint8), len(found)


def with_dark_letters(picture: Pixels, scale: float) -> Pixels:
    """Return a picture in which white letters on dark ground are dark letters on white; `scale` is pixels a point.

    The edge of the ground becomes a rule. A rule that is only a little darker than its ground becomes a dark one.
    """
    import cv2

    small = cv2.resize(picture, None, fx=1 / SMALLER, fy=1 / SMALLER, interpolation=cv2.INTER_AREA)
    darkest = GROUND * float(np.percentile(small, 90))
    if not (small < darkest).any():
        return picture
    ground = cv2.medianBlur(small, int(NEAR * scale / SMALLER) | 1)
    dark = cv2.morphologyEx(
        (ground < darkest).astype(np.uint8), cv2.MORPH_OPEN, _square(LEAST_GROUND * scale / SMALLER)
    )
    if not dark.any():
        return picture
    even = cv2.resize(ground, picture.shape[::-1], interpolation=cv2.INTER_LINEAR)
    inside = ((even < darkest) & (_as_large(cv2.dilate(dark, np.ones((3, 3))), picture) > 0)).astype(np.uint8)
    deepest = _as_large(cv2.erode(ground, _square(FAINT_LENGTH * 2 * scale / SMALLER)), picture)
    holes = _holes(inside, scale)
    inside, even = inside | holes, np.where(holes > 0, deepest, even)
    lifted = np.clip(picture.astype(np.int16) - even, 0, None).astype(np.float32) / np.maximum(WHITE - even, 1)
    turned = np.where(inside > 0, WHITE - np.clip(lifted * WHITE, 0, WHITE), picture).astype(np.uint8)
    edge = cv2.morphologyEx(inside, cv2.MORPH_GRADIENT, np.ones((3, 3)))
    turned[cv2.dilate(edge, _square(2 * RIM * scale)) > 0] = WHITE
    frames = _frames(inside)
    beside = cv2.dilate((lifted > LETTER).astype(np.uint8), _square(2 * CLEAR * scale))
    turned[frames | _faint_rules(deepest.astype(np.float32) - picture, inside * (1 - beside), scale)] = 0
    return turned


def _faint_rules(depth: Any, inside: Any, scale: float) -> npt.NDArray[np.bool_]:
    """Tell where rules are drawn on a dark ground: a little darker (`depth`) than the ground, over a long distance."""
    import cv2

    depth = np.where(inside > 0, np.clip(depth, -DEEPEST, DEEPEST), 0).astype(np.float32)
    found = np.zeros(depth.shape, dtype=bool)
    long = int(FAINT_LENGTH * scale) | 1
    for size, across in (((3, long), (1, 7)), ((long, 3), (7, 1))):
        along = cv2.boxFilter(depth, -1, size)
        found |= (along > FAINT) & (along >= cv2.dilate(along, np.ones(across)))
    ridges = cv2.dilate((found & (inside > 0)).astype(np.uint8), np.ones((3, 3)))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ridges, connectivity=8)
    is_long = stats[:, 2:4].max(axis=1) >= FAINT_LENGTH * 0.8 * scale
    is_long[0] = False
    return np.asarray(is_long[labels])


def _holes(inside: Pixels, scale: float) -> Pixels:
    """Return where a ground has holes: heavy letters, which cover more than half of their surroundings."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(1 - inside, connectivity=4)
    is_hole = stats[:, 4] < LARGEST_HOLE * scale**2
    is_hole[0] = False
    return np.asarray(is_hole[labels], dtype=np.uint8)


def _frames(inside: Pixels) -> npt.NDArray[np.bool_]:
    """Tell where the straight edges of rectangular grounds are."""
    import cv2

    drawn = np.zeros(inside.shape, dtype=np.uint8)
    for contour in cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        box = cv2.minAreaRect(contour)
        if cv2.contourArea(contour) > FILLED * box[1][0] * box[1][1]:
            cv2.polylines(drawn, [np.round(cv2.boxPoints(box)).astype(np.int32)], isClosed=True, color=1, thickness=2)
    return np.asarray(drawn > 0)


def _square(side: float) -> Pixels:
    return np.ones((max(1, int(side)) | 1,) * 2, np.uint8)


def _as_large(small: Any, picture: Pixels) -> Pixels:
    import cv2

    height, width = picture.shape
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), dtype=np.uint8)
