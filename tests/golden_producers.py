"""Golden cases of single producers: what ReportLab, typst, wkhtmltopdf and Calc do to a table that others don't."""

from __future__ import annotations

from tests.golden_cases import H4, W4
from tests.golden_shapes import Case, Cell, Table, Text, table

CUT_AT = 731.5  # points: in the middle of a line
SHOWN_FROM = 60.0
MOVED = SHOWN_FROM - CUT_AT
OVER_TWO_PAGES = [
    H4,
    ["1", Cell("Difusión", 2), "Imprimir folletos", "MJ"],
    ["2", None, "Dictar cursos\npara jueces", "MTE"],
    ["3", Cell("Registro\nnacional de casos\ny de condenas", 2, middle=True), "Abrir el registro", "MJ"],
    ["4", None, "Medir el alcance", "INDEC"],
]
NARROW = [150.0, 44.0, 44.0, 44.0, 44.0]
YEARS = [Cell("Actividad", 2), Cell("Año 2020", 1, 2), None, Cell("Año 2021", 1, 2), None]

PRODUCERS = {
    "aa_row_that_goes_on_below_a_header_without_a_rule": Case(
        [
            [
                Text(40, "Plan de acción"),
                Table(
                    700,
                    W4,
                    [
                        H4,
                        ["1", "Difusión", "Imprimir folletos", "MJ"],
                        ["2", "Registro", "Abrir el registro", "MJ"],
                        ["3", "Estudios", "Medir el alcance", "INDEC"],
                        ["4", "Formación", "Dictar cursos", "MTE"],
                    ],
                    tint=False,
                ),
            ],
            [
                Table(
                    60,
                    W4,
                    [
                        ["N°", Cell("Medida", 2), "Acción\nen las escuelas", "Responsable"],
                        ["5", None, "Formar docentes", "ME"],
                        ["6", "Refugios", "Abrir dos refugios", "MDS"],
                    ],
                    tint=False,
                )
            ],
            [
                Table(
                    60,
                    W4,
                    [
                        ["N°", Cell("Medida", 3), "Acción", "Responsable"],
                        ["7", None, "Pagar alquileres", "MDS"],
                        ["8", None, "Dar trabajo", "MTE"],
                    ],
                    tint=False,
                )
            ],
        ],
        [
            table(
                [1, 2, 3],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Registro", "Abrir el registro", "MJ"], ()),
                (1, 1, ["3", "Estudios", "Medir el alcance", "INDEC"], ()),
                (1, 2, ["4", "Formación", "Dictar cursos en las escuelas", "MTE"], ()),
                (2, 2, ["5", "Formación", "Formar docentes", "ME"], (1,)),
                (2, 2, ["6", "Refugios", "Abrir dos refugios", "MDS"], ()),
                (3, 3, ["7", "Refugios", "Pagar alquileres", "MDS"], (1,)),
                (3, 3, ["8", "Refugios", "Dar trabajo", "MTE"], (1,)),
            ),
        ],
    ),
    "ab_word_over_the_next_cell": Case(
        [
            [
                Table(
                    60,
                    NARROW,
                    [
                        YEARS,
                        [None, "Programado", "Ejecutado", "Programado", "Ejecutado"],
                        ["Dictar cursos", "100%", "60 %", "", ""],
                        ["Abrir el registro", "", "", "50%", ""],
                    ],
                    tint=False,
                ),
            ],
        ],
        [
            table(
                [1],
                [
                    "Actividad",
                    "Año 2020 Programado",
                    "Año 2020 Ejecutado",
                    "Año 2021 Programado",
                    "Año 2021 Ejecutado",
                ],
                (1, 1, ["Dictar cursos", "100%", "60 %", "", ""], ()),
                (1, 1, ["Abrir el registro", "", "", "50%", ""], ()),
            ),
        ],
    ),
    "ac_pages_that_show_a_part_each": Case(
        [
            [Table(680, W4, OVER_TWO_PAGES, tint=False, seen=(50, CUT_AT))],
            [Table(680 + MOVED, W4, OVER_TWO_PAGES, tint=False, seen=(SHOWN_FROM, 800))],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 2, ["2", "Difusión", "Dictar cursos para jueces", "MTE"], (1,)),
                (2, 2, ["3", "Registro nacional de casos y de condenas", "Abrir el registro", "MJ"], ()),
                (2, 2, ["4", "Registro nacional de casos y de condenas", "Medir el alcance", "INDEC"], (1,)),
            ),
        ],
    ),
}
