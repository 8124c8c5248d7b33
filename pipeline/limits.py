"""The limits for the work on one document: what they are unless `--most-seconds` and `--most-memory` say otherwise."""

from __future__ import annotations

from dataclasses import dataclass

MOST_SECONDS = 900.0
MOST_MEGABYTES = 4096.0


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits for the work on one document."""

    seconds: float = MOST_SECONDS  # of processor time
    megabytes: float = MOST_MEGABYTES  # beside what the process has before it
