"""More brackets of other tables, with the answers written before the first run; the hard ones that fail stay here.

First run: 68 brackets of `CASES` above `HARDER`: span and parties 65, role 64, option 66, placeholder 63. The 34 from
`HARDER` on: 27, 25, 27, 28. General mends followed; what is still not read is marked with its reason.
"""

from __future__ import annotations

import pytest
from bracket_sets import Case, Shares, check_case, name_of
from directriz.reference.conventions import NAMES
from test_clean_conventions import CASES as GIVEN
from test_clean_conventions import NOBODY

CASES: list[Case] = [
    (
        "trade",
        "[AU/NZ/SG propose: Each Party [MX/PE propose: shall endeavour to][CL propose; US oppose: shall] give notice.]",
        [
            ("[AU", "AUS|NZL|SGP", "proposes", None, False),
            ("[MX", "MEX|PER", "proposes", None, False),
            ("[CL", "CHL|USA", "proposes|opposes", None, False),
        ],
    ),
    (
        "trade",
        "1. [JP propose: Subject to Article 9,] a Party [VN/MY oppose: may not] require [US7: "
        "any person] to store data.",
        [
            ("[JP", "JPN", "proposes", None, False),
            ("[VN", "MYS|VNM", "opposes", None, False),
            ("[US7", "USA", "proposes", None, False),
        ],
    ),
    (
        "trade",
        "[Canada and Mexico propose: The Committee] shall [Chile opposes: promptly] meet [Peru supporting: in public].",
        [
            ("[Canada", "CAN|MEX", "proposes", None, False),
            ("[Chile", "CHL", "opposes", None, False),
            ("[Peru", "PER", "supports", None, False),
        ],
    ),
    (
        "trade",
        "[CA propose; US/JP oppose; NZ supports: Members] consult [KR to confirm: twice a year].",
        [
            ("[CA", "CAN|JPN|NZL|USA", "proposes|opposes|supports|opposes", None, False),
            ("[KR", "KOR", "reserves", None, False),
        ],
    ),
    (
        "trade",
        "[EEUU propone; UE se opone: Las autoridades [CO/EC reservan: competentes]] publicarán.",
        [
            ("[EEUU", "USA", "proposes", None, False),
            ("[CO/EC", "COL|ECU", "reserves", None, False),
        ],
    ),
    (
        "trade",
        "A label [PH & TH propose: in the language of the buyer] is [US propose: not] needed.",
        [
            ("[PH", "PHL|THA", "proposes", None, False),
            ("[US", "USA", "proposes", None, False),
        ],
    ),
    (
        "untagged",
        "[Capítulo [XX]: [Disposiciones Iniciales] [Normas Generales]]",
        [
            ("[Cap", *NOBODY, None, False),
            ("[XX]", *NOBODY, None, True),
            ("[Dispo", *NOBODY, "1", False),
            ("[Normas", *NOBODY, "2", False),
        ],
    ),
    (
        "untagged",
        "Cada Parte [se asegurará de que] [garantizará que] sus autoridades [nacionales] "
        "resuelvan en [treinta (30)] [sesenta (60)] [__] días.",
        [
            ("[se aseg", *NOBODY, "1", False),
            ("[garan", *NOBODY, "2", False),
            ("[nacio", *NOBODY, None, False),
            ("[treinta", *NOBODY, "1", False),
            ("[sesenta", *NOBODY, "2", False),
            ("[__]", *NOBODY, "3", True),
        ],
    ),
    (
        "untagged",
        "[Las Partes cooperarán en la materia.] [Las Partes podrán cooperar en la materia.]",
        [
            ("[Las Partes coop", *NOBODY, "1", False),
            ("[Las Partes pod", *NOBODY, "2", False),
        ],
    ),
    (
        "untagged",
        "Toda controversia [que surja [o pueda surgir] de este Acuerdo] [, salvo pacto en "
        "contrario,] se someterá al [Tribunal] / [Panel].",
        [
            ("[que surja", *NOBODY, None, False),
            ("[o pueda", *NOBODY, None, False),
            ("[, salvo", *NOBODY, None, False),
            ("[Trib", *NOBODY, "1", False),
            ("[Panel", *NOBODY, "2", False),
        ],
    ),
    (
        "untagged",
        "Members shall [, where possible,] [avoid][minimize] harm to [farms] on [to be agreed].",
        [
            ("[, where", *NOBODY, None, False),
            ("[avoid", *NOBODY, "1", False),
            ("[minim", *NOBODY, "2", False),
            ("[farms", *NOBODY, None, False),
            ("[to be", *NOBODY, None, True),
        ],
    ),
    (
        "climate",
        "The goal is [1.5 °C][2 °C] for [all] Parties.",
        [
            ("[1.5", *NOBODY, "1", False),
            ("[2 °C", *NOBODY, "2", False),
            ("[all]", *NOBODY, None, False),
        ],
    ),
    (
        "climate",
        "[Alternative 1: A fund is set up] [Alternative 2: Existing funds serve]",
        [
            ("[Alternative 1", *NOBODY, "1", False),
            ("[Alternative 2", *NOBODY, "2", False),
        ],
    ),
    (
        "climate",
        "Option A: Parties [may] adapt.",
        [
            ("Option A", *NOBODY, "A", False),
            ("[may]", *NOBODY, None, False),
        ],
    ),
    (
        "climate",
        "Alt 2. Parties shall adapt [by 2030]/[by 2040].",
        [
            ("Alt 2", *NOBODY, "2", False),
            ("[by 2030", *NOBODY, "1", False),
            ("[by 2040", *NOBODY, "2", False),
        ],
    ),
    (
        "climate",
        "[Opción I: Se crea un mecanismo] [Opción II: No se crea]",
        [
            ("[Opción I:", *NOBODY, "I", False),
            ("[Opción II", *NOBODY, "II", False),
        ],
    ),
    (
        "climate",
        "(Option 3) Support is [adequate] [predictable] and grows by [X per cent] [__] a year.",
        [
            ("(Option 3", *NOBODY, "3", False),
            ("[adeq", *NOBODY, "1", False),
            ("[pred", *NOBODY, "2", False),
            ("[X per", *NOBODY, "1", True),
            ("[__]", *NOBODY, "2", True),
        ],
    ),
    (
        "climate",
        "[Placeholder: text on transparency]",
        [
            ("[Placeholder", *NOBODY, None, True),
        ],
    ),
    (
        "oas",
        "[República Dominicana: de manera prioritaria] y [Antigua and Barbuda: with urgency] "
        "[BOL – Bolivia: y comunitaria].",
        [
            ("[Rep", "DOM", "proposes", None, False),
            ("[Ant", "ATG", "proposes", None, False),
            ("[BOL", "BOL", "proposes", None, False),
        ],
    ),
    (
        "oas",
        "[SLV, GTM y HND: en coordinación] con [USA deletes: todas] las agencias [MEX: "
        "reserva] [PER: texto pendiente].",
        [
            ("[SLV", "GTM|HND|SLV", "proposes", None, False),
            ("[USA", "USA", "proposes", None, False),
            ("[MEX", "MEX", "reserves", None, False),
            ("[PER", "PER", "proposes", None, True),
        ],
    ),
    (
        "oas",
        "[Saint Lucia: small States] and [JAM/BRB support: their partners] [CAN opposes: shall] act.",
        [
            ("[Saint", "LCA", "proposes", None, False),
            ("[JAM", "BRB|JAM", "supports", None, False),
            ("[CAN", "CAN", "opposes", None, False),
        ],
    ),
    (
        "oas",
        "[CAN/AUS/NZL: in accordance with national law] [Holy See reserves: gender] [Switzerland del: fully].",
        [
            ("[CAN", "AUS|CAN|NZL", "proposes", None, False),
            ("[Holy", "VAT", "reserves", None, False),
            ("[Swit", "CHE", "proposes", None, False),
        ],
    ),
]
HARDER: list[Case] = [
    (
        "trade",
        "[MX/CL propose (PE supports): Growers] may label [AU reserving its position: wine] "
        "[NZ propose, JP oppose: and spirits].",
        [
            ("[MX", "CHL|MEX|PER", "proposes|proposes|supports", None, False),
            ("[AU", "AUS", "reserves", None, False),
            ("[NZ", "JPN|NZL", "opposes|proposes", None, False),
        ],
    ),
    (
        "trade",
        "Each Party [US/CA proposal: shall keep] [alt: keeps] records for [US: five] [PE: "
        "three] years [JP does not agree: at its cost].",
        [
            ("[US/CA", "CAN|USA", "proposes", None, False),
            ("[alt", *NOBODY, None, False),
            ("[US: ", "USA", "proposes", None, False),
            ("[PE: ", "PER", "proposes", None, False),
            ("[JP", "JPN", "opposes", None, False),
        ],
    ),
    (
        "untagged",
        "[1. [Los bienes] [Las mercancías] [usados] [o reconstruidos] quedan excluidos] [2. Nada se excluye].",
        [
            ("[1.", *NOBODY, "1", False),
            ("[Los b", *NOBODY, "1", False),
            ("[Las m", *NOBODY, "2", False),
            ("[usados", *NOBODY, "3", False),
            ("[o rec", *NOBODY, "4", False),
            ("[2.", *NOBODY, "2", False),
        ],
    ),
    (
        "climate",
        "OPTION 2 Parties [are encouraged to] report.",
        [
            ("OPTION 2", *NOBODY, "2", False),
            ("[are", *NOBODY, None, False),
        ],
    ),
    (
        "oas",
        "[Brasil/Perú – suprimir: todos] los [CHL+COL: demás] [EU on behalf of its members: y otros] [URU: países].",
        [
            ("[Brasil", "BRA|PER", "proposes", None, False),
            ("[CHL", "CHL|COL", "proposes", None, False),
            ("[EU", None, "proposes", None, False),
            ("[URU", "URY", "proposes", None, False),
        ],
    ),
    (
        "oas",
        "[Honduras y Nicaragua: en sus idiomas] [El Salvador se opone: siempre] [BHS, supported by GUY: for islands].",
        [
            ("[Hond", "HND|NIC", "proposes", None, False),
            ("[El S", "SLV", "opposes", None, False),
            ("[BHS", "BHS|GUY", "proposes|supports", None, False),
        ],
    ),
]
LATER: list[tuple[str, Case]] = [
    (
        "everybody but one: no list of parties",
        (
            "trade",
            "[All Parties except US propose: Fees are [BR propone: justas]] low.",
            [
                ("[All", None, "proposes", None, False),
                ("[BR", "BRA", "proposes", None, False),
            ],
        ),
    ),
    (
        "a figure or marks alone in a bracket are taken for a note",
        (
            "untagged",
            "El arancel será de [x] [10] por ciento [ad valorem], según el Anexo [...] [en corchetes].",
            [
                ("[x]", *NOBODY, "1", True),
                ("[10]", *NOBODY, "2", False),
                ("[ad val", *NOBODY, None, False),
                ("[...]", *NOBODY, "1", True),
                ("[en cor", *NOBODY, "2", False),
            ],
        ),
    ),
    (
        "a suffix of an option, and braces for brackets",
        (
            "climate",
            "Option 1 (bis): Parties [take][may take] steps {and publish them}.",
            [
                ("Option 1", *NOBODY, "1 bis", False),
                ("[take", *NOBODY, "1", False),
                ("[may", *NOBODY, "2", False),
                ("{and", *NOBODY, None, False),
            ],
        ),
    ),
]


@pytest.mark.parametrize("case", [*CASES, *HARDER], ids=name_of)
def test_brackets_of_which_the_answer_was_written_first(case: Case) -> None:
    check_case(case)


@pytest.mark.parametrize(("reason", "case"), LATER, ids=[reason for reason, _ in LATER])
def test_brackets_that_were_not_read_at_first(reason: str, case: Case) -> None:
    check_case(case)


def test_all_brackets_together_reach_their_shares() -> None:
    """Every hard case counts: spans and parties at least 97 %, roles and options at least 95 %."""
    right = Shares()
    for case in [*GIVEN, *CASES, *HARDER, *(case for _, case in LATER)]:
        right.add(case)
    assert right.all >= 200
    assert {convention for convention, *_ in [*CASES, *HARDER]} == set(NAMES)
    assert min(right.spans, right.parties) / right.all >= 0.97
    assert min(right.roles, right.options) / right.all >= 0.95
