"""`directriz review`: lists what a person should check. Each kind of review is a subcommand."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import WrongUsage
from ..records import SHORTLISTED
from .answer import Answer, counted, json_answer
from .review_dates import day_of
from .review_options import AS_A_TABLE, add_link_options, refuse_unknown_documents
from .review_panel import gather_panel, write_panel

if TYPE_CHECKING:
    from ..link.reviews import Tables
    from .snapshots import Snapshot

BELOW = 0.9  # nine in ten repairs of the OAS draft score higher; below stand the words guessed behind a strike-through
AROUND = 40  # characters of context on each side
LINKS_HELP = "judge links: one after the other, on sheets for several readers, or by a program that you name"
LINKS_DESCRIPTION = (
    "Judge which directives an action carries out. With --reviewer alone: one action after the other, on the terminal. "
    "With --sheet and later --gather: several readers, each alone. With --ask: a model behind a chat endpoint. "
    "Verdicts are kept in raw/reviews/links.csv; the next `directriz all` puts them before scores."
)
SOURCES = (("directives", "directive_id"), ("provisions", "record_id"))


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `review` and its subcommands."""
    parser = subparsers.add_parser("review", help="look at what is doubtful")
    reviews = parser.add_subparsers(dest="review", required=True, metavar="WHAT")
    ocr = reviews.add_parser("ocr", parents=[common], help="list or judge the doubtful repairs of OCR damage")
    ocr.add_argument("--below", type=float, default=BELOW, metavar="SCORE", help=f"list scores below (default {BELOW})")
    ocr.add_argument("--plan", metavar="ID", help="only this document's")
    ocr.add_argument("--reviewer", metavar="NAME", help="judge them; your name is stored with each verdict")
    ocr.add_argument("--date", metavar="YYYY-MM-DD", help="date stored with each verdict (default: today)")
    sheets = ocr.add_mutually_exclusive_group()
    sheets.add_argument("--export", type=Path, metavar="FILE", help=AS_A_TABLE)
    sheets.add_argument("--import", type=Path, metavar="FILE", dest="filled", help="keep the verdicts filled in there")
    ocr.set_defaults(action=review_ocr)
    brackets = reviews.add_parser("amendments", parents=[common], help="list or settle the doubtful amendments")
    brackets.add_argument("--plan", metavar="ID", help="only this document's")
    brackets.add_argument("--reviewer", metavar="NAME", help="your name, stored with each verdict")
    brackets.add_argument("--date", metavar="YYYY-MM-DD", help="date stored with each verdict (default: today)")
    tables = brackets.add_mutually_exclusive_group()
    tables.add_argument("--export", type=Path, metavar="FILE", help=AS_A_TABLE)
    tables.add_argument("--import", type=Path, metavar="FILE", dest="filled", help="keep the rows filled in there")
    brackets.set_defaults(action=_review_amendments)
    links = reviews.add_parser("links", parents=[common], help=LINKS_HELP, description=LINKS_DESCRIPTION)
    add_link_options(links)
    links.set_defaults(action=judge_links)


