"""The loop of `directriz review links`: shows an action and its candidates, takes verdicts, hands each on at once.

Candidates are shown in the order of their document, not of their rank, so that a reader is not led. Nothing is kept
here: a verdict is out of hand as soon as it is given, so the loop can be left at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .reviews import COLUMNS, Tables

ASKED = "verdict (number = accept, -number = reject, ?number = unsure, 0 = none fits, Enter = next action, q = leave)"
GRADES = {"1": "1", "2": "2", "3": "3"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One directive to be judged."""

    directive_id: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Question:
    """One action before one framework, with the directives that were proposed."""

    action_id: str
    target_plan_id: str
    text: str
    sha256: str
    context: str  # measure, objective, indicators
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reviews, and how the loop speaks with them."""

    name: str
    date: str  # 2026-11-24; given, because the loop knows no clock
    ask: Callable[[str], str]  # shows a prompt, returns a line; EOFError ends the loop
    tell: Callable[[str], None]
    write: Callable[[Mapping[str, str]], None]  # keeps one row of COLUMNS


def review_links(questions: Iterable[Question], reader: Reader) -> int:
    """Put each question to the reader and return how many verdicts were written; `q` or the end of input leaves."""
    written = 0
    for question in questions:
        show(question, reader.tell)
        while True:
            try:
                line = reader.ask(ASKED).strip()
            except (EOFError, KeyboardInterrupt):
                return written
            if line == "q":
                return written
            if not line:
                break
            row = read_verdict(line, question, reader)
            if row is None:
                reader.tell(f"{line!r} is none of these.")
                continue
            reader.write(row)
            written += 1
            if row["verdict"] == "no-match":
                break
    return written


def show(question: Question, tell: Callable[[str], None]) -> None:
    """Show an action and its candidates, numbered in document order."""
    tell(f"{question.action_id} ({question.target_plan_id})\n  {question.text}")
    if question.context:
        tell(f"  [{question.context}]")
    for number, candidate in enumerate(question.candidates, start=1):
        tell(f"{number:3} {candidate.directive_id}: {candidate.text}")


def read_verdict(line: str, question: Question, reader: Reader) -> dict[str, str] | None:
    """Return the row that a line asks for ("2", "2 3" with a grade, "-2", "?2", "0"), None where it asks for none."""
    verdict = {"-": "reject", "?": "unsure"}.get(line[0], "accept")
    number, _, grade = line.removeprefix("-" if verdict == "reject" else "?").partition(" ")
    if line == "0":
        return _row(question, reader, None, ("no-match", ""))
    is_known = number.isdecimal() and 1 <= int(number) <= len(question.candidates)
    if not is_known or (grade and (grade not in GRADES or verdict != "accept")):
        return None
    return _row(question, reader, question.candidates[int(number) - 1], (verdict, grade))


def questions_from(
    links: Sequence[Mapping[str, str]], tables: Tables, reviewed: Iterable[tuple[str, str]] = ()
) -> list[Question]:
    """Return a question for each action and framework of `links` (published rows), those `reviewed` already left out.

    The least certain first rows come first: there a verdict teaches most.
    """
    actions = {str(row["action_id"]): row for row in tables.actions.to_dict("records")}
    order = {str(key): place for place, key in enumerate(tables.directives["directive_id"])}
    texts = {str(row["directive_id"]): row for row in tables.directives.to_dict("records")}
    groups: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for link in links:
        groups.setdefault((link["action_id"], link["target_plan_id"]), []).append(link)
    done = set(reviewed)
    wanted = sorted((key for key in groups if key not in done), key=lambda key: _certainty(groups[key]))
    questions = []
    for action_id, target in wanted:
        ids = sorted(
            (row["directive_id"] for row in groups[action_id, target] if row["directive_id"]), key=order.__getitem__
        )
        action = {str(name): str(value) for name, value in actions[action_id].items()}
        questions.append(
            Question(
                action_id=action_id,
                target_plan_id=target,
                text=action["action"],
                sha256=action["text_sha256"],
                context=" / ".join(action[name] for name in ("measure", "objective", "indicators") if action.get(name)),
                candidates=tuple(_candidate(texts[key]) for key in ids),
            )
        )
    return questions


def _certainty(rows: Sequence[Mapping[str, str]]) -> float:
    return float(rows[0]["confidence"] or 0)


def _candidate(row: Mapping[object, object]) -> Candidate:
    text = str(row["text"] or row["text_amended"])
    return Candidate(str(row["directive_id"]), text, str(row["text_sha256"]))


def _row(question: Question, reader: Reader, candidate: Candidate | None, said: tuple[str, str]) -> dict[str, str]:
    verdict, grade = said
    values = (
        question.action_id,
        candidate.directive_id if candidate else "",
        verdict,
        grade,
        reader.name,
        reader.date,
        "" if candidate else f"{question.target_plan_id}: none of those shown",
        question.sha256,
        candidate.sha256 if candidate else "",
    )
    return dict(zip(COLUMNS, values, strict=True))
