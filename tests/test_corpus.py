"""Many documents: bad ones stay by themselves, dead workers are replaced, every way to work gives the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, wait
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from directriz import cluster, runner, workers
from directriz.cli import main
from directriz.errors import LayoutMismatch, NeedsOcr, OverLimit, SeveralMismatches, WrongUsage
from directriz.limits import Limits
from directriz.refused_documents import known_refusal, note_refusal
from directriz.runner import Progress, RunSettings
from directriz.sources import read_manifest
from directriz.workers import Killed, Work, Workforce, results, within

from tests.small_workspace import FRAMEWORK_ENTRY, PLAN, entry, sha256, write_workspace
from tests.workspaces import read_table, tree

IDS = ("plan", "plan-2", "plan-3")


def text_of(plan_id: str) -> str:
    return PLAN.replace("línea de denuncia", f"línea de denuncia de {plan_id}")


def workspace(root: Path, **changed: str) -> Path:
    """Write three plans and a framework; `changed` are texts of plans by id, `_` for `-`."""
    texts = {plan_id: changed.get(plan_id.replace("-", "_"), text_of(plan_id)) for plan_id in IDS}
    entries = [entry(id=plan_id, path=f"{plan_id}.txt", sha256=sha256(text)) for plan_id, text in texts.items()]
    if (root / "raw").exists():
        for plan_id, text in texts.items():
            (root / "raw" / f"{plan_id}.txt").write_text(text, encoding="utf-8")
        (root / "raw" / "sources.toml").write_text("\n".join([*entries, FRAMEWORK_ENTRY]), encoding="utf-8")
        return root
    write_workspace(root, "\n".join([*entries, FRAMEWORK_ENTRY]))
    return workspace(root, **changed)


def run(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), "all", *arguments])


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = workspace(tmp_path_factory.mktemp("undisturbed") / "w")
    assert run(root, "--jobs", "1") == 0
    return tree(root)


UNKNOWN_HEADER = text_of("plan-2").replace("Acción", "Plazo")


def test_a_refused_document_keeps_its_last_good_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace(tmp_path / "w")
    assert run(root, "--jobs", "1") == 0
    good = read_table(root / "output", "actions")
    workspace(root, plan_2=UNKNOWN_HEADER, plan_3=text_of("plan-3").replace("terminales", "puertos"))
    assert run(root, "--jobs", "1") == 5
    assert run(root, "--jobs", "2", "--keep-going") == 8
    said = capsys.readouterr()
    assert "1 document was refused; the others are done:\n  plan-2: plan-2.txt" in said.out
    now = read_table(root / "output", "actions")
    assert [row for row in now if row["plan_id"] != "plan-3"] == [row for row in good if row["plan_id"] != "plan-3"]
    assert [row["action"] for row in now if row["plan_id"] == "plan-3"][1] == "Capacitar al personal de puertos"
    (issue,) = [row for row in read_table(root / "output", "issues") if row["issue_code"] == "document_refused"]
    assert issue["plan_id"] == "plan-2"
    assert "'Plazo'" in issue["text"]
    assert run(root, "--jobs", "1", "--keep-going", "--json") == 8
    again = json.loads(capsys.readouterr().out)
    assert (again["redone"], [each["plan_id"] for each in again["refused"]]) == (0, ["plan-2"])
    workspace(root)
    assert run(root, "--jobs", "1", "--keep-going") == 0
    assert "document_refused" not in {row["issue_code"] for row in read_table(root / "output", "issues")}
    assert read_table(root / "output", "actions") == good


def test_results_that_a_killed_run_left_beside_good_ones_are_removed_and_never_restored(tmp_path: Path) -> None:
    """A run may be killed after a document has become good again and before its earlier results are removed."""
    root = workspace(tmp_path / "w")
    assert run(root, "--jobs", "1", "--no-extras") == 0
    left = root / "interim" / "good" / "plan-2"
    for stage in ("ingest", "read", "rebuild", "clean", "normalise"):
        (left / stage).mkdir(parents=True)
        (left / f"{stage}.json").write_text('{"key": "of an earlier text"}', encoding="utf-8")
    shutil.copytree(left, tmp_path / "left")
    assert run(root, "--jobs", "1", "--no-extras") == 0
    assert not left.exists()
    shutil.copytree(tmp_path / "left", left)
    good = read_table(root / "output", "actions")
    workspace(root, plan_2=UNKNOWN_HEADER)
    assert run(root, "--jobs", "1", "--no-extras") == 5
    assert run(root, "--jobs", "1", "--no-extras", "--keep-going") == 8
    assert read_table(root / "output", "actions") == good


def test_a_document_that_was_never_good_is_a_plan_without_records(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", plan_2=UNKNOWN_HEADER)
    (root / "raw" / "plan-3.txt").unlink()
    assert run(root, "--jobs", "1", "--keep-going") == 8
    counts = {row["plan_id"]: row["action_count"] for row in read_table(root / "output", "plans")}
    assert counts == {"plan": "2", "plan-2": "0", "plan-3": "0", "marco": "0"}
    issues = [row for row in read_table(root / "output", "issues") if row["issue_code"] == "document_refused"]
    assert [row["plan_id"] for row in issues] == ["plan-2", "plan-3"]


def test_nothing_is_linked_to_a_framework_that_was_never_good(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    (root / "raw" / "marco.txt").unlink()
    assert run(root, "--jobs", "1", "--keep-going") == 8
    assert read_table(root / "output", "links") == []
    assert len(read_table(root / "output", "actions")) == 6


def test_a_document_without_links_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace(tmp_path / "w")
    assert main(["--root", str(root), "normalise", "--jobs", "1"]) == 0
    assert run(root, "--jobs", "1", "--most-seconds", "0.0001") == 4
    assert run(root, "--jobs", "1", "--keep-going", "--most-seconds", "0.0001") == 8
    assert "plan: it takes more than" in capsys.readouterr().out
    assert len(read_table(root / "output", "actions")) == 6
    linked = {row["action_id"].split("/")[0] for row in read_table(root / "output", "links")}
    issues = [row for row in read_table(root / "output", "issues") if row["issue_code"] == "document_refused"]
    refused = {row["plan_id"] for row in issues}
    assert "plan" in refused
    assert linked == set(IDS) - refused
    assert {row["stage"] for row in issues} == {"link"}
    assert run(root, "--jobs", "1", "--keep-going", "--most-seconds", "0.0001", "--json") == 8
    assert json.loads(capsys.readouterr().out)["redone"] == 0, "it is not tried again while nothing changes"
    workspace(root, plan=text_of("plan").replace("terminales", "puertos"))
    assert run(root, "--jobs", "1", "--keep-going") in (0, 8)
    assert "plan" in {row["action_id"].split("/")[0] for row in read_table(root / "output", "links")}


def reviews(**actions: str) -> str:
    """Return verdicts on actions, by id: `__` for `/`."""
    header = "action_id,directive_id,verdict,grade,reviewer,date,note,action_sha256,directive_sha256"
    rows = [f"{name},,no-match,,ana,2026-11-24,,{sha256(text)}," for name, text in actions.items()]
    return "\n".join([header, *rows, ""])


def test_only_reviewed_actions_teach(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A change in a plan with reviews makes the links of the others anew only where a reviewed action changed."""
    root = workspace(tmp_path / "w")
    (root / "raw" / "reviews").mkdir()
    text = reviews(**{"plan/prevencion/2": "Capacitar al personal de terminales"})
    (root / "raw" / "reviews" / "links.csv").write_text(text, encoding="utf-8")
    assert run(root, "--jobs", "1", "--no-extras") == 0

    def linked_anew(plan: str) -> set[str]:
        capsys.readouterr()
        workspace(root, plan=plan)
        assert run(root, "--jobs", "1", "--no-extras", "--json") == 0
        steps = json.loads(capsys.readouterr().out)["stages"]
        return {step["plan_id"] for step in steps if step["stage"] == "link" and step["redone"]}

    assert linked_anew(text_of("plan").replace("Difundir la línea", "Mejorar la línea")) == {"plan"}
    assert linked_anew(text_of("plan").replace("personal de terminales", "personal de puertos")) == set(IDS)


