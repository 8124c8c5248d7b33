"""Limits of the doubts and refusals of `rebuild` from both sides: one that is moved by a third fails a test."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from directriz.errors import LayoutMismatch
from directriz.language import language_of
from directriz.layouts import Layout, Profile
from directriz.rebuild.blocks import Block, LoneNumber
from directriz.rebuild.broken_tables import _are_halves, _with_found_headers
from directriz.rebuild.given_values import ValueGiver
from directriz.rebuild.heading_groups import _is_wider, chosen_looks, tables_under, without_constant
from directriz.rebuild.heading_looks import HeadingLine
from directriz.rebuild.headings import HeadingValue
from directriz.rebuild.hierarchy import _is_almost_unused, _is_right_below, _is_sure, _listed, _lost_rule, _without_rows
from directriz.rebuild.item_lists import ItemList, is_further_in
from directriz.rebuild.labelled_lines import repeated_labels
from directriz.rebuild.language_doubts import language_doubts
from directriz.rebuild.list_reader import ListReader, Paragraph, is_rest
from directriz.rebuild.matrix import rebuild_matrix
from directriz.rebuild.matrix_reading import MatrixReading
from directriz.rebuild.no_action import no_action
from directriz.rebuild.number_gaps import number_gaps
from directriz.rebuild.numbering import Numbered, is_beside_one, number_paragraphs
from directriz.rebuild.parted_headers import _is_row_below, _label_and_rest
from directriz.rebuild.pieces import Piece
from directriz.rebuild.profile_advice import _cut_headers
from directriz.rebuild.row_keys import narrow_key_pattern
from directriz.rebuild.short_rows import ColumnKinds, _kind
from directriz.rebuild.tables_by_hand import _nearest
from directriz.rebuild.title_levels import with_title_levels
from directriz.rebuild.unread_headings import _doubt
from directriz.rebuild.value_doubts import value_doubts
from directriz.rebuild.values_at_end import values_at_end
from directriz.rebuild.wrapped_lines import is_wrapped
from directriz.records import Action, Issue, PrintedLine, PrintedPiece, Records

DEED = "Capacitar a las autoridades locales"


def action(number: str | None = None, **columns: Any) -> Action:
    empty: dict[str, Any] = dict.fromkeys(Action.__dataclass_fields__)
    known = {"action_id": f"p/{number}", "plan_id": "p", "action": DEED, "number": number, "text_sha256": ""}
    return Action(**{**empty, **known, "measure_inherited": False, "responsible_inherited": False, **columns})


def line(text: str, **keys: Any) -> PrintedLine:
    return PrintedLine("plan.pdf", 1, 1, (text,), **keys)


def doubts_of(actions: list[Action], kind: str = "action-list") -> list[Issue]:
    return value_doubts("p", Records(actions), (), kind, language_of("es"))


def doubted(actions: list[Action], words: str) -> list[int]:
    """Return the places of the actions whose doubt has some words."""
    found = {each.record_id for each in doubts_of(actions) if words in each.detail}
    return [place for place, each in enumerate(actions) if each.action_id in found]


def plan(*columns: dict[str, Any]) -> list[Action]:
    return [action(str(place), **each) for place, each in enumerate(columns)]


@pytest.mark.parametrize(("count", "places"), [(4, [3]), (3, [])])
def test_an_action_is_compared_with_three_others_at_least(count: int, places: list[int]) -> None:
    actions = plan(*[{"deadline": "2027"}] * (count - 1), {})
    assert doubted(actions, "no deadline, unlike most") == places


@pytest.mark.parametrize(("have", "of", "is_usual"), [(6, 10, True), (5, 10, False), (8, 10, True)])
def test_a_value_of_six_tenths_of_the_actions_is_usual(have: int, of: int, is_usual: bool) -> None:
    actions = plan(*[{"deadline": "2027"}] * have, *[{}] * (of - have))
    assert doubted(actions, "no deadline, unlike most") == ([*range(have, of)] if is_usual else [])


@pytest.mark.parametrize(("terms", "of", "is_usual"), [(8, 10, True), (7, 10, False), (9, 10, True)])
def test_deadlines_are_terms_where_eight_in_ten_are(terms: int, of: int, is_usual: bool) -> None:
    actions = plan(*[{"deadline": "2027"}] * terms, *[{"deadline": "según avance del plan"}] * (of - terms))
    assert doubted(actions, "its deadline is no term") == ([*range(terms, of)] if is_usual else [])


@pytest.mark.parametrize(("deeds", "is_usual"), [(8, True), (7, False)])
def test_actions_are_deeds_where_eight_in_ten_begin_with_one(deeds: int, is_usual: bool) -> None:
    actions = plan(*[{}] * deeds, *[{"action": "Las mesas provinciales de trabajo"}] * (10 - deeds))
    assert doubted(actions, "does not begin with something to be done") == ([*range(deeds, 10)] if is_usual else [])


@pytest.mark.parametrize(
    ("words", "usual", "is_long"), [(31, 5, True), (30, 5, False), (46, 15, True), (45, 15, False)]
)
def test_a_text_of_thirty_words_and_three_times_the_usual_is_long(words: int, usual: int, is_long: bool) -> None:
    actions = plan(
        *[{"action": "Capacitar " + "personal " * (usual - 1)}] * 4, {"action": "Capacitar " + "a " * (words - 1)}
    )
    assert doubted(actions, f"action has {words} words") == ([4] if is_long else [])


@pytest.mark.parametrize(("label", "is_label"), [("Responsable", True), ("Responsabel", False)])
def test_only_a_label_that_is_known_letter_by_letter_is_left_in_a_text(label: str, is_label: bool) -> None:
    assert doubted(plan({"action": f"{DEED}. {label}: Ministerio"}), "holds the label") == ([0] if is_label else [])


@pytest.mark.parametrize(
    ("fitting", "of", "is_refused"), [(3, 10, True), (5, 10, False), (4, 10, True), (7, 10, False)]
)
def test_a_pattern_that_leaves_out_half_of_the_keys_is_refused(fitting: int, of: int, is_refused: bool) -> None:
    keys = [(line(text), text) for text in [*["Crear redes"] * fitting, *["Formar jueces"] * (of - fitting)]]
    found = narrow_key_pattern(Layout(key="action", key_pattern="^Crear"), "profiles/p.toml", keys)
    assert (found is not None) == is_refused


def test_three_cells_that_a_pattern_leaves_out_are_shown() -> None:
    texts = ("uno", "dos", "tres", "cuatro", "cinco")
    keys = [(line(text), text) for text in texts]
    found = narrow_key_pattern(Layout(key="action", key_pattern="^Crear"), "profiles/p.toml", keys)
    assert isinstance(found, LayoutMismatch)
    assert [text for text in ("uno", "dos", "tres", "cuatro", "cinco") if repr(text) in found.found] == [
        "uno",
        "dos",
        "tres",
    ]


@pytest.mark.parametrize(("rows", "lacking"), [(2, (1,)), (1, None)])
def test_a_short_row_is_compared_with_two_whole_ones(rows: int, lacking: tuple[int, ...] | None) -> None:
    kinds = ColumnKinds([("1", "Crear una red de refugios", "50 %", "2027")] * rows)
    assert kinds.lacking(("7", "60 %", "2028")) == lacking


@pytest.mark.parametrize(("numbers", "of", "missing"), [(8, 10, 1), (7, 10, 0), (9, 10, 1)])
def test_numbers_are_counted_where_eight_in_ten_actions_have_one(numbers: int, of: int, missing: int) -> None:
    actions = [*(action(str(each)) for each in [*range(1, numbers), numbers + 1]), *[action()] * (of - numbers)]
    assert len(number_gaps("p", actions)) == missing


@pytest.mark.parametrize(("gaps", "of", "told"), [(2, 10, 2), (3, 10, 0), (1, 5, 1), (2, 9, 0)])
def test_a_plan_with_more_gaps_than_a_fifth_of_its_numbers_does_not_count(gaps: int, of: int, told: int) -> None:
    numbers = [place + min(place // 2, gaps) for place in range(1, of + 1)]
    assert len(number_gaps("p", [action(str(each)) for each in numbers])) == told


def words(spanish: int, english: int) -> list[PrintedLine]:
    return [*[line("los")] * spanish, *[line("the")] * english]


@pytest.mark.parametrize(("spanish", "english", "is_doubted"), [
    (4, 16, True), (4, 15, False), (0, 8, True), (0, 7, False), (5, 17, False), (3, 13, True),
])  # fmt: skip
def test_four_times_as_many_words_of_another_language_are_a_doubt(spanish: int, english: int, is_doubted: bool) -> None:
    source: Any = SimpleNamespace(id="p", language="es")
    assert bool(language_doubts(source, words(spanish, english))) == is_doubted


def test_two_thousand_lines_of_a_document_tell_its_language() -> None:
    source: Any = SimpleNamespace(id="p", language="es")
    lines = [line("the") if place % 2 else line("-") for place in range(1998)]
    assert language_doubts(source, lines)
    assert not language_doubts(source, [*lines, line("-"), line("-")])  # every second line, all of them the blank ones


@pytest.mark.parametrize(("letters", "goes_on"), [(40, True), (39, False), (45, True)])
def test_a_line_of_eight_tenths_of_the_width_goes_on(letters: int, goes_on: bool) -> None:
    assert is_wrapped(line("x" * letters), line("de"), 50) == goes_on


def title(text: str, size: float = 0.0, shade: float = 1.5, look: str = "title") -> HeadingLine:
    return HeadingLine(text, 1, look, size, shade)


@pytest.mark.parametrize(("larger", "looks"), [(10.5, ["title 1.1", "title 1"]), (10.7, ["title 2", "title 1"])])
def test_sizes_of_titles_that_differ_by_six_hundredths_are_one(larger: float, looks: list[str]) -> None:
    [group] = with_title_levels([[title("Prevención", larger), title("Difusión", 10.0)]])
    assert [each.look for each in group] == looks


def test_titles_of_one_kind_have_three_levels() -> None:
    [group] = with_title_levels([[title(text) for text in ("uno", "dos", "tres", "cuatro")]])
    assert [each.look for each in group] == ["title 1.2", "title 1.2", "title 1.1", "title 1"]


def headings(*looks: tuple[str, ...]) -> list[list[HeadingLine]]:
    """Return the headings over tables, one group a table: each look with the words of its own that stand there."""
    return [
        [HeadingLine(f"{look} {chr(97 + place)}", 1, look, 14.0 if look.startswith("style") else 0.0) for look in group]
        for place, group in enumerate(looks)
    ]


def looks_taken(*looks: tuple[str, ...]) -> list[str]:
    groups = headings(*looks)
    return chosen_looks(groups, tables_under(groups))


@pytest.mark.parametrize(("over", "is_taken"), [(5, True), (4, False), (6, True)])
def test_a_kind_of_heading_stands_over_half_of_the_tables(over: int, is_taken: bool) -> None:
    assert bool(looks_taken(*[("capitals",)] * over, *[()] * (10 - over))) == is_taken


@pytest.mark.parametrize(("over", "is_taken"), [(2, True), (1, False)])
def test_headings_of_one_type_are_compared_with_a_third_of_the_tables(over: int, is_taken: bool) -> None:
    looks = [*[("style 14.0 b",)] * over, *[("number 1",)] * 0, *[()] * (12 - over)]
    assert bool(looks_taken(*looks)) == is_taken


@pytest.mark.parametrize(("each", "is_taken"), [(2, True), (3, False)])
def test_more_than_two_headings_of_a_kind_over_a_table_do_not_belong_to_the_tables(each: int, is_taken: bool) -> None:
    assert bool(looks_taken(*[("capitals",) * each] * 4)) == is_taken


@pytest.mark.parametrize(("below", "of", "is_over"), [(4, 5, True), (3, 5, False), (3, 4, False), (7, 8, True)])
def test_a_look_is_the_upper_level_where_eight_tenths_have_a_heading_below(below: int, of: int, is_over: bool) -> None:
    upper = [("roman", "capitals")] * below + [("capitals", "roman")] * (of - below)
    assert ("roman" in looks_taken(*upper, *[("capitals",)] * 2 * of)) == is_over


@pytest.mark.parametrize(("size", "is_wider"), [(11.0, True), (10.9, False), (14.0, True)])
def test_a_heading_above_another_is_a_tenth_larger(size: float, is_wider: bool) -> None:
    sizes = {"style 10.0 b": 10.0, "style x": size}
    assert _is_wider("style x", ["style 10.0 b"], sizes, ["Prevención", "Asistencia"]) == is_wider


def idle(*lines: str) -> list[str]:
    return without_constant([[HeadingLine(each, 1, "capitals", 0.0)] for each in lines])[1]


@pytest.mark.parametrize(("count", "is_constant"), [(3, True), (2, False), (4, True)])
def test_words_over_three_tables_name_none_of_them(count: int, is_constant: bool) -> None:
    assert bool(idle(*["METAS"] * count)) == is_constant


@pytest.mark.parametrize(("misprint", "is_left_out"), [("METAS E INDICADORS", True), ("METAS E INDICDS", False)])
def test_a_constant_line_with_a_letter_off_is_the_same_line(misprint: str, is_left_out: bool) -> None:
    assert (misprint in idle(*["METAS E INDICADORES"] * 3, misprint)) == is_left_out


@pytest.mark.parametrize(("constant", "misprint", "is_left_out"), [
    ("OBJETIVOS", "OBJETIVO", True), ("OBJETIVO", "OBJETIV", False), ("OBJETIVOS", "OBJETIVS", True),
])  # fmt: skip
def test_a_misprinted_line_has_eight_letters(constant: str, misprint: str, is_left_out: bool) -> None:
    assert (misprint in idle(*[constant] * 3, misprint)) == is_left_out


def piece(top: float, height: float = 10.0) -> Piece:
    return Piece("Prevención", "plan.pdf", 1, 1, None, (50.0, top, 150.0, top + height))


@pytest.mark.parametrize(("lower", "is_below"), [(35.0, True), (35.1, False), (30.0, True), (45.0, False)])
def test_a_heading_right_below_another_is_two_and_a_half_lines_away(lower: float, is_below: bool) -> None:
    assert _is_right_below(piece(0.0), piece(lower)) == is_below


def test_three_headings_are_listed() -> None:
    assert _listed(["a", "b", "c"]) == "'a', 'b', 'c'"
    assert _listed(["a", "b", "c", "d"]) == "'a', 'b', 'c' and 1 more"


@pytest.mark.parametrize(("narrower", "is_sure"), [
    ([("a", ["x", "y"]), ("b", ["z", "u"])], True), ([("a", ["x", "y", "z"])], False),
])  # fmt: skip
def test_axes_below_two_subaxes_are_no_accident(narrower: list[tuple[str, list[str]]], is_sure: bool) -> None:
    assert _is_sure(narrower, is_printed_anew=False) == is_sure


@pytest.mark.parametrize(("without", "of", "is_lost"), [(9, 10, True), (8, 10, False), (19, 20, True)])
def test_headings_are_lost_where_nine_in_ten_rows_lack_their_value(without: int, of: int, is_lost: bool) -> None:
    rows = [*[SimpleNamespace(headings={})] * without, *[SimpleNamespace(headings={"axis": 1})] * (of - without)]
    entered: Any = [SimpleNamespace(field="axis", piece=SimpleNamespace(text=text)) for text in ("uno", "dos")]
    reading: Any = SimpleNamespace(rows=rows)
    assert _is_almost_unused(reading, entered) == is_lost


@pytest.mark.parametrize(("with_rows", "of", "is_told"), [(2, 3, True), (3, 5, False), (4, 6, True), (5, 6, True)])
def test_a_heading_without_rows_is_odd_where_two_thirds_have_some(with_rows: int, of: int, is_told: bool) -> None:
    entered: list[Any] = [SimpleNamespace(level=0, piece=SimpleNamespace(text=f"EJE {place}")) for place in range(of)]
    lost = entered[1 : 1 + of - with_rows]
    context = SimpleNamespace(leftovers=lambda: lost, replaced=[], entered=entered)
    reading: Any = SimpleNamespace(context=context)
    assert bool([*_without_rows([], reading)]) == is_told


@pytest.mark.parametrize(("printed", "is_meant"), [("Metas anuales", True), ("Meta de cada año", False)])
def test_a_header_that_is_alike_by_three_quarters_is_meant(printed: str, is_meant: bool) -> None:
    assert (f"Is {printed!r} meant?" in _nearest(["Meta anual"], [printed])) == is_meant


@pytest.mark.parametrize(("label", "is_cut"), [("Orga", True), ("Org", False), ("Organ", True)])
def test_a_header_that_a_page_cuts_has_four_letters(label: str, is_cut: bool) -> None:
    profile: Any = SimpleNamespace(columns={"responsible": ["Organismo responsable"]})
    assert bool(_cut_headers(profile, [label], ())) == is_cut


@pytest.mark.parametrize(("count", "is_named"), [(40, True), (41, False)])
def test_forty_headings_are_named_one_by_one(count: int, is_named: bool) -> None:
    sizes = {"style 10.0 b": 10.0, "style x": 14.0}
    texts = [f"Prevención {chr(97 + place)}" for place in range(count)]
    assert _is_wider("style x", ["style 10.0 b"], sizes, texts) == is_named


@pytest.mark.parametrize(("number", "is_read"), [(999, True), (1000, False), (998, True)])
def test_no_paragraph_has_a_number_of_four_figures(number: int, is_read: bool) -> None:
    paragraphs = [Numbered(1, False, str(each)) for each in (number - 1, number)]
    number_paragraphs(paragraphs, "arabic", number - 1, None)
    assert paragraphs[1].is_inferred != is_read


@pytest.mark.parametrize(("size", "left", "is_inside"), [
    (10.0, 53.1, True), (10.0, 52.9, False), (10.0, 109.0, True), (10.0, 111.0, False), (20.0, 53.1, False),
    (20.0, 111.0, True),
])  # fmt: skip
def test_a_line_of_an_item_is_indented_by_shares_of_its_type(size: float, left: float, is_inside: bool) -> None:
    item, below = (drawn_line(each, size) for each in (50.0, left))
    assert is_further_in(item, below) == is_inside


def drawn_line(left: float, size: float) -> PrintedLine:
    return line("texto", size=size, pieces=((PrintedPiece(1, (left, 10.0, left + 90.0, 20.0), "texto"),),))


@pytest.mark.parametrize(
    ("size", "left", "is_one"), [(10.0, 56.1, True), (10.0, 55.9, False), (20.0, 56.1, False), (5.0, 53.1, True)]
)
def test_the_rest_of_a_numbered_sentence_is_indented_by_its_type(size: float, left: float, is_one: bool) -> None:
    first, rest = (
        Piece("reformas en Materia", "p.pdf", 1, None, None, (each, 10.0, 300.0, 20.0)) for each in (50.0, left)
    )
    paragraph = Paragraph([Block((first,), size=size)], "1")
    assert is_rest(paragraph, Block((replace(rest, text="Penal; y"),), size=size)) == is_one


def known(count: int) -> Any:
    """Return what names the columns of "A", the actions', and of as many of B, C, D, E, F as to make `count`."""
    names = dict.fromkeys("ABCDEF"[:count], "goal") | {"A": "action"}
    return names.get


