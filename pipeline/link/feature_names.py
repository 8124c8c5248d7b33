"""The names of the features in words, for a person who asks why a link was made."""

from __future__ import annotations

from collections.abc import Mapping

from .features import PHRASED

WIDE = "_wide"
NAMES: Mapping[str, tuple[str, str]] = {
    "terms": ("words that both have", "palabras de ambas"),
    "bm25": ("rare words that both have", "palabras poco frecuentes de ambas"),
    "measure_covered": ("what the action does, asked for", "lo que la acción hace, pedido"),
    "measure_needed": ("what is asked for, done by the action", "lo pedido, hecho por la acción"),
    "target_covered": ("whom the action is for, named", "a quiénes va la acción, nombrados"),
    "target_needed": ("who is named, reached by the action", "los nombrados, alcanzados por la acción"),
    "target_apart": ("both are for somebody, but not the same", "ambas van a alguien, pero no a los mismos"),
    "topic_covered": ("the action's subject, named", "el tema de la acción, nombrado"),
    "topic_needed": ("the subject named, in the action", "el tema nombrado, en la acción"),
    "concepts": ("concepts of both", "conceptos de ambas"),
    "phase": ("the same main heading", "el mismo título principal"),
    "general": ("under no main heading", "bajo ningún título principal"),
    "meaning": ("closeness in meaning", "cercanía de sentido"),
    "nearest": ("words of the nearest known wording", "palabras de la redacción conocida más cercana"),
    "letters": ("letters of known wordings", "letras de redacciones conocidas"),
    "neighbours": ("similar actions that were reviewed", "acciones parecidas revisadas"),
    "neighbours_first": ("first directives of similar actions", "primeras directrices de acciones parecidas"),
}
WITH_CONTEXT = (", with the action's context", ", con el contexto de la acción")
BY_WORDING = ("known wordings of the directive: ", "redacciones conocidas de la directriz: ")


def feature_name(feature: str, language: str) -> str:
    """Return what a feature measures, in English or, for "es", in Spanish."""
    place = int(language == "es")
    bare = feature.removeprefix(PHRASED)
    before = BY_WORDING[place] if bare != feature else ""
    after = WITH_CONTEXT[place] if bare.endswith(WIDE) else ""
    return before + NAMES[bare.removesuffix(WIDE)][place] + after
