"""Golden cases of tables with horizontal rules only, as typesetters draw them."""

from __future__ import annotations

from tests.golden_cases import H4, W4
from tests.golden_shapes import Case, Cell, Table, table
from tests.golden_typesettings import ROWS


def _years(year: str) -> list[list[str | Cell | None]]:
    """Return a header of two rows with a year over two columns."""
    return [
        [Cell("Objetivo", 2), Cell("Actividad", 2), Cell("Responsable", 2), Cell(year, columns=2), None],
        [None, None, None, "Programado", "Ejecutado"],
    ]


def _labels(year: str) -> list[str]:
    return ["Objetivo", "Actividad", "Responsable", f"{year} Programado", f"{year} Ejecutado"]


WIDE, NARROW = [130.0, 150.0, 90.0, 56.0, 54.0], [90.0, 130.0, 150.0, 56.0, 54.0]

ROW_RULES = {
    "rules_that_end_at_merged_cells": Case(
        [
            [
                Table(
                    60,
                    WIDE,
                    [
                        *_years("Año 2020"),
                        [
                            Cell("1. Prevenir la trata en\ntoda la región", 3),
                            "1.1. Validar la estrategia\nregional",
                            "Secretaría",
                            "100%",
                            "",
                        ],
                        [None, "1.2. Solicitar asistencia\na organismos", "Países miembros", "40%", ""],
                        [None, "1.3. Difundir información", "Países miembros", "", ""],
                    ],
                    rule="joined",
                    tint=False,
                ),
                Table(
                    60 + 34 + 28 + 28 + 17,
                    NARROW,
                    [
                        *_years("Año 2021"),
                        [
                            Cell("2. Atender", 2),
                            "2.1. Formular un plan",
                            "Comisiones, comités y\nconsejos nacionales",
                            "",
                            "",
                        ],
                        [None, "2.2. Ponerlo en marcha", "Países miembros", "60%", "60%"],
                    ],
                    rule="joined",
                    tint=False,
                ),
            ],
        ],
        [
            table(
                [1],
                _labels("Año 2020"),
                (
                    1,
                    1,
                    [
                        "1. Prevenir la trata en toda la región",
                        "1.1. Validar la estrategia regional",
                        "Secretaría",
                        "100%",
                        "",
                    ],
                    (),
                ),
                (
                    1,
                    1,
                    [
                        "1. Prevenir la trata en toda la región",
                        "1.2. Solicitar asistencia a organismos",
                        "Países miembros",
                        "40%",
                        "",
                    ],
                    (0,),
                ),
                (
                    1,
                    1,
                    ["1. Prevenir la trata en toda la región", "1.3. Difundir información", "Países miembros", "", ""],
                    (0,),
                ),
            ),
            table(
                [1],
                _labels("Año 2021"),
                (
                    1,
                    1,
                    ["2. Atender", "2.1. Formular un plan", "Comisiones, comités y consejos nacionales", "", ""],
                    (),
                ),
                (1, 1, ["2. Atender", "2.2. Ponerlo en marcha", "Países miembros", "60%", "60%"], (0,)),
            ),
        ],
    ),
    "rules_under_a_shaded_header": Case(
        [[Table(60, W4, [H4, *ROWS], rule="rows", tint=True)]],
        [table([1], H4, *((1, 1, row, ()) for row in ROWS))],
    ),
    "rules_of_cells_that_stand_apart": Case(
        [
            [
                Table(
                    60,
                    W4,
                    [
                        H4,
                        ["1", Cell("Difusión", 2), "Imprimir folletos", "MJ"],
                        ["2", None, "Abrir el registro", "MJ"],
                        *ROWS[2:],
                    ],
                    rule="apart",
                    tint=False,
                )
            ]
        ],
        [
            table(
                [1],
                H4,
                (1, 1, ROWS[0], ()),
                (1, 1, ["2", "Difusión", "Abrir el registro", "MJ"], (1,)),
                *((1, 1, row, ()) for row in ROWS[2:]),
            )
        ],
    ),
    "rules_above_rows_of_centred_text": Case(
        [
            [
                Table(
                    60,
                    WIDE,
                    [
                        [
                            *(Cell(label, 2, middle=True) for label in ("Objetivo", "Actividad", "Responsable")),
                            Cell("             Año 2021", columns=2),
                            None,
                        ],
                        [None, None, None, "Programado", "Ejecutado"],
                        [
                            Cell("1. Prevenir", 2, middle=True),
                            Cell("1.1. Validar la estrategia\nregional por el pleno\ncada año", middle=True),
                            Cell("Secretaría técnica\ny Presidencia", middle=True),
                            Cell("100%", middle=True),
                            "",
                        ],
                        [None, Cell("1.2. Solicitar asistencia", middle=True), "Países", "", ""],
                    ],
                    rule="joined",
                    tint=False,
                )
            ]
        ],
        [
            table(
                [1],
                _labels("Año 2021"),
                (
                    1,
                    1,
                    [
                        "1. Prevenir",
                        "1.1. Validar la estrategia regional por el pleno cada año",
                        "Secretaría técnica y Presidencia",
                        "100%",
                        "",
                    ],
                    (),
                ),
                (1, 1, ["1. Prevenir", "1.2. Solicitar asistencia", "Países", "", ""], (0,)),
            )
        ],
    ),
}
