"""What stands together in cells, taken apart: bodies, indicators, percentages. Cells are the documents' own."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from directriz.language import language_of
from directriz.normalise import normalise
from directriz.normalise.cells import cut_cell
from directriz.normalise.indicators import split_indicators
from directriz.normalise.progress import read_percent
from directriz.records import (
    Action,
    ActionAgency,
    Directive,
    Indicator,
    Issue,
    PrintedIndicators,
    PrintedPair,
    Progress,
    Records,
)
from directriz.reference import read_agencies
from directriz.reference.matcher import matcher_of
from directriz.reference.names import words_of
from directriz.text import collapse
from hypothesis import given
from hypothesis import strategies as st

REGISTRY = read_agencies()
NAMES = matcher_of(REGISTRY)


def action(action_id: str = "p/eje/1", **cells: object) -> Action:
    """Return an action with these cells and nothing else."""
    blank = dict.fromkeys(Action.__dataclass_fields__)
    given_cells = {"measure_inherited": False, "responsible_inherited": False, "action": "x", "page_start": 2, **cells}
    return Action(**{**blank, "action_id": action_id, "plan_id": "p", "text_sha256": "0", **given_cells})  # type: ignore[arg-type]


def pair(position: int, programmed: str | None, executed: str | None = None, **rest: object) -> PrintedPair:
    """Return a printed pair of activity p/eje/1."""
    header: dict[str, object] = {"year": 2020, "year_printed": "Año 2020", "year_inferred": False, **rest}
    return PrintedPair("p/eje/1", position, **header, programmed_printed=programmed, executed_printed=executed)  # type: ignore[arg-type]


def cut(cell: str) -> list[tuple[str, str | None]]:
    """Return each piece as printed with its body, "task" where it is one."""
    pieces = cut_cell(cell, NAMES, REGISTRY)
    ids = ["task" if piece.is_task else piece.agency.agency_id if piece.agency else None for piece in pieces]
    return [(cell[piece.start : piece.end], found) for piece, found in zip(pieces, ids, strict=True)]


CELLS = {
    "MMGyD": [("MMGyD", "ar-mmgyd")],
    "MINSEG - DNM": [("MINSEG", "ar-minseg"), ("DNM", "ar-dnm")],
    "MINSEG MJyDDHH": [("MINSEG", "ar-minseg"), ("MJyDDHH", "ar-mjydh")],
    "MDS/SENAF": [("MDS", "ar-mds"), ("SENAF", "ar-senaf")],
    "M.D.S.; M.J. y DD.HH.": [("M.D.S", "ar-mds"), ("M.J. y DD.HH", "ar-mjydh")],
    "COMITE EJECUTIVO / INAP": [("COMITE EJECUTIVO", "ar-ce"), ("INAP", "ar-inap")],
    "MPF - Ministerio de Ciencia, Tecnología e Innovación": [
        ("MPF", "ar-mpf"),
        ("Ministerio de Ciencia, Tecnología e Innovación", "ar-mincyt"),
    ],
    "Ministerio de Relaciones Exteriores, Comercio Internacional y Culto / Ministerio Público Fiscal / OIM": [
        ("Ministerio de Relaciones Exteriores, Comercio Internacional y Culto", "ar-mrecic"),
        ("Ministerio Público Fiscal", "ar-mpf"),
        ("OIM", "oim"),
    ],
    "Consejo Nacional de la Vivienda / Ministerio de Desarrollo Territorial y Hábitat de la Nación": [
        ("Consejo Nacional de la Vivienda", "ar-cnv"),
        ("Ministerio de Desarrollo Territorial y Hábitat de la Nación", "ar-mdth"),
    ],
    "Dependencias del Ministerio de Agricultura - RENATRE": [
        ("Dependencias del Ministerio de Agricultura", "ar-dependencias-agricultura"),
        ("RENATRE", "ar-renatre"),
    ],
    "AFIP - Organismos provinciales de Trabajo - DNM": [
        ("AFIP", "ar-afip"),
        ("Organismos provinciales de Trabajo", "organismos-provinciales-trabajo"),
        ("DNM", "ar-dnm"),
    ],
    "Organismos provinciales Organismos municipales": [
        ("Organismos provinciales", "organismos-provinciales"),
        ("Organismos municipales", "organismos-municipales"),
    ],
    "Organismos provinciales, municipales y organizaciones de la sociedad civil": [
        ("Organismos provinciales", "organismos-provinciales"),
        ("municipales", "organismos-municipales"),
        ("organizaciones de la sociedad civil", "organizaciones-sociedad-civil"),
    ],
    "Comisiones, Comités, Consejos y Coaliciones Nacionales, ST y Presidencia de la Coalición": [
        ("Comisiones, Comités, Consejos y Coaliciones Nacionales", "corett-mecanismos-nacionales"),
        ("ST", "corett-st"),
        ("Presidencia de la Coalición", "corett-presidencia"),
    ],
    "ST de la Coalición Regional y la Presidencia.": [
        ("ST de la Coalición Regional", "corett-st"),
        ("Presidencia", "corett-presidencia"),
    ],
    "Presidencia Secretaría Técnica": [("Presidencia", "corett-presidencia"), ("Secretaría Técnica", "corett-st")],
    "Países que integran la Coalición Regional,": [("Países que integran la Coalición Regional", "corett-paises")],
    "Presidencia y Secretaría Técnica (Presentar versión final diagramada al pleno) "
    "Países miembros: Validar la Estrategia Regional de Prevención": [
        ("Presidencia", "corett-presidencia"),
        ("Secretaría Técnica", "corett-st"),
        ("(Presentar versión final diagramada al pleno)", "task"),
        ("Países miembros", "corett-paises"),
        ("Validar la Estrategia Regional de Prevención", "task"),
    ],
    "Presidencia: convocar; Secretaría Técnica: redactar el acta": [
        ("Presidencia", "corett-presidencia"),
        ("convocar", "task"),
        ("Secretaría Técnica", "corett-st"),
        ("redactar el acta", "task"),
    ],
    "Comité Ejecutivo: MINSEG, MTEySS": [
        ("Comité Ejecutivo", "ar-ce"),
        ("MINSEG", "ar-minseg"),
        ("MTEySS", "ar-mteyss"),
    ],
    "Dirección Nacional de Migraciones (DNM) y OIT": [
        ("Dirección Nacional de Migraciones (DNM)", "ar-dnm"),
        ("OIT", "oit"),
    ],
    "Consejo Federal de Trabajo (CFT)": [("Consejo Federal de Trabajo (CFT)", "ar-cft")],
    "MINSEG y/o DNM": [("MINSEG", "ar-minseg"), ("DNM", "ar-dnm")],
    "Organismos nacionales, provinciales / municipales": [
        ("Organismos nacionales", "organismos-nacionales"),
        ("provinciales", "organismos-provinciales"),
        ("municipales", "organismos-municipales"),
    ],
    "DNM (Ministerio del Interior)": [("DNM (Ministerio del Interior)", "ar-dnm")],
    "SECRETARIA DE TRABAJO del MINISTERIO DE CAPITAL HUMANO": [
        ("SECRETARIA DE TRABAJO del MINISTERIO DE CAPITAL HUMANO", "ar-stess")
    ],
    "-": [],
    "": [],
}
UNKNOWN = {
    "Dirección de Salud Mental del Ministerio de Salud": ["Dirección de Salud Mental del Ministerio de Salud"],
    "Ministerio de Educación, Ciencia y Tecnología": ["Ministerio de Educación, Ciencia y Tecnología"],
    "Ministerio Público Fiscal de Jujuy": ["Ministerio Público Fiscal de Jujuy"],
    "Presidencia del Comité Ejecutivo": ["Presidencia del Comité Ejecutivo"],
    "Agencia Nacional de Prueba (ANP)": ["Agencia Nacional de Prueba (ANP)"],
    "Comisión de Seguridad y Consejo de Defensa": ["Comisión de Seguridad", "Consejo de Defensa"],
    "MINSEG XYZQ": ["XYZQ"],
    "MINSEG y otros organismos": ["otros organismos"],
    "Ministerio de Salud, Instituto de Mar, Pesca y Costas y AFIP": ["Instituto de Mar, Pesca y Costas"],
    "Agencia / Banco / Centro (ABC)": ["Agencia", "Banco", "Centro", "ABC"],
    "Comité Ejecutivo (Dirección Operativa)": ["Dirección Operativa"],
    "Fuerzas federales (PFA, GNA)": ["PFA", "GNA"],
    "funcionarios/as de la DNM": ["funcionarios/as de la DNM"],
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_is_cut_into_its_bodies(cell: str) -> None:
    assert cut(cell) == CELLS[cell]


@pytest.mark.parametrize("cell", UNKNOWN)
def test_a_name_that_only_holds_a_known_one_is_not_that_body(cell: str) -> None:
    assert [surface for surface, agency_id in cut(cell) if agency_id is None] == UNKNOWN[cell]


PHRASES = st.sampled_from(
    [name for agency in REGISTRY.agencies for name in agency.names]
    + [
        "Instituto de Mar, Pesca y Costas",
        "otros",
        "XYZQ",
        "Dirección de",
        "(coordina)",
        "(",
        ")",
        ":",
        "la",
        "Y",
        "¿?",
        "n° 3",
    ]
)
SPANISH = language_of("es").cells
MARKS = st.sampled_from([" - ", " / ", "/", ", ", "; ", " y ", " ", "-", " e ", " (", ") ", ": ", ". "])


@given(st.lists(st.tuples(PHRASES, MARKS), max_size=6))
def test_cutting_a_cell_loses_no_word(parts: list[tuple[str, str]]) -> None:
    cell = collapse("".join(phrase + mark for phrase, mark in parts))
    pieces = cut_cell(cell, NAMES, REGISTRY)
    ends = [0, *(piece.end for piece in pieces)]
    between = [cell[end : piece.start] for end, piece in zip(ends, pieces, strict=False)] + [cell[ends[-1] :]]
    assert all(piece.start < piece.end for piece in pieces)
    assert "".join(gap + cell[p.start : p.end] for gap, p in zip(between, pieces, strict=False)) + between[-1] == cell
    loose = {word.key for gap in between for word in words_of(gap) if not word.is_mark}
    assert loose <= SPANISH.articles | SPANISH.joins


@given(st.text(alphabet="aAyY,;:/()-–• .Ññ1º", max_size=30))
def test_cutting_any_text_comes_to_an_end(text: str) -> None:
    cell = collapse(text)
    pieces = cut_cell(cell, NAMES, REGISTRY)
    assert all(left.end <= right.start for left, right in pairwise(pieces))


def test_bodies_become_rows_with_their_method_and_score() -> None:
    rows = [
        action(responsible="Ministerio Público Fiscal - PROTEX", associated="Puntos Focales Provinciales"),
        action("p/eje/2", responsible="Ministero Público Fiscal", responsible_inherited=True, associated="Otra Cosa"),
    ]
    made = normalise(Records(rows), REGISTRY)
    assert made.of(ActionAgency) == (
        ActionAgency("p/eje/1", "responsible", 1, "ar-mpf", "Ministerio Público Fiscal", "exact", 1.0, False),
        ActionAgency("p/eje/1", "responsible", 2, "ar-protex", "PROTEX", "alias", 1.0, False, "ar-mpf"),
        ActionAgency("p/eje/1", "associated", 1, "ar-pfp", "Puntos Focales Provinciales", "collective", 1.0, False),
        ActionAgency("p/eje/2", "responsible", 1, "ar-mpf", "Ministero Público Fiscal", "fuzzy", 0.9796, True),
        ActionAgency("p/eje/2", "associated", 1, None, "Otra Cosa", "unmapped", None, False),
    )
    detail = "associated cell: no body of the registry goes by this name"
    assert made.of(Issue) == (
        Issue("agency_unmapped", "doubt", "normalise", "p", "p/eje/2", 2, detail, "Otra Cosa"),
    )  # what is doubtful about the merged cell was said on the row that prints it


def test_a_proposed_name_and_a_task_are_told() -> None:
    made = normalise(
        Records([action(responsible="Secretaría Técnica (Convocar) - Consejo Federal de Trabajo")]), REGISTRY
    )
    assert [(row.agency_id, row.method) for row in made.of(ActionAgency)] == [
        ("corett-st", "alias"),
        ("ar-cft", "fuzzy"),
    ]
    assert [(issue.issue_code, issue.severity, issue.text) for issue in made.of(Issue)] == [
        ("agency_task", "doubt", "(Convocar)"),
        ("agency_proposed", "info", "Consejo Federal de Trabajo"),
    ]


def test_an_unmapped_name_says_which_body_it_names() -> None:
    (issue,) = normalise(Records([action(responsible="Mesa con la OIT")]), REGISTRY).of(Issue)
    assert (issue.issue_code, issue.text) == ("agency_unmapped", "Mesa con la OIT")
    assert "it names oit" in issue.detail


def test_names_mean_the_bodies_of_the_plans_own_country() -> None:
    cell = action(responsible="Ministerio de Salud - OIT - Presidencia")

    def ids(jurisdiction: str | None) -> list[str | None]:
        made = normalise(Records([cell]), REGISTRY, jurisdiction=jurisdiction)
        return [row.agency_id for row in made.of(ActionAgency)]

    assert ids("ARG") == ["ar-ms", "oit", None]
    assert ids("PER") == [None, "oit", None]
    assert ids("CORETT") == [None, "oit", "corett-presidencia"]
    assert ids(None) == ["ar-ms", "oit", "corett-presidencia"]


SPLITS = {
    "Cantidad de personas capacitadas/Cantidad de actividades realizadas": [
        "Cantidad de personas capacitadas",
        "Cantidad de actividades realizadas",
    ],
    "Cantidad de actividades realizadas / personas formadas": [
        "Cantidad de actividades realizadas",
        "personas formadas",
    ],
    "Manual elaborado / cantidad de personas formadas": ["Manual elaborado", "cantidad de personas formadas"],
    "Actas / Informes / Proyectos de investigación": ["Actas", "Informes", "Proyectos de investigación"],
    "Convenios suscriptos - Publicación datos consolidados": ["Convenios suscriptos", "Publicación datos consolidados"],
    "Informe - Recomendaciones publicadas": ["Informe", "Recomendaciones publicadas"],
    "Equipos entregados/Equipos reparados": ["Equipos entregados", "Equipos reparados"],
    "Un acta / 3 informes": ["Un acta", "3 informes"],
    "Actas; informes": ["Actas", "informes"],
    "• Actas • Informes": ["Actas", "Informes"],
    "8 infografías nacionales 1 infografía regional": ["8 infografías nacionales", "1 infografía regional"],
    "Plan de acción Elaborado Reporte de acciones realizadas por la Coalición Regional": [
        "Plan de acción Elaborado",
        "Reporte de acciones realizadas por la Coalición Regional",
    ],
    "-": [],
}
WHOLE = [
    "Cantidad de recursos creados/actualizados",
    "Cantidad de profesionales incorporados/as",
    "Informe de proyectos y/o unidades fortalecidos",
    "Cantidad de áreas y / o equipos",
    "Convenio MINSEG/Ministerio de Salud firmado",
    "Equipos entregados/Equipos existentes",
    "Personas capacitadas / Total de personas",
    "Monto en S/ 240 millones",
    "Sistema de Información Geográfica - SIG",
    "Informe 2020 - 2022",
    "Informe 2020 / 2022",
    "Uso del REDAVIT - Registro de Asistencia a Víctimas de Trata",
    "Número de alianzas (gubernamental / no gubernamental - Otras; varias), tipo y nivel",
    "Proyectos revisados - actualizados",
    "8 de cada 10 personas",
    "Informe de Oficinas Regionales inauguradas",
    "Informe según el inciso b) del artículo",
    "Documento que contiene Plan de acción",
]


@pytest.mark.parametrize("cell", SPLITS)
def test_a_cell_is_split_into_its_indicators(cell: str) -> None:
    assert [part.text for part in split_indicators(cell)] == SPLITS[cell]


@pytest.mark.parametrize("cell", WHOLE)
def test_one_indicator_stays_whole(cell: str) -> None:
    assert [part.text for part in split_indicators(cell)] == [cell]


def test_letters_go_with_their_indicators() -> None:
    cell = "Sobre refugios: a) Mapeo realizado / Informe b) Refugios según el inciso b) creados, 1) o 2) adoptados."
    parts = [(part.letter, part.text) for part in split_indicators(cell)]
    assert parts == [
        (None, "Sobre refugios:"),
        ("a", "Mapeo realizado"),
        (None, "Informe"),
        ("b", "Refugios según el inciso b) creados, 1) o 2) adoptados."),
    ]


def test_indicators_become_rows_by_role_and_a_bare_space_is_a_doubt() -> None:
    directive = Directive("o/directive/14", "o", "directive", None, "14", False, "", "", "", "", 0, 4, 4, "0")
    printed = PrintedIndicators("o/directive/14", "result", "a) Estudios. b) Unidades implementadas o Informe.")
    cells = action(indicators="5 talleres dictados 2 campañas", verification="Acta/Informe de cierre anual")
    made = normalise(Records([cells, directive, printed]), REGISTRY)
    assert made.of(Indicator) == (
        Indicator("p/eje/1", 1, "indicator", None, "5 talleres dictados"),
        Indicator("p/eje/1", 2, "indicator", None, "2 campañas"),
        Indicator("p/eje/1", 1, "verification", None, "Acta/Informe de cierre anual"),
        Indicator("o/directive/14", 1, "result", "a", "Estudios."),
        Indicator("o/directive/14", 2, "result", "b", "Unidades implementadas o Informe."),
    )
    (issue,) = made.of(Issue)
    assert (issue.issue_code, issue.severity, issue.page) == ("indicator_cut", "doubt", 2)
    assert issue.text == "5 talleres dictados | 2 campañas"


BITS = [
    "Informe anual",
    "creados/actualizados",
    " / ",
    " - ",
    "/",
    "; ",
    " a) ",
    " b) ",
    "•",
    "(",
    ")",
    " 3 actas",
    "Cantidad",
    " y/o ",
]


def tokens(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


@given(st.lists(st.sampled_from(BITS), max_size=8).map("".join))
def test_the_words_of_the_parts_are_the_words_of_the_cell(cell: str) -> None:
    parts = split_indicators(cell)
    assert sum((tokens(part.text) + tokens(part.letter or "") for part in parts), Counter()) == tokens(cell)
    assert all(part.text in collapse(cell) for part in parts)


@pytest.mark.parametrize(
    ("printed", "percent"), [("100%", 100.0), ("60 %", 60.0), (" 12,5% ", 12.5), ("0%", 0.0), ("", None), (None, None)]
)
def test_a_percentage_is_read(printed: str | None, percent: float | None) -> None:
    assert read_percent(printed) == percent


@pytest.mark.parametrize("printed", ["101%", "100", "50%%", "-5%", "5-10%", "en curso", "1000%"])
def test_what_is_no_percentage_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match="no percentage"):
        read_percent(printed)


def test_progress_keeps_what_is_printed_and_tells_what_is_doubtful() -> None:
    pairs = [
        pair(1, "50%", "0%"),
        pair(2, "100 %", "listo", year=2019, year_printed="Año 2019"),
        pair(3, "10%", year=2021, year_printed=None, year_inferred=True),
        pair(4, None, year=2022, year_printed=None, year_inferred=True),
        pair(5, None, "5%", year=None, year_printed=None),
    ]
    made = normalise(Records([action(), *pairs]), REGISTRY, (2020, 2022))
    assert made.of(Progress)[:2] == (
        Progress("p/eje/1", 1, 2020, "Año 2020", False, 50.0, 0.0, "50%", "0%"),
        Progress("p/eje/1", 2, 2019, "Año 2019", False, 100.0, None, "100 %", "listo"),
    )
    assert [(row.year, row.programmed_percent) for row in made.of(Progress)[2:]] == [
        (2021, 10.0),
        (2022, None),
        (None, None),
    ]
    assert [(issue.issue_code, issue.severity, issue.page, issue.text) for issue in made.of(Issue)] == [
        ("progress_unreadable", "defect", 2, "listo"),
        ("year_outside_period", "doubt", 2, "Año 2019"),
        ("year_inferred", "info", 2, "10%"),
        ("year_missing", "doubt", 2, "5%"),
        ("progress_sum", "info", 2, "50% + 100 % + 10%"),
    ]


def test_without_a_period_no_year_is_outside_it() -> None:
    pairs = [pair(1, "50%", year=1999)]
    assert normalise(Records(pairs), REGISTRY).of(Issue) == ()
    assert [issue.issue_code for issue in normalise(Records(pairs), REGISTRY, (None, 1998)).of(Issue)] == [
        "year_outside_period"
    ]


IN_OTHER_LANGUAGES = {
    ("pt", "Relatório publicado Cartilha distribuída"): ["Relatório publicado Cartilha distribuída"],
    ("pt", "Protocolo elaborado Relatório publicado"): ["Protocolo elaborado", "Relatório publicado"],
    ("pt", "Agentes capacitados / agentes previstos"): ["Agentes capacitados / agentes previstos"],
    ("pt", "Número de cursos / Número de vagas"): ["Número de cursos", "Número de vagas"],
    ("en", "Plan drafted Report published"): ["Plan drafted", "Report published"],
    ("en", "Officers trained / planned trainings"): ["Officers trained / planned trainings"],
    ("en", "Share of cases until Report published"): ["Share of cases until Report published"],
    ("fr", "Plan adopté Rapport publié"): ["Plan adopté Rapport publié"],
    ("es", "Plan elaborado Reporte publicado"): ["Plan elaborado", "Reporte publicado"],
}


@pytest.mark.parametrize(("code", "cell"), IN_OTHER_LANGUAGES)
def test_indicators_are_parted_by_the_words_of_the_plan_s_language(code: str, cell: str) -> None:
    assert [part.text for part in split_indicators(cell, language_of(code))] == IN_OTHER_LANGUAGES[code, cell]


def test_bodies_are_parted_by_the_words_of_the_plan_s_language() -> None:
    cells = {
        "pt": ("Secretaria da Mulher e Conselho Tutelar", ["Secretaria da Mulher", "Conselho Tutelar"]),
        "en": ("Ministry of Labour and Office of Migration", ["Ministry of Labour", "Office of Migration"]),
        "es": ("Secretaría de la Mujer y Consejo Local", ["Secretaría de la Mujer", "Consejo Local"]),
    }
    for code, (cell, expected) in cells.items():
        made = normalise(Records([action(responsible=cell)]), REGISTRY, language=language_of(code))
        assert [row.surface for row in made.of(ActionAgency)] == expected
        others = normalise(Records([action(responsible=cell)]), REGISTRY, language=language_of("fr"))
        assert [row.surface for row in others.of(ActionAgency)] == [cell]
