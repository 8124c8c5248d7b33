"""Portuguese and English from end to end: `python -m benchmarks.languages [FOLDER]`.

An invented plan and invented guidelines in each language (`languages.toml`) are drawn as a PDF and as a scan (grey,
turned by .3 degrees, with noise, packed as JPEG, 200 dpi). `directriz add` drafts their profiles, `directriz all` makes
the tables. Counted are the cells that are right to the letter, the guidelines, and the actions whose first directive is
the one that was meant.
"""

from __future__ import annotations

import argparse
import csv
import io
import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from directriz.cli import main as directriz
from PIL import Image, ImageFilter
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

DPI = 200
FIELDS = ("axis", "action", "responsible", "deadline", "indicators", "verification")
CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11)
HEADER = ParagraphStyle("header", fontName="Helvetica-Bold", fontSize=9, leading=11)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=15, leading=20)
HEADING = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=12, leading=18, spaceBefore=12)
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=6)
RULED = TableStyle([("GRID", (0, 0), (-1, -1), 0.7, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])


@dataclass(frozen=True, slots=True)
class Texts:
    """A plan and guidelines in one language."""

    title: str
    issuer: str
    jurisdiction: str
    prose: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # FIELDS of each action
    guidelines_title: str
    guidelines_heading: str
    guidelines: tuple[str, ...]
    meant: tuple[int, ...]  # for each row the number of the guideline that it carries out, 0 = none


def read_texts() -> dict[str, Texts]:
    """Return the texts of `languages.toml` by language."""
    entries = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {code: _texts(entry) for code, entry in entries.items()}


def _texts(entry: dict[str, Any]) -> Texts:
    rows = tuple(tuple(row) for row in entry.pop("rows"))
    lists: dict[str, Any] = {name: tuple(entry.pop(name)) for name in ("header", "guidelines", "meant")}
    return Texts(rows=rows, **lists, **entry)


@dataclass(frozen=True, slots=True)
class Score:
    """What came out right, of how much."""

    cells: tuple[int, int]
    guidelines: tuple[int, int]
    links: tuple[int, int]


def draw_plan(texts: Texts) -> bytes:
    """Return the plan as a PDF: a title, a paragraph, a ruled table below the name of each axis."""
    story: list[Flowable] = [Paragraph(texts.title, TITLE), Paragraph(texts.issuer, BODY), Paragraph(texts.prose, BODY)]
    numbered = list(enumerate(texts.rows, start=1))
    for axis in dict.fromkeys(row[0] for row in texts.rows):
        own = [[str(number), *row[1:]] for number, row in numbered if row[0] == axis]
        cells = [[Paragraph(text, HEADER) for text in texts.header]]
        cells += [[Paragraph(text, CELL) for text in row] for row in own]
        table = Table(cells, colWidths=[25, 165, 95, 45, 95, 90], repeatRows=1, style=RULED)
        story += [Paragraph(axis, HEADING), table, Spacer(1, 12)]
    return _built(story, texts.title)


def draw_guidelines(texts: Texts) -> bytes:
    """Return the guidelines as a PDF: numbered paragraphs below a heading."""
    story: list[Flowable] = [Paragraph(texts.guidelines_title, TITLE), Paragraph(texts.guidelines_heading, HEADING)]
    story += [Paragraph(f"{number}. {text}", BODY) for number, text in enumerate(texts.guidelines, start=1)]
    return _built(story, texts.guidelines_title)


def _built(story: list[Flowable], title: str) -> bytes:
    written = io.BytesIO()
    edges = {"leftMargin": 40, "rightMargin": 40, "topMargin": 50, "bottomMargin": 50}
    SimpleDocTemplate(written, pagesize=A4, title=title, invariant=1, **edges).build(story)
    return written.getvalue()


def scanned(pdf: bytes) -> bytes:
    """Return a PDF as pictures of its pages: grey, turned by .3 degrees, blurred, noisy, packed as JPEG."""
    pages = []
    document = pdfium.PdfDocument(pdf)
    for page in document:
        picture = page.render(scale=DPI / 72).to_pil().convert("L")
        picture = picture.rotate(0.3, resample=Image.Resampling.BICUBIC, fillcolor=255)
        picture = picture.filter(ImageFilter.GaussianBlur(0.6))
        packed = io.BytesIO()
        Image.blend(picture, Image.effect_noise(picture.size, 18), 0.07).save(packed, "JPEG", quality=70)
        pages.append(Image.open(packed))
    document.close()
    written = io.BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=DPI)
    return written.getvalue()


