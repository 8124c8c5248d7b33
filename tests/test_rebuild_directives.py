"""Frameworks of directives: numbered paragraphs of drafts, torn or clean, and tables with result indicators."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from directriz.checks import check_conservation
from directriz.errors import CheckFailed, LayoutMismatch
from directriz.language import language_of
from directriz.rebuild import rebuild_witness
from directriz.rebuild.directive_list import rebuild_directive_list, unclear_joints
from directriz.rebuild.numbering import Numbered, number_paragraphs, read_label
from directriz.rebuild.pieces import Piece
from directriz.rebuild.roman_numerals import roman, roman_value
from directriz.records import Directive, Excluded, Issue, PrintedIndicators, PrintedLine, PrintedPiece, Provision
from hypothesis import given
from hypothesis import strategies as st
from workspaces import REPOSITORY, Document, rebuilt, run, shipped, write_workspace

CLEAN = """Los Estados Miembros, reconociendo el delito;

PRINCIPIOS

i. Dignidad de la persona.

ii. No revictimización.

DIRECTRICES GENERALES

1. Fortalecer las instituciones [CAN: nacionales].

2. Promover:

a) la educación;

b) la salud; y

c) el empleo.

3. Diseñar campañas que lleguen a

las zonas rurales.

DIRECTRICES PARA LA PREVENCIÓN

4. Prevenir.

- 3 -

