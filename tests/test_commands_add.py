"""`directriz add`: a document and its entry, both or neither, every other byte of the manifest kept."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from directriz.cli import main
from directriz.commands.manifest_text import append_entry, insert_file, toml_value
from directriz.store import folder_digests
from hypothesis import given
from hypothesis import strategies as st
from small_workspace import FRAMEWORK_ENTRY, PLAN, entry, sha256, write_workspace

NEW = PLAN.replace("Difundir", "Publicar")
KEYS = ["--id", "nuevo", "--title", 'Plan "nuevo" 2025', "--issuer", "Ministerio", "--jurisdiction", "ARG"]
FLAGS = [*KEYS, "--language", "es", "--profile", "plan.toml"]


def added(root: Path, capsys: pytest.CaptureFixture[str], *flags: str, text: str = NEW) -> tuple[int, str]:
    """Return the exit code and what is printed on both streams when a file is added."""
    file = root / "nuevo.txt"
    file.write_text(text, encoding="utf-8")
    capsys.readouterr()
    code = main(["add", "--root", str(root), str(file), *flags])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def manifest_of(root: Path) -> str:
    """Return the manifest's text."""
    return (root / "raw" / "sources.toml").read_text(encoding="utf-8")


def test_a_document_is_copied_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    before = manifest_of(root)
    code, told = added(root, capsys, *FLAGS, "--period", "2025-2027", "--links-to", "marco", "--supersedes", "plan")
    assert code == 0, told
    assert (root / "raw" / "nuevo.txt").read_text(encoding="utf-8") == NEW
    assert manifest_of(root) == (
        f"{before}\n"
        "[[source]]\n"
        'id = "nuevo"\n'
        'title = "Plan \\"nuevo\\" 2025"\n'
        'issuer = "Ministerio"\n'
        'jurisdiction = "ARG"\n'
        'kind = "action-matrix"\n'
        "period = [2025, 2027]\n"
        'language = "es"\n'
        'profile = "plan.toml"\n'
        'links_to = ["marco"]\n'
        'supersedes = "plan"\n'
        "[[source.file]]\n"
        'path = "nuevo.txt"\n'
        f'sha256 = "{sha256(NEW)}"\n'
    )
    assert main(["check", "--root", str(root)]) == 0


def test_a_new_edition_takes_what_is_not_given_from_the_one_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_workspace(tmp_path)
    code, told = added(
        root, capsys, "--id", "nuevo", "--title", "Plan 2025", "--supersedes", "plan", "--issuer", "Otro"
    )
    assert code == 0, told
    assert "as in plan: --jurisdiction ARG, --language es, --links-to marco" in told
    assert "the profile is that of the edition before, 'plan': the run accepts it, and it reads" in told
    assert not (root / "raw" / "profiles" / "nuevo.toml").exists()
    [new] = [each for each in tomllib.loads(manifest_of(root))["source"] if each["id"] == "nuevo"]
    assert (new["issuer"], new["profile"], new["links_to"]) == (
        "Otro",
        "plan.toml",
        ["marco"],
    )
    assert main(["check", "--root", str(root)]) == 0


def test_all_missing_flags_are_named_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    before = folder_digests(root / "raw")
    code, told = added(root, capsys, "--id", "nuevo", "--profile", "plan.toml")
    assert code == 2
    assert "needs more than is given: --title, --issuer, --jurisdiction, --language\n" in told
    assert folder_digests(root / "raw") == before


@pytest.mark.parametrize(
    ("flags", "code", "told"),
    [
        (["--supersedes", "plam"], 2, "--supersedes: there is no document 'plam'"),
        (["--id", "plan"], 2, "there is a document 'plan' already"),
        (["--path", "plan.txt"], 2, "raw/plan.txt: it is a file of 'plan' already"),
        (["--path", "plan.toml"], 2, "there is a file of that name, which no document names"),
        (["--path", "../nuevo.txt"], 2, "leaves raw/"),
        (["--period", "hasta 2025"], 2, "'hasta 2025' is no span of years"),
        (["--id", "Nuevo"], 3, "key 'id'"),
        (["--links-to", "plan"], 3, "which has no directives (kind 'action-matrix')"),
        (["--links-to", "plan"], 3, "Correct the option --links-to. Nothing was written."),
        (["--profile", "nada"], 2, "--profile: there is no profile 'nada'\nShipped: ar-plan"),
        (["--profile", "no-toml.toml"], 3, "profile no-toml.toml: not TOML"),
        (["--profile", "no-profile.toml"], 3, "profile no-profile.toml l. 1: key 'kind': 'matriz' is none of"),
        (["--kind", "action-cards"], 3, 'Write kind = "action-matrix" for the document (with `add`: leave --kind out)'),
        (["--kind", "plan"], 3, "key 'kind'"),
        (["--kind", "programme"], 3, "says kind = 'action-matrix', and [[source]]"),
        (["--links-to", "marcos"], 3, "names 'marcos', which is no document here"),
        (["--witness-of", "plan"], 2, "--witness-of does not go with --id, --title"),
    ],
)
def test_nothing_is_written_where_a_flag_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flags: list[str], code: int, told: str
) -> None:
    root = write_workspace(tmp_path)
    (root / "raw" / "no-toml.toml").write_text("kind = \n", encoding="utf-8")
    (root / "raw" / "no-profile.toml").write_text('kind = "matriz"\nabout = "-"\n', encoding="utf-8")
    before = folder_digests(root / "raw")
    found, printed = added(root, capsys, *FLAGS, "--kind", "action-matrix", *flags)
    assert (found, told in printed) == (code, True), printed
    assert folder_digests(root / "raw") == before
    assert added(root, capsys, *FLAGS)[0] == 0


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("latin.txt", "Acción".encode("latin-1"), "not UTF-8"),
        ("vacio.txt", b"", "empty: not a word in it"),
        ("vacio.pdf", b"", "empty: not a byte in it"),
        ("texto.pdf", b"Plan", "not a PDF (it begins with 'Plan')"),
        ("cortado.pdf", b"%PDF-1.7\n%%", "Fetch the document again"),
        ("no-esta.txt", None, "there is no such file"),
    ],
)
def test_a_file_that_no_reader_could_read_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, told: str
) -> None:
    root = write_workspace(tmp_path)
    if content is not None:
        (root / name).write_bytes(content)
    assert main(["add", "--root", str(root), str(root / name), *FLAGS]) == 4
    assert told in capsys.readouterr().err
    assert not (root / "raw" / name).exists()