def make_tables(folder: Path, texts: Texts, *, is_scan: bool) -> Path:
    """Return the workspace made below `folder` with `add` and `all`; a refusal raises SystemExit."""
    root = folder / "workspace"
    (root / "raw").mkdir(parents=True)
    (root / "raw" / "sources.toml").write_text("", encoding="utf-8")
    for name, drawn in (("guidelines", draw_guidelines(texts)), ("plan", draw_plan(texts))):
        (folder / f"{name}.pdf").write_bytes(scanned(drawn) if is_scan else drawn)
    run(root, "add", str(folder / "guidelines.pdf"), "--id", "guidelines", "--jurisdiction", "OEA", "--issuer", "OEA",
        "--title", texts.guidelines_title)  # fmt: skip
    run(root, "add", str(folder / "plan.pdf"), "--id", "plan", "--jurisdiction", texts.jurisdiction,
        "--links-to", "guidelines")  # fmt: skip
    run(root, "all")
    return root


def run(root: Path, *words: str) -> None:
    """Run a command without a word to the terminal; SystemExit with its messages where it refuses."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = directriz([*words, "--root", str(root), "--jobs", "1"])
    if code:
        raise SystemExit(f"directriz {words[0]}: exit code {code}\n{said.getvalue()}")


def read_table(root: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a published table."""
    with (root / "output" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def score(root: Path, texts: Texts) -> Score:
    """Return how many cells, guidelines and first directives are right."""
    actions = read_table(root, "actions")
    read = [tuple(row[name] for name in FIELDS) for row in actions]
    pairs = [
        (one, other)
        for row, wanted in zip(read, texts.rows, strict=False)
        for one, other in zip(row, wanted, strict=True)
    ]
    directives = [row["text"] for row in read_table(root, "directives")]
    return Score(
        (count_equal(pairs), len(texts.rows) * len(FIELDS)),
        (count_equal(list(zip(directives, texts.guidelines, strict=False))), len(texts.guidelines)),
        (count_equal(list(zip(first_directives(root, actions), texts.meant, strict=False))), len(texts.meant)),
    )


def first_directives(root: Path, actions: Sequence[dict[str, str]]) -> list[int]:
    """Return the number of each action's first directive, 0 where the linker says that none fits."""
    first = {row["action_id"]: row["directive_id"] for row in read_table(root, "links") if row["rank"] in ("", "1")}
    ids = [first.get(action["action_id"], "") for action in actions]
    return [int(each.rpartition("/")[2]) if each else 0 for each in ids]


def count_equal(pairs: Sequence[tuple[object, object]]) -> int:
    """Return how many pairs have two equal sides."""
    return sum(one == other for one, other in pairs)


def main() -> None:
    """Print the score of each language, as PDF and as scan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="where the workspaces stay (default: nowhere)")
    wanted = parser.parse_args()
    for code, texts in read_texts().items():
        for form in ("PDF", "scan"):
            with tempfile.TemporaryDirectory() as scratch:
                folder = (wanted.folder or Path(scratch)) / f"{code}-{form}"
                root = make_tables(folder, texts, is_scan=form == "scan")
                found = score(root, texts)
            parts = (("cells", found.cells), ("guidelines", found.guidelines), ("first directives", found.links))
            print(code, form, ", ".join(f"{name} {right} of {count}" for name, (right, count) in parts))


if __name__ == "__main__":
    main()