5. Evaluar.
"""


def numbered(text, profile="oas-3"):
    return [directive.directive_id.removeprefix("plan/") for directive in rebuilt(text, profile).of(Directive)]


def test_a_full_stop_behind_a_roman_number_may_be_read_as_a_comma():
    assert numbered(CLEAN.replace("ii. No", "ii, No")) == numbered(CLEAN)
    assert texts(CLEAN.replace("ii. No", "ii, No"))["principle/ii"] == "No revictimización."


def texts(text, profile="oas-3"):
    return {each.directive_id.removeprefix("plan/"): each.text_source for each in rebuilt(text, profile).of(Directive)}


def doubts(text, profile="oas-3"):
    found = rebuilt(text, profile).of(Issue)
    return [
        (issue.issue_code, (issue.record_id or "").removeprefix("plan/")) for issue in found if issue.severity != "info"
    ]


def swapped(text, old, new):
    assert text.count(old) == 1, (text.count(old), old)
    return text.replace(old, new)


def test_a_clean_draft():
    records = rebuilt(CLEAN, "oas-3")
    assert texts(CLEAN) == {
        "principle/i": "Dignidad de la persona.",
        "principle/ii": "No revictimización.",
        "directive/1": "Fortalecer las instituciones [CAN: nacionales].",
        "directive/2": "Promover: a) la educación; b) la salud; y c) el empleo.",
        "directive/3": "Diseñar campañas que lleguen a las zonas rurales.",
        "directive/4": "Prevenir.",
        "directive/5": "Evaluar.",
    }
    assert [(each.kind, each.text_source) for each in records.of(Provision)] == [
        ("preamble", "Los Estados Miembros, reconociendo el delito;"),
        ("heading", "PRINCIPIOS"),
        ("heading", "DIRECTRICES GENERALES"),
        ("heading", "DIRECTRICES PARA LA PREVENCIÓN"),
    ]
    assert [(each.reason, each.text) for each in records.of(Excluded)] == [("page-number", "- 3 -")]
    assert records.of(Issue) == ()
    assert [each.number_inferred for each in records.of(Directive)] == [False] * 7


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("1. Fortalecer", "1.\n\nFortalecer", id="number apart"),
        pytest.param("1. Fortalecer", "1, \n\nFortalecer", id="comma for its full stop"),
        pytest.param("4. Prevenir", "4, Prevenir", id="comma for its full stop, before its text"),
        pytest.param("1. Fortalecer", "1.Fortalecer", id="no space behind the number"),
        pytest.param("lleguen a\n\nlas", "lleguen a\nlas", id="whole paragraph"),
        pytest.param("a) la educación;", "• la educación;", id="bullets"),
        pytest.param("4. Prevenir.", "4) Prevenir.", id="bracket behind the number"),
    ],
)
def test_a_draft_printed_otherwise_has_the_same_numbers(old, new):
    records = rebuilt(swapped(CLEAN, old, new), "oas-3")
    assert numbered(swapped(CLEAN, old, new)) == numbered(CLEAN)
    assert records.of(Directive)[2].text_source == "Fortalecer las instituciones [CAN: nacionales]."
    assert doubts(swapped(CLEAN, old, new)) == []
    check_conservation(records.of(PrintedLine), records, "plan.txt")


def test_numbers_in_a_block_at_the_pages_head():
    text = "DIRECTRICES GENERALES\n\n 1.\n\n2.\n\n Primera.\n\nSegunda.\n\n 3.\n\n Tercera.\n"
    assert texts(text) == {"directive/1": "Primera.", "directive/2": "Segunda.", "directive/3": "Tercera."}
    assert [each.page_start for each in rebuilt(text, "oas-3").of(Directive)] == [2, 2, 3]


def test_numbers_that_were_lost_follow_from_the_sequence():
    text = "DIRECTRICES GENERALES\n\n1. Una.\n\nDos.\n\nTres.\n\n4. Cuatro.\n"
    records = rebuilt(text, "oas-3")
    assert numbered(text) == ["directive/1", "directive/2", "directive/3", "directive/4"]
    assert [each.number_inferred for each in records.of(Directive)] == [False, True, True, False]
    assert [issue.issue_code for issue in records.of(Issue)] == ["number_inferred"] * 2


@pytest.mark.parametrize(
    ("old", "new", "numbers", "doubted"),
    [
        pytest.param("5. Ev", "8. Ev", "1 2 3 4 8", [("number_gap", "directive/8")], id="gap"),
        pytest.param(
            "rurales.", "rurales.\n\nOtro párrafo.", "1 2 3 3bis 4 5", [("number_added", "directive/3bis")], id="none"
        ),
        pytest.param("5. Ev", "4. Ev", "1 2 3 4 4-2", [("number_doubled", "directive/4-2")], id="twice"),
        pytest.param("2. Pro", "1002. Pro", "1 2 3 4 5", [], id="misread"),
        pytest.param("2. Pro", "21. Pro", "1 2 3 4 5", [], id="misread as a number to come"),
        pytest.param(
            "Evaluar.", "Evaluar.\n\nNota final.", "1 2 3 4 5 5bis", [("number_added", "directive/5bis")], id="end"
        ),
        pytest.param("lleguen a\n\nlas", "lleguen en\n\n2025. Las", "1 2 3 4 5", [], id="a year"),
        pytest.param("\n\n4. Prev", "\n\nSon estas.\n\n4. Prev", "1 2 3 4 5", [], id="introduction"),
    ],
)
def test_numbers_with_an_accident(old, new, numbers, doubted):
    found = swapped(CLEAN, old, new)
    directives = [each.removeprefix("directive/") for each in numbered(found) if each.startswith("directive/")]
    assert directives == numbers.split()
    assert doubts(found) == doubted


def test_a_heading_that_the_profile_does_not_know_is_one_in_doubt():
    text = swapped(CLEAN, "- 3 -", "SEGUIMIENTO Y EVALUACIÓN")
    assert numbered(text) == numbered(CLEAN)
    assert rebuilt(text, "oas-3").of(Directive)[-1].section == "SEGUIMIENTO Y EVALUACIÓN"
    assert doubts(text) == [("heading_unknown", "")]


def test_a_draft_under_no_heading_of_the_profile_is_refused():
    with pytest.raises(LayoutMismatch, match="no paragraph stands below a heading") as refused:
        rebuilt(CLEAN.replace("PRINCIPIOS", "Principios").replace("DIRECTRICES", "Directrices"), "oas-3")
    assert "[[heading]]" in refused.value.remedy


def test_a_number_at_the_foot_of_the_page_before():
    text = "DIRECTRICES GENERALES\n\n1.\n\nUna.\n\n2.\n\n\n\nDos.\n\n3.\n\nTres.\n"
    records = rebuilt(text, "oas-3")
    assert [(each.number, each.number_inferred) for each in records.of(Directive)] == [
        ("1", False),
        ("2", False),
        ("3", False),
    ]
    assert records.of(Issue) == ()


def test_a_number_without_paragraph_is_set_aside_and_told():
    records = rebuilt(CLEAN + "\n\n\n17.\n", "oas-3")
    assert ("number-unplaced", "17.") in [(each.reason, each.text) for each in records.of(Excluded)]
    assert records.of(Issue)[-1].issue_code == "number_unplaced"


NOTED = """PRINCIPIOS

