"""Reviews on an earlier edition: each holds, must be given again, is replaced, or says why it is not used."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
from directriz.commands.carried_reviews import Carried
from directriz.commands.published_editions import PublishedEditions
from directriz.commands.spreadsheets import read_sheet
from directriz.records import Action
from small_workspace import FRAMEWORK, FRAMEWORK_ENTRY, PLAN_PROFILE, entry, sha256, write_workspace
from workspaces import read_table, run

HEAD = "PREVENCIÓN\n\nN°\tMedida\tAcción\tResponsable\n"
OLD = [
    "Difundir la línea de denuncia entre la población",
    "Formar a 20 agentes de frontera del MTEySS",
    "Capacitar al personal de terminales de ómnibus y trenes",
    "Comprar vehículos para las brigadas",
    "Imprimir folletos en guaraní",
]
NEW = [
    OLD[0],
    "Formar a 30 agentes de frontera de la Secretaría de Trabajo, Empleo y Seguridad Social",
    "Capacitar al personal de terminales de ómnibus, de trenes y de aeropuertos en la identificación de víctimas",
    OLD[4],
]
DIRECTIVES = {1: "Difundir líneas de denuncia entre la población", 2: "Capacitar al personal de frontera"}
HEADER = "action_id,directive_id,verdict,grade,reviewer,date,note,action_sha256,directive_sha256"


def plan(actions: list[str]) -> str:
    return HEAD + "".join(f"{number}\tMedida\t{text}\tMMGyD\n" for number, text in enumerate(actions, start=1))


def verdict(action_id: str, text: str, number: int | None, said: str = "accept", reviewer: str = "ana") -> str:
    directive = (f"marco/directive/{number}", sha256(DIRECTIVES[number])) if number else ("", "")
    return f"{action_id},{directive[0]},{said},,{reviewer},2026-11-24,,{sha256(text)},{directive[1]}"


GIVEN = [
    verdict("plan/prevencion/1", OLD[0], 1),
    verdict("plan/prevencion/2", OLD[1], 2),
    verdict("plan/prevencion/3", OLD[2], 2),
    verdict("plan/prevencion/4", OLD[3], None, "no-match"),
    verdict("plan/prevencion/5", OLD[4], 1, "reject"),
    verdict("plan/prevencion/9", "Acción que ya no está", 1),
    verdict("otro-plan/prevencion/1", OLD[0], 1),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two editions and verdicts on the earlier one, run."""
    profile = PLAN_PROFILE.split("[[expect]]")[0]
    old, new = plan(OLD), plan(NEW)
    entries = [
        entry(sha256=sha256(old)),
        entry(id="plan-2", path="plan-2.txt", sha256=sha256(new), supersedes="plan"),
        FRAMEWORK_ENTRY,
    ]
    files = {"plan_txt": old, "plan-2_txt": new, "plan_toml": profile, "marco_txt": FRAMEWORK}
    root = write_workspace(tmp_path / "ws", "\n".join(entries), **files)
    (root / "raw" / "reviews").mkdir()
    keep(root, GIVEN)
    assert run(root, "all", "--jobs", "1").code == 0
    return root


def keep(root: Path, rows: list[str]) -> None:
    (root / "raw" / "reviews" / "links.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")


def codes(root: Path) -> dict[str, str]:
    rows = [row for row in read_table(root / "output", "issues") if row["issue_code"].startswith("review_")]
    return {row["record_id"]: row["issue_code"] for row in rows}


def test_no_verdict_is_lost_without_a_row(root: Path) -> None:
    assert codes(root) == {
        "plan-2/prevencion/1": "review_carried_over",
        "plan-2/prevencion/2": "review_carried_over",
        "plan-2/prevencion/3": "review_to_reread",
        "plan-2/prevencion/4": "review_carried_over",
        "plan/prevencion/4": "review_unused",
        "plan/prevencion/9": "review_unused",
        "otro-plan/prevencion/1": "review_unused",
    }
    links = {row["action_id"]: row for row in read_table(root / "output", "links") if row["rank"] == "1"}
    assert links["plan-2/prevencion/2"]["status"] == "accepted"
    assert links["plan-2/prevencion/3"]["status"] != "accepted"
    told = [row["detail"] for row in read_table(root / "output", "issues") if row["record_id"] == "plan/prevencion/4"]
    assert "no longer in plan-2" in told[0]


