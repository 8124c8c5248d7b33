"""Drafts printed by Chromium and by LibreOffice, for `benchmarks.draft_make_ups`.

Chromium prints a page of HTML with CSS; LibreOffice Writer a flat document (`.fodt`) with real headers, footers,
columns, lists and tabs. Both programs are looked for on the path; a make-up whose program is missing is skipped.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

from directriz.rebuild.roman_numerals import roman_value

from benchmarks.draft_items import Item, Run, Word

CHROMIUM, OFFICE = "chromium", "soffice"
PAPER = {"letter": ("8.5in", "11in"), "A4": ("21cm", "29.7cm"), "legal": ("8.5in", "14in"), "A5": ("14.8cm", "21cm")}


@dataclass(frozen=True)
class PageMakeUp:
    """How a draft is printed by one of the two programs."""

    program: str = CHROMIUM
    paper: str = "letter"
    margin: str = "2.5cm"
    columns: int = 1
    face: str = "Liberation Serif"
    size: float = 11  # points
    numbers: str = "hanging"  # hanging | inline | margin | list | table
    stop: str = "."
    marked: str = "bold"  # bold | underlined | coloured
    is_justified: bool = False
    hyphens: bool = False
    header: str = ""
    footer: str = "page"  # page | of | none
    gap: float = 6  # points between paragraphs
    headings: str = "bold"  # bold | centred | plain
    leading: float = 1.2
    line_numbers: int = 0  # 1: each line has its number in the margin; 5: every fifth; only by LibreOffice
    restarts: bool = False  # the numbers of lines begin again on each page


PAGES: dict[str, PageMakeUp] = {
    "Chromium letter hanging": PageMakeUp(header="OEA/Ser.L/XIV.6 – Borrador"),
    "Chromium two columns inline": PageMakeUp(
        columns=2, size=9, numbers="inline", is_justified=True, hyphens=True, margin="1.8cm", headings="centred"
    ),
    "Chromium A4 sans list": PageMakeUp(
        paper="A4", face="Liberation Sans", size=10, numbers="list", marked="underlined", footer="of"
    ),
    "Chromium margin numbers": PageMakeUp(numbers="margin", stop="", marked="coloured", footer="none"),
    "Writer letter hanging": PageMakeUp(OFFICE, header="OEA/Ser.L/XIV.6\nBorrador revisado", is_justified=True),
    "Writer two columns inline": PageMakeUp(
        OFFICE, "A4", "1.8cm", columns=2, size=9, numbers="inline", hyphens=True, is_justified=True
    ),
    "Writer list sans": PageMakeUp(
        OFFICE, face="Liberation Sans", size=10, numbers="list", marked="underlined", footer="of", headings="centred"
    ),
    "Writer table of numbers": PageMakeUp(OFFICE, "legal", numbers="table", footer="none", header="CONFIDENCIAL"),
    "Chromium A5 sans, hyphens": PageMakeUp(
        paper="A5", margin="1.5cm", face="Liberation Sans", size=8.5, hyphens=True, is_justified=True, footer="of"
    ),
    "Chromium legal, coloured insertions": PageMakeUp(
        paper="legal",
        numbers="inline",
        marked="coloured",
        headings="centred",
        header="Proyecto de Plan – Rev. 5",
        gap=9,
    ),
    "Writer two columns hanging": PageMakeUp(
        OFFICE,
        margin="1.7cm",
        columns=2,
        size=8.5,
        face="Liberation Sans",
        header="OEA/Ser.L\nRev. 1",
        is_justified=True,
    ),
    "Writer numbered lines": PageMakeUp(OFFICE, line_numbers=1, restarts=True, header="CSH/GRE-3/26 rev. 1"),
    "Writer every fifth line numbered": PageMakeUp(
        OFFICE, "A4", numbers="inline", line_numbers=5, marked="underlined", hyphens=True, footer="of"
    ),
    "Writer A4 two columns hanging, serif": PageMakeUp(
        OFFICE,
        "A4",
        "1.8cm",
        columns=2,
        size=9.5,
        header="CSH/GRE-3/26\nrev. 3",
        is_justified=True,
        hyphens=True,
        footer="of",
    ),
    "Writer legal, margin numbers": PageMakeUp(
        OFFICE, "legal", "2.4cm", numbers="margin", marked="underlined", headings="centred", footer="of", gap=3
    ),
    "Writer A5 list, hyphens": PageMakeUp(
        OFFICE, "A5", "1.5cm", numbers="list", size=9, hyphens=True, is_justified=True, marked="coloured"
    ),
    "Chromium two columns hanging": PageMakeUp(
        columns=2, size=9, margin="1.8cm", is_justified=True, header="Borrador 4"
    ),
    "Chromium A5 list, coloured": PageMakeUp(
        paper="A5", margin="1.6cm", size=9, numbers="list", marked="coloured", footer="of", face="Liberation Sans"
    ),
    "Chromium margin numbers with parenthesis": PageMakeUp(
        numbers="margin", stop=")", marked="underlined", is_justified=True, hyphens=True, gap=2, leading=1.1
    ),
    "Writer two columns list": PageMakeUp(
        OFFICE, "letter", "1.9cm", columns=2, size=9, numbers="list", marked="bold", headings="plain"
    ),
    "Writer inline, no gap": PageMakeUp(
        OFFICE, "A4", numbers="inline", gap=0, is_justified=True, header="DOCUMENTO DE TRABAJO"
    ),
}


def print_page(made: PageMakeUp, items: Sequence[Item], path: Path) -> None:
    """Write the PDF of a draft as its program prints it (FileNotFoundError: the program is not installed)."""
    if (program := shutil.which(made.program)) is None:
        raise FileNotFoundError(made.program)
    with tempfile.TemporaryDirectory() as folder:
        is_page = made.program == CHROMIUM
        source = Path(folder) / ("draft.html" if is_page else "draft.fodt")
        source.write_text(html_of(items, made) if is_page else writer_of(items, made), encoding="utf-8")
        printed = source.with_suffix(".pdf")
        quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        office = ["--headless", f"-env:UserInstallation=file://{folder}/user", "--convert-to", "pdf"]
        told = (
            [program, *quiet, f"--user-data-dir={folder}/user", f"--print-to-pdf={printed}", source.as_uri()]
            if is_page
            else [program, *office, "--outdir", folder, str(source)]
        )
        subprocess.run(told, check=True, capture_output=True, timeout=180)
        shutil.copyfile(printed, path)


def runs_of(words: Sequence[Word]) -> list[Run]:
    """Return the runs of a paragraph, with the spaces between words: struck or marked where both sides are."""
    runs = list[Run]()
    for word in words:
        if runs:
            before, after = runs[-1], word[0]
            runs.append(Run(" ", before.struck and after.struck, before.marked and after.marked))
        runs += word
    groups = groupby(runs, key=lambda run: (run.struck, run.marked))
    return [Run("".join(run.text for run in group), *look) for look, group in groups]


def html_of(items: Sequence[Item], made: PageMakeUp) -> str:
    """Return the draft as a page for Chromium."""
    width, height = PAPER[made.paper]
    foot = {"page": '"- " counter(page) " -"', "of": '"Página " counter(page) " de " counter(pages)', "none": '""'}
    mark = {"bold": "font-weight:bold", "underlined": "text-decoration:underline", "coloured": "color:#b00000"}
    style = f"""
