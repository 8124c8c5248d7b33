"""The changes of an edition as one page of HTML that needs nothing else: deleted words struck, new ones underlined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from .changes_report import Change, Pair, Report
from .changes_text import (
    also_told,
    bodies_told,
    column_title,
    part_of,
    section_title,
    sizes_of,
    title_of,
    whole_told,
)
from .changes_words import evidence, said, said_on_page
from .edition_comparison import Comparison, Row
from .word_changes import own_words, word_changes

CLOSED = ("renumbered", "unchanged")  # sections that are shown when a reader opens them
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1b1b1b; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin-top: 2rem; }
article { border-top: 1px solid #ccc; display: grid; gap: .2rem 1.5rem; grid-template-columns: 15rem 1fr; }
article { padding: .6rem 0; }
article header { font-size: 13px; overflow-wrap: anywhere; }
article > div { min-width: 0; overflow-wrap: break-word; }
p { margin: 0 0 .3rem; }
ul { padding-left: 1.2rem; }
del { background: #fbdcdc; color: #7a1212; }
ins { background: #d9f2dd; color: #0b4d1b; }
.small { font-size: 13px; color: #444; }
.doubt { color: #8a4b00; font-weight: bold; }
.counts a { display: inline-block; margin-right: .8rem; }
summary { cursor: pointer; }
@media (max-width: 40rem) { article { grid-template-columns: 1fr; } body { margin: 1rem auto; } }
@media print { article { break-inside: avoid; } }
"""


def page_of(report: Report) -> str:
    """Return the page; every text of the plan is escaped."""
    comparison = report.comparison
    told, titles = comparison.told_in, comparison.titles
    title = titles.get(comparison.plan_id) or comparison.plan_id
    before = titles.get(comparison.supersedes) or comparison.supersedes
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(said_on_page(told, 'compared'))}: {escape(before)}</p>",
        f'<p class="small">{escape(title_of(comparison))}: {escape(sizes_of(comparison))}</p>',
        _counts(report),
        f'<p class="small">{escape(said_on_page(told, "shown"))}</p>',
    ]
    whole = [f"<li>{escape(whole_told(comparison, each))}</li>" for each in report.whole]
    if whole:
        body += [f"<h2>{escape(said(told, 'whole'))}</h2>", "<ul>", *whole, "</ul>"]
    for section, changes in report.sections.items():
        body += [f"<h2 id={section}>{escape(section_title(comparison, section, len(changes)))}</h2>"]
        shown = [_article(comparison, change) for change in changes]
        if section in CLOSED:
            shown = ["<details>", f"<summary>{escape(said_on_page(told, 'show_unchanged'))}</summary>", *shown]
            shown += ["</details>"]
        body += shown
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    head += f"<title>{escape(title)}</title><style>{STYLE}</style>"
    lines = ["<!doctype html>", f'<html lang="{told}">', f"<head>{head}</head>", "<body>", *body, "</body>", "</html>"]
    return "\n".join(lines) + "\n"


def _counts(report: Report) -> str:
    told = report.comparison.told_in
    links = [
        f'<a href="#{name}">{count} {escape(said(told, f"count {name}"))}</a>'
        for name, count in report.counts().items()
    ]
    return f'<p class="counts">{" ".join(links)}</p>'


def _article(comparison: Comparison, change: Change) -> str:
    told = comparison.told_in
    ids = "<br>→ ".join("<br>+ ".join(_ids(side)) for side in (change.old, change.new) if side)
    kinds = f"{said(told, f'kind {change.section}')}{also_told(comparison, change)}"
    doubt = f'<p class="doubt">{escape(said(told, "doubt"))}</p>' if change.is_doubtful else ""
    texts = "".join(f'<div lang="{escape(comparison.language)}">{text}</div>' for text in _texts(comparison, change))
    small = "".join(f'<p class="small">{line}</p>' for line in _small_lines(comparison, change))
    head = f'<header><p>{ids}</p><p class="small">{escape(kinds)}</p>{doubt}</header>'
    return f"<article>{head}<div>{texts}{small}</div></article>"


def _ids(rows: Iterable[Row]) -> list[str]:
    return [escape(row["action_id"]) for row in rows]


def _texts(comparison: Comparison, change: Change) -> Iterator[str]:
    """Yield the texts of a change: as one text with marks, or both sides of a merge or a split."""
    if not change.is_joined:
        yield _marked(*(side[0]["action"] if side else "" for side in (change.old, change.new)))
        return
    for tag, word, rows, others in (
        ("del", "before", change.old, change.new),
        ("ins", "now", change.new, change.old),
    ):
        for row in rows:
            label = f'<span class="small" lang="{comparison.told_in}">{escape(said_on_page(comparison.told_in, word))}'
            label += f" {escape(row['action_id'])}:</span>"
            pieces = own_words(row["action"], [other["action"] for other in others], comparison.language)
            yield f"<p>{label} {''.join(_piece(text, tag if is_own else '') for is_own, text in pieces)}</p>"


def _piece(text: str, tag: str) -> str:
    if not tag:
        return escape(text)
    return f"{' ' * text[:1].isspace()}<{tag}>{escape(text.strip())}</{tag}>"


def _marked(old: str, new: str) -> str:
    """Return two texts as one, with the words that are gone and those that are new in tags."""
    if not old or not new:
        tag = "ins" if new else "del"
        return f"<{tag}>{escape(new or old)}</{tag}>"
    tags = {"same": "", "gone": "del", "new": "ins"}
    pieces: list[str] = []
    for mark, text in word_changes(old, new):
        is_apart = text[:1].isspace() or (mark == "new" and bool(pieces) and pieces[-1].endswith("</del>"))
        pieces.append(f"{' ' * is_apart}{_piece(text.strip(), tags[mark])}")
    return "".join(pieces)


def _small_lines(comparison: Comparison, change: Change) -> Iterator[str]:
    """Yield where the actions stood, their changed columns, and the reasons for the pair or for its absence."""
    for pair in change.pairs:
        head = f"{escape(part_of(change, pair))}: " if change.is_joined else ""
        yield from (f"{head}{line}" for line in _pair_lines(comparison, pair))


def _pair_lines(comparison: Comparison, pair: Pair) -> Iterator[str]:
    told = comparison.told_in
    for column in pair.columns:
        text = escape(bodies_told(comparison, column)) if column.bodies else _marked(column.before, column.now)
        yield f'{escape(column_title(comparison, column))}: <span lang="{escape(comparison.language)}">{text}</span>'
    reasons = "; ".join(evidence(told, reason) for reason in pair.reasons)
    yield f"{escape(said_on_page(told, 'why'))}: {escape(reasons)}"
