"""`directriz profile`: drafts that map a document's own headers, and that the run accepts as they are."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from directriz.cli import main
from directriz.commands.draft_headers import find_headers, is_label, read_columns
from directriz.commands.draft_paragraphs import guess_kind, heading_pattern
from directriz.commands.draft_sources import pages_of, read_pdf_lines
from directriz.commands.profile import Document, draft_profile, read_document
from directriz.layouts import Profile
from directriz.read.text import read_text
from directriz.reference.headers import HeaderWords, Mapper, read_header_words
from directriz.sources import read_manifest, read_profile
from small_pdf import ROWS, write_pdf
from small_workspace import write_workspace

ROOT = Path(__file__).parents[1]
SOURCES = {source.id: source for source in read_manifest(ROOT).source}

UNSEEN = """PLAN NACIONAL 2025

EJE 1: Prevención

Nro.\tLínea de acción\tActividades a realizar\tPlazo\tEntidades responsables\tIndicadores de proceso
1.1\tDifusión\tDifundir la línea de denuncia\t2025\tMMGyD\tCantidad de piezas
1.2\t\tImprimir afiches en lenguas indígenas\t2026\t\tAfiches impresos

2.1\tFormación\tCapacitar al personal de terminales\t2025\tDNM\tPersonas capacitadas
2.2\t\tCapacitar a fiscales\t2027\tMPF\tPersonas capacitadas
- 2 -
"""


def drafted(text: str, kind: str | None = None) -> dict[str, Any]:
    """Return what the draft of a text dump means."""
    lines = read_text(text.encode("utf-8"), "nuevo.txt", pages_of(text))
    return tomllib.loads(draft_profile(Document("nuevo.txt", text, lines, pages_of(text)), kind))


@pytest.mark.parametrize("plan_id", SOURCES)
def test_the_draft_maps_every_column_as_the_shipped_profile_does(plan_id: str) -> None:
    source = SOURCES[plan_id]
    shipped = read_profile(ROOT, source)
    found = Profile.model_validate(tomllib.loads(draft_profile(read_document(ROOT / "raw" / source.file[-1].path))))
    assert found.kind == shipped.kind
    assert set(found.columns) == set(shipped.columns)
    assert all(set(labels) <= set(shipped.columns[name]) for name, labels in found.columns.items())
    assert (found.years is None) == (shipped.years is None)
    assert set(found.split) == set(shipped.split)
    assert (found.dump, found.footnote) == (shipped.dump, shipped.footnote)
    assert found.layout.key == shipped.layout.key
    assert (found.layout.undrawn, found.layout.short_rows) == (shipped.layout.undrawn, shipped.layout.short_rows)
    assert found.amendments.read == shipped.amendments.read


@pytest.mark.parametrize("plan_id", ["ar-plan", "corett-2020"])
def test_the_shipped_headers_are_found_without_the_shipped_profiles(plan_id: str) -> None:
    source = SOURCES[plan_id]
    document = read_document(ROOT / "raw" / source.file[-1].path)
    words = read_header_words()
    mapper = Mapper(
        HeaderWords({k: v for k, v in words.columns.items() if k != "text"}, words.programmed, words.executed)
    )
    found = read_columns(find_headers(document.lines, mapper), mapper)
    assert set(found.columns) == set(read_profile(ROOT, source).columns)
    assert found.unmapped == {}


def test_a_document_runs_under_its_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    for plan_id, counts in {
        "ar-plan": ("Action", 68),
        "corett-2020": ("Action", 20),
        "oas-2": ("Directive", 43),
    }.items():
        file = ROOT / "raw" / SOURCES[plan_id].file[0].path
        (root / "raw" / "draft.toml").write_text(draft_profile(read_document(file)), encoding="utf-8")
        (root / "raw" / "sources.toml").unlink()
        keys = ["--id", plan_id, "--title", "T", "--issuer", "I", "--jurisdiction", "ARG", "--language", "es"]
        assert main(["add", "--root", str(root), str(file), *keys, "--profile", "draft.toml"]) == 0
        assert main(["rebuild", "--root", str(root), "--jobs", "1"]) == 0, capsys.readouterr().err
        records = root / "interim" / "rebuild" / plan_id / f"{counts[0]}.jsonl"
        assert len(records.read_text(encoding="utf-8").splitlines()) == counts[1]


def drafted_text(text: str) -> str:
    """Return the profile drafted of a dump, as printed."""
    return draft_profile(Document("nuevo.txt", text, read_text(text.encode("utf-8"), "nuevo.txt", "none"), "none"))


def test_an_unseen_matrix_is_drafted() -> None:
    found = drafted(UNSEEN)
    assert found["kind"] == "action-matrix"
    assert found["columns"] == {
        "number": ["Nro."],
        "measure": ["Línea de acción"],
        "action": ["Actividades a realizar"],
        "deadline": ["Plazo"],
        "responsible": ["Entidades responsables"],
        "indicators": ["Indicadores de proceso"],
    }
    assert found["layout"].pop("axis_key").startswith("^(?:(?i:eje)")
    assert found["layout"] == {"key": "number", "key_pattern": r"^\d+(?:\.\d+)+\.?$", "merged": ["measure"]}
    assert found["dump"] == {"pages": "blank-line-in-table"}
    assert list(found["excluded"]) == ["page-number"]
    assert [heading["pattern"][:11] for heading in found["heading"]] == ["(?P<axis>(?"]


def test_what_is_only_likely_is_a_comment_with_its_lines() -> None:
    lines = read_text(UNSEEN.encode("utf-8"), "nuevo.txt", "none")
    text = draft_profile(Document("nuevo.txt", UNSEEN, lines, "none"))
    assert "# responsible is blank in 1 of 4 rows: add it to merged if its cells cover several rows" in text


def test_headings_of_a_dump_are_set_where_the_run_takes_every_row_under_them() -> None:
    assert "#   l. 3: EJE 1: Prevención\n[[heading]]\npattern = '(?P<axis>" in drafted_text(UNSEEN)


def test_headings_of_a_dump_are_comments_where_rows_would_have_no_axis() -> None:
    text = drafted_text(UNSEEN.replace("EJE 1: Prevención\n", "").replace("- 2 -", "EJE 1: Prevención"))
    assert "#   l. 10: EJE 1: Prevención\n# [[heading]]\n# pattern = '(?P<axis>" in text
    uncommented = text.replace("# [[heading]]\n# pattern", "[[heading]]\npattern")
    assert Profile.model_validate(tomllib.loads(uncommented)).heading[0].pattern.startswith("(?P<axis>")


def test_a_title_row_of_a_table_is_set_since_the_run_refuses_it() -> None:
    row = "DETECCIÓN - Detectar a tiempo.\t\t\t\t\t"
    headings = drafted(UNSEEN.replace("2.1\tF", f"{row}\n2.1\tF"))["heading"]
    assert "(?P<subaxis_description>" in headings[-1]["pattern"]


def test_two_headers_that_ask_for_one_column_do_not_share_it() -> None:
    found = drafted("Acción\tActividad\tResponsable\tResponsables\nA\tUno\tX\tY\nB\tDos\tX\tY\n", "action-matrix")
    assert found["columns"] == {
        "measure": ["Acción"],
        "action": ["Actividad"],
        "responsible": ["Responsable"],
        "extras": ["Responsables"],
    }


def test_where_no_header_names_the_actions_the_measures_are_taken() -> None:
    text = "Medida\tResponsable\tPlazo\nDifundir\tX\t2025\nFormar\tY\t2026\n"
    found = drafted(text, "action-matrix")
    assert found["columns"] == {"action": ["Medida"], "responsible": ["Responsable"], "deadline": ["Plazo"]}
    assert found["layout"] == {"key": "action", "key_pattern": r"^\S"}


def test_where_no_header_is_near_the_longest_texts_are_taken() -> None:
    text = "Tema\tDescripción\tPlazo\nA\tDifundir la línea\t2025\nB\tFormar al personal\t2026\n"
    assert drafted(text, "action-matrix")["columns"] == {
        "measure": ["Tema"],
        "action": ["Descripción"],
        "deadline": ["Plazo"],
    }
    assert drafted("uno\tdos\n", "action-matrix")["columns"] == {"action": ["(action)"]}


def test_a_header_printed_twice_in_a_table_has_one_column() -> None:
    found = drafted("Actividad\tActividad\tMeta\nA\tDifundir\tX\n", "action-matrix")
    assert found["columns"] == {"action": ["Actividad"], "goal": ["Meta"], "extras": ["Actividad [2]"]}


def test_tables_of_other_things_are_set_aside() -> None:
    other = "Río\tPoblación\tNúmero de resolución\nMira\t300\t12\n\nTexto.\n\n"
    lines = read_text((other + UNSEEN).encode("utf-8"), "nuevo.txt", "none")
    text = draft_profile(Document("nuevo.txt", other + UNSEEN, lines, "none"))
    assert "#   l. 1: Río | Población | Número de resolución" in text
    assert tomllib.loads(text)["columns"] == drafted(UNSEEN)["columns"]


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("Acciones", "action"),
        ("N° de acción", "number"),
        ("Nº", "number"),
        ("MEDIOS DE VERIFICACION", "verification"),
        ("Fuentes de verificación", "verification"),
        ("Organismos responsables", "responsible"),
        ("Responsable/s", "responsible"),
        ("Responsable de la ejecución", "responsible"),
        ("Organismos co-responsables", "associated"),
        ("Indicador de impacto", "indicators"),
        ("Metas 2025", "goal"),
        ("Año 2025", None),
        ("Presupuesto", "budget"),
        ("Plazo", "deadline"),
        ("Población destinataria", None),
        ("", None),
    ],
)
def test_a_header_names_its_column_or_none(label: str, column: str | None) -> None:
    words = read_header_words()
    mapper = Mapper(
        HeaderWords({k: v for k, v in words.columns.items() if k != "text"}, words.programmed, words.executed)
    )
    found = mapper.column(label)
    assert (found and found[0]) == column


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Medios de verificación", True),
        ("#", True),
        ("N°", True),
        ("Capacitar al personal de las terminales de ómnibus del país.", False),
        ("organizaciones sindicales", False),
        ("12", False),
        ("", False),
    ],
)
def test_a_label_is_short_and_no_sentence(cell: str, expected: bool) -> None:
    assert is_label(cell) is expected


def test_kinds_are_told_by_the_look_of_the_lines() -> None:
    texts = {
        "action-matrix": UNSEEN,
        "operational-matrix": "Meta\tAño 2024\tAño 2025\nUno\t1\t2\nDos\t1\t2\nTres\t3\t4\n",
        "directive-table": "\tDIRECTRIZ\n\tINDICADOR\n\t1. Uno\n\tA\n",
        "directive-list": "DIRECTRICES GENERALES\n\n1. Adoptar medidas;\n",
        "programme": "I.- OBJETIVOS\n1 Promover\n",
    }
    for kind, text in texts.items():
        assert guess_kind(read_text(text.encode("utf-8"), "f", "none"), text) == kind


def test_headings_of_a_list_are_numbered_as_what_stands_below_them() -> None:
    blocks = [
        "OBJETIVOS:",
        "i. Uno;",
        "ii. Dos.",
        "DIRECTRICES GENERALES",
        "1. Uno.",
        "II. DIRETRICES PARA LA TRATA",
        "2. Dos.",
    ]
    text = "\n\n".join(blocks)
    assert drafted(text)["heading"] == [
        {"pattern": r"(?:[IVXl]+\.\s+)?OBJETIVOS:?", "kind": "objective", "numbering": "roman", "restarts": True},
        {
            "pattern": r"(?:[IVXl]+\.\s+)?DIRECTRICES GENERALES:?",
            "kind": "directive",
            "numbering": "arabic",
            "restarts": True,
        },
        {"pattern": r"(?:[IVXl]+\.\s+)?DIRETRICES PARA [^a-z]+", "kind": "directive", "numbering": "arabic"},
    ]
    assert heading_pattern("MANDATOS [CAN: Y") == r"(?:[IVXl]+\.\s+)?MANDATOS [^a-z]+"


def test_marks_of_a_programme_mean_what_their_heading_says() -> None:
    text = "I.- OBJETIVOS\n1) Uno\n2) Dos\nII.- ACCIONES\n• Difundir\n• Formar\nPRIMERA: Uno\nSEGUNDA: Dos\n"
    units = drafted(text)["unit"]
    assert [(unit["kind"], unit.get("under")) for unit in units] == [
        ("heading", None),
        ("action", ["II"]),
        ("objective", ["I"]),
        ("clause", None),
        ("heading", None),
    ]


@pytest.mark.parametrize("plan_id", [plan for plan in SOURCES if plan != "oas-3"])
def test_a_draft_of_the_pdf_maps_what_a_draft_of_its_dump_does(plan_id: str) -> None:
    drafts = [
        Profile.model_validate(tomllib.loads(draft_profile(read_document(ROOT / "raw" / file.path))))
        for file in SOURCES[plan_id].file
    ]
    assert drafts[0].kind == drafts[1].kind
    assert {name: set(labels) for name, labels in drafts[0].columns.items()} == {
        name: set(labels) for name, labels in drafts[1].columns.items()
    }
    assert (drafts[0].years, drafts[0].split, drafts[0].layout.key) == (
        drafts[1].years,
        drafts[1].split,
        drafts[1].layout.key,
    )


def test_the_lines_of_a_pdf_outside_its_tables_are_read_in_their_order(tmp_path: Path) -> None:
    file = write_pdf(tmp_path / "plan.pdf", title="EJE UNO")
    assert [line.cells for line in read_pdf_lines(Path(file))] == [("EJE UNO",), *map(tuple, ROWS)]
    assert "#   p. 1: EJE UNO\n[[heading]]" in draft_profile(read_document(Path(file)))


def test_the_draft_is_printed_and_a_file_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "nuevo.txt"
    file.write_text(UNSEEN, encoding="utf-8")
    assert main(["profile", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == drafted(UNSEEN)
    assert main(["profile", str(file)]) == 0
    assert tomllib.loads(capsys.readouterr().out) == drafted(UNSEEN)
    file.write_bytes(UNSEEN.encode("latin-1"))
    assert main(["profile", str(file)]) == 4
    assert "not UTF-8" in capsys.readouterr().err
    assert main(["profile", str(tmp_path / "none.txt")]) == 4
    assert "there is no such file" in capsys.readouterr().err
