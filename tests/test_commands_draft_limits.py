"""Limits of drafted profiles from both sides: one that is moved by a third fails a test."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from directriz.commands import draft_list_values
from directriz.commands.draft_axes import without_counted
from directriz.commands.draft_card_labels import _is_likely
from directriz.commands.draft_cards import find_cards
from directriz.commands.draft_choice import Reading, chosen
from directriz.commands.draft_headers import is_label
from directriz.commands.draft_kinds import _told, known_headers
from directriz.commands.draft_layout import Body, carried_number, draft_numbers
from directriz.commands.draft_list import find_list, is_list_head
from directriz.commands.draft_numbers import numbering_of
from directriz.commands.draft_paragraphs import _word_kind
from directriz.commands.draft_plan import _is_printed_once, _layout, is_matrix
from directriz.commands.draft_sections import sections_by_look, stands_out
from directriz.commands.draft_sources import pages_of
from directriz.commands.draft_tables import TablesDraft, _named_by_parent, _names_groups, _rank, read_tables
from directriz.commands.draft_text import aside_lines
from directriz.rebuild.plan_tables import PrintedTable
from directriz.rebuild.printed_headers import PrintedColumn
from directriz.records import PrintedLine
from directriz.reference.headers import Mapper

DEED = "Capacitar a las autoridades locales"


def line(*cells: str, **keys: Any) -> PrintedLine:
    return PrintedLine("plan.pdf", 1, 1, cells, **keys)


@pytest.mark.parametrize(("cell", "is_one"), [
    ("A" + "x" * 47, True), ("A" + "x" * 48, False), ("Uno " + "a " * 6, True), ("Uno " + "a " * 7, False),
])  # fmt: skip
def test_a_label_has_forty_eight_letters_and_seven_words(cell: str, is_one: bool) -> None:
    assert is_label(cell.strip()) == is_one


def body(**cells: str) -> Body:
    return Body(line(*cells.values()), len(cells), cells)


@pytest.mark.parametrize(("fitting", "pattern"), [(9, r"^\d+\.?$"), (8, r"^[\w.\-/]+$"), (10, r"^\d+\.?$")])
def test_a_pattern_fits_nine_tenths_of_the_numbers(fitting: int, pattern: str) -> None:
    rows = [body(number=str(each)) for each in range(fitting)] + [body(number="x-y")] * (10 - fitting)
    assert draft_numbers(rows).key_pattern == pattern


@pytest.mark.parametrize(("carrying", "is_carried"), [(5, True), (4, False), (6, True)])
def test_numbers_are_carried_in_front_of_half_of_the_texts(carrying: int, is_carried: bool) -> None:
    cells = [f"1.{each} {DEED}" for each in range(carrying)] + [DEED] * (10 - carrying)
    assert (carried_number(cells) is not None) == is_carried


def test_six_numbers_tell_how_a_section_is_numbered() -> None:
    assert numbering_of(["i", "ii", "iii", "4", "5", "vi"]) == "roman"
    assert numbering_of(["1", "2", "3", "iv", "v", "vi", "vii"]) == "arabic"
    assert numbering_of(["1", "2", "iv", "iv", "3", "4", "v", "vi"]) == "arabic"
    assert numbering_of(["ii", "2", "iii", "iv", "v", "6", "7", "8", "9", "10"]) == "roman"


@pytest.mark.parametrize(("text", "is_known"), [("DIRETRICES", True), ("DIRECTIVAS", True), ("DIRECCIONES", False)])
def test_a_misprinted_word_names_the_kind_of_a_list(text: str, is_known: bool) -> None:
    assert (_word_kind(text) is not None) == is_known


def look(*columns: str, rows: list[tuple[str, ...]], covered: tuple[int, ...] = ()) -> PrintedTable:
    """Return a table with headers and rows; in the rows from the second on, `covered` columns are merged with it."""
    header = line(*columns, spans=(1,) * len(columns), table=1)
    made = [line(*cells, table=1, covered=covered if place else ()) for place, cells in enumerate(rows)]
    return PrintedTable(1, (header,), tuple(made))


def drafted(*tables: PrintedTable) -> TablesDraft:
    return read_tables(tables, Mapper(known_headers("action-matrix")))


@pytest.mark.parametrize(("numbered", "key"), [(8, "number"), (7, "action"), (9, "number")])
def test_numbers_tell_rows_where_eight_in_ten_have_one(numbered: int, key: str) -> None:
    rows = [(str(place) if place < numbered else "", DEED, "Ministerio de Salud") for place in range(10)]
    assert _layout(drafted(look("Nº", "Acción", "Responsable", rows=rows))).key == key


@pytest.mark.parametrize(
    ("covered", "of", "key"), [(1, 10, "number"), (2, 10, "action"), (1, 11, "number"), (1, 9, "action")]
)
def test_a_merged_cell_covers_the_number_of_one_row_in_ten(covered: int, of: int, key: str) -> None:
    rows = [line(str(place), DEED, "Salud", table=1, covered=(0,) * (place < covered)) for place in range(of)]
    header = line("Nº", "Acción", "Responsable", spans=(1, 1, 1), table=1)
    assert _layout(drafted(PrintedTable(1, (header,), tuple(rows)))).key == key


@pytest.mark.parametrize(("blank", "is_once"), [(3, True), (2, False), (4, True)])
def test_a_heading_is_printed_once_where_a_quarter_of_its_cells_is_blank(blank: int, is_once: bool) -> None:
    rows = [body(axis="" if 0 < place <= blank else "Prevención") for place in range(11)]
    assert _is_printed_once("axis", rows) == is_once


@pytest.mark.parametrize(
    ("columns", "is_one"), [(("Acción", "Responsable", "Plazo"), True), (("Acción", "Responsable"), False)]
)
def test_three_columns_of_a_plan_side_by_side_are_a_matrix(columns: tuple[str, ...], is_one: bool) -> None:
    tables = drafted(look(*columns, rows=[(DEED, "Ministerio de Salud", "2027")[: len(columns)]] * 4))
    plan: Any = SimpleNamespace(records=SimpleNamespace(of=lambda _: [1] * 4), tables=tables, refused=None)
    assert is_matrix(plan, 1) == is_one


@pytest.mark.parametrize(("words", "is_short"), [(18, True), (19, False)])
def test_a_heading_of_a_section_has_eighteen_words(words: int, is_short: bool) -> None:
    assert stands_out(line("Uno" + " dos" * (words - 1), is_bold=True), 10.0) == is_short


@pytest.mark.parametrize(("bold", "of", "found"), [(5, 10, 5), (5, 9, 0), (3, 10, 3)])
def test_where_more_than_half_of_the_lines_stand_out_type_tells_nothing(bold: int, of: int, found: int) -> None:
    lines = [each for _ in range(min(bold, of - bold)) for each in (line("Principios", is_bold=True), line("1. Uno."))]
    lines += [line("Otros", is_bold=True)] * (bold - min(bold, of - bold)) + [line("2. Dos.")] * (
        of - bold - min(bold, of - bold)
    )
    assert len(sections_by_look(lines)) == found


@pytest.mark.parametrize(("count", "pages"), [(3, "indented-line"), (2, "none"), (4, "indented-line")])
def test_three_indented_lines_are_page_breaks(count: int, pages: str) -> None:
    assert pages_of("texto\n" * 5 + " sangrado\ntexto\n" * count) == pages


def test_six_headers_of_other_tables_are_listed() -> None:
    shown = [each for each in aside_lines(dict.fromkeys(range(9), "Precio")) if "Precio" in each]
    assert (len(shown), [*aside_lines(dict.fromkeys(range(9), "Precio"))][-1]) == (6, "#   and 3 more")


def test_four_lines_are_shown_as_evidence() -> None:
    assert _told([1, 2, 3, 4]).count(",") == 3
    assert _told([1, 2, 3, 4, 5]).endswith(" and 1 more")


@pytest.mark.parametrize(("count", "left"), [(4, 0), (3, 3), (5, 0)])
def test_four_lines_that_differ_in_their_number_count_something(count: int, left: int) -> None:
    assert len(without_counted([line(f"Ficha {each}") for each in range(1, count + 1)])) == left


@pytest.mark.parametrize(("deeds", "kind"), [(15, "action-matrix"), (16, "action-list"), (21, "action-list")])
def test_a_list_is_taken_where_it_reads_half_as_much_again(deeds: int, kind: str) -> None:
    table = Reading("action-matrix", (), 5, 5, 5, plan=SimpleNamespace())  # type: ignore[arg-type]
    taken = chosen([table, Reading("action-list", (), deeds, deeds)])
    assert taken is not None
    assert taken.kind == kind


@pytest.mark.parametrize(("different", "are_groups"), [(6, True), (7, False), (5, True)])
def test_a_column_names_groups_of_rows_where_most_share_their_name(different: int, are_groups: bool) -> None:
    assert _names_groups([f"Eje {min(place, different - 1)}" for place in range(10)]) == are_groups


@pytest.mark.parametrize(("words", "is_long"), [(5, True), (4, False), (6, True)])
def test_a_column_in_place_of_the_actions_has_five_words_a_cell(words: int, is_long: bool) -> None:
    assert _rank("Meta", {"Meta": ("goal", 100.0)}, ["palabra " * words])[0] == is_long


@pytest.mark.parametrize(
    ("filled", "rows", "is_found"), [(9, 10, True), (8, 10, False), (3, 3, True), (2, 2, False), (10, 10, True)]
)
def test_actions_without_a_header_are_the_finest_column_of_sentences(filled: int, rows: int, is_found: bool) -> None:
    cells = [(DEED if place < filled else "", "MINSEG", "Informe") for place in range(rows)]
    assert bool(drafted(look("Descripción de lo previsto", "Responsable", "Indicador", rows=cells)).own) == is_found


@pytest.mark.parametrize(("texts", "is_found"), [((3, 2), True), ((2, 2), False), ((3, 3), True)])
def test_a_column_of_actions_has_two_and_a_half_words_a_cell(texts: tuple[int, int], is_found: bool) -> None:
    cells = [("x " * texts[place % 2], "MINSEG", "Informe") for place in range(4)]
    assert bool(drafted(look("Descripción de lo previsto", "Responsable", "Indicador", rows=cells)).own) == is_found


def card(number: int, **values: str) -> list[PrintedLine]:
    return [line(label.replace("_", " "), value, table=number) for label, value in values.items()]


def cards(*every: dict[str, str]) -> list[PrintedLine]:
    return [row for number, each in enumerate(every, start=1) for row in card(number, **each)]


CARD = {"Acción": DEED, "Responsable": "MINSEG", "Indicador": "Número de personas"}


@pytest.mark.parametrize(("count", "is_found"), [(2, True), (1, False), (3, True)])
def test_two_cards_are_a_plan(count: int, is_found: bool) -> None:
    assert (find_cards(cards(*[CARD] * count)) is not None) == is_found


@pytest.mark.parametrize(("labels", "is_found"), [(3, True), (2, False)])
def test_three_labels_of_a_plan_make_cards(labels: int, is_found: bool) -> None:
    assert (find_cards(cards(*[dict([*CARD.items()][:labels])] * 4)) is not None) == is_found


def labels_of(lines: list[PrintedLine]) -> set[str]:
    found = find_cards(lines)
    return {label for labels in found.columns.values() for label in labels} if found else set()


@pytest.mark.parametrize(("count", "is_taken"), [(5, True), (4, False), (6, True)])
def test_a_label_of_no_column_occurs_in_half_of_the_cards(count: int, is_taken: bool) -> None:
    plan = cards(*[{**CARD, "Riesgos": "Rotación"}] * count, *[CARD] * (10 - count))
    assert ("Riesgos" in labels_of(plan)) == is_taken


@pytest.mark.parametrize(("count", "is_taken"), [(4, True), (3, False), (5, True)])
def test_a_label_of_a_column_occurs_in_a_fifth_of_the_cards(count: int, is_taken: bool) -> None:
    plan = cards(*[{**CARD, "Plazo": "2027"}] * count, *[CARD] * (20 - count))
    assert ("Plazo" in labels_of(plan)) == is_taken


@pytest.mark.parametrize(("deeds", "is_found"), [(6, True), (5, False), (7, True)])
def test_a_label_whose_values_are_deeds_stands_for_the_actions(deeds: int, is_found: bool) -> None:
    rest = {"Responsable": "MINSEG", "Indicador": "Número", "Plazo": "2027"}
    plan = cards(*[{"Descripción": DEED if place < deeds else "Mesas provinciales", **rest} for place in range(10)])
    assert (find_cards(plan) is not None) == is_found


@pytest.mark.parametrize(("words", "is_head"), [(8, True), (9, False), (6, True)])
def test_a_question_over_a_list_goes_on_with_eight_words(words: int, is_head: bool) -> None:
    assert is_list_head(f"¿Qué haremos{' para' * words}?") == is_head


def prose(*texts: str) -> list[PrintedLine]:
    return [PrintedLine("plan.pdf", 1, None, (text,), after_blank=True, size=11.0) for text in texts]


THING = "Las mesas provinciales de trabajo"


def listed(deeds: int, of: int, end: str = "") -> list[str]:
    return [f"• {DEED if place < deeds else THING} {chr(97 + place)}{end}." for place in range(of)]


def items_of(*texts: str) -> int:
    found = find_list(prose(*texts))
    return found.count if found else 0


@pytest.mark.parametrize(("heads", "count"), [(2, 8), (1, 0), (3, 12)])
def test_two_lists_with_a_head_are_a_plan(heads: int, count: int) -> None:
    assert items_of(*[text for _ in range(heads) for text in ("Acciones", *listed(4, 4))]) == count


@pytest.mark.parametrize(("items", "count"), [(4, 4), (3, 0), (5, 5)])
def test_four_items_are_a_plan(items: int, count: int) -> None:
    assert items_of("Acciones", *listed(items - 1, items - 1), "Acciones", *listed(1, 1)) == count


@pytest.mark.parametrize(("deeds", "is_found"), [(4, True), (3, False), (6, True)])
def test_four_in_ten_items_are_deeds(deeds: int, is_found: bool) -> None:
    assert bool(items_of("Acciones", *listed(deeds, 5), "Acciones", *listed(max(0, deeds - 5), 5))) == is_found


@pytest.mark.parametrize(("labelled", "is_found"), [(5, True), (4, False), (7, True)])
def test_items_without_a_head_have_a_label_in_every_second_line(labelled: int, is_found: bool) -> None:
    texts = [
        part
        for place, text in enumerate(listed(10, 10))
        for part in (text, *["Responsable: MINSEG."] * (place < labelled))
    ]
    assert bool(items_of(*texts)) == is_found


@pytest.mark.parametrize(("below", "count"), [(6, 6), (5, 10), (8, 8)])
def test_items_below_heads_are_taken_where_they_are_six_tenths_of_those_with_values(below: int, count: int) -> None:
    numbered = [f"{place}. {DEED} (MINSEG, 2027)." for place in range(1, 11)]
    assert items_of("Acciones", *listed(below - 2, below - 2), "Acciones", *listed(2, 2), "Anexo", *numbered) == count


def at_end(*texts: str) -> tuple[str, ...]:
    found = find_list(prose("Acciones", *texts[:2], "Acciones", *texts[2:]))
    return found.at_end if found else ()


@pytest.mark.parametrize(("ended", "of", "is_read"), [(3, 12, True), (2, 8, False), (3, 13, False), (4, 12, True)])
def test_values_at_the_end_of_a_quarter_and_three_of_the_items_are_read(ended: int, of: int, is_read: bool) -> None:
    texts = [*listed(of - ended, of - ended), *listed(ended, ended, " (MINSEG, 2027)")]
    assert bool(at_end(*texts)) == is_read


@pytest.mark.parametrize(("bodies", "of", "is_read"), [(6, 10, True), (5, 10, False), (8, 10, True)])
def test_bodies_alone_at_the_end_of_six_tenths_of_the_items_are_read(bodies: int, of: int, is_read: bool) -> None:
    texts = [*listed(of - bodies, of - bodies), *listed(bodies, bodies, " (MINSEG)")]
    assert bool(at_end(*texts)) == is_read


@pytest.mark.parametrize(("seldom", "of", "is_column"), [(3, 30, True), (2, 30, False), (4, 30, True)])
def test_a_column_of_a_tenth_of_the_ends_is_a_column(seldom: int, of: int, is_column: bool) -> None:
    texts = [f"• {DEED} {place} (MINSEG, 2027{', USD 10.000' * (place < seldom)})." for place in range(of)]
    assert ("budget" in at_end(*texts)) == is_column


@pytest.mark.parametrize(("labels", "is_column"), [(6, True), (5, False), (8, True)])
def test_a_label_that_six_tenths_of_the_items_have_is_a_column(labels: int, is_column: bool) -> None:
    texts = [
        part
        for place, text in enumerate(listed(10, 10))
        for part in (text, *["Riesgo asociado: rotación."] * (place < labels))
    ]
    found = find_list(prose("Acciones", *texts[:4], "Acciones", *texts[4:]))
    assert found is not None
    assert ("Riesgo asociado" in str(found.columns)) == is_column


@pytest.mark.parametrize(("words", "is_one"), [(8, True), (9, False), (6, True)])
def test_a_label_of_cards_has_eight_words(words: int, is_one: bool) -> None:
    assert _is_likely("Resultado" + " de" * (words - 1)) == is_one


@pytest.mark.parametrize(("label", "is_one"), [
    ("Fecha de inicio y fin", True), ("Fecha de inicio y de fin", False),
])  # fmt: skip
def test_a_label_of_a_list_has_five_words(label: str, is_one: bool) -> None:
    assert draft_list_values.is_label(label, Mapper(known_headers("action-matrix"))) == is_one


@pytest.mark.parametrize(("header", "name"), [("Responsable", "Responsable"), ("Responsabel", "Programado")])
def test_a_header_over_progress_names_its_columns_where_it_is_known(header: str, name: str) -> None:
    column = PrintedColumn(0, (header, "Programado"), ("Programado",), "Programado", is_under_span=False)
    [named] = _named_by_parent([column], Mapper(known_headers("operational-matrix")))
    assert named.name == name


@pytest.mark.parametrize(("deeds", "is_found"), [(6, True), (5, False), (8, True)])
def test_six_in_ten_items_without_a_mark_are_deeds(deeds: int, is_found: bool) -> None:
    items = [f"{DEED if place < deeds else THING} {chr(97 + place)}" for place in range(10)]
    lines = [PrintedLine("plan.pdf", 1, None, (text,), after_blank=True, size=11.0) for text in items]
    head = PrintedLine("plan.pdf", 1, None, ("Acciones",), after_blank=True, size=14.0, is_bold=True)
    assert (find_list([head, *lines[:5], head, *lines[5:]]) is not None) == is_found


def test_a_document_without_lines_has_no_cards() -> None:
    assert find_cards([]) is None
