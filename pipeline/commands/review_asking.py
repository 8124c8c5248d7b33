"""`directriz review links --ask URL --model NAME`: puts the questions of the review sheet to a program.

Nothing is sent until the user has confirmed the number of questions. Each answer is stored at once below
`interim/asked/` under the hash of its question, so an interrupted run continues where it stopped. The reviewer of these
verdicts is `program:NAME`; a person's verdict overrules them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ..errors import PipelineError, SourceUnreadable, WrongUsage
from ..link.panel import Opinion
from ..link.questions import QuestionMaker
from ..link.review_order import Pair
from ..link.reviews import framework_marks, program_name
from ..store import json_bytes, write_file
from .answer import Answer
from .chat import Endpoint, UnusableAnswer, endpoint_url
from .link_question import TOKENS_OF_AN_ANSWER, Ask, asked_again, make_ask, read_answer

ASKED = Path("interim") / "asked"
YES = {"y", "yes", "s", "si", "sí"}
MOST_REASONS = 3  # that the error of a run without any usable answer lists
TOLD = 10  # lines of progress where there is no terminal


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that was asked twice without a usable answer."""

    ask: Ask
    reason: str

    def told(self) -> str:
        """Return the line that reports it."""
        action_id, target = self.ask.pair
        return f"answer_unusable: {action_id} → {target}, reading {self.ask.reading}: {self.reason}"


def ask_program(root: Path, arguments: argparse.Namespace, pairs: Sequence[Pair], day: str) -> Answer:
    """Ask a model about each action and framework, and store the majority of its readings as a program's reviews.

    Refuses (WrongUsage) options that are impossible, a key that is not there and an answer other than yes;
    (SourceUnreadable) a server that stops answering: what it answered until then is kept; and one whose answers
    settle nothing because they cannot be used: no verdict is kept then.
    """
    from ..link.published_tables import read_tables
    from .panel_verdicts import Panel
    from .review_panel import keep_outcome, known_records

    endpoint = _endpoint(arguments)
    tables = read_tables(root)
    maker = QuestionMaker(tables)
    asks = list(_asks(maker, pairs, arguments))
    if not asks:
        raise WrongUsage("--plan", "no action there is linked to a framework", "Ids of plans: output/plans.csv.")
    kept = {ask.key: opinion for ask in asks if (opinion := _kept(root, ask)) is not None}
    still = [ask for ask in asks if ask.key not in kept]
    arguments.say(_told(asks, still, endpoint))
    if still:
        _confirm(arguments)
    unanswered = list(_ask_all(root, still, endpoint, arguments))
    for each in unanswered:
        arguments.say(each.told())
    readings = [_reading(root, asks, number) for number in range(1, arguments.readings + 1)]
    shown = {pair: list(maker.candidates[pair[1]]) for pair in dict.fromkeys(ask.pair for ask in asks)}
    panel = Panel(readings, shown, known_records(root), framework_marks(tables.directives))
    outcome = panel.outcome_of_program(program_name(arguments.model), day)
    if not outcome.settled:
        raise _nothing_settled(endpoint, len(outcome.unread), unanswered)
    outcome = replace(outcome, equal=())  # two readings of one model may well be the same
    return keep_outcome(root, arguments, outcome, [_told_unanswered(unanswered)])


def _nothing_settled(endpoint: Endpoint, pairs: int, unanswered: Sequence[Unanswered]) -> SourceUnreadable:
    """Return the error of a run in which no action has a usable answer from most readings."""
    reasons = Counter(each.reason for each in unanswered)
    most = "; ".join(f"{reason} ({count} times)" for reason, count in reasons.most_common(MOST_REASONS))
    found = f"{len(unanswered)} questions have no usable answer, so none of {pairs} actions and frameworks is settled"
    return SourceUnreadable(
        f"{endpoint.model} at {endpoint.url}",
        f"{found}: {most}",
        "No verdict was kept. Try a model that answers in JSON; the same command asks these questions again.",
    )


def _told_unanswered(unanswered: Sequence[Unanswered]) -> str:
    if not unanswered:
        return "every question has a usable answer"
    return f"{len(unanswered)} questions have no usable answer; the same command asks them again"


def _endpoint(arguments: argparse.Namespace) -> Endpoint:
    if not arguments.model:
        raise WrongUsage("--model", "no model is named", "Give --model NAME, as its server calls it.")
    if arguments.reviewer:
        remedy = f"Leave it out: they stand under {program_name(arguments.model)}."
        raise WrongUsage("--reviewer", "a program's verdicts stand under its own name", remedy)
    if arguments.readings < 1 or arguments.timeout <= 0:
        raise WrongUsage("--readings, --timeout", "both must be above 0", "Give numbers above 0.")
    key = os.environ.get(arguments.key_env) if arguments.key_env else None
    if arguments.key_env and not key:
        raise WrongUsage("--key-env", f"the environment has no variable {arguments.key_env}", "Set it and try again.")
    return Endpoint(endpoint_url(arguments.ask_url), arguments.model, key, arguments.timeout)


