"""The changes of an edition as one page of HTML that needs nothing else: deleted words struck, new ones underlined."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from .changes_text import column_changes, is_doubtful, of_the_whole, sections, title_of
from .changes_words import evidence, said
from .edition_comparison import Comparison, Row
from .word_changes import word_changes

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; width: 100%; }
td { border-top: 1px solid #ccc; padding: .5rem .6rem; vertical-align: top; }
td:first-child { width: 15rem; font-size: 13px; overflow-wrap: anywhere; }
del { background: #fbdcdc; color: #7a1212; }
ins { background: #d9f2dd; color: #0b4d1b; text-decoration: underline; }
.small { font-size: 13px; color: #444; margin: .3rem 0 0; }
.doubt { color: #8a4b00; font-weight: bold; }
"""


def page_of(comparison: Comparison) -> str:
    """Return the page; every text of the plan is escaped."""
    told, titles = comparison.told_in, comparison.titles
    title = titles.get(comparison.plan_id) or comparison.plan_id
    before = titles.get(comparison.supersedes) or comparison.supersedes
    body = [f"<h1>{escape(title)}</h1>", f'<p class="small">{escape(title_of(comparison))}: {escape(before)}</p>']
    body.append(_counts(comparison))
    whole = [f"<li>{escape(line)}</li>" for line in of_the_whole(comparison)]
    if whole:
        body += [f"<h2>{escape(said(told, 'whole'))}</h2>", "<ul>", *whole, "</ul>"]
    for section, rows in sections(comparison).items():
        body += [f'<h2 id="{section}">{escape(said(told, f"title {section}"))} ({len(rows)})</h2>', "<table>"]
        body += [_row(comparison, row) for row in rows]
        body += ["</table>"]
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
    lines = ["<!doctype html>", f'<html lang="{told}">', f"<head>{head}</head>", "<body>", *body, "</body>", "</html>"]
    return "\n".join(lines) + "\n"


def _counts(comparison: Comparison) -> str:
    found = sections(comparison)
    words = {name: escape(said(comparison.told_in, f"count {name}")) for name in found}
    links = [f'<a href="#{name}">{len(rows)} {words[name]}</a>' for name, rows in found.items()]
    return f"<p>{', '.join(links)}</p>"


def _row(comparison: Comparison, row: Row) -> str:
    ids = "<br>→ ".join(escape(name) for name in (row["action_id_old"], row["action_id_new"]) if name)
    told = comparison.told_in
    doubt = f'<p class="doubt">{escape(said(told, "doubt"))}</p>' if is_doubtful(row) else ""
    named = ", ".join(said(told, f"kind {kind}") for kind in row["kind"].split("|"))
    kinds = f'<p class="small">{escape(named)}</p>'
    small = "".join(f'<p class="small">{line}</p>' for line in _small_lines(comparison, row))
    text = f'<div lang="{escape(comparison.language)}">{_text(comparison, row)}</div>'
    return f"<tr><td>{ids}{kinds}{doubt}</td><td>{text}{small}</td></tr>"


def _text(comparison: Comparison, row: Row) -> str:
    return _marked(comparison.old(row).get("action", ""), comparison.new(row).get("action", ""))


def _marked(old: str, new: str) -> str:
    """Return two texts as one, with the words that are gone and those that are new in tags."""
    if not old or not new:
        tag = "ins" if new else "del"
        return f"<{tag}>{escape(new or old)}</{tag}>"
    tags = {"same": ("", ""), "gone": ("<del>", "</del>"), "new": ("<ins>", "</ins>")}
    pieces: list[str] = []
    for mark, text in word_changes(old, new):
        before, after = tags[mark]
        is_apart = text[:1].isspace() or (mark == "new" and bool(pieces) and pieces[-1].endswith("</del>"))
        pieces.append(f"{' ' if is_apart else ''}{before}{escape(text.strip())}{after}")
    return "".join(pieces)


def _small_lines(comparison: Comparison, row: Row) -> Iterator[str]:
    if row["action_id_old"] and row["action_id_new"]:
        for change in column_changes(comparison, row):
            text = (
                escape(change.told)
                or f'<span lang="{escape(comparison.language)}">{_marked(change.old, change.new)}</span>'
            )
            yield f"{escape(change.name)}: {text}"
    reasons = (reason for reason in row["evidence"].split("|") if ": " not in reason)
    yield escape("; ".join(evidence(comparison.told_in, reason) for reason in reasons))
