"""Pages of large or small print: read in units of their type, returned in points.

All distances of the reader are measured in points on a page with type of usual size. Where a page's type is much larger
or smaller (posters, plotters, reductions), its words and rules are first measured in units of its type. So each
distance is a share of it. What was read is then measured in points again.
"""

from __future__ import annotations

from dataclasses import replace

from .grid.fragments import Fragment, FragmentCell, PageContent
from .page.aligned_words import Aligned
from .page.drawing import Box
from .page.pages_before import NumberedMargin, PagesBefore, TableAtEnd
from .page.typefaces import Run
from .prose.page_records import Line, Sheet


def in_units(before: PagesBefore, unit: float) -> PagesBefore:
    """Return what the pages before have shown, in units of `unit` points."""
    columns = None if before.columns is None else before.columns / unit
    white = None if before.white is None else before.white / unit
    end = None if before.end is None else TableAtEnd(before.end.columns / unit, before.end.sides / unit)
    margin = before.line_numbers
    margin = None if margin is None else NumberedMargin(margin.left / unit, margin.right / unit)
    return PagesBefore(columns, white, end, tuple(x / unit for x in before.gutters), margin)


def in_points(sheet: Sheet, unit: float) -> Sheet:
    """Return a sheet that was read in units of `unit` points, in points."""
    if unit == 1.0:
        return sheet
    contents = {id(fragment.content): _content(fragment.content, unit) for fragment in sheet.fragments}
    return replace(
        sheet,
        width=sheet.width * unit,
        height=sheet.height * unit,
        fragments=tuple(_fragment(each, contents[id(each.content)], unit) for each in sheet.fragments),
        lines=tuple(_line(line, unit) for line in sheet.lines),
        strokes=tuple((y * unit, x0 * unit, x1 * unit) for y, x0, x1 in sheet.strokes),
        aligned=tuple(Aligned(_box(each.box, unit), each.line_count, each.column_count) for each in sheet.aligned),
        runs=tuple(tuple(_run(run, unit) for run in line) for line in sheet.runs),
        after=in_units(sheet.after, 1 / unit),
    )


def _box(box: Box, unit: float) -> Box:
    x0, top, x1, bottom = box
    return x0 * unit, top * unit, x1 * unit, bottom * unit


def _content(content: PageContent, unit: float) -> PageContent:
    words = replace(content.words, boxes=content.words.boxes * unit)
    return PageContent(words, content.rectangles * [unit, unit, unit, unit, 1.0])


def _fragment(fragment: Fragment, content: PageContent, unit: float) -> Fragment:
    grid = replace(fragment.grid, columns=fragment.grid.columns * unit, rows=fragment.grid.rows * unit)
    cells = tuple([FragmentCell(span, words, lines, _box(box, unit)) for span, words, lines, box in fragment.cells])
    return replace(fragment, grid=grid, cells=cells, line_height=fragment.line_height * unit, content=content)


def _line(line: Line, unit: float) -> Line:
    return replace(line, box=_box(line.box, unit), first_width=line.first_width * unit)


def _run(run: Run, unit: float) -> Run:
    return replace(run, box=_box(run.box, unit), size=run.size * unit, baseline=run.baseline * unit)
