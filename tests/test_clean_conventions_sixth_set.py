"""A sixth set of brackets of other tables, in our own words, written after the mends that the fifth set led to.

The answers came first. First run, 92 brackets: span and parties 84, role 83, option 85 (nine slips of the answers are
mended: options begin anew behind a labelled one), placeholder 88.
"""

from __future__ import annotations

import pytest
from bracket_sets import OPPOSES, RESERVES, SUPPORTS, Case, by, check_case, name_of, of_nobody, option_of

# fmt: off
CASES: list[Case] = [
    ("trade", "[US/AU/SG/JP propose4; MX/PE5 can accept; VN is checking: A Party shall not [BN/MY oppose: "
     "knowingly] disclose it] [TH: without consent].",
     [by("[US", "AUS|JPN|MEX|PER|SGP|USA|VNM", "proposes|proposes|supports|supports|proposes|proposes|reserves"),
      by("[BN", "BRN|MYS", OPPOSES), by("[TH", "THA")]),
    ("trade", "[EU and Colombia support; Peru does not support: The Committee] [shall] [may] meet [Ecuador would "
     "prefer: twice a year].",
     [by("[EU", "COL|PER", "supports|opposes"), of_nobody("[shall]", "1"), of_nobody("[may]", "2"), by("[Ecu", "ECU")]),
    ("trade", "[All Members but IN, ZA propose: Members] [IN and ZA propose: Developed Members] notify [EG "
     "reserves its right to revert: each year].",
     [by("[All", None), by("[IN", "IND|ZAF"), by("[EG", "EGY", RESERVES)]),
    ("trade", "[CA/MX oppose US proposal: The duty] [is] applied [US to provide text: to parts].",
     [by("[CA", "CAN|MEX", OPPOSES), of_nobody("[is]"), by("[US", "USA", RESERVES)]),
    ("trade", "A [NZ/CL/SG/BN/AU/CA propose: fair] [US/JP propose: reasonable and] [PE propone: justa] fee (US oppose) "
     "[KR² propose: applies].",
     [by("[NZ", "AUS|BRN|CAN|CHL|NZL|SGP"), by("[US", "JPN|USA"), by("[PE", "PER"), by("[KR", "KOR")]),
    ("trade", "As Partes [BR/AR/UY propõem; PY se opõe: estabelecerão] [BR: um fundo [PY não aceita: comum]].",
     [by("[BR/AR", "ARG|BRA|PRY|URY", "proposes|proposes|opposes|proposes"), by("[BR:", "BRA"),
      by("[PY", "PRY", OPPOSES)]),
    ("untagged", "[3. [Nada de lo dispuesto en] [Ninguna disposición de] este Artículo [obliga][obligará] a revelar "
     "[secretos].] [4. Sin perjuicio [del párrafo 3].]",
     [of_nobody("[3.", "1"), of_nobody("[Nada", "1"), of_nobody("[Ning", "2"), of_nobody("[obliga]", "1"),
      of_nobody("[obligará]", "2"), of_nobody("[sec"), of_nobody("[4.", "2"), of_nobody("[del")]),
    ("untagged", "[PARTE I: MEDIDAS] [Una Parte podrá][Las Partes podrán] aplicar [por] [hasta] [2] [dos] años[;][,] "
     "[y/o] prorrogarlas.",
     [of_nobody("[PARTE"), of_nobody("[Una", "1"), of_nobody("[Las", "2"), of_nobody("[por]", "1"),
      of_nobody("[hasta]", "2"), of_nobody("[2]", "1"), of_nobody("[dos]", "2"), of_nobody("[;]", "1"),
      of_nobody("[,]", "2"), of_nobody("[y/o]", "3")]),
    ("untagged", "[Les Parties] [La Conférence des Parties] [adopte] [peut adopter] des lignes directrices [avant "
     "[2027]] [1].",
     [of_nobody("[Les", "1"), of_nobody("[La", "2"), of_nobody("[adop", "3"), of_nobody("[peut", "4"),
      of_nobody("[avant", None), of_nobody("[2027]")]),
    ("climate", "Option 1: A body [is hereby established][shall be established]. Option 2: An existing body serves "
     "[the Convention]. Option 3: No text.",
     [of_nobody("Option 1", "1"), of_nobody("[is", "1"), of_nobody("[shall", "2"), of_nobody("Option 2", "2"),
      of_nobody("[the"), of_nobody("Option 3", "3")]),
    ("climate", "[Option I: [Each Party][All Parties]] [Option II: [Developed country Parties] and [others [in a "
     "position to do so]]] [shall][should][will] act.",
     [of_nobody("[Option I:", "I"), of_nobody("[Each", "1"), of_nobody("[All", "2"), of_nobody("[Option II", "II"),
      of_nobody("[Dev"), of_nobody("[others"), of_nobody("[in a"), of_nobody("[shall", "1"), of_nobody("[should", "2"),
      of_nobody("[will", "3")]),
    ("climate", "[OPTION A – The mechanism serves all.] [OPTION B – [No mechanism] is needed.] {to be completed}",
     [of_nobody("[OPTION A", "A"), of_nobody("[OPTION B", "B"), of_nobody("[No mech"),
      of_nobody("{to be", None, True)]),
    ("climate", "ALT 1. Members may [require] [request] disclosure [of the [country of origin] [source]].",
     [of_nobody("ALT 1", "1"), of_nobody("[require", "1"), of_nobody("[request", "2"), of_nobody("[of the"),
      of_nobody("[country", "1"), of_nobody("[source", "2")]),
    ("climate", "[Opção 1: Os países desenvolvidos] [Opção 2: As Partes] [proverão][devem prover] [100] [XX] bilhões "
     "[por ano].",
     [of_nobody("[Opção 1", "1"), of_nobody("[Opção 2", "2"), of_nobody("[prov", "1"), of_nobody("[devem", "2"),
      of_nobody("[100", "1"), of_nobody("[XX", "2", True), of_nobody("[por ano")]),
    ("oas", "OP9. [USA, with support of CAN, GBR and AUS: Condemns] [CHN – reserve] [RUS delete para] [CUB, NIC, VEN "
     "reject: all acts] of violence [Group of Friends: online].",
     [by("[USA", "AUS|CAN|GBR|USA", "supports|supports|supports|proposes"), by("[CHN", "CHN", RESERVES),
      by("[RUS", "RUS"), by("[CUB", "CUB|NIC|VEN", OPPOSES)]),
    ("oas", "[Option 1 (CHL/URY): Crear una red] [Option 2 (EUA): Fortalecer la red] [de las Américas – todos apoyan] "
     "[Trinidad & Tobago: y el Caribe].",
     [option_of("[Option 1", "CHL|URY", "1"), option_of("[Option 2", "USA", "2"), by("[de las", None, SUPPORTS),
      by("[Trin", "TTO")]),
    ("oas", "[Delegación de Panamá, apoyada por Costa Rica y R. Dominicana: Alentar] [la Argentina: a que] se "
     "[Ecuador pide eliminar: sancione] la trata.",
     [by("[Deleg", "CRI|DOM|PAN", "supports|supports|proposes"), by("[la Arg", "ARG"), by("[Ecu", "ECU")]),
    ("oas", "Promover [CAN/EU: gender-responsive] [HS, SAU, QAT oppose: gender-responsive] [COL: con enfoque de "
     "género] medidas [véase párr. 3] [MEX (apoyado por GTM): eficaces].",
     [by("[CAN/EU", "CAN"), by("[HS", "QAT|SAU|VAT", OPPOSES), by("[COL", "COL"),
      by("[MEX", "GTM|MEX", "supports|proposes")]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_brackets_of_the_sixth_set(case: Case) -> None:
    check_case(case)
