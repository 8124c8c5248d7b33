"""`directriz review links --ask`: recorded readings behind a small server on this machine, with its faults."""

from __future__ import annotations

import csv
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from directriz.cli import main
from directriz.commands.chat import Endpoint, UnusableAnswer, endpoint_url
from directriz.commands.link_question import read_answer
from directriz.errors import SourceUnreadable, WrongUsage
from directriz.link.panel import Opinion
from directriz.link.reviews import MISSING
from small_workspace import write_workspace

WHOLE = "; all directives read ("
ONE, TWO = "plan/prevencion/1", "plan/prevencion/2"
RECORDED = {  # reading → action → grades of directives 1 and 2, number of the primary one
    1: {ONE: ((3, 0), 1), TWO: ((0, 3), 2)},
    2: {ONE: ((2, 0), 1), TWO: ((1, 2), 2)},
    3: {ONE: ((3, 2), 1), TWO: ((0, 1), None)},
}
Fault = Callable[[int, dict[str, Any]], "tuple[int, dict[str, str], str] | None"]


def recorded(body: dict[str, Any]) -> str:
    """Return the recorded answer: the third reading turns the directives, the first two ask in the same order."""
    system, user = (message["content"] for message in body["messages"][:2])
    action = user.split()[1].rstrip(":")
    turned = system.index("marco/directive/2:") < system.index("marco/directive/1:")
    asked = seen.get((action, turned), 0)
    seen[action, turned] = asked + 1
    reading = 3 if turned else 1 + (asked % 2)
    grades, primary = RECORDED[reading][action]
    graded = [{"directive_id": f"marco/directive/{n}", "grade": g} for n, g in enumerate(grades, start=1) if g]
    return json.dumps({"grades": graded, "primary": f"marco/directive/{primary}" if primary else None})


seen: dict[tuple[str, bool], int] = {}


def envelope(content: str, **more: Any) -> str:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}, **more}]})


