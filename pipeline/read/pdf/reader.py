"""From a PDF to its logical tables and the lines outside them, page by page."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace

from ...errors import NeedsOcr, SourceUnreadable, WrongUsage
from ...language import USUAL, Language, guess_language, known_codes, language_of, refuse_unknown, says_continued
from .garbage_collector import collect_now, without_collector
from .grid.fragments import Fragment
from .guard.document import OpenPage, PdfFile, PdfPath
from .page.cell_text import Vocabulary
from .page.doubts import Doubt, assumed_language, attached_doubts, cut_doubts, unread_columns
from .page.drawing import drawing_of, view_of
from .page.pages_before import NO_PAGE_BEFORE
from .page.typefaces import PLAIN, Run
from .page.words import TextLayer
from .page_ends import begins_anew, has_room_below, heading_above
from .page_reader import FEWEST_CHARS, PICTURE, picture_share, sheet_of
from .pages_ahead import ALONE, Effort, ReadAhead
from .prose.furniture import FOOTNOTE_BEGINS, SMALLER, furniture_of, letterhead_of
from .prose.page_records import Line, Reading, Sheet
from .scan.pictures import HERE
from .scan.tesseract import how_to_install
from .table.between_fragments import ANEW, CONTINUED
from .table.join import is_no_table_alone, join_fragments, lone_fragments
from .table_search import Look

MOST_ASKED = 10  # pages of a document that second engines are asked about: each costs a second
GUESSED_FROM = 5  # pages, from the first to the last
SHORT = 20  # pages: the first one may tell the language of a document that has no more
TOLD_BY_ONE = 24  # small words of one language alone, on that page
FEW_CHARS = 200  # of a page whose picture, however small, may tell more
TOLD_EVERY = 200  # pages without pictures: 200 pages of text take some seconds
MOST_LOOKED_AT = 2  # pages that are pictures, read to tell the language: each costs a second


@dataclass(frozen=True, slots=True)
class _Asked:
    """The settings of a reading."""

    pages: Iterable[int] | None
    with_runs: bool
    language: Language | None
    effort: Effort


def read_pdf(
    path: PdfPath,
    pages: Iterable[int] | None = None,
    with_runs: bool = False,
    language: Language | None = None,
    effort: Effort = ALONE,
) -> Reading:
    """Return the tables of a PDF and the lines outside them; `pages` counts from 1, None = all.

    `with_runs` asks how the words outside tables are printed too: bold, struck, underlined. `language` is that of the
    document; None = guessed from its own words (of a scan, from those of its first pages), Spanish where they are too
    few to tell. `effort` says how many processes read pages that are pictures, and who is told of them.

    Refuses (SourceUnreadable) what `document` refuses, and a document no page of which has text; (WrongUsage) a page
    that the document does not have.
    """
    with without_collector():
        return _reading(path, _Asked(pages, with_runs, language, effort))


def _reading(path: PdfPath, asked: _Asked) -> Reading:
    with PdfFile(path) as source, ExitStack() as stack:
        numbers, language, with_runs = page_numbers(source, asked.pages), asked.language, asked.with_runs
        vocabulary, language_by = Vocabulary(language or language_of(USUAL)), "told" if language else "assumed"
        found: list[Sheet] = []
        pictures = HERE
        for page in source.pages(numbers):
            if not found:
                if language is None and (guessed := _guessed_language(source, page, numbers)) is not None:
                    vocabulary, language_by = Vocabulary(guessed), "guessed"
                if asked.effort.jobs > 1:
                    ahead = ReadAhead(source.path, numbers, vocabulary.language, asked.effort.jobs)
                    pictures = stack.enter_context(ahead)
            before = found[-1].after if found else NO_PAGE_BEFORE
            found.append(sheet_of(page, vocabulary, Look(before, with_runs, pictures=pictures)))
            is_scan = any(doubt.code == "page_ocr" for doubt in found[-1].doubts)
            if is_scan:  # the others leave no circles behind
                collect_now()
            if asked.effort.told is not None and (is_scan or len(found) % TOLD_EVERY == 0):
                asked.effort.told(len(found), len(numbers))
        found = _with_numbered_margin(source, found, vocabulary, Look(with_runs=with_runs, pictures=pictures))
        sheets = tuple(_asked_again(source, found, vocabulary, with_runs))
        attached = attached_doubts(numbers[0], source.attached())
        attached += cut_doubts(numbers[0], source.cut_drawings())
    refuse_without_text(source.place, sheets, vocabulary.language)
    letterhead = letterhead_of(sheets)
    furniture = furniture_of(sheets)
    fragments = [fragment for sheet in sheets for fragment in sheet.fragments if id(fragment) not in letterhead]
    between = _between(fragments, sheets, furniture)
    is_final = not any(map(is_no_table_alone, fragments))
    tables = join_fragments(fragments, between, vocabulary, lets_go=is_final)
    if lone := lone_fragments(tables):
        sheets = tuple(_with_lines_of(sheet, [fragments[index] for index in sorted(lone)]) for sheet in sheets)
        fragments = [fragment for index, fragment in enumerate(fragments) if index not in lone]
        tables = join_fragments(fragments, _between(fragments, sheets, furniture), vocabulary, lets_go=True)
    return Reading(
        path=source.named,
        sha256=source.sha256,
        page_count=source.page_count,
        sheets=sheets,
        fragments=tuple(fragments),
        tables=tuple(tables),
        furniture=furniture,
        letterhead=tuple(item for sheet in sheets for item in sheet.fragments if id(item) in letterhead),
        unread_pages=tuple(sheet.number for sheet in sheets if _needs_ocr(sheet)),
        vocabulary=vocabulary,
        language=vocabulary.language,
        language_by=language_by,
        doubts=(*attached, *_language_doubts(sheets, vocabulary.language, language_by), *_doubts_of(sheets)),
    )


def _doubts_of(sheets: Sequence[Sheet]) -> tuple[Doubt, ...]:
    return tuple(doubt for sheet in sheets for doubt in sheet.doubts)


def _language_doubts(sheets: Sequence[Sheet], language: Language, language_by: str) -> list[Doubt]:
    """Return the doubt about the language of a document with scanned pages, where it was only assumed."""
    scanned = next((doubt.page for doubt in _doubts_of(sheets) if doubt.code == "page_ocr"), None)
    if scanned is None or language_by != "assumed":
        return []
    return [assumed_language(scanned, language.name, known_codes())]


def _with_numbered_margin(source: PdfFile, found: list[Sheet], vocabulary: Vocabulary, look: Look) -> list[Sheet]:
    """Return the sheets, those before the first with numbered lines read again where words stand in the same margin.

    A first page of few lines does not show by itself that a "1" beside its title counts lines.
    """
    first = next((index for index, sheet in enumerate(found) if sheet.after.line_numbers is not None), 0)
    sheets = list(found)
    for index, sheet in enumerate(found[:first]):
        margin = found[first].after.line_numbers
        if margin is not None and any(margin.touches(line.box) for line in sheet.lines):
            before = replace(sheets[index - 1].after if index else NO_PAGE_BEFORE, line_numbers=margin)
            with source.page(sheet.number) as page:
                sheets[index] = sheet_of(page, vocabulary, replace(look, before=before, is_second=True))
    return sheets


def _asked_again(source: PdfFile, found: list[Sheet], vocabulary: Vocabulary, with_runs: bool) -> Iterator[Sheet]:
    """Yield the sheets. If words stand in columns and no table was found, other engines are asked, or a doubt is added.

    They are not asked about a page that is turned, cropped or read from its picture, because they would see it
    otherwise.
    """
    open_ones = [sheet for sheet in found if sheet.aligned and not (sheet.turns or sheet.has_image)]
    befores = [NO_PAGE_BEFORE, *(sheet.after for sheet in found)]
    for sheet, before in zip(found, befores, strict=False):
        if not sheet.aligned:
            yield sheet
            continue
        again = sheet
        if sheet in open_ones and len(open_ones) <= MOST_ASKED:
            from .grid.second_engines import second_grids

            with source.page(sheet.number) as page:
                if page.rotation == 0 and page.visible_box()[:2] == (0.0, 0.0):
                    grids = second_grids(source.path, sheet.number, sheet.aligned, sheet.height)
                    again = sheet_of(page, vocabulary, Look(before, with_runs, True, tuple(grids)))
            collect_now()
        yield replace(again, doubts=(*again.doubts, *(unread_columns(sheet.number, place) for place in again.aligned)))


def _guessed_language(source: PdfFile, first: OpenPage, numbers: Sequence[int]) -> Language | None:
    """Return the language of a document by the text of a few of its pages; None where they do not tell it.

    For a short document the first page is enough if most of its small words belong to one language. It is open already;
    loading other pages only for this would take a third of the time of reading them. If the text layers do not tell the
    language, the first pages that are pictures are read quickly.
    """
    own = TextLayer(first, view_of(first)).text
    if len(numbers) <= SHORT and (told := guess_language([own], TOLD_BY_ONE)) is not None:
        return told
    asked = {numbers[index * (len(numbers) - 1) // (GUESSED_FROM - 1)] for index in range(GUESSED_FROM)}
    others = (source.page(number) for number in sorted(asked - {first.number}))
    told = guess_language(itertools.chain([own], map(_text_of, others)))
    return told or _language_of_pictures(source, sorted(asked))


def language_of_pdf(path: PdfPath) -> Language | None:
    """Return the language that the words of a PDF tell, those of its first pages if it is a scan; None: too few words.

    Refuses (SourceUnreadable) what `document` refuses.
    """
    with without_collector(), PdfFile(path) as source:
        numbers = page_numbers(source, None)
        first = next(iter(source.pages(numbers[:1])))
        with first:
            return _guessed_language(source, first, numbers)


def _text_of(page: OpenPage) -> str:
    """Return the text of a page, which is closed."""
    with page:
        return TextLayer(page, view_of(page)).text


def _language_of_pictures(source: PdfFile, asked: list[int]) -> Language | None:
    from .scan.first_look import words_on_picture

    words: list[str] = []
    looked_at = 0
    for page in source.pages(asked):
        if looked_at < MOST_LOOKED_AT and _is_picture(page):
            looked_at += 1
            with suppress(SourceUnreadable):  # a picture larger than any scan: if the page needs it, it is told there
                words += words_on_picture(page)
            if guessed := guess_language([" ".join(words)]):
                return guessed
    return None


def _is_picture(page: OpenPage) -> bool:
    """Tell whether a page is in large part a picture, or has no text, and a picture or letters drawn as lines.

    A logo beside text tells no language that the text does not.
    """
    from .scan.drawn_letters import draws_letters
    from .scan.picture import pictures_on

    if next(pictures_on(page), None) is None:
        return TextLayer(page, view_of(page)).count < FEWEST_CHARS and draws_letters(page)
    is_bare = TextLayer(page, view_of(page)).count < FEW_CHARS
    return is_bare or picture_share(drawing_of(page, view_of(page)), (page.width, page.height)) >= PICTURE


def page_numbers(source: PdfFile, pages: Iterable[int] | None) -> list[int]:
    """Return the pages to read, in order; refuses (WrongUsage) one that the file does not have."""
    if pages is None:
        return list(range(1, source.page_count + 1))
    numbers = sorted(set(pages))
    if wrong := [number for number in numbers if not 1 <= number <= source.page_count]:
        raise WrongUsage(source.place, f"page {wrong[0]} of {source.page_count}", "Name pages that the file has.")
    return numbers


def _needs_ocr(sheet: Sheet) -> bool:
    return sheet.hides_text or (not sheet.has_text and sheet.has_image)


def refuse_without_text(place: str, sheets: Sequence[Sheet], language: Language) -> None:
    """Refuse (SourceUnreadable) sheets none of which has text, with the pages that need OCR and its packages."""
    if any(sheet.has_text for sheet in sheets):
        return
    if unread := [sheet.number for sheet in sheets if _needs_ocr(sheet)]:
        raise _unread(place, unread, language)
    if any(sheet.doubts for sheet in sheets):
        raise SourceUnreadable(
            place, f"{len(sheets)} pages that are pictures, and no word in them", "Name the document itself."
        )
    raise SourceUnreadable(
        place, f"{len(sheets)} empty pages: nothing on them can be read", "Name the document itself."
    )


def refuse_unread(reading: Reading) -> None:
    """Refuse (SourceUnreadable) a reading with pages that were not read: their text would be lost."""
    if faults := [doubt for doubt in reading.doubts if doubt.is_loss]:
        place = f"{reading.path.name} p. {faults[0].page}"
        remedy = "Leave the page out with `pages` in the profile, or print the document anew; please report the file."
        raise SourceUnreadable(place, faults[0].detail, remedy)
    if reading.unread_pages:
        raise _unread(reading.path.name, reading.unread_pages, reading.language)


def unread_text(reading: Reading) -> str:
    """Return a message about the pages that were not read."""
    pages = page_ranges(reading.unread_pages)
    if not reading.language.is_known:
        return f"{pages} not read: pictures are not read in the language {reading.language.code!r}"
    return f"{pages} not read; install {how_to_install(reading.language)}"


def language_text(reading: Reading) -> str:
    """Return a message: in which language a document was read if nobody named it, or that it has no word list.

    Else "".
    """
    language, known = reading.language, ", ".join(known_codes())
    if not language.is_known:
        return f"no list of words for its language: hyphens at line ends are dropped (known: {known})"
    if reading.language_by == "told":
        return ""
    why = "guessed from its words" if reading.language_by == "guessed" else "its text is too short to tell the language"
    return f"read in {language.name}, {why}; --language names another ({known})"


def _unread(place: str, pages: Sequence[int], language: Language) -> SourceUnreadable:
    refuse_unknown(language, f"{place} {page_ranges(pages)}", "reading pages that are images", SourceUnreadable)
    return NeedsOcr(
        place,
        f"no readable text on {page_ranges(pages)}: the pages are images, their letters are drawn as lines, or their "
        "fonts do not say what they print",
        f"Install {how_to_install(language)} for optical character recognition.",
    )


def page_ranges(pages: Sequence[int]) -> str:
    """Return pages as people write them: "p. 1-3, 7"."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][-1] + 1:
            ranges[-1][1:] = [page]
        else:
            ranges.append([page])
    return "p. " + ", ".join("-".join(map(str, dict.fromkeys(pair))) for pair in ranges)


