"""Draw `docs/example.png`, the picture of the README: one action and the directive it is linked to, as published.

Everything on it is read from `output/`; `make docs` draws it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.patches import FancyBboxPatch

TOP = Path(__file__).parents[1]
ACTION, DIRECTIVE = "ar-plan/asistencia/4", "oas-3/directive/101"
INK, FAINT, RULE, PAPER = "#1d2733", "#6b7785", "#d5dae0", "#ffffff"
AMENDED, DAMAGED, REPAIRED, LINKED = "#b35900", "#b3261e", "#1b7f4b", "#1f5fa8"
WIDTH, HEIGHT = 1180, 584  # pixels, also the units of the drawing
LINE = 21


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the colour that it is drawn in."""

    text: str
    colour: str = INK


def read(table: str) -> pd.DataFrame:
    """Return a published table."""
    return pd.read_parquet(TOP / "output" / f"{table}.parquet")


def place_of(cells: pd.DataFrame, record_id: str, column: str) -> str:
    """Return where a value stands: `ar-plan.pdf p. 4, x 131-296, y 310-345` points, or lines `24, l. 964-967`."""
    found = cells[(cells.record_id == record_id) & (cells.column == column)].iloc[0]
    place = f"{found.source_file} p. {int(found.page)}"
    if pd.isna(found.line_start):
        return f"{place}, x {found.x0:.0f}–{found.x1:.0f}, y {found.top:.0f}–{found.bottom:.0f} pt"
    last = f"–{int(found.line_end)}" if found.line_end != found.line_start else ""
    return f"{place}, l. {int(found.line_start)}{last}"


def marked(text: str, spans: Iterable[tuple[int, int]], colour: str) -> list[str]:
    """Return the colour of each character: `colour` within the spans, ink elsewhere."""
    colours = [INK] * len(text)
    for start, end in spans:
        colours[start:end] = [colour] * (end - start)
    return colours


def coloured_words(text: str, colours: list[str]) -> list[Word]:
    """Return the words of a text, each in the colour of its most marked character."""
    words, at = [], 0
    for part in text.split(" "):
        found = [colour for colour in colours[at : at + len(part)] if colour != INK]
        words.append(Word(part, found[0] if found else INK))
        at += len(part) + 1
    return words


