"""The pages of docs/ say what the code does: each is held to the code that it describes."""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import math
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import directriz
import pytest
from directriz import errors, layouts
from directriz.clean.brackets import MOST_NESTED
from directriz.clean.long_runs import LONGEST
from directriz.cli import arguments_parser, main
from directriz.commands.web import MOST_BYTES
from directriz.limits import MOST_MEGABYTES, MOST_SECONDS
from directriz.link import blocks, calibrate, candidates, coverage, crosswalk, evidence, learned_order, propose, ranker
from directriz.publish.dictionary import data_dictionary, with_columns
from directriz.read.pdf.guard import document, limited, stream_sizes, trial
from directriz.read.pdf.reader import MOST_ASKED
from directriz.read.pdf.scan import picture
from directriz.read.pdf.tables import tables_of
from directriz.runner import STAGES
from directriz.schema import Column, Table, tables

TOP = Path(__file__).parents[1]
DOCS = TOP / "docs"
SEVERITIES = {"info", "doubt", "defect"}
Rows = Callable[[str], list[dict[str, str]]]
CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows_below(heading: str, text: str) -> Iterator[list[str]]:
    """Yield the cells of the table rows below a heading, up to the next one."""
    below = text.split(f"{heading}\n", 1)[1]
    for line in re.split(r"^#", below, maxsplit=1, flags=re.MULTILINE)[0].splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def test_data_dictionary_is_the_schema() -> None:
    assert page("data-dictionary.md") == data_dictionary(tables()), "make docs"


def test_reference_has_the_columns_of_the_schema() -> None:
    assert page("reference.md") == with_columns(page("reference.md"), tables()), "make docs"
    assert with_columns("a <!-- columns: made by `make docs` --> old <!-- end of columns --> z", {}).endswith(
        "|---|---|\n\n<!-- end of columns --> z"
    )


def test_reference_has_every_command() -> None:
    documented = [cells[0] for cells in rows_below("## Commands", page("reference.md"))]
    names = {match.split()[0] for cell in documented for match in re.findall(r"`([^`]+)`", cell)}
    [subparsers] = [action for action in arguments_parser()._actions if action.dest == "command"]
    assert names == set(subparsers.choices or {}), "docs/reference.md, Commands"


def test_every_command_is_explained() -> None:
    explained = set(re.findall(r"^## `(\w+)`", page("commands.md"), re.MULTILINE))
    [subparsers] = [action for action in arguments_parser()._actions if action.dest == "command"]
    assert set(subparsers.choices or {}) - explained <= set(STAGES), "a section in docs/commands.md"


def test_reference_has_the_exit_codes_of_the_errors() -> None:
    documented = re.findall(r"^\| (\d+) \| `(\w+)` \|", page("reference.md"), re.MULTILINE)
    assert {(int(code), name) for code, name in documented} == {
        (error.exit_code, error.__name__) for error in errors.PipelineError.__subclasses__()
    }


def test_reference_has_the_names_of_the_library() -> None:
    cells = [cells[0] for cells in rows_below("## Library", page("reference.md"))]
    assert sorted(re.findall(r"`(\w+)", " ".join(cells))) == sorted(directriz.__all__)
    for cell in cells:
        if (called := re.fullmatch(r"`(\w+)\((\w+)(?:, (\w+)=None, (\w+)=None|, …)?\)`", cell)) is not None:
            parameters = list(inspect.signature(getattr(directriz, called[1])).parameters)
            wanted = [name for name in called.groups()[1:] if name]
            assert parameters[: len(wanted)] == wanted, cell