def test_a_run_of_which_no_document_is_left_is_refused(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    for path in (root / "raw").glob("*.txt"):
        path.unlink()
    assert run(root, "--jobs", "1", "--keep-going") == 4
    assert not (root / "output").exists()


@pytest.mark.parametrize("options", [("--jobs", "2"), ("--jobs", "2", "--keep-going"), ("--jobs", "1", "--keep-going")])
def test_every_way_to_work_gives_the_same_bytes(tmp_path: Path, undisturbed: dict[str, str], options: Any) -> None:
    root = workspace(tmp_path / "w")
    assert run(root, *options) == 0
    assert tree(root) == undisturbed


def test_one_document_at_a_time_gives_the_same_bytes(tmp_path: Path, undisturbed: dict[str, str]) -> None:
    root = workspace(tmp_path / "w")
    for plan_id in (*IDS, "marco"):
        assert main(["--root", str(root), "normalise", "--only", plan_id]) == 0
    assert run(root, "--jobs", "1") == 0
    assert {name: sha for name, sha in tree(root).items() if not name.endswith(".lock")} == {
        name: sha for name, sha in undisturbed.items() if not name.endswith(".lock")
    }


@pytest.mark.parametrize(("stage", "only"), [("publish", "plan"), ("read", "no-such")])
def test_documents_that_cannot_be_worked_on_alone_are_refused(tmp_path: Path, stage: str, only: str) -> None:
    with pytest.raises(workers.WrongUsage):
        runner.run(workspace(tmp_path / "w"), stage, RunSettings(only=(only,)))


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(
    tmp_path: Path, undisturbed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    root = workspace(tmp_path / "w")
    killed: list[int] = []

    def kill_one(progress: Progress) -> None:
        if progress.stage == runner.DOCUMENTS and not killed:
            pids = distributed.get_client().run(os.getpid)
            killed.append(next(iter(pids.values())))
            os.kill(killed[0], signal.SIGKILL)

    ran = runner.run(root, "publish", RunSettings(jobs=2, cluster="local", keeps_going=True, tell=kill_one))
    assert killed
    assert ran.refused == {}
    assert tree(root) == undisturbed


def die(shared: str, argument: str) -> str:
    """End the process for one of the arguments."""
    if argument == "bad":
        os._exit(9)
    if argument == "refused":
        raise LayoutMismatch("x", "y", "z")
    return argument + shared


@pytest.mark.parametrize("cluster", [None, "local"])
def test_an_argument_that_ends_its_worker_is_given_up_and_the_others_are_done(cluster: str | None) -> None:
    if cluster:
        pytest.importorskip("distributed")
    arguments = ["a", "bad", "refused", "b", "c"]
    force = Workforce(2, cluster, is_apart=True)
    found = dict(results(Work(die, "!"), arguments, [1] * 5, force))
    assert [found[place] for place in (0, 3, 4)] == ["a!", "b!", "c!"]
    assert isinstance(found[1], Killed)
    assert str(found[1].refusal("plan-7")).startswith("plan-7: the work on it ended 2 processes")
    assert isinstance(found[2], LayoutMismatch)


@pytest.mark.parametrize(("found", "status"), [(["done"], "finished"), ([], "error"), ([], "cancelled")])
def test_a_result_that_is_lost_with_its_worker_ends_the_wait_for_it(found: list[str], status: str) -> None:
    outcome: Future[str] = Future()
    client = SimpleNamespace(gather=lambda tasks, errors: found)
    workers._fetch(client, outcome, SimpleNamespace(status=status, exception=lambda: ValueError("bad")))
    assert wait([outcome], timeout=0).done == {outcome}
    if status == "cancelled":
        assert outcome.cancelled()
    else:
        assert str(outcome.exception() or outcome.result()) == (found[0] if found else "bad")


def test_a_result_that_cannot_be_fetched_ends_the_wait_for_it() -> None:
    def gather(tasks: list[Any], errors: str) -> list[Any]:
        raise OSError("the worker closed the connection")

    outcome: Future[str] = Future()
    with suppress(OSError):  # said to the library, which goes on
        workers._fetch(SimpleNamespace(gather=gather), outcome, SimpleNamespace(status="finished"))
    assert wait([outcome], timeout=0).done == {outcome}
    assert outcome.cancelled()


@pytest.mark.parametrize(("failing", "patience"), [(2, 120.0), (9, 0.3)])
def test_what_all_tasks_share_is_given_again_where_a_worker_ends_meanwhile(
    monkeypatch: pytest.MonkeyPatch, failing: int, patience: float
) -> None:
    answers = [OSError("the worker closed the connection"), TimeoutError("No valid workers found")] * failing
    asked = iter([*answers[:failing], "kept on the workers"])

    def scatter(shared: Any, **options: Any) -> str:
        if isinstance(answer := next(asked), str):
            return answer
        raise answer

    monkeypatch.setattr(workers, "BETWEEN_WORKERS", patience)
    monkeypatch.setattr(workers, "LOOKS", 0.1)
    client = SimpleNamespace(scatter=scatter, sync=lambda call, callback_timeout: call())
    if failing < 9:
        assert workers._Scattered(client, 1).future == "kept on the workers"
        return
    with pytest.raises(OverLimit, match="no worker takes what all tasks share"):
        workers._Scattered(client, 1)


@pytest.mark.parametrize(("failures", "refusal"), [(1, ""), (9, "do not start: Nanny failed to start.")])
def test_a_cluster_whose_worker_is_killed_at_its_start_is_started_again(
    monkeypatch: pytest.MonkeyPatch, failures: int, refusal: str
) -> None:
    left = [failures]

    def start(**options: Any) -> str:
        left[0] -= 1
        if left[0] >= 0:
            raise RuntimeError("Nanny failed to start.")
        return f"{options['n_workers']} workers"

    monkeypatch.setattr("distributed.LocalCluster", start)
    if refusal:
        with pytest.raises(WrongUsage, match=refusal):
            cluster._local_cluster(2)
    else:
        assert cluster._local_cluster(2) == "2 workers"


def test_work_over_its_time_is_refused() -> None:
    def endless() -> None:
        while True:
            pass

    with pytest.raises(OverLimit, match=r"plan: it takes more than 0\.3 s of processor time"):
        within(Limits(seconds=0.3), "plan", endless)


def test_work_over_its_memory_is_refused() -> None:
    def greedy() -> None:
        held = []
        while True:
            held.append(b"x" * 2**20)
            time.sleep(0.001)

    with pytest.raises(OverLimit, match="plan: it takes more than 200 MB of memory"):
        within(Limits(megabytes=200), "plan", greedy)


def stop_or_tell_process(shared: None, is_stopped: bool) -> int:
    return (
        int(within(Limits(seconds=0.01), "plan", lambda: sum(number for number in range(10**9))))
        if is_stopped
        else os.getpid()
    )


def test_a_process_whose_task_was_stopped_gets_no_other_task() -> None:
    """The stop may come amid the import of a library, which then stays half-imported."""
    work = Work(stop_or_tell_process)
    found = dict(results(work, [False, True, False], [3, 2, 1], Workforce(jobs=1, is_apart=True)))
    assert isinstance(found[1], OverLimit)
    assert found[0] != found[2]


def test_work_within_its_limits_is_done() -> None:
    assert within(Limits(), "plan", lambda: 7) == 7


def test_the_limits_leave_nothing_pending_that_holds_a_profiler_or_debugger(tmp_path: Path) -> None:
    program = (
        "from directriz.limits import Limits\nfrom directriz.workers import within\n"
        "within(Limits(), 'plan', lambda: 7)\n(lambda: 8)()\n"
    )
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    command = [sys.executable, "-m", "cProfile", "-o", str(tmp_path / "profile"), str(tmp_path / "program.py")]
    assert subprocess.run(command, timeout=60, check=False).returncode == 0


def test_a_document_over_its_limits_is_refused_by_name(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    assert run(root, "--jobs", "2", "--keep-going", "--most-seconds", "0.0001") == 4
    assert run(root, "--jobs", "1", "--most-seconds", "0") == 2


def test_a_document_over_its_limits_is_tried_again_where_they_are_raised(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    source = read_manifest(root).source[0]
    note_refusal(root, source, OverLimit(source.id, "it takes more than 1 s", "Raise it."), Limits(1.0))
    assert type(known_refusal(root, source, Limits(1.0))) is OverLimit
    assert known_refusal(root, source, Limits(2.0)) is None
    note_refusal(root, source, LayoutMismatch(source.id, "x", "y"), Limits(1.0))
    assert type(known_refusal(root, source, Limits(2.0))) is LayoutMismatch


def test_a_document_that_needs_a_program_is_tried_again(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    source = read_manifest(root).source[0]
    note_refusal(root, source, LayoutMismatch(source.id, "x", "y"), Limits())
    note_refusal(root, source, NeedsOcr(source.id, "no readable text", "Install it."), Limits())
    assert known_refusal(root, source, Limits()) is None


def test_an_error_of_several_causes_travels_between_processes() -> None:
    import pickle

    error = SeveralMismatches("plan.txt", [LayoutMismatch("a", "b", "c", cause="d")] * 2)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.errors[0].cause, again.exit_code) == (str(error), "d", 5)


def test_progress_is_told_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace(tmp_path / "w", plan_2=UNKNOWN_HEADER)
    assert run(root, "--jobs", "1", "--keep-going", "--json") == 8
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    assert {(each["event"], each["stage"], each["plan_id"]) for each in told} >= {
        ("done", "documents", "plan"),
        ("refused", "documents", "plan-2"),
        ("done", "link", "plan-3"),
        ("done", "publish", ""),
    }
    assert {each["count"] for each in told if each["stage"] == "documents"} == {4}


def process_of(shared: None, argument: str) -> int:
    return os.getpid()


def test_many_tasks_are_done_in_another_process_so_that_their_memory_is_free_after_them() -> None:
    few, many = ["x"] * (workers.MANY - 1), ["x"] * workers.MANY
    assert {made for _, made in results(Work(process_of), few, [1] * len(few), Workforce(1))} == {os.getpid()}
    elsewhere = {made for _, made in results(Work(process_of), many, [1] * len(many), Workforce(1))}
    assert len(elsewhere) == 1
    assert elsewhere != {os.getpid()}


def test_a_draft_with_brackets_is_more_work_than_a_longer_matrix() -> None:
    root = Path(__file__).parents[1]
    efforts = {source.id: runner.effort(root, source) for source in read_manifest(root).source}
    assert max(efforts, key=lambda plan_id: efforts[plan_id]) == "oas-3"


def test_large_documents_are_read_in_another_process_and_give_the_same_files(tmp_path: Path, monkeypatch) -> None:
    """What reading them takes of memory is free before links are made, with one process too."""
    apart: list[bool] = []

    def noted(work: Work, arguments, sizes, force: Workforce):
        apart.append(force.is_apart)
        return results(work, arguments, sizes, force)

    monkeypatch.setattr(runner, "results", noted)
    for name, least in (("small", 10**9), ("large", 1)):
        monkeypatch.setattr(runner, "APART", least)
        assert main(["--root", str(write_workspace(tmp_path / name)), "all", "--jobs", "1", "--no-extras"]) == 0
    assert apart == [False, True]
    assert tree(tmp_path / "small") == tree(tmp_path / "large")
