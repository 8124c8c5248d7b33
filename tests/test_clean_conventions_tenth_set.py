"""A tenth set of brackets of other tables, in our own words, written after the mends that the ninth set led to.

The answers were written before the first run. First run, 90 brackets: span 89, parties and roles 85, options 89; a
slip of the answers is mended (the label of an alternative before a bracket is an option around it).
"""

from __future__ import annotations

import pytest
from bracket_sets import OPPOSES, PROPOSES, RESERVES, SUPPORTS, Case, by, check_case, name_of, of_nobody, option_of

# fmt: off
CASES: list[Case] = [
    ("trade", "[NZ/CL/PE/SG: Each Party shall make its tariff [schedule][book] public – US, JP cannot accept] [US: on "
     "the Internet; supported by CA/MX; opposed by MY].",
     [by("[NZ/CL", "CHL|JPN|NZL|PER|SGP|USA", "proposes|opposes|proposes|proposes|proposes|opposes"),
      of_nobody("[schedule", "1"), of_nobody("[book", "2"),
      by("[US:", "CAN|MEX|MYS|USA", "supports|supports|opposes|proposes")]),
    ("trade", "Subsidies [to vessels in distress (opposed by IN)] [KR/TW: to artisanal fleets, EU and NO can accept] "
     "are [banned][capped at [X] per cent].",
     [by("[to ves", "IND", OPPOSES), by("[KR/TW", "KOR|NOR|TWN", "proposes|supports|proposes"),
      of_nobody("[banned", "1"), of_nobody("[capped", "2"), of_nobody("[X]", None, True)]),
    ("trade", "Members [AR, BR, UY: shall phase out export credits by [2028][2030][20XX]; CH/JP/NO reserve their "
     "position] [CH: may keep them].",
     [by("[AR, BR", "ARG|BRA|CHE|JPN|NOR|URY", "proposes|proposes|reserves|reserves|reserves|proposes"),
      of_nobody("[2028", "1"), of_nobody("[2030", "2"), of_nobody("[20XX", "3", True), by("[CH:", "CHE")]),
    ("trade", "[Not accepted by US: The term includes seeds.] [Propuesto por PE: El término incluye semillas.]",
     [by("[Not", "USA", OPPOSES), by("[Propuesto", "PER")]),
    ("trade", "A panel has [EU propose; CA/MX oppose: three members] [CA/MX: five members; the EU opposes] [chosen by "
     "lot – supported by KR].",
     [by("[EU prop", "CAN|MEX", OPPOSES), by("[CA/MX", "CAN|MEX"), by("[chosen", "KOR", SUPPORTS)]),
    ("trade", ("Alt 1: [US: Cross-border data shall flow freely.]", "Alt 2: [EU: Data may flow if the other Party "
     "protects it; US opposes.]", "4. This Article does not apply to [taxes] [JP: or subsidies (KR reserves)]."),
     [of_nobody("Alt 1", "1"), by("[US:", "USA"), of_nobody("Alt 2", "2"), by("[EU:", "USA", OPPOSES),
      of_nobody("[taxes"), by("[JP:", "JPN|KOR", "proposes|reserves")]),
    ("oas", "Reafirmar [HTI: la soberanía de los Estados; apoyado por JAM y GUY; se opone VEN] y [NIC: la no "
     "intervención, con la oposición de USA].",
     [by("[HTI", "GUY|HTI|JAM|VEN", "supports|proposes|supports|opposes"), by("[NIC", "NIC|USA",
      "proposes|opposes")]),
    ("oas", "Instar a los Estados a [Chile y Perú: ratificar la convención – México apoya] [GTM: antes de 2030 "
     "(en consulta)].",
     [by("[Chile", "CHL|MEX|PER", "proposes|supports|proposes"), by("[GTM", "GTM")]),
    ("oas", "PP3 Recalling [ISL/NOR: all resolutions; RUS and CHN oppose] [PAK: relevant resolutions, EGY supports] of "
     "the Council [RUS: delete “of the Council”].",
     [by("[ISL", "CHN|ISL|NOR|RUS", "opposes|proposes|proposes|opposes"), by("[PAK", "EGY|PAK",
      "supports|proposes"), by("[RUS", "RUS")]),
    ("oas", "OP7 Requests the Office [CUB: replace “Requests” with “Invites”] to report [AUS/CAN/NZL: annually] "
     "[IND add “within existing resources”].",
     [by("[CUB", "CUB"), by("[AUS", "AUS|CAN|NZL"), by("[IND", "IND")]),
    ("oas", "Establecer un fondo [VCT: sustituir “fondo” por “mecanismo”] voluntario [BRB propone suprimir la palabra "
     "“voluntario”] [BLZ: regional; TTO se reserva su posición].",
     [by("[VCT", "VCT"), by("[BRB", "BRB"), by("[BLZ", "BLZ|TTO", "proposes|reserves")]),
    ("oas", "Assegurar [BRA: a proteção das vítimas (apoiado por PRT)] e [COL: o acesso à justiça – ARG não apoia].",
     [by("[BRA", "BRA|PRT", "proposes|supports"), by("[COL", "ARG|COL", "opposes|proposes")]),
    ("oas", ("[CRI/PAN: Crear un grupo de trabajo.", "El grupo informa cada año; NIC se opone]", "Dar seguimiento."),
     [by("[CRI", "CRI|NIC|PAN", "proposes|opposes|proposes"), by("El grupo", "CRI|NIC|PAN",
      "proposes|opposes|proposes")]),
    ("climate", ("Option 1.", "Each Party [shall][should][other] communicate its target.", "Targets run for "
     "[five][ten] years.", "Option 2.", "Parties may communicate targets [at any time].", "Option 3. No text."),
     [of_nobody("Option 1", "1"), of_nobody("Each", "1"), of_nobody("[shall", "1"), of_nobody("[should", "2"),
      of_nobody("[other", "3"), of_nobody("Targets", "1"), of_nobody("[five", "1"), of_nobody("[ten", "2"),
      of_nobody("Option 2", "2"), of_nobody("Parties", "2"), of_nobody("[at any"), of_nobody("Option 3", "3")]),
    ("climate", "[Alt 1 [Developed country Parties] [Parties in a position to do so] shall pay.] [Alt 2 All Parties "
     "pay [LMDC: on a voluntary basis; Umbrella Group opposes].]",
     [of_nobody("[Alt 1", "1"), of_nobody("[Dev", "1"), of_nobody("[Parties in", "2"), of_nobody("[Alt 2", "2"),
      by("[LMDC", None)]),
    ("climate", "Alternative (a): Losses are [avoided][averted] and [minimized]. Alternative (b): Losses are not "
     "covered [, unless agreed,] here.",
     [of_nobody("Alternative (a", "a"), of_nobody("[avoid", "1"), of_nobody("[avert", "2"), of_nobody("[minim"),
      of_nobody("Alternative (b", "b"), of_nobody("[, unless")]),
    ("untagged", "[Los Estados [Parte] [signatarios] [velarán por] [procurarán] que [[toda] persona [víctima]] reciba "
     "[asistencia [médica] [jurídica]].]",
     [of_nobody("[Los Est"), of_nobody("[Parte", "1"), of_nobody("[signa", "2"), of_nobody("[velarán", "3"),
      of_nobody("[procu", "4"), of_nobody("[[toda"), of_nobody("[toda"), of_nobody("[víct"), of_nobody("[asist"),
      of_nobody("[méd", "1"), of_nobody("[jur", "2")]),
    ("untagged", ("[Article 9 bis. Each Party [shall][may] refuse [[such] aid] [assistance].", "It gives reasons.]",
     "[Article 9 ter. Refusal is [not] final.]"),
     [of_nobody("[Article 9 bis"), of_nobody("[shall", "1"), of_nobody("[may", "2"), of_nobody("[[such", "1"),
      of_nobody("[such"), of_nobody("[assist", "2"), of_nobody("It gives"), of_nobody("[Article 9 ter"),
      of_nobody("[not")]),
    ("trade", "[Option 1 – US/AU: A Party may tax] [Option 2 – IN, ID, ZA: No Party may tax (US opposes)] "
     "transmissions.",
     [option_of("[Option 1", "AUS|USA", "1"), option_of("[Option 2", "IDN|IND|USA|ZAF", "2",
      "proposes|proposes|opposes|proposes")]),
    ("trade", "Les Membres [NO : notifient leurs aides ; opposition du Japon] [soutenu par CH : chaque année] [JP se "
     "réserve].",
     [by("[NO", "JPN|NOR", "opposes|proposes"), by("[soutenu", "CHE", SUPPORTS), by("[JP se", "JPN", RESERVES)]),
    ("oas", "States commit [TUR: to share the burden; GRC, ITA support; HUN, POL: oppose] [HUN: on a voluntary basis].",
     [by("[TUR", "GRC|HUN|ITA|POL|TUR", "supports|opposes|supports|opposes|proposes"), by("[HUN: on", "HUN",
      PROPOSES)]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_brackets_of_the_tenth_set(case: Case) -> None:
    check_case(case)
