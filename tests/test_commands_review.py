"""`directriz review ocr`: the repairs below a score, with the words around them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main

TEXT = "Promover la cooperacién entre Estados, y prevenir la trata de niiios y niñas en toda la regién"
REPAIRS = """record_id,start,before,after,method,score
oas-3/directive/1,12,cooperacién,cooperación,accent,0.99
oas-3/directive/1,62,niiios,niños,confusion,0.7
oas-4/heading/1,0,¥,y,struck,0.5
"""


def workspace(root: Path) -> str:
    """Write the three tables that the review reads, and return their workspace."""
    output = root / "output"
    output.mkdir()
    (output / "ocr_corrections.csv").write_text(REPAIRS, encoding="utf-8")
    (output / "directives.csv").write_text(f'directive_id,text_source\noas-3/directive/1,"{TEXT}"\n', encoding="utf-8")
    (output / "provisions.csv").write_text("record_id,text_source\noas-4/heading/1,¥ familias\n", encoding="utf-8")
    return str(root)


def test_doubtful_repairs_come_first_with_their_context(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "ocr", "--root", workspace(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2 of 3 repairs score below 0.9",
        "",
        "oas-4/heading/1 at 0, struck, 0.50",
        "  …[¥ → y] familias…",
        "",
        "oas-3/directive/1 at 62, confusion, 0.70",
        "  …n entre Estados, y prevenir la trata de [niiios → niños] y niñas en toda la regién…",
    ]


def test_the_limit_and_the_plan_can_be_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace(tmp_path)
    assert main(["review", "ocr", "--root", root, "--below", "1", "--plan", "oas-3", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [entry["before"] for entry in printed["doubtful"]] == ["niiios", "cooperacién"]
    assert printed["doubtful"][1] == {
        "record_id": "oas-3/directive/1",
        "start": 12,
        "score": 0.99,
        "method": "accent",
        "before": "cooperacién",
        "after": "cooperación",
        "context_before": "Promover la ",
        "context_after": " entre Estados, y prevenir la trata de n",
    }
    assert main(["review", "ocr", "--root", root, "--below", "0.5"]) == 0
    assert capsys.readouterr().out == "0 of 3 repairs score below 0.5\n"


@pytest.mark.parametrize(("flags", "told"), [(["--below", "50"], "50 is no score"), (["--root", "."], "not published")])
def test_a_limit_that_is_no_score_and_tables_that_are_not_there_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, flags: list[str], told: str
) -> None:
    root = workspace(tmp_path)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert main(["review", "ocr", "--root", root, *flags]) == 2
    assert told in capsys.readouterr().err
