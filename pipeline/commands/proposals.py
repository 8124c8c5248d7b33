"""Proposes the keys of a document's entry from its text and the name of its file; nothing is invented.

- the title is the line of the first pages that calls itself a plan in the largest type, its lines joined; else the
  title in the file's metadata; never the name of the file;
- the issuer is the first body on the cover, without the country beside it; no person, and no body that only supports
  the plan; a body of the running text is none;
- a country is proposed where the first pages name one alone, where the text names one far more often than any other, or
  where the file's name begins with its code;
- a period is two years printed as one span; one year alone only where the plan calls itself annual;
- what cannot be told from the document is left open, and is asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..language import guess_language
from ..rebuild.heading_looks import LARGER, body_size, look_of_text
from ..records import PrintedLine
from ..reference.parties import read_parties
from ..reference.plan_words import any_of, read_plan_words
from ..reference.value_kinds import BODY
from ..text import fold, slug

SHORT, FEWEST_SMALL = 3, 4  # letters of a word that is passed over; longer small words that make a sentence
TITLE = re.compile(rf"\b(?:{any_of(read_plan_words().titles)})\b")
OFFICE = re.compile(rf"(?:{any_of(read_plan_words().offices)})\b")
SUPPORT = re.compile(rf"(?:{any_of(read_plan_words().supporters)})")
SPAN = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*(?:[-–—/]|a|al|y|e|ate|to|until|through|and|hasta)\s*((?:19|20)\d\d)(?!\d)"
)
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
ANNUAL = re.compile(r"\b(?:anual|annual|operativo|operacional)\b")
ASIDE = re.compile(r"\s+[·•|–—]\s+|\s{3,}")  # separates a body from the country or the place beside it
LONGEST_PERIOD = 30  # years
MOST_ON_COVER = 12  # words of a line that names the plan's own years, as on a cover
FIRST_PAGES = 4
CLEARLY = 2  # times as often as any other country
LONGEST_TITLE, LONGEST_ISSUER = 200, 120
LONGEST_ID = 48
MOST_ISSUER_WORDS = 16
ROW_NUMBER = re.compile(r"\s*\d+[.\d]*[.)]?\s")
SAME_SIZE = 0.6  # points
COVER_LINES = 8  # of the first pages
DUMP_COVER = 15  # lines of a text dump, which does not show where its cover ends
SHORTEST_NAME = 4  # letters of a country's name: "RD" is no word of a running text


@dataclass(frozen=True, slots=True)
class Proposal:
    """One key of the manifest: what is proposed, and where it was found."""

    value: str | None
    found: str  # "p. 1", "file name", "" where nothing was found


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the first pages."""

    page: int
    text: str
    size: float  # points; 0 where nothing is known of its type
    is_row: bool = False  # of a table


def _first_pages(lines: Sequence[PrintedLine]) -> list[_Line]:
    pages = sorted({line.page or 1 for line in lines})[:FIRST_PAGES]
    first = [line for line in lines if (line.page or 1) in pages]
    return [
        _Line(line.page or 1, " ".join(" ".join(line.cells).split()), line.size or 0.0, _is_row(line)) for line in first
    ]


def _is_row(line: PrintedLine) -> bool:
    """Tell whether a line is a row of a table; in a dump, tabs or a number in front show it."""
    text = " ".join(line.cells)
    is_parted = len(line.cells) > 1 or "\t" in text.strip()
    return line.table is not None or is_parted or (not line.pieces and ROW_NUMBER.match(text) is not None)


def said_of_itself(file: Path, content: bytes) -> Mapping[str, str]:
    """Return the title and the author in a PDF's metadata, nothing for a dump; refuses what `PdfFile` refuses."""
    from ..formats import format_of

    if format_of(file.name, content) != "pdf":
        return {}
    from ..read.pdf.guard.document import PdfFile

    with PdfFile(file) as pdf:
        return {key: text for key in ("Title", "Author") if (text := pdf.said(key))}


def propose(file: Path, lines: Sequence[PrintedLine], said: Mapping[str, str] | None = None) -> dict[str, Proposal]:
    """Return the proposals for title, issuer, jurisdiction, period and language of a document.

    `said` holds title and author from the file's metadata.
    """
    first = _first_pages(lines)
    title = _title(first, body_size(lines), said or {})
    return {
        "title": title,
        "issuer": _issuer(first, said or {}, title),
        "jurisdiction": _country(file, lines, first),
        "period": _period(file, first, title),
        "language": _language(lines),
    }


def propose_id(file: Path, taken: Iterable[str]) -> str:
    """Return an id made of a file's name that no document has yet."""
    words = slug(file.stem).split("-")
    name = words[0] or "document"
    for word in words[1:]:
        if len(name) + 1 + len(word) > LONGEST_ID:
            break
        name += f"-{word}"
    known = set(taken)
    place = 2
    base = name
    while name in known:
        name, place = f"{base}-{place}", place + 1
    return name


def _is_title(text: str) -> bool:
    words = text.split()
    is_short = 3 <= len(words) <= 30 and len(text) <= LONGEST_TITLE
    is_sentence = ". " in text.strip(" .") and text.rstrip().endswith(".")
    return (
        bool(TITLE.search(fold(text)))
        and is_short
        and ".." not in text
        and not text.endswith((",", ";"))
        and not (is_sentence)
    )


def _title(first: Sequence[_Line], usual: float, said: Mapping[str, str]) -> Proposal:
    """Return the line of the first pages that calls itself a plan in the largest type; else the file's own title."""
    joined = _joined_by_size(first, LARGER * usual)
    found = [line for line in joined if _is_title(line.text) and not line.is_row]
    if found:
        best = max(found, key=lambda line: round(line.size, 1))  # the first of the largest
        where = f"p. {best.page}, in the largest type" if best.size >= LARGER * usual > 0 else f"p. {best.page}"
        return Proposal(best.text.strip(" .:"), where)
    if _is_title(said.get("Title", "")):
        return Proposal(said["Title"].strip(" .:"), "title that the file gives itself")
    return Proposal(None, "")


def _joined_by_size(first: Sequence[_Line], large: float) -> list[_Line]:
    """Return the lines; consecutive lines in one large type are joined, since they are a title over several lines."""
    found: list[_Line] = []
    for line in first:
        before = found[-1] if found else None
        is_same = before is not None and before.page == line.page and abs(before.size - line.size) < SAME_SIZE
        is_title = before is not None and is_same and line.size >= large > 0 and not BODY.fullmatch(fold(line.text))
        if before is not None and is_title and not _begins_anew(before.text, line.text):
            found[-1] = _Line(before.page, f"{before.text} {line.text}", before.size)
        else:
            found.append(line)
    return found


def _begins_anew(title: str, text: str) -> bool:
    """Tell whether a line in the type of a title is no part of it, but the first heading below it.

    The title is whole, with its years at the end; or the line begins with the word or number of a heading, or is in
    capitals below a title that is not.
    """
    is_whole = _is_title(title) and SPAN.search(fold(title)[-len("2025 through 2028") :]) is not None
    look = look_of_text(text) or ""
    is_heading = look.startswith(("word", "number")) and not TITLE.search(fold(text))
    return (is_whole and text[:1].isupper()) or is_heading or (text.isupper() and not title.isupper())


def _issuer(first: Sequence[_Line], said: Mapping[str, str], title: Proposal) -> Proposal:
    """Return the body that stands on the cover, else the author in the file's metadata.

    A body in running text, in a table, or below "with the support of" has not issued the plan.
    """
    is_aside = False
    for line in _cover(first, title):
        text = fold(line.text).strip(" .:,")
        is_aside = is_aside or SUPPORT.match(text) is not None
        parts = [part.strip(" .:,") for part in ASIDE.split(line.text)]
        body = next((part for part in parts if _is_issuer(part)), None)
        if (
            body is not None
            and not is_aside
            and len(line.text) <= LONGEST_ISSUER
            and not is_sentence(line.text)
            and not line.text.endswith((",", ";"))
        ):
            return Proposal(body, f"p. {line.page}")
    if _is_issuer(said.get("Author", "")):
        return Proposal(said["Author"], "author that the file gives itself")
    return Proposal(None, "")


