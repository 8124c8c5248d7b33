"""A program that answers questions in a process of its own, with limits on its time and memory.

Other libraries may need hours or all memory for one page (2,000 numbers without rules: 44 s and 1 GB in camelot). Such
a library runs here. If it goes over a limit, its process ends and the question has no answer. The next question starts
it again.

The program is a script. It calls `answer_questions` of this module, which imports nothing of the package.
"""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

MOST_SECONDS = 5  # of processor time for one question, as for the first look at a page
MOST_MEMORY = 2**29  # bytes in use, beside what the program needs to start
MOST_RESERVED = 2**31  # bytes of address space beside that: allocators reserve more than is used
MOST_WAITING = 120.0  # seconds on the clock; a busy machine needs more than the processor time
START_MEMORY = 2**28  # bytes that a program may use before its first question
BETWEEN_LOOKS = 0.05  # seconds after which the memory in use is looked at again


class LimitedProgram:
    """A script that answers questions. It starts with the first question and ends with the process that asks."""

    def __init__(self, script: Path) -> None:
        self._script = script
        self._running: subprocess.Popen[bytes] | None = None
        self._owner = 0  # id of the process that started it: a process forked from that one starts its own

    def ask(self, question: Any) -> Any:
        """Return the answer to a question, both JSON values. None where the program went over its limits."""
        program = self._started()
        assert program.stdin is not None
        assert program.stdout is not None
        try:
            program.stdin.write(json.dumps(question).encode() + b"\n")
            program.stdin.flush()
            line = program.stdout.readline() if self._answers(program.pid, program.stdout) else b""
        except BrokenPipeError:
            line = b""
        if not line.endswith(b"\n"):
            self.end()
            return None
        return json.loads(line)

    def _answers(self, process_id: int, answers: IO[bytes]) -> bool:
        """Wait for an answer. False where the program used too much memory or time before it came."""
        before, until = memory_in_use(process_id), time.monotonic() + MOST_WAITING
        while not select.select([answers], [], [], BETWEEN_LOOKS)[0]:
            allowed = max(before, START_MEMORY) + MOST_MEMORY
            if memory_in_use(process_id) > allowed or time.monotonic() > until:
                return False
        return True

    def end(self) -> None:
        """End the program, if it runs."""
        if self._running is not None and self._owner == os.getpid():
            self._running.kill()
            self._running.communicate()
        self._running = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._running is None or self._owner != os.getpid() or self._running.poll() is not None:
            self._owner = os.getpid()
            self._running = subprocess.Popen(
                [sys.executable, "-P", str(self._script)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        return self._running


def answer_questions(answer: Callable[[Any], Any]) -> None:
    """Answer the questions on stdin, one JSON line each, until there are no more; each within the limits."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # libraries print there
    if reserved := memory_in_use(os.getpid(), place=0):
        most = reserved + MOST_RESERVED
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    for line in sys.stdin:
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + MOST_SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
        answers.write(json.dumps(answer(json.loads(line))) + "\n")
        answers.flush()


def memory_in_use(process_id: int, place: int = 1) -> int:
    """Return the bytes that a process uses (place 0: of its address space); 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{process_id}/statm").read_text(encoding="ascii").split()[place])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize()
