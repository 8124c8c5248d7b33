"""Which lines of a draft are headings of its sections."""

import pytest
from directriz.commands.draft_sections import sections_by_look
from directriz.records import PrintedLine


def printed(texts: list[str], bold: set[int]) -> list[PrintedLine]:
    return [
        PrintedLine("raw/draft.pdf", 1, None, (text,), size=11.0, is_bold=number in bold)
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    "proposed",
    [
        ["8 bis. [PER: Abrir los puertos a quienes huyen de una", "tormenta. El informe será anual.]"],
        ["8 bis. [PER: Abrir los puertos]"],
        ["8 ter [HND: Revisar los muelles.]"],
        ["[8 bis. Abrir los puertos. El informe será", "anual y público]"],
    ],
)
def test_a_bold_paragraph_that_an_amendment_proposes_is_no_heading(proposed: list[str]) -> None:
    texts = ["I. PUERTOS", "8. Abrir muelles.", *proposed, "9. Contar barcos.", "II. BARCOS", "10. Pintar barcos."]
    texts += [f"{number}. Limpiar el muelle." for number in range(11, 19)]
    bold = {0, *range(2, 2 + len(proposed)), 3 + len(proposed)}
    found = sections_by_look(printed(texts, bold))
    assert [line.cells[0] for line in found] == ["I. PUERTOS", "II. BARCOS"]