i. Dignidad de la persona;

1. El Protocolo define la trata como el

traslado de personas.
"""


@pytest.mark.parametrize("torn", ["\n\n\n\ntraslado", "\n\n\n- 4 -\n\n\n traslado", "\ntraslado"])
def test_a_footnote_may_go_on_after_the_page(torn):
    records = rebuilt(NOTED.replace("\n\ntraslado", torn) + "\n\n\nii. No revictimización.\n", "oas-3")
    assert [each.text_source for each in records.of(Directive)] == ["Dignidad de la persona;", "No revictimización."]
    (note,) = [each for each in records.of(Provision) if each.kind == "footnote"]
    assert (note.number, note.text_source) == ("1", "El Protocolo define la trata como el traslado de personas.")


def real_draft():
    return (REPOSITORY / "raw" / "oas-plan-3.txt").read_text(encoding="utf-8")


def everything(text):
    records = rebuilt(text, "oas-3")
    return [(each.directive_id, each.text_source) for each in records.of(Directive)] + [
        (each.record_id, each.text_source) for each in records.of(Provision)
    ]


@pytest.mark.parametrize("step", [2, 3, 5])
def test_the_real_draft_torn_by_blank_lines(step):
    lines = real_draft().split("\n")
    torn = [
        f"\n{line}" if number % step == 0 and before.strip() and re.match("[a-zó]{2,} [a-z]", line) else line
        for number, (before, line) in enumerate(pairwise(["", *lines]))
    ]
    assert len("\n".join(torn)) > len(real_draft()) + 30
    assert everything("\n".join(torn)) == everything(real_draft())


@pytest.mark.parametrize("step", [7, 11, 13])
def test_the_real_draft_on_other_pages(step):
    """Its paragraphs stay whole; numbers that a page break parts from them are another matter."""
    lines = real_draft().split("\n")
    torn = [
        f"\n\n\n- 3 -\n\n {line}"
        if number % step == 0 and before.strip() and re.match("[a-zó]{2,} [a-z]", line)
        else line
        for number, (before, line) in enumerate(pairwise(["", *lines]))
    ]
    assert len("\n".join(torn)) > len(real_draft()) + 30
    assert [text for _, text in everything("\n".join(torn))] == [text for _, text in everything(real_draft())]


@given(
    st.integers(1, 90),
    st.lists(st.booleans(), min_size=1, max_size=30),
    st.sampled_from([None, "next"]),
)
def test_lost_numbers_are_found_again(first, printed, known_end):
    """Whichever numbers of a section are lost, the others and the next section's first give them back."""
    paragraphs = [
        Numbered(1, False, str(first + index) if is_printed else None) for index, is_printed in enumerate(printed)
    ]
    after = first + len(printed)
    if known_end is None:
        paragraphs[-1].own_label = str(after - 1)
    assert number_paragraphs(paragraphs, "arabic", first, after if known_end else None) == after
    assert [paragraph.number for paragraph in paragraphs] == [str(first + index) for index in range(len(printed))]


@given(st.integers(2, 12), st.integers(1, 10), st.integers(1, 998))
def test_one_misread_number_changes_no_other(count, place, misread):
    paragraphs = [Numbered(1, False, str(index)) for index in range(1, count + 2)]
    at = min(place, count - 1)
    paragraphs[at].own_label = str(misread)
    number_paragraphs(paragraphs, "arabic", 1, None)
    numbers = [paragraph.number for paragraph in paragraphs]
    assert numbers[:at] + numbers[at + 1 :] == [str(index) for index in range(1, count + 2) if index != at + 1]


@given(st.integers(1, 49))
def test_roman_numbers_read_back(number):
    assert roman_value(roman(number)) == number
    assert roman_value(roman(number).upper()) == number
    assert roman_value(str(number)) is None


@given(
    st.lists(
        st.sampled_from(
            [
                "uno",
                "Dos.",
                "3.",
                " 4. Texto",
                "[CAN: x]",
                "\n",
                "\n\n\n",
                "i.",
                "- 5 -",
                "PRINCIPIOS",
                "https://x.org/y",
            ]
        )
    )
)
def test_no_draft_loses_a_word(parts):
    text = "DIRECTRICES GENERALES\n\nUna directriz.\n\n" + "\n".join(parts) + "\n"
    records = rebuilt(text, "oas-3")
    check_conservation(records.of(PrintedLine), records, "plan.txt")
    ids = [each.directive_id for each in records.of(Directive)] + [each.record_id for each in records.of(Provision)]
    assert len(ids) == len(set(ids))


TABLE = """PREVENCIÓN

\tDIRECTRIZ
\tINDICADOR DE RESULTADO

\t1. Difundir líneas de denuncia
entre la población.
\ta) Líneas difundidas
b) Llamadas

\t2.
Capacitar al personal.
\tPersonal capacitado

ASISTENCIA

\t3. Crear refugios.
\ta) Refugios b) Plazas c) Personas d) Informes
"""


def test_a_table_of_directives():
    records = rebuilt(TABLE, "oas-2")
    assert [(each.number, each.section, each.text_source) for each in records.of(Directive)] == [
        ("1", "PREVENCIÓN", "Difundir líneas de denuncia entre la población."),
        ("2", "PREVENCIÓN", "Capacitar al personal."),
        ("3", "ASISTENCIA", "Crear refugios."),
    ]
    assert [(each.record_id, each.text) for each in records.of(PrintedIndicators)] == [
        ("plan/directive/1", "a) Líneas difundidas b) Llamadas"),
        ("plan/directive/2", "Personal capacitado"),
        ("plan/directive/3", "a) Refugios b) Plazas c) Personas d) Informes"),
    ]
    check_conservation(records.of(PrintedLine), records, "plan.txt")


def test_four_letters_are_four_indicators(tmp_path):
    from directriz.normalise import normalise
    from directriz.records import Indicator
    from directriz.reference import read_agencies

    made = normalise(rebuilt(TABLE, "oas-2"), read_agencies(), (None, None), "OEA").of(Indicator)
    last = [(each.letter, each.text) for each in made if each.record_id == "plan/directive/3"]
    assert last == [("a", "Refugios"), ("b", "Plazas"), ("c", "Personas"), ("d", "Informes")]


def test_lines_that_the_profile_excludes_stand_in_no_cell():
    _, profile = shipped("oas-2")
    own = profile.model_copy(update={"excluded": {"page-number": (r"- \d+ -",)}})
    text = swapped(TABLE, "denuncia\nentre", "denuncia\n- 7 -\nentre")
    records = rebuilt(text, "oas-2", profile=own)
    assert records.of(Directive) == rebuilt(TABLE, "oas-2").of(Directive)
    assert [(each.line, each.text) for each in records.of(Excluded) if each.reason == "page-number"] == [(7, "- 7 -")]


def test_a_sections_title_may_stand_in_no_cell():
    records = rebuilt(swapped(TABLE, "\nASISTENCIA", "\n\tASISTENCIA"), "oas-2")
    assert records.of(Directive) == rebuilt(TABLE, "oas-2").of(Directive)


def test_a_directive_without_indicators_is_told():
    text = swapped(TABLE, "\tPersonal capacitado\n", "")
    assert doubts(text, "oas-2") == [("indicator_missing", "directive/2")]


@pytest.mark.parametrize(
    ("old", "new", "error", "said"),
    [
        ("\t2.\n", "\t4.\n", CheckFailed, "4 ('Capacitar al personal.') stands where 2 is expected"),
        ("\t2.\n", "\t1.\n", CheckFailed, "1 ('Capacitar al personal.') stands where 2 is expected"),
        ("\tDIRECTRIZ\n", "\tMEDIDA\n", LayoutMismatch, "no header of the column 'text' is printed"),
        (
            "\tPersonal capacitado\n",
            "\tPersonal\n\tcapacitado\n",
            LayoutMismatch,
            "plan.txt l. 14: a cell that is neither directive nor heading: 'capacitado'",
        ),
    ],
)
def test_what_a_table_is_refused_for(old, new, error, said):
    assert len(numbered(TABLE, "oas-2")) == 3
    with pytest.raises(error, match=re.escape(said)) as refused:
        rebuilt(swapped(TABLE, old, new), "oas-2")
    assert refused.value.remedy


def test_a_number_printed_twice_where_numbers_may_be(tmp_path):
    _, profile = shipped("oas-2")
    own = profile.model_copy(update={"layout": profile.layout.model_copy(update={"contiguous": False})})
    records = rebuilt(swapped(TABLE, "\t2.\n", "\t1.\n"), "oas-2", profile=own)
    assert [each.directive_id for each in records.of(Directive)] == [
        *("plan/directive/1", "plan/directive/1-2"),
        "plan/directive/3",
    ]
    assert [issue.issue_code for issue in records.of(Issue)] == ["number_doubled"]


@pytest.mark.parametrize("name", ["oas-plan-2", "oas-plan-3"])
def test_line_ends_change_no_directive(name):
    text = (REPOSITORY / "raw" / f"{name}.txt").read_text(encoding="utf-8")
    profile = name.replace("plan-", "")
    assert rebuilt(text.replace("\n", "\r\n"), profile).of(Directive) == rebuilt(text, profile).of(Directive)


# --- numbers and paragraphs that do not add up ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "allow", "refused"),
    [
        ("1. Uno.\n\n2. Dos.\n\n3. Tres.\n\n4. Cuatro.\n\n5. Cinco.\n\n7. Siete.\n", "gap", "number 7"),
        ("1. Uno.\n\n2. Dos.\n\n3. Tres.\n\nOtro párrafo.\n\n4. Cuatro.\n", "unnumbered", "belongs to 3"),
        ("1. Uno.\n\n2. Dos.\n\n1. Tres.\n\n2. Cuatro.\n", "step-back+unnumbered", "add up"),
    ],
)
def test_numbers_that_do_not_add_up_stop_the_run_unless_the_profile_allows_it(body, allow, refused, tmp_path):
    for number, (text, allowed) in enumerate(((body, ""), (body, allow), ("1. Uno.\n\n2. Dos.\n", ""))):
        profile = 'kind = "directive-list"\nabout = "x"\n[[heading]]\npattern = "MEDIDAS"\nkind = "directive"\n'
        profile += (
            f'numbering = "arabic"\nrestarts = true\n[numbers]\nallow = {allowed.split("+") if allowed else []}\n'
        )
        root = tmp_path / str(number)
        made = Document("d", f"MEDIDAS\n\n{text}", profile, "directive-list")
        write_workspace(root, [made])
        result = run(root, "rebuild")
        is_refused = number == 0
        assert result.code == (6 if is_refused else 0), result.err
        assert (refused in result.err) is is_refused


def test_a_section_of_the_profile_that_is_not_found_stops_the_run(tmp_path):
    profile = 'kind = "directive-list"\nabout = "x"\n'
    for name in ("MEDIDAS", "MANDATOS"):
        profile += f'[[heading]]\npattern = "{name}"\nkind = "directive"\nnumbering = "arabic"\nrestarts = true\n'
    write_workspace(tmp_path, [Document("d", "MEDIDAS\n\n1. Uno.\n\n2. Dos.\n", profile, "directive-list")])
    result = run(tmp_path, "rebuild")
    assert (result.code, "MANDATOS" in result.err) == (6, True)


@pytest.mark.parametrize(
    ("restarts", "first", "remedy"),
    [("false", 1, "begins with 1: if its numbers begin again, write restarts = true"),
     ("true", 7, "begins with 7: if its numbers go on from the section before, take `restarts` out")],
)  # fmt: skip
def test_a_section_that_begins_otherwise_than_its_heading_says_is_told_with_its_remedy(
    restarts, first, remedy, tmp_path
):
    profile = 'kind = "directive-list"\nabout = "x"\n'
    for name, value in (("PRINCIPIOS", "true"), ("DIRECTRICES", restarts)):
        profile += f'[[heading]]\npattern = "{name}"\nkind = "directive"\nnumbering = "arabic"\nrestarts = {value}\n'
    principles, directives = ("".join(f"{at}. Uno.\n\n" for at in range(start, start + 6)) for start in (1, first))
    text = f"PRINCIPIOS\n\n{principles}DIRECTRICES\n\n{directives}"
    write_workspace(tmp_path, [Document("d", text, profile, "directive-list")])
    result = run(tmp_path, "rebuild")
    assert result.code == 6
    assert f"The section 'DIRECTRICES' {remedy}" in " ".join(result.err.split())


ROMANS = [roman(number) for number in range(1, 13)]


@pytest.mark.parametrize("before_cut", [(), ("x",), ("x", "xi"), ("ii", "xii")])
@pytest.mark.parametrize("mark", ["{}º", "{}º.", "{}.º", "{}°", "{}.-", "{} –", "({})", "{}"])
def test_roman_numbers_are_read_with_every_mark_and_behind_a_page_cut(mark, before_cut):
    for write in (str.lower, str.upper):
        listed = [
            ("- 2 -\n\n" if each in before_cut else "")
            + f"{mark.format(write(each))} Principio de la protección {each}."
            for each in ROMANS
        ]
        text = CLEAN.replace("i. Dignidad de la persona.\n\nii. No revictimización.", "\n\n".join(listed))
        made = texts(text)
        assert [made.get(f"principle/{each}") for each in ROMANS] == [
            f"Principio de la protección {each}." for each in ROMANS
        ]
        assert doubts(text) == doubts(CLEAN)


# --- paragraphs of a drawn page ---------------------------------------------------------------------------------------


def drawn(*printed):
    """Return the text of each record of paragraphs drawn as (words, page, left edge)."""
    lines = []
    for at, (text, page, left) in enumerate(printed):
        piece = PrintedPiece(page, (left, 100.0 + 20 * at, 500.0, 110.0 + 20 * at), text)
        lines.append(PrintedLine("a.pdf", page, None, (text,), after_blank=True, pieces=((piece,),), size=10.0))
    records = rebuild_directive_list(lines, "plan", shipped("oas-3")[1], language_of("es"))
    return {each.directive_id.removeprefix("plan/"): each.text_source for each in records.of(Directive)}


HEADING = ("DIRECTRICES GENERALES", 1, 72.0)


def test_the_words_of_a_list_whose_number_ends_a_line_go_on_with_it():
    body = [("1. Ratificar: i. el Convenio; y ii.", 1, 72.0), ("Convención sobre el Trabajo.", 1, 100.0)]
    assert drawn(HEADING, *body, ("2. Prevenir.", 1, 72.0)) == {
        "directive/1": "Ratificar: i. el Convenio; y ii. Convención sobre el Trabajo.",
        "directive/2": "Prevenir.",
    }


@pytest.mark.parametrize(
    ("rest", "page", "left", "goes_on"),
    [
        ("Penal; y otros.", 2, 72.0, True),  # on the next page
        ("Penal; y otros.", 1, 100.0, True),  # below the words behind the hanging number
        ("Penal; y otros.", 1, 72.0, False),  # below the number: another paragraph
    ],
)
def test_a_sentence_that_goes_on_with_a_capital_is_told_by_its_place(rest, page, left, goes_on):
    made = drawn(HEADING, ("1. Ratificar el Convenio en Materia", 1, 72.0), (rest, page, left), ("2. Sí.", page, 72.0))
    whole = "Ratificar el Convenio en Materia"
    assert made["directive/1"] == (f"{whole} {rest}" if goes_on else whole)
    assert ("directive/1bis" in made) is not goes_on


