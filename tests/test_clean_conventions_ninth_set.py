"""A ninth set of brackets of other tables, in our own words: who opposes inside the words, instructions, rivals.

The answers were written before the first run. First run, 88 brackets: span 84, parties 63, roles 62, options 80; six
slips of the answers are mended (an instruction's span is its bracket; a bracket around nothing but others is none).
"""

from __future__ import annotations

import pytest
from bracket_sets import OPPOSES, RESERVES, SUPPORTS, Case, by, check_case, name_of, of_nobody, option_of

# fmt: off
CASES: list[Case] = [
    ("trade", "Each Party shall [US: publish its draft rules; EU opposes] and [EU: answer comments (Canada reserves)] "
     "within [60][90] days.",
     [by("[US:", "USA"), by("[EU:", "CAN", RESERVES), of_nobody("[60]", "1"), of_nobody("[90]", "2")]),
    ("trade", "No Party may [CH opposes: tax] [levy a charge on – opposed by NO, CH] digital goods.",
     [by("[CH opp", "CHE", OPPOSES), by("[levy", "CHE|NOR", OPPOSES)]),
    ("trade", "A Party [AU/NZ: shall permit; KR, JP oppose; MX supports] re-export [CL: of parts (PE supports)].",
     [by("[AU/NZ", "AUS|JPN|KOR|MEX|NZL", "proposes|opposes|opposes|supports|proposes"),
      by("[CL:", "CHL|PER", "proposes|supports")]),
    ("trade", "[CA propose; US oppose: Origin [MX: is certified; CA can accept] by the exporter.]",
     [by("[CA prop", "CAN|USA", "proposes|opposes"), by("[MX:", "CAN|MEX", "supports|proposes")]),
    ("trade", "Duties fall [US: to [5][10] per cent by [2027][2030]; JP reserves] for [all][listed] goods.",
     [by("[US:", "JPN|USA", "reserves|proposes"), of_nobody("[5]", "1"), of_nobody("[10]", "2"),
      of_nobody("[2027", "1"), of_nobody("[2030", "2"), of_nobody("[all]", "1"), of_nobody("[listed", "2")]),
    ("trade", "The Committee [supported by BR and AR: shall] [not supported by IN: may] meet [IN: once a year – ZA "
     "supports].",
     [by("[supported", "ARG|BRA", SUPPORTS), by("[not sup", "IND", OPPOSES), by("[IN:", "IND|ZAF",
      "proposes|supports")]),
    ("oas", "Fortalecer [CAN: el registro civil; se oponen PER y COL] y [MEX: la identidad digital (reserva de ARG)] "
     "de las personas.",
     [by("[CAN:", "CAN|COL|PER", "proposes|opposes|opposes"), by("[MEX:", "ARG|MEX", "reserves|proposes")]),
    ("oas", "Promover [BRA: el acceso abierto, apoyado por URY y PRY] a los datos [CHL: públicos – USA se opone].",
     [by("[BRA:", "BRA|PRY|URY", "proposes|supports|supports"), by("[CHL:", "CHL|USA", "proposes|opposes")]),
    ("oas", "Encourages States to [JAM: set up shelters, supported by BHS, GUY] for [USA: all victims (BRA opposes)].",
     [by("[JAM:", "BHS|GUY|JAM", "supports|supports|proposes"), by("[USA:", "BRA|USA", "opposes|proposes")]),
    ("oas", "Adoptar medidas [de reparación (PAN)] [de rehabilitación – CRI, DOM] [y de búsqueda; HND se reserva].",
     [by("[de rep", "PAN"), by("[de reh", "CRI|DOM"), by("[y de", "HND", RESERVES)]),
    ("oas", "States shall [CAN: replace “shall” by “should”] protect [USA: delete “all”] witnesses [MEX: add “and "
     "their families” after “witnesses”].",
     [by("[CAN", "CAN"), by("[USA:", "USA"), by("[MEX:", "MEX")]),
    ("oas", "Los Estados [ARG sustituir “podrán” por “deberán”] informar [COL: suprimir “cada año”] a la Secretaría.",
     [by("[ARG", "ARG"), by("[COL:", "COL")]),
    ("oas", "OP4 Urges [NOR delete “Urges” and insert “Invites”] States [JPN: replace with “Member States”] to report.",
     [by("[NOR", "NOR"), by("[JPN:", "JPN")]),
    ("oas", "Garantizar el acceso [PRY propone sustituir “acceso” por “goce”] a la salud [ECU propone eliminar "
     "“gratuita”].",
     [by("[PRY", "PRY"), by("[ECU", "ECU")]),
    ("trade", ("1 Alt 1. [US: Each Party shall ban the practice.]", "1 Alt 2. [EU/JP: Each Party may regulate it.]",
     "2. The ban applies after [X] years."),
     [by("[US:", "USA"), by("[EU/JP", "JPN"), of_nobody("[X]", None, True)]),
    ("climate", ("Alt 1. Parties shall submit a plan.", "The plan covers ten years.", "Alt 2. Parties may submit a "
     "plan.", "Alt 3. No provision."),
     [of_nobody("Alt 1", "1"), of_nobody("The plan", "1"), of_nobody("Alt 2", "2"), of_nobody("Alt 3", "3")]),
    ("climate", ("[Option 1. The fund is governed by a board.", "The board has [12][24] members.]", "[Option 2. The "
     "fund is governed by the Conference.]"),
     [of_nobody("[Option 1", "1"), of_nobody("The board", "1"), of_nobody("[12]", "1"), of_nobody("[24]", "2"),
      of_nobody("[Option 2", "2")]),
    ("climate", ("Opción 1:", "Las Partes [deberán][deberían] comunicar sus metas.", "Las metas son vinculantes.",
     "Opción 2:", "Las Partes pueden comunicar sus metas."),
     [of_nobody("Opción 1", "1"), of_nobody("Las Partes [", "1"), of_nobody("[deberán", "1"),
      of_nobody("[deberían", "2"), of_nobody("Las metas", "1"), of_nobody("Opción 2", "2"),
      of_nobody("Las Partes p", "2")]),
    ("climate", "[Option A: Each Party [shall [regularly]][should] report [AOSIS: every year; Umbrella Group "
     "opposes].] [Option B: No text]",
     [of_nobody("[Option A", "A"), of_nobody("[shall", "1"), of_nobody("[regul"), of_nobody("[should", "2"),
      by("[AOSIS", None), of_nobody("[Option B", "B")]),
    ("untagged", "[[[Las Partes] [Los Estados] [[podrán] [deberán]] cooperar] [[de buena fe] [de manera plena]].]",
     [of_nobody("[[Las"), of_nobody("[Las", "1"), of_nobody("[Los", "2"), of_nobody("[podrán", "1"),
      of_nobody("[deberán", "2"), of_nobody("[de bu", "1"), of_nobody("[de man", "2")]),
    ("untagged", "Each Party shall [take [all [necessary] [appropriate]] measures] [adopt laws] to that end within "
     "[[12] [18] months] [a reasonable time].",
     [of_nobody("[take", "1"), of_nobody("[all"), of_nobody("[nec", "1"), of_nobody("[app", "2"),
      of_nobody("[adopt", "2"), of_nobody("[[12]", "1"), of_nobody("[12]", "1"), of_nobody("[18]", "2"),
      of_nobody("[a rea", "2")]),
    ("trade", ("[EU: Article 5. A Party shall not require a licence.", "A licence lasts ten years; US opposes]",
     "[US: Article 5. A Party may require a licence.]"),
     [by("[EU:", "USA", OPPOSES), by("A licence", "USA", OPPOSES), by("[US:", "USA")]),
    ("trade", "[Option 1 (US, AU): Data may flow] [Option 2 (EU): Data may flow if protected] across borders.",
     [option_of("[Option 1", "AUS|USA", "1"), option_of("[Option 2", None, "2")]),
    ("trade", "Une Partie [UE : publie ses lois ; le Japon s’oppose] [CH : et ses projets (soutenu par NO)] en ligne.",
     [by("[UE", "JPN", OPPOSES), by("[CH", "CHE|NOR", "proposes|supports")]),
    ("oas", "Os Estados [BRA: fortalecerão a cooperação; PRY se opõe] e [ARG: substituir “devem” por “podem”] "
     "informar.",
     [by("[BRA:", "BRA|PRY", "proposes|opposes"), by("[ARG:", "ARG")]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_brackets_of_the_ninth_set(case: Case) -> None:
    check_case(case)
