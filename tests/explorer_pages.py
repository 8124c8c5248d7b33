"""The explorer of the five documents in a real browser, for the tests: what is opened, what it may not do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

REQUIRED = "DIRECTRIZ_BROWSER_REQUIRED"  # set by .ci/run: a missing browser is then a failure, no skip
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
LOCAL = ("file:", "data:", "blob:")


def absent(what: str) -> None:
    """Skip a test for want of a browser, or fail it where one is required."""
    if os.environ.get(REQUIRED):
        pytest.fail(f"{what}, and {REQUIRED} is set")
    pytest.skip(f"{what}: the explorer is not opened in a browser")


@contextmanager
def browser() -> Iterator[Any]:
    """Give the system's Chromium without a window; skips where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("the package playwright is not installed")
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        absent("there is no chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield opened
        opened.close()


class Visit:
    """One page with what went wrong on it: messages of the console, errors, requests beyond this machine."""

    def __init__(self, browser: Any, folder: Path, **settings: Any) -> None:
        usual = {"viewport": {"width": 1280, "height": 900}, "locale": "es-AR", "accept_downloads": True}
        self.context = browser.new_context(**usual | settings)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.address = (folder / "index.html").as_uri()
        self.page.on("console", lambda message: self.faults.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(f"dialog {dialog.message}"))
        self.page.on("requestfailed", lambda request: self.faults.append(f"failed {request.url}"))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, place: str) -> Any:
        """Open a view by its address and return the page."""
        self.page.goto(f"{self.address}#/{place}")
        self.page.wait_for_selector("main h1")
        return self.page

    @property
    def outside(self) -> list[str]:
        """The requests that did not stay in the folder."""
        return [url for url in self.requests if not url.startswith(LOCAL)]