@pytest.mark.parametrize(("count", "is_header"), [(4, True), (3, False), (6, True)])
def test_a_first_row_of_known_labels_is_a_header(count: int, is_header: bool) -> None:
    row = PrintedLine("plan.pdf", 1, 1, tuple("ABCDEF"), table=1)
    [found] = _with_found_headers([row], known(count)).lines
    assert bool(found.spans) == is_header


@pytest.mark.parametrize(("columns", "are"), [(100, True), (101, False), (67, True)])
def test_a_cut_header_has_a_hundred_columns(columns: int, are: bool) -> None:
    upper, lower = (PrintedLine("p.pdf", 1, 1, (word,) * columns) for word in ("Acción", "principal"))
    assert _are_halves(upper, lower, {"Acción principal": "action"}.get) == are


@pytest.mark.parametrize(("valued", "is_aside"), [(6, True), (5, False), (8, True)])
def test_a_list_without_values_is_aside_where_six_in_ten_items_have_some(valued: int, is_aside: bool) -> None:
    rows: list[Any] = [
        SimpleNamespace(number=place, page=1, blocks={}, pieces={"action": [piece(0)]}) for place in range(10)
    ]
    for row in rows[:valued]:
        row.pieces["deadline"] = [piece(0)]
    reading = MatrixReading("plan", rows=rows)
    ValueGiver(reading, lambda _: None, ()).set_aside([ItemList(rows=rows[valued:])])
    assert (len(reading.rows) == valued) == is_aside


