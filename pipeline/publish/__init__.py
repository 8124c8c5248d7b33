"""The publish stage: records and links into the tables of the contract, checked against the schema, as files."""

from __future__ import annotations

from .checks import check_tables
from .package import data_package
from .tables import as_csv, as_parquet, tabulate

__all__ = ["as_csv", "as_parquet", "check_tables", "data_package", "tabulate"]