def test_a_file_that_lies_in_raw_is_only_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path, nuevo_txt=NEW)
    file = str(root / "raw" / "nuevo.txt")
    assert main(["add", "--root", str(root), file, *FLAGS, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"id": "nuevo", "path": "nuevo.txt", "sha256": sha256(NEW)}
    assert main(["check", "--root", str(root)]) == 0


def test_a_workspace_without_manifest_begins_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    (root / "raw" / "sources.toml").unlink()
    assert added(root, capsys, *FLAGS)[0] == 0
    assert manifest_of(root).startswith('[[source]]\nid = "nuevo"\n')


def test_a_wrong_manifest_is_not_added_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path, entry(links_to=None, colour="red"))
    code, told = added(root, capsys, *FLAGS)
    assert (code, "unknown key" in told) == (3, True)
    assert not (root / "raw" / "nuevo.txt").exists()


def test_a_witness_stands_at_the_end_of_its_entry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = f"# Documents\n{entry()}\n# The framework,\n# as adopted\n{FRAMEWORK_ENTRY}"
    root = write_workspace(tmp_path, manifest)
    assert added(root, capsys, "--witness-of", "plan")[0] == 0
    witness = f'[[source.file]]\npath = "nuevo.txt"\nsha256 = "{sha256(NEW)}"\n'
    assert manifest_of(root) == f"# Documents\n{entry()}{witness}\n# The framework,\n# as adopted\n{FRAMEWORK_ENTRY}"
    assert main(["check", "--root", str(root)]) == 0


def test_a_witness_of_the_last_entry_stands_at_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    before = manifest_of(root)
    assert added(root, capsys, "--witness-of", "marco")[0] == 0
    assert manifest_of(root) == f'{before}[[source.file]]\npath = "nuevo.txt"\nsha256 = "{sha256(NEW)}"\n'


@pytest.mark.parametrize(
    ("plan_id", "text", "told"),
    [("planes", NEW, "there is no document 'planes'"), ("plan", PLAN, "the file is raw/plan.txt byte for byte")],
)
def test_a_witness_that_witnesses_nothing_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], plan_id: str, text: str, told: str
) -> None:
    root = write_workspace(tmp_path)
    before = folder_digests(root / "raw")
    code, printed = added(root, capsys, "--witness-of", plan_id, text=text)
    assert (code, told in printed) == (2, True), printed
    assert folder_digests(root / "raw") == before


def test_entries_written_in_line_are_left_to_the_maintainer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tomllib.loads(entry(links_to=None))["source"][0]
    pairs = [f"{name} = {json.dumps(value)}" for name, value in plan.items() if name != "file"]
    file = ", ".join(f"{name} = {json.dumps(value)}" for name, value in plan["file"][0].items())
    manifest = "source = [{" + ", ".join([*pairs, "file = [{" + file + "}]"]) + "}]\n"
    root = write_workspace(tmp_path, manifest)
    for flags in (FLAGS, ["--witness-of", "plan"]):
        code, told = added(root, capsys, *flags)
        assert code == 3
        assert "Add these lines by hand:\n[[source" in told
    assert manifest_of(root) == manifest


def test_line_ends_of_the_manifest_are_kept() -> None:
    text = '[[source]]\r\nid = "a"\r\n\r\n[[source]]\r\nid = "b"'
    assert append_entry(text, "[[source]]\n") == text + "\r\n\r\n[[source]]\r\n"
    assert insert_file(text, 0, "[[source.file]]\n") == text.replace('"a"\r\n', '"a"\r\n[[source.file]]\r\n')
    assert insert_file(text, 2, "[[source.file]]\n") is None


@given(st.text())
def test_a_value_written_as_toml_is_read_as_it_was(value: str) -> None:
    text = value.encode("utf-8", "ignore").decode("utf-8")
    assert tomllib.loads(f"key = {toml_value([text, 7])}")["key"] == [text, 7]
