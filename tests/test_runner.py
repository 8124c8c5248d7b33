"""What is redone after a change and what is not, on how many processes, and what a killed run leaves."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from workspaces import REPOSITORY, Document, read_table, run, tree, write_workspace

PLAN = """PREVENCIÓN

N° de acción\tMedidas\tAcciones\tIndicadores\tMedios de verificación\tOrganismo responsable\tOrganismos asociados
1\tDifusión de derechos\tDifundir la línea de denuncia\tPiezas\tInforme\tMINSEG\tDNM
2\t\tCapacitar al personal de frontera\tPersonas\tInforme\t\t
"""
FRAMEWORK = """\tPREVENCIÓN

\tDIRECTRIZ
\tINDICADOR DE RESULTADO

\t1. Difundir líneas de denuncia entre la población.
\tLíneas difundidas

\t2. Capacitar al personal de frontera.
\tPersonal capacitado
"""
STAGES = ("ingest", "read", "rebuild", "clean", "normalise")
PLAN_PROFILE = (REPOSITORY / "pipeline" / "profiles" / "ar-plan.toml").read_text(encoding="utf-8")


def documents(plan=PLAN, profile=PLAN_PROFILE, **keys):
    return [
        Document("plan", plan, profile, "action-matrix", {"links_to": ["marco"], **keys}),
        Document("marco", FRAMEWORK, "oas-2"),
    ]


def redone(root, *arguments):
    """Run everything and return the steps that were redone, but for the explorer: it follows the tables."""
    ended = run(root, "all", "--json", "--jobs", "1", *arguments)
    assert ended.code == 0, ended.err
    steps = [step for step in json.loads(ended.out)["stages"] if step["stage"] != "explore"]
    return {f"{step['stage']} {step['plan_id']}".strip() for step in steps if step["redone"]}


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    root = write_workspace(tmp_path_factory.mktemp("small"), documents())
    assert len(redone(root)) == 5 + 5 + 2 + 1
    return root


@pytest.fixture
def small(ran, tmp_path):
    return Path(shutil.copytree(ran, tmp_path / "small"))


def test_a_second_run_does_nothing(small):
    before = tree(small)
    assert redone(small) == set()
    assert tree(small) == before


def test_a_touched_file_redoes_nothing(small):
    for path in small.rglob("*"):
        os.utime(path, (0, 0))
    assert redone(small) == set()


def test_a_changed_document_redoes_what_depends_on_it(small):
    write_workspace(small, documents(PLAN.replace("Difundir la línea", "Mejorar la línea")))
    assert redone(small) == {*(f"{stage} plan" for stage in (*STAGES, "link")), "publish"}
    assert read_table(small / "output", "actions")[0]["action"] == "Mejorar la línea de denuncia"


def test_a_change_that_changes_no_word_leaves_the_links(small):
    write_workspace(small, documents(PLAN + "\n\n"))
    assert redone(small) == {*(f"{stage} plan" for stage in STAGES), "publish"}


def test_a_changed_framework_redoes_the_links_to_it(small):
    raw = FRAMEWORK.replace("Capacitar al", "Formar al")
    write_workspace(small, [documents()[0], Document("marco", raw, "oas-2")])
    assert {"rebuild marco", "link plan", "publish"} <= redone(small)
    assert "rebuild plan" not in redone(small)


def test_a_changed_profile_redoes_from_the_stage_that_reads_it(small):
    profile = PLAN_PROFILE.replace('merged = ["measure", "responsible"]', 'merged = ["measure"]')
    write_workspace(small, documents(profile=profile))
    assert redone(small) == {"rebuild plan", "clean plan", "normalise plan", "link plan", "publish"}
    assert read_table(small / "output", "actions")[1]["responsible"] == ""


@pytest.mark.parametrize("new", ['about = "Otra: ', '# a remark\nabout = "'])
def test_what_a_profile_says_about_itself_redoes_no_stage_and_is_in_the_build(small, new):
    write_workspace(small, documents(profile=PLAN_PROFILE.replace('about = "', new)))
    assert redone(small) == {"publish"}
    profile = (small / "raw" / "plan.toml").read_bytes()
    build = json.loads((small / "output" / "build.json").read_text(encoding="utf-8"))
    assert build["profiles"]["plan.toml"] == hashlib.sha256(profile).hexdigest()


def test_an_expectation_that_begins_to_apply_is_checked(small):
    profile = f'{PLAN_PROFILE}\n[[expect]]\nplan = "otro"\nindicators = 7\n'
    write_workspace(small, documents(profile=profile))
    assert run(small, "all").code == 0
    write_workspace(small, documents(profile=profile.replace('"otro"', '"plan"')))
    ended = run(small, "all")
    assert (ended.code, "indicators found, 7 expected" in ended.err) == (6, True)


def test_a_title_is_published_without_reading_anew(small):
    write_workspace(small, documents(title="Otro título"))
    assert redone(small) == {"ingest plan", "publish"}
    assert read_table(small / "output", "plans")[0]["title"] == "Otro título"


def test_a_review_redoes_the_links(small):
    from directriz.link.reviews import COLUMNS

    action = read_table(small / "output", "actions")[0]
    directive = read_table(small / "output", "directives")[0]
    row = [action["action_id"], directive["directive_id"], "accept", "3", "A. B.", "2026-01-31", ""]
    (small / "raw" / "reviews").mkdir()
    text = ",".join(COLUMNS) + "\n" + ",".join([*row, action["text_sha256"], directive["text_sha256"]]) + "\n"
    (small / "raw" / "reviews" / "links.csv").write_text(text, encoding="utf-8")
    assert redone(small) == {"link plan", "publish"}
    assert read_table(small / "output", "links")[0]["status"] == "accepted"


@pytest.mark.parametrize("harm", ["delete", "change", "add"])
def test_what_was_harmed_is_made_again(small, harm):
    before = tree(small)
    kept = small / "interim" / "rebuild" / "plan" / "Action.jsonl"
    if harm == "delete":
        kept.unlink()
    else:
        (kept if harm == "change" else kept.with_name("Extra.txt")).write_text("{}\n", encoding="utf-8")
    assert redone(small) == {"rebuild plan"}
    assert tree(small) == before


@pytest.mark.parametrize("state", ["", "{", "[]", "null"])
def test_a_state_file_that_cannot_be_read(small, state):
    before = tree(small)
    (small / "interim" / "publish.json").write_text(state, encoding="utf-8")
    (small / "interim" / "read" / "plan.json").write_text(state, encoding="utf-8")
    assert redone(small) == {"read plan", "publish"}
    assert tree(small) == before


def test_a_harmed_table_is_published_again(small):
    before = tree(small)
    (small / "output" / "actions.csv").write_text("nada\n", encoding="utf-8")
    (small / "output" / "links.parquet").unlink()
    assert redone(small) == {"publish"}
    assert tree(small) == before


def test_files_of_others_in_output_stay_and_old_tables_go(small):
    (small / "output" / "LEEME.md").write_text("hola\n", encoding="utf-8")
    (small / "output" / "old.csv").write_text("x\n", encoding="utf-8")
    write_workspace(small, documents(title="Otro"))
    redone(small)
    assert (small / "output" / "LEEME.md").read_text(encoding="utf-8") == "hola\n"
    assert not (small / "output" / "old.csv").exists()


def test_a_document_that_is_taken_out_leaves_the_tables(small):
    write_workspace(small, [Document("marco", FRAMEWORK, "oas-2")])
    redone(small)
    assert read_table(small / "output", "actions") == []
    assert [row["plan_id"] for row in read_table(small / "output", "plans")] == ["marco"]


def test_an_edition_before_that_is_not_here_is_told(small):
    manifest = small / "raw" / "sources.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('id = "plan"', 'id = "plan"\nsupersedes = "plan-2020"'), encoding="utf-8")
    redone(small)
    told = [row for row in read_table(small / "output", "issues") if row["issue_code"] == "edition_before_missing"]
    assert [(row["severity"], row["plan_id"], row["text"]) for row in told] == [("doubt", "plan", "plan-2020")]


def test_the_order_of_the_manifest_is_the_order_of_the_tables(small):
    write_workspace(small, documents()[::-1])
    redone(small)
    assert [row["plan_id"] for row in read_table(small / "output", "plans")] == ["marco", "plan"]


def test_another_workspace_and_more_processes_give_the_same_bytes(five, tmp_path):
    shutil.copytree(five / "raw", tmp_path / "raw")
    ended = run(tmp_path, "all", "--jobs", "2")
    assert ended.code == 0, ended.err
    assert tree(tmp_path) == tree(five)


@pytest.mark.parametrize("stage", ["ingest", "read", "rebuild", "clean", "normalise", "link"])
def test_a_stage_runs_no_further_than_itself(tmp_path, stage):
    root = write_workspace(tmp_path, documents())
    assert run(root, stage).code == 0
    made = {path.name for path in (root / "interim").iterdir() if path.is_dir()}
    stages = [*STAGES, "link"]
    assert made - {"vectors", "good", "lessons"} == set(stages[: stages.index(stage) + 1])
    assert not (root / "output").exists()


CHANGED = PLAN.replace("Difundir la línea", "Mejorar la línea")


@pytest.fixture(scope="module")
def changed_tree(tmp_path_factory):
    root = write_workspace(tmp_path_factory.mktemp("changed"), documents(CHANGED))
    redone(root)
    return {path: sha for path, sha in tree(root).items() if "/." not in path}


KILLED_AT = [
    "interim/ingest/.plan.*.unfinished",
    "interim/read/.plan.*.unfinished",
    "interim/rebuild/.plan.*.unfinished",
    "interim/clean/.plan.*.unfinished",
    "interim/link/.plan.*.unfinished",
    ".output.*.unfinished",
    ".output.*.unfinished/datapackage.json",
]


@pytest.mark.parametrize("moment", KILLED_AT)
def test_a_killed_run_leaves_the_last_good_tables_and_the_next_one_ends(small, changed_tree, moment):
    good = tree(small / "output")
    write_workspace(small, documents(CHANGED))
    command = [sys.executable, "-m", "pipeline", "all", "--jobs", "1", "--root", str(small)]
    running = subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    while running.poll() is None and not any(small.glob(moment)):
        time.sleep(0.0005)
    running.send_signal(signal.SIGKILL)
    running.wait()
    wanted = {path.removeprefix("output/"): sha for path, sha in changed_tree.items() if path.startswith("output/")}
    assert tree(small / "output") in (good, wanted)
    redone(small)
    assert {path: sha for path, sha in tree(small).items() if path != "interim/.lock"} == changed_tree


def is_alive(process):
    """Tell whether a process is there and no zombie."""
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks /proc for a process's children")
def test_a_killed_run_leaves_no_process_behind(tmp_path):
    root = write_workspace(tmp_path, documents())
    command = [sys.executable, "-m", "pipeline", "all", "--jobs", "2", "--root", str(root)]
    running = subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    while running.poll() is None and len(children.read_text().split()) < 2:
        time.sleep(0.001)
    workers = children.read_text().split()
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert len(workers) == 2
    patience = 2000
    while any(map(is_alive, workers)) and patience:
        time.sleep(0.01)
        patience -= 1
    assert not any(map(is_alive, workers))


def test_two_runs_at_once_are_one_after_the_other(tmp_path):
    root = write_workspace(tmp_path, documents())
    command = [sys.executable, "-m", "pipeline", "all", "--jobs", "1", "--root", str(root)]
    both = [subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(run.communicate()[0].split(":")[0] for run in both)
    assert [run.returncode for run in both] == [0, 0]
    assert said == ["14 of 14 steps redone", "nothing to do"]


def test_a_run_that_is_refused_keeps_the_last_good_tables(small):
    good = tree(small / "output")
    write_workspace(small, documents(PLAN.replace("\n2\t", "\n4\t")))
    assert run(small, "all").code == 6
    assert tree(small / "output") == good
    write_workspace(small, documents())
    assert run(small, "all").code == 0
    assert tree(small / "output") == good


def test_the_package_names_headers_as_they_are_printed(tmp_path):
    root = write_workspace(tmp_path, documents(PLAN.replace("N° de acción", "Nº de acción")))
    assert run(root, "all").code == 0
    package = json.loads((root / "output" / "datapackage.json").read_text(encoding="utf-8"))
    (actions,) = [resource for resource in package["resources"] if resource["name"] == "actions"]
    labels = {each["name"]: each.get("label_original") for each in actions["schema"]["fields"]}
    assert (labels["number"], labels["measure"], labels["goal"]) == ("Nº de acción", "Medidas", None)