def keys_of(value: object, place: str = "") -> Iterator[str]:
    """Yield the keys of a JSON value as the reference writes them: `tables[].rows[].kind`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{place}{key}"
            yield from keys_of(inner, f"{place}{key}[]." if isinstance(inner, list) else f"{place}{key}.")
    if isinstance(value, list):
        for inner in value:
            yield from keys_of(inner, place)


def test_reference_has_every_key_of_the_json_of_tables() -> None:
    rows = list(rows_below("## JSON of `tables`", page("reference.md")))
    documented = {key for cells in rows for key in re.findall(r"`([^`]+)`", cells[0])}
    always = documented - {"unread_pages", "doubts"}
    found = set(keys_of(tables_of(TOP / "tests/golden/pdf_s_titles_between_horizontal_rules/source.pdf")))
    joins = {key for key in found if key.startswith(("tables[].joins[].", "tables[].doubts[].", "doubts[]."))}
    assert found - joins - {"unread_pages", "doubts"} == always, "docs/reference.md, JSON of `tables`"
    for key in joins:
        assert f"`{key.split('.')[-1]}`" in page("reference.md"), key


def test_dictionary_says_every_limit_of_a_column_once() -> None:
    kept = Column("role", "string", "Rôle.", "Rol.", required=True, enum=("a", "b"))
    bound = Column("page", "integer", "Page | sheet.", "Página.", minimum=1, maximum=9.5, references="plans.page")
    text = data_dictionary({"x": Table("x", "An x.", "Una x.", ("role", "page"), (kept, bound))})
    assert "## x\n\nAn x.<br>*Una x.*\n\nKey: `role`, `page`\n" in text
    assert "| `role` | string | required, `a` · `b` | Rôle. | Rol. |" in text
    assert r"| `page` | integer | in `plans.page`, ≥ 1, ≤ 9.5 | Page \| sheet. | Página. |" in text


def models() -> dict[str, type[layouts.Model]]:
    return {model.__name__: model for model in layouts.Model.__subclasses__()}


@pytest.mark.parametrize("name", sorted(models()))
def test_manifest_page_has_every_key(name: str) -> None:
    text = page("manifest.md")
    headings = re.findall(rf"^#+ .*\(`{name}`\)$", text, re.MULTILINE)
    assert len(headings) == 1, f"one heading that ends in (`{name}`)"
    described = {cells[0].strip("`| "): cells[2] for cells in rows_below(headings[0], text)}
    fields = models()[name].model_fields
    assert list(described) == list(fields)
    assert {key for key, default in described.items() if default == "required"} == {
        key for key, field in fields.items() if field.is_required()
    }


def emitted_codes() -> dict[str, set[str]]:
    """Return every issue code that the code can emit, with the modules that do."""
    found: dict[str, set[str]] = {}
    for path in sorted((TOP / "pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for code in codes_of(node):
                found.setdefault(code, set()).add(path.relative_to(TOP).as_posix())
    return found


def codes_of(node: ast.AST) -> list[str]:
    """Return the codes in a call of something that makes issues, in a tuple with a severity, in SEVERITIES."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")).lower()
        if name.endswith(("issue", "doubt", "note")):
            return codes_in(node.args)[:1]
    if isinstance(node, ast.Tuple) and any(value in SEVERITIES for value in constants(node.elts)):
        return codes_in(node.elts)[:1]
    if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "SEVERITIES" for target in node.targets):
        return codes_in(node.value.keys) if isinstance(node.value, ast.Dict) else []
    return []


