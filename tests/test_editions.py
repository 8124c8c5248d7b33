"""Editions compared: the recorded edits of an invented edition, text and PDF, and what is told of single pairs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from directriz.editions import Edition, compare_editions, lines_of
from directriz.editions.headings import heaviest_order
from directriz.editions.wording import is_small_change
from directriz.errors import ManifestInvalid
from directriz.records import Action, EditionChange
from directriz.reference.successions import read_successions
from edition_cases import EDITIONS, Told, as_dump, as_pdf, is_told, read_edition
from workspaces import REPOSITORY, Document, read_table, rebuilt, run, write_workspace

SUCCESSIONS = read_successions()
TOLD_RIGHTLY = 0.95
FIRST = (REPOSITORY / "raw" / "ar-plan.txt").read_text(encoding="utf-8")
HEADER = (
    "N° de acción\tMedidas\tAcciones\tIndicadores\tMedios de verificación\tOrganismo responsable\tOrganismos asociados"
)


def compared(old: list[str], new: list[str]) -> list[EditionChange]:
    """Compare two editions of one axis whose rows are `number|measure|action|indicators|responsible`."""
    sides = []
    for plan_id, rows in (("old", old), ("new", new)):
        lines = [row.split("|") for row in rows]
        cells = [
            [number, measure, action, indicators, "", body, ""] for number, measure, action, indicators, body in lines
        ]
        text = "\n".join(["", "PREVENCIÓN", "", HEADER, *("\t".join(row) for row in cells), ""])
        sides.append(Edition(rebuilt(text, "ar-plan", plan_id).of(Action), (), "ARG"))
    return compare_editions("new", *sides, SUCCESSIONS)


def told(changes: list[EditionChange]) -> list[tuple[str, str, str]]:
    return [
        (change.kind, (change.action_id_old or "/-").split("/")[-1], (change.action_id_new or "/-").split("/")[-1])
        for change in changes
    ]


@pytest.fixture(
    scope="module", params=[(name, kind) for name in ("first", "second", "third") for kind in ("dump", "pdf")], ids=str
)
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """A workspace with the first edition and an invented one, run, and the answers."""
    name, kind = request.param
    answers = read_edition(name, "ar-plan-2026")
    content = as_pdf(answers) if kind == "pdf" else as_dump(answers)
    new = Document("ar-plan-2026", content, answers.profile(), "action-matrix", {"supersedes": "ar-plan"})
    root = write_workspace(tmp_path_factory.mktemp(name), [Document("ar-plan", FIRST, "ar-plan"), new])
    ended = run(root, "all", "--jobs", "1")
    assert ended.code == 0, ended.err
    return root, answers.answers


def test_edits_of_an_edition_are_told_rightly(edition: tuple[Path, tuple[Told, ...]]) -> None:
    root, answers = edition
    rows = read_table(root / "output", "edition_changes")
    edits = [answer for answer in answers if answer.edit is not None]
    wrong = [answer for answer in edits if not is_told(answer, rows)]
    assert len(edits) >= 60
    assert len(wrong) <= (1 - TOLD_RIGHTLY) * len(edits), wrong
    untouched = [answer for answer in answers if answer.edit is None]
    assert [answer for answer in untouched if not is_told(answer, rows)] == []


def test_every_action_of_both_editions_has_a_row(edition: tuple[Path, tuple[Told, ...]]) -> None:
    root, _ = edition
    rows, actions = (read_table(root / "output", name) for name in ("edition_changes", "actions"))
    paired = {row[side] for row in rows for side in ("action_id_old", "action_id_new")} - {""}
    assert paired == {action["action_id"] for action in actions}
    assert all(row["evidence"] for row in rows)


def test_changes_are_told_as_text_json_and_a_page(edition: tuple[Path, tuple[Told, ...]], tmp_path: Path) -> None:
    root, _ = edition
    text = run(root, "changes", "ar-plan-2026").out
    names = ("INVESTIGACIÓN Y PERSECUCIÓN PENAL", "PREVENCIÓN Y SENSIBILIZACIÓN", "ASISTENCIA INTEGRAL Y REPARACIÓN")
    assert any(f"is now “{name}”" in text for name in names)
    assert "MTEySS is Secretaría de Trabajo, Empleo y Seguridad Social since 2023-12-10" in text
    answer = json.loads(run(root, "changes", "ar-plan-2026", "--json").out)
    assert answer["counts"]["removed"] >= 4
    assert len(answer["changes"]) == len(read_table(root / "output", "edition_changes"))
    page = tmp_path / "changes.html"
    assert run(root, "changes", "ar-plan-2026", "--html", str(page)).code == 0
    html = page.read_text(encoding="utf-8")
    assert '<meta charset="utf-8">' in html
    assert "<del>" in html
    assert "ó" in html
    assert "http" not in html
    assert "<ins>" in html


@pytest.mark.parametrize(
    ("plan", "found"),
    [("ar-plan", "names no edition that it supersedes"), ("ar-plan-3", "no document of that id is published")],
)
def test_changes_of_a_plan_without_an_earlier_edition_are_refused(
    edition: tuple[Path, tuple[Told, ...]], plan: str, found: str
) -> None:
    ended = run(edition[0], "changes", plan)
    assert (ended.code, found in ended.err) == (2, True)


def test_of_two_twins_the_right_one_is_told_by_its_neighbours() -> None:
    old = ["1|M|Publicar la memoria anual|a|X", "2|M|Dictar talleres en el norte|b|Y", "3|M|Abrir el registro|c|X"]
    old += ["4|M|Dictar talleres en el sur|b|Y", "5|M|Firmar convenios con provincias|d|X"]
    new = ["1|M|Publicar la memoria anual|a|X", "2|M|Abrir el registro|c|X"]
    new += ["3|M|Dictar talleres|b|Y", "4|M|Firmar convenios con provincias|d|X"]
    assert ("reworded|renumbered", "4", "3") in told(compared(old, new))
    assert ("removed", "2", "-") in told(compared(old, new))


def test_one_action_replaced_by_another_in_its_place_is_removed_and_added() -> None:
    old = ["1|M|Publicar la memoria anual|a|X", "2|M|Comprar vehículos para las brigadas|b|Y"]
    new = ["1|M|Publicar la memoria anual|a|X", "2|M|Traducir los folletos al guaraní|e|Z"]
    assert told(compared(old, new)) == [("unchanged", "1", "1"), ("added", "-", "2"), ("removed", "2", "-")]


def test_editions_without_a_common_word_and_without_actions_are_compared() -> None:
    assert told(compared(["1|M|Publicar la memoria anual|a|X"], ["1|N|Dictar talleres|b|Y"])) == [
        ("added", "-", "1"), ("removed", "1", "-")
    ]  # fmt: skip
    nothing = Edition((), (), "ARG")
    assert compare_editions("new", nothing, nothing, SUCCESSIONS) == []


@pytest.mark.parametrize(
    ("old", "new", "is_small"),
    [
        (
            "Formar a 20 agentes del MTEySS",
            "Formar a 30 agentes de la Secretaría de Trabajo, Empleo y Seguridad Social",
            True,
        ),
        ("Abrir dos refugios, en el norte", "Abrir tres refugios en el Norte.", True),
        ("Abrir refugios en el norte", "Abrir refugios en el sur", False),
        ("Formar a agentes del MTEySS", "Formar a víctimas del MTEySS", False),
    ],
)
def test_bodies_numbers_and_punctuation_are_small_changes(old: str, new: str, is_small: bool) -> None:
    assert is_small_change(old, new, SUCCESSIONS, "ARG") is is_small


def test_a_merged_action_is_no_small_change() -> None:
    action = rebuilt(f"\nPREVENCIÓN\n\n{HEADER}\n1\tM\tAbrir refugios\ta\tb\tMDS\t\n", "ar-plan", "old").of(Action)[0]
    side = Edition((action,), (), "ARG")
    change = EditionChange("new", "old", "merged", action.action_id, action.action_id, None, 1.0, "high", "x")
    assert [line.is_small for line in lines_of([change], side, side, SUCCESSIONS)] == [False]


def test_successions_lead_over_several_steps_and_to_the_body_that_a_successor_is_part_of() -> None:
    assert [bool(SUCCESSIONS.find("ar-mteyss", body)) for body in ("ar-stess", "ar-mch", "ar-mds")] == [
        True,
        True,
        False,
    ]
    step = SUCCESSIONS.find("ar-mdth", "ar-mecon")
    assert step is not None
    assert (step.successor_id, step.date) == ("ar-minfra", "2023-12-10")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("agency_id,successor_id,date\n", "line 1"),
        ("agency_id,successor_id,date,source\nar-mds,,2023,Decreto\n", "line 2"),
        ("agency_id,successor_id,date,source\nar-mds,ar-nobody,2023,Decreto\n", "line 2"),
        ("agency_id,successor_id,date,source\nar-mds,ar-mds,2023,Decreto\n", "line 2"),
    ],
)
def test_successions_that_cannot_be_followed_are_refused(tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "successions.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ManifestInvalid) as refusal:
        read_successions(path)
    assert refusal.value.place == f"successions.csv {place}"


def test_the_fewest_actions_are_taken_as_moved() -> None:
    assert heaviest_order([0, 1, 4, 2, 3], [1.0] * 5) == {0, 1, 3, 4}
    assert heaviest_order([1, 0], [1.0, 1.1]) == {1}
    assert heaviest_order([], []) == set()


def test_the_recorded_edits_are_of_all_kinds() -> None:
    for path in EDITIONS.glob("*.toml"):
        kinds = {kind for answer in read_edition(path.stem, "x").answers for kind in answer.kinds}
        assert {"reworded", "moved", "merged", "split", "added", "removed", "unchanged"} <= kinds
