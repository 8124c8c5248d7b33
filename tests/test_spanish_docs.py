"""The Spanish pages say what the English ones say: the same headings, commands, figures, tables and links."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PAIRS = {
    "README.md": "README.es.md",
    "docs/regenerate.md": "docs/es/regenerar.md",
    "docs/analyse.md": "docs/es/analizar.md",
    "docs/add-a-plan.md": "docs/es/agregar-un-plan.md",
    "docs/explorer.md": "docs/es/explorador.md",
}
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"\s+# .*$", re.MULTILINE)


def text(name: str) -> str:
    return (TOP / name).read_text(encoding="utf-8")


def prose(name: str) -> str:
    return FENCED.sub("", text(name))


def headings(name: str) -> list[int]:
    """The level of each heading, in order."""
    return [len(level) for level in re.findall(r"^(#+) ", prose(name), re.MULTILINE)]


def code(name: str) -> list[str]:
    """Code without its comments; of a drawing without a language, its first column."""
    drawn = re.compile(r"(\S+/) .*")
    return [
        COMMENT.sub("", block) if language else "\n".join(drawn.findall(block))
        for language, block in FENCED.findall(text(name))
    ]


def figures(name: str) -> Counter[str]:
    """The numbers in the text, links and code left out; list numbers count. 3,000 in English is 3.000 in Spanish."""
    plain = re.sub(r"\]\([^)]*\)|`[^`]*`", "", prose(name))
    thousands = re.compile(r"(?<=\d)[.](?=\d{3}\b)" if name in PAIRS.values() else r"(?<=\d),(?=\d{3}\b)")
    return Counter(thousands.sub("", number.rstrip(".,")) for number in re.findall(r"\d[\d.,]*", plain))


def names(name: str) -> set[str]:
    """What stands in back quotes: commands, columns, files."""
    return set(re.findall(r"`([^`]+)`", prose(name)))


def targets(name: str) -> set[str]:
    """What the page links to, as the English page that it is or is paired with."""
    english = {(TOP / other).resolve(): TOP / page for page, other in PAIRS.items()}
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text(name))
    paths = {((TOP / name).parent / link).resolve() for link in links}
    return {str(english.get(path, path)) for path in paths}


def shape(name: str) -> Counter[str]:
    lines = prose(name).splitlines()
    kinds = {"|": "row of a table", "-": "item", "1": "step", "*": "note"}
    return Counter(kinds[line[0]] for line in lines if line[:1] in kinds)


@pytest.mark.parametrize(("english", "spanish"), PAIRS.items())
def test_spanish_page_says_the_same(english: str, spanish: str) -> None:
    assert headings(spanish) == headings(english), f"the headings of {spanish} and {english}"
    assert code(spanish) == code(english), f"the code of {spanish} and {english}"
    assert figures(spanish) == figures(english), f"the figures of {spanish} and {english}"
    assert names(spanish) == names(english), f"commands, columns and files named in {spanish} and {english}"
    assert shape(spanish) == shape(english), f"the tables and lists of {spanish} and {english}"
    own = {str(TOP / english), str((TOP / spanish).resolve())}
    assert targets(spanish) - own == targets(english) - own, f"the links of {spanish} and {english}"


@pytest.mark.parametrize(("english", "spanish"), PAIRS.items())
def test_pages_lead_to_each_other(english: str, spanish: str) -> None:
    for name, other in ((english, spanish), (spanish, english)):
        links = {((TOP / name).parent / link).resolve() for link in re.findall(r"\]\(([^)#:]+)\)", text(name))}
        assert (TOP / other).resolve() in links, f"{name} has no link to {other}"


def test_spanish_pages_are_in_spanish() -> None:
    for name in PAIRS.values():
        plain = re.sub(r"\]\([^)]*\)|`[^`]*`", "", prose(name)).lower()
        words = Counter(re.findall(r"[a-záéíóúñü]+", plain))
        assert sum(words[word] for word in ("de", "la", "el", "que", "los")) > sum(words.values()) / 8, name
        assert sum(words[word] for word in ("the", "of", "and", "is")) <= 4, name
        assert re.findall(r"\d,\d{3}\b", plain) == [], f"{name}: a reader of Spanish takes 3,000 for three"


def test_examples_of_the_page_for_analysts_run(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(five)
    scope: dict[str, object] = {}
    for language, block in FENCED.findall(text("docs/analyse.md")):
        if language != "python":
            continue
        *statements, last = block.strip().split("\n")
        exec("\n".join(statements), scope)
        result = eval(last, scope) if not last.startswith(("links =", "import")) else exec(last, scope)
        assert result is None or len(result) > 0, block