class Sheet:
    """The drawing, in pixels from the top left."""

    def __init__(self) -> None:
        self.figure = plt.figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=200, facecolor=PAPER)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        self.axes.axis("off")
        self.renderer = self.figure.canvas.get_renderer()  # type: ignore[attr-defined]

    def write(
        self, x: float, y: float, text: str, colour: str = INK, size: float = 9.5, weight: str = "normal"
    ) -> float:
        """Write text from `x`, its base line at `y`; returns where it ends."""
        drawn = self.axes.text(x, y, text, color=colour, fontsize=size, fontweight=weight, va="baseline")
        return float(self.axes.transData.inverted().transform(drawn.get_window_extent(self.renderer))[1][0])

    def flow(self, x: float, y: float, words: Iterable[Word], right: float) -> float:
        """Write words from `x`, breaking lines at `right`; returns the base line of the last."""
        at = x
        for word in words:
            width = self.write(0, -100, word.text)
            if at + width > right:
                at, y = x, y + LINE
            at = self.write(at, y, word.text, word.colour, weight="bold" if word.colour != INK else "normal") + 4.5
        return y

    def card(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw a card with a band of colour at its left."""
        box = FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0,rounding_size=8", fc=PAPER, ec=RULE, lw=1.2)
        self.axes.add_patch(box)
        self.axes.plot([x + 14, x + 14], [y + 16, y + height - 16], color=colour, lw=3, solid_capstyle="round")

    def field(self, x: float, y: float, label: str, place: str, words: Iterable[Word], right: float) -> float:
        """Write a label, where its value stood, and the value below; returns where the next field begins."""
        end = self.write(x, y, label, FAINT, 8, "bold")
        self.write(end + 10, y, place, FAINT, 8)
        return self.flow(x, y + LINE - 2, words, right) + 1.65 * LINE


def plain(text: str) -> list[Word]:
    """Return the words of a text, all in ink."""
    return [Word(word) for word in text.split()]


def draw_action(sheet: Sheet, cells: pd.DataFrame) -> None:
    """Draw the action, each value with its place, and its bodies."""
    action = read("actions").set_index("action_id").loc[ACTION]
    sheet.card(20, 62, 500, 416, LINKED)
    y = 92.0
    sheet.write(50, y, ACTION, LINKED, 11, "bold")
    y += 34
    y = sheet.field(50, y, "axis · subaxis", "", plain(f"{action.axis} · {action.subaxis}"), 500)
    for name in ("measure", "action", "indicators", "verification"):
        y = sheet.field(50, y, name, place_of(cells, ACTION, name), plain(action[name]), 500)
    bodies = read("action_agencies").query("action_id == @ACTION").merge(read("agencies"), on="agency_id")
    for body in bodies.itertuples():
        words = plain(f"{body.surface} → {body.name}")
        y = sheet.field(50, y, body.role, place_of(cells, ACTION, body.role), words, 500)


def draw_directive(sheet: Sheet, cells: pd.DataFrame) -> None:
    """Draw the directive as its source has it, with damage and amendment marked, and its clean text."""
    directive = read("directives").set_index("directive_id").loc[DIRECTIVE]
    amendments = read("amendments").query("record_id == @DIRECTIVE")
    repairs = read("ocr_corrections").query("record_id == @DIRECTIVE")
    source, clean = directive.text_source, directive.text
    damaged = marked(source, ((row.start, row.start + len(row.before)) for row in repairs.itertuples()), DAMAGED)
    amended = marked(source, zip(amendments.start, amendments.end, strict=True), AMENDED)
    colours = [second if second != INK else first for first, second in zip(damaged, amended, strict=True)]
    mended = [(clean.find(row.after), clean.find(row.after) + len(row.after)) for row in repairs.itertuples()]
    sheet.card(660, 62, 500, 416, REPAIRED)
    sheet.write(690, 92, DIRECTIVE, REPAIRED, 11, "bold")
    place = place_of(cells, DIRECTIVE, "text")
    y = sheet.field(690, 126, "section", "", plain(directive.section), 1140)
    y = sheet.field(690, y, "text_source", place, coloured_words(source, colours), 1140)
    y = sheet.field(690, y, "text", "", coloured_words(clean, marked(clean, mended, REPAIRED)), 1140)
    for row in amendments.itertuples():
        words = [Word(f"{row.countries}: {row.kind} of"), Word(f"“{row.inserted}”", AMENDED)]
        y = sheet.field(690, y, "amendments", place, words, 1140)


def draw_link(sheet: Sheet) -> None:
    """Draw the link between the two cards, with what speaks for it."""
    link = read("links").query("action_id == @ACTION and directive_id == @DIRECTIVE").iloc[0]
    arrow = {
        "arrowstyle": "-|>,head_width=0.35,head_length=0.7",
        "lw": 2.2,
        "color": LINKED,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    sheet.axes.annotate("", xy=(656, 250), xytext=(524, 250), arrowprops=arrow)
    sheet.write(540, 236, f"link, rank {link['rank']}", LINKED, 9, "bold")
    sheet.write(540, 276, f"confidence {link.confidence:.2f}", INK, 9)
    sheet.write(540, 296, link.status, INK, 9)
    end = sheet.write(20, 510, "evidence", FAINT, 8, "bold")
    sheet.flow(end + 10, 510, plain(link.evidence.replace("|", " · ")), 1160)


def main() -> None:
    """Draw the picture."""
    plt.rcParams["font.family"] = "DejaVu Sans"
    sheet, cells = Sheet(), read("cells")
    sheet.write(20, 34, "One action, the directive it carries out, and where every word of both stood", INK, 13, "bold")
    draw_action(sheet, cells)
    draw_directive(sheet, cells)
    draw_link(sheet)
    end = sheet.write(20, 566, "damaged by the scan", DAMAGED, 8.5, "bold")
    end = sheet.write(end + 18, 566, "repaired", REPAIRED, 8.5, "bold")
    sheet.write(end + 18, 566, "amendment of a party", AMENDED, 8.5, "bold")
    sheet.figure.savefig(TOP / "docs" / "example.png", metadata={"Software": None})


if __name__ == "__main__":
    main()
