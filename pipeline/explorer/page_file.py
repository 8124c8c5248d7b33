"""The page itself: its scripts, style and tables put into one file of HTML that asks nothing of the network.

A Content-Security-Policy in the page names the hash of the script and of the style in it, and lets the page load parts
and pictures from its own folder alone. So even a text that got past the escaping could neither run nor send anything.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..reference.reading_guide import LANGUAGES, read_grades
from .columns import page_chunks, shown

PAGE = Path(__file__).with_name("page")
SCRIPTS = (  # in the order in which they are put together: each may use those before it
    *("dom", "words", "tables", "marks", "export", "workbook", "rows", "filters", "plots"),
    *("frame", "coverage", "actions", "page_image", "action", "directive", "directives"),
    *("bodies", "editions", "issues", "progress", "search", "documents", "verdicts", "reading", "review", "start"),
)
DATASET = "https://schema.org"
FORMATS = (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet"))


def page_of(tables: Mapping[str, Any], package: Mapping[str, Any]) -> Iterator[str]:
    """Yield the page with its tables, in pieces."""
    script, style = script_text(), _asset("style.css")
    values = {
        "POLICY": [_policy(script, style)],
        "STYLE": [style],
        "SCRIPT": [script],
        "TABLES": page_chunks(tables),
        "DATASET": [_script_json(dataset(package))],
    }
    after = _asset("index.html")
    for _ in values:
        before, name, after = _at_first_of(values, after)
        yield before
        yield from values[name]
    yield after


def _at_first_of(names: Iterable[str], text: str) -> tuple[str, str, str]:
    """Return the text before the first place for one of some values, the name of that value, and the text after it."""
    place, name = min((place, name) for name in names if (place := text.find(f"<!--{name}-->")) >= 0)
    return text[:place], name, text[place + len(f"<!--{name}-->") :]


def script_text() -> str:
    """Return the scripts of the page as one; each file is a part of one function, so nothing leaks between pages."""
    parts = [f"const GRADE_WORDS = {_script_json(grade_words())};\n"]
    parts += [f"// {name}.js\n{_asset(f'{name}.js')}" for name in SCRIPTS]
    return '"use strict";\n(function () {\n' + "\n".join(parts) + "})();\n"


def grade_words() -> dict[str, list[str]]:
    """Return the page's texts for the grades of a link, in Spanish and English, as the reading guide words them."""
    spanish, english = map(read_grades, LANGUAGES)
    words = {}
    for number, grade in spanish.items():
        other = english[number]
        words[f"grade.{number}"] = [_capitalised(grade.label), _capitalised(other.label)]
        words[f"grade.{number}.meaning"] = [_capitalised(grade.meaning), _capitalised(other.meaning)]
    return words


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def dataset(package: Mapping[str, Any]) -> dict[str, Any]:
    """Return the published tables as a schema.org/Dataset: name, licence, files, sources."""
    resources = package.get("resources", [])
    measured = [
        {"@type": "PropertyValue", "name": each["name"], "description": each["description"]} for each in resources
    ]
    sources = [{"@type": "CreativeWork", "name": each["title"]} for each in package.get("sources", [])]
    return {
        "@context": DATASET,
        "@type": "Dataset",
        "name": package.get("title", ""),
        "alternateName": package.get("title_es", ""),
        "description": package.get("description", ""),
        "inLanguage": ["es", "en"],
        "isAccessibleForFree": True,
        "license": [each.get("path") or each.get("title") for each in package.get("licenses", [])],
        "isBasedOn": sources,
        "variableMeasured": measured,
        "distribution": [entry for each in resources for entry in _downloads(each)],
    }


def _downloads(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    files = [resource["path"], resource["parquet"]["path"]]
    types = dict(FORMATS)
    return [
        {"@type": "DataDownload", "contentUrl": f"../{file}", "encodingFormat": types[file.rpartition(".")[2]]}
        for file in dict.fromkeys(files)
    ]


def _script_json(value: Any) -> str:
    return json.dumps(shown(value), ensure_ascii=False, indent=1).replace("<", "\\u003c")


def _policy(script: str, style: str) -> str:
    """Return what the page may load: its own script and style, and files of its own folder."""
    own = "'self' file:"
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src '{_sum(script)}' {own}",
            f"style-src '{_sum(style)}'",
            f"img-src {own} data: blob:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _sum(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _asset(name: str) -> str:
    return (PAGE / name).read_text(encoding="utf-8")
