"""Brackets of other tables: free-trade drafts, unattributed ones, climate texts; each in words of our own."""

from __future__ import annotations

import pytest
from bracket_sets import Case, check_case, cleaned, name_of
from directriz.clean import reading
from directriz.records import Amendment, Directive, Issue
from directriz.reference.conventions import NAMES, convention_of, read_convention

NOBODY = (None, None)
CASES: list[Case] = [
    # trade: proposers and opposers, nested, numbers of notes
    (
        "trade",
        "Each Party [US/AU propose; CL/NZ oppose: shall] [CL/NZ propose; US/AU oppose: may] publish its fees.",
        [
            ("[US/AU", "AUS|CHL|NZL|USA", "proposes|opposes|opposes|proposes", None, False),
            ("[CL/NZ", "AUS|CHL|NZL|USA", "opposes|proposes|proposes|opposes", None, False),
        ],
    ),
    (
        "trade",
        "A Party [MX12 propose: shall inform [PE3 oppose: without delay] the Committee] of each "
        "measure [CA oppose: taken].",
        [
            ("[MX12", "MEX", "proposes", None, False),
            ("[PE3", "PER", "opposes", None, False),
            ("[CA", "CAN", "opposes", None, False),
        ],
    ),
    (
        "trade",
        "[SG/BN/VN propose: Small firms] [JP reserves position: and their staff] may apply [MY supports: on line].",
        [
            ("[SG/BN", "BRN|SGP|VNM", "proposes", None, False),
            ("[JP", "JPN", "reserves", None, False),
            ("[MY", "MYS", "supports", None, False),
        ],
    ),
    (
        "trade",
        "The fee [AU/CA/CL propose; MX considering; PE oppose: covers [US propose: direct] costs] "
        "[and] [or] is waived.",
        [
            ("[AU/CA", "AUS|CAN|CHL|MEX|PER", "proposes|proposes|proposes|reserves|opposes", None, False),
            ("[US", "USA", "proposes", None, False),
            ("[and]", *NOBODY, "1", False),
            ("[or]", *NOBODY, "2", False),
        ],
    ),
    (
        "trade",
        "[CL/CO proponen; PE se opone: Cada Parte garantizará] [MX apoya: que los plazos] [CR se "
        "reserva: sean breves].",
        [
            ("[CL/CO", "CHL|COL|PER", "proposes|proposes|opposes", None, False),
            ("[MX", "MEX", "supports", None, False),
            ("[CR", "CRI", "reserves", None, False),
        ],
    ),
    (
        "trade",
        "[NZ propose: Article 4 [CL4/PE oppose: (Seeds)] applies [KR propose: [AU propose: also] to flowers]] [TBD].",
        [
            ("[NZ", "NZL", "proposes", None, False),
            ("[CL4", "CHL|PER", "opposes", None, False),
            ("[KR", "KOR", "proposes", None, False),
            ("[AU", "AUS", "proposes", None, False),
            ("[TBD]", *NOBODY, None, True),
        ],
    ),
    (
        "trade",
        "Parties [US oppose: shall] [recognise] that [EU propose: small growers] need [NZ/AU oppose: "
        "subsidised] water.",
        [
            ("[US", "USA", "opposes", None, False),
            ("[recognise]", *NOBODY, None, False),
            ("[EU", None, "proposes", None, False),
            ("[NZ", "AUS|NZL", "opposes", None, False),
        ],
    ),
    (
        "trade",
        "[US/CA/MX propose: Vessels [PE/CL oppose: of all sizes] report [JP/KR propose; NZ oppose: each week]].",
        [
            ("[US", "CAN|MEX|USA", "proposes", None, False),
            ("[PE", "CHL|PER", "opposes", None, False),
            ("[JP", "JPN|KOR|NZL", "proposes|proposes|opposes", None, False),
        ],
    ),
    (
        "trade",
        "The panel [BR/AR propose; UY opposes: may] hear [PY supports: any person] [CO5 propose: who "
        "asks] [to be completed].",
        [
            ("[BR", "ARG|BRA|URY", "proposes|proposes|opposes", None, False),
            ("[PY", "PRY", "supports", None, False),
            ("[CO5", "COL", "proposes", None, False),
            ("[to be", *NOBODY, None, True),
        ],
    ),
    # untagged: nested, Spanish, nobody named
    (
        "untagged",
        "[[Finalidad] [Metas generales] [Creación de la zona]]",
        [
            ("[Finalidad]", *NOBODY, "1", False),
            ("[Metas", *NOBODY, "2", False),
            ("[Creación", *NOBODY, "3", False),
        ],
    ),
    (
        "untagged",
        "[2.1. Las Partes [podrán] [deberán] [, según proceda,] notificar [sus leyes [y reglamentos]] al Consejo.]",
        [
            ("[2.1.", *NOBODY, None, False),
            ("[podrán]", *NOBODY, "1", False),
            ("[deberán]", *NOBODY, "2", False),
            ("[, según", *NOBODY, None, False),
            ("[sus", *NOBODY, None, False),
            ("[y reg", *NOBODY, None, False),
        ],
    ),
    (
        "untagged",
        "Los plazos serán [justos], [claros] y [breves][cortos]; [por definir] [1] [sic].",
        [
            ("[justos]", *NOBODY, None, False),
            ("[claros]", *NOBODY, None, False),
            ("[breves]", *NOBODY, "1", False),
            ("[cortos]", *NOBODY, "2", False),
            ("[por def", *NOBODY, None, True),
        ],
    ),
    (
        "untagged",
        "[El Comité [se reunirá [una vez] [dos veces] al año] [y rendirá cuentas]] [o el Consejo [de "
        "Ministros]] decidirá.",
        [
            ("[El Com", *NOBODY, "1", False),
            ("[se reu", *NOBODY, "1", False),
            ("[una", *NOBODY, "1", False),
            ("[dos", *NOBODY, "2", False),
            ("[y rend", *NOBODY, "2", False),
            ("[o el", *NOBODY, "2", False),
            ("[de Min", *NOBODY, None, False),
        ],
    ),
    (
        "untagged",
        "Cada Parte [otorgará] [concederá] a [los bienes][las mercancías] de otra Parte [un trato no menos favorable].",
        [
            ("[otorg", *NOBODY, "1", False),
            ("[conce", *NOBODY, "2", False),
            ("[los b", *NOBODY, "1", False),
            ("[las m", *NOBODY, "2", False),
            ("[un tr", *NOBODY, None, False),
        ],
    ),
    (
        "untagged",
        "[Ninguna disposición [de este capítulo] impedirá [a una Parte] [adoptar] [o] [mantener] medidas [necesarias]]",
        [
            ("[Ning", *NOBODY, None, False),
            ("[de este", *NOBODY, None, False),
            ("[a una", *NOBODY, "1", False),
            ("[adop", *NOBODY, "2", False),
            ("[o]", *NOBODY, "3", False),
            ("[mant", *NOBODY, "4", False),
            ("[nece", *NOBODY, None, False),
        ],
    ),
    (
        "untagged",
        "As Partes [poderão][deverão] publicar [as leis] [e os regulamentos [internos]] [a definir].",
        [
            ("[poder", *NOBODY, "1", False),
            ("[dever", *NOBODY, "2", False),
            ("[as l", *NOBODY, "1", False),
            ("[e os", *NOBODY, "2", False),
            ("[inter", *NOBODY, None, False),
            ("[a def", *NOBODY, "3", True),
        ],
    ),
    # climate: alternatives, options, placeholders
    (
        "climate",
        "Each Party [shall][should][may] prepare [and update] a plan every [five][ten] years.",
        [
            ("[shall]", *NOBODY, "1", False),
            ("[should]", *NOBODY, "2", False),
            ("[may]", *NOBODY, "3", False),
            ("[and up", *NOBODY, None, False),
            ("[five]", *NOBODY, "1", False),
            ("[ten]", *NOBODY, "2", False),
        ],
    ),
    (
        "climate",
        "Option 1: Countries [shall] report [each year][every two years].",
        [
            ("Option 1", *NOBODY, "1", False),
            ("[shall]", *NOBODY, None, False),
            ("[each", *NOBODY, "1", False),
            ("[every", *NOBODY, "2", False),
        ],
    ),
    (
        "climate",
        "Option 2: [No text]",
        [("Option 2", *NOBODY, "2", False)],
    ),
    (
        "climate",
        "[Option (a): guided by equity] [Option (b): guided by science [and equity]] {Placeholder for finance}",
        [
            ("[Option (a)", *NOBODY, "a", False),
            ("[Option (b)", *NOBODY, "b", False),
            ("[and eq", *NOBODY, None, False),
            ("{Placeholder", *NOBODY, None, True),
        ],
    ),
    (
        "climate",
        "Opción 3: Los países [deberían][podrían] informar [en su lengua] [texto por definir].",
        [
            ("Opción 3", *NOBODY, "3", False),
            ("[deber", *NOBODY, "1", False),
            ("[podr", *NOBODY, "2", False),
            ("[en su", *NOBODY, "1", False),
            ("[texto", *NOBODY, "2", True),
        ],
    ),
    (
        "climate",
        "[Developed country] Parties [and others in a position to do so] [will][are to] provide [new] support [XX].",
        [
            ("[Devel", *NOBODY, None, False),
            ("[and oth", *NOBODY, None, False),
            ("[will]", *NOBODY, "1", False),
            ("[are to]", *NOBODY, "2", False),
            ("[new]", *NOBODY, None, False),
            ("[XX]", *NOBODY, None, True),
        ],
    ),
    # oas: parties, verbs, names behind codes
    (
        "oas",
        "[PER – Perú: Los Estados] [CAN, CRI: y las Partes] [USA supports: cooperarán] [COL se reserva: siempre]",
        [
            ("[PER", "PER", "proposes", None, False),
            ("[CAN", "CAN|CRI", "proposes", None, False),
            ("[USA", "USA", "supports", None, False),
            ("[COL", "COL", "reserves", None, False),
        ],
    ),
    (
        "oas",
        "Las Partes [ARG propone: adoptarán] [BRA apoya: medidas] [USA: reserves its position] [en "
        "adelante “las Partes”].",
        [
            ("[ARG", "ARG", "proposes", None, False),
            ("[BRA", "BRA", "supports", None, False),
            ("[USA", "USA", "reserves", None, False),
        ],
    ),
    (
        "oas",
        "[MEX – México, CHL – Chile: con enfoque de género] y [Trinidad y Tobago: de edad] [ECU: placeholder].",
        [
            ("[MEX", "CHL|MEX", "proposes", None, False),
            ("[Trin", "TTO", "proposes", None, False),
            ("[ECU", "ECU", "proposes", None, True),
        ],
    ),
    (
        "oas",
        "Instar a [GTM: los Estados] [HND/SLV: las Partes] [NIC delete: de la región] [PAN agregar: y sus aliados].",
        [
            ("[GTM", "GTM", "proposes", None, False),
            ("[HND", "HND|SLV", "proposes", None, False),
            ("[NIC", "NIC", "proposes", None, False),
            ("[PAN", "PAN", "proposes", None, False),
        ],
    ),
    (
        "oas",
        "[4 bis. URY: Crear un fondo] [PRY: común] [Delegation of Jamaica: and a board] [EU: and staff].",
        [
            ("[4 bis", "URY", "proposes", None, False),
            ("[PRY", "PRY", "proposes", None, False),
            ("[Deleg", "JAM", "proposes", None, False),
            ("[EU", None, "proposes", None, False),
        ],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_brackets_of_a_convention_are_read_with_party_role_and_option(case: Case) -> None:
    check_case(case)


def test_there_are_enough_brackets():
    assert sum(len(brackets) for _, _, brackets in CASES) >= 110


@pytest.mark.parametrize("name", NAMES)
def test_a_document_shows_its_convention(name):
    assert convention_of(text for convention, text, _ in CASES if convention == name) == name
    assert read_convention(name).examples


def test_a_proposal_is_accepted_with_those_who_propose_or_support_it():
    text = "Each Party [US propose; CL oppose: shall] [CL propose; US oppose: may] publish [NZ supports: all] fees."
    records = cleaned("trade", text)
    record = records.of(Directive)[0]
    assert reading(record, records, {"USA"}) == "Each Party shall publish fees."
    assert reading(record, records, {"CHL", "NZL"}) == "Each Party may publish all fees."


def test_words_that_a_party_opposes_are_in_the_base():
    records = cleaned("trade", "A Party shall pay [CA/MX oppose: without delay] all fees.")
    made = records.of(Directive)[0]
    assert (made.text_base, made.text_amended) == (
        "A Party shall pay without delay all fees.",
        "A Party shall pay all fees.",
    )


def test_a_reading_by_option():
    records = cleaned("climate", "Each Party [shall][should] report [every year].")
    record = records.of(Directive)[0]
    assert reading(record, records, {"option 2"}) == "Each Party should report."


@pytest.mark.parametrize(
    "words", ["reserves its position on paragraph 4", "se reserva el derecho de volver sobre el texto", "se reserva"]
)
def test_a_reservation_has_no_words_for_the_text(words):
    records = cleaned("oas", f"Los Estados [USA: {words}] cooperan.")
    (row,) = records.of(Amendment)
    assert (row.role, row.inserted, row.certainty) == ("reserves", None, "low")
    assert records.of(Directive)[0].text_amended == "Los Estados cooperan."


def test_figures_in_a_bracket_with_a_tag_are_alternatives_in_it():
    rows = cleaned("oas", "[COL: for [7] [12] years] they act [1].").of(Amendment)
    assert [(row.as_printed, row.inserted, row.options) for row in rows] == [
        ("[COL: for [7] [12] years]", "for years", None), ("[7]", "7", "1"), ("[12]", "12", "2")]  # fmt: skip


def test_the_acronym_of_a_group_is_a_word_where_no_colon_follows():
    (first, _) = cleaned("trade", "[LDC Members] [All Members] shall notify.").of(Amendment)
    assert (first.inserted, first.countries) == ("LDC Members", None)


def test_what_a_group_does_is_a_doubt_where_the_columns_cannot_say_it():
    doubts = [each.detail for each in cleaned("trade", "[KR propose; EU oppose: fees] apply.").of(Issue)]
    assert any("EU: opposes" in each for each in doubts)
    assert not cleaned("trade", "[KR/EU propose: fees] apply.").of(Issue)


def test_an_option_that_names_its_parties_is_read_in_every_convention():
    (row,) = cleaned("oas", "Option A (USA, AUS): Parties shall act.").of(Amendment)
    assert (row.countries, row.options, row.inserted) == ("AUS|USA", "A", "Parties shall act.")


def test_text_to_be_written_is_a_placeholder_in_every_convention():
    rows = cleaned("oas", "Fomentar [por definir] y [TBD] {text on funds to be inserted} la [sic] red [1] [...].")
    assert [(row.as_printed, row.placeholder) for row in rows.of(Amendment)] == [
        ("[por definir]", True), ("[TBD]", True), ("{text on funds to be inserted}", True)]  # fmt: skip


def test_figures_that_are_not_agreed_show_the_convention():
    texts = ("Cuts of [30] [50] per cent over [X] years.", "A ceiling of [10]% [USA: of output].",
             "[4] [6] days apply [JPN: gradually].")  # fmt: skip
    assert convention_of(texts) == "trade"
    assert convention_of(["Véase [1] y [2].", "Los Estados [CAN: y las Partes] [3] actúan."]) == "oas"


def test_paragraphs_that_are_numbered_options_show_the_convention_though_a_bracket_names_a_party():
    texts = ("Option 1 : Les Parties versent des fonds.", "Option 2 : Pas de texte.", "Un fonds [Brésil : volontaire].")
    assert convention_of(texts) == "climate"
    rows = cleaned("auto", *texts).of(Amendment)
    assert [(row.countries, row.options) for row in rows] == [(None, "1"), (None, "2"), ("BRA", None)]
