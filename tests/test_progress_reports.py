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


def test_a_counter_gets_every_page_in_place_of_the_lines(heard):
    counted: list[tuple[str, int, int]] = []
    listen(heard.append, lambda name, done, count: counted.append((name, done, count)))
    say = pages_read("scan.pdf")
    say(1, 2)
    say(2, 2)
    assert counted == [("scan.pdf: pages", 1, 2), ("scan.pdf: pages", 2, 2)]
    assert heard == []
