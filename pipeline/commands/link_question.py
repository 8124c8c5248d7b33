"""The question that a model is asked: one action with its context, all directives of a framework, and the rules.

The answer is JSON of a stated form; ids that the framework does not have, or a primary directive that is not graded 2
or 3, make it unusable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..link.panel import LEAST, Opinion
from ..link.review_loop import Candidate, Question
from ..link.review_order import Pair
from ..reference.reading_guide import read_grades
from ..store import digest
from .chat import UnusableAnswer

GRADES = "; ".join(f"{number} = {grade.meaning}" for number, grade in read_grades("en").items())
RULES = f"""You read public action plans. For one action you say which directives of a framework it carries out.
Grades: {GRADES}.
Judge by what the action does; measure, objective and indicators are context. Prefer the specific directive to the
general one. Name only directives with grade 1, 2 or 3, by their id. "primary" is the most direct one of those with
grade 2 or 3, null where there is none. It is right to say that none fits.
Answer with JSON alone: {{"grades": [{{"directive_id": "...", "grade": 3}}], "primary": "..."}}."""
AGAIN = "This answer cannot be used: {reason}. Answer the same question again, with JSON alone."
FENCED = re.compile(r"\s*```(?:json)?\s*(.*?)\s*```\s*", re.DOTALL)
THOUGHT = re.compile(r"\s*<think>.*?</think>", re.DOTALL)  # some models write what they think before the answer
CHARACTERS_A_TOKEN = 3.5  # of Spanish, roughly
TOKENS_OF_AN_ANSWER = 80


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of one reading."""

    pair: Pair
    reading: int  # from 1
    model: str
    messages: tuple[Mapping[str, str], ...]
    directive_ids: tuple[str, ...]  # in document order

    @property
    def schema(self) -> dict[str, Any]:
        """The form of the answer, as JSON schema."""
        graded = {
            "type": "object",
            "properties": {
                "directive_id": {"type": "string", "enum": list(self.directive_ids)},
                "grade": {"type": "integer", "enum": [1, 2, 3]},
            },
            "required": ["directive_id", "grade"],
            "additionalProperties": False,
        }
        return {
            "type": "object",
            "properties": {
                "grades": {"type": "array", "items": graded},
                "primary": {"type": ["string", "null"], "enum": [*self.directive_ids, None]},
            },
            "required": ["grades", "primary"],
            "additionalProperties": False,
        }

    @property
    def key(self) -> str:
        """The hash of the question: the same question of the same reading to the same model is asked once."""
        asked = [self.model, self.reading, list(self.messages), self.schema]
        return digest(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode("utf-8"))

    @property
    def tokens(self) -> int:
        """Roughly how many tokens the question has."""
        return round(sum(len(message["content"]) for message in self.messages) / CHARACTERS_A_TOKEN)


def make_ask(question: Question, reading: int, readings: int, model: str) -> Ask:
    """Return the question of one reading; each reading begins at another place of the list of directives."""
    listed = question.candidates
    start = (reading - 1) * len(listed) // readings
    turned = (*listed[start:], *listed[:start])
    context = f"\nContext: {question.context}" if question.context else ""
    messages = (
        {"role": "system", "content": f"{RULES}\n\nDirectives:\n" + "\n".join(map(_line, turned))},
        {"role": "user", "content": f"Action {question.action_id}: {question.text}{context}"},
    )
    pair = (question.action_id, question.target_plan_id)
    return Ask(pair, reading, model, messages, tuple(each.directive_id for each in listed))


def _line(candidate: Candidate) -> str:
    return f"{candidate.directive_id}: {candidate.text}"


def asked_again(ask: Ask, answer: str, reason: str) -> tuple[Mapping[str, str], ...]:
    """Return the messages of a second try: the question, the answer, and what is wrong with it."""
    return (
        *ask.messages,
        {"role": "assistant", "content": answer},
        {"role": "user", "content": AGAIN.format(reason=reason)},
    )


def read_answer(text: str, directive_ids: Sequence[str]) -> Opinion:
    """Return what an answer says; raises UnusableAnswer with the reason where it has another form."""
    text = THOUGHT.sub("", text, count=1)
    fenced = FENCED.fullmatch(text)
    try:
        found = json.loads(fenced[1] if fenced else text)
    except ValueError:
        raise UnusableAnswer("it is no JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("grades"), list):
        raise UnusableAnswer("it has no list 'grades'")
    grades: dict[str, int] = {}
    for entry in found["grades"]:
        directive_id, grade = _graded(entry)
        if directive_id not in directive_ids:
            raise UnusableAnswer(f"there is no directive {directive_id!r}")
        if grades.setdefault(directive_id, grade) != grade:
            raise UnusableAnswer(f"{directive_id} has two grades")
    return Opinion({key: grade for key, grade in grades.items() if grade}, _primary(found.get("primary"), grades))


def _graded(entry: Any) -> tuple[str, int]:
    if not isinstance(entry, dict) or not isinstance(entry.get("directive_id"), str):
        raise UnusableAnswer("an entry of 'grades' names no directive_id")
    grade = entry.get("grade")
    if isinstance(grade, bool) or grade not in (0, 1, 2, 3):
        raise UnusableAnswer(f"grade {grade!r} is none of 1, 2, 3")
    return entry["directive_id"], int(grade)


def _primary(named: Any, grades: Mapping[str, int]) -> str | None:
    accepted = [directive_id for directive_id, grade in grades.items() if grade >= LEAST]
    if named in (None, ""):
        if not accepted:
            return None
        raise UnusableAnswer("a directive has grade 2 or 3, and 'primary' names none")
    if named not in accepted:
        raise UnusableAnswer(f"'primary' is {named!r}, which is not graded 2 or 3")
    return str(named)
