"""A fourth set of brackets of other tables, written after the mends that the third set led to; answers came first.

First run, 62 brackets: span and parties 57, role 59, option 58, placeholder 60. General mends followed: codes of two
letters for the members of the WTO, years, braces in lower case, an option that ends with a full stop.
"""

from __future__ import annotations

import pytest
from bracket_sets import OPPOSES, RESERVES, SUPPORTS, Case, by, check_case, name_of, of_nobody

# fmt: off
CASES: list[Case] = [
    ("trade", "Rules of origin [IN propose: may] [ID/PH/TH propose; VN does not support: shall] cover [AU11/NZ "
     "propose: "
     "fish [KR reserves its position: taken at sea]].",
     [by("[IN", "IND"), by("[ID", "IDN|PHL|THA|VNM", "proposes|proposes|proposes|opposes"), by("[AU11", "AUS|NZL"),
      by("[KR", "KOR", RESERVES)]),
    ("trade", "[CR/GT/HN proponen: Las Partes] fijarán un plazo de [30] [45] días [SV no acepta: hábiles] [por "
     "definir].",
     [by("[CR", "CRI|GTM|HND"), of_nobody("[30]", "1"), of_nobody("[45]", "2"), by("[SV", "SLV", OPPOSES),
      of_nobody("[por", None, True)]),
    ("trade", "The term lasts [70] years [CA/NZ could accept: after death] [MX/US propose; JP considering: plus "
     "ten].",
     [of_nobody("[70]"), by("[CA", "CAN|NZL", SUPPORTS), by("[MX", "JPN|MEX|USA", "reserves|proposes|proposes")]),
    ("trade", "[EU, with the support of CH and NO: A Member][BR, IN: A developing Member] notifies [the Body].",
     [by("[EU", "CHE|NOR", SUPPORTS), by("[BR", "BRA|IND"), of_nobody("[the Body")]),
    ("untagged", "Las Partes [adoptarán [, a más tardar en [2030],]] [medidas [efectivas]] [pertinentes] contra "
     "la pesca.",
     [of_nobody("[adop", "1"), of_nobody("[, a"), of_nobody("[2030]"), of_nobody("[med", "2"), of_nobody("[efec"),
      of_nobody("[pert", "3")]),
    ("untagged", "[Cada Parte designará [una autoridad nacional] [un punto focal]] / [Cada Parte podrá designar "
     "una autoridad].",
     [of_nobody("[Cada Parte des", "1"), of_nobody("[una", "1"), of_nobody("[un p", "2"), of_nobody("[Cada "
     "Parte pod", "2")]),
    ("untagged", "El acceso a la información [ambiental] será [gratuito] o [de bajo costo] dentro de [quince] "
     "[XX] días[.]",
     [of_nobody("[amb"), of_nobody("[grat", "1"), of_nobody("[de bajo", "2"), of_nobody("[quin", "1"),
      of_nobody("[XX]", "2", True)]),
    ("climate", "Option 2 (bridging): Parties [shall][should] submit [by 2030] [every five years] [nationally "
     "determined] goals.",
     [of_nobody("Option 2", "2"), of_nobody("[shall]", "1"), of_nobody("[should]", "2"), of_nobody("[by 2030", "1"),
      of_nobody("[every", "2"), of_nobody("[nat", "3")]),
    ("climate", "[Option 1.1: Global phase-out of [some] [all] polymers] [Option 1.2: National lists] {text to "
     "be provided}",
     [of_nobody("[Option 1.1", "1.1"), of_nobody("[some]", "1"), of_nobody("[all]", "2"), of_nobody("[Option "
     "1.2", "1.2"),
      of_nobody("{text", None, True)]),
    ("climate", "Benefits [from activities in areas beyond national jurisdiction] [shall be [fairly [and "
     "equitably]] shared].",
     [of_nobody("[from", "1"), of_nobody("[shall", "2"), of_nobody("[fairly"), of_nobody("[and eq")]),
    ("climate", "[Alternative B. A clearing house [open to all]] [No text]",
     [of_nobody("[Alternative B", "B"), of_nobody("[open"), of_nobody("[No text", None, False)]),
    ("oas", "OP12 [ARG, CHL, URY propose: Urges] [SAU: Encourages] States to end [RUS, BLR reserve: all forms "
     "of] it [CHE: "
     "retain original]",
     [by("[ARG", "ARG|CHL|URY"), by("[SAU", "SAU"), by("[RUS", "BLR|RUS", RESERVES), by("[CHE", "CHE", SUPPORTS)]),
    ("oas", "[Mesa: Resuelve] [Grupo Árabe: Invita] a los Estados a [MEX/PER apoyan; NIC se opone: ratificar] "
     "el tratado.",
     [by("[Mesa", None), by("[Grupo", None), by("[MEX", "MEX|NIC|PER", "supports|opposes|supports")]),
    ("oas", "[OP7 bis (NOR, SWE): Welcomes the report] [OP7 ter. KOR: Notes the report] [THA to confirm: with "
     "thanks].",
     [by("[OP7 bis", "NOR|SWE"), by("[OP7 ter", "KOR"), by("[THA", "THA", RESERVES)]),
    ("oas", "Promover [la protección – COL, ECU] de las víctimas [USA – suprimir: y testigos] [VEN: en "
     "revisión] [VCT: alt. 2].",
     [by("[la prot", "COL|ECU"), by("[USA", "USA"), by("[VEN", "VEN"), by("[VCT", "VCT")]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_brackets_of_the_fourth_set(case: Case) -> None:
    check_case(case)
