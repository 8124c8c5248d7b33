"""Drafts as they are written elsewhere: each bracket is what a delegate would read, in Spanish, English, Portuguese."""

from __future__ import annotations

import pytest
from directriz.clean import AmendmentForms, Words, clean
from directriz.language import language_of
from directriz.records import Amendment, Directive, Drawn, Issue, Records

DRAFTS = [
    (
        "1. Decides to convene [in 2025] [no later than 2026] a high-level meeting;",
        [(None, "in 2025", None), (None, "no later than 2026", None)],
        (
            "1. Decides to convene a high-level meeting;",
            "1. Decides to convene a high-level meeting;",
            "1. Decides to convene in 2025 no later than 2026 a high-level meeting;",
        ),
    ),
    (
        "The Conference [shall] [should] [may] adopt guidelines at its first session.",
        [(None, "shall", None), (None, "should", None), (None, "may", None)],
        (
            "The Conference adopt guidelines at its first session.",
            "The Conference adopt guidelines at its first session.",
            "The Conference shall should may adopt guidelines at its first session.",
        ),
    ),
    (
        "Emphasizing the importance of [AUS, CAN, NZL, USA: the full participation of] indigenous peoples,",
        [("AUS|CAN|NZL|USA", "the full participation of", None)],
        (
            "Emphasizing the importance of indigenous peoples,",
            "Emphasizing the importance of indigenous peoples,",
            "Emphasizing the importance of the full participation of indigenous peoples,",
        ),
    ),
    (
        "The Parties shall exchange information [agreed ad referendum].",
        [],
        (
            "The Parties shall exchange information [agreed ad referendum].",
            "The Parties shall exchange information [agreed ad referendum].",
            "The Parties shall exchange information [agreed ad referendum].",
        ),
    ),
    (
        "Los Estados Miembros [podrán][deberán] adoptar medidas.",
        [(None, "podrán", None), (None, "deberán", None)],
        (
            "Los Estados Miembros adoptar medidas.",
            "Los Estados Miembros adoptar medidas.",
            "Los Estados Miembros podrán deberán adoptar medidas.",
        ),
    ),
    (
        "instar a los Estados a ratificar la Convención [USA: reserves its position];",
        [("USA", None, None)],
        (
            "instar a los Estados a ratificar la Convención;",
            "instar a los Estados a ratificar la Convención;",
            "instar a los Estados a ratificar la Convención;",
        ),
    ),
    (
        "[PERU: Reafirmando] [Reconociendo - CHILE] la importancia de la prevención,",
        [("PER", "Reafirmando", None), ("CHL", "Reconociendo", None)],
        (
            "la importancia de la prevención,",
            "la importancia de la prevención,",
            "Reafirmando Reconociendo la importancia de la prevención,",
        ),
    ),
    (
        "[Delegation of Jamaica: in accordance with domestic law]",
        [("JAM", "in accordance with domestic law", None)],
        (None, None, "in accordance with domestic law"),
    ),
    (
        "[EU: and gender-responsive] policies",
        [(None, "and gender-responsive", None)],
        ("policies", "policies", "and gender-responsive policies"),
    ),
    (
        "[G77+China: in accordance with the principle of common but differentiated responsibilities]",
        [(None, "in accordance with the principle of common but differentiated responsibilities", None)],
        (None, None, "in accordance with the principle of common but differentiated responsibilities"),
    ),
    (
        "[Venezuela (República Bolivariana de): soberanía nacional]",
        [("VEN", "soberanía nacional", None)],
        (None, None, "soberanía nacional"),
    ),
    (
        "[BOL: Pachamama/Madre Tierra] y la naturaleza",
        [("BOL", "Pachamama/Madre Tierra", None)],
        ("y la naturaleza", "y la naturaleza", "Pachamama/Madre Tierra y la naturaleza"),
    ),
    (
        "[ARG/BRA: e das comunidades quilombolas] e das populações",
        [("ARG|BRA", "e das comunidades quilombolas", None)],
        ("e das populações", "e das populações", "e das comunidades quilombolas e das populações"),
    ),
    (
        "A Assembleia Geral [solicita] [encarrega – BRA] à Secretaria que apresente relatório.",
        [(None, "solicita", None), ("BRA", "encarrega", None)],
        (
            "A Assembleia Geral à Secretaria que apresente relatório.",
            "A Assembleia Geral à Secretaria que apresente relatório.",
            "A Assembleia Geral solicita encarrega à Secretaria que apresente relatório.",
        ),
    ),
    (
        "[Opção 1: dos Estados] [Opção 2: das Partes] contratantes",
        [(None, "dos Estados", None), (None, "das Partes", None)],
        ("contratantes", "contratantes", "dos Estados das Partes contratantes"),
    ),
    (
        "the [Executive Director] [Secretary-General - USA] shall report [annually: CAN] [biennially: MEX]",
        [
            (None, "Executive Director", None),
            ("USA", "Secretary-General", None),
            ("CAN", "annually", None),
            ("MEX", "biennially", None),
        ],
        (
            "the shall report",
            "the shall report",
            "the Executive Director Secretary-General shall report annually biennially",
        ),
    ),
    (
        "paragraph 4[bis] and [annex II] shall apply [1].",
        [],
        (
            "paragraph 4[bis] and [annex II] shall apply [1].",
            "paragraph 4[bis] and [annex II] shall apply [1].",
            "paragraph 4[bis] and [annex II] shall apply [1].",
        ),
    ),
    (
        "[[CAN: to ensure] [USA: to promote]] access to justice",
        [("CAN", "to ensure", None), ("USA", "to promote", None)],
        ("access to justice", "access to justice", "to ensure to promote access to justice"),
    ),
    (
        "[CHL propone eliminar: de manera progresiva]",
        [("CHL", None, "de manera progresiva")],
        (None, "de manera progresiva", None),
    ),
    (
        "[CAN and USA: delete “victims and”] survivors",
        [("CAN|USA", None, "victims and")],
        ("survivors", "victims and survivors", "survivors"),
    ),
    (
        "[COL: Suprimir] los párrafos siguientes.",
        [("COL", None, None)],
        ("los párrafos siguientes.", "los párrafos siguientes.", "los párrafos siguientes."),
    ),
    (
        "[JAM on behalf of CARICOM: small island developing States]",
        [("JAM", "small island developing States", None)],
        (None, None, "small island developing States"),
    ),
    (
        "[CARICOM: small island developing States]",
        [(None, "small island developing States", None)],
        (None, None, "small island developing States"),
    ),
    (
        "[OP5 bis. CAN: Encourages States to collect data;]",
        [("CAN", "Encourages States to collect data;", None)],
        (None, None, "Encourages States to collect data;"),
    ),
    (
        "[ALC: Los Estados] [UE: Las Partes] cooperarán",
        [(None, "Los Estados", None), (None, "Las Partes", None)],
        ("cooperarán", "cooperarán", "Los Estados Las Partes cooperarán"),
    ),
    (
        "[CAN, supported by USA and MEX: and survivors]",
        [("CAN|MEX|USA", "and survivors", None)],
        (None, None, "and survivors"),
    ),
    (
        "[CAN-USA: and survivors] of trafficking",
        [("CAN|USA", "and survivors", None)],
        ("of trafficking", "of trafficking", "and survivors of trafficking"),
    ),
    (
        "[CAN (USA supports): and survivors] of trafficking",
        [("CAN|USA", "and survivors", None)],
        ("of trafficking", "of trafficking", "and survivors of trafficking"),
    ),
    (
        "[+CAN: and survivors] [-USA: victims] of trafficking",
        [("CAN", "and survivors", None), ("USA", None, "victims")],
        ("of trafficking", "victims of trafficking", "and survivors of trafficking"),
    ),
    (
        "Los Estados (CAN: y las Partes) cooperarán",
        [],
        (
            "Los Estados (CAN: y las Partes) cooperarán",
            "Los Estados (CAN: y las Partes) cooperarán",
            "Los Estados (CAN: y las Partes) cooperarán",
        ),
    ),
    (
        "Los Estados {CAN: y las Partes} cooperarán",
        [("CAN", "y las Partes", None)],
        ("Los Estados cooperarán", "Los Estados cooperarán", "Los Estados y las Partes cooperarán"),
    ),
    (
        "[Trinidad y Tobago: y las Partes] cooperarán [Antigua and Barbuda: siempre]",
        [("TTO", "y las Partes", None), ("ATG", "siempre", None)],
        ("cooperarán", "cooperarán", "y las Partes cooperarán siempre"),
    ),
    (
        "[República Dominicana y Panamá: y las Partes] cooperarán",
        [("DOM|PAN", "y las Partes", None)],
        ("cooperarán", "cooperarán", "y las Partes cooperarán"),
    ),
    (
        "[Guatemala: incluir: y los pueblos] indígenas",
        [("GTM", "y los pueblos", None)],
        ("indígenas", "indígenas", "y los pueblos indígenas"),
    ),
]

