"""What a draft finds in plans of other makes: axes in a column, questions as headers, headings told by their type."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from card_plans import BODIES, THINGS, VERBS
from directriz.cli import main
from directriz.commands.add_report import Drafted
from directriz.commands.profile import draft, read_document
from directriz.errors import LayoutMismatch
from directriz.language import language_of
from directriz.layouts import Profile
from directriz.rebuild.action_list import rebuild_action_list
from directriz.rebuild.card_labels import numbered_label
from directriz.rebuild.cards import rebuild_cards
from directriz.rebuild.heading_groups import chosen_looks, tables_under
from directriz.rebuild.heading_looks import HeadingLine
from directriz.rebuild.labelled_lines import labelled_parts
from directriz.rebuild.matrix import rebuild_matrix
from directriz.rebuild.set_aside import pages_apart
from directriz.records import Action, Issue, PrintedLine, Records
from directriz.reference.headers import Mapper, read_header_words
from directriz.reference.plan_words import accented, read_plan_words
from directriz.sources import PROFILES
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import Flowable, ListFlowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from workspaces import Document, write_workspace

BODY = getSampleStyleSheet()["BodyText"]
LARGE = ParagraphStyle("large", parent=BODY, fontSize=15, spaceBefore=12, spaceAfter=6, leading=19)
SUB = ParagraphStyle("sub", parent=BODY, fontName="Helvetica-Bold", fontSize=11, spaceBefore=8)
SHADED = ParagraphStyle("shaded", parent=BODY, backColor=colors.lightblue, spaceBefore=14, spaceAfter=8)
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
AXES = ("Prevención y difusión", "Asistencia a las víctimas", "Persecución del delito")
PROSE = "El plan reúne el trabajo de los organismos que integran la mesa nacional y las organizaciones amigas. "


def deeds(count: int) -> list[str]:
    return [f"{VERBS[place % 7]} {THINGS[(place + place // 7) % 7]}" for place in range(count)]


def written(path: Path, story: list[Flowable]) -> Path:
    SimpleDocTemplate(str(path), pagesize=landscape(A4), invariant=1).build(story)
    return path


def grid(rows: list[list[str]], spans: list[tuple[Any, ...]] | None = None) -> Table:
    cells = [[Paragraph(text, BODY) for text in row] for row in rows]
    return Table(cells, style=TableStyle([*GRID, *(spans or [])]), repeatRows=1)


def drafted(path: Path) -> tuple[Drafted, Records]:
    """Return the draft of a PDF and what the run makes of the PDF under it."""
    import tomllib

    document = read_document(path)
    found = draft(document)
    profile = Profile.model_validate(tomllib.loads(found.text))
    lines = document.printed
    if found.kind == "action-cards":
        return found, rebuild_cards(lines, "plan", profile, "profiles/plan.toml")
    if found.kind == "action-list":
        return found, rebuild_action_list(lines, "plan", profile, "profiles/plan.toml")
    return found, rebuild_matrix(lines, "plan", profile, "profiles/plan.toml", language_of("es"))


def axes_of(records: Records) -> Counter[str | None]:
    return Counter(action.axis for action in records.of(Action))


@pytest.mark.parametrize("is_merged", [True, False])
def test_an_axis_in_a_column_is_the_axis_of_its_rows(tmp_path: Path, is_merged: bool) -> None:
    rows = [
        [AXES[place // 3] if place % 3 == 0 else "", deed, BODIES[place % 4], "2026"]
        for place, deed in enumerate(deeds(9))
    ]
    spans = [("SPAN", (0, 1 + first), (0, 3 + first)) for first in (0, 3, 6)] if is_merged else []
    path = written(
        tmp_path / "plan.pdf", [grid([["Eje estratégico", "Actividades", "Responsable", "Plazo"], *rows], spans)]
    )
    _, records = drafted(path)
    assert axes_of(records) == dict.fromkeys(AXES, 3)
    assert [action.action_id for action in records.of(Action)][::3] == [
        "plan/prevencion/1",
        "plan/asistencia/1",
        "plan/persecucion/1",
    ]


def test_a_merged_column_beside_a_merged_axis_is_the_sub_axis(tmp_path: Path) -> None:
    rows = [[AXES[place // 6] if place % 6 == 0 else "", f"Línea {place // 3}" if place % 3 == 0 else "", deed, body]
            for place, (deed, body) in enumerate(zip(deeds(12), BODIES * 3, strict=False))]  # fmt: skip
    spans = [("SPAN", (0, 1 + first), (0, 6 + first)) for first in (0, 6)]
    spans += [("SPAN", (1, 1 + first), (1, 3 + first)) for first in (0, 3, 6, 9)]
    _, records = drafted(written(tmp_path / "a.pdf", [grid([["Eje", "Línea", "Acción", "Responsable"], *rows], spans)]))
    assert [(each.axis, each.subaxis) for each in records.of(Action)] == [
        (AXES[place // 6], f"Línea {place // 3}") for place in range(12)
    ]


def test_headers_may_be_questions(tmp_path: Path) -> None:
    header = ["N°", "¿Qué haremos?", "¿Quién lo hará?", "¿Con quién?", "¿Cuándo?", "¿Cómo lo mediremos?"]
    rows = [[str(n), deed, BODIES[n % 4], BODIES[(n + 1) % 4], "2026", "Cantidad de informes"]
            for n, deed in enumerate(deeds(5), start=1)]  # fmt: skip
    found, records = drafted(written(tmp_path / "plan.pdf", [grid([header, *rows])]))
    assert found.plan is not None
    assert {name: labels[0] for name, labels in found.plan.tables.columns.items()} == {
        "number": "N°",
        "action": "¿Qué haremos?",
        "responsible": "¿Quién lo hará?",
        "associated": "¿Con quién?",
        "deadline": "¿Cuándo?",
        "indicators": "¿Cómo lo mediremos?",
    }
    assert len(list(records.of(Action))) == 5


@pytest.mark.parametrize("style", [LARGE, SUB, SHADED], ids=["larger", "bold", "shaded"])
def test_headings_that_only_their_type_tells_are_axes(tmp_path: Path, style: ParagraphStyle) -> None:
    story: list[Flowable] = [Paragraph(PROSE * 6, BODY)]
    for place, axis in enumerate(AXES):
        rows = [[deed, BODIES[place], "2026"] for deed in deeds(9)[place * 3 : place * 3 + 3]]
        story += [Paragraph(axis, style), Spacer(1, 6), grid([["Acción", "Responsable", "Plazo"], *rows])]
    _, records = drafted(written(tmp_path / "plan.pdf", story))
    assert axes_of(records) == dict.fromkeys(AXES, 3)


def test_text_in_running_type_above_a_table_is_no_axis(tmp_path: Path) -> None:
    story: list[Flowable] = [Paragraph(PROSE * 6, BODY)]
    for place, axis in enumerate(AXES):
        rows = [[deed, BODIES[place], "2026"] for deed in deeds(9)[place * 3 : place * 3 + 3]]
        story += [Paragraph(axis, BODY), Spacer(1, 6), grid([["Acción", "Responsable", "Plazo"], *rows])]
    _, records = drafted(written(tmp_path / "plan.pdf", story))
    assert axes_of(records) == {None: 9}


def test_cards_whose_label_bears_the_number(tmp_path: Path) -> None:
    story: list[Flowable] = []
    for number, deed in enumerate(deeds(6), start=1):
        rows = [[f"Acción No. {number}", deed, "", ""], ["Responsable", BODIES[number % 4], "Plazo", "2026"],
                ["Indicador", "Cantidad de informes", "Presupuesto", f"$ {number}.000"]]  # fmt: skip
        story += [grid(rows, [("SPAN", (1, 0), (3, 0))]), Spacer(1, 14)]
    found, records = drafted(written(tmp_path / "plan.pdf", story))
    actions = list(records.of(Action))
    assert found.kind == "action-cards"
    assert [action.number for action in actions] == ["1", "2", "3", "4", "5", "6"]
    assert [action.action for action in actions] == deeds(6)
    assert {action.indicators for action in actions} == {"Cantidad de informes"}


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Acción No. 4", ("Acción", "4")),
        ("Acción N° 2.3", ("Acción", "2.3")),
        ("Actividad 4", ("Actividad", "4")),
        ("Ação nº 7:", ("Ação", "7")),
        ("Acción", None),
        ("Mejorar el acceso de las personas asistidas a 4", None),
    ],
)
def test_a_label_may_have_its_number_behind_it(cell: str, found: tuple[str, str] | None) -> None:
    match = numbered_label(cell)
    assert (match and (match["label"], match["number"])) == found


def list_story(after: str | None) -> list[Flowable]:
    story: list[Flowable] = []
    for place, axis in enumerate(AXES):
        items = [Paragraph(deed, BODY) for deed in deeds(12)[place * 4 : place * 4 + 4]]
        story += [Paragraph(f"Eje {place + 1}: {axis}", LARGE), Paragraph(PROSE * 2, BODY)]
        story += [Paragraph("¿Qué haremos?", SUB), ListFlowable(items, bulletType="bullet", start="•")]
        if after:
            story += [
                Paragraph(after, SUB),
                ListFlowable([Paragraph("Informes", BODY)], bulletType="bullet", start="•"),
            ]
    return story


@pytest.mark.parametrize("after", [None, "Indicadores del eje"])
def test_a_list_ends_with_a_line_set_like_the_one_that_it_began_with(tmp_path: Path, after: str | None) -> None:
    found, records = drafted(written(tmp_path / "plan.pdf", list_story(after)))
    assert found.kind == "action-list"
    assert [action.action for action in records.of(Action)] == deeds(12)
    assert set(axes_of(records).values()) == {4}


def test_several_labels_may_stand_in_one_line() -> None:
    line = "Responsable: Ministerio Público. Plazo: 2026. Nota: ninguna"
    parts = labelled_parts(line, lambda label: label in ("Responsable", "Plazo"))
    assert [(part.label, line[part.value : part.end].strip()) for part in parts] == [
        ("Responsable", "Ministerio Público."),
        ("Plazo", "2026. Nota: ninguna"),
    ]
    assert labelled_parts("Otro: uno. Plazo: 2026", lambda label: label == "Plazo") == []


def test_a_heading_that_no_pattern_fits_is_told_with_the_lines_that_mend_it(tmp_path: Path) -> None:
    story: list[Flowable] = []
    for place, axis in enumerate(AXES):
        rows = [["Acción", "Responsable"], *([deed, BODIES[0]] for deed in deeds(3))]
        story += [Paragraph(f"Eje {place + 1}: {axis}", LARGE), grid(rows), Spacer(1, 12)]
    document = read_document(written(tmp_path / "plan.pdf", story))
    columns = {"action": ("Acción",), "responsible": ("Responsable",)}
    layout = {"key": "action", "key_pattern": r"^\S"}
    entry = {"kind": "auto", "about": "x", "columns": columns, "layout": layout}

    def made(keys: dict[str, Any]) -> Records:
        profile = Profile.model_validate(keys)
        return rebuild_matrix(document.printed, "plan", profile, "profiles/plan.toml", language_of("es"))

    with pytest.raises(LayoutMismatch) as error:
        made(entry)
    axes = [f"Eje {n}: {axis}" for n, axis in enumerate(AXES, start=1)]
    assert all(repr(axis) in error.value.found for axis in axes)
    pasted = tomllib.loads(error.value.remedy.partition(":\n")[2].partition("\nIf they")[0])
    assert list(dict.fromkeys(each.axis for each in made(entry | pasted).of(Action))) == axes


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ({"columns": {"action": ["Acción"]}, "layout": {"key": "action"}}, "action-matrix"),
        ({"columns": {"action": ["Acción"]}, "layout": {"key": "action"}, "years": {}}, "action-matrix"),
        ({"columns": {"action": ["Acción"]}, "layout": {"card_begins": ["Acción"]}}, "action-cards"),
        ({"unit": [{"pattern": "Acciones", "kind": "list"}]}, "action-list"),
        ({"columns": {"text": ["Directriz"], "indicators": ["Indicador"]}}, "directive-table"),
        ({"heading": [{"pattern": "A", "kind": "directive"}]}, "directive-list"),
        ({"unit": [{"pattern": "Art. .*", "kind": "clause"}]}, "programme"),
    ],
)
def test_the_keys_of_a_profile_tell_its_kind(entry: dict[str, Any], kind: str) -> None:
    assert Profile.model_validate({"kind": "auto", "about": "x", **entry}).kind == kind


def test_a_profile_without_a_key_that_tells_its_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a key that tells the kind"):
        Profile.model_validate({"kind": "auto", "about": "x"})


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (
            {"columns": {"action": ["Acción"], "goal": ["ACCION"]}},
            "columns.action and columns.goal both list the header",
        ),
        ({"columns": {"action": ["Acción"]}, "ignore": ["acción"]}, "columns.action and ignore both list the header"),
    ],
)
def test_a_header_has_one_place(keys: dict[str, Any], said: str) -> None:
    profile = {"kind": "action-matrix", "about": "x", "layout": {"key": "action"}}
    with pytest.raises(ValueError, match=said):
        Profile.model_validate({**profile, **keys})


def read_by_hand(tmp_path: Path, story: list[Flowable], **keys: Any) -> Records:
    document = read_document(written(tmp_path / "plan.pdf", story))
    columns = {"action": ("Acción",), "responsible": ("Responsable",)}
    layout = {"key": "action", "key_pattern": r"^\S"}
    profile = {"kind": "action-matrix", "about": "x", "columns": columns, "layout": layout, **keys}
    read = Profile.model_validate(profile)
    return rebuild_matrix(document.printed, "plan", read, "profiles/plan.toml", language_of("es"))


def plan_with_axes(style: ParagraphStyle) -> list[Flowable]:
    story: list[Flowable] = [Paragraph(PROSE * 4, BODY)]
    for place, axis in enumerate(AXES):
        rows = [["Acción", "Responsable"], *([deed, BODIES[0]] for deed in deeds(9)[place * 3 : place * 3 + 3])]
        story += [Paragraph(axis, style), grid(rows), Spacer(1, 12)]
    return story


def test_headings_told_by_type_alone_are_doubted_under_a_profile_made_by_hand(tmp_path: Path) -> None:
    told = [
        issue
        for issue in read_by_hand(tmp_path, plan_with_axes(LARGE)).of(Issue)
        if issue.issue_code == "heading_unread"
    ]
    assert [issue.severity for issue in told] == ["doubt"]
    pattern = told[0].detail.rpartition("pattern = '")[2].rstrip("'")
    records = read_by_hand(tmp_path, plan_with_axes(LARGE), heading=[{"pattern": pattern}])
    assert axes_of(records) == Counter(dict.fromkeys(AXES, 3))
    assert not [issue for issue in records.of(Issue) if issue.issue_code.startswith("heading")]


def test_lines_of_an_axis_without_a_rule_are_told_together_with_the_place_of_their_rule(tmp_path: Path) -> None:
    axes = [f"Eje {number}: {axis}" for number, axis in enumerate(AXES, start=1)]

    def story() -> Iterator[Flowable]:
        yield Paragraph(PROSE * 4, BODY)
        for place, axis in enumerate(axes):
            yield Paragraph(axis, BODY)
            yield Paragraph(f"Componente {place + 1}: medidas", BODY)
            yield grid(
                [["Acción", "Responsable"], *([deed, BODIES[0]] for deed in deeds(9)[place * 3 : place * 3 + 3])]
            )

    below = {"pattern": "(?P<subaxis>Componente .*)"}
    with pytest.raises(LayoutMismatch) as error:
        read_by_hand(tmp_path, [*story()], heading=[below])
    assert all(repr(axis) in error.value.found for axis in axes)
    assert "above the [[heading]] no. 1, which has (?P<subaxis>…)" in error.value.remedy
    pattern = error.value.remedy.partition("pattern = '")[2].partition("'")[0]
    records = read_by_hand(tmp_path, [*story()], heading=[{"pattern": pattern}, below])
    assert axes_of(records) == Counter(dict.fromkeys(axes, 3))


def test_a_heading_that_fits_no_line_is_doubted(tmp_path: Path) -> None:
    rule = {"pattern": "(?P<axis>Ejje .*)"}
    told = [issue for issue in read_by_hand(tmp_path, plan_with_axes(LARGE), heading=[rule]).of(Issue)
            if issue.issue_code == "heading_unused"]  # fmt: skip
    assert [(issue.text, issue.severity) for issue in told] == [("(?P<axis>Ejje .*)", "doubt")]


def test_two_sizes_of_type_are_two_levels_of_headings(tmp_path: Path) -> None:
    wide = ParagraphStyle("wide", parent=LARGE, fontSize=19, leading=24)
    names = ("Escuelas", "Fronteras", "Refugios", "Empleo", "Fiscalías", "Tribunales")
    story: list[Flowable] = [Paragraph(PROSE * 4, BODY)]
    for place, name in enumerate(names):
        rows = [["Acción", "Responsable"], [deeds(6)[place], BODIES[0]]]
        story += [Paragraph(AXES[place // 2], wide)] if place % 2 == 0 else []
        story += [Paragraph(name, LARGE), grid(rows)]
    _, records = drafted(written(tmp_path / "plan.pdf", story))
    found = [(action.axis, action.subaxis) for action in records.of(Action)]
    assert found == [(AXES[place // 2], name) for place, name in enumerate(names)]


def test_a_merged_objective_holds_for_rows_without_numbers(tmp_path: Path) -> None:
    objectives = ("1. Prevenir la trata", "2. Asistir a las víctimas")
    rows = [["Objetivo", "Acción", "Responsable"]]
    rows += [[objectives[place // 3] if place % 3 == 0 else "", deed, BODIES[0]] for place, deed in enumerate(deeds(6))]
    story: list[Flowable] = [Paragraph(PROSE, BODY), grid(rows, [("SPAN", (0, 1), (0, 3)), ("SPAN", (0, 4), (0, 6))])]
    _, records = drafted(written(tmp_path / "plan.pdf", story))
    found = [(action.objective_number, action.objective) for action in records.of(Action)]
    whole = [f"{number}. {text}" if number else text for number, text in found]
    assert [text.replace("..", ".") for text in whole] == [objectives[0]] * 3 + [objectives[1]] * 3


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Lead agency", "responsible"),
        ("Supporting agencies", "associated"),
        ("Performance indicator", "indicators"),
        ("Órgão responsável", "responsible"),
        ("O que faremos?", "action"),
        ("With whom?", "associated"),
        ("¿Con quiénes contamos?", "associated"),
        ("Actividades", "action"),
        ("Eixo temático", "axis"),
        ("Quién sabe de esto", None),
    ],
)
def test_headers_of_three_languages(header: str, column: str | None) -> None:
    found = Mapper(read_header_words()).column(header)
    assert (found and found[0]) == column


def test_words_are_found_with_accents_and_without() -> None:
    assert accented("área") == "[áa]rea"
    assert ("area", "área") in read_plan_words().headings


def matrix_of(story: list[Flowable], path: Path, **profile: object) -> Records:
    columns = {"number": ["N°"], "action": ["Acción"], "responsible": ["Responsable"]}
    made = Profile.model_validate({"kind": "action-matrix", "about": "x", "columns": columns} | profile)
    printed = read_document(written(path, story)).printed
    return rebuild_matrix(printed, "plan", made, "profiles/plan.toml", language_of("es"))


def numbered_tables(count: int = 3) -> list[Flowable]:
    """Return tables that each begin again at 1, without a heading between them."""
    story: list[Flowable] = []
    for place in range(count):
        rows = [[str(n), deed, BODIES[0]] for n, deed in enumerate(deeds(12)[place * 3 : place * 3 + 3], start=1)]
        story += [grid([["N°", "Acción", "Responsable"], *rows]), Spacer(1, 20)]
    return story


def test_ids_that_collapse_are_refused_and_counted_rows_mend_them(tmp_path: Path) -> None:
    with pytest.raises(LayoutMismatch, match="have a number that another row") as refused:
        matrix_of(numbered_tables(), tmp_path / "plan.pdf")
    assert "count_rows = true" in refused.value.remedy
    records = matrix_of(numbered_tables(), tmp_path / "plan.pdf", layout={"count_rows": True})
    actions = list(records.of(Action))
    assert [action.action_id for action in actions] == [f"plan/accion/{place}" for place in range(1, 10)]
    assert [action.number for action in actions] == ["1", "2", "3"] * 3


def test_a_table_that_the_profile_puts_aside_is_set_aside(tmp_path: Path) -> None:
    def story() -> list[Flowable]:
        rows = [["N°", "Acción", "Fecha"], ["1", "Aprobación del acta", "2024"], ["2", "Cierre del acta", "2024"]]
        return [grid(rows), Spacer(1, 20), *numbered_tables(1)]

    columns = {"number": ["N°"], "action": ["Acción"], "responsible": ["Responsable"], "deadline": ["Fecha"]}
    layout = {"count_rows": True}
    both = matrix_of(story(), tmp_path / "plan.pdf", columns=columns, layout=layout)
    assert len(list(both.of(Action))) == 5
    records = matrix_of(story(), tmp_path / "plan.pdf", columns=columns, aside=["N° | Acción | Fecha"])
    assert [action.action for action in records.of(Action)] == deeds(3)
    assert [issue.issue_code for issue in records.of(Issue)][:1] == ["table_set_aside"]


def test_a_shipped_profile_is_copied_and_the_manifest_names_the_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_workspace(tmp_path, [Document("ar-plan", "", "ar-plan")])
    before = (root / "raw" / "sources.toml").read_text(encoding="utf-8")
    assert main(["profile", "--copy", "ar-plan", "--root", str(root)]) == 0
    copy = root / "raw" / "profiles" / "ar-plan.toml"
    assert copy.read_bytes() == (PROFILES / "ar-plan.toml").read_bytes()
    now = (root / "raw" / "sources.toml").read_text(encoding="utf-8")
    assert now == before.replace('profile = "ar-plan"', 'profile = "profiles/ar-plan.toml"')
    assert main(["profile", "--copy", "ar-plan", "--root", str(root)]) == 2
    assert "already" in capsys.readouterr().err
    assert main(["profile", "--copy", "no-plan", "--root", str(root)]) == 2


def titled_rows(count: int = 2) -> list[list[str]]:
    """Rows of a table with three levels of titles over the whole width."""
    rows = [["N°", "Acción", "Responsable"]]
    place = 0
    for line in range(1, count + 1):
        rows.append([f"LÍNEA {line}: {AXES[line].upper()}", "", ""])
        for programme in (1, 2):
            rows.append([f"Programa {line}.{programme} Fortalecer las redes {line}{programme}", "", ""])
            for project in (1, 2):
                rows.append([f"Proyecto {line}.{programme}.{project} Mesas del norte {place}", "", ""])
                rows.append([str(place + 1), deeds(9)[place % 9], BODIES[place % 4]])
                place += 1
    return rows


def test_titles_in_three_levels_inside_a_table_are_three_levels_of_headings(tmp_path: Path) -> None:
    rows = titled_rows()
    spans = [("SPAN", (0, at), (2, at)) for at, row in enumerate(rows) if at and not row[1]]
    _, records = drafted(written(tmp_path / "plan.pdf", [Paragraph(PROSE * 4, BODY), grid(rows, spans)]))
    found = [(action.axis, action.subaxis, action.strategic_objective) for action in records.of(Action)]
    wanted = []
    for at, row in enumerate(rows):
        if row[2] == "" or at == 0:
            continue
        above = [each[0] for each in rows[:at]]
        wanted.append(
            tuple(next(t for t in reversed(above) if t.startswith(word)) for word in ("LÍNEA", "Programa", "Proyecto"))
        )
    assert found == wanted


def test_counted_titles_of_cards_are_no_axes() -> None:
    def groups(text: str) -> list[list[HeadingLine]]:
        return [[HeadingLine(text.format(n), n, "title", 12.0)] for n in range(1, 8)]

    counted, named = groups("FICHA {}"), groups("FICHA {}")
    for group, axis in zip(named, AXES * 3, strict=False):
        group[0] = replace(group[0], text=axis)
    assert chosen_looks(counted, tables_under(counted)) == []
    assert chosen_looks(named, tables_under(named)) == ["title"]


def test_sums_are_no_actions_and_a_missing_number_is_doubted(tmp_path: Path) -> None:
    rows = [["N°", "Acción", "Presupuesto", "Responsable"]]
    rows += [[str(n), deeds(9)[n - 1], f"{n}000", BODIES[n % 4]] for n in (1, 2, 3, 5, 6, 7)]
    rows += [["", "Subtotal del eje", "24000", ""]]
    _, records = drafted(written(tmp_path / "plan.pdf", [Paragraph(PROSE * 4, BODY), grid(rows)]))
    assert [action.number for action in records.of(Action)] == ["1", "2", "3", "5", "6", "7"]
    told = [issue for issue in records.of(Issue) if issue.issue_code == "number_missing"]
    assert [(issue.record_id, issue.text) for issue in told] == [("plan/accion/5", "5")]
    assert "4 is missing" in told[0].detail


def test_a_table_set_aside_that_may_go_on_with_the_plan_is_doubted(tmp_path: Path) -> None:
    story: list[Flowable] = [
        grid([["Acción", "Responsable"], *([deed, BODIES[0]] for deed in deeds(3))]),
        Spacer(1, 30),
    ]
    story += [grid([["Otra cosa", "De otros"], *([deed, BODIES[1]] for deed in deeds(6)[3:])])]
    told = [issue for issue in read_by_hand(tmp_path, story).of(Issue) if issue.issue_code == "table_may_go_on"]
    assert [(issue.severity, issue.text) for issue in told] == [("doubt", "Otra cosa | De otros")]


def test_control_characters_of_a_document_do_not_break_its_draft(tmp_path: Path) -> None:
    rows = "1\tDifusión\tDifundir la línea\tMMGyD\n2\tDifusión\tCapacitar al personal\tDNM\n"
    path = tmp_path / "plan.txt"
    path.write_text(f"PREVENCIÓN\n1) \x1b[31m\x1b[31m\nN°\tMedida\tAcción\tResponsable\n{rows}", encoding="utf-8")
    text = draft(read_document(path), "action-matrix").text
    assert "\x1b" not in text
    assert "1) \\u001b[31m" in text


def test_pages_beyond_the_end_of_the_document_are_told() -> None:
    lines = [PrintedLine("plan.pdf", number, number, (f"Línea {number}",)) for number in (1, 2, 3)]
    told = [each for each in pages_apart("plan", lines, "2-300", "profiles/plan.toml")[1] if isinstance(each, Issue)]
    assert [issue.issue_code for issue in told] == ["text_set_aside", "profile_key_unused"]
    assert "goes to p. 300, and the last page with text is 3" in told[1].detail
    assert "profile_key_unused" not in [
        each.issue_code for each in pages_apart("plan", lines, "2-3", "p")[1] if isinstance(each, Issue)
    ]
