"""Tables as columns, so that the page holds each repeated text once; and JSON that is safe inside a page.

- a text that holds `</script>` or `<!--`: no `<` is written into the page;
- control characters and marks of writing direction: written as `\\u202e`, so that the page shows and copies them so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..text import visible
from .published import Rows, column_of

REPEATED = 0.6  # share of distinct values below which a column is written as a list of them and their places
LINE_SEPARATORS = {"\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True, slots=True)
class Later:
    """A value that is made when it is written, and then forgotten."""

    make: Callable[[], Any]


def column_table(rows: Rows, names: Iterable[str]) -> dict[str, Any]:
    """Return rows as {"rows": count, "columns": {name: values}}; missing values are None."""
    return {"rows": len(rows), "columns": {name: Later(partial(_values, rows, name)) for name in names}}


def _values(rows: Rows, name: str) -> Any:
    return _column(column_of(rows, name))


def _column(values: list[Any]) -> Any:
    """Return the values, or {"d": distinct values, "i": place of each} where texts repeat."""
    if not any(isinstance(value, str) for value in values):
        return [rounded(value) for value in values]
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    if len(places) > REPEATED * len(values):
        return values
    return {"d": list(places), "i": [places[value] for value in values]}


def rounded(value: Any) -> Any:
    """Return a number with at most four decimals; anything else as it is."""
    return round(value, 4) if isinstance(value, float) else value


def page_chunks(value: Any) -> Iterator[str]:
    """Yield the text that `page_json` returns, in pieces; a value that is made later is made when its turn comes."""
    if isinstance(value, Later):
        yield page_json(value.make())
    elif isinstance(value, Mapping):
        before = "{"
        for name, inner in value.items():
            yield f"{before}{_escaped(json.dumps(name, ensure_ascii=False))}:"
            yield from page_chunks(inner)
            before = ","
        yield "}" if value else "{}"
    else:
        yield page_json(value)


def page_json(value: Any) -> str:
    """Return a value as JSON that may stand inside a script of a page, with unseen characters made visible."""
    return _escaped(json.dumps(shown(value), ensure_ascii=False, separators=(",", ":")))


def _escaped(text: str) -> str:
    for char, escaped in LINE_SEPARATORS.items():
        text = text.replace(char, escaped)
    return text.replace("<", "\\u003c")


def shown(value: Any) -> Any:
    """Return a value with each of its texts as `text.visible` makes it."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {name: shown(inner) for name, inner in value.items()}
    return [shown(inner) for inner in value] if isinstance(value, list | tuple) else value