WORDS = Words(language_of("es"), {})


def cleaned(*texts: str) -> Records:
    empty = (None, None, 0, None, None, "")
    units = [
        Directive(f"p/directive/{at}", "p", "directive", None, str(at), False, None, text, *empty)
        for at, text in enumerate(texts, 1)
    ]
    return clean(Records(units), AmendmentForms(read=True), WORDS)


@pytest.mark.parametrize(("text", "amendments", "readings"), DRAFTS, ids=[each[0][:40] for each in DRAFTS])
def test_a_bracket_is_read_as_a_delegate_reads_it(text, amendments, readings):
    records = cleaned(text)
    made = records.of(Directive)[0]
    assert [(row.countries, row.inserted, row.deleted) for row in records.of(Amendment)] == amendments
    assert (made.text, made.text_base, made.text_amended) == readings
    assert all(text[row.start : row.end] == row.as_printed for row in records.of(Amendment))


@pytest.mark.parametrize(
    "text",
    [
        "Los Estados [deberán] cooperar, según la resolución AG/RES. 2551 (XL-O/10) [en adelante, “el Plan”].",
        "[Agreed ad ref] The Parties shall exchange information [1] [sic].",
        "States Parties [shall/should] cooperate [, as appropriate,] with paragraph 4[bis].",
        "[AND SURVIVORS] Los Estados (CAN: y las Partes) cooperarán.",
    ],
)
def test_brackets_that_name_no_party_stay(text):
    records = cleaned(text)
    assert (records.of(Directive)[0].text, records.of(Amendment)) == (text, ())


