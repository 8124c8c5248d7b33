"""The evaluation as text: what `directriz evaluate` prints and docs/linking.md shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .measures import NAMES

TITLES = {
    "held_out": "leave one action out",
    "half": "leave half of the actions out",
    "new_plan": "leave its whole plan out",
    "no_reviews": "without any review",
}


def render(report: Mapping[str, Any]) -> str:
    """Return the report of `evaluate` as Markdown tables."""
    lines = [*_targets(report), "", *_abstention(report), "", *_reliability(report["reliability"]), ""]
    for part, title in (("by_plan", "plan"), ("by_axis", "axis")):
        lines += ["", *_parts(report["held_out"], part, title)]
    return "\n".join(lines) + "\n"


def _targets(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"| framework | way | actions | {' | '.join(NAMES)} | no-match F1 |"
    yield f"|---|---|---|{'---|' * (len(NAMES) + 1)}"
    for target in report["held_out"]:
        for key, title in TITLES.items():
            yield _row(f"{target} | {title}", report[key][target], with_interval=key == "held_out")
        for name, scores in report["baselines"].items():
            yield _row(f"{target} | {name}", scores[target], with_interval=False)


def _row(label: str, scores: Mapping[str, Any], with_interval: bool) -> str:
    cells = [_number(scores[name]) + (_between(scores[f"{name}_interval"]) if with_interval else "") for name in NAMES]
    return f"| {label} | {scores['actions']} | {' | '.join(cells)} | {_number(scores['no_match_f1'])} |"


def _abstention(report: Mapping[str, Any]) -> Iterator[str]:
    yield "| framework | way | sure links right | of all actions | of those with a directive | answers right | given |"
    yield "|---|---|---|---|---|---|---|"
    for target in report["held_out"]:
        for key, title in TITLES.items():
            scores = report[key][target]
            shown = _between if key == "held_out" else lambda bounds: ""
            cells = (
                _number(scores["sure_precision"]) + shown(scores["sure_precision_interval"]),
                _number(scores["sure_coverage"]),
                _number(scores["sure_coverage_of_linked"]),
                _number(scores["answer_precision"]) + shown(scores["answer_precision_interval"]),
                _number(scores["answer_coverage"]),
            )
            yield f"| {target} | {title} | {' | '.join(cells)} |"


def _reliability(curve: list[Mapping[str, Any]]) -> Iterator[str]:
    yield "| confidence | rows | mean confidence | accepted |"
    yield "|---|---|---|---|"
    for step in curve:
        label = f"{step['from']:.1f}-{step['to']:.1f}"
        yield f"| {label} | {step['rows']} | {_number(step['confidence'])} | {_number(step['accepted'])} |"


def _parts(held_out: Mapping[str, Any], part: str, title: str) -> Iterator[str]:
    yield f"| framework | {title} | actions | {' | '.join(NAMES)} | no-match F1 |"
    yield f"|---|---|---|{'---|' * (len(NAMES) + 1)}"
    for target, scores in held_out.items():
        for name, of_part in scores[part].items():
            yield _row(f"{target} | {name}", of_part, with_interval=False)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _between(bounds: list[float] | None) -> str:
    return f" ({bounds[0]:.2f}-{bounds[1]:.2f})" if bounds else ""
