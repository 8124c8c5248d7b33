"""Runs tasks in this process, in several processes or on a cluster, each within limits of time and memory.

A task belongs to a document. A worker that dies (a library that ends its process, no memory left) is replaced, and its
task is given to another one; a task that ends two workers is given up, and the document is refused by name. Every slot
holds one task at a time, so it is known whose task ended a worker.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event, Thread, get_ident
from typing import Any

from .errors import OverLimit, PipelineError, WrongUsage
from .limits import Limits
from .progress_reports import listen

MOST_KILLED = 2  # workers that one task may end
LOOKS = 0.2  # seconds between two looks at a task's time and memory
MANY = 50  # tasks from which on one process of its own does them too: the memory that they took is free after them
GIVING = 60.0  # seconds for all workers of a cluster to take what all tasks share
BETWEEN_WORKERS = 120.0  # seconds in which it is given again: a worker that died is started again
GRACE = 10.0  # seconds that a task has to stop before its worker is ended
IDLE = 20  # times the allowed processor time that a task may take on the clock, since it may wait for something
MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Workforce:
    """Where the tasks run."""

    jobs: int = 1
    cluster: str | None = None  # "local", or the address of a Dask scheduler
    limits: Limits = field(default_factory=Limits)
    is_apart: bool = False  # True = never in this process: a task may end its process
    tell: Callable[[str], None] = lambda text: None
    meanwhile: Callable[[], None] | None = None  # done once by this process after it gave others their first tasks


@dataclass(frozen=True, slots=True)
class Killed:
    """In place of a result: the task ended MOST_KILLED workers."""

    def refusal(self, place: str) -> OverLimit:
        """Return the refusal of the document whose task it was."""
        found = f"the work on it ended {MOST_KILLED} processes, one after the other"
        remedy = "Look at the document with `directriz tables`, raise --most-memory, or leave it out of the manifest."
        return OverLimit(place, found, remedy)


class _Stopped(BaseException):
    """Raised within a task that is over its limits; no handler of a stage catches it."""


def within(limits: Limits, place: str, work: Callable[[], Any]) -> Any:
    """Return what `work` returns. Refuses (OverLimit) work that takes more time or memory than allowed.

    Work that does not stop when it is told to ends its process, if this is a worker's.
    """
    watch = _Watch(limits)
    watch.start()
    try:
        try:
            result = work()
            watch.check()
            return result
        finally:
            watch.stop()
    except (_Stopped, MemoryError):  # a stop may come as late as at the start of `stop`
        watch.stop()
        raise OverLimit(place, watch.told(), "Raise --most-seconds or --most-memory if it is worth that.") from None


class _Watch:
    """Looks at the time and memory of a task, and stops it."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._is_worker, self._task = limits, parent_process() is not None, get_ident()
        self._ended, self._reason = Event(), ""
        self._since, self._clock, self._memory = _processor_seconds(), time.monotonic(), _memory_in_use()
        self._thread = Thread(target=self._look, daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def check(self) -> None:
        """Refuse a finished task that took longer than its limit, so that a limit means the same on every machine."""
        if reason := self._over(0):
            self._reason = reason
            raise _Stopped

    def stop(self) -> None:
        """End the watch. A stop that is still on its way arrives here, and the task counts as done.

        It is not taken back with `PyThreadState_SetAsyncExc(task, NULL)`: CPython 3.11 then keeps its sign that
        something is pending, and a run under a profiler or debugger stays at the next call for ever.
        """
        try:
            self._ended.set()
            self._thread.join()
            _arrive()
        except _Stopped:
            self._ended.set()
            self._thread.join()

    def told(self) -> str:
        """Return what the task was stopped for."""
        return self._reason or "there is no memory left"

    def _look(self) -> None:
        stopped_at = None
        while not self._ended.wait(LOOKS):
            used = _memory_in_use() - self._memory
            if stopped_at is None and (reason := self._over(used)):
                self._reason, stopped_at = reason, time.monotonic()
                _raise_in(self._task, _Stopped)
            is_late = stopped_at is not None and time.monotonic() - stopped_at > GRACE
            if self._is_worker and (is_late or used > 2 * self._limits.megabytes * MEGABYTE):
                os._exit(1)

    def _over(self, used: int) -> str:
        seconds, megabytes = self._limits.seconds, self._limits.megabytes
        if _processor_seconds() - self._since > seconds:
            return f"it takes more than {seconds:g} s of processor time"
        if time.monotonic() - self._clock > IDLE * seconds:
            return f"it takes more than {IDLE * seconds:g} s on the clock"
        return f"it takes more than {megabytes:g} MB of memory" if used > megabytes * MEGABYTE else ""


def _memory_in_use() -> int:
    """Return the bytes of memory that this process uses; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _processor_seconds() -> float:
    used = os.times()
    return time.process_time() + used.children_user + used.children_system


def _raise_in(thread: int, error: type[BaseException]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


def _arrive() -> None:
    """Do nothing: the interpreter raises at a call what another thread has asked it to raise."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done with each of some arguments."""

    task: Callable[[Any, Any], Any]  # of what is shared, and one argument; a function that other processes can import
    shared: Any = None  # given to each worker once
    prepare: Callable[[Any], Any] = lambda argument: argument  # what is given to a worker; called when its turn comes


def results(work: Work, arguments: Sequence[Any], sizes: Sequence[int], force: Workforce) -> Iterator[tuple[int, Any]]:
    """Yield the place of each argument and the result of its task, as it is done. The largest start first.

    A task that refuses gives its PipelineError; one that ended several workers gives `Killed`. Processes are started
    only if there are two or more tasks for two or more processes, if there are many tasks, if this process has
    something else to do meanwhile, or if the work must not be done in it.
    """
    is_apart = force.is_apart or len(arguments) >= MANY or force.meanwhile is not None
    if force.cluster is None and min(force.jobs, len(arguments)) <= (0 if is_apart else 1):
        for place, argument in enumerate(arguments):
            yield place, _done_here(work, argument)
        return
    order = sorted(range(len(arguments)), key=lambda place: -sizes[place])
    with _slots(work, force, len(arguments)) as slots:
        yield from _shared_out(work, (arguments, order), slots, force.meanwhile)


def _done_here(work: Work, argument: Any) -> Any:
    try:
        return work.task(work.shared, work.prepare(argument))
    except PipelineError as refusal:
        return refusal


_shared: list[Any] = []  # in a worker process: what it was given once


def _begin_worker(shared: Any) -> None:
    """Keep what all tasks share, and end this process when the process that started it ends."""
    _shared[:] = [shared]
    gc.freeze()  # what was loaded before this process began stays shared with the one that started it
    if sys.stderr.isatty():  # the process that draws a bar there has the terminal for itself
        listen(None)
    if (parent := parent_process()) is not None:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    """End with the process that started this one: a killed process cannot stop its children."""
    parent.join()
    os._exit(1)


def _in_process(task: Callable[[Any, Any], Any], argument: Any) -> Any:
    return task(_shared[0], argument)


class _ProcessSlot:
    """A process that does one task at a time."""

    def __init__(self, work: Work) -> None:
        self._work, self._pool = work, self._new(work)

    @staticmethod
    def _new(work: Work) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(max_workers=1, initializer=_begin_worker, initargs=(work.shared,))

    def submit(self, argument: Any) -> Future[Any]:
        """Begin a task."""
        return self._pool.submit(_in_process, self._work.task, argument)

    def replace(self) -> None:
        """Put another process in the place of one that ended."""
        self.end()
        self._pool = self._new(self._work)

    def end(self) -> None:
        """End the slot without waiting for its task."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class _Scattered:
    """What all tasks share, kept on the workers of a cluster. If the last worker that has it dies, it is lost."""

    def __init__(self, client: Any, shared: Any) -> None:
        self._client, self._shared = client, shared
        self.renew()

    def renew(self) -> None:
        """Give it to all workers that are there now; tried again where one ends meanwhile or none is there yet.

        Refuses (OverLimit) where no worker takes it for BETWEEN_WORKERS seconds.
        """
        given = partial(self._client.scatter, self._shared, broadcast=True, hash=False, asynchronous=True)
        until = time.monotonic() + BETWEEN_WORKERS
        while True:
            try:
                self.future = self._client.sync(given, callback_timeout=GIVING)
                return
            except OSError as error:  # a time-out is one, too: of a worker that dies, an answer may never come
                if time.monotonic() > until:
                    found = f"no worker takes what all tasks share: {error}"
                    raise OverLimit("--cluster", found, "Look at the workers' logs, or run without it.") from None
            time.sleep(LOOKS)


class _ClusterSlot:
    """A thread of a worker of a cluster. The scheduler replaces workers, and gives a task to any of them."""

    def __init__(self, work: Work, client: Any, shared: _Scattered) -> None:
        self._work, self._client, self._shared = work, client, shared
        self._begun: Any = None  # the task that it does

    def submit(self, argument: Any) -> Future[Any]:
        """Begin a task."""
        self._begun = self._client.submit(self._work.task, self._shared.future, argument, pure=False)
        outcome: Future[Any] = Future()
        self._begun.add_done_callback(partial(_fetch, self._client, outcome))
        return outcome

    def replace(self) -> None:
        """Leave it to the scheduler to put another worker in its place, and give that one what all tasks share."""
        self._shared.renew()

    def end(self) -> None:
        """Cancel what waits."""
        if self._begun is not None and not self._begun.done():
            self._begun.cancel()


def _fetch(client: Any, outcome: Future[Any], task: Any) -> None:
    """Give the outcome of a task on a cluster to the future that waits for it.

    It is cancelled if its worker dies before the result is fetched and the task cannot be repeated there. The futures
    of `Client.get_executor()` are never done then, and a run would wait for ever.
    """
    try:
        found = client.gather([task], errors="skip")
        if found:
            outcome.set_result(found[0])
        elif task.status == "error":
            outcome.set_exception(task.exception())
    finally:  # also where the connection broke while the result was fetched
        if not outcome.done():
            outcome.cancel()
            outcome.set_running_or_notify_cancel()


_Slot = _ProcessSlot | _ClusterSlot


def _shared_out(
    work: Work,
    ordered: tuple[Sequence[Any], Sequence[int]],
    slots: Sequence[_Slot],
    meanwhile: Callable[[], None] | None,
) -> Iterator[tuple[int, Any]]:
    arguments, order = ordered
    waiting, free = deque(order), list(slots)
    running: dict[Future[Any], tuple[_Slot, int]] = {}
    killed: Counter[int] = Counter()
    while waiting or running:
        while waiting and free:
            place = waiting.popleft()
            try:
                argument = work.prepare(arguments[place])
            except PipelineError as refusal:
                yield place, refusal
                continue
            slot = free.pop()
            running[slot.submit(argument)] = slot, place
        if meanwhile is not None:
            meanwhile()
            meanwhile = None
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            slot, place = running.pop(future)
            free.append(slot)
            if future.cancelled():  # what all tasks share was lost with a worker: no fault of this one
                slot.replace()
                waiting.appendleft(place)
                continue
            error = future.exception()
            if error is None or isinstance(error, PipelineError):
                result = error or future.result()
                if _was_stopped(result):
                    slot.replace()
                yield place, result
            elif not _is_death(error):
                raise error
            else:
                slot.replace()
                killed[place] += 1
                if killed[place] < MOST_KILLED:
                    waiting.appendleft(place)
                else:
                    yield place, Killed()


def _was_stopped(result: Any) -> bool:
    """Tell whether a task was stopped at its limits, maybe during an import: its process cannot be used again."""
    return isinstance(result, OverLimit) or isinstance(getattr(result, "refusal", None), OverLimit)


def _is_death(error: BaseException) -> bool:
    return isinstance(error, BrokenProcessPool) or type(error).__name__ == "KilledWorker"


@contextmanager
def _slots(work: Work, force: Workforce, count: int) -> Iterator[list[_Slot]]:
    with ExitStack() as stack:
        slots: list[_Slot]
        if force.cluster is None:
            slots = [_ProcessSlot(work) for _ in range(min(force.jobs, count))]
        else:
            from .cluster import cluster_client

            client, threads = stack.enter_context(cluster_client(force.cluster, force.jobs, force.tell))
            shared = _Scattered(client, work.shared)
            slots = [_ClusterSlot(work, client, shared) for _ in range(min(threads, count))]
        for slot in slots:
            stack.callback(slot.end)
        yield slots


def check_workforce(force: Workforce) -> None:
    """Refuse (WrongUsage) a number of processes or a limit that is not above 0."""
    if force.jobs < 1:
        raise WrongUsage("--jobs", f"{force.jobs} processes: at least one is needed", "Give 1 or more.")
    for name, value in (("--most-seconds", force.limits.seconds), ("--most-memory", force.limits.megabytes)):
        if not value > 0:
            raise WrongUsage(name, f"{value:g} is not above 0", "Give a number above 0.")