@pytest.mark.parametrize("remark", ["reserves its position", "scrutiny reservation", "reserva", "pendiente"])
def test_what_a_party_says_of_the_text_is_no_part_of_it(remark):
    records = cleaned(f"instar a ratificar la Convención [USA: {remark}];")
    made, row = records.of(Directive)[0], records.of(Amendment)[0]
    assert {made.text, made.text_base, made.text_amended} == {"instar a ratificar la Convención;"}
    assert (row.countries, row.inserted, row.deleted, row.certainty) == ("USA", None, None, "low")
    assert [each.issue_code for each in records.of(Issue)] == ["amendment_doubtful"]


def test_an_acronym_that_no_list_has_is_no_misread_country():
    records = cleaned("Los Estados [ONG: y la sociedad civil] cooperarán")
    assert (records.of(Amendment)[0].countries, records.of(Amendment)[0].inserted) == (None, "y la sociedad civil")
    assert [each.issue_code for each in records.of(Issue)] == ["amendment_party_unknown"]


CLEARLY = (
    "Los Estados promoverán la cooperación [CAN: y la coordinación] entre instituciones públicas.",
    "Fortalecer las medidas [CRI: de prevención] contra la trata en la región [COL: y sus países].",
)


@pytest.mark.parametrize(
    ("printed", "countries"),
    [
        ("[GAN: y más]", "CAN"),
        ("[C AN: y más]", "CAN"),
        ("[€AN: y más]", "CAN"),
        ("[Can: y más]", "CAN"),
        ('["CAN: y más]', "CAN"),
        ("[CAN': y más]", "CAN"),
        ("[CAN:: y más]", "CAN"),
        ("[CAN| y más]", "CAN"),
        ("[CR|: y más]", "CRI"),
        ("[CR1: y más]", "CRI"),
        ("[C0L: y más]", "COL"),
        ("[CAN. CRI: y más]", "CAN|CRI"),
        ("[CAN/CRl: y más]", "CAN|CRI"),
        ("ICAN: y más]", "CAN"),
        ("{CAN: y más]", "CAN"),
        ("[CAN: y más}", "CAN"),
        ("[CAN: y más)", "CAN"),
        ("[CAN: y másI", "CAN"),
        ("[CAN: y más1", "CAN"),
    ],
)
def test_damaged_tags_and_brackets_are_read_by_those_that_stand_clearly(printed, countries):
    records = cleaned(*CLEARLY, f"Las Partes cooperarán {printed} entre sí.")
    row, made = records.of(Amendment)[-1], records.of(Directive)[-1]
    assert (row.as_printed, row.countries, row.inserted, row.tag_malformed) == (printed, countries, "y más", True)
    assert made.text == "Las Partes cooperarán entre sí."