def constants(nodes: list[ast.expr | None] | list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def codes_in(nodes: list[ast.expr | None] | list[ast.expr]) -> list[str]:
    return [value for value in constants(nodes) if CODE.fullmatch(value)]


def documented_codes() -> dict[str, tuple[str, set[str]]]:
    """Return code → stage (the heading) and severities."""
    text = page("issue-codes.md")
    stages = re.findall(r"^## (\w+)$", text, re.MULTILINE)
    return {
        cells[0].strip("`| "): (stage, set(cells[1].split(", ")))
        for stage in stages
        for cells in rows_below(f"## {stage}", text)
    }


def test_every_issue_code_is_documented_and_emitted() -> None:
    emitted, documented = emitted_codes(), documented_codes()
    assert not {code: where for code, where in emitted.items() if code not in documented}, "add to docs/issue-codes.md"
    assert sorted(set(documented) - set(emitted)) == [], "documented, and nothing emits it"


def test_codes_are_found_in_each_form_of_the_code() -> None:
    code = """
Issue("one_way", "info", "read", plan, None, None, detail, None)
yield self._issue(cell, "two_ways", severity, detail)
doubts.append(("three_ways", "doubt", detail))
SEVERITIES = {"four_ways": "info"}
other("not_this", "text")
"""
    assert [found for node in ast.walk(ast.parse(code)) for found in codes_of(node)] == [
        "four_ways", "one_way", "two_ways", "three_ways"
    ]  # fmt: skip


def test_published_issues_are_as_documented(table: Rows) -> None:
    documented = documented_codes()
    found = {(row["issue_code"], row["severity"], row["stage"]) for row in table("issues")}
    assert found
    for code, severity, stage in sorted(found):
        assert code in documented, code
        assert (stage, severity in documented[code][1]) == (documented[code][0], True), (code, severity, stage)


def test_exit_codes_are_those_of_the_errors() -> None:
    documented = dict(re.findall(r"^\| (\d+) \| `(\w+)` \|", page("exit-codes.md"), re.MULTILINE))
    assert {int(code): name for code, name in documented.items()} == {
        error.exit_code: error.__name__ for error in errors.PipelineError.__subclasses__()
    }


def _share(value: float) -> str:
    return f"{value:g}".removeprefix("0")


def test_limits_on_the_pages_are_those_of_the_code() -> None:
    """Bounds of time and memory decide nothing about a usual document; whoever moves one has to say so."""
    told = {
        "reading-pdfs.md": (
            f"wider or higher than {document.MOST_POINTS * 0.0254 / 72:.0f} m",
            f"more than {document.MOST_OBJECTS:,} drawn objects, or with more than {document.MOST_CHARS:,} characters",
            f"unpacks to more than {stream_sizes.MOST_UNPACKED >> 20} MB",
            f"more than {trial.MOST_SECONDS} s or {trial.MOST_MEMORY >> 20} MB to load",
            f"up to {picture.MOST_DOTS // 10**6} million dots",
            f"{limited.MOST_SECONDS} s of processor time a question, {limited.MOST_MEMORY >> 20} MB",
            {10: "more than ten such pages"}[MOST_ASKED],
            {100: "every hundred pages"}[document.REOPENED],
        ),
        "library.md": (
            f"more than {MOST_NESTED} brackets within",
            f"More than {LONGEST:,} characters without white space",
        ),
        "commands.md": (
            f"may take ({MOST_SECONDS:g})",
            f"may take ({MOST_MEGABYTES:g})",
            f"over {MOST_BYTES >> 20} MB",
        ),
    }
    told["linking.md"] = (
        f"from a probability of {_share(calibrate.NONE_FITS_FROM)} on",
        {0.005: "all but one in two hundred"}[calibrate.HARDLY_EVER],
        {4.0: "actions of other subjects count four times as much as all others"}[calibrate.SUBJECT_SHARE],
        f"a confidence of at least {_share(coverage.LEAST_CONFIDENCE)}",
        f"of up to {candidates.EXACT_UP_TO:,} directives",
        f"choose {candidates.CANDIDATES} directives for each action",
        f"come from {candidates.BACKGROUND} directives at even steps",
        {10: f"From ten blocks of {ranker.BLOCK} actions on"}[blocks.WORTH_PROCESSES],
        {8: "the odds of a single action are eight times higher there"}[round(math.exp(ranker.ON_THE_SUBJECT))],
        f"every weight begins at {_share(learned_order.START)}",
        {4: "in at most four phrases"}[evidence.MOST_PARTS],
        {5: "one to five directives"}[propose.MOST_RANKS],
        f"still proposed where its confidence is {_share(propose.SURE)} or more",
        {3: "up to three of the newer"}[crosswalk.MOST],
    )
    missing = [(name, text) for name, texts in told.items() for text in texts if text not in page(name)]
    assert missing == []


def test_architecture_names_what_exists() -> None:
    text = page("architecture.md")
    for name in re.findall(r"`(pipeline/[\w/.]+)`", text):
        assert (TOP / name).exists(), name
    for name in re.findall(r"`(test_\w+\.py)`", text):
        assert (TOP / "tests" / name).is_file(), name
    modules = re.split(r"^#", text.split("## Where things are\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    for cells in re.findall(r"^\| (`.*?) \|", modules, re.MULTILINE):
        for name in re.findall(r"`([\w/.*]+)`", cells):
            assert list((TOP / "pipeline").glob(name.rstrip("/"))), name
    constants = dict(re.findall(r"`([A-Z_]{3,})`[^|`]*?(?:in|of) `(?:pipeline/)?([\w/.]+)`", text))
    assert constants["COMMANDS"] == "commands/__init__.py"
    for constant, name in constants.items():
        place = TOP / "pipeline" / name
        code = (place if place.is_file() else TOP / name).read_text(encoding="utf-8")
        assert re.search(rf"^{constant}\b", code, re.MULTILINE), constant


def test_the_places_to_change_hold_what_the_architecture_page_says() -> None:
    """Every name beside a file is in that file; every other name in the tables is one of the code, data or tests."""
    tables = page("architecture.md").split("## I want to change", 1)[1].split("## The stages", 1)[0]
    pairs = [(name, file) for name, file in re.findall(r"`(\w+)`[^|`;.]{0,40}? (?:in|of) `(pipeline/[\w/.]+)`", tables)]
    pairs += [(name, file) for file, name in re.findall(r"`(pipeline/[\w/]+\.(?:py|toml))`: `(\w+)`", tables)]
    assert len(pairs) > 20
    read = {file: (TOP / file).read_text(encoding="utf-8") for _, file in pairs if (TOP / file).is_file()}
    assert [(name, file) for name, file in pairs if file in read and not re.search(rf"\b{name}\b", read[file])] == []
    files = [path for room in ("pipeline", "tests", "benchmarks") for path in (TOP / room).rglob("*")]
    texts = (path.read_text(encoding="utf-8") for path in files if path.suffix in (".py", ".toml", ".js", ".css"))
    known = {word for text in texts for word in re.findall(r"\w+", text)}
    names = {name for name in re.findall(r"`([^`]+)`", tables) if re.fullmatch(r"[a-z]\w*_\w+|[A-Z_]{3,}", name)}
    assert len(names) > 50
    assert sorted(names - known) == []


def test_every_top_module_has_a_place_on_the_architecture_page() -> None:
    text = page("architecture.md")
    modules = {path.name for path in (TOP / "pipeline").glob("*.py")} - {"__init__.py", "__main__.py"}
    assert [name for name in sorted(modules) if f"`{name}`" not in text] == [], "docs/architecture.md"


def test_every_folder_of_modules_has_a_place_on_the_architecture_page() -> None:
    table = page("architecture.md").split("## Where things are\n", 1)[1].split("\n## ", 1)[0]
    folders = {path.parent.name for path in (TOP / "pipeline").rglob("*.py")} - {"pipeline"}
    assert [name for name in sorted(folders) if not re.search(rf"[`/]{name}/", table)] == [], "docs/architecture.md"


def test_scripts_that_make_figures_exist() -> None:
    made_by = re.findall(r"^<!-- made by: python -m (benchmarks\.\w+)", page("results.md"), re.MULTILINE)
    listed = re.findall(r"`python -m (benchmarks\.\w+)", page("benchmarks.md"))
    for name in [*made_by, *listed]:
        assert (TOP / f"{name.replace('.', '/')}.py").is_file(), name
    sections = re.split(r"^## ", page("results.md"), flags=re.MULTILINE)[1:]
    assert [section.splitlines()[0] for section in sections if "\n<!-- made by: python -m " not in section] == []
    undated = [section.splitlines()[0] for section in sections if not re.search(r"easured on \d{4}-\d\d-\d\d", section)]
    assert undated == [], "say when it was measured"
    parts = [part for part in re.split(r"^##+ ", page("linking.md"), flags=re.MULTILINE) if SCRIPTED.search(part)]
    assert [part.splitlines()[0] for part in parts if "|---" in part and not re.search(r"\d{4}-\d\d-\d\d", part)] == []


def test_every_script_of_the_benchmarks_is_explained() -> None:
    scripts = [path for path in (TOP / "benchmarks").glob("*.py") if "__main__" in path.read_text(encoding="utf-8")]
    assert [path.stem for path in sorted(scripts) if not re.search(rf"\b{path.stem}\b", page("benchmarks.md"))] == []


FIGURE = re.compile(
    r"\d[\d.,]* ?%|\d[\d,]* of \d[\d,]*|\d[\d.,]* (?:pages/s|pages a second|MB|s|times as (?:fast|slow|long))\b"
)
LIMITS = {"0 %", "2 %", "64 MB", "256 MB", "512 MB", "5 s", "15 s", "1 s", "4 of 12"}  # bounds that the code keeps


SHOWN = re.compile(r"^```.*?^```|`[^`\n]*`|<!--.*?-->|\"page \d+ of \d+\"", re.MULTILINE | re.DOTALL)  # no figures
SCRIPTED = re.compile(r"benchmarks\.\w+|directriz evaluate")


@pytest.mark.parametrize("name", ["../README.md", *sorted({path.name for path in DOCS.glob("*.md")} - {"results.md"})])
def test_figures_on_a_page_are_those_of_the_results(name: str) -> None:
    """A section that names the script that makes its figures may have others: linking.md."""
    sections = re.split(r"^(?=##? )", page(name), flags=re.MULTILINE)
    text = "".join(section for section in sections if name != "linking.md" or not SCRIPTED.search(section))
    text = SHOWN.sub("", text)
    figures = set(FIGURE.findall(text)) - LIMITS
    assert sorted(figure for figure in figures if figure not in page("results.md")) == [], "docs/results.md"


def test_what_is_told_of_interim_is_there(tmp_path: Path) -> None:
    text = (TOP / "interim" / "README.md").read_text(encoding="utf-8")
    told = {stage: set(re.findall(r"`(\w+)`", cells)) for stage, cells in stage_files(text)}
    shutil.copytree(TOP / "raw", tmp_path / "raw")
    assert main(["link", "--root", str(tmp_path), "--jobs", "1"]) == 0
    for stage, classes in told.items():
        found = {path.stem for path in (tmp_path / "interim" / stage).glob("*/*.jsonl")}
        assert found <= classes, f"interim/README.md, {stage}"


def stage_files(text: str) -> Iterator[tuple[str, str]]:
    """Yield each stage with the second cells of its rows, joined."""
    stage, cells = "", ""
    for line in text.split("| folder | files |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]:
        first, second = (cell.strip() for cell in line.strip("|").split("|")[:2])
        if first:
            if stage in STAGES:
                yield stage, cells
            stage, cells = first.strip("`/"), ""
        cells += second


def change(root: Path, file: str, edit: Callable[[bytes], bytes]) -> None:
    """Edit a file below raw/ and give its new hash in the manifest."""
    path, manifest = root / "raw" / file, root / "raw" / "sources.toml"
    before = path.read_bytes()
    path.write_bytes(edit(before))
    old, new = (hashlib.sha256(text).hexdigest() for text in (before, path.read_bytes()))
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def add_unknown_key(root: Path) -> None:
    change(root, "sources.toml", lambda text: text.replace(b'id = "oas-2"', b'id = "oas-2"\nedition = 2'))


def save_in_latin_1(root: Path) -> None:
    change(root, "corett-2020.txt", lambda text: text.decode().encode("latin-1", "replace"))


def rename_a_header(root: Path) -> None:
    change(root, "ar-plan.txt", lambda text: text.replace(b"Organismos asociados", b"Organismos aliados"))


def lose_a_row(root: Path) -> None:
    change(root, "ar-plan.txt", lambda text: b"".join(text.splitlines(keepends=True)[:12] + text.splitlines(True)[13:]))


def expect_other_words(root: Path) -> None:
    rows = "record_id,start,before,after,reason,reviewer,date\noas-3/directive/1,0,nifias,niñas,read,ana,2026-11-25\n"
    (root / "raw" / "reviews" / "corrections.csv").write_text(rows, encoding="utf-8")


DAMAGE: dict[int, Callable[[Path], None]] = {
    2: lambda root: None,
    3: add_unknown_key,
    4: save_in_latin_1,
    5: rename_a_header,
    6: lose_a_row,
    7: expect_other_words,
}


@pytest.mark.parametrize("code", sorted(DAMAGE))
def test_the_messages_on_the_page_are_those_that_are_printed(
    code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(TOP / "raw", tmp_path / "raw")
    arguments = ["rebuild", "--root", str(tmp_path), "--jobs", "0" if code == 2 else "1"]
    if code != 2:
        assert main(arguments) == 0
    DAMAGE[code](tmp_path)
    arguments[0] = "clean" if code == 7 else "rebuild"
    capsys.readouterr()
    assert main(arguments) == code
    printed = capsys.readouterr().err
    message = printed[printed.index("directriz:") :].strip().replace("\n", "\n   ")
    assert f"\n{code}  {message}\n" in page("exit-codes.md")


def test_readme_shows_what_is_published(table: Rows) -> None:
    rows = [
        [cell.strip("`| ") for cell in cells] for cells in rows_below("## What is in output/", page("../README.md"))
    ]
    assert [cells[0] for cells in rows if len(cells) == 2] == list(tables())
    excerpt = [cells for cells in rows if len(cells) == 5]
    actions = {row["action_id"]: row for row in table("actions")}
    directives = {row["directive_id"]: row["text"] for row in table("directives")}
    primary = {(row["action_id"], row["directive_id"]) for row in table("links") if row["is_primary"] == "true"}
    assert excerpt
    for action_id, action, responsible, directive_id, directive in excerpt:
        assert (action, responsible) == (actions[action_id]["action"], actions[action_id]["responsible"])
        assert directives[directive_id].startswith(directive.removesuffix(" …"))
        assert (action_id, directive_id) in primary


OTHER_PAGES = ["../README.md", "../README.es.md", "../raw/README.md", "../interim/README.md", "../CHANGELOG.md"]


@pytest.mark.parametrize(
    "name", [*sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")), *OTHER_PAGES]
)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page(name)):
        assert (DOCS / name).parent.joinpath(target).exists(), f"{name}: {target}"


@pytest.mark.parametrize("path", sorted((TOP / "notebooks").glob("*.ipynb")), ids=lambda path: path.name)
def test_notebooks_are_committed_without_results(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert cells
    assert [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []
