"""What the sets of brackets of other tables share: how a case is written, and how it is compared with what is read.

A case has a convention, a paragraph (or several, each a record), and its brackets in order: how each begins as printed,
its countries, role, option, and whether it is a placeholder.
"""

from __future__ import annotations

from dataclasses import dataclass

from directriz.clean import AmendmentForms, Words, clean
from directriz.language import language_of
from directriz.records import Amendment, Directive, Records

Bracket = tuple[str, str | None, str | None, str | None, bool]  # begins, countries, role, option, is a placeholder
Case = tuple[str, str | tuple[str, ...], list[Bracket]]
WORDS = Words(language_of("es"), {})
PROPOSES, OPPOSES, SUPPORTS, RESERVES = "proposes", "opposes", "supports", "reserves"


def by(begins: str, countries: str | None, role: str | None = PROPOSES, placeholder: bool = False) -> Bracket:
    """Return a bracket that names who wants it."""
    return begins, countries, role, None, placeholder


def of_nobody(begins: str, option: str | None = None, placeholder: bool = False) -> Bracket:
    """Return a bracket that names nobody."""
    return begins, None, None, option, placeholder


def option_of(begins: str, countries: str | None, option: str, role: str | None = PROPOSES) -> Bracket:
    """Return an alternative that names who wants it."""
    return begins, countries, role, option, False


def cleaned(convention: str, *texts: str) -> Records:
    """Return paragraphs of one draft, cleaned under a convention, each as a directive of its own."""
    empty = (None, None, 0, None, None, "")
    units = [
        Directive(f"p/directive/{at}", "p", "directive", None, str(at), False, None, text, *empty)
        for at, text in enumerate(texts, 1)
    ]
    return clean(Records(units), AmendmentForms(read=True, convention=convention), WORDS)


def paragraphs_of(case: Case) -> tuple[str, ...]:
    """Return the paragraphs of a case."""
    return (case[1],) if isinstance(case[1], str) else case[1]


def name_of(case: Case) -> str:
    """Return the name of a case in the report of the tests."""
    return f"{case[0]}: {paragraphs_of(case)[0][:36]}"


def read_brackets(case: Case) -> list[Bracket]:
    """Return the brackets of a case as they are read; each must be a slice of its paragraph."""
    texts = paragraphs_of(case)
    rows = cleaned(case[0], *texts).of(Amendment)
    for row in rows:
        text = texts[int(row.record_id.rpartition("/")[2]) - 1]
        assert text[row.start : row.end] == row.as_printed
    return [(row.as_printed, row.countries, row.role, row.options, row.placeholder) for row in rows]


def check_case(case: Case) -> None:
    """Compare the brackets of a case with what is read: each begins as printed, and the rest is equal."""
    read = read_brackets(case)
    assert [each[1:] for each in read] == [each[1:] for each in case[2]]
    assert all(made[0].startswith(wanted[0]) for made, wanted in zip(read, case[2], strict=True))


@dataclass(slots=True)
class Shares:
    """How many brackets are right, by what is compared."""

    all: int = 0
    spans: int = 0
    parties: int = 0
    roles: int = 0
    options: int = 0
    placeholders: int = 0

    def add(self, case: Case) -> None:
        """Count the brackets of a case; one that is not found is wrong in everything."""
        read = read_brackets(case)
        self.all += len(case[2])
        for begins, *wanted in case[2]:
            found = next((each for each in read if each[0].startswith(begins)), None)
            if found is None:
                continue
            read.remove(found)
            self.spans += 1
            _, countries, role, option, placeholder = found
            self.parties += countries == wanted[0]
            self.roles += role == wanted[1]
            self.options += option == wanted[2]
            self.placeholders += placeholder == wanted[3]