def test_verdicts_to_give_again_are_listed_with_both_texts(root: Path) -> None:
    text = run(root, "review", "links", "--carried").out
    assert "1 verdict on an earlier edition must be given again" in text
    assert "before: plan/prevencion/3" in text
    answer = json.loads(run(root, "review", "links", "--carried", "--json").out)
    [row] = answer["to_reread"]
    assert (row["action_before"], row["action"], row["verdict_before"]) == (OLD[2], NEW[2], "accept")
    assert row["why"] == "the action was reworded"
    assert answer["pairs_carried_over"] == 3
    assert json.loads(run(root, "review", "links", "--carried", "--json", "--plan", "plan").out)["to_reread"] == []


def test_a_directive_is_shown_before_amendments_without_holes() -> None:
    """The list shows the text that the terminal loop shows: `text` lacks the words that an amendment strikes."""
    row = {"text": "Capacitar al de frontera", "text_base": "Capacitar al personal de frontera", "text_amended": "x"}
    assert Carried({}, {}, {"d": row})._text("d") == "Capacitar al personal de frontera"
    assert Carried({}, {}, {"d": row | {"text_base": ""}})._text("d") == "Capacitar al de frontera"
    assert Carried({}, {}, {})._text("gone") == ""


def test_what_is_carried_is_not_asked_and_what_must_be_read_again_comes_first(root: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.xlsx"
    ended = run(root, "review", "links", "--export", str(sheet), "--plan", "plan-2")
    assert ended.out.startswith("1 action with its directives (1 pair")
    assert {row["action_id"] for _, row in read_sheet(sheet, ("action_id",)).rows} == {"plan-2/prevencion/3"}


def test_a_verdict_given_again_replaces_the_earlier_one(root: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "again.csv"
    assert run(root, "review", "links", "--carried", "--export", str(sheet)).code == 0
    text = sheet.read_text(encoding="utf-8-sig")
    assert OLD[2] in text
    [line] = [row for _, row in read_sheet(sheet, ("action_id", "verdict")).rows]
    filled = text.replace(f"{DIRECTIVES[2]};;", f"{DIRECTIVES[2]};accept;")
    assert filled != text
    sheet.write_text(filled, encoding="cp1252")
    ended = run(root, "review", "links", "--import", str(sheet), "--reviewer", "eva")
    assert (ended.code, "Windows-1252" in ended.err) == (0, True), ended.err
    assert run(root, "all", "--jobs", "1").code == 0
    assert codes(root)["plan-2/prevencion/3"] == "review_replaced"
    assert line["verdict_before"] == "accept, by ana"


def test_two_earlier_verdicts_on_one_pair_are_one_row_of_the_sheet(root: Path, tmp_path: Path) -> None:
    keep(root, [*GIVEN, verdict("plan/prevencion/3", OLD[2], 2, "reject", "beto")])
    sheet = tmp_path / "again.csv"
    ended = run(root, "review", "links", "--carried", "--export", str(sheet))
    assert ended.code == 0
    assert ended.out.startswith(f"2 verdicts to be given again written to {sheet}, in 1 rows: ")
    [row] = [row for _, row in read_sheet(sheet, ("action_id", "verdict")).rows]
    assert (row["action_before"], row["verdict_before"]) == (OLD[2], "accept, by ana / reject, by beto")


def test_an_edition_that_left_the_manifest_carries_the_very_same_words(root: Path) -> None:
    manifest = root / "raw" / "sources.toml"
    kept = manifest.read_text(encoding="utf-8").split("[[source]]")
    manifest.write_text("[[source]]".join([kept[0], *kept[2:]]), encoding="utf-8")
    assert run(root, "all", "--jobs", "1").code == 0
    found = Counter(codes(root).values())
    assert found == {"review_carried_over": 2, "review_unused": 5}


def test_a_list_without_a_later_edition_is_refused(root: Path) -> None:
    manifest = root / "raw" / "sources.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('supersedes = "plan"\n', ""), encoding="utf-8")
    assert run(root, "all", "--jobs", "1").code == 0
    ended = run(root, "review", "links", "--carried")
    assert (ended.code, "no published plan supersedes another" in ended.err) == (2, True)


def published(changes: list[dict[str, str]], **texts: list[str]) -> PublishedEditions:
    """Return tables of editions a, b, c… that follow each other, each with its texts; `changes` are edition_changes."""
    names = list(texts)
    blank = dict.fromkeys((each.name for each in fields(Action)), "")
    plans = [
        {"plan_id": name, "supersedes": before, "jurisdiction": "ARG", "language": "es"}
        for name, before in zip(names, ["", *names], strict=False)
    ]
    actions = [
        blank | {"plan_id": name, "action_id": f"{name}/{place}", "number": str(place), "action": text, "axis": "E",
                 "text_sha256": sha256(text)}
        for name in names for place, text in enumerate(texts[name], start=1)
    ]  # fmt: skip
    return PublishedEditions(
        Path(), {"plans": plans, "actions": actions, "edition_changes": changes, "action_agencies": []}
    )


def test_an_edition_further_back_is_compared_with_todays_directly() -> None:
    change = {"plan_id": "c", "kind": "unchanged", "action_id_old": "b/1", "action_id_new": "c/1"}
    texts = {
        "a": ["Abrir refugios en el norte", "Formar a 20 agentes de frontera", "Comprar vehículos para brigadas"],
        "b": ["Abrir refugios en el norte"],
        "c": ["Abrir refugios en el norte", "Formar a 30 agentes de frontera"],
    }
    tables = published([change | {"evidence": "same words", "similarity": "1"}], **texts)
    assert tables.newest == {"c"}
    found = tables.before("c", {"a"})
    assert (found.before, found.compared) == (("b", "a"), {"a", "b"})
    assert [(each.action_id, each.is_carried) for each in found.predecessors["c/1"]] == [("b/1", True), ("a/1", True)]
    assert [(each.action_id, each.is_carried) for each in found.predecessors["c/2"]] == [("a/2", True)]
    assert found.removed == {"a/3"}
    assert tables.before("c", set()).compared == {"b"}, "nobody gave verdicts on a"


def test_only_the_newest_edition_is_asked_about(root: Path) -> None:
    manifest, third = root / "raw" / "sources.toml", plan([*NEW[:2], f"{NEW[2]} y de testigos", NEW[3]])
    (root / "raw" / "plan-3.txt").write_text(third, encoding="utf-8")
    added = entry(id="plan-3", path="plan-3.txt", sha256=sha256(third), supersedes="plan-2")
    manifest.write_text(f"{manifest.read_text(encoding='utf-8')}\n{added}", encoding="utf-8")
    assert run(root, "all", "--jobs", "1").code == 0
    answer = json.loads(run(root, "review", "links", "--carried", "--json").out)
    assert [row["action_id"] for row in answer["to_reread"]] == ["plan-3/prevencion/3"]
    assert answer["on_older_editions"] == 1
    assert "1 more are about editions that a later one supersedes" in run(root, "review", "links", "--carried").out
    before = json.loads(run(root, "review", "links", "--carried", "--json", "--plan", "plan-2").out)
    assert [row["action_id"] for row in before["to_reread"]] == ["plan-2/prevencion/3"]
    told = {
        row["record_id"] for row in read_table(root / "output", "issues") if row["issue_code"] == "review_to_reread"
    }
    assert told == {"plan-2/prevencion/3", "plan-3/prevencion/3"}, "the run says the same"