@pytest.mark.parametrize(("words", "is_label"), [(5, True), (6, False), (4, True)])
def test_a_label_of_a_line_has_five_words(words: int, is_label: bool) -> None:
    label = " ".join(["Responsable", *["de"] * (words - 1)])
    assert bool([*repeated_labels([f"{label}: Ministerio"])]) == is_label


@pytest.mark.parametrize(("away", "is_beside"), [(5.9, True), (6.1, False), (7.5, False)])
def test_a_number_in_the_margin_is_beside_its_paragraph(away: float, is_beside: bool) -> None:
    paragraph = Numbered(1, False, None, box=(90.0, 100.0, 400.0, 150.0))
    number = LoneNumber(replace(piece(100.0 + away), text="7."), "7")
    assert is_beside_one(number, [paragraph]) == is_beside


ROLES = {"N.": "number", "Acción": "action", "Responsable": "responsible"}


@pytest.mark.parametrize(("words", "is_row"), [(5, True), (4, False), (7, True)])
def test_an_action_in_a_header_has_five_words(words: int, is_row: bool) -> None:
    upper = PrintedLine("p.pdf", 1, 1, ("N.", "Acción", "Responsable"), spans=(1, 1, 1))
    lower = PrintedLine("p.pdf", 1, 1, ("1", " ".join(["Capacitar"] * words), "MINSEG"))
    assert _is_row_below(upper, lower, ROLES.get) == is_row