def _with_lines_of(sheet: Sheet, lone: Sequence[Fragment]) -> Sheet:
    """Return a sheet in which the text of fragments that are no tables becomes lines outside tables."""
    own = [fragment for fragment in lone if fragment.page == sheet.number]
    if not own:
        return sheet
    printed = list(zip(sheet.lines, sheet.runs or [()] * len(sheet.lines), strict=True))
    filled = [(cell, fragment.line_height) for fragment in own for cell in fragment.cells if cell.words]
    for cell, height in filled:
        text = " ".join(cell.lines)
        line = Line(sheet.number, text, cell.box, cell.words)
        place = sum(other.box[1] <= cell.box[1] for other, _ in printed)
        printed.insert(place, (line, (Run(text, cell.box, PLAIN, False, height, cell.box[3]),)))
    lines, runs = tuple(line for line, _ in printed), tuple(found for _, found in printed)
    kept = tuple(fragment for fragment in sheet.fragments if all(fragment is not other for other in own))
    return replace(sheet, fragments=kept, lines=lines, runs=runs if sheet.runs else ())


def _between(fragments: Sequence[Fragment], sheets: Sequence[Sheet], furniture: dict[Line, str]) -> list[str | None]:
    """Return the first line of body text between each fragment and the one before; None where there is none.

    `CONTINUED` where the line above a fragment on another page says that the table goes on.
    """
    by_page = {sheet.number: sheet for sheet in sheets}
    found: list[str | None] = [None]
    for before, after in itertools.pairwise(fragments):
        if after.page == before.page:
            lines = _body(by_page[after.page], furniture, before.box[3], after.box[1])
        else:
            below = by_page[before.page]
            lines = _without_footnotes(_body(below, furniture, before.box[3], below.height), below, before)
            lines += _body(by_page[after.page], furniture, 0.0, after.box[1])
            above = _body(by_page[after.page], {}, 0.0, after.box[1])
            if above and says_continued(max(above, key=lambda line: line.box[3]).text):
                found.append(CONTINUED)  # what stands at the end of the page before is beside a table that goes on
                continue
        lines = [line for line in lines if not says_continued(line.text)]
        found.append(lines[0].text[:80] if lines else _new_beginning(before, after, by_page, furniture))
    return found