@pytest.mark.parametrize("printed", ["2bis.", "2 ter.", "2  ter.", "2-quater.", "2 quinquies)", "2 octies. -"])
def test_a_paragraph_put_between_two_keeps_the_number_printed(printed):
    label = re.sub(r"[\s.)-]", "", printed)
    added = CLEAN.replace("3. Diseñar", f"{printed} Élargir el acceso.\n\n3. Diseñar")
    assert numbered(added) == [*numbered(CLEAN)[:-3], f"directive/{label}", *numbered(CLEAN)[-3:]]


@pytest.mark.parametrize("third", ["3 .", "3."])
@pytest.mark.parametrize("fourth", ["A .", "A.", "4 ."])
def test_a_number_that_a_scan_misreads_counts_where_it_is_the_next(third, fourth):
    body = [("1. Uno.", 1, 72.0), ("2. Dos.", 1, 72.0), (f"{third} Tres.", 1, 72.0), (f"{fourth} Adoptar.", 1, 72.0)]
    assert drawn(HEADING, *body) == {"directive/1": "Uno.", "directive/2": "Dos.", "directive/3": "Tres.",
                                     "directive/4": "Adoptar."}  # fmt: skip
    if fourth.startswith("A"):
        assert "directive/4" not in drawn(HEADING, body[0], body[3])


def test_a_number_that_closes_a_parenthesis_begins_no_paragraph():
    body = [("1. Ratificar (Convenio nº", 1, 72.0), ("189) y tener en cuenta la otra.", 1, 72.0), ("2. Sí.", 1, 72.0)]
    whole = "Ratificar (Convenio nº 189) y tener en cuenta la otra."
    assert drawn(HEADING, *body) == {"directive/1": whole, "directive/2": "Sí."}


@pytest.mark.parametrize("printed", [("l.", "1i.", "1ii."), ("¡.", "i1.", "¡ii."), ("i .", "l !.", "II I.")])
def test_a_roman_number_that_a_scan_misreads_counts_where_it_is_the_next(printed):
    body = [(f"{label} Principio de vida.", 1, 72.0) for label in printed]
    made = drawn(("PRINCIPIOS", 1, 72.0), *body)
    assert made == dict.fromkeys(("principle/i", "principle/ii", "principle/iii"), "Principio de vida.")


def set_as(*printed):
    """Return headings and records of paragraphs drawn as (words, is bold)."""
    lines = []
    for at, (text, is_bold) in enumerate(printed):
        piece = PrintedPiece(1, (72.0, 100.0 + 20 * at, 500.0, 110.0 + 20 * at), text)
        line = PrintedLine("a.pdf", 1, None, (text,), after_blank=True, pieces=((piece,),), size=10.0, is_bold=is_bold)
        lines.append(line)
    records = rebuild_directive_list(lines, "plan", shipped("oas-3")[1], language_of("es"))
    headings = [each.text_source for each in records.of(Provision) if each.kind == "heading"]
    return headings, {each.directive_id.removeprefix("plan/"): each.text_source for each in records.of(Directive)}


def test_a_heading_is_told_by_its_type_and_not_by_its_words_alone():
    contents = [("Índice", False), ("PRINCIPIOS", False), ("DIRECTRICES GENERALES", False)]
    body = [("PRINCIPIOS", True), ("i. Vida.", False), ("DIRECTRICES GENERALES", True), ("1. Prevenir.", False)]
    assert set_as(*contents, *body) == (
        ["PRINCIPIOS", "DIRECTRICES GENERALES"],
        {"principle/i": "Vida.", "directive/1": "Prevenir."},
    )


def test_a_heading_in_bold_type_may_be_written_in_small_letters_and_be_unknown():
    body = [("Directrices generales", True), ("1. Prevenir.", False), ("Cooperación entre países", True)]
    headings, made = set_as(*body, ("2. Cooperar.", False), ("Texto sin número", False))
    assert headings == ["Directrices generales", "Cooperación entre países"]
    assert (made["directive/1"], made["directive/2"]) == ("Prevenir.", "Cooperar.")


