"""The ways a run is refused: each carries its exit code, its place and what to do about it.

A doubtful record is no error: it becomes an `Issue` row and the run goes on. What stands here stops the run.
"""

from __future__ import annotations


class PipelineError(Exception):
    """A refusal with a place and a remedy; `exit_code` is what the command ends with (contract, section 2)."""

    exit_code = 1

    def __init__(self, place: str, found: str, remedy: str = "") -> None:
        super().__init__(place, found, remedy)
        self.place = place
        self.found = found
        self.remedy = remedy

    def __str__(self) -> str:
        """Return `place: what was found and expected.` and, on a second line, what to do."""
        return f"{self.place}: {self.found}" + (f"\n{self.remedy}" if self.remedy else "")


class WrongUsage(PipelineError):
    """The command line cannot be meant as it stands."""

    exit_code = 2


class ManifestInvalid(PipelineError):
    """`raw/sources.toml`, a profile or a reference file says something that cannot be followed."""

    exit_code = 3


class SourceUnreadable(PipelineError):
    """A source is missing, changed, encrypted, in another encoding, empty, truncated, too large, or needs OCR."""

    exit_code = 4


class WorkspaceUnwritable(PipelineError):
    """The workspace cannot be written: no permission, a read-only or full disk, a limit on file sizes."""

    exit_code = 4


class LayoutMismatch(PipelineError):
    """The layout is not the profile's: an unmapped header, a cell too many, a number where none can stand."""

    exit_code = 5


class CheckFailed(PipelineError):
    """The result does not hold: words lost, rows lost, a key doubled, a table off its schema."""

    exit_code = 6


class ReviewStale(PipelineError):
    """A review or a correction expects a text that is no longer there."""

    exit_code = 7
