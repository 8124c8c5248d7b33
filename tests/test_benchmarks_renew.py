"""The way to renew the hashes of phrasings and readings: nothing changes that nobody chose."""

from __future__ import annotations

from benchmarks.renew_readings import outdated, renewed

ROWS = [
    {"directive_id": "oas-9/directive/1", "phrasing": "a", "directive_sha256": "old"},
    {"directive_id": "oas-9/directive/2", "phrasing": "b", "directive_sha256": "new"},
    {"directive_id": "oas-9/directive/3", "phrasing": "c", "directive_sha256": "old"},
    {"directive_id": "gone/directive/1", "phrasing": "d", "directive_sha256": "old"},
]
TODAY = {f"oas-9/directive/{number}": "new" for number in (1, 2, 3)}


def test_only_what_was_written_for_another_text_is_outdated() -> None:
    assert list(outdated(ROWS, TODAY)) == ["oas-9/directive/1", "oas-9/directive/3"]


def test_only_chosen_directives_are_renewed() -> None:
    one = renewed(ROWS, TODAY, ["oas-9/directive/1"])
    assert list(outdated(one, TODAY)) == ["oas-9/directive/3"]
    every = renewed(ROWS, TODAY, ["all"])
    assert outdated(every, TODAY) == {}
    assert every[3] == ROWS[3]
    assert [row["phrasing"] for row in every] == ["a", "b", "c", "d"]