@pytest.mark.parametrize(("words", "is_found"), [(6, True), (7, False), (4, True)])
def test_a_label_before_the_words_of_a_row_has_six_words(words: int, is_found: bool) -> None:
    label = " ".join("abcdefgh"[:words])
    assert (_label_and_rest(f"{label} Capacitar a jueces", {label: "action"}.get)[0] == label) == is_found


@pytest.mark.parametrize(("words", "kind"), [(8, "long"), (7, "short"), (10, "long")])
def test_a_text_of_eight_words_is_long(words: int, kind: str) -> None:
    assert _kind(" ".join(["de"] * words)) == kind


def test_a_text_that_a_column_has_elsewhere_counts_more() -> None:
    kinds = ColumnKinds([("alto", "bajo")] * 5)
    assert kinds._fit(0, "alto") - kinds._fit(0, "otro") == pytest.approx(2.0)


@pytest.mark.parametrize(("count", "is_told"), [(8, True), (7, False), (12, True)])
def test_one_place_of_a_cell_is_better_than_every_other(count: int, is_told: bool) -> None:
    """The shares of the kind in both columns are (count + .1) and .1 of (count + 1), or nearly alike."""
    kinds = ColumnKinds([("12", "de la red")] * 5 + [("de la red", "12")] * 5)
    kinds._kinds[0], kinds._kinds[1] = Counter({"number": count * 10 - 0.1}), Counter({"number": 10 - 0.1})  # type: ignore[dict-item]
    assert (kinds.lacking(("12",)) is not None) == is_told