def review_ocr(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return the repairs of the published tables that score below the limit, most doubtful first, or judge them.

    What was corrected by hand since is left out. Refuses (WrongUsage) a limit that is no score, a table to keep without
    a reviewer, and a workspace whose tables are not published.
    """
    from .ocr_verdicts import read_kept

    if not 0 <= arguments.below <= 1:
        raise WrongUsage("--below", f"{arguments.below:g} is no score", "Scores are from 0 to 1; 1 lists nearly all.")
    if not (root / "output" / "ocr_corrections.csv").is_file():
        raise WrongUsage(
            str(root / "output"), "the table ocr_corrections is not published", "Run `directriz all` first."
        )
    refuse_unknown_documents(root, arguments)
    repairs, texts = _repairs(root, arguments.plan)
    done = {(row.record_id, row.start) for row in read_kept(root)[1]}
    asked = [each for each in repairs if (each["record_id"], each["start"]) not in done]
    entries = sorted((each for each in asked if each["score"] < arguments.below), key=lambda entry: entry["score"])
    if arguments.export or arguments.filled or arguments.reviewer:
        return _judge_ocr(root, arguments, entries, texts)
    if arguments.json:
        return json_answer({"below": arguments.below, "repairs": len(repairs), "doubtful": entries})
    head = f"{len(entries)} of {len(repairs)} repairs score below {arguments.below:g}"
    return Answer("\n".join([head, *map(_told, entries)]))


def _repairs(root: Path, plan_id: str | None) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return the published repairs of a document, or of all, and the texts in which they stand."""
    from .snapshots import read_snapshot

    snapshot = read_snapshot(root, str(root / "output"))
    texts = {row[key]: row["text_source"] for table, key in SOURCES for row in _rows(snapshot, table)}
    rows = (row for row in _rows(snapshot, "ocr_corrections") if _is_of(row, plan_id))
    return [_entry(row, texts.get(row["record_id"], "")) for row in rows], texts


def _judge_ocr(
    root: Path, arguments: argparse.Namespace, entries: list[dict[str, Any]], texts: Mapping[str, str]
) -> Answer:
    """Write the table to fill in, keep one that was, or ask for verdicts."""
    from ..store import write_file
    from .ocr_verdicts import SHEET, Reviewer, judge_repairs, keep_sheet, sheet_rows
    from .spreadsheets import read_sheet, sheet_bytes

    if arguments.export:
        write_file(arguments.export, sheet_bytes(arguments.export, SHEET, sheet_rows(entries)))
        return Answer(f"{counted(len(entries), 'repair')} written to {arguments.export}")
    if not arguments.reviewer:
        raise WrongUsage("--import", "the name of the reviewer is missing", "Give --reviewer NAME.")
    by = Reviewer(arguments.reviewer, day_of(arguments.date), arguments.ask, _teller(arguments.tell))
    if arguments.filled:
        sheet = read_sheet(arguments.filled, SHEET[:6])
        sheet.say(arguments.say)
        kept = keep_sheet(root, sheet, texts, by)
    else:
        kept = judge_repairs(root, entries, _other_forms(root, texts), by)
    if arguments.json:
        return json_answer({"doubtful": len(entries), "verdicts": kept})
    return Answer(f"{kept} verdicts kept in raw/reviews/corrections.csv" + ("; next: directriz all" if kept else ""))


def _teller(tell: Callable[[str], None]) -> Callable[[str], None]:
    """Return a function that shows a line; on a terminal the word in question is highlighted."""
    if tell is not print or not sys.stdout.isatty():
        return tell
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)

    def show(line: str) -> None:
        text = Text(line)
        text.highlight_regex(r">>> .*? <<<", "bold red")
        text.highlight_regex(r"^ {0,2}\d+(?= )", "bold")
        console.print(text)

    return show


def _other_forms(root: Path, texts: Mapping[str, str]) -> Callable[[Mapping[str, Any]], list[str]]:
    """Return a function that gives the forms which a repaired word may have had, likeliest first."""
    from functools import cache

    from ..clean.ocr import Repairer, build_repairer
    from ..language import language_of
    from ..reference.domain_words import read_domain_words
    from ..sources import read_manifest

    languages = {source.id: source.language for source in read_manifest(root).source}

    @cache
    def repairer_of(plan_id: str) -> Repairer:
        own = [text for record_id, text in texts.items() if record_id.startswith(f"{plan_id}/")]
        code = languages[plan_id]
        return build_repairer(own, read_domain_words(code), language_of(code))

    def forms(entry: Mapping[str, Any]) -> list[str]:
        return repairer_of(entry["record_id"].split("/")[0]).forms_of(entry["before"], entry["method"] == "struck")

    return forms


def _review_amendments(root: Path, arguments: argparse.Namespace) -> Answer:
    from .amendment_verdicts import review_amendments

    refuse_unknown_documents(root, arguments)
    return review_amendments(root, arguments)


def judge_links(root: Path, arguments: argparse.Namespace) -> Answer:
    """Ask for verdicts, the least certain links first, and keep each in `raw/reviews/links.csv` as it is given.

    Or write them as a table to fill in, or keep one that was filled in. Pairs on which the reviewer gave a verdict
    before are left out. Refuses (WrongUsage) a date of another form and verdicts of nobody, (SourceUnreadable) a
    workspace whose tables are not published.
    """
    from ..link.published_tables import read_tables
    from ..link.questions import group_links, least_certain_first, questions_from
    from ..link.reviews import is_program
    from ..store import write_file
    from .carried_reviews import read_carried
    from .link_sheets import NEEDED, SHEET, keep_sheet, sheet_rows
    from .sheet_ids import complete_ids
    from .spreadsheets import read_sheet, sheet_bytes

    refuse_unknown_documents(root, arguments)
    if arguments.carried and not arguments.filled:
        from .carried_reviews import list_carried

        return list_carried(root, arguments)
    if arguments.sheet:
        return write_panel(root, arguments, group_links(asked_links(root, arguments)))
    if arguments.ask_url:
        from .review_asking import ask_program

        return ask_program(root, arguments, list(group_links(asked_links(root, arguments))), day_of(arguments.date))
    if not arguments.reviewer and not arguments.export:
        raise WrongUsage("--reviewer", "the name of the reviewer is missing", "Give --reviewer NAME.")
    if is_program(arguments.reviewer or ""):
        raise WrongUsage("--reviewer", f"{arguments.reviewer!r} is the name of a program", "Give your own name.")
    tables, day = read_tables(root), day_of(arguments.date)
    if arguments.gather:
        return gather_panel(root, arguments, day)
    if arguments.filled:
        sheet = complete_ids(read_sheet(arguments.filled, NEEDED), tables)
        sheet.say(arguments.say)
        kept, there = keep_sheet(root, sheet, tables, (arguments.reviewer, day))
        return _told_kept(kept, arguments, already_there=there)
    links = asked_links(root, arguments)
    carried = read_carried(root, tables)
    done = _pairs_done(root, arguments, links) | carried.held()
    if arguments.export:
        questions = questions_from(links, tables, done)
        questions.sort(key=lambda each: (each.action_id, each.target_plan_id) not in carried.first_to_read())
        actions = len({question.action_id for question in questions})
        write_file(arguments.export, sheet_bytes(arguments.export, SHEET, sheet_rows(questions)))
        of = counted(len(questions), "pair of action and framework", "pairs of action and framework")
        told = f"{counted(actions, 'action with its directives', 'actions with their directives')} ({of})"
        return Answer(f"{told} written to {arguments.export}")
    pairs = least_certain_first(group_links(links), done)
    pairs.sort(key=lambda pair: pair not in carried.first_to_read())
    return _interview(root, arguments, tables, pairs)


