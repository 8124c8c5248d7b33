"""A Dask cluster as a pool of workers: one on this machine, or one that somebody else started.

The library `distributed` is an extra (`pip install "directriz[cluster]"`). A worker needs Directriz installed, in the
version of the client, and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import Any

from .errors import WrongUsage

LOCAL = "local"
WAITING = 30  # seconds for a scheduler to answer
MOST_STARTS = 3  # of a cluster on this machine: a worker may be killed while it starts


@contextmanager
def cluster_client(address: str, jobs: int, tell: Callable[[str], None]) -> Iterator[tuple[Any, int]]:
    """Connect with a cluster for the length of a `with` block; yields its client, the count of its threads.

    `local` starts `jobs` worker processes on this machine and ends them. Refuses (WrongUsage) an address where no
    scheduler answers, a cluster without workers, and a Python without `distributed`.
    """
    if find_spec("distributed") is None:
        raise WrongUsage("--cluster", "dask.distributed is not installed", 'pip install "directriz[cluster]"')
    import dask
    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with ExitStack() as stack:
        stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 0}))
        scheduler = stack.enter_context(_local_cluster(jobs)) if address == LOCAL else address
        try:
            client = stack.enter_context(Client(scheduler, timeout=WAITING))  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            found = f"no scheduler answers at {address!r}: {error}"
            raise WrongUsage("--cluster", found, "Start one with `dask scheduler`, or give `local`.") from None
        count = sum(client.nthreads().values())
        if count == 0:
            raise WrongUsage("--cluster", f"the scheduler at {address!r} has no workers", "Start `dask worker` there.")
        if find_spec("bokeh") is not None:
            tell(f"Dask's dashboard: {client.dashboard_link}")
        yield client, count


def _local_cluster(jobs: int) -> Any:
    """Start worker processes on this machine. Refuses (WrongUsage) where they do not start in MOST_STARTS trials."""
    import distributed

    reason = ""
    for _ in range(MOST_STARTS):
        try:
            return distributed.LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=":0",
                silence_logs=logging.CRITICAL, memory_limit=0,
            )  # fmt: skip
        except (RuntimeError, OSError) as error:
            reason = str(error)
    remedy = "Run without --cluster, or give the address of a scheduler."
    raise WrongUsage("--cluster", f"the workers on this machine do not start: {reason}", remedy)