def test_roman_numbers_alone_in_their_lines_are_those_of_the_next_paragraphs():
    text = CLEAN.replace("i. Dignidad", "i\n\nDignidad").replace("ii. No", "ii\n\nNo")
    assert texts(text) == texts(CLEAN)
    assert doubts(text) == doubts(CLEAN)


def test_pages_that_the_profile_does_not_name_are_set_aside():
    source, profile = shipped("oas-3")
    lines = [
        PrintedLine("a.txt", page, number, (text,), after_blank=True)
        for number, (page, text) in enumerate(
            [(1, "DIRECTRICES GENERALES"), (1, "1. Otro plan."), (2, "DIRECTRICES GENERALES"), (2, "1. Prevenir.")], 1
        )
    ]
    named = profile.model_copy(update={"pages": "2, 4-9"})
    records = rebuild_witness(lines, source, named)
    assert [(directive.text_source, directive.page_start) for directive in records.of(Directive)] == [("Prevenir.", 2)]
    assert [issue.page for issue in records.of(Issue) if issue.issue_code == "text_set_aside"] == [1]
    check_conservation(lines, records, "a.txt")
    with pytest.raises(LayoutMismatch, match="'5-9' names pages without text; the last page with text is 2"):
        rebuild_witness(lines, source, profile.model_copy(update={"pages": "5-9"}))


@pytest.mark.parametrize(
    ("before", "after", "pages", "unclear"),
    [
        ("Los Estados lo acuerdan.", "La Secretaría informa.", (1, 2), True),
        ("Los Estados lo acuerdan.", "y la Secretaría informa.", (1, 2), False),
        ("Los Estados acuerdan con la", "Secretaría informar.", (1, 2), False),
        ("Los Estados lo acuerdan.", "La Secretaría informa.", (1, 1), False),
    ],
)
def test_a_paragraph_without_a_number_that_a_page_cuts_after_a_sentence_is_in_doubt(before, after, pages, unclear):
    box = (0.0, 0.0, 9.0, 9.0)
    body = [Piece(text, "d.pdf", page, None, None, box) for page, text in zip(pages, (before, after), strict=True)]
    assert bool(unclear_joints(body)) is unclear


@pytest.mark.parametrize(("printed", "value"), [("1", 1), ("11", 2), ("111", 3), ("ti", 2), ("xt", 11), ("12", None)])
def test_roman_numbers_that_a_scan_reads_as_figures(printed, value):
    label = read_label(printed, "roman")
    assert (label and label.value) == value


def test_roman_numbers_of_a_scan_that_lost_strokes_or_have_figures_in_them():
    listed = ["i. Dignidad.", "1. Igualdad.", "111. Acceso.", "1v. Respeto.", "v. Justicia.", "v1. Memoria."]
    body = [(text, 1, 72.0) for text in listed]
    assert drawn(("PRINCIPIOS", 1, 72.0), *body) == {
        f"principle/{roman(number)}": text.split()[1] for number, text in enumerate(listed, 1)
    }


def test_preambular_and_operative_paragraphs_count_apart() -> None:
    texts = (
        "DIRECTRICES GENERALES",
        "PP1 Recordando todo,",
        "PP2 Notando,",
        "OP1 Insta a los Estados;",
        "OP2 bis. Pide más.",
    )
    made = rebuilt("\n\n".join(texts), "oas-3")
    assert [each.directive_id.rpartition("/")[2] for each in made.of(Directive)] == ["pp1", "pp2", "op1", "op2bis"]
    assert [each.text_source for each in made.of(Directive)][2:] == ["Insta a los Estados;", "Pide más."]
    assert {each.section for each in made.of(Directive)} == {"DIRECTRICES GENERALES"}


def test_a_bracket_left_open_goes_on_with_what_closes_it() -> None:
    texts = "DIRECTRICES GENERALES", "1. Crear planes [CAN:", "Continuar planes.] Informar.", "2. Evaluar."
    made = rebuilt("\n\n".join(texts), "oas-3").of(Directive)
    assert [each.text_source for each in made] == ["Crear planes [CAN: Continuar planes.] Informar.", "Evaluar."]