@pytest.mark.parametrize(("count", "more"), [(12, ""), (13, " and 1 more"), (16, " and 4 more")])
def test_twelve_lines_that_look_like_headings_are_named(count: int, more: str) -> None:
    rules: Any = SimpleNamespace(fix_heading=lambda *_: ("axis", "write it"), free_field=lambda: "axis")
    groups = [[HeadingLine(f"EJE {place}", 1, "capitals", 0.0)] for place in range(count)]
    assert f"'EJE 11'{more}. The rows" in _doubt("plan", rules, "capitals", groups).detail


@pytest.mark.parametrize(("words", "are_values"), [(10, True), (11, False), (8, True)])
def test_a_value_of_another_kind_has_ten_words(words: int, are_values: bool) -> None:
    ended = values_at_end(f"{DEED} — {' '.join(['insumos'] * words)}; 2027", lambda _: None)
    assert ended is not None
    assert (ended.action_end == len(DEED)) == are_values


PROFILE = Profile.model_validate({
    "kind": "action-matrix", "about": "-",
    "columns": {"action": ["Acción"], "goal": ["Meta"], "responsible": ["Responsable"], "deadline": ["Plazo"]},
    "layout": {"key": "action", "key_pattern": r"^\S"},
})  # fmt: skip


def refused(*headers: tuple[str, ...]) -> str:
    lines = [
        PrintedLine("p.pdf", 1, None, cells, table=number, spans=(1,) * len(cells), pieces=((),) * len(cells))
        for number, cells in enumerate(headers, start=1)
    ]
    return no_action(lines, PROFILE, "profiles/p.toml").remedy


