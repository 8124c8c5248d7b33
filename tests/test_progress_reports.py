"""Long work says how far it is to whoever listens."""

from __future__ import annotations

import pytest
from directriz.progress_reports import listen, pages_read


@pytest.fixture
def heard():
    said: list[str] = []
    listen(said.append)
    yield said
    listen(None)


def test_every_tenth_page_and_the_last_are_said(heard):
    say = pages_read("scan.pdf")
    for done in range(1, 24):
        say(done, 23)
    assert heard == [f"scan.pdf: {done} of 23 pages read" for done in (10, 20, 23)]


def test_without_a_listener_nothing_is_said(heard):
    listen(None)
    pages_read("scan.pdf")(1, 1)
    assert heard == []