@pytest.mark.parametrize("note", ["Nota: por revisar", "COI: por revisar", "ver: el anexo", "la Ley: el artículo 3"])
def test_a_note_with_a_colon_is_no_damaged_tag(note):
    records = cleaned(*CLEARLY, f"Las Partes cooperarán [{note}] entre sí.")
    assert [row.countries for row in records.of(Amendment) if row.record_id.endswith("/3")] in ([], [None])


# --- tracked changes ------------------------------------------------------------------------------------------------


def drawn(*marked: str, read: bool = True, scanned: bool = False) -> tuple[list[str], Records]:
    """Clean paragraphs in which ~struck~, _underlined_ and *bold* words are drawn so, on a page or a scan of one."""
    looks = {"~": "struck", "_": "underlined", "*": "marked"}
    texts, marks = [], []
    for at, paragraph in enumerate(marked, 1):
        text, open_at = "", {}
        for char in paragraph:
            if char not in looks:
                text += char
            elif char in open_at:
                marks.append(Drawn(f"p/directive/{at}", open_at.pop(char), len(text), looks[char]))
            else:
                open_at[char] = len(text)
        texts.append(text)
    empty = (None, None, 0, 1, 1, "")
    units = [
        Directive(f"p/directive/{at}", "p", "directive", None, str(at), False, None, text, *empty)
        for at, text in enumerate(texts, 1)
    ]
    page = [Issue("page_ocr", "doubt", "read", "p", None, 1, "a scan", None)] if scanned else []
    return texts, clean(Records([*units, *marks, *page]), AmendmentForms(read=read), WORDS)


TRACKED = (
    ("de los [~treinta~] _quince_ días", "de los treinta días", "de los quince días"),
    ("de los ~[treinta]~ _quince_ días", "de los treinta días", "de los quince días"),
    ("de los _quince_ [~treinta~] días", "de los treinta días", "de los quince días"),
    ("de los [~treinta~ _quince_] días", "de los treinta días", "de los quince días"),
    ("sin demora [~y por escrito~] a la víctima", "sin demora y por escrito a la víctima", "sin demora a la víctima"),
    ("sin demora ~[y por escrito]~.", "sin demora y por escrito.", "sin demora."),
    ("medidas ~urgentes~.", "medidas urgentes.", "medidas."),
    ("los [Estados] ~deben~ _deberán_ actuar", "los [Estados] deben actuar", "los [Estados] deberán actuar"),
)


@pytest.mark.parametrize(("marked", "base", "amended"), TRACKED)
def test_tracked_changes_leave_no_bracket_behind(marked, base, amended):
    _, records = drawn(marked, "Los Estados cooperarán.")
    made = records.of(Directive)[0]
    assert (made.text_base, made.text_amended) == (base, amended)
    assert all(row.countries is None for row in records.of(Amendment))


def test_an_insertion_without_a_strike_counts_where_the_document_marks_insertions_so():
    _, records = drawn(
        "de los ~treinta~ _quince_ días", "a la víctima _y a su familia_ sin demora", "ver _www.oas.org_ hoy"
    )
    assert [row.inserted for row in records.of(Amendment)] == ["quince", "y a su familia"]
    assert records.of(Directive)[1].text_base == "a la víctima sin demora"
    assert "marking_unclear" not in {each.issue_code for each in records.of(Issue)}


def test_a_legend_says_how_insertions_are_marked():
    _, records = drawn("El texto _subrayado_ es texto nuevo.", "a la víctima _y a su familia_ sin demora")
    assert [row.inserted for row in records.of(Amendment)] == ["y a su familia"]
    assert records.of(Directive)[0].text_base == "El texto subrayado es texto nuevo."


