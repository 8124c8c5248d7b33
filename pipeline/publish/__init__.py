"""The publish stage: records and links into the tables of the contract, checked against the schema, as files."""

from __future__ import annotations

from pipeline.publish.checks import check_tables
from pipeline.publish.package import data_package
from pipeline.publish.tables import as_csv, as_parquet, tabulate

__all__ = ["as_csv", "as_parquet", "check_tables", "data_package", "tabulate"]
