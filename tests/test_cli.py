"""The command line: every refusal with its exit code and a message to act on, beside the input that is accepted."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys

import pytest
from workspaces import REPOSITORY, Document, entry_of, run, tree, write_workspace

HEADER = (
    "N° de acción\tMedidas\tAcciones\tIndicadores\tMedios de verificación\tOrganismo responsable\tOrganismos asociados"
)
PLAN = f"""PREVENCIÓN

{HEADER}
1\tDifusión\tDifundir la línea de denuncia\tPiezas\tInforme\tMINSEG\tDNM
2\t\tCapacitar al personal\tPersonas\tInforme\t\t
"""
FRAMEWORK = "\tPREVENCIÓN\n\n\tDIRECTRIZ\n\tINDICADOR DE RESULTADO\n\n\t1. Difundir líneas.\n\tLíneas\n"
PROFILE = (REPOSITORY / "pipeline" / "profiles" / "ar-plan.toml").read_text(encoding="utf-8")


def documents(plan=PLAN, profile=PROFILE, **keys):
    return [
        Document("plan", plan, profile, "action-matrix", {"links_to": ["marco"], **keys}),
        Document("marco", FRAMEWORK, "oas-2"),
    ]


def swap(old, new):
    """A change of the plan's text."""

    def change(root):
        assert PLAN.count(old) >= 1
        write_workspace(root, documents(PLAN.replace(old, new, 1)))

    return change


def write(text):
    """Another file in the plan's place, with its own hash in the manifest."""
    return lambda root: write_workspace(root, documents(text))


def manifest(old, new):
    """A change of the manifest."""

    def change(root):
        path = root / "raw" / "sources.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def profile(old, new):
    """A change of the plan's own profile."""

    def change(root):
        assert old in PROFILE
        write_workspace(root, documents(profile=PROFILE.replace(old, new, 1)))

    return change


def remove(root):
    (root / "raw" / "plan.txt").unlink()


def add_byte(root):
    with (root / "raw" / "plan.txt").open("ab") as file:
        file.write(b" ")


def name_folder(root):
    (root / "raw" / "plan.txt").unlink()
    (root / "raw" / "plan.txt").mkdir()


def name_pdf(root):
    raw = b"%PDF-1.7\n%no page\n"
    (root / "raw" / "plan.txt").write_bytes(raw)
    digest = hashlib.sha256(PLAN.encode()).hexdigest()
    manifest(digest, hashlib.sha256(raw).hexdigest())(root)


def empty_manifest(root):
    (root / "raw" / "sources.toml").write_text("", encoding="utf-8")


REFUSED = [
    (remove, 4, "raw/plan.txt: there is no such file"),
    (name_folder, 4, "raw/plan.txt: this is a folder, not a file"),
    (add_byte, 4, "raw/plan.txt: its sha256 is"),
    (write(PLAN.encode("latin-1")), 4, "plan.txt l. 1: not UTF-8 (byte 0xd3, which would be 'Ó' in latin1)"),
    (write(PLAN.encode("utf-16")), 4, "plan.txt: not UTF-8 (UTF-16)"),
    (write(b""), 4, "raw/plan.txt: empty: 0 bytes"),
    (write(" \n\n"), 4, "plan.txt: empty: not a word in it"),
    (write(b"PK\x03\x04\x00\x00"), 4, "plan.txt: binary, not text"),
    (name_pdf, 4, "plan.txt: "),
    (manifest("title =", "titulo ="), 3, "raw/sources.toml l. 3: [[source]] 'plan': key 'ti"),
    (manifest('language = "es"', 'language = "es"\nnota = "x"'), 3, "[[source]] 'plan': key 'nota': unknown key"),
    (manifest('id = "plan"', 'id = "marco"'), 3, "id 'marco' stands twice"),
    (manifest('"plan.toml"', '"otro"'), 3, "[[source]] 'plan': there is no profile 'otro'"),
    (manifest('["marco"]', '["oas-9"]'), 3, "links_to of 'plan' names 'oas-9', which is no document here"),
    (empty_manifest, 3, "raw/sources.toml: it names no document"),
    (profile("contiguous =", "contiguos ="), 3, "profile plan.toml l. 21: key 'layout.contiguos': unknown key"),
    (profile('measure = ["Medidas"]', 'mesure = ["Medidas"]'), 3, "profile plan.toml l. 4: columns names 'mesure'"),
    (swap("Organismos asociados", "Plazo"), 5, "header 'Plazo' is in no column of profile 'plan.toml'"),
    (swap("\tDNM\n", "\tDNM\tX\n"), 5, "plan.txt p. 1 l. 4: a row of 8 cells under a header of 7: a cell too many"),
    (swap("\tDNM\n", "\n"), 5, "plan.txt p. 1 l. 4: a row of 6 cells under a header of 7: a cell too few"),
    (swap(HEADER, HEADER.replace("\t", " ")), 5, "a row stands before any header"),
    (swap("\n2\t", "\n3\t"), 6, "plan.txt: a number is missing or out of order:"),
    (profile("[layout]", "[[expect]]\nrows = { prevencion = 3 }\n\n[layout]"), 6, "2 prevencion found, 3 expected"),
]


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    root = write_workspace(tmp_path_factory.mktemp("cli"), documents())
    ended = run(root, "all", "--jobs", "1")
    assert ended.code == 0, ended.err
    return root