@pytest.mark.parametrize("look", ["_", "*"])
def test_an_insertion_that_nothing_explains_is_a_doubt_unless_it_is_bold(look):
    _, records = drawn(f"a la víctima {look}y a su familia{look} sin demora", "ver _www.oas.org_ hoy")
    assert records.of(Amendment) == ()
    doubts = [each.text for each in records.of(Issue) if each.issue_code == "marking_unclear"]
    assert doubts == (["y a su familia"] if look == "_" else [])


def test_a_strike_outside_brackets_that_name_parties_is_doubtful():
    _, records = drawn("Los Estados [CAN: *y las Partes*] cooperarán", "medidas ~urgentes~ de prevención")
    assert [(row.countries, row.certainty) for row in records.of(Amendment)] == [("CAN", "high"), (None, "low")]


def test_one_short_marked_word_beside_brackets_that_name_parties_is_a_doubt():
    """In a scan the weight of "la" cannot be told from bold type; in a draft of tracked changes it is an insertion."""
    _, records = drawn("Los Estados [CAN: *y las Partes*] cooperarán", "en *la* región *y fuera de ella* también")
    assert [row.inserted for row in records.of(Amendment)] == ["y las Partes", "y fuera de ella"]
    assert [each.text for each in records.of(Issue) if each.issue_code == "marking_unclear"] == ["la"]
    _, records = drawn("de los ~treinta~ *quince* días", "en *la* región")
    assert [row.inserted for row in records.of(Amendment)] == ["quince", "la"]


def test_a_whole_paragraph_that_is_underlined_is_new_where_insertions_are_marked_so_and_else_a_doubt():
    whole = "_Los Estados crearán un registro regional._"
    _, records = drawn("de los ~treinta~ _quince_ días", whole)
    assert [row.inserted for row in records.of(Amendment)] == ["quince", "Los Estados crearán un registro regional."]
    _, records = drawn("de los treinta días", whole, "medidas ~urgentes~ de prevención")
    assert [each.text for each in records.of(Issue) if each.issue_code == "marking_unclear"] == [whole.strip("_")]


def test_struck_words_of_a_document_that_is_not_read_as_a_draft_are_a_doubt():
    texts, records = drawn("medidas ~urgentes~ de prevención", "Los Estados cooperarán.", read=False)
    assert [each.text for each in records.of(Directive)] == texts
    assert [each.issue_code for each in records.of(Issue)] == ["strikes_unread"]
    assert drawn("medidas de prevención", read=False)[1].of(Issue) == ()


def test_struck_words_of_a_scan_are_read_without_what_the_line_made_of_a_letter():
    _, records = drawn("la [CAN: ~sobrovivientes~ *víctimas*] cooperan", "medidas *urgentes* ~géncro~", scanned=True)
    assert next((row.deleted, row.certainty) for row in records.of(Amendment)) == ("sobrevivientes", "high")
    _, records = drawn(*["el [CAN: ~géncro~ *sexo*] de cada persona"] * 4, scanned=True)
    assert {row.deleted for row in records.of(Amendment)} == {"género"}
    _, records = drawn("la [CAN: ~xobrvvntes~ *víctimas*] cooperan", scanned=True)
    assert [(row.deleted, row.certainty) for row in records.of(Amendment)] == [("xobrvvntes", "low")]


@pytest.mark.parametrize(("scanned", "certainty"), [(True, "low"), (False, "high")])
def test_a_short_word_alone_in_a_bracket_of_a_scan_is_doubtful(scanned, certainty):
    _, records = drawn("contribuir [CRI: *a*] los factores [CAN: *y las familias*]", scanned=scanned)
    assert [row.certainty for row in records.of(Amendment)] == [certainty, "high"]


def test_words_of_a_scan_that_may_be_misread_are_a_doubt_of_their_record():
    paragraphs = ("respondan a ! la edad [CAN: *y al género*]", "la diversidad lingúística", "a los Estados [USA: ~y~]")
    _, records = drawn(*paragraphs, scanned=True)
    told = {each.record_id: each.detail for each in records.of(Issue) if each.issue_code == "scan_unclear"}
    assert {key: detail.rpartition(": ")[2] for key, detail in told.items()} == {
        "p/directive/1": "!",
        "p/directive/2": "lingúística",
    }
    assert not [each for each in drawn(*paragraphs)[1].of(Issue) if each.issue_code == "scan_unclear"]
