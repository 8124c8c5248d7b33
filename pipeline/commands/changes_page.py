"""The changes of an edition as one page of HTML that needs nothing else: deleted words struck, new ones underlined."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from .changes_told import TITLES, column_lines, is_doubtful, of_the_whole, sections
from .edition_comparison import Comparison, Row
from .word_changes import word_changes

SHORT = {"columns": "with other columns changed"}
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
    title = f"{comparison.plan_id} against {comparison.supersedes}"
    body = [f"<h1>{escape(title)}</h1>", _counts(comparison)]
    whole = [f"<li>{escape(line)}</li>" for line in of_the_whole(comparison)]
    if whole:
        body += ["<h2>In the whole edition</h2>", "<ul>", *whole, "</ul>"]
    for section, rows in sections(comparison).items():
        body += [f'<h2 id="{section}">{escape(TITLES[section])} ({len(rows)})</h2>', "<table>"]
        body += [_row(comparison, row) for row in rows]
        body += ["</table>"]
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
    lines = ["<!doctype html>", '<html lang="en">', f"<head>{head}</head>", "<body>", *body, "</body>", "</html>"]
    return "\n".join(lines) + "\n"


def _counts(comparison: Comparison) -> str:
    found = sections(comparison)
    links = [f'<a href="#{name}">{len(rows)} {escape(SHORT.get(name, name))}</a>' for name, rows in found.items()]
    return f"<p>{', '.join(links)}</p>"


def _row(comparison: Comparison, row: Row) -> str:
    ids = "<br>→ ".join(escape(name) for name in (row["action_id_old"], row["action_id_new"]) if name)
    doubt = '<p class="doubt">not certain: read both</p>' if is_doubtful(row) else ""
    kinds = f'<p class="small">{escape(row["kind"].replace("|", ", "))}</p>'
    small = "".join(f'<p class="small">{line}</p>' for line in _small_lines(comparison, row))
    text = f'<div lang="{escape(comparison.language)}">{_text(comparison, row)}</div>'
    return f"<tr><td>{ids}{kinds}{doubt}</td><td>{text}{small}</td></tr>"


def _text(comparison: Comparison, row: Row) -> str:
    old, new = comparison.old(row).get("action", ""), comparison.new(row).get("action", "")
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
        yield from (escape(line) for line in column_lines(comparison, row))
    yield escape("; ".join(reason for reason in row["evidence"].split("|") if ": " not in reason))
