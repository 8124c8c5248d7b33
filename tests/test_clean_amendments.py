"""Amendments of negotiating drafts: tags, brackets, struck and proposed words, readings, joints, doubts."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from directriz.clean import AmendmentForms, Drawing, Words, clean, reading
from directriz.clean.bracket_spacing import join
from directriz.clean.bracket_tree import Brackets, walk
from directriz.clean.brackets import parse_brackets
from directriz.clean.grammar import has_hole, is_odd_pair, shares_ending
from directriz.clean.readings import pieces_of, render, strip_amendments, stripped
from directriz.clean.strike_evidence import Memory, Run, Setting, decide
from directriz.clean.strike_leftovers import find_residue
from directriz.clean.strike_signs import Piece
from directriz.clean.tags import read_tag
from directriz.language import language_of
from directriz.records import Amendment, Directive, Issue, OcrCorrection, Provision, Records
from directriz.reference import read_parties
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

GOLD = Path(__file__).parent / "gold"
WORDS = {"edad", "segura", "economica", "riesgo", "este", "delito", "texto", "el", "sector", "privado", "academia"}
WORDS |= {"victimas", "y", "de", "la", "social"}
PARTIES = read_parties().with_seen({"CAN", "CRI", "COL"})
CLOSERS = ("l", "J", "}")

SPANISH = Words(language_of("es"), {})


def find(text: str) -> Brackets:
    return parse_brackets(text, PARTIES, CLOSERS, lambda word: word.lower() in WORDS)


def printed(text: str) -> list[str]:
    return [text[each.start : each.end] for each in walk(find(text).amendments)]


def contents(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (text[each.content_start : each.content_end].strip(), each.tag.countries)
        for each in walk(find(text).amendments)
    ]


# --- tags -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "countries", "rest"),
    [
        ("CAN: edad]", ("CAN",), " edad]"),
        ("CRI:identidad]", ("CRI",), "identidad]"),
        ("CAN, CRI: el género]", ("CAN", "CRI"), " el género]"),
        ("CRI, CAN: el género]", ("CAN", "CRI"), " el género]"),
        ("ARG/BRA: x]", ("ARG", "BRA"), " x]"),
        ("ARG y BRA: x]", ("ARG", "BRA"), " x]"),
        ("ARG supported by BRA: x]", ("ARG", "BRA"), " x]"),
        ("Delegation of Brazil: x]", ("BRA",), " x]"),
        ("Delegación de los Estados Unidos: x]", ("USA",), " x]"),
        ("Delegação do Brasil: x]", ("BRA",), " x]"),
        ("Costa Rica: x]", ("CRI",), " x]"),
        ("Trinidad y Tobago y Perú: x]", ("PER", "TTO"), " x]"),
        ("EE.UU.: x]", ("USA",), " x]"),
        ("CAN:, segun corresponda,]", ("CAN",), ", segun corresponda,]"),
        ("Option 1: x]", (), " x]"),
        ("Opción 2 (ARG, BRA): x]", ("ARG", "BRA"), " x]"),
        ("Presidencia: x]", (), " x]"),
        ("ARG propone: x]", ("ARG",), " x]"),
        ("USA – delete: x]", ("USA",), " x]"),
    ],
)
def test_a_well_formed_tag_names_its_parties(text, countries, rest):
    tag = read_tag(text, 0, PARTIES)
    assert (tag.countries, text[tag.end :], tag.is_malformed) == (countries, rest, False)


@pytest.mark.parametrize(
    ("text", "countries", "rest"),
    [
        ("CRIl:a-]", ("CRI",), "a-]"),  # oas-3 l. 165
        (" CAN: edad]", ("CAN",), " edad]"),  # directive 8
        ("CAN migracion o]", ("CAN",), " migracion o]"),  # l. 179
        ("CANy sobrevivientes]", ("CAN",), "y sobrevivientes]"),  # mandate 14
        ("CA virerables en]", ("CAN",), " virerables en]"),  # directive 48
        ("4ALT. CAN: Fortalecer]", ("CAN",), " Fortalecer]"),  # mandate 4alt
        ("CAM: x]", ("CAN",), " x]"),
        ("ARG – x]", ("ARG",), " x]"),
    ],
)
def test_a_malformed_tag_is_read_and_says_so(text, countries, rest):
    tag = read_tag(text, 0, PARTIES)
    assert (tag.countries, text[tag.end :], tag.is_malformed) == (countries, rest, True)


@pytest.mark.parametrize(
    "text",
    ["sic]", "1]", "...]", "…]", "Candidatos de]", "los Estados]", "Nota: x]", "NOTA: x]", "Ruritania: x]", "]", ""],
)
def test_what_names_no_party_is_no_tag(text):
    assert read_tag(text, 0, PARTIES) is None


def test_a_code_cut_off_is_read_only_where_the_document_names_the_party():
    assert read_tag("CA virerables", 0, PARTIES).countries == ("CAN",)
    assert read_tag("CA virerables", 0, read_parties()) is None


def test_a_code_as_near_to_two_parties_of_the_document_is_unknown():
    assert read_tag("CRN: x", 0, PARTIES.with_seen({"CRI"})).countries == ("CRI",)
    tag = read_tag("CRN: x", 0, PARTIES.with_seen({"CRI", "CAN", "URN"}))
    assert (tag.countries, tag.unknown) == ((), ("CRN",))


def test_an_acronym_that_no_list_has_is_an_unknown_party_until_a_profile_names_it():
    tag = read_tag("XYZ: x", 0, PARTIES)
    assert (tag.countries, tag.unknown) == ((), ("XYZ",))
    assert read_tag("XYZ: x", 0, PARTIES.with_spellings({"XYW": ("XYZ",)})).countries == ("XYW",)
    assert read_tag("Gran Bosque: x", 0, PARTIES.with_spellings({"XYW": ("Gran Bosque",)})).countries == ("XYW",)


# --- brackets -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "as_printed", "content"),
    [
        ("acceso [CAN: segural] y", "[CAN: segural]", "segura"),  # read twice, directive 74
        ("obtener [CAN: economical indemnizar", "[CAN: economical", "economica"),  # closed by l, directive 86
        ("mayor [CAN: riesgo-Ja este delito, LGBTQJ+.", "[CAN: riesgo-J", "riesgo"),  # closed by J, directive 95
        ("de [COL: texto—y}l y texto", "[COL: texto—y}l", "texto—y"),  # closed by }l, directive 45
        ("y [CRI: texto} [CAN y edad] z", "[CRI: texto}", "texto"),  # closed by }, l. 179
        ("sociales, [CAN: el sector privado, y academia.", "[CAN: el sector privado, y academia.", None),  # l. 353
        ("CAN: [Tomar medidas.]", "CAN: [Tomar medidas.]", "Tomar medidas."),  # tag before it, directive 49bis
        ("de {CAN: edad] y", "{CAN: edad]", "edad"),
        ("de (CAN: edad] y", "(CAN: edad]", "edad"),
        ("de CAN: edad] y", "CAN: edad]", "edad"),
    ],
)
def test_a_malformed_bracket_has_its_span_and_says_so(text, as_printed, content):
    first = find(text).amendments[0]
    assert text[first.start : first.end] == as_printed
    assert first.is_misread
    assert first.is_unclosed == (content is None)
    if content is not None:
        assert text[first.content_start : first.content_end].strip() == content


def test_a_word_that_ends_in_a_closer_closes_nothing():
    assert printed("x [CAN: edad social texto] y") == ["[CAN: edad social texto]"]
    assert printed("x [CAN: edad social] y") == ["[CAN: edad social]"]


def test_an_unclosed_bracket_ends_before_the_next_one():
    assert printed("x [CAN: edad [CRI: y] z") == ["[CAN: edad", "[CRI: y]"]


def test_brackets_nest():
    text = "x [CAN: a [CRI: b] c] d"
    assert contents(text) == [("a [CRI: b] c", ("CAN",)), ("b", ("CRI",))]
    assert len(find(text).amendments) == 1


@pytest.mark.parametrize(
    "ordinary", ["[sic]", "[1]", "[...]", "[…]", "(CAN)", "(b)", "[los Estados]", "[nota: ver texto]"]
)
def test_a_bracket_that_names_no_party_stays(ordinary):
    assert (
        strip_amendments(f"El texto {ordinary} de la [CAN: edad] victima", find) == f"El texto {ordinary} de la victima"
    )


def test_untagged_brackets_side_by_side_are_alternatives_and_notes_are_not():
    found = find("Los [Estados] [Partidos] deben").amendments
    assert [each.tag.is_option for each in found] == [True, True]
    assert find("Los [Estados] deben [Partidos]").amendments == ()
    assert find("Los [sic] [1] deben").amendments == ()


def test_a_tag_may_end_its_bracket():
    assert contents("x [todos los Estados (ARG, BRA)] y") == [("todos los Estados", ("ARG", "BRA"))]
    assert contents("x [todos los Estados – MEX] y") == [("todos los Estados", ("MEX",))]
    assert contents("x [todos los Estados (véase MEX 2)] y") == []
    assert contents("x [(ARG)] y") == []


def test_half_a_bracket_that_belongs_to_nothing_goes():
    assert find("el texto ] sigue").strays == (9,)
    assert strip_amendments("el texto ] sigue [ aqui", find) == "el texto sigue aqui"


# --- what is struck -------------------------------------------------------------------------------------------------

ALONE = Setting("linea", "nacional", False, False, False, ("CAN",), ("r", 0))


def pieces(*words: tuple[str, str, str]) -> list[Piece]:
    """Pieces from (form, sign, gap)."""
    made, at = [], 0
    for form, sign, gap in words:
        made.append(Piece(at, at + len(form), form, sign, gap, (form.lower(),)))
        at += len(form) + 1
    return made


def plain(text: str) -> list[Piece]:
    return pieces(*((word, "clean", "space") for word in text.split()))


def test_clean_words_are_proposed():
    decision = decide(plain("de una manera que tome en cuenta"), ALONE, Memory())
    assert (decision.kind, decision.certainty) == ("insertion", "high")


def test_words_joined_by_dashes_are_struck():
    words = [("a", "clean", "space"), ("nivel", "clean", "dash"), ("territorial", "clean", "dash")]
    assert decide(pieces(*words), ALONE, Memory()).kind == "deletion"


def test_a_damaged_word_before_clean_ones_is_struck_for_them():
    words = [("vwunerables", "unknown", "space"), ("en", "clean", "space"), ("riesgo", "clean", "space")]
    decision = decide(pieces(*words), ALONE, Memory())
    assert decision.runs == (Run(True, 0, 1), Run(False, 1, 3))
    assert decision.certainty == "high"


def test_a_pair_read_elsewhere_decides_a_clean_one():
    struck, proposed = ("territorial",), ("subnacional",)
    elsewhere = Memory(pairs={(struck, proposed): {("r", 99)}})
    itself = Memory(pairs={(struck, proposed): {ALONE.place}})
    assert decide(plain("territorial subnacional"), ALONE, elsewhere).runs == (Run(True, 0, 1), Run(False, 1, 2))
    assert decide(plain("territorial subnacional"), ALONE, itself) == decide(
        plain("territorial subnacional"), ALONE, Memory()
    )


def test_a_repeated_word_is_struck():
    decision = decide(plain("niños niñas o adolescentes niñas"), ALONE, Memory())
    assert decision.runs == (Run(False, 0, 4), Run(True, 4, 5))


def test_words_that_cannot_meet_part_struck_from_proposed():
    decision = decide(plain("le el"), ALONE, Memory())
    assert decision.kind == "replacement"
    usual = Memory(neighbours={("le", "el")})
    assert decide(plain("le el"), ALONE, usual).kind == "insertion"


def test_a_capital_amid_a_proposal_is_where_the_old_sentence_began():
    opening = Setting("", "acuerdos", True, False, False, ("CAN",), ("r", 0))
    decision = decide(plain("Continuar o establecer Establecer según corresponda"), opening, Memory())
    assert decision.runs == (Run(False, 0, 3), Run(True, 3, 4), Run(False, 4, 6))


def test_an_empty_bracket_is_in_doubt():
    assert decide([], ALONE, Memory()).certainty == "low"


@pytest.mark.parametrize(("left", "right"), [("de", "ante"), ("las", "del"), ("los", ""), ("y", "")])
def test_holes_show(left, right):
    assert has_hole(left, right)


@pytest.mark.parametrize(
    ("left", "right"), [("trata", "de"), ("y", "de"), ("de", "la"), ("que", "se"), (None, "de"), ("", "")]
)
def test_whole_sentences_show_none(left, right):
    assert not has_hole(left, right)


def test_odd_pairs_and_like_endings():
    assert is_odd_pair("le", "el")
    assert is_odd_pair("en", "basado")
    assert not is_odd_pair("en", "estado")
    assert not is_odd_pair("se", "los")
    assert shares_ending("reparacion", "compensacion")
    assert not shares_ending("riesgo", "vulnerabilidad")


# --- joints and readings --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("primera linea ", " , proveyendo", "primera linea, proveyendo"),
        ("edad, ", ", orientacion", "edad, orientacion"),
        ("reducir ", "los factores", "reducir los factores"),
        ("riesgos para .", "", "riesgos para."),
        ("riesgos para .", "apoyar su", "riesgos para apoyar su"),
        ("victimas ", ".", "victimas."),
        ("victimas. ", ", de una manera", "victimas, de una manera"),
        ("etc. ", ", y otros", "etc., y otros"),
        ("", ", y otros", "y otros"),
        ("(", "y otros)", "(y otros)"),
    ],
)
def test_a_joint_has_one_mark_and_one_space(left, right, whole):
    assert join(left, right) == whole


def row(
    text: str, as_printed: str, inserted: str | None, deleted: str | None, number: int = 1, iso: str = "CAN"
) -> Amendment:
    start = text.index(as_printed)
    kind = "replacement" if inserted and deleted else "insertion" if inserted else "deletion"
    end = start + len(as_printed)
    return Amendment(
        f"r#{number}", "r", "p", number, start, end, iso, kind, inserted, deleted, "high", as_printed, False
    )


def test_a_comma_between_two_brackets_needs_words_on_both_sides():
    text = "en consideracion [CRI: el plan] [CAN: el genero],[CRI: la edad] y que"
    rows = [
        row(text, "[CRI: el plan]", "el plan", None),
        row(text, "[CAN: el genero]", None, "el genero", 2),
        row(text, "[CRI: la edad]", None, "la edad", 3),
    ]
    assert render(text, rows, [], stripped) == "en consideracion, y que"
    assert render(text, rows, [], lambda each: "deleted") == "en consideracion el genero, la edad y que"
    assert render(text, rows, [], lambda each: "inserted") == "en consideracion el plan y que"


def test_a_bracket_within_a_word():
    text = "los niñ[ARG: e]s"
    rows = [row(text, "[ARG: e]", "e", None)]
    assert render(text, rows, [], stripped) == "los niñs"
    assert render(text, rows, [], lambda each: "inserted") == "los niñes"


def test_brackets_within_brackets_are_read_only_with_the_one_around_them():
    text = "x [CAN: uno dos [CRI: tres] cuatro] y"
    rows = [
        row(text, "[CAN: uno dos [CRI: tres] cuatro]", "uno dos cuatro", None),
        row(text, "[CRI: tres]", "tres", None, 2, "CRI"),
    ]
    every = Records([*rows])
    record = Provision("r", "p", "paragraph", None, None, None, text, 2, None, None)
    assert reading(record, every, {"CAN", "CRI"}) == "x uno dos tres cuatro y"
    assert reading(record, every, {"CAN"}) == "x uno dos cuatro y"
    assert reading(record, every, {"CRI"}) == "x y"
    assert reading(record, every, {"r#1"}) == "x uno dos cuatro y"
    assert reading(record, every, ()) == "x y"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("y [CAN: a]-de las", "y [CAN: a]de las"),
        ("y [CAN: a],—[CRI: b] z", "y [CAN: a],[CRI: b] z"),
        ("y —[CAN: a] z", "y [CAN: a] z"),
        ("y [CAN: a] – z", "y [CAN: a] – z"),
        ("y - [CAN: a] z", "y - [CAN: a] z"),
    ],
)
def test_dashes_stuck_to_a_bracket_go_and_the_authors_own_stay(text, left):
    spans = [(each.start, each.end) for each in find(text).amendments]
    for each in find_residue(text, spans, ())[::-1]:
        text = text[: each.start] + each.after + text[each.start + len(each.before) :]
    assert text == left


# --- the stage ------------------------------------------------------------------------------------------------------


def directive(number: str, text: str) -> Directive:
    return Directive(
        f"p/directive/{number}", "p", "directive", None, number, False, None, text, None, None, 0, 3, 3, ""
    )


DAMAGED = (
    "Fortalecer la cooperacion, la prevencidn, la persecuciéon y la asistencia técnica entre las instituciones de "
    "seguridad, justicia y migracidn, asi como la informacidn sobre nifias y nifios victimas de la region."
)


def cleaned(*texts: str, forms: AmendmentForms | None = None) -> Records:
    records = Records([directive("0", DAMAGED), *(directive(str(at), text) for at, text in enumerate(texts, 1))])
    return clean(records, forms or AmendmentForms(read=True), SPANISH)


def codes(records: Records) -> set[str]:
    return {issue.issue_code for issue in records.of(Issue)}


def test_a_proposed_paragraph_has_no_text_of_its_own():
    records = cleaned("[COL: Determinar que la trata sera catalogada como un fendmeno.]")
    made = records.of(Directive)[1]
    assert (made.text, made.text_base) == (None, None)
    assert made.text_amended == "Determinar que la trata será catalogada como un fenómeno."
    assert made.amendment_count == 1


def test_one_amendment_row():
    text = "a grupos [CAN: vwHrerables en situacion de riesgo] a la trata de personas."
    records = cleaned(text)
    assert records.of(Amendment) == (
        Amendment(
            amendment_id="p/directive/1#1",
            record_id="p/directive/1",
            plan_id="p",
            position=1,
            start=9,
            end=50,
            countries="CAN",
            kind="replacement",
            inserted="en situación de riesgo",
            deleted="vulnerables",
            certainty="high",
            as_printed="[CAN: vwHrerables en situacion de riesgo]",
            tag_malformed=False,
            role="proposes",
        ),
    )
    made = records.of(Directive)[1]
    assert made.text == "a grupos a la trata de personas."
    assert made.text_base == "a grupos vulnerables a la trata de personas."
    assert made.text_amended == "a grupos en situación de riesgo a la trata de personas."


def test_drawn_strikes_decide_without_doubt():
    text = "a nivel [CAN: territorial subnacional] y nacional."
    records = clean(
        Records([directive("1", text)]), AmendmentForms(read=True), SPANISH, Drawing({"p/directive/1": [(14, 25)]})
    )
    made = records.of(Amendment)[0]
    assert (made.inserted, made.deleted, made.certainty) == ("subnacional", "territorial", "high")
    undrawn = clean(Records([directive("1", text)]), AmendmentForms(read=True), SPANISH)
    assert undrawn.of(Amendment)[0].certainty == "low"


def test_words_that_a_drawing_neither_strikes_nor_marks_stand_in_both_readings():
    text = "los tipos de [COL: trabajos forzados, explotación laboral y] sexual"
    span = {name: (text.index(name), text.index(name) + len(name)) for name in ("trabajos forzados,", "laboral y")}
    drawing = Drawing({"p/directive/1": [span["laboral y"]]}, {"p/directive/1": [span["trabajos forzados,"]]})
    records = clean(Records([directive("1", text)]), AmendmentForms(read=True), SPANISH, drawing)
    made = records.of(Directive)[0]
    assert made.text_base == "los tipos de explotación laboral y sexual"
    assert made.text_amended == "los tipos de trabajos forzados, explotación sexual"
    row = records.of(Amendment)[0]
    assert (row.kind, row.inserted, row.deleted) == ("replacement", "trabajos forzados,", "laboral y")
    assert reading(made, records, {"COL"}) == made.text_amended


def test_a_bracket_with_another_one_and_no_word_of_its_own():
    records = cleaned("Los Estados [ARG: deben [BRA: podrán]] y [ARG: [BRA: cooperar]] siempre")
    made = records.of(Directive)[1]
    assert (made.text, made.amendment_count) == ("Los Estados y siempre", 4)
    assert made.text_amended == "Los Estados deben podrán y cooperar siempre"


def test_a_verb_in_the_tag_says_what_becomes_of_the_words():
    records = cleaned("el texto [USA delete: de la] Ley [ARG agregar: vigente] de [ARG: delete] hoy")
    made = [(each.kind, each.inserted, each.deleted) for each in records.of(Amendment)]
    assert made[:2] == [("deletion", None, "de la"), ("insertion", "vigente", None)]
    assert made[2] == ("deletion", None, None)


def test_brackets_of_a_document_that_is_no_draft_are_left_alone():
    text = "El texto [CAN: edad] de la Ley [sic]."
    made = clean(Records([directive("1", text)]), AmendmentForms(), SPANISH)
    assert made.of(Directive)[0].text == text
    assert made.of(Amendment) == ()
    assert clean(Records([directive("1", text)]), AmendmentForms(read=True), SPANISH).of(Directive)[0].text != text


def test_every_doubt_is_an_issue():
    records = cleaned(
        "actores sociales, [CAN: el sector privado, y academia.",
        "el texto [XYZ: nuevo] de la Ley",
        "el texto ] de la Ley [los Estados] vigente",
        "para definir los tipos de [CAN: trabajos—y—servicios] sexual",
        "Los [Option 1: Estados] [Option 2: Partidos] deben",
        "el texto [CRIl: nuevo] de la [CRI: otra] Ley",
    )
    assert codes(records) >= {
        "amendment_unclosed",
        "amendment_doubtful",
        "amendment_party_unknown",
        "bracket_stray",
        "bracket_untagged",
        "sentence_hole",
        "amendment_alternative",
        "amendment_malformed",
    }
    assert codes(cleaned("el texto [CAN: nuevo] de la Ley")) == set()


# --- words struck outside brackets ----------------------------------------------------------------------------------


def drawn(printed: str) -> tuple[str, Drawing]:
    """Return a text written with ~~struck~~ and **marked** words, and its drawing."""
    text, spans, opened = "", {"~~": list[tuple[int, int]](), "**": list[tuple[int, int]]()}, dict[str, int]()
    for part in re.split(r"(~~|\*\*)", printed):
        if part not in spans:
            text += part
        elif part in opened:
            spans[part].append((opened.pop(part), len(text)))
        else:
            opened[part] = len(text)
    return text, Drawing({"p/directive/1": spans["~~"]}, {"p/directive/1": spans["**"]})


def tracked(printed: str) -> tuple[list[tuple[str, str | None, str | None]], tuple[str | None, str | None, str | None]]:
    text, drawing = drawn(printed)
    records = clean(Records([directive("1", text)]), AmendmentForms(read=True), SPANISH, drawing)
    made, rows = records.of(Directive)[0], records.of(Amendment)
    assert all(text[row.start : row.end] == row.as_printed for row in rows)
    found = [(row.kind, row.inserted, row.deleted) for row in rows if row.countries is None]
    return found, (made.text, made.text_base, made.text_amended)


@pytest.mark.parametrize(
    ("printed", "rows", "readings"),
    [
        (
            "Los Estados ~~podrán~~ **deberán** cooperar.",
            [("replacement", "deberán", "podrán")],
            ("Los Estados cooperar.", "Los Estados podrán cooperar.", "Los Estados deberán cooperar."),
        ),
        (
            "Los Estados **deberán** ~~podrán~~ cooperar ~~, según corresponda,~~ siempre.",
            [("replacement", "deberán", "podrán"), ("deletion", None, ", según corresponda,")],
            (
                "Los Estados cooperar siempre.",
                "Los Estados podrán cooperar, según corresponda, siempre.",
                "Los Estados deberán cooperar siempre.",
            ),
        ),
        (
            "A los niñ~~o~~**a**s y a l~~o~~**a**s Estado~~s~~ parte",
            [("replacement", "niñas", "niños"), ("replacement", "las Estado", "los Estados")],
            ("A los y a parte", "A los niños y a los Estados parte", "A los niñas y a las Estado parte"),
        ),
        (
            "a nivel sub-~~nacional~~ y local y(~~aún~~) más",
            [("deletion", None, "nacional"), ("deletion", None, "aún")],
            ("a nivel sub- y local y() más", "a nivel sub-nacional y local y(aún) más", "a nivel sub- y local y() más"),
        ),
        ("Una **palabra en negrita** y un enlace.", [], ("Una palabra en negrita y un enlace.",) * 3),
        (
            "**DIRECTRICES PARA LA ~~VIEJA~~ PREVENCIÓN**",
            [("deletion", None, "VIEJA")],
            (
                "DIRECTRICES PARA LA PREVENCIÓN",
                "DIRECTRICES PARA LA VIEJA PREVENCIÓN",
                "DIRECTRICES PARA LA PREVENCIÓN",
            ),
        ),
        (
            "Los Estados ~~viejos~~ cooperarán [CAN: **siempre**].",
            [("deletion", None, "viejos")],
            (
                "Los Estados cooperarán.",
                "Los Estados viejos cooperarán.",
                "Los Estados cooperarán siempre.",
            ),
        ),
    ],
)
def test_words_struck_outside_brackets_are_amendments_of_nobody(printed, rows, readings):
    assert tracked(printed) == (rows, readings)


@pytest.mark.parametrize(
    ("printed", "row"),
    [
        ("[CAN: **niñas** y **niños**] todos", ("insertion", "niñas y niños", None, "high")),
        ("[CAN: y, **cuando sea posible,**] todos", ("insertion", "y, cuando sea posible,", None, "high")),
        ("[CAN: a l ~~nivel~~] todos", ("deletion", None, "a l nivel", "high")),
        ("[CAN: **niñas** y ~~niños~~] todos", ("replacement", "niñas", "niños", "high")),
        ("[CAN: y] todos", ("deletion", None, "y", "low")),
        ("[CAN: niñas] todos", ("insertion", "niñas", None, "low")),
    ],
)
def test_words_whose_face_a_picture_does_not_show(printed, row):
    text, drawing = drawn(f"{printed} y [CRI: **los demás** ~~viejos~~] a [CRI: **la ley**]")
    records = clean(Records([directive("1", text)]), AmendmentForms(read=True), SPANISH, drawing)
    made = records.of(Amendment)[0]
    assert (made.kind, made.inserted, made.deleted, made.certainty) == row


def test_words_struck_outside_brackets_stay_where_no_amendments_are_read():
    text, drawing = drawn("Los Estados ~~podrán~~ **deberán** cooperar.")
    records = clean(Records([directive("1", text)]), AmendmentForms(), SPANISH, drawing)
    assert (records.of(Directive)[0].text, records.of(Amendment)) == (text, ())


def test_marked_words_at_the_beginning_are_no_proposal_where_paragraphs_begin_so():
    text, drawing = drawn("**Reconociendo** ~~el papel~~ **la labor** de todos")
    leads = [directive(str(at), "Reconociendo la labor de todos") for at in (2, 3)]
    marked = {f"p/directive/{at}": [(0, 12)] for at in (2, 3)} | dict(drawing.proposed or {})
    records = clean(
        Records([directive("1", text), *leads]), AmendmentForms(read=True), SPANISH, Drawing(drawing.struck, marked)
    )
    assert [(row.inserted, row.deleted) for row in records.of(Amendment)] == [("la labor", "el papel")]


def test_a_drawing_in_which_only_tags_are_marked_says_what_is_struck():
    text = "a nivel [CAN: territorial subnacional] y nacional [CRI: más]."
    at = text.index("territorial")
    drawing = Drawing({"p/directive/1": [(at, at + len("territorial"))]}, {"p/directive/1": [(8, 13), (50, 55)]})
    records = clean(Records([directive("1", text)]), AmendmentForms(read=True), SPANISH, drawing)
    made = [(row.inserted, row.deleted) for row in records.of(Amendment)]
    assert made == [("subnacional", "territorial"), ("más", None)]


@pytest.mark.parametrize(
    ("text", "hole"),
    [
        ("grupos más [CAN: vwHrerables] de este delito", "grupos más … de este delito"),
        ("[CAN: Continuar Establecer] el texto de la Ley", "… el texto de la Ley"),
        ("[CAN: Establecer] El texto de la Ley", None),
        ("el texto [CAN: más] de la Ley", None),
    ],
)
def test_a_hole_where_an_adjective_or_the_first_verb_was_struck(text, hole):
    struck = {"p/directive/1": [span for word in ("vwHrerables", "Establecer") for span in places(text, word)]}
    records = clean(Records([directive("1", text)]), AmendmentForms(read=True), SPANISH, Drawing(struck))
    assert [each.text for each in records.of(Issue) if each.issue_code == "sentence_hole"] == ([hole] if hole else [])


def places(text: str, word: str) -> list[tuple[int, int]]:
    return [(at, at + len(word)) for at in [text.find(word)] if at >= 0]


def test_a_comma_between_brackets_stays_where_no_line_struck_it():
    text = "en consideración [CAN: el género], [CRI: la edad] y el texto"
    assert cleaned(text).of(Directive)[1].text == "en consideración, y el texto"
    struck = cleaned(text.replace("],", "],—")).of(Directive)[1]
    assert struck.text == "en consideración y el texto"
    assert cleaned("Los Estados [ARG: deben] / [BRA: podrán] cooperar").of(Directive)[1].text == "Los Estados cooperar"


def test_corrections_and_amendments_slice_back():
    records = cleaned("la prevencidn [CAN: de la migracidn] y la informacidn-", "a [CRI:pa¥a a evitar] que")
    texts = {each.directive_id: each.text_source for each in records.of(Directive)}
    assert records.of(OcrCorrection)
    for each in records.of(OcrCorrection):
        assert texts[each.record_id][each.start : each.start + len(each.before)] == each.before
    for made in records.of(Amendment):
        assert texts[made.record_id][made.start : made.end] == made.as_printed


# --- the real draft -------------------------------------------------------------------------------------------------


def gold_rows(name: str) -> list[dict[str, str]]:
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def draft() -> Records:
    rows = gold_rows("oas-3_texts.csv")
    units = [
        Directive(
            each["directive_id"],
            "oas-3",
            "directive",
            None,
            "1",
            False,
            None,
            each["text_source"],
            None,
            None,
            0,
            1,
            1,
            "",
        )
        for each in rows
    ]
    return clean(Records(units), AmendmentForms(read=True), SPANISH)


def test_every_id_span_and_party_of_the_draft_is_right(draft):
    made = [(each.record_id, each.position, each.countries, each.as_printed) for each in draft.of(Amendment)]
    gold = gold_rows("oas-3_amendments.csv")
    assert sorted(made) == sorted((g["record_id"], int(g["position"]), g["countries"], g["as_printed"]) for g in gold)
    counts = {each.directive_id: each.amendment_count for each in draft.of(Directive)}
    assert counts == {each["directive_id"]: int(each["amendment_count"]) for each in gold_rows("oas-3_texts.csv")}


def test_kinds_and_words_of_the_draft_are_right(draft):
    gold = {(each["record_id"], int(each["position"])): each for each in gold_rows("oas-3_amendments.csv")}
    sure = [(each, gold[each.record_id, each.position]) for each in draft.of(Amendment)]
    sure = [(made, want) for made, want in sure if want["certainty"] == "high"]
    right = sum(made.kind == want["kind"] for made, want in sure)
    wrong = sum(
        Levenshtein.distance(made.inserted or "", want["inserted"])
        + Levenshtein.distance(made.deleted or "", want["deleted"])
        for made, want in sure
    )
    assert right >= 0.95 * len(sure)
    assert wrong <= 0.02 * sum(len(want["inserted"] + want["deleted"]) for _, want in sure)


def test_no_clean_text_of_the_draft_keeps_a_bracket(draft):
    for each in draft.of(Directive):
        for text in (each.text, each.text_base, each.text_amended):
            assert not set("[]{}") & set((text or "").replace("[ilegible]", "")), each.directive_id


def test_one_partys_reading_of_the_draft(draft):
    record = next(each for each in draft.of(Directive) if each.directive_id == "oas-3/directive/8")
    assert "[" not in (reading(record, draft, {"CAN"}) or "")
    assert "sea edad étnico racial" in (reading(record, draft, {"CAN"}) or "")
    assert reading(record, draft, {"CRI"}) == record.text_base
    assert reading(record, draft, {"CAN"}) == record.text_amended


# --- properties -----------------------------------------------------------------------------------------------------

plain_words = st.lists(st.sampled_from(sorted(WORDS)), min_size=1, max_size=4).map(" ".join)
tags = st.sampled_from(
    [
        "CAN: ",
        "CRI:",
        "CAN, CRI: ",
        "ARG/BRA: ",
        " CAN: ",
        "CRIl:",
        "CAN ",
        "4ALT. CAN: ",
        "Option 1: ",
        "Delegation of Peru: ",
        "+CAN: ",
        "CAN-USA: ",
        "G77+China: ",
        "OP5 bis. CAN: ",
        "CAN (USA supports): ",
        "USA: delete “",
        "COL: suprimir: ",
    ]
)
closers = st.sampled_from(["]", "]", "]", "}", "}l", "", "]-", "],—"])
amended = st.recursive(
    st.tuples(tags, plain_words, closers).map(lambda parts: f"[{parts[0]}{parts[1]}{parts[2]}"),
    lambda inner: st.tuples(tags, plain_words, inner, plain_words).map(
        lambda parts: f"[{parts[0]}{parts[1]} {parts[2]} {parts[3]}]"
    ),
    max_leaves=3,
)
ordinary = st.sampled_from(["[sic]", "[1]", "[...]", "(b)", "(los Estados)"])
gaps = st.sampled_from([" ", " ", ", ", ". ", ""])


def texts_of(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    each = st.tuples(st.one_of(*parts), gaps).map("".join)
    return st.lists(each, min_size=1, max_size=8).map("".join)


anything = st.text(alphabet="[]{}()|lJ:,.-—/ CANRI4aey\n", max_size=60)


@given(st.one_of(texts_of(plain_words, amended, ordinary), anything))
def test_spans_slice_back_and_never_cross(text):
    flat = list(walk(find(text).amendments))
    for each in flat:
        assert 0 <= each.start < each.content_start <= each.content_end <= each.end <= len(text)
        for child in each.children:
            assert each.content_start <= child.start < child.end <= each.content_end
    ends = [0, *(end for each in find(text).amendments for end in (each.start, each.end)), len(text)]
    assert ends == sorted(ends)


@given(st.one_of(texts_of(plain_words, amended, ordinary), anything))
def test_what_stands_between_amendments_and_the_amendments_give_back_the_source(text):
    rows = [
        Amendment(
            str(at),
            "r",
            "p",
            at,
            each.start,
            each.end,
            None,
            "insertion",
            None,
            None,
            "low",
            text[each.start : each.end],
            False,
        )
        for at, each in enumerate(walk(find(text).amendments), 1)
    ]
    assert "".join(pieces_of(text, rows)) == text
    assert all(text[each.start : each.end] == each.as_printed for each in rows)


@given(st.one_of(texts_of(plain_words, amended, ordinary), anything))
def test_stripping_twice_equals_once(text):
    once = strip_amendments(text, find)
    assert strip_amendments(once, find) == once


@given(texts_of(plain_words, amended))
def test_no_bracket_of_an_amendment_survives(text):
    assert not set("[]") & set(strip_amendments(text, find))


@given(st.lists(st.tuples(ordinary, plain_words), min_size=1, max_size=4), tags, plain_words)
def test_ordinary_brackets_survive(notes: Iterable[tuple[str, str]], tag, words):
    text = " ".join(f"{words} {note} [{tag}{words}]" for note, words in notes)
    clean_text = strip_amendments(text, find)
    assert [note for note, _ in notes] == [
        part for part in clean_text.split() if part[0] in "[("
    ] or "(los" in clean_text
    assert all(note in clean_text for note, _ in notes)


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=5)


@given(st.one_of(texts_of(plain_words, amended, ordinary), anything), spans, spans, st.booleans())
def test_whatever_is_drawn_the_source_comes_back(text, struck, marked, has_marks):
    text = " ".join(text.split()) or "el texto"

    def within(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(at, min(at + length, len(text))) for at, length in places if at < len(text)]

    drawing = Drawing({"p/directive/1": within(struck)}, {"p/directive/1": within(marked)} if has_marks else None)
    records = clean(Records([directive("1", text)]), AmendmentForms(read=True), SPANISH, drawing)
    made, rows = records.of(Directive)[0], records.of(Amendment)
    assert "".join(pieces_of(text, rows)) == text
    assert all(text[row.start : row.end] == row.as_printed for row in rows)
    places = [(row.start, row.end) for row in rows]
    assert all(not first[0] < second[0] < first[1] < second[1] for first in places for second in places)
    assert reading(made, records, {row.amendment_id for row in rows}) == accepted_all(records)
    for each in records.of(OcrCorrection):
        assert text[each.start : each.start + len(each.before)] == each.before


def accepted_all(records: Records) -> str | None:
    """The text with every amendment accepted, as `reading` makes it of what is published."""
    made = records.of(Directive)[0]
    countries = {iso for row in records.of(Amendment) for iso in (row.countries or "").split("|")}
    return reading(made, records, countries | {row.amendment_id for row in records.of(Amendment)})


# --- quotable text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("grupos identificados como [CAN: vinerables—en riesgo].", False),
        ("las practicas a nivel [CAN: de-la—regidn] [COL: nacional] y de todos.", False),
        ("los mapas de grupos [CAN: vinerables—en situacion de riesgo] a la trata de personas.", False),
        ("mecanismos de evaluacion para .[CAN: revisar—su-cumplimiente apoyar su implementacion]", False),
        ("asistencia individualizada [CAN: adaptada a la edad y centrada en—basade—en] las vivencias.", False),
        ("con base en los [CRI: estandares internacionales] de delitos.", False),
        ("asistencia a las victimas [CAN: y sobrevivientes] de la trata.", True),
        ("contra los mayores, [CAN: persenas—de—origen los pueblos indigenas] pero sin otros.", True),
        ("para reducir [CRI: a-] los factores de riesgo.", True),
        ("sin enmiendas.", True),
    ],
)
def test_a_text_with_a_hole_says_so(text, is_whole):
    records = cleaned(text)
    assert records.of(Directive)[1].is_text_whole is is_whole
    assert ("sentence_hole" in codes(records)) is not is_whole


def test_a_record_without_text_is_neither_whole_nor_not():
    assert cleaned("[COL: Determinar que la trata sera catalogada.]").of(Directive)[1].is_text_whole is None


def test_struck_words_that_nobody_can_read_are_said_to_be_so():
    records = cleaned("de las victimas, [CRI: sus—wva@qras—y e*p%esxpde-gzkem—engei%eumlt] y la region.")
    made = records.of(Amendment)[0]
    assert "[ilegible]" in (made.deleted or "")
    assert made.certainty == "low"
    assert "[ilegible]" in (records.of(Directive)[1].text_base or "")
    assert "ilegible" not in (records.of(Directive)[1].text or "")


def test_commas_under_a_strike_come_back_where_the_document_shows_them():
    records = cleaned(
        "por razones de orientacidn sexual, identidad o expresidn de género, y migracidn;",
        "considerando [CRI: su-orientacion-sexual-identidad-y-migracion]",
        "considerando [CRI: erientacion-sexual-ta-edad-ta-satud,-discapacidad]",
    )
    assert [each.deleted for each in records.of(Amendment)] == [
        "su orientación sexual, identidad y migración",
        "orientación sexual, la edad, la salud, discapacidad",
    ]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("por razones de edad, [CAN: génere], orientacion, y migracion", "low"),  # oas-3 principle ii
        ("los tipos de [COL: trabajos forzados, explotacion laberal—y] sexual", "low"),  # directive 43
        ("los victimas [CAN: y sobrevivientes] de la trata", "high"),
    ],
)
def test_a_reading_that_grammar_speaks_against_is_doubtful(text, certainty):
    assert cleaned(text).of(Amendment)[0].certainty == certainty
