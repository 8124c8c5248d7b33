"""The loop of `directriz review links`: shows an action and its directives, takes verdicts, hands each on at once.

Directives are shown in the order of their document, not of their rank, so that a reader is not led. Nothing is kept
here: a verdict is out of hand as soon as it is given, so the loop can be left at any moment.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..reference.reading_guide import read_grades
from .reviews import COLUMNS, framework_mark, told_shown, told_whole

ASKED = "verdict (h = help): "
GRADE_WORDS = ", ".join(f"{number} {grade.label}" for number, grade in read_grades("en").items())
HELP = (
    f"2 = accept directive 2 of the list; 2 3 = accept it with grade 3 ({GRADE_WORDS})",
    "-2 = reject it; ?2 = unsure",
    "=79 = accept directive 79, also one that is not in the list; =79 3 with grade 3; all = show every directive",
    "/vivienda = show directives with this word or one of the same meaning",
    "0 = none of the directives fits; Enter = next action; q = leave. Every verdict is kept at once.",
)
ERASE = "This takes back {accepted}. Say that none fits? (y/N) "
YES = {"y", "yes", "s", "si", "sí"}
GRADES = {"1": "1", "2": "2", "3": "3"}
WIDTH = 100  # characters of a line where nothing is known of the terminal
NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """One directive to be judged."""

    directive_id: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Question:
    """One action before one framework, with the directives that are shown for it."""

    action_id: str
    target_plan_id: str
    text: str
    sha256: str
    context: str  # measure, objective, indicators
    candidates: tuple[Candidate, ...]
    others: tuple[Candidate, ...] = ()  # the framework's other directives, in document order
    standing: str = ""  # how far the reading is: "3 of 68, 65 left after this one"
    search: Callable[[str], Collection[str]] = lambda words: ()  # directive ids with these words or their concepts


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reviews, and how the loop asks them."""

    name: str
    date: str  # 2026-11-24; given, because the loop knows no clock
    ask: Callable[[str], str]  # shows a prompt, returns a line; EOFError ends the loop
    tell: Callable[[str], None]
    write: Callable[[Mapping[str, str]], None]  # keeps one row of COLUMNS
    width: int = WIDTH  # characters that the terminal shows in a line


def review_links(questions: Iterable[Question], reader: Reader) -> int:
    """Put each question to the reader and return how many verdicts were written; `q` or the end of input leaves.

    The next question is drawn when the one before is answered, so what is asked can follow the verdicts.
    """
    written = 0
    for question in questions:
        show(question, reader)
        answered = _answers(question, reader)
        written += answered[0]
        if answered[1]:
            break
    return written


def _answers(question: Question, reader: Reader) -> tuple[int, bool]:
    """Take verdicts on one question until the reader goes on; returns how many, and whether the reader leaves."""
    written: list[Mapping[str, str]] = []
    shown = question.candidates
    while True:
        try:
            line = reader.ask(ASKED).strip()
            if line in ("", "q"):
                return len(written), line == "q"
            if line in ("h", "all") or line.startswith("/"):
                _tell(_asked_for(line, question), reader)
                shown = (*question.candidates, *question.others) if line == "all" else shown
                continue
            row = read_verdict(line, question, reader)
            if row is None:
                reader.tell(f"{line!r} is none of these.")
                _tell(HELP, reader)
            elif row["verdict"] != "no-match" or _may_erase(written, reader):
                if row["verdict"] == "no-match":
                    row["note"] = _none_told(question, shown)
                reader.write(row)
                written.append(row)
                reader.tell(_kept(row))
                if row["verdict"] == "no-match":
                    return len(written), False
        except (EOFError, KeyboardInterrupt):
            return len(written), True


def _asked_for(line: str, question: Question) -> Sequence[str]:
    """Return the lines of help, of all directives, or of those that a search finds."""
    if line == "h":
        return HELP
    if line == "all":
        return _listed(question.others, "=")
    found = question.search(line[1:].strip())
    every = {each.directive_id: each for each in (*question.candidates, *question.others)}
    shown = [every[directive_id] for directive_id in found if directive_id in every]
    return _listed(shown, "=") or [f"no directive speaks of {line[1:].strip()!r}"]