def _cover(first: Sequence[_Line], title: Proposal) -> Iterator[_Line]:
    """Yield the lines of the page with the title, or of the first page, up to its first table; few of a text dump."""
    if not first:
        return
    on = next((line.page for line in first if title.value and line.text.strip(" .:") == title.value), first[0].page)
    has_type = any(line.size for line in first)
    lines = [line for line in first if line.page == on or line.page == first[0].page]
    for line in lines if has_type else lines[:DUMP_COVER]:
        if line.is_row:
            return
        yield line


def is_sentence(text: str) -> bool:
    """Tell whether a line is a sentence about a body, and not its name: a full stop behind several small words."""
    small = [word for word in text.split() if word[0].islower() and len(word) > SHORT]
    return text.endswith(".") and len(small) >= FEWEST_SMALL


def _is_issuer(text: str) -> bool:
    is_name = 2 <= len(text.split()) <= MOST_ISSUER_WORDS and text[:1].isupper()
    folded = fold(text)
    is_body = BODY.fullmatch(folded) is not None and not TITLE.match(folded)
    return is_name and is_body and OFFICE.match(folded) is None


def _countries(texts: Iterable[str]) -> Counter[str]:
    text = fold(" ".join(texts))
    counts: Counter[str] = Counter()
    for spelling, state in read_parties().names.items():
        name = " ".join(spelling)
        if state and len(name) >= SHORTEST_NAME and "." not in name:
            counts[state] += len(re.findall(rf"\b{re.escape(name)}\b", text))
    return +counts


def _country(file: Path, lines: Sequence[PrintedLine], first: Sequence[_Line]) -> Proposal:
    code = slug(file.stem).split("-")[0].upper()
    by_name = (read_parties().codes.get(code) or None) if len(code) in (2, 3) else None
    on_cover = _countries(line.text for line in first[:COVER_LINES])
    if len(on_cover) == 1:
        return Proposal(next(iter(on_cover)), f"p. {first[0].page}")
    ranked = _countries(" ".join(line.cells) for line in lines).most_common(2)
    others = ranked[1][1] if len(ranked) > 1 else 0
    if ranked and (by_name == ranked[0][0] or ranked[0][1] >= CLEARLY * max(others, 1)):
        return Proposal(ranked[0][0], f"named {ranked[0][1]} times")
    return Proposal(by_name, "file name") if by_name else Proposal(None, "")


def _period(file: Path, first: Sequence[_Line], title: Proposal) -> Proposal:
    name = re.sub(r"[_.]+", " ", file.stem)
    named = [(title.found, span) for span in _spans(title.value or "")] + [("file name", span) for span in _spans(name)]
    if named:
        return Proposal(named[0][1], named[0][0])
    printed = [line for line in first if not line.is_row]
    short = [line for line in printed if len(line.text.split()) <= MOST_ON_COVER]
    for lines in (short, printed):  # a sentence may name the years of another plan
        found = {span: f"p. {line.page}" for line in reversed(lines) for span in _spans(line.text)}
        if len(found) == 1:
            return Proposal(*found.popitem())
        if found:
            return Proposal(None, "")
    years = set(YEAR.findall(title.value or ""))
    if len(years) == 1 and ANNUAL.search(fold(title.value or "")):
        return Proposal(f"{min(years)}-{min(years)}", f"{title.found}: a plan of one year")
    return Proposal(None, "")


def _spans(text: str) -> list[str]:
    """Return the spans of years that a text names, each as "2022-2024"."""
    found = [(int(match[1]), int(match[2])) for match in SPAN.finditer(fold(text))]
    return [f"{begin}-{end}" for begin, end in found if 0 < end - begin <= LONGEST_PERIOD]


def _language(lines: Sequence[PrintedLine]) -> Proposal:
    language = guess_language(" ".join(line.cells) for line in lines)
    is_said = language is not None and len(language.code) == 2
    return Proposal(language.code, "its words") if language and is_said else Proposal(None, "")
