"""Large frameworks: some directives are chosen for each action. Large plans: several processes link blocks."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from directriz.link.blocks import LinkedBlock, PlanLinker, linked_by_processes
from directriz.link.candidates import CANDIDATES, EXACT_UP_TO, is_large
from directriz.link.concepts import finder_of
from directriz.link.counterparts import seen_elsewhere
from directriz.link.features import Framework, compare_texts
from directriz.link.frameworks import Aids, read_framework
from directriz.link.ranker import best_columns, judge_actions, read_rankers
from directriz.link.reviewed_actions import Lesson, Memory
from directriz.link.signals import signals_of
from directriz.link.weighted_texts import read_actions
from directriz.reference.concepts import read_concepts
from test_link import action_table, directive_table
from test_link_meaning import WordEncoder

DEEDS = ("Crear", "Promover", "Capacitar", "Difundir", "Evaluar", "Financiar", "Coordinar", "Supervisar", "Regular")
THINGS = (
    "refugios",
    "campañas",
    "protocolos",
    "unidades de policía",
    "registros",
    "líneas telefónicas",
    "inspecciones",
)
PEOPLE = ("víctimas", "niñas", "migrantes", "jueces", "turistas", "docentes", "empresas", "fronteras", "fiscales")
PLACES = ("en los municipios", "en las escuelas", "en los puertos")
SENTENCES = [
    f"{deed} {thing} para {people} {place}." for deed, thing, people, place in product(DEEDS, THINGS, PEOPLE, PLACES)
]
DIRECTIVES = {f"oas-2/directive/{place}": text for place, text in enumerate(SENTENCES, start=1)}
ACTIONS = {
    f"ar-plan/eje/{place}": f"{deed} {thing} con {people} y {others}"
    for place, (deed, thing, people, others) in enumerate(
        zip(DEEDS[:7] * 4, THINGS * 4, PEOPLE[:7] * 4, PEOPLE[::-1][:7] * 4, strict=True), start=1
    )
}


def framework_of(directives: dict[str, str]) -> Framework:
    return read_framework(directive_table(directives), "oas-2", finder_of(), Aids(WordEncoder()))


def test_what_is_chosen_in_a_large_framework_ranks_as_when_every_directive_is_weighed() -> None:
    framework = framework_of(DIRECTIVES)
    assert len(framework.directives) > EXACT_UP_TO
    assert is_large(framework)
    actions = read_actions(action_table(ACTIONS), finder_of())
    memory = Memory(framework, [Lesson(actions[3], {"oas-2/directive/1000": 3})])
    ranker = read_rankers().taught_plain
    texts = compare_texts(actions, framework)
    signals = signals_of(actions, texts, framework.strangers, seen_elsewhere(actions, framework, texts, {}))
    every = list(ranker.look(actions, texts, memory, signals))
    chosen = list(judge_actions(actions, framework, memory, ranker))
    assert {len(judgement.scores) for judgement in chosen} == {CANDIDATES}
    kept = [
        len({place for place, _, _ in judgement.best_first(5)} & set(best_columns(sight.scores, 5)))
        for judgement, sight in zip(chosen, every, strict=True)
    ]
    assert np.mean(kept) >= 4.5
    reviewed = framework.columns["oas-2/directive/1000"]
    assert any(reviewed in judgement.sight.places for judgement in chosen)


def test_a_directive_that_was_not_weighed_has_the_lowest_score_and_no_confidence() -> None:
    framework = framework_of(DIRECTIVES)
    actions = read_actions(action_table(ACTIONS).head(1), finder_of())
    (judgement,) = judge_actions(actions, framework, Memory(framework, []), read_rankers().alone_plain)
    weighed = set(judgement.sight.places.tolist())
    left_out = next(place for place in range(len(framework.directives)) if place not in weighed)
    assert judgement.standing(left_out) == (judgement.scores.min(), 0.0)
    best = judgement.best_first(1)[0]
    assert judgement.standing(best[0]) == best[1:]


def test_a_framework_of_some_hundred_directives_is_weighed_whole() -> None:
    framework = framework_of(dict(list(DIRECTIVES.items())[:300]))
    actions = read_actions(action_table(ACTIONS).head(2), finder_of())
    for judgement in judge_actions(actions, framework, Memory(framework, []), read_rankers().alone_plain):
        assert judgement.sight.places.tolist() == list(range(300))


def test_processes_make_the_same_tables() -> None:
    framework = framework_of(dict(list(DIRECTIVES.items())[::20]))
    taught = [(framework, Memory(framework, []), read_rankers().alone_plain)]
    linker = PlanLinker(taught, {}, read_concepts(), "ar-plan")
    table = action_table(ACTIONS)
    blocks = [table.iloc[start : start + 7] for start in range(0, len(table), 7)]
    for ours, theirs in zip(map(linker.link, blocks), linked_by_processes(linker, blocks), strict=True):
        assert _all(ours) == _all(theirs)
    assert len(blocks) == 4


def _all(block: LinkedBlock) -> list[object]:
    tables: list[pd.DataFrame] = [block.links, block.concepts]
    coverage = [list(each.rows()) for each in block.coverages]
    return [table.to_csv() for table in tables] + [coverage, block.subject]
