"""A third set of brackets of other tables, in our own words, with the answers written before the first run.

First run, 121 brackets: span and parties 111 (one answer was a slip and is corrected), role 107, option 107,
placeholder 115. General mends followed: figures that are alternatives, parts of options, groups and authors side by
side, who only supports, verbs such as "could accept".
"""

from __future__ import annotations

import pytest
from bracket_sets import OPPOSES, PROPOSES, RESERVES, SUPPORTS, Case, by, check_case, name_of, of_nobody

# fmt: off
CASES: list[Case] = [
    # trade
    ("trade", "Article QQ.3: [BN/MY/VN propose: 1. A Party shall [JP/US oppose: endeavour to] grant [CA8 "
     "propose: at its "
     "request] the licence.]",
     [by("[BN", "BRN|MYS|VNM"), by("[JP", "JPN|USA", OPPOSES), by("[CA8", "CAN")]),
    ("trade", "[US/SG propose; CL/MY/NZ/PE/VN/BN/CA/JP/MX15 oppose: 6. Each Party joins these agreements:] "
     "[SG oppose: (a) the first; and] (b) the second.",
     [by("[US/SG", "BRN|CAN|CHL|JPN|MEX|MYS|NZL|PER|SGP|USA|VNM",
         "opposes|opposes|opposes|opposes|opposes|opposes|opposes|opposes|proposes|proposes|opposes"),
      by("[SG oppose", "SGP", OPPOSES)]),
    ("trade", "A national shall [US propose: include] [US oppose: also mean] a firm [or other person]2 of that "
     "Party.",
     [by("[US propose", "USA"), by("[US oppose", "USA", OPPOSES), of_nobody("[or other")]),
    ("trade", "[AU/US/PE: Each Party] may, [within [90] [120] days], ask [NZ oppose: in writing] for talks.",
     [by("[AU", "AUS|PER|USA"), of_nobody("[within"), of_nobody("[90]", "1"), of_nobody("[120]", "2"),
      by("[NZ", "NZL", OPPOSES)]),
    ("trade", "[VN propose: A longer period] [AU/NZ/US propose: Five years] [KR support; PH oppose: at most] "
     "applies.",
     [by("[VN", "VNM"), by("[AU", "AUS|NZL|USA"), by("[KR", "KOR|PHL", "supports|opposes")]),
    ("trade", "[MX proposes alternative text: A Party may set a quota] [CL/PE could accept: for ten years].",
     [by("[MX", "MEX"), by("[CL", "CHL|PER", SUPPORTS)]),
    ("trade", "[CO/PE propose: Annex [to be inserted] lists [CL opposes: used] goods {EC propose: and parts}].",
     [by("[CO", "COL|PER"), of_nobody("[to be", None, True), by("[CL", "CHL", OPPOSES), by("{EC", "ECU")]),
    ("trade", "[US: shall][JP: should][SG/TH: may], [subject to its laws,] share data.",
     [by("[US", "USA"), by("[JP", "JPN"), by("[SG", "SGP|THA"), of_nobody("[subject")]),
    ("trade", "[Australia, Canada and Japan propose: The panel] [New Zealand opposing: alone] decides [Peru "
     "reserves: by vote].",
     [by("[Australia", "AUS|CAN|JPN"), by("[New", "NZL", OPPOSES), by("[Peru", "PER", RESERVES)]),
    # untagged
    ("untagged", "[Artículo 4. [Trato nacional] [Trato de la nación más favorecida]]",
     [of_nobody("[Art"), of_nobody("[Trato nac", "1"), of_nobody("[Trato de", "2")]),
    ("untagged", "Cada Parte [otorgará] [procurará otorgar] a los [inversionistas [de otra Parte]] un trato "
     "[justo] y [equitativo].",
     [of_nobody("[otorg", "1"), of_nobody("[proc", "2"), of_nobody("[invers"), of_nobody("[de otra"),
     of_nobody("[justo"),
      of_nobody("[equit")]),
    ("untagged", "[5.2. [No obstante lo anterior, [las Partes] [los países] podrán aplicar [salvaguardias]], "
     "por [XX] años.]",
     [of_nobody("[5.2"), of_nobody("[No obst"), of_nobody("[las P", "1"), of_nobody("[los p", "2"),
      of_nobody("[salva"), of_nobody("[XX]", None, True)]),
    ("untagged", "[a) los animales vivos;] [b) las plantas;] [c) [el pescado]] y [___] más.",
     [of_nobody("[a)", "1"), of_nobody("[b)", "2"), of_nobody("[c)", "3"), of_nobody("[el p"),
      of_nobody("[___]", None, True)]),
    ("untagged", "The [Secretariat] [Conference of the Parties] shall[, as appropriate,] report "
     "[annually][every two years].",
     [of_nobody("[Secr", "1"), of_nobody("[Conf", "2"), of_nobody("[, as"), of_nobody("[annu", "1"),
      of_nobody("[every", "2")]),
    ("untagged", "Las Partes reconocen [la importancia [fundamental] de] [la necesidad de] [cooperar].",
     [of_nobody("[la imp", "1"), of_nobody("[fund"), of_nobody("[la nec", "2"), of_nobody("[coop", "3")]),
    ("untagged", "[El Comité [de Comercio] se reunirá [una] [dos] [...] veces al año]",
     [of_nobody("[El C"), of_nobody("[de C"), of_nobody("[una]", "1"), of_nobody("[dos]", "2"),
      of_nobody("[...]", "3", True)]),
    # climate, oceans, plastics
    ("climate", "[Parties] [All Parties] [Developed country Parties] [shall] [should] [other] provide support",
     [of_nobody("[Parties]", "1"), of_nobody("[All", "2"), of_nobody("[Dev", "3"), of_nobody("[shall", "1"),
      of_nobody("[should", "2"), of_nobody("[other", "3")]),
    ("climate", "OPTION A: The fund is [new] [and additional].", [of_nobody("OPTION A", "A"), of_nobody("[new]", "1"),
     of_nobody("[and add", "2")]),
    ("climate", "[OPTION II: States [may] cooperate] [ALT 2: No text]",
     [of_nobody("[OPTION II", "II"), of_nobody("[may]"), of_nobody("[ALT 2", "2")]),
    ("climate", "Option 3 (no text): There is no provision on [loss and damage].",
     [of_nobody("Option 3", "3"), of_nobody("[loss")]),
    ("climate", "[Alt 1 [Each Party [shall] [is encouraged to]] prepare a plan] [Alt 2 Parties may prepare plans]",
     [of_nobody("[Alt 1", "1"), of_nobody("[Each"), of_nobody("[shall]", "1"), of_nobody("[is enc", "2"),
      of_nobody("[Alt 2", "2")]),
    ("climate", "[end plastic pollution][reduce plastic pollution] [, including in the sea,] by [2040][20XX]",
     [of_nobody("[end", "1"), of_nobody("[red", "2"), of_nobody("[, incl"), of_nobody("[2040]", "1"),
      of_nobody("[20XX]", "2", True)]),
    ("climate", "{Placeholder: links with the annex on finance} The [Conference] decides [[by consensus] [by vote]].",
     [of_nobody("{Place", None, True), of_nobody("[Conf"), of_nobody("[by con", "1"), of_nobody("[by vote", "2")]),
    ("climate", "[Sub-option 1.a: A list of polymers] [Sub-option 1.b: Criteria for polymers]",
     [of_nobody("[Sub-option 1.a", "1.a"), of_nobody("[Sub-option 1.b", "1.b")]),
    # OAS, United Nations
    ("oas", "OP5 [MEX, CHE: Calls upon] [EGY: Invites] States [EU, JPN: delete: to consider] [CUB: to refrain "
     "from] measures",
     [by("[MEX", "CHE|MEX"), by("[EGY", "EGY"), by("[EU", "JPN"), by("[CUB", "CUB")]),
    ("oas", "[G77 and China: Reaffirms the right to development] [USA, UK oppose: in full] [NOR: retain]",
     [by("[G77", None), by("[USA", "GBR|USA", OPPOSES), by("[NOR", "NOR", SUPPORTS)]),
    ("oas", "[African Group: The Fund helps States] [CARICOM supports: small islands] [Russian Federation: on "
     "request].",
     [by("[Afr", None), by("[CARI", None, SUPPORTS), by("[Russ", "RUS")]),
    ("oas", "[Paraguay reserva su posición: identidad] y [Chile/Uruguay apoyan: expresión] [Brasil propone: de "
     "género].",
     [by("[Para", "PRY", RESERVES), by("[Chile", "CHL|URY", SUPPORTS), by("[Bras", "BRA")]),
    ("oas", "[PP3 alt. ARG: Preocupada por el aumento] [BOL + VEN: de todas las formas] [DOM: texto pendiente]",
     [by("[PP3", "ARG"), by("[BOL", "BOL|VEN"), by("[DOM", "DOM", PROPOSES, True)]),
    ("oas", "Exhortar a [los Estados (CRI, PAN)] que [aprueben – HND] leyes [(sic)] contra la trata [CAN move "
     "to OP7: pronto].",
     [by("[los E", "CRI|PAN"), by("[aprueben", "HND"), by("[CAN", "CAN")]),
    ("oas", "[ATG/DMA/GRD/KNA/LCA/VCT: Small States] [Bahamas on behalf of CARICOM: islands] act [Haïti: vite].",
     [by("[ATG", "ATG|DMA|GRD|KNA|LCA|VCT"), by("[Bah", "BHS"), by("[Ha", "HTI")]),
    ("oas", "[ALT de GTM: Promover redes] [SLV, con apoyo de NIC: y foros] [ECU no acompaña: obligatorios].",
     [by("[ALT", "GTM"), by("[SLV", "NIC|SLV", "supports|proposes"), by("[ECU", "ECU", OPPOSES)]),
    ("oas", "[Co-chairs: Decides to meet] [Facilitator’s proposal: each year] [IRN, PAK: every second year].",
     [by("[Co", None), by("[Fac", None), by("[IRN", "IRN|PAK")]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_brackets_of_the_third_set(case: Case) -> None:
    check_case(case)
