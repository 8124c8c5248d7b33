"""The library's `Workspace`: a folder of documents. Run all stages, then read the tables."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CheckFailed, ManifestInvalid, PipelineError, WrongUsage
from ..published_files import parquet_files, published_tables
from ..schema import tables
from ..text import shortened
from .arguments import jobs_given, path_given, shown

if TYPE_CHECKING:
    import pandas as pd

    from ..documents import StageReport


class Workspace:
    """A folder with `raw/`, which holds documents and their manifest, `interim/` and `output/`.

    >>> import directriz
    >>> workspace = directriz.Workspace("folder")
    >>> reports = workspace.run()
    >>> workspace.table("actions")[["action_id", "responsible"]].values.tolist()
    [['plan/prevencion/1', 'MMGyD'], ['plan/prevencion/2', 'DNM']]
    >>> workspace.table_names[:3]
    ('plans', 'actions', 'action_agencies')

    Refuses (errors.WrongUsage) a folder that is not there.
    """

    def __init__(self, path: str | Path) -> None:
        """Take the folder; nothing is read yet."""
        self.path: Path = path_given(path, "path", "Name a folder that has raw/sources.toml.")
        if not self.path.is_dir():
            raise WrongUsage(str(path), "there is no such folder", "Name a folder that has raw/sources.toml.")

    def __repr__(self) -> str:
        return f"<Workspace {self.path}>"

    def run(self, jobs: int | None = None) -> tuple[StageReport, ...]:
        """Bring every table in `output/` up to date, and return what was done for each stage and document.

        >>> again = directriz.Workspace("folder").run()
        >>> [report.stage for report in again if report.is_redone]
        []

        What is up to date is not done again. `jobs` is how many processes to use, None = one for each core; the result
        does not depend on it. Each report has stage, plan_id, is_redone, seconds and counts.
        Refuses what `directriz all` refuses; the tables of the last good run then stay.
        """
        from ..runner import STAGES, RunSettings, run

        settings = RunSettings(jobs_given(jobs))
        if not (self.path / "raw" / "sources.toml").is_file():
            place = str(self.path / "raw" / "sources.toml")
            raise ManifestInvalid(place, "no such file", "Write it, or let `directriz add` do it (docs/manifest.md).")
        try:
            return run(self.path, STAGES[-1], settings).reports
        except PipelineError as refusal:
            # of a refusal by another process, leave out how that process came to it: the message says it all
            raise refusal from None

    @property
    def table_names(self) -> tuple[str, ...]:
        """The tables that the last run left in `output/`, in published order; () before the first run."""
        there = set(published_tables(self.path / "output"))
        return tuple([name for name in tables() if name in there] + sorted(there - set(tables())))

    def table(self, name: str) -> pd.DataFrame:
        """Return one table of the last run; docs/data-dictionary.md describes each column.

        >>> directriz.Workspace("folder").table("directives")["number"].tolist()
        ['1', '2']

        Types are those of the dictionary: string, Int64, Float64, boolean; missing values are missing.
        Refuses (errors.WrongUsage) a name that is no table, with the list of those that are, and a workspace that was
        never run; (errors.CheckFailed) a file of the table that is damaged.
        """
        names = self.table_names
        if not names:
            raise WrongUsage(str(self.path), "there are no tables yet", "Make them first: run() or `directriz all`.")
        if name not in names:
            near = get_close_matches(name, names, n=1) if isinstance(name, str) else []
            meant = f"Did you mean {near[0]!r}? " if near else ""
            raise WrongUsage(str(self.path), f"there is no table {shown(name)}", f"{meant}Tables: {', '.join(names)}.")
        from pyarrow import ArrowException

        try:
            return _typed(name, parquet_files(self.path / "output", name))
        except (ArrowException, OSError) as error:
            first_line = str(error).partition("\n")[0]
            found = f"the table {name!r} cannot be read: {shortened(first_line)}"
            raise CheckFailed(str(self.path / "output"), found, "Make the tables anew: run().") from None


def _typed(name: str, paths: Sequence[Path]) -> pd.DataFrame:
    import pandas as pd

    from ..publish.tables import PANDAS_TYPES

    frame = pd.concat([pd.read_parquet(path) for path in paths], ignore_index=True)
    known = tables().get(name)
    types = {column.name: PANDAS_TYPES[column.type] for column in known.columns} if known else {}
    return frame.astype({column: kind for column, kind in types.items() if column in frame})
