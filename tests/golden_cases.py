"""The golden cases A to M: pages as they are drawn, and the tables that have to come out, written by hand."""

from __future__ import annotations

from tests.golden_shapes import Case, Cell, Table, Text, table

H4 = ["N°", "Medida", "Acción", "Responsable"]
W4 = [40.0, 150.0, 200.0, 100.0]
H3 = ["META", "INDICADOR", "LÍNEA BASE"]
W3 = [220.0, 170.0, 100.0]
BOTTOM = 760.0

CASES = {
    "a_clean_continuation": Case(
        [
            [
                Text(40, "Plan de acción"),
                Table(
                    650,
                    W4,
                    [H4, ["1", "Difusión", "Imprimir folletos", "MJ"], ["2", "Registro", "Abrir el registro", ""]],
                ),
            ],
            [
                Table(
                    60,
                    W4,
                    [["3", "Capacitación", "Dictar cursos", "MTE"], ["4", "Estudios", "Medir el alcance", "INDEC"]],
                    tint=False,
                )
            ],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Registro", "Abrir el registro", ""], ()),
                (2, 2, ["3", "Capacitación", "Dictar cursos", "MTE"], ()),
                (2, 2, ["4", "Estudios", "Medir el alcance", "INDEC"], ()),
            ),
        ],
    ),
    "b_row_cut_over_three_columns": Case(
        [
            [
                Table(
                    690,
                    W4,
                    [
                        H4,
                        ["1", "Difusión", "Imprimir folletos", "MJ"],
                        ["2", "Registro nacional de", "Abrir el registro en todas las", "Ministerio de"],
                    ],
                )
            ],
            [
                Table(
                    60,
                    W4,
                    [
                        H4,
                        ["", "casos y de sentencias", "provincias y en la ciudad", "Justicia"],
                        ["3", "Capacitación", "Dictar cursos", "MTE"],
                    ],
                )
            ],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (
                    1,
                    2,
                    [
                        "2",
                        "Registro nacional de casos y de sentencias",
                        "Abrir el registro en todas las provincias y en la ciudad",
                        "Ministerio de Justicia",
                    ],
                    (),
                ),
                (2, 2, ["3", "Capacitación", "Dictar cursos", "MTE"], ()),
            ),
        ],
    ),
    "c_merged_cell_over_the_page": Case(
        [
            [
                Table(
                    680,
                    W4,
                    [
                        H4,
                        ["1", Cell("Difusión de los derechos", 2), "Imprimir folletos", "MJ"],
                        ["2", None, "Pintar murales", "MJ"],
                    ],
                )
            ],
            [
                Table(
                    60,
                    W4,
                    [
                        ["3", Cell("", 2), "Grabar un aviso", "ENACOM"],
                        ["4", None, "Abrir una línea", "MJ"],
                        ["5", "Registro", "Contar los casos", "INDEC"],
                    ],
                    tint=False,
                )
            ],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ["1", "Difusión de los derechos", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Difusión de los derechos", "Pintar murales", "MJ"], (1,)),
                (2, 2, ["3", "Difusión de los derechos", "Grabar un aviso", "ENACOM"], (1,)),
                (2, 2, ["4", "Difusión de los derechos", "Abrir una línea", "MJ"], (1,)),
                (2, 2, ["5", "Registro", "Contar los casos", "INDEC"], ()),
            ),
        ],
    ),
    "d_column_not_drawn": Case(
        [
            [
                Table(
                    680,
                    W4,
                    [H4, ["1", Cell("Difusión", 2), "Imprimir folletos", "MJ"], ["2", None, "Pintar murales", "MJ"]],
                )
            ],
            [
                Table(
                    60,
                    W4,
                    [["3", Cell("", 2), "Grabar un aviso", "ENACOM"], ["4", None, "Abrir una línea", "MJ"]],
                    tint=False,
                    undrawn=(1,),
                )
            ],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Difusión", "Pintar murales", "MJ"], (1,)),
                (2, 2, ["3", "Difusión", "Grabar un aviso", "ENACOM"], (1,)),
                (2, 2, ["4", "Difusión", "Abrir una línea", "MJ"], (1,)),
            ),
        ],
    ),
    "e_heading_between": Case(
        [
            [Table(680, W4, [H4, ["1", "Difusión", "Imprimir folletos", "MJ"], ["2", "Registro", "Abrirlo", "MJ"]])],
            [
                Text(60, "EJE DE ASISTENCIA", size=12),
                Table(90, W4, [H4, ["1", "Refugios", "Abrir dos refugios", "MDS"], ["2", "Salud", "Atender", "MS"]]),
            ],
        ],
        [
            table(
                [1],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Registro", "Abrirlo", "MJ"], ()),
            ),
            table(
                [2],
                H4,
                (2, 2, ["1", "Refugios", "Abrir dos refugios", "MDS"], ()),
                (2, 2, ["2", "Salud", "Atender", "MS"], ()),
            ),
        ],
    ),
    "f_one_row_continuation": Case(
        [
            [
                Table(
                    660,
                    W4,
                    [
                        H4,
                        ["1", "Difusión", "Imprimir folletos", "MJ"],
                        ["2", "Registro", "Abrir el registro", "MJ"],
                        ["3", "Estudios", "Medir el alcance de las", "INDEC"],
                    ],
                )
            ],
            [Table(60, W4, [["", "", "acciones de difusión", ""]], tint=False), Text(120, "Fin del plan.")],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Registro", "Abrir el registro", "MJ"], ()),
                (1, 2, ["3", "Estudios", "Medir el alcance de las acciones de difusión", "INDEC"], ()),
            ),
        ],
    ),
    "g_centred_text_over_five_rows": Case(
        [
            [
                Table(
                    640,
                    W4,
                    [
                        H4,
                        [Cell("1"), Cell("Difusión de\nlos derechos", 3, middle=True), "Imprimir", "MJ"],
                        ["2", None, "Pintar", Cell("MTE", 2, middle=True)],
                        ["3", None, "Cantar", None],
                    ],
                )
            ],
            [
                Table(
                    60,
                    W4,
                    [
                        ["4", Cell("", 2), "Grabar", "MJ"],
                        ["5", None, "Llamar", "MJ"],
                        ["6", Cell("Registro", middle=True), "Contar\nlos casos", Cell("MJ", middle=True)],
                    ],
                    tint=False,
                )
            ],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ["1", "Difusión de los derechos", "Imprimir", "MJ"], ()),
                (1, 1, ["2", "Difusión de los derechos", "Pintar", "MTE"], (1,)),
                (1, 1, ["3", "Difusión de los derechos", "Cantar", "MTE"], (1, 3)),
                (2, 2, ["4", "Difusión de los derechos", "Grabar", "MJ"], (1,)),
                (2, 2, ["5", "Difusión de los derechos", "Llamar", "MJ"], (1,)),
                (2, 2, ["6", "Registro", "Contar los casos", "MJ"], ()),
            ),
        ],
    ),
    "h_header_repeated_with_a_hyphen": Case(
        [
            [
                Table(
                    680,
                    W4,
                    [["N°", "Medidas", "Acciones", "Organismo\nresponsable"], ["1", "Difusión", "Imprimir", "MJ"]],
                )
            ],
            [
                Table(
                    60,
                    W4,
                    [["N°", "MEDIDAS", "Accio-\nnes", "Organismo\nrespon-\nsable"], ["2", "Registro", "Abrir", "MTE"]],
                )
            ],
        ],
        [
            table(
                [1, 2],
                ["N°", "Medidas", "Acciones", "Organismo responsable"],
                (1, 1, ["1", "Difusión", "Imprimir", "MJ"], ()),
                (2, 2, ["2", "Registro", "Abrir", "MTE"], ()),
            ),
        ],
    ),
    "i_word_cut_by_the_page": Case(
        [
            [
                Table(
                    680,
                    W3,
                    [
                        H3,
                        ["Publicar los informes", "Informes publicados", "1"],
                        ["Realizar campañas de sensi-", "Campañas", "2"],
                    ],
                )
            ],
            [
                Table(
                    60,
                    W3,
                    [["bilización en las escuelas", "realizadas", ""], ["Abrir refugios", "Refugios abiertos", "0"]],
                    tint=False,
                )
            ],
        ],
        [
            table(
                [1, 2],
                H3,
                (1, 1, ["Publicar los informes", "Informes publicados", "1"], ()),
                (1, 2, ["Realizar campañas de sensibilización en las escuelas", "Campañas realizadas", "2"], ()),
                (2, 2, ["Abrir refugios", "Refugios abiertos", "0"], ()),
            ),
        ],
    ),
    "j_footnote_between": Case(
        [
            [
                Table(
                    640,
                    W4,
                    [H4, ["1", "Difusión", "Imprimir folletos", "MJ"], ["2", "Registro", "Abrir el registro", "MJ"]],
                ),
                Text(BOTTOM, "1 Ministerio de Justicia y Derechos Humanos.", size=6.5),
                Text(800, "Página 1", x=280),
            ],
            [Table(60, W4, [H4, ["3", "Capacitación", "Dictar cursos", "MTE"]]), Text(800, "Página 2", x=280)],
        ],
        [
            table(
                [1, 2],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Registro", "Abrir el registro", "MJ"], ()),
                (2, 2, ["3", "Capacitación", "Dictar cursos", "MTE"], ()),
            ),
        ],
    ),
    "k_page_rotated": Case(
        [
            [
                Table(
                    100,
                    W4,
                    [
                        H4,
                        ["1", Cell("Difusión", 2, middle=True), "Imprimir\nfolletos", "MJ"],
                        ["2", None, "Pintar", ""],
                    ],
                )
            ]
        ],
        [
            table(
                [1],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Difusión", "Pintar", ""], (1,)),
            )
        ],
        turned=90,
    ),
    "k_drawing_rotated": Case(
        [
            [
                Table(
                    100,
                    W4,
                    [
                        H4,
                        ["1", Cell("Difusión", 2, middle=True), "Imprimir\nfolletos", "MJ"],
                        ["2", None, "Pintar", ""],
                    ],
                )
            ]
        ],
        [
            table(
                [1],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (1, 1, ["2", "Difusión", "Pintar", ""], (1,)),
            )
        ],
        turned=90,
        upright=False,
    ),
    "l_double_and_filled_rules": Case(
        [
            [
                Table(
                    60, W3, [H3, ["Publicar", "Informes", "1"], ["Abrir", "Refugios", "0"]], rule="double", tint=False
                ),
                Text(200, "Otra tabla, con rectángulos delgados"),
                Table(230, W3, [H3, ["Publicar", "Informes", "1"], ["Abrir", "Refugios", "0"]], rule="rectangle"),
                Text(370, "Otra tabla, de celdas rellenas"),
                Table(400, W3, [H3, ["Publicar", "Informes", "1"], ["Abrir", "Refugios", "0"]], rule="fill"),
            ],
        ],
        [
            table([1], H3, (1, 1, ["Publicar", "Informes", "1"], ()), (1, 1, ["Abrir", "Refugios", "0"], ()))
            for _ in range(3)
        ],
    ),
    "m_row_higher_than_a_page": Case(
        [
            [
                Table(
                    660,
                    W4,
                    [H4, ["1", "Difusión", "Imprimir folletos", "MJ"], ["2", "Registro", "Abrir el registro de", "MJ"]],
                )
            ],
            [Table(60, W4, [H4, ["", "", "\n".join(f"la localidad {n}, y el de" for n in range(1, 61)), ""]])],
            [Table(60, W4, [H4, ["", "", "la ciudad", ""], ["3", "Capacitación", "Dictar cursos", "MTE"]])],
        ],
        [
            table(
                [1, 2, 3],
                H4,
                (1, 1, ["1", "Difusión", "Imprimir folletos", "MJ"], ()),
                (
                    1,
                    3,
                    [
                        "2",
                        "Registro",
                        "Abrir el registro de "
                        + " ".join(f"la localidad {n}, y el de" for n in range(1, 61))
                        + " la ciudad",
                        "MJ",
                    ],
                    (),
                ),
                (3, 3, ["3", "Capacitación", "Dictar cursos", "MTE"], ()),
            ),
        ],
    ),
}