@page {{ size: {width} {height}; margin: {made.margin};
  @top-left {{ content: "{made.header}"; font: 9pt '{made.face}'; }}
  @bottom-center {{ content: {foot[made.footer]}; font: 9pt '{made.face}'; }} }}
body {{ font: {made.size}pt/{made.leading} '{made.face}'; margin: 0; columns: {made.columns}; column-gap: 18pt;
  text-align: {"justify" if made.is_justified else "left"}; hyphens: {"auto" if made.hyphens else "manual"}; }}
p, ol, li {{ margin: 0 0 {made.gap}pt 0; padding: 0; orphans: 1; widows: 1; }}
h2 {{ font-size: 1em; margin: {2 * made.gap}pt 0 {made.gap}pt; break-after: avoid;
  font-weight: {"normal" if made.headings == "plain" else "bold"};
  text-align: {"center" if made.headings == "centred" else "left"}; }}
ins {{ text-decoration: none; {mark[made.marked]}; }}
.hanging {{ padding-left: 26pt; text-indent: -26pt; }}
.hanging span {{ display: inline-block; width: 26pt; text-indent: 0; }}
.margin {{ position: relative; padding-left: 36pt; }} .margin span {{ position: absolute; left: 0; }}
ol {{ list-style: none; }} li {{ display: list-item; margin-left: 30pt; list-style-position: outside; }}
"""
    body = "\n".join(html_item(item, made) for item in items)
    return f'<!doctype html><html lang="es"><meta charset="utf-8"><style>{style}</style><body>{body}</body></html>'


def html_item(item: Item, made: PageMakeUp) -> str:
    """Return a paragraph as HTML."""
    text = "".join(
        f"<s>{escape(run.text)}</s>"
        if run.struck
        else f"<ins>{escape(run.text)}</ins>"
        if run.marked
        else escape(run.text)
        for run in runs_of(item.words)
    )
    if item.is_heading:
        return f"<h2>{text}</h2>"
    label = item.label + made.stop
    if not item.label:
        return f"<p>{text}</p>"
    if made.numbers == "inline":
        return f"<p>{label} {text}</p>"
    if made.numbers == "list":
        return f"<ol><li style=\"list-style-type:'{label} '\">{text}</li></ol>"
    return f'<p class="{made.numbers}"><span>{label}</span>{text}</p>'


def writer_of(items: Sequence[Item], made: PageMakeUp) -> str:
    """Return the draft as a flat document for LibreOffice Writer."""
    width, height = PAPER[made.paper]
    text = f'fo:font-size="{made.size}pt" style:font-name="F" fo:language="es" fo:country="ES"'
    text += ' fo:hyphenate="true"' if made.hyphens else ""
    align = "justify" if made.is_justified else "start"
    shared = f'fo:text-align="{align}" fo:margin-bottom="{made.gap}pt" fo:line-height="{made.leading:.0%}"'
    mark = {"bold": 'fo:font-weight="bold"', "coloured": 'fo:color="#b00000"',
            "underlined": 'style:text-underline-style="solid" style:text-underline-width="auto"'}  # fmt: skip
    heading = 'fo:font-weight="bold"' if made.headings != "plain" else ""
    centred = 'fo:text-align="center"' if made.headings == "centred" else 'fo:text-align="start"'
    head = "".join(f'<text:p text:style-name="S">{escape(line)}</text:p>' for line in made.header.split("\n"))
    number = '<text:page-number text:select-page="current"/>'
    foot = {"page": f"- {number} -", "of": f"Página {number} de <text:page-count/>", "none": ""}[made.footer]
    looks = {"bare": "", "hanging": 'fo:margin-left="28pt" fo:text-indent="-28pt"', "inline": "",
            "margin": 'fo:margin-left="36pt" fo:text-indent="-36pt"', "list": "", "table": ""}  # fmt: skip
    list_level = (
        '<text:list-level-style-number text:level="1" style:num-format="{}" style:num-suffix="{}">'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-28pt" '
        'fo:margin-left="28pt"/></style:list-level-properties></text:list-level-style-number>'
    )
    counts = 'text:number-lines="true"' if made.line_numbers else ""
    numbered = (
        f'<text:linenumbering-configuration text:number-lines="true" text:offset="0.5cm" style:num-format="1" '
        f'text:increment="{made.line_numbers}" text:number-position="left" text:count-empty-lines="false" '
        f'text:restart-on-page="{str(made.restarts).lower()}"/>'
        if made.line_numbers
        else ""
    )
    stops = '<style:tab-stops><style:tab-stop style:position="0pt"/></style:tab-stops>'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'{made.face}'"/></office:font-face-decls>
<office:styles>{numbered}</office:styles>
<office:automatic-styles>
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties {shared} {counts}
 fo:orphans="0" fo:widows="0"/>
 <style:text-properties {text}/></style:style>
<style:style style:name="N" style:family="paragraph"><style:paragraph-properties {shared} {looks[made.numbers]} {counts}
 fo:orphans="0" fo:widows="0">{stops}</style:paragraph-properties><style:text-properties {text}/></style:style>
<style:style style:name="H" style:family="paragraph"><style:paragraph-properties {centred} {counts} fo:margin-top="12pt"
 fo:margin-bottom="6pt" fo:keep-with-next="always"/><style:text-properties {text} {heading}/></style:style>
<style:style style:name="S" style:family="paragraph">
 <style:text-properties fo:font-size="9pt" style:font-name="F"/></style:style>
<style:style style:name="C" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>
 <style:text-properties fo:font-size="9pt" style:font-name="F"/></style:style>
<style:style style:name="D" style:family="text">
 <style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="I" style:family="text"><style:text-properties {mark[made.marked]}/></style:style>
<style:style style:name="T" style:family="table">
 <style:table-properties style:width="16cm" table:align="left"/></style:style>
<style:style style:name="T.A" style:family="table-column">
 <style:table-column-properties style:column-width="1.4cm"/></style:style>
<style:style style:name="T.B" style:family="table-column">
 <style:table-column-properties style:column-width="14.6cm"/></style:style>
<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="{width}" fo:page-height="{height}"
 fo:margin="{made.margin}"><style:columns fo:column-count="{made.columns}" fo:column-gap="18pt"/>
 </style:page-layout-properties>
 <style:header-style><style:header-footer-properties fo:min-height="1cm"/></style:header-style>
 <style:footer-style><style:header-footer-properties fo:min-height="1cm"/></style:footer-style></style:page-layout>
<text:list-style style:name="arabic">{list_level.format("1", made.stop)}</text:list-style>
<text:list-style style:name="roman">{list_level.format("i", made.stop)}</text:list-style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">
{f"<style:header>{head}</style:header>" if made.header else ""}
{f'<style:footer><text:p text:style-name="C">{foot}</text:p></style:footer>' if foot else ""}
</style:master-page></office:master-styles>
<office:body><office:text>{"".join(writer_item(item, made) for item in items)}</office:text></office:body>
</office:document>"""