class Server:
    """Answers from the recorded readings; `fault` may answer in their place, by the number of the request."""

    def __init__(self) -> None:
        self.fault: Fault = lambda number, body: None
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        seen.clear()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.requests.append(body)
                outer.headers.append(dict(self.headers))
                said = outer.fault(len(outer.requests), body) or (200, {}, envelope(recorded(body)))
                status, headers, text = said
                if status == 0:  # the server dies
                    self.connection.close()
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, *_: Any) -> None:
                """Say nothing of a client that went away."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_workspace(tmp_path_factory.mktemp("asking"))
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("directriz.commands.chat.FIRST_WAIT", 0.0)
    return Path(shutil.copytree(made, tmp_path / "ws"))


def ask(root: Path, server: Server, *flags: str) -> int:
    command = ["review", "links", "--root", str(root), "--ask", server.url, "--model", "small,one", "--yes"]
    return main([*command, "--date", "2026-11-25", *flags])


def verdicts(root: Path) -> list[dict[str, str]]:
    path = root / "raw" / "reviews" / "links.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said(root: Path) -> list[tuple[str, ...]]:
    names = ("action_id", "directive_id", "verdict", "grade", "note")
    rows = [row | {"note": row["note"].partition(WHOLE)[0]} for row in verdicts(root)]
    return [tuple(row[name] for name in names) for row in rows]


SETTLED = [
    (ONE, "marco/directive/1", "accept", "3", "marco: votes 3/2/3"),
    (TWO, "marco/directive/2", "accept", "2", "marco: votes 3/2/1"),
]


def test_three_readings_are_settled_as_the_verdicts_of_a_program(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(root, server) == 0
    assert said(root) == SETTLED
    assert {row["reviewer"] for row in verdicts(root)} == {"program:small,one"}
    assert all(WHOLE in row["note"] for row in verdicts(root))
    printed = capsys.readouterr()
    assert "6 questions for small,one" in printed.err
    assert "0 are answered, 6 to ask; roughly" in printed.err
    assert "6 of 6 questions answered" in printed.err
    assert "2 links accepted; for 0 of 2 actions and frameworks no directive fits" in printed.out
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    with (root / "output" / "links.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] == "accepted"]
    assert {row["judged_by"] for row in rows} == {"program:small,one"}
    assert [float(row["agreement"]) for row in rows] == pytest.approx([1.0, 0.6667])


def test_a_question_has_all_directives_turned_between_readings_and_a_schema(root: Path, server: Server) -> None:
    assert ask(root, server, "--readings", "2") == 0
    [first, _, third, _] = [body["messages"][0]["content"] for body in server.requests]
    assert first.index("marco/directive/1:") < first.index("marco/directive/2:")
    assert third.index("marco/directive/2:") < third.index("marco/directive/1:")
    form = server.requests[0]["response_format"]["json_schema"]["schema"]
    assert form["properties"]["primary"]["enum"] == ["marco/directive/1", "marco/directive/2", None]
    assert "Difundir la línea de denuncia" in server.requests[0]["messages"][1]["content"]


def test_what_was_answered_is_not_asked_again(root: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(root, server) == 0
    assert ask(root, server) == 0
    assert len(server.requests) == 6
    assert "6 are answered, 0 to ask" in capsys.readouterr().err
    assert said(root) == SETTLED


def test_a_server_that_dies_leaves_the_answers_kept_and_the_same_command_goes_on(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.fault = lambda number, body: (0, {}, "") if number > 4 else None
    assert ask(root, server) == 4
    assert len(server.requests) == 4 + 5
    told = capsys.readouterr().err
    assert "does not answer" in told
    assert "4 of 6 answers are kept: the same command goes on from there." in told
    assert not (root / "raw" / "reviews" / "links.csv").exists()
    server.fault = lambda number, body: None
    before = len(server.requests)
    assert ask(root, server) == 0
    assert len(server.requests) - before == 2
    assert said(root) == SETTLED


def test_a_busy_server_is_asked_again(root: Path, server: Server) -> None:
    server.fault = lambda number, body: (429, {"Retry-After": "0"}, "slow down") if number == 2 else None
    assert ask(root, server) == 0
    assert said(root) == SETTLED
    assert len(server.requests) == 7


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("not json", "it is no JSON"),
        ('{"grades": 3}', "it has no list 'grades'"),
        ('{"grades": [{"directive_id": "marco/directive/9", "grade": 3}], "primary": null}', "no directive 'marco/dir"),
        ('{"grades": [], "primary": "marco/directive/1"}', "which is not graded 2 or 3"),
    ],
)
def test_an_answer_that_cannot_be_used_is_asked_once_more_and_then_told(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str], broken: str, reason: str
) -> None:
    server.fault = lambda number, body: (200, {}, envelope(broken)) if number == 1 else None
    assert ask(root, server) == 0
    assert said(root) == SETTLED
    assert reason in server.requests[1]["messages"][-1]["content"]
    assert "answer_unusable" not in capsys.readouterr().err

    def always(number: int, body: dict[str, Any]) -> tuple[int, dict[str, str], str] | None:
        return (200, {}, envelope(broken)) if TWO in body["messages"][1]["content"] else None

    shutil.rmtree(root / "interim" / "asked")
    server.fault = always
    assert ask(root, server) == 0
    told = capsys.readouterr()
    assert f"answer_unusable: {TWO} → marco, reading 3: " in told.err
    assert "3 questions have no usable answer; the same command asks them again" in told.out
    assert "1 verdicts kept in raw/reviews/links.csv, and 1 rows `unsure`" in told.out
    [unsure] = [row for row in verdicts(root) if row["verdict"] == "unsure"]
    note = f"marco: 3 of 3 {MISSING}: no usable answer"
    assert (unsure["action_id"], unsure["directive_id"], unsure["note"]) == (TWO, "", note)
    server.fault = lambda number, body: None
    assert ask(root, server) == 0
    assert said(root) == SETTLED


def test_an_action_without_any_usable_answer_is_an_issue_and_stays_with_the_ranker(root: Path, server: Server) -> None:
    server.fault = lambda number, body: (
        (200, {}, envelope("not json")) if TWO in body["messages"][1]["content"] else None
    )
    assert ask(root, server) == 0
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    with (root / "output" / "issues.csv").open(encoding="utf-8", newline="") as file:
        [issue] = [row for row in csv.DictReader(file) if row["issue_code"] == "review_incomplete"]
    assert (issue["record_id"], issue["severity"]) == (TWO, "doubt")
    assert "program:small,one on marco: marco: 3 of 3 readings missing" in issue["detail"]
    with (root / "output" / "links.csv").open(encoding="utf-8", newline="") as file:
        assert {row["judged_by"] for row in csv.DictReader(file) if row["action_id"] == TWO} == {"ranker"}


@pytest.mark.parametrize("usable", [0, 1])
def test_a_model_whose_answers_settle_nothing_is_an_error_and_keeps_no_verdict(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str], usable: int
) -> None:
    server.fault = lambda number, body: (200, {}, envelope("I like it")) if number > usable else None
    assert ask(root, server) == 4
    told = capsys.readouterr()
    assert f"{6 - usable} questions have no usable answer, so none of 2 actions and frameworks is settled" in told.err
    assert f"it is no JSON ({6 - usable} times)" in told.err
    assert "verdicts kept" not in told.out
    assert not (root / "raw" / "reviews" / "links.csv").exists()


def test_a_verdict_with_a_reading_missing_is_an_issue(root: Path, server: Server) -> None:
    def third(number: int, body: dict[str, Any]) -> tuple[int, dict[str, str], str] | None:
        system, user = (message["content"] for message in body["messages"][:2])
        turned = system.index("marco/directive/2:") < system.index("marco/directive/1:")
        return (200, {}, envelope("[]")) if turned and TWO in user else None

    server.fault = third
    assert ask(root, server) == 0
    assert said(root)[1][3:] == ("2", "marco: votes 3/2; 1 of 3 readings missing")
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    with (root / "output" / "issues.csv").open(encoding="utf-8", newline="") as file:
        [issue] = [row for row in csv.DictReader(file) if row["issue_code"] == "review_incomplete"]
    assert (issue["record_id"], issue["severity"]) == (TWO, "doubt")


@pytest.mark.parametrize("reply", ["{}", envelope(""), envelope('{"grades', finish_reason="length"), "<html>"])
def test_a_reply_without_an_answer_is_asked_once_more(root: Path, server: Server, reply: str) -> None:
    server.fault = lambda number, body: (200, {}, reply) if number == 1 else None
    assert ask(root, server) == 0
    assert said(root) == SETTLED


def test_a_server_without_schemas_is_asked_without(root: Path, server: Server) -> None:
    server.fault = lambda number, body: (400, {}, "unknown field") if "response_format" in body else None
    assert ask(root, server) == 0
    assert ["response_format" in body for body in server.requests] == [True, *[False] * 6]
    assert said(root) == SETTLED


def test_a_slow_server_is_given_up(root: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    held = threading.Event()

    def slow(number: int, body: dict[str, Any]) -> None:
        held.wait(2)

    server.fault = slow
    assert ask(root, server, "--timeout", "0.05") == 4
    held.set()
    assert "does not answer: timed out after 5 tries" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("status", "remedy"), [(401, "--key-env VAR"), (404, "--ask and --model"), (418, "See what it asks for")]
)
def test_a_refusal_of_the_server_is_told_with_what_to_do(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str], status: int, remedy: str
) -> None:
    server.fault = lambda number, body: (status, {}, "no entry")
    assert ask(root, server) == 2
    told = capsys.readouterr().err
    assert f"the server answers {status}: no entry" in told
    assert remedy in told


def test_the_key_is_sent_and_nowhere_written(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "s3cret")
    server.fault = lambda number, body: (403, {}, "key s3cret is not known") if number == 6 else None
    assert ask(root, server, "--key-env", "MY_KEY") == 2
    server.fault = lambda number, body: None
    assert ask(root, server, "--key-env", "MY_KEY") == 0
    assert {headers["Authorization"] for headers in server.headers} == {"Bearer s3cret"}
    printed = capsys.readouterr()
    assert "key *** is not known" in printed.err
    assert "s3cret" not in printed.out + printed.err
    files = [path for path in root.rglob("*") if path.is_file()]
    assert [path for path in files if b"s3cret" in path.read_bytes()] == []
    assert "s3cret" not in repr(Endpoint("http://x", "m", "s3cret"))


def test_a_redirect_is_not_followed_with_the_key(root: Path, server: Server) -> None:
    server.fault = lambda number, body: (307, {"Location": server.url + "/v1/chat/completions"}, "")
    assert ask(root, server) == 2
    assert len(server.requests) == 1


def test_nothing_is_asked_unless_somebody_says_yes(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["review", "links", "--root", str(root), "--ask", server.url, "--model", "m"]
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main(command) == 2
    assert "To agree, give --yes." in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert main(command) == 2
    assert server.requests == []
    monkeypatch.setattr("builtins.input", lambda _: "sí")
    assert main(command) == 0
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--model", ""], "no model is named"),
        (["--reviewer", "ana"], "under its own name"),
        (["--readings", "0"], "both must be above 0"),
        (["--key-env", "NOT_SET"], "has no variable NOT_SET"),
        (["--ask", "ftp://x"], "is no address"),
        (["--ask", "http://me:secret@x/v1"], "holds a password"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str], flags: list[str], told: str
) -> None:
    assert ask(root, server, *flags) == 2
    assert told in capsys.readouterr().err
    assert server.requests == []


def test_a_persons_verdict_wins_over_a_programs(root: Path, server: Server) -> None:
    assert ask(root, server) == 0
    rows = verdicts(root)
    person = rows[0] | {"reviewer": "ana", "verdict": "reject", "grade": "", "note": ""}
    none = rows[1] | {"reviewer": "ana", "verdict": "no-match", "grade": "", "directive_id": "", "note": "marco: no"}
    with (root / "raw" / "reviews" / "links.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(person))
        writer.writeheader()
        writer.writerows([*rows, person, none | {"directive_sha256": ""}])
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    with (root / "output" / "links.csv").open(encoding="utf-8", newline="") as file:
        links = [
            (row["action_id"], row["directive_id"], row["status"], row["judged_by"]) for row in csv.DictReader(file)
        ]
    assert (TWO, "", "no-match", "ana") in links
    assert not [row for row in links if row[2] == "accepted"]


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1/chat/completions"),
        ("https://x.example/api/v1/", "https://x.example/api/v1/chat/completions"),
        ("https://x.example/v1/chat/completions", "https://x.example/v1/chat/completions"),
        ("https://x.example/v1?version=2", "https://x.example/v1/chat/completions?version=2"),
    ],
)
def test_the_address_of_questions_follows_from_the_servers(given: str, asked: str) -> None:
    assert endpoint_url(given) == asked


def test_an_answer_in_a_fence_is_read_and_a_grade_of_0_is_none() -> None:
    graded = '{"directive_id": "a", "grade": 2}, {"directive_id": "b", "grade": 0}'
    text = f'```json\n{{"grades": [{graded}], "primary": "a"}}\n```'
    assert read_answer(text, ["a", "b"]) == Opinion({"a": 2}, "a")
    assert read_answer(f"<think>\nlet me see {{}}</think>\n{text}", ["a", "b"]) == Opinion({"a": 2}, "a")
    with pytest.raises(UnusableAnswer, match="has two grades"):
        read_answer(text.replace('"b"', '"a"'), ["a", "b"])


def test_a_wait_that_is_too_long_is_given_up(server: Server) -> None:
    server.fault = lambda number, body: (429, {"Retry-After": "9999"}, "tomorrow")
    waited: list[float] = []
    with pytest.raises(SourceUnreadable, match=r"asks to wait 9999 s(.|\n)*Try again in 167 minutes"):
        Endpoint(endpoint_url(server.url), "m", wait=waited.append).complete([], {})
    assert waited == []
    server.fault = lambda number, body: (429, {"Retry-After": "7"}, "soon")
    with pytest.raises(SourceUnreadable, match="answers 429: soon after 5 tries"):
        Endpoint(endpoint_url(server.url), "m", wait=waited.append).complete([], {})
    assert waited == [7.0] * 4


def test_waits_grow_where_the_server_does_not_say(server: Server) -> None:
    server.fault = lambda number, body: (503, {}, "")
    waited: list[float] = []
    with pytest.raises(SourceUnreadable):
        Endpoint(endpoint_url(server.url), "m", wait=waited.append).complete([], {})
    assert waited == [1.0, 2.0, 4.0, 8.0]


def test_several_questions_at_a_time_give_the_same(root: Path, server: Server) -> None:
    assert ask(root, server, "--jobs", "3", "--readings", "1") == 0
    assert [row[:2] for row in said(root)] == [(ONE, "marco/directive/1"), (TWO, "marco/directive/2")]


def test_the_programs_name_is_no_persons(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "links", "--root", str(root), "--reviewer", "program:ana"]) == WrongUsage.exit_code
    assert "is the name of a program" in capsys.readouterr().err
