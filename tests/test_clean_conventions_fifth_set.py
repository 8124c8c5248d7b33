"""A fifth set of brackets of other tables, in our own words, with the answers written before the first run.

First run, 120 brackets: span and parties 108, role 105, option 106, placeholder 115. Grammar followed: groups of
parties with any words behind their verb, everybody but one, abbreviated names, braces,
marks alone, options within a paragraph.
"""

from __future__ import annotations

import pytest
from bracket_sets import OPPOSES, RESERVES, SUPPORTS, Case, by, check_case, name_of, of_nobody, option_of

# fmt: off
CASES: list[Case] = [
    # trade
    ("trade", "Each Party shall [US/JP propose37: provide that][CL/AU38/NZ oppose: ensure that] holders of "
     "[PE/MX/SG/BN/VN propose: a title] have [CA oppose39: exclusive] rights.",
     [by("[US/JP", "JPN|USA"), by("[CL/AU38", "AUS|CHL|NZL", OPPOSES), by("[PE/MX", "BRN|MEX|PER|SGP|VNM"),
      by("[CA", "CAN", OPPOSES)]),
    ("trade", "[ASEAN/NZ propose; IN opposes; KR is considering: Article 5 (Fees)] No Party [shall] charge [IN: "
     "more than the cost].",
     [by("[ASEAN", "IND|KOR|NZL", "opposes|reserves|proposes"), of_nobody("[shall]"), by("[IN", "IND")]),
    ("trade", "[AU, NZ and CA propose: 3. A Party [may / shall] refuse [MY can accept if in a note: access].]",
     [by("[AU", "AUS|CAN|NZL"), of_nobody("[may"), by("[MY", "MYS", SUPPORTS)]),
    ("trade", "[All Parties except CL propose: Each Party] [CL reserves: and its agencies] shall apply it.",
     [by("[All", None), by("[CL", "CHL", RESERVES)]),
    ("trade", "[EU: A list] [MERCOSUR: An indicative list] of goods [EU and MERCOSUR: in Annex 2] applies.",
     [by("[EU:", None), by("[MERC", None), by("[EU and", None)]),
    ("trade", "Las Partes [CL/PE/CO proponen; MX/CR se oponen; PA se reserva: podrán] crear [un comité] [PA "
     "propone: técnico].",
     [by("[CL/PE", "CHL|COL|CRI|MEX|PAN|PER", "proposes|proposes|opposes|opposes|reserves|proposes"),
      of_nobody("[un c"), by("[PA", "PAN")]),
    ("trade", "The panel [US/CA(propose)/MX(oppose): shall] meet [TW propose: in private].",
     [by("[US/CA", "CAN|MEX|USA", "proposes|opposes|proposes"), by("[TW", "TWN")]),
    ("trade", "[Party A proposes: The fund] [Party B proposes: A fund] covers [Party A opposes: all] damage.",
     [by("[Party A proposes", None), by("[Party B", None), by("[Party A opposes", None, OPPOSES)]),
    ("trade", "[[US] [or] [its agency] shall notify] [CN to revert: within [60] days].",
     [of_nobody("[[US"), of_nobody("[US]", "1"), of_nobody("[or]", "2"), of_nobody("[its", "3"),
      by("[CN", "CHN", RESERVES), of_nobody("[60]")]),
    # untagged
    ("untagged", "Juegos [y] [o] surtidos de [mercancías][bienes] originarios[,][y] sus partes[, incluidos los "
     "accesorios].",
     [of_nobody("[y]", "1"), of_nobody("[o]", "2"), of_nobody("[mer", "1"), of_nobody("[bie", "2"),
      of_nobody("[,]", "1"), of_nobody("[y]", "2"), of_nobody("[, inc")]),
    ("untagged", "[Artículo X. Excepciones] [Ninguna] [La] disposición de [este Capítulo][esta Sección] impide "
     "[[las] medidas].",
     [of_nobody("[Art", "1"), of_nobody("[Ning", "2"), of_nobody("[La]", "3"), of_nobody("[este", "1"),
      of_nobody("[esta", "2"), of_nobody("[[las"), of_nobody("[las]")]),
    ("untagged", "Um Estado [pode] [deve] extraditar [um nacional] [, salvo se [a sua lei] o proibir].",
     [of_nobody("[pode", "1"), of_nobody("[deve", "2"), of_nobody("[um n"), of_nobody("[, sal"),
      of_nobody("[a sua")]),
    ("untagged", "Les Parties [doivent] [devraient] coopérer [, selon leur droit interne,] pour protéger [les "
     "victimes [et les témoins]].",
     [of_nobody("[doi", "1"), of_nobody("[devr", "2"), of_nobody("[, sel"), of_nobody("[les v"), of_nobody("[et l")]),
    ("untagged", "[Cada Estado Parte] [Los Estados] presentará[n] un informe [a más tardar [__] meses después].",
     [of_nobody("[Cada", "1"), of_nobody("[Los", "2"), of_nobody("[n]"), of_nobody("[a m"),
      ("[__]", None, None, None, True)]),
    # climate and other United Nations texts
    ("climate", "[Option 1: Each Party shall report [annually]] [Option 2: Each Party [should][may] report] "
     "[Option 3: No text]",
     [of_nobody("[Option 1", "1"), of_nobody("[ann"), of_nobody("[Option 2", "2"), of_nobody("[shou", "1"),
      of_nobody("[may", "2"), of_nobody("[Option 3", "3")]),
    ("climate", "[Alt 1 Parties shall phase out the use of lead.] [Alt 2 Parties are encouraged to limit it.]",
     [of_nobody("[Alt 1", "1"), of_nobody("[Alt 2", "2")]),
    ("climate", "[OPTION 1 A fund is established [under the Convention].] [OPTION 2 [Existing] funds serve it.]",
     [of_nobody("[OPTION 1", "1"), of_nobody("[under"), of_nobody("[OPTION 2", "2"), of_nobody("[Exis")]),
    ("climate", "Alt. 2: {placeholder for definitions} [Developed country Parties][Parties in a position to do "
     "so] provide [new and additional] means.",
     [of_nobody("Alt. 2", "2"), of_nobody("{place", None, True), of_nobody("[Dev", "1"), of_nobody("[Parties in",
      "2"), of_nobody("[new")]),
    ("climate", "Opción 1 (transparencia): Las Partes [comunicarán] [comunican] {texto por definir} cada [dos] "
     "[cinco] años.",
     [of_nobody("Opción 1", "1"), of_nobody("[comunicar", "1"), of_nobody("[comunican", "2"),
      of_nobody("{texto", None, True), of_nobody("[dos", "1"), of_nobody("[cinco", "2")]),
    ("climate", "{Option (a): [Holders][Guardians] of knowledge may consent} [Option (b): Consent is presumed.]",
     [of_nobody("{Option", "a"), of_nobody("[Hold", "1"), of_nobody("[Guar", "2"), of_nobody("[Option (b)", "b")]),
    ("climate", "[1. Alt Beneficiaries are [indigenous peoples][and][local communities].]",
     [of_nobody("[1. Alt"), of_nobody("[indi", "1"), of_nobody("[and]", "2"), of_nobody("[local", "3")]),
    # OAS and United Nations committees
    ("oas", "OP4 [G-77 & China: Urges] [EU/UK/CANZ: Encourages] [USA, ISR: Takes note of the call on] States "
     "[Russian Fed. delete: and others].",
     [by("[G-77", None), by("[EU/UK", "GBR"), by("[USA", "ISR|USA"), by("[Russian", "RUS")]),
    ("oas", "[Alt 1 (MEX, COL): Solicita a la Secretaría] [Alt 2 (USA): Invita a la Secretaría] un informe [BRA, "
     "en nombre de MERCOSUR: anual].",
     [option_of("[Alt 1", "COL|MEX", "1"), option_of("[Alt 2", "USA", "2"), by("[BRA", "BRA")]),
    ("oas", "Recordando [CHL + URY + PRY: con aprecio] [BOL e VEN: y satisfacción] [NIC no puede aceptar: la "
     "labor].",
     [by("[CHL", "CHL|PRY|URY"), by("[BOL", "BOL|VEN"), by("[NIC", "NIC", OPPOSES)]),
    ("oas", "[CARICOM supported by CAN and PAN: small States] [Haiti – reserve] [St. Lucia (on behalf of OECS): "
     "islands].",
     [by("[CARICOM", "CAN|PAN", SUPPORTS), by("[Haiti", "HTI", RESERVES), by("[St.", "LCA")]),
    ("oas", "Reafirmando [ARG: el derecho [BRA: humano] [PRY elimina: inalienable]] a la identidad [sic] "
     "[ECU/SLV: de género].",
     [by("[ARG", "ARG"), by("[BRA", "BRA"), by("[PRY", "PRY"), by("[ECU", "ECU|SLV")]),
    ("oas", "PP3 [Japan, supported by Korea: Recalling] [Iran del: with concern] [Holy See reserves: the report] "
     "[Chair’s proposal: and its annex].",
     [by("[Japan", "JPN|KOR", "proposes|supports"), by("[Iran", "IRN"), by("[Holy", "VAT", RESERVES),
      by("[Chair", None)]),
    ("oas", "Solicitar [DOM, CRI, PAN, con apoyo de GTM: a los Estados] [MEX: [CAN: y] a las agencias] [sustituir "
     "por: instar].",
     [by("[DOM", "CRI|DOM|GTM|PAN", "proposes|proposes|supports|proposes"), by("[MEX", "MEX"), by("[CAN", "CAN"),
      of_nobody("[sust")]),
    ("oas", "[Suiza y Noruega apoyan: Alienta] [El Salvador y Honduras se oponen: Exhorta] a [los Estados Unidos "
     "propone suprimir: todos] los Estados.",
     [by("[Suiza", "CHE|NOR", SUPPORTS), by("[El S", "HND|SLV", OPPOSES), by("[los Est", "USA")]),
    ("oas", "[PP2 Alt. EU: Noting] [OP6 quater, AUS/NZL: Requests] [OP 7. LIE: Decides] [OP8 (Mexico): Calls "
     "upon] States.",
     [by("[PP2", None), by("[OP6", "AUS|NZL"), by("[OP 7", "LIE"), by("[OP8", "MEX")]),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_brackets_of_the_fifth_set(case: Case) -> None:
    check_case(case)
