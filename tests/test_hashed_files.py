"""Files that are hashed while they are written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
from directriz import store
from directriz.hashed_files import copy_into, hashed_file
from directriz.publish.tables import as_json_lines


def test_the_hash_of_a_written_file_is_that_of_its_bytes_also_after_a_move(tmp_path: Path) -> None:
    (tmp_path / "piece").write_bytes(b"0123456789")
    with hashed_file(tmp_path / "whole") as target:
        target.write(b"head ")
        copy_into(tmp_path / "piece", target, 2, 5)
        copy_into(tmp_path / "piece", target)
    moved = (tmp_path / "whole").rename(tmp_path / "moved")
    assert moved.read_bytes() == b"head 2340123456789"
    assert store.file_digest(moved) == hashlib.sha256(moved.read_bytes()).hexdigest()


def test_a_written_file_that_somebody_changes_is_hashed_again(tmp_path: Path) -> None:
    with hashed_file(tmp_path / "whole") as target:
        target.write(b"ours")
    (tmp_path / "whole").write_bytes(b"of another")
    assert store.file_digest(tmp_path / "whole") == hashlib.sha256(b"of another").hexdigest()


def test_rows_as_json_lines_are_what_json_writes() -> None:
    rows = [
        {"text": 'a "b"\n\\ ñ \u2028', "count": 3, "share": 0.1, "is_so": True},
        {"text": None, "count": None, "share": 1e-7, "is_so": False},
    ]
    frame = pd.DataFrame(rows).astype({"text": "str", "count": "Int64", "share": "Float64", "is_so": "bool"})
    written = as_json_lines(frame).decode("utf-8")
    assert written == "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
