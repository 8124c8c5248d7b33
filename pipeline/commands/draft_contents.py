"""What stands under a header that says little: bodies, dates, money, figures, or things to be done.

Headers alone mislead: "Meta" stands over sentences in one plan and over figures in another. The cells decide then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..text import fold

FIGURE = re.compile(r"[<>=≥≤+\-–]?\s*[\d.,]+\s*(?:%|por ciento)?|n\.?/?[ad]\.?|-+|s/?d")
MONEY = re.compile(
    r"(?:\$|us\$|s/\.?|bs\.?|r\$|€|usd|ars|cop|clp|pen|mxn|crc|gs)\s*[\d.,]+.*"
    r"|[\d.,]+\s*(?:millones|miles|pesos|soles|dolares|reais).*"
)
MONTHS = (
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|se[pt]+iembre|octubre|noviembre|diciembre"
    "|janeiro|fevereiro|maio|setembro|outubro|dezembro"
)
TERM = re.compile(
    rf".*\b(?:{MONTHS}|trimestres?|semestres?|bimestres?|(?:corto|mediano|largo) plazo|(?:curto|medio|longo) prazo"
    r"|permanente|continuo|anual|mensual|semestral|trimestral|(?:primer|segundo|tercer|cuarto) ano|meses|dias)\b.*"
    r"|(?:(?:19|20)\d\d)(?:\s*[-–/ay,]+\s*(?:19|20)?\d\d)*|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}.*"
    r"|(?:i{1,3}|iv)\s+(?:trim|sem).*"
)
BODY = re.compile(
    r"(?:el |la |los |las |o |a )?(?:ministerio|secretari|subsecretari|viceministerio|instituto|direccion"
    r"|municipalidad|municipio|gobernacion|gobierno|alcaldia|policia|fiscalia|defensoria|procuraduria|consejo"
    r"|comision|comite|agencia|superintendencia|universidad|corte|poder|oficina|departamento|prefectura|organism"
    r"|onu|oim|unicef|unodc|camara|jefatura|gerencia|unidad|equipo|mesa|sociedad civil|ong|diretoria|conselho"
    r"|coordena|presidencia).*"
)
ACRONYMS = re.compile(r"(?:[A-ZÁÉÍÓÚÑ]{2,}[A-Za-z]{0,3})(?:(?:\s*[-–/,;y]\s*|\s+)[A-ZÁÉÍÓÚÑ]{2,}[A-Za-z]{0,3})*\.?")
VERB = re.compile(
    r"(?:\d+[\d.)\-]*\s*|[a-z][.)]\s+|[•·▪-]\s*)?(?:no )?[a-z]{2,}(?:ar|er|ir|or)(?:se)?\b.*"
    r"|(?:\d+[\d.)\-]*\s*)?[a-z]{4,}(?:cion|miento|sao|cao)\b.*"
)
MOST_WORDS_OF_FIGURE = 4


def _is_figure(cell: str) -> bool:
    words = cell.split()
    return FIGURE.fullmatch(fold(cell)) is not None or (
        len(words) <= MOST_WORDS_OF_FIGURE and re.match(r"[<>≥≤+]?\s*\d", cell) is not None
    )


def _is_body(cell: str) -> bool:
    return BODY.fullmatch(fold(cell)) is not None or ACRONYMS.fullmatch(cell) is not None


TESTS: dict[str, Callable[[str], bool]] = {
    "money": lambda cell: MONEY.fullmatch(fold(cell)) is not None,
    "term": lambda cell: TERM.fullmatch(fold(cell)) is not None,
    "figure": _is_figure,
    "body": _is_body,
    "deed": lambda cell: VERB.fullmatch(fold(cell)) is not None and len(cell.split()) >= 3,
}
MOSTLY = 0.6


def share(what: str, cells: Sequence[str]) -> float:
    """Return the share of the cells with text that are of a sort: money, term, figure, body or deed."""
    printed = [cell for cell in cells if cell]
    return sum(TESTS[what](cell) for cell in printed) / len(printed) if printed else 0.0


def sort_of(cells: Sequence[str]) -> str | None:
    """Return what most of the cells with text are, None where nothing is clear."""
    shares = {what: share(what, cells) for what in TESTS}
    best = max(shares, key=lambda what: shares[what])
    return best if shares[best] >= MOSTLY else None


def words_a_cell(cells: Sequence[str]) -> float:
    """Return the mean number of words of the cells with text, 0 where there are none."""
    printed = [cell for cell in cells if cell]
    return sum(len(cell.split()) for cell in printed) / len(printed) if printed else 0.0