def _asks(maker: QuestionMaker, pairs: Iterable[Pair], arguments: argparse.Namespace) -> Iterator[Ask]:
    """Yield every question, reading by reading: a server that keeps the beginning of a text reads it once."""
    pairs = list(pairs)
    for reading in range(1, arguments.readings + 1):
        for pair in pairs:
            if maker.candidates.get(pair[1]):
                question = maker.question(pair, set(maker.candidates[pair[1]]))
                yield make_ask(question, reading, arguments.readings, arguments.model)


def _told(asks: Sequence[Ask], still: Sequence[Ask], endpoint: Endpoint) -> str:
    sent = sum(ask.tokens for ask in still)
    return (
        f"{len(asks)} questions for {endpoint.model} at {endpoint.url}: {len(asks) - len(still)} are answered, "
        f"{len(still)} to ask; roughly {sent:,} tokens to send, {TOKENS_OF_AN_ANSWER * len(still):,} to receive"
    )


def _confirm(arguments: argparse.Namespace) -> None:
    """Return once the user has said yes; refuses (WrongUsage) any other answer."""
    if arguments.yes:
        return
    if not sys.stdin.isatty():
        raise WrongUsage("--ask", "these questions need consent, and nobody can be asked here", "To agree, give --yes.")
    if arguments.ask("Ask them? (y/N) ").strip().lower() not in YES:
        raise WrongUsage("--ask", "not confirmed; nothing was asked", "Say y, or narrow it with --plan and --target.")


def _path(root: Path, ask: Ask) -> Path:
    return root / ASKED / ask.key[:2] / f"{ask.key}.json"


def _kept(root: Path, ask: Ask) -> Opinion | None:
    """Return the answer that is kept for a question, None where there is none that can be used."""
    try:
        answer = json.loads(_path(root, ask).read_text(encoding="utf-8"))["answer"]
        return read_answer(answer, ask.directive_ids)
    except (OSError, ValueError, KeyError, TypeError, UnusableAnswer):
        return None


def _reading(root: Path, asks: Iterable[Ask], number: int) -> Mapping[Pair, Opinion]:
    of_reading = [(ask.pair, _kept(root, ask)) for ask in asks if ask.reading == number]
    return {pair: opinion for pair, opinion in of_reading if opinion is not None}


def _ask_all(
    root: Path, asks: Sequence[Ask], endpoint: Endpoint, arguments: argparse.Namespace
) -> Iterator[Unanswered]:
    """Ask all questions, as many at a time as --jobs says, and yield those without a usable answer."""
    with _bar(len(asks), arguments.say) as step, ThreadPoolExecutor(arguments.jobs or 1) as pool:
        try:
            for unanswered in pool.map(partial(_ask_one, root, endpoint), asks):
                step()
                if unanswered:
                    yield unanswered
        except PipelineError as error:
            pool.shutdown(cancel_futures=True)
            kept = sum(_path(root, ask).is_file() for ask in asks)
            remedy = f"{error.remedy} {kept} of {len(asks)} answers are kept: the same command goes on from there."
            raise type(error)(error.place, error.found, remedy) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _ask_one(root: Path, endpoint: Endpoint, ask: Ask) -> Unanswered | None:
    """Ask one question, a second time where the answer cannot be used; keeps an answer that can."""
    messages = ask.messages
    if endpoint.is_given_up:  # the refusal of another question ends the command
        return None
    for is_last in (False, True):
        answer = ""
        try:
            answer = endpoint.complete(messages, ask.schema)
            read_answer(answer, ask.directive_ids)
        except UnusableAnswer as error:
            if is_last:
                return Unanswered(ask, str(error))
            messages = asked_again(ask, answer, str(error)) if answer else ask.messages
            continue
        kept = {"action_id": ask.pair[0], "target_plan_id": ask.pair[1], "model": ask.model, "reading": ask.reading}
        write_file(_path(root, ask), json_bytes({**kept, "answer": answer}))
        return None
    return None


@contextmanager
def _bar(count: int, say: Callable[[str], None]) -> Iterator[Callable[[], None]]:
    """Give the function to call after each answer: it shows a bar on a terminal, else ten lines in all."""
    if not count:
        yield lambda: None
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress("asking", *columns, console=Console(stderr=True)) as bar:
            task = bar.add_task("asking", total=count)
            yield lambda: bar.advance(task)
    else:
        done = 0

        def step() -> None:
            nonlocal done
            done += 1
            if done * TOLD // count > (done - 1) * TOLD // count:
                say(f"{done} of {count} questions answered")

        yield step
