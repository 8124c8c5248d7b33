"""Lines, cells and pages of text dumps, from every editor that a dump may have come through."""

from __future__ import annotations

import unicodedata

import pytest
from directriz.checks import check_reading
from directriz.errors import SourceUnreadable
from directriz.read.text import decode, read_text
from hypothesis import given
from hypothesis import strategies as st

TABLE = "EJE\n\nN°\tAcción\n1\tUno\n2\t\n\n3\tTres  y más\n\nPIE\n"


def read(text, pages="blank-line-in-table"):
    raw = text if isinstance(text, bytes) else text.encode("utf-8")
    return [(line.line, line.page, line.cells) for line in read_text(raw, "plan.txt", pages)]


def test_cells_and_pages_of_a_table():
    assert read(TABLE) == [
        (1, 1, ("EJE",)),
        (3, 1, ("N°", "Acción")),
        (4, 1, ("1", "Uno")),
        (5, 1, ("2", "")),
        (7, 2, ("3", "Tres y más")),
        (9, 2, ("PIE",)),
    ]


def test_a_dump_without_pages_has_none():
    assert {page for _, page, _ in read(TABLE, "none")} == {None}


@pytest.mark.parametrize(
    "same",
    [
        pytest.param(TABLE.replace("\n", "\r\n"), id="crlf"),
        pytest.param(TABLE.replace("\n", "\r"), id="cr"),
        pytest.param("\ufeff" + TABLE, id="byte order mark"),
        pytest.param(TABLE.replace("\n", "  \n"), id="trailing spaces"),
        pytest.param(TABLE.replace("Tres  y", "Tres\u00a0y"), id="no-break space"),
        pytest.param(TABLE.rstrip("\n"), id="no final line end"),
        pytest.param(unicodedata.normalize("NFD", TABLE), id="accents apart"),
    ],
)
def test_the_editor_that_it_came_through_makes_no_difference(same):
    assert read(same) == read(TABLE)


@pytest.mark.parametrize("same", [TABLE.replace("\n", "\r\n"), "\ufeff" + TABLE, unicodedata.normalize("NFD", TABLE)])
def test_its_words_are_all_read(same):
    raw = same.encode("utf-8")
    check_reading(decode(raw, "plan.txt"), read_text(raw, "plan.txt", "blank-line-in-table"), "plan.txt")


def test_a_form_feed_begins_a_page_and_parts_words():
    assert read("uno\n\fdos\ntres\fcuatro\n", "indented-line") == [
        (1, 1, ("uno",)),
        (2, 2, ("dos",)),
        (3, 3, ("tres cuatro",)),
    ]


LAYOUT = """\
Eje 1: Suelo
N.º   Acción                     Responsable     Plazo

1.1   Auditar las empresas con   Oficina de      2025
      cien personas              Gobierno
1.2   Difundir los derechos      Fiscalía        2026

Eje 2: Crédito
N.º   Acción           Responsable   Plazo

2.1   Firmar actas     Hacienda      2027
\f2.2   Formar a todo el personal   Hacienda   2028
"""


def test_columns_held_by_spaces_are_cells_and_a_page_may_move_them():
    assert [(page, cells) for _, page, cells in read(LAYOUT, "none")] == [
        (1, ("Eje 1: Suelo",)),
        (1, ("N.º", "Acción", "Responsable", "Plazo")),
        (1, ("1.1", "Auditar las empresas con cien personas", "Oficina de Gobierno", "2025")),
        (1, ("1.2", "Difundir los derechos", "Fiscalía", "2026")),
        (1, ("Eje 2: Crédito",)),
        (1, ("N.º", "Acción", "Responsable", "Plazo")),
        (1, ("2.1", "Firmar actas", "Hacienda", "2027")),
        (2, ("2.2", "Formar a todo el personal", "Hacienda", "2028")),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "1.1   Auditar",
            "      Una línea más de la acción, centrada\n1.1   Auditar",
        ),  # a cell begins above its number
        ("1.1   Auditar", "      Auditar"),  # the number stands on no row's first line
        ("Hacienda   2028", "Hacienda"),  # a page with a column less than the header
        ("\f2.2   Formar", "\fFormar"),  # a row without its number
        ("Firmar actas     Hacienda", "Firmar actas de  Hacienda\n     en todo el país y  fuera"),  # words across
    ],
)
def test_a_table_that_the_blanks_do_not_part_stays_lines(old, new):
    text = LAYOUT.replace(old, new)
    assert text != LAYOUT
    assert {len(cells) for _, _, cells in read(text, "none")} == {1}


def test_an_indented_line_begins_a_page_and_numbers_of_the_margin_come_before_it():
    text = "fin de página\n\n 12.\n\n13.\n\n el derecho\nsigue\n\n   muy adentro\n\n Otra página\n"
    assert [(page, cells[0]) for _, page, cells in read(text, "indented-line")] == [
        (1, "fin de página"),
        (2, "12."),
        (2, "13."),
        (2, "el derecho"),
        (2, "sigue"),
        (2, "muy adentro"),
        (3, "Otra página"),
    ]


def test_three_blank_lines_begin_a_page():
    assert [page for _, page, _ in read("uno\n\n\ndos\n\n\n\ntres\n", "indented-line")] == [1, 1, 2]


@pytest.mark.parametrize(
    ("raw", "place", "found"),
    [
        ("uno\nacción".encode("latin-1"), "plan.txt l. 2", "not UTF-8 (byte 0xf3, which would be 'ó' in latin1)"),
        ("“acción”".encode("windows-1252"), "plan.txt l. 1", "byte 0x93, which would be '“' in windows-1252"),
        ("acción".encode("utf-16"), "plan.txt", "not UTF-8 (UTF-16)"),
        (b"PK\x03\x04\x00\x00\xff", "plan.txt", "binary, not text"),
        (b"uno\x00dos", "plan.txt", "binary, not text"),
        (b" \n\t\n\xc2\xa0", "plan.txt", "empty: not a word in it"),
        (b"\xef\xbb\xbf", "plan.txt", "empty: not a word in it"),
    ],
)
def test_what_is_no_text_in_utf_8(raw, place, found):
    with pytest.raises(SourceUnreadable) as refused:
        read_text(raw, "plan.txt", "none")
    assert refused.value.place == place
    assert found in refused.value.found
    assert refused.value.remedy
    assert read("uno\nacción", "none")[1] == (2, None, ("acción",))


@given(
    st.text(alphabet=st.sampled_from("aé1. \t\n\r\f\u00a0\u2028\x0b"), min_size=1),
    st.sampled_from(["none", "indented-line"]),
)
def test_no_word_is_lost_in_any_text(text, pages):
    raw = ("a" + text).encode("utf-8")
    lines = read_text(raw, "plan.txt", pages)
    assert [word for line in lines for cell in line.cells for word in cell.split()] == decode(raw, "plan.txt").split()
