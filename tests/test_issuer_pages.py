"""The pages that people cite: those of the issuer's document, never those of a PDF that was typeset anew."""

from __future__ import annotations

import pytest
from directriz.read.text import read_text
from directriz.rebuild import rebuild
from directriz.records import Action, Cell, Issue, Records
from directriz.sources import Source, Witness
from workspaces import shipped

HEADER = (
    "N° de acción\tMedidas\tAcciones\tIndicadores\tMedios de verificación\tOrganismo responsable\tOrganismos asociados"
)
ROWS = ["1\tDifusión\tDifundir piezas\tPiezas\tInforme\tMINSEG\tDNM", "2\t\tFormar docentes\tDocentes\tInforme\tMPF\t"]
ONE_PAGE = "\n".join(["PREVENCIÓN", "", HEADER, *ROWS, ""])
TWO_PAGES = "\n".join(["PREVENCIÓN", "", HEADER, ROWS[0], "", ROWS[1], ""])  # a blank line in a table opens a page


def rebuilt_as(*witnesses: tuple[str, str]) -> Records:
    """Return the records of a plan whose files are these texts, each with what it is."""
    source, profile = shipped("ar-plan")
    files = tuple(Witness(path=f"{n}.txt", sha256="0" * 64, witness=kind) for n, (_, kind) in enumerate(witnesses))
    source = source.model_copy(update={"id": "plan", "file": files})
    lines = [
        line
        for (text, _), file in zip(witnesses, files, strict=True)
        for line in read_text(text.encode("utf-8"), file.path, profile.dump.pages)
    ]
    return rebuild(Records(lines), source, profile)


def pages(records: Records) -> list[tuple[int | None, int | None]]:
    return [(action.page_start, action.page_end) for action in records.of(Action)]


@pytest.mark.parametrize("kind", ["original", "dump"])
def test_a_file_of_the_issuer_has_its_own_pages(kind: str) -> None:
    assert pages(rebuilt_as((TWO_PAGES, kind))) == [(1, 1), (2, 2)]


def test_a_facsimile_alone_has_no_page_to_cite() -> None:
    records = rebuilt_as((TWO_PAGES, "facsimile"))
    assert pages(records) == [(None, None)] * 2
    assert {cell.page for cell in records.of(Cell)} == {1, 2}, "its own pages stay in cells"


def test_a_facsimile_has_the_pages_of_the_witness_that_marks_them() -> None:
    records = rebuilt_as((ONE_PAGE, "facsimile"), (TWO_PAGES, "dump"))
    assert pages(records) == [(1, 1), (2, 2)]
    published = [cell.page for cell in records.of(Cell) if cell.source_file == "0.txt" and cell.column == "action"]
    assert published == [1, 1]


def test_pages_are_those_of_the_first_witness_that_has_them() -> None:
    two_then_one = rebuilt_as((ONE_PAGE, "facsimile"), (TWO_PAGES, "original"), (ONE_PAGE, "dump"))
    assert pages(two_then_one) == [(1, 1), (2, 2)]
    assert pages(rebuilt_as((TWO_PAGES, "facsimile"), (TWO_PAGES, "facsimile"))) == [(None, None)] * 2


def test_an_issue_of_a_facsimile_names_its_page_in_words() -> None:
    unclosed = TWO_PAGES.replace("MINSEG\tDNM", "MINSEG")  # a cell too few
    source, profile = shipped("ar-plan")
    lenient = profile.model_copy(update={"layout": profile.layout.model_copy(update={"short_rows": "pad-right"})})
    found = {}
    for kind in ("original", "facsimile"):
        file = Witness(path="0.txt", sha256="0" * 64, witness=kind)
        lines = read_text(unclosed.encode("utf-8"), "0.txt", profile.dump.pages)
        records = rebuild(Records(lines), source.model_copy(update={"id": "plan", "file": (file,)}), lenient)
        found[kind] = [issue for issue in records.of(Issue) if issue.page or "p. " in issue.detail]
    assert [issue.page for issue in found["original"]] == [1, 2]
    assert [issue.page for issue in found["facsimile"]] == [None, None]
    wanted = [f"0.txt (facsimile) p. {issue.page}: {issue.detail}" for issue in found["original"]]
    assert [issue.detail for issue in found["facsimile"]] == wanted


@pytest.mark.parametrize(("path", "kind"), [("a.pdf", "original"), ("a.PDF", "original"), ("a.txt", "dump")])
def test_what_a_file_is_when_the_manifest_does_not_say(path: str, kind: str) -> None:
    assert Witness(path=path, sha256="0" * 64).kind == kind


DATES = {"2014": "2014", "2014-12": "2014-12", "2014-12-05": "2014-12-05", 2014: "2014"}


@pytest.mark.parametrize("given", DATES)
def test_a_date_is_as_precise_as_the_document_states_it(given: str | int) -> None:
    assert source_with(adopted=given).adopted == DATES[given]


@pytest.mark.parametrize("given", ["5/12/2014", "2014-13", "2014-02-30", "2014-1-5", "", "hoy", 14, True])
def test_a_date_of_another_form_is_refused(given: object) -> None:
    with pytest.raises(ValueError, match=r"no date|match pattern|valid string"):
        source_with(adopted=given)


def test_a_plan_is_not_extended_to_before_its_end() -> None:
    assert source_with(period=(2015, 2018), extended_to="2020").extended_to == "2020"
    with pytest.raises(ValueError, match="extended_to of 'plan' lies before the end of its period"):
        source_with(period=(2015, 2018), extended_to="2017-12")


def source_with(**keys: object) -> Source:
    needed = {"id": "plan", "title": "Plan", "issuer": "Ministerio", "jurisdiction": "ARG", "language": "es"}
    more = {"kind": "programme", "profile": "p", "file": [{"path": "a.txt", "sha256": "0" * 64}]}
    return Source.model_validate({**needed, **more, **keys})