def _may_erase(written: Sequence[Mapping[str, str]], reader: Reader) -> bool:
    """Tell whether "none fits" may stand: it takes back what was accepted for the action, so the reader is asked."""
    accepted = dict.fromkeys(row["directive_id"] for row in written if row["verdict"] == "accept")
    if not accepted:
        return True
    return reader.ask(ERASE.format(accepted=", ".join(accepted))).strip().lower() in YES


def _kept(row: Mapping[str, str]) -> str:
    grade = f", grade {row['grade']}" if row["grade"] else ""
    return f"kept: {row['verdict']} {row['directive_id']}".rstrip() + grade


def show(question: Question, reader: Reader) -> None:
    """Show an action and its directives, numbered in document order, words whole at the terminal's edge."""
    standing = f": {question.standing}" if question.standing else ""
    reader.tell("")
    _tell([f"{question.action_id} ({question.target_plan_id}){standing}"], reader)
    _tell([f"  {question.text}", *([f"  [{question.context}]"] if question.context else [])], reader)
    _tell(_listed(question.candidates), reader)


def _listed(candidates: Sequence[Candidate], mark: str = "") -> list[str]:
    """Return a line for each directive: its number in the list, or after `mark` its number in the document."""
    numbers = [mark + _number(each) if mark else str(place) for place, each in enumerate(candidates, start=1)]
    return [f"{number:>3} {each.directive_id}: {each.text}" for number, each in zip(numbers, candidates, strict=True)]


def _number(candidate: Candidate) -> str:
    return candidate.directive_id.rsplit("/", 1)[-1]


def _tell(lines: Iterable[str], reader: Reader) -> None:
    width = max(reader.width - 1, NARROWEST)
    for line in lines:
        wrapped = textwrap.wrap(
            line, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False, drop_whitespace=True
        )
        for part in wrapped:
            reader.tell(part)


def read_verdict(line: str, question: Question, reader: Reader) -> dict[str, str] | None:
    """Return the row that a line asks for, None where it asks for none.

    Lines: "2", "2 3" with a grade, "-2", "?2", "0", "=79" and "=79 3" by the directive's own number.
    """
    if line == "0":
        return _row(question, reader, None, ("no-match", ""))
    verdict = {"-": "reject", "?": "unsure"}.get(line[0], "accept")
    named, _, grade = line.removeprefix("-" if verdict == "reject" else "?").partition(" ")
    candidate = _meant(named, question)
    if candidate is None or (grade and (grade not in GRADES or verdict != "accept")):
        return None
    return _row(question, reader, candidate, (verdict, grade))


def _meant(named: str, question: Question) -> Candidate | None:
    if named.startswith("="):
        every = (*question.candidates, *question.others)
        return next((each for each in every if named[1:].lower() in (_number(each), each.directive_id)), None)
    is_known = named.isdecimal() and 1 <= int(named) <= len(question.candidates)
    return question.candidates[int(named) - 1] if is_known else None


def _row(question: Question, reader: Reader, candidate: Candidate | None, said: tuple[str, str]) -> dict[str, str]:
    verdict, grade = said
    values = (
        question.action_id,
        candidate.directive_id if candidate else "",
        verdict,
        grade,
        reader.name,
        reader.date,
        "" if candidate else _none_told(question, question.candidates),
        question.sha256,
        candidate.sha256 if candidate else "",
    )
    return dict(zip(COLUMNS, values, strict=True))


def _none_told(question: Question, shown: Sequence[Candidate]) -> str:
    """Return the note of "none fits": it says of which directives, or that all of the framework were shown."""
    every = (*question.candidates, *question.others)
    is_all = len(shown) == len(every)
    told = told_whole(framework_mark(each.sha256 for each in every)) if is_all else told_shown(map(_id, shown))
    return f"{question.target_plan_id}: {told}"


def _id(candidate: Candidate) -> str:
    return candidate.directive_id
