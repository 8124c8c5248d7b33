"""A seventh set of brackets of other tables, in our own words: Portuguese, French, figures, options over paragraphs.

The answers were written before the first run. First run, 136 brackets: span 119, parties and roles 108, options 111,
placeholders 114; two slips of the answers are mended (G77 and China is a group, "Del." no delegation).
"""

from __future__ import annotations

import pytest
from bracket_sets import OPPOSES, RESERVES, SUPPORTS, Case, by, check_case, name_of, of_nobody

# fmt: off
CASES: list[Case] = [
    # trade, figures as in tariff modalities
    ("trade", "Developed Members shall reduce bound duties by [30][50] per cent over [5] [X] years [BR/IN: in equal "
     "steps].",
     [of_nobody("[30]", "1"), of_nobody("[50]", "2"), of_nobody("[5]", "1"), of_nobody("[X]", "2", True),
      by("[BR/IN", "BRA|IND")]),
    ("trade", "The cut is [two thirds] [XX per cent] of the tariff and at least [10]% [AR and ZA oppose: for "
     "sensitive goods].",
     [of_nobody("[two", "1"), of_nobody("[XX", "2", True), of_nobody("[10]"), by("[AR", "ARG|ZAF", OPPOSES)]),
    ("trade", "Members shall grant quotas of [4-6] per cent of consumption within [...] months [US reserves].",
     [of_nobody("[4-6]"), of_nobody("[...]", None, True), by("[US", "USA", RESERVES)]),
    ("trade", "A ceiling of [US$ 5 million][US$ 10 million] applies from [1 January 2028] [TBD] [CH to consult].",
     [of_nobody("[US$ 5", "1"), of_nobody("[US$ 10", "2"), of_nobody("[1 Jan", "1"), of_nobody("[TBD", "2", True),
      by("[CH", "CHE", RESERVES)]),
    ("trade", "[Each Member][Members] shall notify [within [90] days] [promptly] [NO/CH/JP/KR propose; BR/AR/UY "
     "oppose: its subsidies].",
     [of_nobody("[Each", "1"), of_nobody("[Members", "2"), of_nobody("[within", "1"), of_nobody("[90]"),
      of_nobody("[promptly", "2"), by("[NO/CH", "ARG|BRA|CHE|JPN|KOR|NOR|URY",
      "opposes|opposes|proposes|proposes|proposes|proposes|opposes")]),
    # trade, Portuguese
    ("trade", "As Partes [BR propõe: deverão] [AR/PY propõem: poderão] cooperar [UY reserva sua posição: em matéria "
     "sanitária].",
     [by("[BR", "BRA"), by("[AR", "ARG|PRY"), by("[UY", "URY", RESERVES)]),
    ("trade", "[MERCOSUL propõe; UE se opõe: O comitê] [UE propõe: A comissão] reúne-se [anualmente] [a cada dois "
     "anos].",
     [by("[MERC", None, "proposes"), by("[UE", None), of_nobody("[anual", "1"), of_nobody("[a cada", "2")]),
    ("oas", "Fortalecer [Brasil propõe: as redes] [Argentina apoia: de proteção] e [o Paraguai propõe suprimir: "
     "imediatamente] informar [Delegação do Chile: às vítimas].",
     [by("[Brasil", "BRA"), by("[Arg", "ARG", SUPPORTS), by("[o Par", "PRY"), by("[Deleg", "CHL")]),
    ("oas", "Adotar medidas [Brasil, com o apoio de Portugal e Angola: eficazes] [México: e urgentes] [Estados Unidos "
     "se opõem: obrigatórias].",
     [by("[Brasil", "AGO|BRA|PRT", "supports|proposes|supports"), by("[Méx", "MEX"),
      by("[Est", "USA", OPPOSES)]),
    ("untagged", "Os Estados Partes [deverão] [poderão] [comprometem-se a] adotar [as] medidas [necessárias][, de "
     "acordo com [seu] direito interno].",
     [of_nobody("[deve", "1"), of_nobody("[pode", "2"), of_nobody("[comp", "3"), of_nobody("[as]"),
      of_nobody("[nece"), of_nobody("[, de"), of_nobody("[seu]")]),
    ("untagged", "[Cada Parte] [As Partes] publicará[ão] [em até [90] [120] dias] a lista [a ser definida] de "
     "[produtos].",
     [of_nobody("[Cada", "1"), of_nobody("[As P", "2"), of_nobody("[ão]"), of_nobody("[em até"), of_nobody("[90]", "1"),
      of_nobody("[120]", "2"), of_nobody("[a ser", None, True), of_nobody("[prod")]),
    ("climate", "Opção 1: As Partes [devem][deverão] comunicar metas. Opção 2: Sem texto.",
     [of_nobody("Opção 1", "1"), of_nobody("[devem", "1"), of_nobody("[dever", "2"), of_nobody("Opção 2", "2")]),
    # French
    ("oas", "Renforcer [Canada : les réseaux] [Haïti : et les foyers] [la Suisse propose : d’accueil] des victimes "
     "[États-Unis : sans délai].",
     [by("[Canada", "CAN"), by("[Haïti", "HTI"), by("[la Suisse", "CHE"), by("[États", "USA")]),
    ("oas", "[Allemagne, Espagne et Pays-Bas : Encourage] [le Royaume-Uni et la Norvège appuient : Invite] les États "
     "[Brésil, appuyé par Mexique : parties] à agir [Égypte, Arabie saoudite s’opposent : ensemble].",
     [by("[Alle", "DEU|ESP|NLD"), by("[le Roy", "GBR|NOR", SUPPORTS),
      by("[Brésil", "BRA|MEX", "proposes|supports"), by("[Égypte", "EGY|SAU", OPPOSES)]),
    ("oas", "Prend note [Chine, Fédération de Russie et Bélarus : du rapport] [Japon réserve sa position] [Union "
     "européenne : avec satisfaction] [Côte d’Ivoire, au nom du Groupe africain : et demande].",
     [by("[Chine", "BLR|CHN|RUS"), by("[Japon", "JPN", RESERVES), by("[Union", None), by("[Côte", "CIV")]),
    ("oas", "[Délégation de la Belgique : Décide] [Nouvelle-Zélande et Corée du Sud : de créer] un fonds [Turquie "
     "propose de supprimer : volontaire].",
     [by("[Délég", "BEL"), by("[Nouv", "KOR|NZL"), by("[Turq", "TUR")]),
    ("untagged", "Chaque Partie [adopte][peut adopter][s’efforce d’adopter] [, selon qu’il convient,] des mesures "
     "[propres à] [visant à] protéger [les [jeunes] victimes].",
     [of_nobody("[adopte", "1"), of_nobody("[peut", "2"), of_nobody("[s’eff", "3"), of_nobody("[, selon"),
      of_nobody("[propres", "1"), of_nobody("[visant", "2"), of_nobody("[les"), of_nobody("[jeunes")]),
    ("climate", "Option 1 : Les Parties [doivent][devraient] verser [100] milliards de dollars. Option 2 : Pas de "
     "texte.",
     [of_nobody("Option 1", "1"), of_nobody("[doiv", "1"), of_nobody("[devr", "2"), of_nobody("[100]"),
      of_nobody("Option 2", "2")]),
    ("climate", "[Variante 1 : Les Parties établissent un comité] [Variante 2 : La Conférence établit un comité] [à "
     "compléter].",
     [of_nobody("[Variante 1", "1"), of_nobody("[Variante 2", "2"), of_nobody("[à comp", None, True)]),
    # climate, placeholders rival to each other
    ("climate", "Parties aim to peak by [2025][2030][20XX] and to halve emissions by [X][Y] per cent [, as "
     "appropriate].",
     [of_nobody("[2025", "1"), of_nobody("[2030", "2"), of_nobody("[20XX", "3", True), of_nobody("[X]", "1", True),
      of_nobody("[Y]", "2", True), of_nobody("[, as")]),
    ("climate", "The fund holds [USD [X] billion] [at least [Y] per cent of GDP] [to be determined] each year.",
     [of_nobody("[USD", "1"), of_nobody("[X]", None, True), of_nobody("[at least", "2"), of_nobody("[Y]", None, True),
      of_nobody("[to be", "3", True)]),
    ("climate", "[Placeholder for finance] [Placeholder: text on loss] The body meets [once][twice] a year "
     "[[in Bonn]].",
     [of_nobody("[Placeholder for", "1", True), of_nobody("[Placeholder: t", "2", True), of_nobody("[once", "1"),
      of_nobody("[twice", "2"), of_nobody("[in Bonn")]),
    # climate, options over several paragraphs
    ("climate", ("Option 1:", "Each Party shall report [annually].", "The report includes finance.", "Option 2:",
     "Parties may report."),
     [of_nobody("Option 1", "1"), of_nobody("Each", "1"), of_nobody("[ann"), of_nobody("The rep", "1"),
      of_nobody("Option 2", "2"), of_nobody("Parties", "2")]),
    ("climate", ("Option A: A mechanism is established.", "It serves [all] Parties.",
     "Option B: No mechanism is established."),
     [of_nobody("Option A", "A"), of_nobody("It ser", "A"), of_nobody("[all"), of_nobody("Option B", "B")]),
    ("climate", ("[Option 1: Parties shall cooperate.", "They shall share data [and tools].]",
     "[Option 2: Parties should cooperate.]"),
     [of_nobody("[Option 1", "1"), of_nobody("They", "1"), of_nobody("[and to"), of_nobody("[Option 2", "2")]),
    # whole rival paragraphs across records
    ("untagged", ("[Las Partes crean un Comité.", "El Comité se reúne [cada año].]", "[Las Partes designan puntos de "
     "contacto.]"),
     [of_nobody("[Las Partes crean"), of_nobody("El Com"), of_nobody("[cada"), of_nobody("[Las Partes des")]),
    ("trade", ("[US/AU propose: Each Party shall open its market.", "It shall not impose quotas.]",
     "[IN proposes: Each Party may keep its quotas.]"),
     [by("[US/AU", "AUS|USA"), by("It shall", "AUS|USA"), by("[IN", "IND")]),
    ("oas", ("[CAN: Crear un registro regional.", "El registro será público.]", "Informar cada año."),
     [by("[CAN", "CAN"), by("El reg", "CAN")]),
    # oas and UN
    ("oas", "OP3 [EU/GBR/AUS: Condemns][RUS/CHN/IRN: Notes] [G77 and China: with concern] the [SGP – placeholder] "
     "[MEX, CRI and PAN: growing] trade [CUB deletes: in all regions].",
     [by("[EU/", "AUS|GBR"), by("[RUS", "CHN|IRN|RUS"), by("[G77", None), by("[SGP", "SGP", "proposes", True),
      by("[MEX", "CRI|MEX|PAN"), by("[CUB", "CUB")]),
    ("oas", "[PP4 bis (CAN, NOR, CHE): Recalling] [PP5 USA: the Protocol] [Vatican: and its annexes] "
     "[Republic of Korea: of 2000].",
     [by("[PP4", "CAN|CHE|NOR"), by("[PP5", "USA"), by("[Vat", "VAT"), by("[Rep", "KOR")]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_brackets_of_the_seventh_set(case: Case) -> None:
    check_case(case)
