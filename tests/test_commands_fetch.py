"""`directriz fetch` against a server on this machine: nothing in raw/ is ever replaced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from directriz.cli import main
from directriz.commands import fetch
from directriz.commands.download import name_of

from tests.small_workspace import FRAMEWORK_ENTRY, PLAN, entry, write_workspace


class Server(BaseHTTPRequestHandler):
    """Answers with what `files` has; asked for twice, a file with a tag is not given again."""

    files: ClassVar[dict[str, tuple[str, bytes]]] = {}
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
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
    monkeypatch.setattr(fetch, "BETWEEN", 0.0)
    Server.files, Server.asked = {"/plan.txt": ("text/plain", PLAN.encode())}, []
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
    assert fetched(root, "", capsys)[1]["detail"].endswith("is no address of the web")


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
