"""A thirteenth set of brackets of other tables, in our own words, written together with the twelfth and kept back.

First run, after the mends that the twelfth set led to: of 136 brackets spans 136, parties 135, roles 135, options 136.
Two brackets had been forgotten in the answers.
"""

from __future__ import annotations

import pytest
from bracket_sets import OPPOSES, RESERVES, SUPPORTS, Case, by, check_case, name_of, of_nobody, option_of

# fmt: off
CASES: list[Case] = [
    ("trade", "[Remove: in good faith – BR] The Parties cooperate [Add: promptly – CH, NO].",
     [by("[Remove", "BRA"), by("[Add", "CHE|NOR")]),
    ("oas", "Promover campañas [Eliminar: permanentes (PER y BOL)] de prevención en las fronteras [CHL: terrestres].",
     [by("[Eliminar", "BOL|PER"), by("[CHL", "CHL")]),
    ("trade", "Customs shall [Delete: electronically – MX/CA] accept copies [US/SG propose; VN oppose: of any "
     "document].",
     [by("[Delete", "CAN|MEX"), by("[US/SG", "SGP|USA|VNM", "proposes|proposes|opposes")]),
    ("oas", "Crear [ARG: un observatorio; USA se reserva; con sede rotativa] de la trata [ECU, PER: andino].",
     [by("[ARG", "ARG|USA", "proposes|reserves"), by("[ECU", "ECU|PER")]),
    ("trade", "Each Party [NZ: adopts (KR cannot support) and keeps] a competition law [CL: , including merger "
     "control].",
     [by("[NZ", "KOR|NZL", "opposes|proposes"), by("[CL", "CHL")]),
    ("oas", "Elaborar una guía [GTM: práctica – MEX apoya – y breve] para fiscales.",
     [by("[GTM", "GTM|MEX", "proposes|supports")]),
    ("climate", "The floor is [60] {number still open} per cent [of grants][in grant-equivalent terms].",
     [of_nobody("[60"), of_nobody("{number", None, True), of_nobody("[of", "1"), of_nobody("[in", "2")]),
    ("climate", "Parties [, in accordance with their capabilities,] [shall][will] submit [no later than] [2026] "
     "[2027] "
     "their reports.",
     [of_nobody("[, in"), of_nobody("[shall", "1"), of_nobody("[will", "2"), of_nobody("[no later"),
      of_nobody("[2026", "1"), of_nobody("[2027", "2")]),
    ("untagged", "El plazo será de [hasta] [30] [60] días [hábiles] [naturales] contados desde la [notificación].",
     [of_nobody("[hasta"), of_nobody("[30", "1"), of_nobody("[60", "2"), of_nobody("[hábiles", "1"),
      of_nobody("[nat", "2"), of_nobody("[notif")]),
    ("trade", "[Article 3.4 (CA/CL/PE propose; US oppose): A Party may require a local presence.]",
     [by("[Article 3.4", "CAN|CHL|PER|USA", "proposes|proposes|proposes|opposes")]),
    ("trade", "[Artículo 9 (MX propone): Las Partes cooperarán en materia de aduanas.] [Artículo 9 (CO se opone): "
     "Las "
     "Partes podrán cooperar.]",
     [by("[Artículo 9 (MX", "MEX"), by("[Artículo 9 (CO", "COL", OPPOSES)]),
    ("trade", ("[AU propose; JP oppose:", "Each Party shall permit re-export.", "No fee applies.]"),
     [by("Each Party", "AUS|JPN", "proposes|opposes"), by("No fee", "AUS|JPN", "proposes|opposes")]),
    ("oas", ("[CAN/USA:", "Crear una red de puntos focales.", "Reunir la red cada año.]", "Informar a la Asamblea."),
     [by("Crear", "CAN|USA"), by("Reunir", "CAN|USA")]),
    ("oas", "Instar a los Estados a ratificar [VEN: voluntariamente] [Delegación de México: a la brevedad] el "
     "Protocolo "
     "[SUR, GUY: de Palermo].",
     [by("[VEN", "VEN"), by("[Delegación", "MEX"), by("[SUR", "GUY|SUR")]),
    ("oas", "OP4 ter. [Holy See: Affirms] [EU + UK: Reaffirms] [Russian Federation, Belarus: Takes note of] the "
     "right to "
     "life [NGA: of the family].",
     [by("[Holy", "VAT"), by("[EU + UK", "GBR"), by("[Russian", "BLR|RUS"), by("[NGA", "NGA")]),
    ("oas", "Requests the Secretary-General [LIE, supported by CHE and AUT: , within existing resources,] to "
     "report [TUR: "
     "reserves its position on this paragraph].",
     [by("[LIE", "AUT|CHE|LIE", "supports|supports|proposes"), by("[TUR", "TUR", RESERVES)]),
    ("oas", "Establecer [PAN y DOM: un mecanismo] [CRI no apoya: obligatorio] de repatriación [LCA: segura].",
     [by("[PAN", "DOM|PAN"), by("[CRI", "CRI", OPPOSES), by("[LCA", "LCA")]),
    ("climate", ("Option (a): Parties [shall] report [biennially][every two years].", "Option (b): Developed country "
     "Parties shall report.", "Option (c): {text to be inserted}"),
     [of_nobody("Option (a", "a"), of_nobody("[shall"), of_nobody("[bienn", "1"), of_nobody("[every", "2"),
      of_nobody("Option (b", "b"), of_nobody("Option (c", "c", True), of_nobody("{text", None, True)]),
    ("climate", "[The goal is [holding][limiting] the rise [well] below [2][1.5] °C [[and][or] [pursuing][making] "
     "efforts].]",
     [of_nobody("[The goal"), of_nobody("[hold", "1"), of_nobody("[limit", "2"), of_nobody("[well"),
      of_nobody("[2]", "1"), of_nobody("[1.5", "2"), of_nobody("[[and"), of_nobody("[and", "1"),
      of_nobody("[or", "2"),
      of_nobody("[purs", "1"), of_nobody("[mak", "2")]),
    ("climate", "Loss and damage [is][is not] addressed [in this Article] [in Article 5]; [LDCs: a fund is set up].",
     [of_nobody("[is]", "1"), of_nobody("[is not", "2"), of_nobody("[in this", "1"), of_nobody("[in Art", "2"),
      by("[LDCs", None)]),
    ("climate", ("Alternative 1", "Support is given as grants.", "Alternative 2", "Support is given as loans."),
     [of_nobody("Alternative 1", "1"), of_nobody("Support is given as g", "1"), of_nobody("Alternative 2", "2"),
      of_nobody("Support is given as l", "2")]),
    ("untagged", "[Toda] [Cada] Parte [que sea] país [en desarrollo] [menos adelantado] gozará de [un plazo "
     "[adicional] "
     "de [3] [5] años].",
     [of_nobody("[Toda", "1"), of_nobody("[Cada", "2"), of_nobody("[que sea"), of_nobody("[en des", "1"),
      of_nobody("[menos", "2"), of_nobody("[un plazo"), of_nobody("[adic"), of_nobody("[3", "1"),
      of_nobody("[5", "2")]),
    ("untagged", ("[Artículo 5. [Ámbito] [Cobertura]", "5.1 Este Capítulo [no] se aplica a [las compras] [la "
     "contratación] "
     "del sector público.", "5.2 [Las Partes] definirán los umbrales.]"),
     [of_nobody("[Artículo 5"), of_nobody("[Ámb", "1"), of_nobody("[Cob", "2"), of_nobody("5.1"), of_nobody("[no]"),
      of_nobody("[las compras", "1"), of_nobody("[la contr", "2"), of_nobody("5.2"), of_nobody("[Las Partes")]),
    ("trade", "[US/AU/CA propose; EU opposes; IN considering: Test data are protected for [five][eight] years] "
     "[NG: , "
     "subject to public health].",
     [by("[US/AU", "AUS|CAN|IND|USA", "proposes|proposes|reserves|proposes"), of_nobody("[five", "1"),
      of_nobody("[eight", "2"), by("[NG", "NGA")]),
    ("trade", "[EU/CH propose: A wine name is protected [US oppose: even if generic] [GE/MD: in both territories]].",
     [by("[EU", "CHE"), by("[US", "USA", OPPOSES), by("[GE", "GEO|MDA")]),
    ("trade", "Neither Party [TH alternative: None of the Parties] shall [PH propose deletion: directly or "
     "indirectly] "
     "seize ships [ID: of the other].",
     [by("[TH", "THA"), by("[PH", "PHL"), by("[ID", "IDN")]),
    ("trade", "The Annex [BR proposes: II] [BR can accept if II is deleted: III] applies [KE, UG, TZ: from entry "
     "into "
     "force].",
     [by("[BR prop", "BRA"), by("[BR can", "BRA", SUPPORTS), by("[KE", "KEN|TZA|UGA")]),
    ("oas", "Proveer [CUB: , de conformidad con su legislación interna,] asistencia [CUB: jurídica] [HTI: reserva].",
     [by("[CUB: ,", "CUB"), by("[CUB: j", "CUB"), by("[HTI", "HTI", RESERVES)]),
    ("oas", "Considerar [JAM, en nombre de CARICOM, apoyada por BLZ: las necesidades de las islas] y [BRB: del "
     "litoral].",
     [by("[JAM", "BLZ|JAM", "supports|proposes"), by("[BRB", "BRB")]),
    ("oas", "Se insta a [CHL proponer “las autoridades”] los Estados a [BOL eliminar “prevenir”] prevenir la trata.",
     [by("[CHL", "CHL"), by("[BOL", "BOL")]),
    ("trade", "Interest [IL: at the legal rate] accrues [AR/BR/PY/UY se oponen] from [the date of award] [the "
     "date of "
     "breach].",
     [by("[IL", "ISR"), by("[AR/BR", "ARG|BRA|PRY|URY", OPPOSES), of_nobody("[the date of a", "1"),
      of_nobody("[the date of b", "2")]),
    ("trade", "Cada Parte [podrá] [deberá] [CO/EC proponen; PE se reserva: conceder] licencias [por [2] [dos] años].",
     [of_nobody("[podrá", "1"), of_nobody("[deberá", "2"), by("[CO/EC", "COL|ECU|PER", "proposes|proposes|reserves"),
      of_nobody("[por"), of_nobody("[2", "1"), of_nobody("[dos", "2")]),
    ("oas", "Convocar [PRT: uma reunião] [CPV, apoiado por AGO e MOZ: uma conferência] sobre tráfico de pessoas "
     "[TLS – a "
     "confirmar].",
     [by("[PRT", "PRT"), by("[CPV", "AGO|CPV|MOZ", "supports|proposes|supports"), by("[TLS", "TLS", RESERVES)]),
    ("trade", "[CA/MX proposent; US rejette: Les Parties favorisent] le commerce [CA: équitable] [AU appuie].",
     [by("[CA/MX", "CAN|MEX|USA", "proposes|proposes|opposes"), by("[CA:", "CAN"), by("[AU", "AUS", SUPPORTS)]),
    ("trade", "[Alt. 1 (JP/AU): Tariffs fall at once.] [Alt. 2 (KR): Tariffs fall over [X] years.]",
     [option_of("[Alt. 1", "AUS|JPN", "1"), option_of("[Alt. 2", "KOR", "2"), of_nobody("[X", None, True)]),
    ("climate", "Finance flows from [developed] [Annex II] Parties [to][towards] [developing] Parties [[in a] [in "
     "an] "
     "adequate manner].",
     [of_nobody("[developed", "1"), of_nobody("[Annex", "2"), of_nobody("[to]", "1"), of_nobody("[tow", "2"),
      of_nobody("[developing"), of_nobody("[[in a"), of_nobody("[in a]", "1"), of_nobody("[in an", "2")]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_brackets_of_the_thirteenth_set(case: Case) -> None:
    check_case(case)