def _new_beginning(
    before: Fragment, after: Fragment, by_page: dict[int, Sheet], furniture: dict[Line, str]
) -> str | None:
    """Return what parts two fragments whose rows are numbered from 1 again: a heading, or `ANEW`; None: nothing."""
    if after.page != before.page + 1 or not begins_anew(before, after):
        return None
    if (heading := heading_above(after, by_page[after.page], furniture)) is not None:
        return heading.text[:80]
    return ANEW if has_room_below(before, after, tuple(by_page.values()), furniture) else None


def _body(sheet: Sheet, furniture: dict[Line, str], top: float, bottom: float) -> list[Line]:
    return [line for line in sheet.lines if top <= (line.box[1] + line.box[3]) / 2 <= bottom and line not in furniture]


def _without_footnotes(lines: list[Line], sheet: Sheet, fragment: Fragment) -> list[Line]:
    """Leave out footnotes below a table: from a mark on, in smaller print or under a short rule of their own."""
    for index, line in enumerate(lines):
        smaller = line.box[3] - line.box[1] < SMALLER * fragment.line_height
        ruled = any(
            fragment.box[3] < y <= line.box[1] + 3 and x1 - x0 < 0.6 * sheet.width for y, x0, x1 in sheet.strokes
        )
        if FOOTNOTE_BEGINS.match(line.text) and (smaller or ruled):
            return lines[:index]
    return lines
