"""The report of `directriz add`: what it understood of a document, and questions for a person; as text and as JSON.

Each question names the line that answers it: of the profile, or of the document's entry in the manifest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import PipelineError, SeveralMismatches
from ..layouts import EXTRAS
from ..rebuild.refused_rows import page_ranges
from ..records import Action, Directive, Excluded, Extra, Issue, PrintedLine, Provision, Records
from ..reference.headers import Mapper
from ..sources import OPEN
from .answer import counted
from .check_warnings import CheckWarning, doubts_of_document
from .draft_kinds import known_headers
from .manifest_text import toml_value
from .profile import MATRICES, Drafted
from .prose_report import example_action, prose_questions

SEEN = 8  # items of a kind shown in the text; JSON has all
LONGEST = 60
OTHER_UNITS = "other units of text"
HEADING_GROUP = re.compile(r"\(\?P<(axis|subaxis|strategic_objective)>")  # in the patterns of a drafted profile
AT_END = "(no label: at the end of the items)"
HALF_COLUMNS = 2  # columns that only a table set aside has: with so many it may be the plan's other half
ASKED_FOR = ("manifest_incomplete", "jurisdiction_unknown")  # doubts that are among the questions
STANDS = (
    ". The document is in the manifest already: until it is mended or taken out, directriz all is refused and output/ "
    "stays as it is; directriz all --keep-going publishes the other documents"
)
ASKED = {
    "title": "What is its title?",
    "issuer": "Who issued it?",
    "jurisdiction": "Of which country is it (ISO alpha-3, such as PER), or of which organisation?",
}


@dataclass(frozen=True, slots=True)
class AddReport:
    """A document that was added under a drafted profile."""

    plan_id: str
    path: str  # below raw/
    profile: str  # below raw/
    drafted: Drafted
    entry: Mapping[str, Any]
    lines: Sequence[PrintedLine]
    records: Records
    refused: PipelineError | None
    manifest: str  # its text
    is_language_told: bool = True
    found: Mapping[str, str] = field(default_factory=dict)  # key of the manifest → where its proposal was found
    frameworks: Sequence[str] = ()  # documents that its actions could be linked to
    about_profile: str = ""  # why the profile of the edition before is taken, or is not
    is_own_profile: bool = True  # False where the profile is that of the edition before

    @property
    def profile_file(self) -> str:
        """The profile as a person finds it."""
        return f"raw/{self.profile}" if self.profile.endswith(".toml") else f"profile {self.profile!r}"


@dataclass(frozen=True, slots=True)
class Question:
    """A question for a person, and the line of the file that answers it."""

    question: str
    file: str
    line: int | None
    text: str


def _line_of(text: str, start: str, last: bool = False) -> tuple[int | None, str]:
    """Return the line of a text that begins with some words, and its number."""
    found = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.startswith(start)]
    return (found[-1] if last else found[0]) if found else (None, "")


def questions(report: AddReport) -> list[Question]:
    """Return the questions, the most important first."""
    return [*_about_refusal(report), *_about_lack(report), *_about_other_halves(report), *_about_manifest(report),
            *_about_profile(report)]  # fmt: skip


def _about_refusal(report: AddReport) -> Iterator[Question]:
    if report.refused:
        errors = report.refused.errors if isinstance(report.refused, SeveralMismatches) else (report.refused,)
        for error in errors:
            yield Question(f"How is this to be mended? {error}", report.profile_file, None, "")


def _about_lack(report: AddReport) -> Iterator[Question]:
    if report.refused or _rows(report):
        return
    number, line = _line_of(report.drafted.text, "kind = ")
    asked = (
        "Not one action was found. Is this a plan? If so, look at how it is read (directriz look FILE --page N -o "
        "page.png), then draft it as another kind: directriz profile FILE --kind action-matrix (or operational-matrix, "
        "action-cards, action-list), and put the result in place of the profile."
    )
    yield Question(asked, report.profile_file, number, line)


def _about_manifest(report: AddReport) -> Iterator[Question]:
    for name, asked in ASKED.items():
        if report.entry[name] == OPEN:
            number, line = _line_of(report.manifest, f"{name} = ", last=True)
            yield Question(f"{asked} The document does not say it plainly.", "raw/sources.toml", number, line)
    for issue in report.records.of(Issue):
        if issue.issue_code == "jurisdiction_unknown":
            number, line = _line_of(report.manifest, "jurisdiction = ", last=True)
            yield Question(f"{issue.detail[:1].upper()}{issue.detail[1:]}", "raw/sources.toml", number, line)
    if not report.is_language_told:
        number, line = _line_of(report.manifest, "language = ", last=True)
        yield Question("In which language is it (ISO 639-1)? Its words do not tell.", "raw/sources.toml", number, line)
    if report.entry["period"] is None:
        number, line = _line_of(report.manifest, "language = ", last=True)
        asked = "Which years does it cover? Below this line write one such as period = [2024, 2027]; or leave it out."
        yield Question(asked, "raw/sources.toml", number, line)
    if report.frameworks and not report.entry["links_to"]:
        number, line = _line_of(report.manifest, "language = ", last=True)
        asked = (
            "Which directives are its actions to be linked to? Below this line write one or more of them, the main one "
            f"first: links_to = {toml_value(list(report.frameworks))}; or leave it out."
        )
        yield Question(asked, "raw/sources.toml", number, line)


def _about_profile(report: AddReport) -> Iterator[Question]:
    plan, file = report.drafted.plan, report.profile_file
    extras = _columns(report).get(EXTRAS) if report.is_own_profile else None
    if extras:
        number, line = _line_of(report.drafted.text, f"{EXTRAS} = ")
        asked = f"Does one of {', '.join(map(repr, extras))} belong to a column with a name? Move it to that line."
        yield Question(asked, file, number, line)
    if plan is None:
        about = prose_questions(report.drafted.text) if report.is_own_profile else ()
        yield from (Question(text, file, line, printed) for text, line, printed in about)
        return
    if "action" in plan.tables.notes:
        number, line = _line_of(report.drafted.text, "action = ")
        asked = "No header says what the actions are. Are these the actions? If not, exchange the headers of two lines."
        yield Question(asked, file, number, line)
    for axis in plan.axes:
        number, line = _line_of(report.drafted.text, f"# {axis.field}:")
        yield Question(
            f"Is this the {axis.field}: {axis.seen[0]!r}? If not, take its [[heading]] out.", file, number, line
        )


def _about_other_halves(report: AddReport) -> Iterator[Question]:
    """Ask about tables set aside whose headers name columns that the plan lacks: the right half of a wide matrix."""
    if report.refused or report.drafted.plan is None:
        return
    mapper, known = Mapper(known_headers("action-matrix")), set(_columns(report))
    pages: dict[str, list[int]] = {}
    for each in _set_aside(report):
        labels = [label for label in str(each["header"]).split(" | ") if label] if each["what"] == "table" else []
        lacking = {role[0] for label in labels if (role := mapper.column(label))} - known
        if len(lacking) >= HALF_COLUMNS and 2 * len(lacking) >= len(labels):
            pages.setdefault(str(each["header"]), []).append(each["page"] or 0)
    for header, places in pages.items():
        asked = (
            f"On p. {page_ranges(places)} a table with the columns {header!r} is set aside. Are they of the plan, "
            "printed on the page beside its rows? They are joined only where both pages have as many rows, which is "
            "not so here: compare the rows of both with `directriz tables` and `directriz look`. If they are not of "
            f"the plan, write above [columns]: aside = {toml_value([header])}"
        )
        number, line = _line_of(report.drafted.text, "[columns]")
        yield Question(asked, report.profile_file, number, line)


def _columns(report: AddReport) -> dict[str, list[str]]:
    import tomllib

    drafted = tomllib.loads(report.drafted.text)
    at_end = {name: [AT_END] for name in drafted.get("layout", {}).get("values_at_end", ()) if name != EXTRAS}
    return at_end | {name: list(labels) for name, labels in drafted.get("columns", {}).items()}


def _set_aside(report: AddReport) -> list[dict[str, Any]]:
    issues = [issue for issue in report.records.of(Issue) if issue.issue_code in ("table_set_aside", "text_set_aside")]
    found = [
        {
            "what": issue.issue_code.split("_")[0],
            "page": issue.page,
            "header": issue.text,
            "reason": issue.detail,
        }
        for issue in issues
    ]
    return sorted(found, key=lambda each: (each["what"], each["page"] or 0))


def _rows(report: AddReport) -> int:
    kinds = (Action,) if report.drafted.kind in (*MATRICES, "action-cards", "action-list") else (Action, Directive)
    return sum(len(report.records.of(kind)) for kind in kinds)


def _by_axis(report: AddReport) -> Counter[str]:
    return Counter(action.axis or "(no axis)" for action in report.records.of(Action))


def as_json(report: AddReport) -> dict[str, Any]:
    """Return the report as one JSON object."""
    plan = report.drafted.plan
    return {
        "id": report.plan_id,
        "path": report.path,
        "profile": report.profile,
        "kind": report.drafted.kind,
        "why": report.drafted.why,
        "about_profile": report.about_profile,
        "entry": dict(report.entry),
        "found": dict(report.found),
        "rows": _rows(report),
        "columns": _columns(report),
        "examples": _examples(report),
        "example_action": _example(report),
        "headings": [{"column": axis.field, "seen": list(axis.seen)} for axis in plan.axes] if plan else [],
        "rows_by_axis": dict(_by_axis(report)),
        "set_aside": _set_aside(report),
        "doubts": [{"code": each.code, "found": each.told} for each in _doubts(report)],
        "questions": [
            {"question": each.question, "file": each.file, "line": each.line, "text": each.text}
            for each in questions(report)
        ],
        "refused": str(report.refused) if report.refused else None,
    }


def _examples(report: AddReport) -> dict[str, str]:
    """Return an example for each column: its first cell with text."""
    found: dict[str, str] = {}
    actions = report.records.of(Action)
    for name in _columns(report):
        if name == EXTRAS:
            found[name] = next((extra.text for extra in report.records.of(Extra)), "")
        elif text := next((text for action in actions if (text := getattr(action, name, None))), None):
            found[name] = str(text)
    return found


def _cut(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def as_text(report: AddReport) -> str:
    """Return the report as a person reads it."""
    parts = [
        _told(report),
        _entry_lines(report),
        _column_lines(report),
        _card_lines(report),
        _action_lines(report),
        _axis_lines(report),
        _aside_lines(report),
        _doubt_lines(report),
        _question_lines(report),
    ]
    return "\n\n".join([*("\n".join(part) for part in parts if part), _next(report)])


def _next(report: AddReport) -> str:
    """Return what a person does next, and how the document is taken out again."""
    is_ready = not report.refused and _rows(report)
    count = len(questions(report))
    if not is_ready:
        after = "Next: answer the first question, then directriz check"
        after += STANDS if report.refused else ""
    elif count:
        each = "the question" if count == 1 else f"the {count} questions"
        after = f"Next: answer {each} above, then directriz check. The run accepts it as it is, too: directriz all"
    else:
        after = "Next: directriz all"
    files = f"raw/{report.path}" + (f", {report.profile_file}" if report.is_own_profile else "")
    return f"{after}\nTo undo: delete {files} and the last [[source]] of raw/sources.toml."


def _told(report: AddReport) -> list[str]:
    pages = [action.page_start for action in report.records.of(Action) if action.page_start]
    on_pages = f" on p. {page_ranges(pages)}" if pages else ""
    is_framework = bool(report.records.of(Directive)) and not report.records.of(Action)
    rows = counted(_rows(report), "directive" if is_framework else "action")
    found = f"{rows}{on_pages}, {counted(len(report.records.of(Provision)), 'other unit of text', OTHER_UNITS)}"
    return [
        f"raw/{report.path} is now the document {report.plan_id!r}; its profile is {report.profile_file}",
        *([report.about_profile] if report.about_profile else []),
        f"kind: {report.drafted.kind}; " + ("the run refuses it, see the questions" if report.refused else found),
        *([f"why this kind: {report.drafted.why}"] if report.drafted.why else []),
    ]


def _entry_lines(report: AddReport) -> list[str]:
    """Return the keys of the entry that were found in the document, with the place of each."""
    shown = [f"  {name}: {report.entry[name]} ({found})" for name, found in report.found.items() if found]
    return ["raw/sources.toml says, as found in the document:", *shown] if shown else []


def _column_lines(report: AddReport) -> list[str]:
    columns, examples = _columns(report), _examples(report)
    rows = [(name, " | ".join(labels), _cut(examples.get(name, ""))) for name, labels in columns.items()]
    if not rows:
        return []
    rows_and_head = [*rows, ("column", "header as printed", "")]
    wide = [max(len(_cut(row[place], 40)) for row in rows_and_head) for place in (0, 1)]
    head = f"{'column':{wide[0]}}  {'header as printed':{wide[1]}}  for instance"
    return [head, *(f"{row[0]:{wide[0]}}  {_cut(row[1], 40):{wide[1]}}  {row[2]}" for row in rows)]


def _action_lines(report: AddReport) -> list[str]:
    if not (example := _example(report)):
        return []
    wide = max(map(len, example))
    return ["one action as it is read:", *(f"  {name:{wide}}  {_cut(text, 100)}" for name, text in example.items())]


def _example(report: AddReport) -> dict[str, str]:
    is_prose = report.drafted.kind == "action-list"
    return example_action(report.records, list(_columns(report))) if is_prose else {}


def _card_lines(report: AddReport) -> list[str]:
    """Return the first card of a plan of cards as it is read: each label with its value, to compare with its page."""
    action = next(iter(report.records.of(Action)), None)
    if action is None or report.drafted.kind != "action-cards":
        return []
    own = {name: getattr(action, name, None) for name in ("number", *_columns(report)) if name != EXTRAS}
    others = [extra for extra in report.records.of(Extra) if extra.record_id == action.action_id]
    shown = [f"  {name}: {_cut(str(value))}" for name, value in own.items() if value]
    shown += [f"  {EXTRAS} {_cut(extra.label_original, 40)!r}: {_cut(extra.text)}" for extra in others]
    return [f"the first card as it is read (p. {action.page_start or '?'}), compare it with its page:", *shown]


def _axis_lines(report: AddReport) -> list[str]:
    counts = _by_axis(report)
    if set(counts) <= {"(no axis)"}:
        return []
    plan = report.drafted.plan
    fields = [axis.field for axis in plan.axes] if plan else HEADING_GROUP.findall(report.drafted.text)
    nested = [f"headings, the widest first: {', '.join(dict.fromkeys(fields))}"] if fields or plan else []
    shown = [f"  {count:4}  {_cut(axis, 90)}" for axis, count in counts.items()]
    return [*nested, "rows by axis:", *shown]


def _aside_lines(report: AddReport) -> list[str]:
    aside = _set_aside(report)
    tables = [each for each in aside if each["what"] == "table"]
    reasons = Counter(issue.reason for issue in report.records.of(Excluded))
    if not aside:
        return []
    told = [f"set aside: {counted(len(tables), 'table')}, {counted(reasons['other-text'], 'paragraph')} of text"]
    told += [f"  p. {each['page']}: {_cut(str(each['header']), 90)}" for each in tables[:SEEN]]
    return told + (
        [f"  and {counted(len(tables) - SEEN, 'more table')} (issues of table_set_aside)"] if len(tables) > SEEN else []
    )


def _doubts(report: AddReport) -> list[CheckWarning]:
    """Return what may be lost or misplaced; keys of the entry are not among it, for they are asked for."""
    found = doubts_of_document(report.plan_id, report.records.of(Issue))
    return [each for each in found if each.code not in ASKED_FOR]


def _doubt_lines(report: AddReport) -> list[str]:
    doubts = _doubts(report)
    if not doubts:
        return []
    told = [f"  {each.told} ({each.code})".replace("\n", "\n    ") for each in doubts[:SEEN]]
    more = [f"  and {len(doubts) - SEEN} more: directriz check lists them"] if len(doubts) > SEEN else []
    return ["rows or headings may be lost, look at these:", *told, *more]


def _question_lines(report: AddReport) -> list[str]:
    asked = questions(report)
    if not asked:
        return []
    lines = ["questions:"]
    for number, each in enumerate(asked, start=1):
        lines.append(f"{number:2}. {each.question}".replace("\n", "\n    "))
        if each.line:
            lines.append(f"    {each.file} l. {each.line}: {_cut(each.text, 100)}")
    return lines