def _interview(root: Path, arguments: argparse.Namespace, tables: Tables, pairs: list[tuple[str, str]]) -> Answer:
    """Ask for verdicts on a terminal, the shortlist of each action made anew after every verdict."""
    from dataclasses import replace
    from shutil import get_terminal_size
    from textwrap import fill

    from ..link.published_tables import read_aids, read_reviews
    from ..link.questions import Interview, QuestionMaker
    from ..link.review_loop import NARROWEST, WIDTH, Reader, review_links
    from ..link.review_order import Reading
    from .verdicts import keep_verdict

    reading = Reading(tables, read_reviews(root), pairs, read_aids(root))
    interview = Interview(reading, QuestionMaker(tables), pairs, _shown(arguments))

    def keep(row: Mapping[str, str]) -> None:
        keep_verdict(root, row)
        interview.keep(row)

    width = get_terminal_size((WIDTH, 0)).columns
    reader = Reader(arguments.reviewer, day_of(arguments.date), arguments.ask, arguments.tell, keep, width)
    answer = _told_kept(review_links(interview, reader), arguments, asked=len(pairs))
    return answer if arguments.json else replace(answer, text=fill(answer.text, max(width - 1, NARROWEST)))


def _shown(arguments: argparse.Namespace) -> int:
    """Return how many directives the loop shows for an action."""
    if arguments.shortlist is None:
        return SHORTLISTED
    return arguments.shortlist if arguments.shortlist > 0 else sys.maxsize


def asked_links(root: Path, arguments: argparse.Namespace) -> list[dict[str, str]]:
    """Return the published rows of `links` that `--plan` and `--target` choose, document order."""
    from .snapshots import read_snapshot

    return [row for row in _rows(read_snapshot(root, str(root / "output")), "links") if _is_asked(row, arguments)]


def _pairs_done(root: Path, arguments: argparse.Namespace, links: list[dict[str, str]]) -> set[tuple[str, str]]:
    from ..link.published_tables import read_reviews
    from ..link.reviews import rows_of_reviews
    from .verdicts import reviewed_pairs

    if not arguments.reviewer:
        return set()
    return reviewed_pairs(rows_of_reviews(read_reviews(root)), links, arguments.reviewer)


def _told_kept(kept: int, arguments: argparse.Namespace, **more: int) -> Answer:
    if arguments.json:
        return json_answer({**more, "verdicts": kept})
    there = f", {more['already_there']} were already there" if more.get("already_there") else ""
    return Answer(f"{kept} verdicts kept in raw/reviews/links.csv{there}" + ("; next: directriz all" if kept else ""))


def _is_asked(row: Mapping[str, str], arguments: argparse.Namespace) -> bool:
    is_plan = arguments.plan is None or row["action_id"].startswith(f"{arguments.plan}/")
    return is_plan and arguments.target in (None, row["target_plan_id"])


def _is_of(row: Mapping[str, str], plan_id: str | None) -> bool:
    return plan_id is None or row["record_id"].startswith(f"{plan_id}/")


def _rows(snapshot: Snapshot, table: str) -> Iterable[dict[str, str]]:
    rows = snapshot.tables.get(table)
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.rows] if rows else []


def _entry(row: Mapping[str, str], text: str) -> dict[str, Any]:
    start = int(row["start"])
    end = start + len(row["before"])
    return {
        "record_id": row["record_id"],
        "start": start,
        "score": float(row["score"]),
        "method": row["method"],
        "before": row["before"],
        "after": row["after"],
        "context_before": text[max(0, start - AROUND) : start],
        "context_after": text[end : end + AROUND],
    }


def _told(entry: Mapping[str, Any]) -> str:
    after = entry["after"] or "(nothing)"
    context = f"…{entry['context_before']}[{entry['before']} → {after}]{entry['context_after']}…"
    return f"\n{entry['record_id']} at {entry['start']}, {entry['method']}, {entry['score']:.2f}\n  {context}"
