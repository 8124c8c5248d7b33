"""Golden cases N to Z: what other typesetters do to a table, as pages and as the tables that have to come out."""

from __future__ import annotations

from tests.golden_cases import BOTTOM, H4, W4
from tests.golden_shapes import Case, Cell, Table, Text, table

NARROW = [40.0, 150.0, 62.0, 46.0]

ROWS = [
    ["1", "Difusión", "Imprimir folletos", "MJ"],
    ["2", "Registro", "Abrir el registro", "MJ"],
    ["3", "Capacitación", "Dictar cursos", "MTE"],
    ["4", "Estudios", "Medir el alcance", "INDEC"],
]

MORE_ROWS = [
    ["5", "Inspección", "Visitar las empresas", "MTE"],
    ["6", "Refugios", "Crear refugios regionales", "SENAF"],
    ["7", "Evaluación", "Publicar un informe", "INDEC"],
]

TYPESETTINGS = {
    "n_frames_of_two_rectangles": Case(
        [
            [
                Table(
                    650,
                    W4,
                    [H4, ["1", Cell("Difusión", 2), "Imprimir folletos", "MJ"], ["2", None, "Dictar cursos", ""]],
                    rule="frame",
                    tint=False,
                ),
            ],
            [Table(60, W4, [H4, ["3", "Registro", "Abrir el registro", "MJ"]], rule="frame", tint=False)],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Difusión", "Dictar cursos", ""], (1,)),
                (2, 2, ["3", "Registro", "Abrir el registro", "MJ"], ()),
            ),
        ],
    ),
    "o_open_row_that_ends_at_the_break": Case(
        [
            [
                Table(
                    700,
                    W4,
                    [H4, ["1", "Difusión en el sector", "Imprimir folletos", "MJ"]],
                    is_open=True,
                ),
            ],
            [
                Table(
                    60,
                    W4,
                    [
                        H4,
                        ["2", Cell("público nacional", 2), "Dictar cursos", "MTE"],
                        ["3", None, "Abrir el registro", "MJ"],
                    ],
                )
            ],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ["1", "Difusión en el sector público nacional", "Imprimir folletos", "MJ"], ()),
                (2, 2, ["2", "Difusión en el sector público nacional", "Dictar cursos", "MTE"], (1,)),
                (2, 2, ["3", "Difusión en el sector público nacional", "Abrir el registro", "MJ"], (1,)),
            ),
        ],
    ),
    "p_title_first_on_a_page": Case(
        [
            [
                Table(
                    700,
                    W4,
                    [
                        H4,
                        ["1", "Difusión", "Imprimir folletos", "MJ"],
                        ["2", "Capacitación", "Dictar cursos", "MTE"],
                        ["3", "Estudios", "Medir el alcance", "INDEC"],
                    ],
                )
            ],
            [
                Table(
                    60,
                    W4,
                    [
                        H4,
                        [Cell("DETECCIÓN - Acciones de detección", columns=4), None, None, None],
                        ["4", "Registro", "Abrir el registro", "MJ"],
                    ],
                )
            ],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Capacitación", "Dictar cursos", "MTE"], ()),
                (1, 1, ["3", "Estudios", "Medir el alcance", "INDEC"], ()),
                (2, 2, "DETECCIÓN - Acciones de detección", ()),
                (2, 2, ["4", "Registro", "Abrir el registro", "MJ"], ()),
            ),
        ],
    ),
    "q_text_that_hangs_out_of_its_cell": Case(
        [
            [
                Table(700, W4, [H4, ["1", "Fortalecer los circuitos", "Imprimir folletos", "MJ"]], is_open=True),
                Text(700 + 34 - 3, "de intervención y los", 93),
                Text(700 + 34 + 8, "recursos de los orga-", 93),
            ],
            [
                Table(
                    60,
                    W4,
                    [H4, ["2", Cell("nismos", 2), "Dictar cursos", "MTE"], ["3", None, "Abrir el registro", "MJ"]],
                )
            ],
        ],
        [
            table(
                [1, 2],
                H4,
                *(
                    (
                        1 if number == "1" else 2,
                        1 if number == "1" else 2,
                        [
                            number,
                            "Fortalecer los circuitos de intervención y los recursos de los organismos",
                            action,
                            body,
                        ],
                        () if number == "1" else (1,),
                    )
                    for number, action, body in (
                        ("1", "Imprimir folletos", "MJ"),
                        ("2", "Dictar cursos", "MTE"),
                        ("3", "Abrir el registro", "MJ"),
                    )
                ),
            ),
        ],
    ),
    "r_word_wider_than_its_column": Case(
        [
            [
                Table(
                    60,
                    NARROW,
                    [
                        ["N°", "Actividad", "Responsable", "Program\nado"],
                        ["1", "Imprimir folletos", "Organizacion\nes civiles", "100%"],
                        ["2", "Dictar cursos de agua\npotable", "Acueductos\naledaños", "60 %"],
                    ],
                ),
            ],
        ],
        [
            table(
                [1],
                ["N°", "Actividad", "Responsable", "Programado"],
                (1, 1, ["1", "Imprimir folletos", "Organizaciones civiles", "100%"], ()),
                (1, 1, ["2", "Dictar cursos de agua potable", "Acueductos aledaños", "60 %"], ()),
            ),
        ],
    ),
    "s_titles_between_horizontal_rules": Case(
        [
            [
                Table(
                    60,
                    W4,
                    [
                        H4,
                        [
                            Cell("DETECCIÓN - Acciones de detección temprana en pasos de frontera", columns=4),
                            *[None] * 3,
                        ],
                        ["1", "Difusión", "Imprimir folletos", "MJ"],
                        ["2", "Capacitación", "Dictar cursos de detección", "MTE"],
                        ["AYUDA", "", "", ""],
                        ["3", "Registro", "Abrir el registro de casos", "MJ"],
                    ],
                    rule="rows",
                    tint=False,
                ),
            ],
        ],
        [
            table(
                [1],
                H4,
                (1, 1, "DETECCIÓN - Acciones de detección temprana en pasos de frontera", ()),
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Capacitación", "Dictar cursos de detección", "MTE"], ()),
                (1, 1, "AYUDA", ()),
                (1, 1, ["3", "Registro", "Abrir el registro de casos", "MJ"], ()),
            ),
        ],
    ),
    "t_header_alone_at_the_page_end": Case(
        [
            [
                Table(60, W4, [H4, ["1", "Difusión", "Imprimir folletos", "MJ"]], tint=False),
                Text(200, "ASISTENCIA"),
                Table(BOTTOM, W4, [H4], tint=False),
            ],
            [Table(60, W4, [["1", "Registro", "Abrir el registro", "MJ"]], tint=False)],
        ],
        [
            table([1], H4, (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ())),
            table([1, 2], H4, (2, 2, ["1", "Registro", "Abrir el registro", "MJ"], ())),
        ],
    ),
    "u_heading_between_horizontal_rules": Case(
        [
            [
                Table(60, W4, [H4, *ROWS[:2]], rule="rows", tint=False),
                Text(118, "ASISTENCIA INTEGRAL - Acciones de asistencia a las personas"),
                Table(140, W4, [H4, *ROWS[2:]], rule="rows", tint=False),
            ],
        ],
        [
            table([1], H4, *((1, 1, row, ()) for row in ROWS[:2])),
            table([1], H4, *((1, 1, row, ()) for row in ROWS[2:])),
        ],
    ),
    "v_every_second_row_shaded": Case(
        [
            [
                Table(
                    60,
                    W4,
                    [
                        H4,
                        ["1", "Difusión", "Imprimir folletos", "MJ"],
                        ["2", "Registro", "Abrir el registro", ""],
                        ["3", Cell("Capacitación", 2), "Dictar cursos de detección", "MTE"],
                        ["4", None, "Dictar cursos de trata", "MJ"],
                        ["5", Cell("Estudios", 2), "Medir el alcance", "INDEC"],
                        ["6", None, "Publicar lo medido", "INDEC"],
                    ],
                    rule="stripes",
                )
            ],
        ],
        [
            table(
                [1],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Registro", "Abrir el registro", ""], ()),
                (1, 1, ["3", "Capacitación", "Dictar cursos de detección", "MTE"], ()),
                (1, 1, ["4", "Capacitación", "Dictar cursos de trata", "MJ"], (1,)),
                (1, 1, ["5", "Estudios", "Medir el alcance", "INDEC"], ()),
                (1, 1, ["6", "Estudios", "Publicar lo medido", "INDEC"], (1,)),
            ),
        ],
    ),
    "w_years_over_columns_without_rules": Case(
        [
            [
                Table(
                    60,
                    [120.0, 70.0, 70.0, 70.0, 70.0],
                    [
                        [Cell("Actividad", 2), Cell("Año 2020", columns=2), None, Cell("Año 2021", columns=2), None],
                        [None, "Programado", "Ejecutado", "Programado", "Ejecutado"],
                        ["1. Dictar cursos", "100%", "60 %", "", ""],
                        ["2. Abrir el registro", "", "", "50%", ""],
                    ],
                    rule="rows",
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
                (1, 1, ["1. Dictar cursos", "100%", "60 %", "", ""], ()),
                (1, 1, ["2. Abrir el registro", "", "", "50%", ""], ()),
            ),
        ],
    ),
    "x_titles_that_are_not_shaded": Case(
        [
            [
                Table(60, W4, [H4, *ROWS[:2]], rule="fill"),
                Text(60 + 51 + 3, "DETECCIÓN - Acciones de detección temprana en pasos de frontera", 53),
                Table(60 + 51 + 16, W4, ROWS[2:], rule="fill"),
            ],
        ],
        [
            table(
                [1],
                H4,
                *((1, 1, row, ()) for row in ROWS[:2]),
                (1, 1, "DETECCIÓN - Acciones de detección temprana en pasos de frontera", ()),
                *((1, 1, row, ()) for row in ROWS[2:]),
            ),
        ],
    ),
    "y_broken_rules_from_side_to_side": Case(
        [
            [
                *(
                    Table(60 + 28 * row, [490.0], [[""]], heights=[0.0], rule="rows", tint=False)
                    for row in (0, 1, 2, 4, 5)
                ),
                Table(60 + 28 * 3, [40.0], [[""]], heights=[0.0], rule="rows", tint=False),
                Table(60 + 28 * 3, [300.0], [[""]], heights=[0.0], rule="rows", tint=False, left=50.0 + 190),
                *(
                    Text(63 + 28 * row, text, x)
                    for row, cells in enumerate([H4, *ROWS])
                    for text, x in zip(cells, (53, 93, 243, 443), strict=True)
                    if (row, x) != (3, 93)
                ),
            ],
        ],
        [
            table(
                [1],
                H4,
                *((1, 1, row, ()) for row in ROWS[:2]),
                (1, 1, ["3", "Registro", "Dictar cursos", "MTE"], (1,)),
                (1, 1, ROWS[3], ()),
            ),
        ],
    ),
    "z_first_header_alone_at_the_page_end": Case(
        [
            [Text(40, "Plan de acción"), Table(BOTTOM, W4, [H4], tint=False)],
            [Table(60, W4, ROWS[:2], tint=False)],
            [Table(60, W4, ROWS[2:], tint=False)],
        ],
        [table([1, 2, 3], H4, *((2, 2, row, ()) for row in ROWS[:2]), *((3, 3, row, ()) for row in ROWS[2:]))],
    ),
    "last_row_alone_between_horizontal_rules": Case(
        [
            [Table(600, W4, [H4, *ROWS, *MORE_ROWS], rule="joined", tint=False)],
            [Table(60, W4, [["8", "Cooperación", "Firmar convenios", "MJ"]], rule="joined", tint=False)],
        ],
        [
            table(
                [1, 2],
                H4,
                *((1, 1, row, ()) for row in [*ROWS, *MORE_ROWS]),
                (2, 2, ["8", "Cooperación", "Firmar convenios", "MJ"], ()),
            )
        ],
    ),
    "titles_between_rules_that_run_through": Case(
        [
            [
                Table(
                    60,
                    W4,
                    [
                        H4,
                        [
                            Cell("1", middle=True),
                            "Difundir lo que\nla ley manda",
                            "Imprimir folletos\ny carteles",
                            "MJ",
                        ],
                        [Cell("DETECCIÓN TEMPRANA Y ASISTENCIA", columns=4), None, None, None],
                        [Cell("2", middle=True), "Registrar\nlos casos", "Abrir el registro", ""],
                        [Cell("PERSECUCIÓN Y SANCIÓN DEL DELITO", columns=4), None, None, None],
                        [Cell("3", middle=True), "Capacitar", "Dictar cursos de\ndetección en puertos", "MTE"],
                    ],
                    rule="joined",
                    tint=False,
                )
            ]
        ],
        [
            table(
                [1],
                H4,
                (1, 1, ["1", "Difundir lo que la ley manda", "Imprimir folletos y carteles", "MJ"], ()),
                (1, 1, "DETECCIÓN TEMPRANA Y ASISTENCIA", ()),
                (1, 1, ["2", "Registrar los casos", "Abrir el registro", ""], ()),
                (1, 1, "PERSECUCIÓN Y SANCIÓN DEL DELITO", ()),
                (1, 1, ["3", "Capacitar", "Dictar cursos de detección en puertos", "MTE"], ()),
            )
        ],
    ),
}
