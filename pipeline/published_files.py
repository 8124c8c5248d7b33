"""Where the Parquet files of a published table lie: one file, or a folder with a file for each document.

A partitioned table (`--partition`) is read in the order of the documents, which the table `plans` gives: it is always
one file.
"""

from __future__ import annotations

from pathlib import Path

PLANS = "plans"


def published_tables(output: Path) -> list[str]:
    """Return the names of the tables in a folder, sorted."""
    partitioned = {path.parent.name for path in output.glob("*/*.parquet")}
    return sorted({path.stem for path in output.glob("*.parquet")} | partitioned)


def parquet_files(output: Path, table: str) -> list[Path]:
    """Return the Parquet files of a table, in the order of the documents; none where there is no such table."""
    if (whole := output / f"{table}.parquet").is_file():
        return [whole]
    parts = {path.stem: path for path in (output / table).glob("*.parquet")}
    if not parts:
        return []
    import pyarrow.parquet as pq

    plans = pq.read_table(output / f"{PLANS}.parquet", columns=["plan_id"])["plan_id"].to_pylist()
    return [parts[plan_id] for plan_id in plans if plan_id in parts]