@pytest.mark.parametrize(("change", "code", "said"), REFUSED, ids=[said[:40] for _, _, said in REFUSED])
def test_a_refusal_and_the_same_input_accepted(ran, change, code, said):
    good = tree(ran / "output")
    change(ran)
    refused = run(ran, "all", "--jobs", "1")
    assert (refused.code, refused.out) == (code, "")
    last = [line for line in refused.err.splitlines() if line.startswith("directriz: ")]
    assert len(last) == 1
    assert said in last[0]
    assert refused.err.splitlines()[-1] != last[0], "what to do stands below"
    assert tree(ran / "output") == good
    if (ran / "raw" / "plan.txt").is_dir():
        (ran / "raw" / "plan.txt").rmdir()
    write_workspace(ran, documents())
    accepted = run(ran, "all", "--jobs", "1")
    assert accepted.code == 0, accepted.err
    assert tree(ran / "output") == good


def test_a_refusal_comes_out_of_another_process_whole(ran, tmp_path):
    root = write_workspace(tmp_path, [*documents(PLAN.replace("\n2\t", "\n3\t"))])
    ended = run(root, "all", "--jobs", "2")
    assert ended.code == 6
    assert "has number 3 where 2 is expected\nLook at the rows before" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [(), ("nada",), ("all", "--nada"), ("all", "--jobs", "0"), ("all", "--jobs", "dos"), ("all", "--root", "/no/such")],
)
def test_wrong_usage(arguments):
    command = [sys.executable, "-m", "pipeline", *arguments]
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "directriz" in ended.stderr


def test_the_workspace_may_be_named_before_or_behind_the_command_or_by_the_environment(ran):
    command = [sys.executable, "-m", "pipeline"]
    expected = "nothing to do: everything up to ingest is up to date\n"
    named = [["--root", str(ran), "ingest"], ["ingest", "--root", str(ran)]]
    for arguments in named:
        ended = subprocess.run([*command, *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=True)
        assert (ended.stdout, ended.stderr) == (expected, "")
    by_environment = {"DIRECTRIZ_ROOT": str(ran), "PYTHONPATH": str(REPOSITORY)}
    ended = subprocess.run(
        [*command, "ingest"], cwd=ran, env=by_environment, capture_output=True, text=True, check=True
    )
    assert ended.stdout == expected


def test_progress_on_stderr_results_on_stdout(tmp_path):
    root = write_workspace(tmp_path, documents())
    ended = run(root, "rebuild")
    assert ended.out == "6 of 6 steps redone: everything up to rebuild is up to date\n"
    lines = [re.sub(r" \(.*", "", line) for line in ended.err.splitlines()]
    assert lines == [
        "plan: ingest, read, rebuild: 2 actions, 3 issues",
        "marco: ingest, read, rebuild: 1 directives, 1 provisions",
    ]


def test_json_for_programs(ran):
    ended = run(ran, "all", "--json")
    answer = json.loads(ended.out)
    assert answer["redone"] == 0
    seconds = answer["stages"][0].pop("seconds")
    assert answer["stages"][0] == {"stage": "ingest", "plan_id": "plan", "redone": False, "counts": {}}
    assert 0 <= seconds < 60


def test_the_version():
    ended = run(REPOSITORY, "--version")
    assert (ended.code, ended.out.split()[0]) == (0, "directriz")


def test_raw_is_never_written(ran):
    before = tree(ran / "raw")
    run(ran, "all")
    assert tree(ran / "raw") == before
    assert entry_of(documents()[0]) in (ran / "raw" / "sources.toml").read_text(encoding="utf-8")
