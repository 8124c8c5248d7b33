"""The errors that stop a run. Each has an exit code, a place and a remedy.

A doubtful record is no error: it becomes a row of `issues`, and the run goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class PipelineError(Exception):
    """An error with a place, what was found there, and a remedy. The command ends with `exit_code`."""

    exit_code = 1
    is_lasting = True  # False: the same document may be accepted another day, once a program is installed

    def __init__(self, place: str, found: str, remedy: str = "") -> None:
        super().__init__(place, found, remedy)
        self.place = place
        self.found = found
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how the error is made anew in another process: children are made with other arguments."""
        return _made_anew, (type(self), self.__dict__)

    def __str__(self) -> str:
        """Return `place: what was found`, and the remedy on a second line."""
        return f"{self.place}: {self.found}" + (f"\n{self.remedy}" if self.remedy else "")


def _made_anew(kind: type[PipelineError], state: dict[str, Any]) -> PipelineError:
    error = kind.__new__(kind)
    PipelineError.__init__(error, state["place"], state["found"], state["remedy"])
    error.__dict__.update(state)
    return error


class WrongUsage(PipelineError):
    """The command line is wrong."""

    exit_code = 2


class ManifestInvalid(PipelineError):
    """`raw/sources.toml`, a profile, a reference file or a review is wrong."""

    exit_code = 3


class SourceUnreadable(PipelineError):
    """A document cannot be read: missing, changed, encrypted, not UTF-8, empty, truncated, too large, or needs OCR."""

    exit_code = 4


class NeedsOcr(SourceUnreadable):
    """Pages need optical character recognition, which is not installed."""

    is_lasting = False


class OverLimit(SourceUnreadable):
    """A document needs more time or memory than is allowed, or ends the processes that work on it."""


class WorkspaceUnwritable(PipelineError):
    """The workspace cannot be written: no permission, a read-only or full disk, a limit on file sizes."""

    exit_code = 4


class LayoutMismatch(PipelineError):
    """The document is not laid out as its profile says: an unknown header, too many cells, an unexpected number.

    Refusals with the same `cause` are reported together.
    """

    exit_code = 5

    def __init__(self, place: str, found: str, remedy: str = "", *, cause: str = "") -> None:
        super().__init__(place, found, remedy)
        self.cause = cause


class SeveralMismatches(LayoutMismatch):
    """Everything in which the layout of a document is not the profile's, each cause once."""

    def __init__(self, place: str, errors: Sequence[LayoutMismatch]) -> None:
        told = "\n".join(f"{number}. {error}" for number, error in enumerate(errors, start=1))
        found = f"the layout is not the profile's, for {len(errors)} reasons:\n{told}"
        super().__init__(place, found, "Mend them all, then run `directriz check`.")
        self.errors = tuple(errors)


class CheckFailed(PipelineError):
    """A check failed: words or rows lost, a key twice, a table that does not match its schema."""

    exit_code = 6


class ReviewStale(PipelineError):
    """A review or a correction is about a text that has changed."""

    exit_code = 7
