"""`directriz review ocr`: the repairs below a score, with the words around them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from directriz.cli import main
from directriz.commands.ocr_verdicts import Reviewer, correction_row, keep_correction
from directriz.commands.review import add_parser, review_ocr

from tests.small_workspace import entry

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
    (root / "raw").mkdir()
    entries = "".join(f"{entry(id=plan_id, path=f'{plan_id}.txt', links_to=None)}\n" for plan_id in ("oas-3", "oas-4"))
    (root / "raw" / "sources.toml").write_text(entries, encoding="utf-8")
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


# --- verdicts -------------------------------------------------------------------------------------------------------


def judged(root: str, *answers: str, flags: tuple[str, ...] = ()) -> tuple[str, list[str]]:
    """Answer the questions of `review ocr` with `answers`, and return the result and what was shown."""
    lines, told = list(answers), list[str]()

    def ask(prompt: str) -> str:
        if not lines:
            raise EOFError
        return lines.pop(0)

    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers(), argparse.ArgumentParser(add_help=False))
    arguments = parser.parse_args(["review", "ocr", "--reviewer", "ana", "--date", "2026-11-25", *flags])
    arguments.json, arguments.ask, arguments.tell = False, ask, told.append
    return review_ocr(Path(root), arguments).text, told


def kept(root: str) -> list[str]:
    """Return the lines of corrections.csv below its header."""
    return (Path(root) / "raw" / "reviews" / "corrections.csv").read_text(encoding="utf-8").splitlines()[1:]


def test_a_verdict_is_kept_as_soon_as_it_is_given(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    text, told = judged(root, "7", "1")
    assert text == "1 verdicts kept in raw/reviews/corrections.csv; next: directriz all"
    assert told[:3] == ["\noas-4/heading/1 at 0, struck, 0.50", "  …>>> ¥ <<< familias…", "  1 y"]
    assert "'7' is none of these." in told
    assert kept(root) == ["oas-4/heading/1,0,¥,y,the repair is right,ana,2026-11-25"]
    text, told = judged(root, "0 # así en la página")
    assert "oas-3/directive/1 at 62" in told[0]
    assert kept(root)[1] == "oas-3/directive/1,62,niiios,niiios,así en la página,ana,2026-11-25"


def test_other_forms_can_be_chosen_or_typed(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    _, told = judged(root, "", "=niñas", "=", flags=("--below", "1"))
    assert "  1 niños" in told
    assert kept(root) == [
        "oas-3/directive/1,62,niiios,niñas,another form is right,ana,2026-11-25",
        "oas-3/directive/1,12,cooperacién,,another form is right,ana,2026-11-25",
    ]
    judged(root, "q")
    assert len(kept(root)) == 2


def test_a_new_verdict_on_a_place_replaces_the_old_one(tmp_path: Path) -> None:
    entry = {"record_id": "p/directive/1", "start": 3, "before": "asi", "after": "así"}
    by = Reviewer("ana", "2026-11-25", input, print)
    keep_correction(tmp_path, correction_row(entry, "así", "accept", "", by))
    keep_correction(tmp_path, correction_row(entry | {"start": 9}, "así", "accept", "", by))
    keep_correction(tmp_path, correction_row(entry, "asi", "leave", "", by))
    assert kept(str(tmp_path)) == [
        "p/directive/1,9,asi,así,the repair is right,ana,2026-11-25",
        "p/directive/1,3,asi,asi,right as printed,ana,2026-11-25",
    ]


def test_verdicts_are_filled_into_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, sheet = workspace(tmp_path), tmp_path / "sheet.csv"
    assert main(["review", "ocr", "--root", root, "--below", "1", "--export", str(sheet)]) == 0
    lines = sheet.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "record_id;start;before;proposed;verdict;after;method;score;context"
    assert lines[1] == "oas-4/heading/1;0;¥;y;;;struck;0.5;…>>> ¥ <<< familias…"
    lines[2] = lines[2].replace(";niños;;;", ";niños;other;niñas;")
    lines[3] = lines[3].replace(";cooperación;;;", ";cooperación;accept;;")
    sheet.write_text("\n".join(lines), encoding="utf-8")
    judge = ["review", "ocr", "--root", root, "--import", str(sheet)]
    assert main(judge) == 2
    assert main([*judge, "--reviewer", "eva", "--date", "2026-11-25"]) == 0
    assert [row.split(",")[:4] for row in kept(root)] == [
        ["oas-3/directive/1", "62", "niiios", "niñas"],
        ["oas-3/directive/1", "12", "cooperacién", "cooperación"],
    ]
    assert "2 verdicts kept" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [(";¥;y;;", ";¥;y;maybe;", 3), (";0;¥;y;;", ";2;¥;y;leave;", 7), ("verdict", "decision", 4), (";0;", ";x;", 3)],
)
def test_a_table_that_cannot_be_meant_keeps_nothing(tmp_path: Path, old: str, new: str, code: int) -> None:
    root, sheet = workspace(tmp_path), tmp_path / "sheet.csv"
    assert main(["review", "ocr", "--root", root, "--export", str(sheet)]) == 0
    text = sheet.read_text(encoding="utf-8").replace(";niños;;", ";niños;accept;")
    if new == ";x;":
        text = text.replace(";¥;y;;", ";¥;y;leave;")
    sheet.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert main(["review", "ocr", "--root", root, "--import", str(sheet), "--reviewer", "eva"]) == code
    assert not (tmp_path / "raw" / "reviews").exists()
    assert main(["review", "ocr", "--root", root, "--import", str(tmp_path / "none"), "--reviewer", "eva"]) == 4
