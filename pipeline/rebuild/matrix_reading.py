"""The state of reading a matrix, shared by the code that sorts lines and the code that makes actions of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..errors import LayoutMismatch
from ..layouts import MATRIX_COLUMNS
from ..records import Excluded, Issue
from .headings import Context
from .rows import Row

HEADING_FIELDS = ("axis", "subaxis", "subaxis_description", "strategic_objective")
CELL_FIELDS = tuple(name for name in MATRIX_COLUMNS if name not in ("number", "objective"))  # as printed in one cell


@dataclass
class MatrixReading:
    """What has been read of the document so far."""

    plan_id: str
    profile_name: str = ""
    rows: list[Row] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    row_issues: list[tuple[int | None, Issue]] = field(default_factory=list)  # with the number of their row
    refused: list[LayoutMismatch] = field(default_factory=list)  # raised together at the end
    context: Context = field(default_factory=Context)

    def doubt(
        self, code: str, severity: str, row: tuple[str | None, int | None], detail: str, text: str | None
    ) -> None:
        """Note a doubt about a record (id and page) or about the document."""
        record_id, page = row
        self.issues.append(Issue(code, severity, "rebuild", self.plan_id, record_id, page, detail, text))

    def doubt_unused(self, rules: Iterable[tuple[int, str]]) -> None:
        """Note the headings of the profile that no line of the document fits; `rules`: their places and patterns."""
        for place, pattern in rules:
            detail = f"no line fits the [[heading]] no. {place} of profile {self.profile_name!r}: its value is lacking"
            self.doubt("heading_unused", "doubt", (None, None), detail, pattern)
