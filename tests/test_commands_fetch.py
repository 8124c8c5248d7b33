"""`directriz fetch` against a server on this machine: nothing in raw/ is ever replaced."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from directriz.cli import main
from directriz.commands import timed_answers, web
from directriz.commands.download import name_of

from tests.small_workspace import FRAMEWORK_ENTRY, PLAN, entry, sha256, write_workspace


class Server(BaseHTTPRequestHandler):
    """Answers with what `files` has; asked for twice, a file with a tag is not given again."""

    files: ClassVar[dict[str, tuple[str, bytes]]] = {}
    asked: ClassVar[list[str]] = []
    raw: ClassVar[dict[str, bytes]] = {}  # answers that are sent as they are

    def do_GET(self) -> None:
        if self.path in self.raw:
            self.wfile.write(self.raw[self.path])
            return
        self.asked.append(f"{self.path} {self.headers.get('If-None-Match')}")
        if self.path not in self.files:
            self.send_error(404)
            return
        kind, content = self.files[self.path]
        if self.headers.get("If-None-Match") == '"1"':
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("ETag", '"1"')
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(web, "BETWEEN", 0.0)
    Server.files, Server.asked, Server.raw = {"/plan.txt": ("text/plain", PLAN.encode())}, [], {}
    server = HTTPServer(("127.0.0.1", 0), Server)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def fetched(root: Path, address: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str]]:
    if not root.exists():
        write_workspace(root, f"{entry(url=address + '/plan.txt')}\n{FRAMEWORK_ENTRY}")
    code = main(["--root", str(root), "fetch", "--json"])
    (found,) = json.loads(capsys.readouterr().out)
    return code, found


def test_a_file_that_did_not_change_is_not_asked_for_again(tmp_path, address, capsys) -> None:
    assert fetched(tmp_path / "w", address, capsys)[1]["state"] == "unchanged"
    code, found = fetched(tmp_path / "w", address, capsys)
    assert (code, found["detail"]) == (0, "the server says so")
    assert Server.asked == ["/robots.txt None", "/plan.txt None", "/robots.txt None", '/plan.txt "1"']


def test_a_changed_file_is_kept_apart_and_raw_stays(tmp_path, address, capsys) -> None:
    Server.files["/plan.txt"] = ("text/plain", b"other")
    code, found = fetched(tmp_path / "w", address, capsys)
    assert (code, found["state"]) == (0, "changed")
    assert (tmp_path / "w" / found["path"]).read_bytes() == b"other"
    assert (tmp_path / "w" / "raw" / "plan.txt").read_text(encoding="utf-8") == PLAN


@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        ("/robots.txt", ("text/plain", b"User-agent: *\nDisallow: /"), "robots.txt"),
        ("/plan.txt", ("text/html", b"<html>"), "text/html, which is no document"),
        ("/plan.txt", None, "404"),
    ],
)
def test_what_is_forbidden_or_no_document_is_refused(tmp_path, address, capsys, path, answer, said) -> None:
    Server.files.pop(path, None)
    Server.files |= {path: answer} if answer else {}
    code, found = fetched(tmp_path / "w", address, capsys)
    assert (code, found["state"]) == (4, "refused")
    assert said in found["detail"]


def test_a_server_that_is_not_there_is_told(tmp_path, capsys) -> None:
    assert fetched(tmp_path / "w", "http://127.0.0.1:9", capsys)[0] == 4


def test_other_addresses_are_refused(tmp_path, capsys) -> None:
    root = write_workspace(tmp_path / "w", f"{entry(url='file:///etc/hostname')}\n{FRAMEWORK_ENTRY}")
    assert fetched(root, "", capsys)[1]["detail"].endswith("is no address of the web (http, https)")


def added(root: Path, address: str, *more: str) -> int:
    return main(["--root", str(root), "add", address, *more])


KEYS = ("--id", "nuevo", "--title", "Plan", "--issuer", "M", "--jurisdiction", "ARG", "--language", "es", "--profile")


def test_a_document_is_added_from_its_address(tmp_path, address, capsys) -> None:
    root = write_workspace(tmp_path / "w")
    Server.files["/docs/el%20plan?v=2"] = ("text/plain; charset=utf-8", f"{PLAN}\n".encode())
    assert added(root, f"{address}/docs/el%20plan?v=2", *KEYS, "plan.toml") == 0
    assert (root / "raw" / "el-plan.txt").read_text(encoding="utf-8") == f"{PLAN}\n"
    assert f'url = "{address}/docs/el%20plan?v=2"' in (root / "raw" / "sources.toml").read_text(encoding="utf-8")
    assert main(["--root", str(root), "ingest"]) == 0
    assert Server.asked == ["/robots.txt None", "/docs/el%20plan?v=2 None"]


@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        ("/robots.txt", ("text/plain", b"User-agent: *\nDisallow: /"), "robots.txt"),
        ("/plan.txt", ("text/html", b"<html>"), "text/html, which is no document"),
        ("/plan.txt", None, "404"),
    ],
)
def test_an_address_without_a_document_adds_nothing(tmp_path, address, capsys, path, answer, said) -> None:
    root = write_workspace(tmp_path / "w")
    before = (root / "raw" / "sources.toml").read_text(encoding="utf-8")
    Server.files.pop(path, None)
    Server.files |= {path: answer} if answer else {}
    assert added(root, f"{address}/plan.txt", *KEYS, "plan.toml") == 4
    error = capsys.readouterr().err
    assert said in error
    assert error.startswith(f"directriz: {address}/plan.txt: ")
    assert (root / "raw" / "sources.toml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("https://x.org/a/Plan%202024.PDF", "application/pdf", "Plan-2024.pdf"),
        ("https://x.org/get?id=7", "application/pdf", "get.pdf"),
        ("https://x.org/", "text/plain", "document.txt"),
        ("https://x.org/plan.txt", "application/octet-stream", "plan.txt"),
        ("https://x.org/%2e%2e%2f..", "application/pdf", "document.pdf"),
    ],
)
def test_names_of_files_from_addresses(address: str, kind: str, name: str) -> None:
    assert name_of(address, kind) == name


def answer(content: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + content


TEXT, CLOSED = "Content-Type: text/plain", "Connection: close"
BAD_ANSWERS = [
    (answer(b"half", TEXT, "Content-Length: 5000"), "the file ends after 4 of 5,000 bytes"),
    (answer(b"400\r\nhalf", TEXT, "Transfer-Encoding: chunked"), "the file ends early"),
    (answer(b"", TEXT, "Content-Length: 0"), "an empty file"),
    (answer(b"x" * 7000, TEXT, CLOSED), "the file is larger than"),
    (answer(b"x", TEXT, "Content-Length: 9999999999"), "the file is larger than"),
    (answer(b"<!-- --> <!DOCTYPE html>", "Content-Type: application/pdf", CLOSED), "a web page and calls it"),
    (answer(b"x", TEXT, "Content-Encoding: gzip", CLOSED), "packed (gzip)"),
    (answer(b"%PDF-1.4 x", "Content-Type: application/pdf", CLOSED), "truncated"),
    (answer(b"", "Location: ftp://x.org/plan", status="302 Found"), "no address of the web"),
    (answer(b"", "Location: /closed", status="302 Found"), "robots.txt"),
    (answer(b"", "Location: /plan.txt", status="302 Found"), "infinite loop"),
    (answer(b"", status="304 Not Modified"), "304"),
    (b"good morning\r\n", "good morning"),
    (b"", "does not answer"),
]


@pytest.mark.parametrize(("raw", "said"), BAD_ANSWERS)
def test_answers_that_are_no_whole_document_are_refused_and_nothing_is_kept(
    tmp_path, address, capsys, monkeypatch, raw, said
) -> None:
    monkeypatch.setattr(web, "MOST_BYTES", 6000)
    Server.raw = {"/plan.txt": raw}
    Server.files = {"/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /closed")}
    code, found = fetched(tmp_path / "w", address, capsys)
    assert (code, found["state"], found["path"]) == (4, "refused", "")
    assert said in found["detail"]
    assert not list((tmp_path / "w").glob("interim/fetched/*"))
    before = sorted((tmp_path / "w").rglob("*"))
    assert added(tmp_path / "w", f"{address}/plan.txt", *KEYS, "plan.toml") == 4
    assert said in capsys.readouterr().err
    assert sorted((tmp_path / "w").rglob("*")) == before


def test_a_server_that_sends_too_slowly_is_left(tmp_path, address, capsys, monkeypatch) -> None:
    monkeypatch.setattr(timed_answers, "MOST_SECONDS", -1.0)
    code, found = fetched(tmp_path / "w", address, capsys)
    assert (code, found["state"]) == (4, "refused")
    assert found["detail"] == "the server takes longer than -1 s for the file"


class DrippingServer(BaseHTTPRequestHandler):
    """Sends `begin`, and then `drop` again and again, until nobody listens."""

    begin: ClassVar[bytes] = b""
    drop: ClassVar[bytes] = b""
    rules: ClassVar[bool] = True  # robots.txt is answered as it should be

    def do_GET(self) -> None:
        if self.rules and self.path == "/robots.txt":
            self.send_error(404)
            return
        try:
            self.wfile.write(self.begin)
            while True:
                self.wfile.write(self.drop)
                time.sleep(0.002)
        except OSError:
            return

    def log_message(self, *arguments: object) -> None:
        pass


HEAD = b"HTTP/1.1 200 OK\r\n"
ENDLESS = [
    (b"", b"H", "headers"),  # a status without end
    (HEAD, b"x", "headers"),  # a header without end
    (b"", b"HTTP/1.1 100 Continue\r\n\r\n", "headers"),
    (
        HEAD + b"Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        b"a: b\r\n",
        "the file",
    ),  # trailers
    (HEAD + b"Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n", b"0", "the file"),  # size of a part
]


@pytest.mark.parametrize("rules", [True, False], ids=["document", "robots.txt"])
@pytest.mark.parametrize(("begin", "drop", "what"), ENDLESS)
def test_a_server_that_drips_without_end_is_left(tmp_path, capsys, monkeypatch, begin, drop, what, rules) -> None:
    monkeypatch.setattr(web, "BETWEEN", 0.0)
    for name in ("MOST_SECONDS", "MOST_SECONDS_OF_HEADERS"):
        monkeypatch.setattr(timed_answers, name, 0.1)
    DrippingServer.begin, DrippingServer.drop, DrippingServer.rules = begin, drop, rules
    server = ThreadingHTTPServer(("127.0.0.1", 0), DrippingServer)
    Thread(target=server.serve_forever, daemon=True).start()
    code, found = fetched(tmp_path / "w", f"http://127.0.0.1:{server.server_port}", capsys)
    server.shutdown()
    server.server_close()
    assert (code, found["state"]) == (4, "refused")
    assert (
        f"takes longer than 0.1 s for {'the headers of its answer' if what == 'headers' else what}" in found["detail"]
    )


def test_an_answer_to_another_address_is_followed_and_signs_are_quoted(tmp_path, address, capsys) -> None:
    root = write_workspace(tmp_path / "w")
    Server.raw = {"/el%20plan?a=%C3%B1": answer(b"", "Location: /nuevo%20plan.txt", status="301 Moved")}
    Server.files["/nuevo%20plan.txt"] = ("text/plain", f"{PLAN}\n".encode())
    assert added(root, f"{address}/el plan?a=ñ", *KEYS, "plan.toml") == 0
    assert (root / "raw" / "el-plan.txt").read_text(encoding="utf-8") == f"{PLAN}\n"


def test_robots_txt_that_is_hidden_forbids_and_one_that_is_gone_allows(tmp_path, address, capsys) -> None:
    Server.raw = {"/robots.txt": answer(b"", status="503 Busy")}
    assert "robots.txt" in fetched(tmp_path / "w", address, capsys)[1]["detail"]
    Server.raw = {"/robots.txt": answer(b"", status="410 Gone")}
    assert fetched(tmp_path / "w", address, capsys)[1]["state"] == "unchanged"


def test_the_tag_of_another_version_than_the_document_is_not_sent(tmp_path, address, capsys) -> None:
    root = tmp_path / "w"
    fetched(root, address, capsys)
    (root / "raw" / "plan.txt").write_text(f"{PLAN}\n", encoding="utf-8")
    manifest = root / "raw" / "sources.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace(sha256(PLAN), sha256(f"{PLAN}\n")), encoding="utf-8")
    assert fetched(root, address, capsys)[1]["state"] == "changed"


@pytest.mark.parametrize(("plan", "said"), [("nadie", "there is no document 'nadie'"), ("marco", "has no url")])
def test_documents_that_cannot_be_asked_for_are_refused(tmp_path, address, capsys, plan, said) -> None:
    root = write_workspace(tmp_path / "w", f"{entry(url=address + '/plan.txt')}\n{FRAMEWORK_ENTRY}")
    assert main(["--root", str(root), "fetch", plan]) == 2
    assert said in capsys.readouterr().err
