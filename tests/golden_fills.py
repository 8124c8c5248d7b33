"""Golden cases of tables that touch, of dark headers, and of cells that fills draw, alone or beside some rules."""

from __future__ import annotations

from tests.golden_cases import H4, W4
from tests.golden_shapes import Case, Cell, Table, Text, table
from tests.golden_typesettings import ROWS

W3 = [150.0, 200.0, 140.0]
W4_OTHER = [40.0, 180.0, 150.0, 120.0]
YEARS = [Cell("Actividad", 2), Cell("Meta", 2), Cell("Año 2020", columns=2), None, Cell("Año 2021", columns=2), None]
MONTHS = [None, None, "Programado", "Ejecutado", "Programado", "Ejecutado"]
W6, W6_OTHER = [120.0, 110.0, *[65.0] * 4], [90.0, 140.0, *[65.0] * 4]
H6 = ["Actividad", "Meta", *(f"Año {year} {kind}" for year in (2020, 2021) for kind in ("Programado", "Ejecutado"))]

FILLS = {
    "touching_tables_of_one_header": Case(
        [
            [
                Table(60, W4, [H4, ["1", "Difusión", "Imprimir folletos", "MJ"]], tint=False),
                Table(60 + 34, W4_OTHER, [H4, ["1", "Registro", "Abrir el registro", "MTE"]], tint=False),
                Table(60 + 68 + 2, W4, [["N°", "Medida", "Meta", "Plazo"], ["1", "Estudios", "Medir", "2024"]]),
            ],
        ],
        [
            table([1], H4, (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ())),
            table([1], H4, (1, 1, ["1", "Registro", "Abrir el registro", "MTE"], ())),
            table([1], ["N°", "Medida", "Meta", "Plazo"], (1, 1, ["1", "Estudios", "Medir", "2024"], ())),
        ],
    ),
    "touching_tables_of_two_header_rows": Case(
        [
            [
                Table(60, W6, [YEARS, MONTHS, ["Dictar cursos", "Diez cursos", "50%", "", "50%", ""]]),
                Table(
                    60 + 51 + 7,
                    W6_OTHER,
                    [
                        YEARS,
                        MONTHS,
                        ["Abrir el registro", Cell("Un registro", 2), "", "", "100%", ""],
                        ["Publicar el registro", None, "", "", "100%", "80%"],
                    ],
                ),
                Table(60 + 51 + 7 + 68, [490.0], [[""]], heights=[7.0], tint=False),
            ],
        ],
        [
            table([1], H6, (1, 1, ["Dictar cursos", "Diez cursos", "50%", "", "50%", ""], ())),
            table(
                [1],
                H6,
                (1, 1, ["Abrir el registro", "Un registro", "", "", "100%", ""], ()),
                (1, 1, ["Publicar el registro", "Un registro", "", "", "100%", "80%"], (1,)),
            ),
        ],
    ),
    "header_filled_and_rows_ruled": Case(
        [
            [
                Table(
                    60,
                    W4,
                    [
                        H4,
                        ["1", Cell("Difusión", 2), "Imprimir folletos", "MJ"],
                        ["2", None, "Dictar cursos", ""],
                        ["3", "Registro", "Abrir el registro", "MTE"],
                    ],
                    rule="rows",
                ),
                Text(150, "ASISTENCIA"),
                Table(170, W4, [H4, ["1", "Estudios", "Medir el alcance", "INDEC"]], rule="rows"),
            ],
        ],
        [
            table(
                [1],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Difusión", "Dictar cursos", ""], (1,)),
                (1, 1, ["3", "Registro", "Abrir el registro", "MTE"], ()),
            ),
            table([1], H4, (1, 1, ["1", "Estudios", "Medir el alcance", "INDEC"], ())),
        ],
    ),
    "header_of_two_rows_filled_alone": Case(
        [
            [
                Table(60, W6, [YEARS, MONTHS], rule="fill"),
                Table(94, W6, [["Dictar cursos", "Diez cursos", "50%", "", "50%", ""]], rule="none", tint=False),
                Text(117, "ASISTENCIA INTEGRAL - Acciones de asistencia a las personas"),
                Table(134, W6, [YEARS, MONTHS], rule="fill"),
                Table(168, W6, [["Abrir el registro", "Un registro", "", "", "100%", ""]], rule="none", tint=False),
            ],
        ],
        [
            table([1], H6, (1, 1, ["Dictar cursos", "Diez cursos", "50%", "", "50%", ""], ())),
            table([1], H6, (1, 1, ["Abrir el registro", "Un registro", "", "", "100%", ""], ())),
        ],
    ),
    "rows_without_shade_beside_a_title": Case(
        [
            [
                Table(
                    60, W4, [H4, ROWS[0], ROWS[1], ["", "Cursos", "Dictar cursos\nde detección", "MTE"]], rule="stripes"
                ),
                Table(
                    139,
                    W4,
                    [
                        [
                            Cell("AYUDA", columns=4),
                            *[None] * 3,
                        ],
                        ["", "Estudios", "Medir el alcance\nde la trata", "INDEC"],
                    ],
                    rule="none",
                    tint=False,
                ),
                Table(184, W4, [["", "Control", "Inspeccionar", "MTE"], ROWS[1], ROWS[3]], rule="stripes"),
            ],
        ],
        [
            table(
                [1],
                H4,
                *((1, 1, row, ()) for row in ROWS[:2]),
                (1, 1, ["", "Cursos", "Dictar cursos de detección", "MTE"], ()),
                (1, 1, "AYUDA", ()),
                (1, 1, ["", "Estudios", "Medir el alcance de la trata", "INDEC"], ()),
                (1, 1, ["", "Control", "Inspeccionar", "MTE"], ()),
                (1, 1, ROWS[1], ()),
                (1, 1, ROWS[3], ()),
            ),
        ],
    ),
    "filled_rows_between_white_rules": Case(
        [
            [
                Table(
                    60,
                    [250.0, 240.0],
                    [
                        ["DIRECTRIZ", "INDICADOR DE RESULTADO"],
                        [Cell("PREVENCIÓN", columns=2), None],
                        ["1. Adoptar medidas de prevención", "Medidas adoptadas."],
                        ["2. Abrir registros de casos,\ntambién regionales", "Registros abiertos."],
                    ],
                    rule="white",
                ),
            ],
        ],
        [
            table(
                [1],
                ["DIRECTRIZ", "INDICADOR DE RESULTADO"],
                (1, 1, "PREVENCIÓN", ()),
                (1, 1, ["1. Adoptar medidas de prevención", "Medidas adoptadas."], ()),
                (1, 1, ["2. Abrir registros de casos, también regionales", "Registros abiertos."], ()),
            ),
        ],
    ),
    "lower_sides_of_cells_in_a_clip": Case(
        [
            [
                Table(
                    60,
                    W4,
                    [
                        H4,
                        ["1", Cell("Difusión en el sector\npúblico nacional", 2), "Imprimir folletos", "MJ"],
                        ["2", None, "Dictar cursos", ""],
                    ],
                    rule="below",
                    tint=False,
                ),
            ],
            [
                Table(
                    60,
                    W4,
                    [
                        ["", Cell("", 2), "de detección", ""],
                        ["3", None, "Abrir el registro", "MTE"],
                        ["4", "Estudios", "Medir el alcance", "INDEC"],
                    ],
                    rule="below",
                    tint=False,
                ),
            ],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ["1", "Difusión en el sector público nacional", "Imprimir folletos", "MJ"], ()),
                (1, 2, ["2", "Difusión en el sector público nacional", "Dictar cursos de detección", ""], (1,)),
                (2, 2, ["3", "Difusión en el sector público nacional", "Abrir el registro", "MTE"], (1,)),
                (2, 2, ["4", "Estudios", "Medir el alcance", "INDEC"], ()),
            ),
        ],
    ),
    "header_of_two_rows_cut_between": Case(
        [
            [
                Table(690, W6, [YEARS, MONTHS, ["Dictar cursos", "Diez cursos", "50%", "", "50%", ""]], tint=False),
                Table(
                    755,
                    W6,
                    [["Actividad", "Meta", Cell("Año 2022", columns=2), None, Cell("Año 2023", columns=2), None]],
                    tint=False,
                ),
            ],
            [
                Table(
                    60,
                    W6,
                    [
                        ["", "", "Programado", "Ejecutado", "Programado", "Ejecutado"],
                        ["Abrir el registro", "Un registro", "", "", "100%", ""],
                    ],
                    tint=False,
                ),
            ],
        ],
        [
            table([1], H6, (1, 1, ["Dictar cursos", "Diez cursos", "50%", "", "50%", ""], ())),
            table(
                [1, 2],
                [label.replace("2020", "2022").replace("2021", "2023") for label in H6],
                (2, 2, ["Abrir el registro", "Un registro", "", "", "100%", ""], ()),
            ),
        ],
    ),
    "merged_cell_without_a_frame": Case(
        [
            [
                Table(690, W4, [H4, ROWS[0], ["2", "Registro", "Abrir el registro", "MJ"]], rule="frame", tint=False),
            ],
            [
                Table(60, [40.0], [["3"], ["4"]], rule="frame", tint=False),
                Table(
                    60,
                    [200.0, 100.0],
                    [["Publicar el registro", "MJ"], ["Cerrar el registro", "MJ"]],
                    rule="frame",
                    tint=False,
                    left=240.0,
                ),
                Table(94, W4, [["5", *ROWS[3][1:]]], rule="frame", tint=False),
            ],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ROWS[0], ()),
                (1, 1, ["2", "Registro", "Abrir el registro", "MJ"], ()),
                (2, 2, ["3", "Registro", "Publicar el registro", "MJ"], (1,)),
                (2, 2, ["4", "Registro", "Cerrar el registro", "MJ"], (1,)),
                (2, 2, ["5", *ROWS[3][1:]], ()),
            ),
        ],
    ),
    "first_column_without_a_frame": Case(
        [
            [
                Table(
                    680,
                    W3,
                    [
                        ["Medida", "Acción", "Meta"],
                        [Cell("Difusión", 2), "1.1. Imprimir folletos", "Folletos"],
                        [None, "1.2. Repartirlos", "Folletos repartidos"],
                        ["Registro", "1.3. Abrir el registro", "Registro abierto"],
                    ],
                    rule="frame",
                    tint=False,
                ),
            ],
            [
                Table(
                    60,
                    W3[1:],
                    [["1.4. Publicar el registro", "Registro publicado"], ["1.5. Cerrarlo", "Registro cerrado"]],
                    rule="frame",
                    tint=False,
                    left=50.0 + W3[0],
                ),
            ],
        ],
        [
            table(
                [1, 2],
                ["Medida", "Acción", "Meta"],
                (1, 1, ["Difusión", "1.1. Imprimir folletos", "Folletos"], ()),
                (1, 1, ["Difusión", "1.2. Repartirlos", "Folletos repartidos"], (0,)),
                (1, 1, ["Registro", "1.3. Abrir el registro", "Registro abierto"], ()),
                (2, 2, ["Registro", "1.4. Publicar el registro", "Registro publicado"], (0,)),
                (2, 2, ["Registro", "1.5. Cerrarlo", "Registro cerrado"], (0,)),
            ),
        ],
    ),
    "title_in_the_shade_of_the_header": Case(
        [
            [
                Table(60, W4, [H4], rule="fill"),
                Table(77, W4, [[Cell("DETECCIÓN - Acciones de detección", columns=4), *[None] * 3]], rule="fill"),
                Table(94, W4, [*ROWS[:3]], tint=False),
                Table(60, W4, [H4], tint=False),
                Table(77, [490.0], [[""]], tint=False),
            ],
        ],
        [
            table(
                [1],
                H4,
                (1, 1, "DETECCIÓN - Acciones de detección", ()),
                *((1, 1, row, ()) for row in ROWS[:3]),
            ),
        ],
    ),
}