@pytest.mark.parametrize(("labels", "is_plan"), [(("Responsable", "Plazo"), True), (("Plazo", "Precio"), False)])
def test_a_table_with_two_headers_of_the_profile_may_be_the_plans(labels: tuple[str, ...], is_plan: bool) -> None:
    assert ("names the actions" in refused((*labels, "Tareas"))) == is_plan


def test_eight_headers_of_tables_are_listed() -> None:
    told = refused(*((f"Precio {place}", "Unidad") for place in range(12)))
    assert [place for place in range(12) if f"Precio {place} " in told] == [*range(8)]


@pytest.mark.parametrize(("between", "is_told"), [(3, True), (4, False), (1, True)])
def test_a_likely_heading_stands_three_lines_above_its_table(between: int, is_told: bool) -> None:
    head = PrintedLine("p.pdf", 1, 1, ("Acción", "Responsable"), table=1, spans=(1, 1))
    rows = [PrintedLine("p.pdf", 1, 1, (DEED, "MINSEG"), table=1)] * 2
    text = [line("Eje 2: Asistencia"), *[line("Texto sobre el eje.")] * between]
    records = rebuild_matrix([head, *rows, *text, replace(head, table=2), *(replace(each, table=2) for each in rows)],
                             "plan", PROFILE, "profiles/p.toml", language_of("es"))  # fmt: skip
    assert any(each.issue_code == "heading_unread" for each in records.of(Issue)) == is_told