def writer_item(item: Item, made: PageMakeUp) -> str:
    """Return a paragraph of a flat document."""
    text = "".join(
        f'<text:span text:style-name="{"D" if run.struck else "I"}">{escape(run.text)}</text:span>'
        if run.struck or run.marked
        else escape(run.text)
        for run in runs_of(item.words)
    )
    if item.is_heading or not item.label:
        return f'<text:p text:style-name="{"H" if item.is_heading else "P"}">{text}</text:p>'
    label = item.label + made.stop
    if made.numbers == "inline":
        return f'<text:p text:style-name="P">{label} {text}</text:p>'
    if made.numbers == "list":
        value = int(item.label) if item.label.isdigit() else roman_value(item.label)
        style = "arabic" if item.label.isdigit() else "roman"
        entry = (
            f'<text:list-item text:start-value="{value}"><text:p text:style-name="P">{text}</text:p></text:list-item>'
        )
        return f'<text:list text:style-name="{style}">{entry}</text:list>'
    if made.numbers == "table":
        cells = "".join(
            f'<table:table-cell><text:p text:style-name="P">{each}</text:p></table:table-cell>'
            for each in (label, text)
        )
        columns = '<table:table-column table:style-name="T.A"/><table:table-column table:style-name="T.B"/>'
        return f'<table:table table:style-name="T">{columns}<table:table-row>{cells}</table:table-row></table:table>'
    return f'<text:p text:style-name="N">{label}<text:tab/>{text}</text:p>'