@pytest.mark.parametrize(("words", "is_title"), [(18, True), (19, False), (14, True)])
def test_a_heading_of_a_list_has_eighteen_words(words: int, is_title: bool) -> None:
    profile = Profile.model_validate({"kind": "directive-list", "about": "-"})
    heading = replace(piece(100.0), text=" ".join(["Directrices", *["generales"] * (words - 1)]))
    reader = ListReader(profile, language_of("es"), [Block((heading,), stands_out=True, size=10.0)])
    assert reader._looks_like_heading(Block((heading,), stands_out=True, size=10.0)) == is_title


@pytest.mark.parametrize(("texts", "ended", "of", "is_refused"), [
    ("many", 1, 3, True), ("many", 1, 4, False), ("many", 2, 4, True),  # few rows have a value of the rule
    ("one", 2, 4, True), ("one", 1, 4, False), ("one", 3, 4, True),  # rows have one
])  # fmt: skip
def test_a_rule_whose_headings_a_wider_one_ends_is_refused(texts: str, ended: int, of: int, is_refused: bool) -> None:
    upper = [
        HeadingValue("axis", replace(piece(0.0), text=f"EJE {place * (texts == 'many')}"), None, 1)
        for place in range(of)
    ]
    below = [HeadingValue("subaxis", piece(20.0 if place < ended else 300.0), None, 0) for place in range(of)]
    pairs = list(zip(upper, below, strict=True))[: ended if texts == "many" else of]
    rows = [] if texts == "many" else [SimpleNamespace(headings={"axis": 1})]
    context = SimpleNamespace(leftovers=lambda: upper, replaced=pairs, entered=[*upper, *below], ended=[])
    reading: Any = SimpleNamespace(context=context, rows=rows, profile_name="profiles/p.toml")
    rules: Any = SimpleNamespace(heading=[SimpleNamespace(pattern=f"(?P<{name}>.+)") for name in ("subaxis", "axis")])
    assert (_lost_rule(reading, rules) is not None) == is_refused
