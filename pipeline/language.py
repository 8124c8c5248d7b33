"""The language of a document. Its words are data in `reference/languages/<code>/`; this module reads them.

A document's language comes from the manifest (`language = "pt"`), and every stage gets it. If it is not given
(`directriz tables`), it is guessed from the document's own words. A language without a folder has only the words of
`und/`. Its tables and rows are read, but everything that needs the words of a language (reading pictures, repair,
drafts, linking) refuses it and lists the known ones.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .errors import ManifestInvalid, PipelineError
from .text import fold

FOLDER = Path(__file__).with_name("reference") / "languages"
OTHER = "und"  # ISO 639-2: undetermined
USUAL = "es"  # assumed if nothing tells the language; its files show what a file of a language holds
KNOWN = 1e-8  # share of all running words from which on a word belongs to the language
COMMON = 1e-7
MISSPELT = 1000  # a word so many times rarer than its second part is its misspelling ("expresidente")
ANY_WORD = re.compile(r"[^\W\d_]+")
NUMBERED_CAPTION = re.compile(r"^[^\W\d]+[.]? (?:\d+|[ivx]+)[.:] ")  # "table 1. "
FEWEST_TOLD = 8  # least number of words of one language that tell it


@dataclass(frozen=True, slots=True, eq=False)
class CellWords:
    """Words that separate, or do not separate, the bodies and indicators of a cell; all but `indicators` are folded."""

    articles: frozenset[str]
    joins: frozenset[str]  # "and", "or"
    of: frozenset[str]  # between a unit and the body that it is part of
    of_the_nation: frozenset[str]  # after a ministry's name, no part of it; words joined by one space
    bodies: frozenset[str]  # first words of the names of bodies
    indicators: tuple[str, ...]  # first words of an indicator, as printed
    participles: tuple[str, ...]  # ends of the word that closes an indicator
    unfinished: frozenset[str]  # no indicator ends with one of these
    totals: frozenset[str]  # what a share is a share of


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """Endings by which a noun and its adjective agree in number; empty where a language has none."""

    singular: tuple[str, ...]
    plural: tuple[str, ...]
    determiners: frozenset[str]  # plural words that may follow a singular one

    def is_broken(self, first: str, second: str) -> bool:
        """Tell whether a plural word follows a singular one: "trabajo forzados"."""
        return first.endswith(self.singular) and second.endswith(self.plural) and second not in self.determiners


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """Marks that open a question or a call, and the words that ask; empty where a language has no such marks."""

    opening: Mapping[str, str]  # mark at the end: mark at the beginning
    asking: tuple[str, ...]
    before_asking: tuple[str, ...]  # prepositions that stand before the word that asks


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language: its words, and questions about words. There is one object for each code."""

    code: str  # ISO 639-1
    name: str  # in English
    ocr: str  # Tesseract's name for it; "" = no optical character recognition
    open_words: frozenset[str]  # no sentence ends with one; lower case
    joiners: tuple[str, ...]  # between the last two items of a list
    one_letter_words: str
    stressed_prefixes: frozenset[str]  # always written with a hyphen before another word
    prefixes: frozenset[str]  # the same, unless both together are a word
    loose_prefixes: frozenset[str]  # written with a hyphen or without one: "socio-económico", "socioeconómico"
    enclitics: frozenset[str]  # written with a hyphen after a verb
    name_links: frozenset[str]  # small words between two words of a name
    accented: str  # letters with an accent or another mark
    accents: Mapping[str, str]  # bare vowel: the same with each accent that any word may carry
    marked: Mapping[str, str]  # bare consonant: the same with its mark
    ordinal: str  # sign that is raised after the N of a number: "N°"
    made_up: frozenset[str]  # accented letters that an OCR set to English reads where there is none
    cells: CellWords
    agreement: Agreement
    questions: Questions
    numbers: frozenset[str]  # numbers in words, folded
    passed_over: frozenset[str]  # words that do not matter where two editions are compared, folded

    def __reduce__(self) -> tuple[Callable[[str], Language], tuple[str]]:
        """Return how the language is made anew in another process: by its code."""
        return language_of, (self.code,)

    @property
    def is_known(self) -> bool:
        """Tell whether there are lists of its words."""
        return bool(self.ocr)

    @property
    def ocr_packages(self) -> str:
        """Debian packages that read it from pictures."""
        return f"tesseract-ocr and tesseract-ocr-{self.ocr}"

    def flatten(self, word: str) -> str:
        """Return a lower-case word without the accents and marks that the language has."""
        return word.translate(_bare_letters(self.accented))

    def share(self, word: str) -> float:
        """Return a lower-case word's share of all running words of the language; 0 where it is in no list."""
        return shares_of(self.code).get(word, 0.0) if self.ocr else 0.0

    def has(self, word: str) -> bool:
        """Tell whether a word belongs to the language, in whatever case; an unknown language has no words."""
        return self.share(word.lower()) >= KNOWN

    def is_common(self, word: str) -> bool:
        """Tell whether a word is common in the language, in whatever case.

        A single letter is not, unless it is a word.
        """
        word = word.lower()
        return self.share(word) >= COMMON and (len(word) > 1 or word in self.one_letter_words)

    def is_open(self, text: str) -> bool:
        """Tell whether `text` cannot end here, because of its last word ("de la"), a comma or a dash."""
        words = text.split()
        return bool(words) and (
            words[-1].casefold().strip("“”\"'") in self.open_words or text.endswith((",", "-", "—"))
        )

    def ends_with_joiner(self, text: str) -> bool:
        """Tell whether `text` ends as the last item but one of a list does: "…; y"."""
        return text.endswith(tuple(f"; {word}" for word in self.joiners))

    def keeps_hyphen(self, first: str, second: str) -> bool:
        """Tell whether the language writes a hyphen between two parts of a word: "pós-graduação", "tornar-se"."""
        first, second = first.lower(), second.lower()
        whole = self.share(first + second)
        if first in self.stressed_prefixes or (first in self.prefixes and whole * MISSPELT < self.share(second)):
            return True
        is_verb = len(first) > 1 and (self.has(first) or first[-1] in "áâéêíóô")  # "tornar", "fazê"
        return second in self.enclitics and is_verb and whole < KNOWN


@lru_cache(maxsize=8)
def shares_of(code: str, wordlist: str = "best") -> Mapping[str, float]:
    """Return wordfreq's list of a language's forms: lower-case word, share of all running words.

    `wordlist` is "large", "small" or "best", the largest that there is. The list is shared: do not change it.
    """
    import wordfreq

    return MappingProxyType(wordfreq.get_frequency_dict(code, wordlist=wordlist))


@lru_cache(maxsize=1)
def known_codes() -> tuple[str, ...]:
    """Return the codes of the languages known here, sorted."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != OTHER))


@lru_cache(maxsize=64)
def language_of(code: str) -> Language:
    """Return the language of an ISO 639-1 code; one that is not known has the words of `und/` alone."""
    if code not in known_codes():
        return replace(_read(OTHER), code=code)
    return _read(code)


def _read(code: str) -> Language:
    entry = _entry(code)
    sentences, hyphens, letters = entry["sentences"], entry["hyphens"], entry["letters"]
    return Language(
        code=code,
        name=entry["name"],
        ocr=entry.get("ocr", ""),
        open_words=frozenset(sentences["open_words"]),
        joiners=tuple(sentences["joiners"]),
        one_letter_words=sentences["one_letter_words"],
        stressed_prefixes=frozenset(hyphens["always"]),
        prefixes=frozenset(hyphens["prefixes"]),
        loose_prefixes=frozenset(hyphens["loose"]),
        enclitics=frozenset(hyphens["enclitics"]),
        name_links=frozenset(sentences["name_links"]),
        accented=letters["accented"],
        accents=_by_bare_letter(letters["vowels"]),
        marked=_by_bare_letter(letters["others"]),
        ordinal=letters["ordinal"],
        made_up=frozenset(letters["made_up"]),
        cells=_cell_words(entry["cells"]),
        agreement=_agreement(entry["agreement"]),
        questions=_questions(entry["questions"]),
        numbers=frozenset(entry["editions"]["numbers"]),
        passed_over=frozenset(entry["editions"]["passed_over"]),
    )


def _agreement(entry: Mapping[str, Any]) -> Agreement:
    return Agreement(tuple(entry["singular"]), tuple(entry["plural"]), frozenset(entry["determiners"]))


def _questions(entry: Mapping[str, Any]) -> Questions:
    opening = MappingProxyType(dict(entry["opening"]))
    return Questions(opening, tuple(entry["asking"]), tuple(entry["before_asking"]))


def _cell_words(entry: Mapping[str, Any]) -> CellWords:
    return CellWords(
        articles=frozenset(entry["articles"]),
        joins=frozenset(entry["joins"]),
        of=frozenset(entry["of"]),
        of_the_nation=frozenset(entry["of_the_nation"]),
        bodies=frozenset(entry["bodies"]),
        indicators=tuple(entry["indicators"]),
        participles=tuple(entry["participles"]),
        unfinished=frozenset(entry["unfinished"]),
        totals=frozenset(entry["totals"]),
    )


def _by_bare_letter(letters: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for letter in letters:
        found[fold(letter)] = found.get(fold(letter), "") + letter
    return MappingProxyType(found)


@lru_cache(maxsize=16)
def _bare_letters(accented: str) -> dict[int, str]:
    return {ord(letter): fold(letter) for letter in accented}


@lru_cache(maxsize=16)
def _entry(code: str) -> Mapping[str, Any]:
    return read_words(code, "language.toml")


def read_words(code: str, file: str, folder: Path = FOLDER) -> Mapping[str, Any]:
    """Return what a file of a language holds; `file` is one that every language has, such as `plan_words.toml`.

    Refuses (ManifestInvalid) a file that is missing or is not TOML, and one that lacks a section of the Spanish file,
    or one of its keys.
    """
    place = f"reference/languages/{code}/{file}"
    entry = _toml(folder / code / file, place)
    if lacking := sorted(set(_keys_of(_usual(file), file)) - set(_keys_of(entry, file))):
        remedy = f"Copy it from {USUAL}/{file} and write the words of the language; a list may be empty."
        raise ManifestInvalid(place, f"it lacks {', '.join(lacking)}", remedy)
    return entry


def _keys_of(entry: Mapping[str, Any], file: str) -> Iterator[str]:
    """Yield the sections of a file of a language, and their keys; `plan_words.toml` needs sections only."""
    for name, value in entry.items():
        if name != "ocr":  # a language without it is read, except from pictures
            yield f"[{name}]" if isinstance(value, dict) else name
        if isinstance(value, dict) and file != "plan_words.toml":
            yield from (f"[{name}] {key}" for key in value)


@lru_cache(maxsize=8)
def _usual(file: str) -> Mapping[str, Any]:
    return _toml(FOLDER / USUAL / file, f"reference/languages/{USUAL}/{file}")


def _toml(path: Path, place: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        remedy = f"Copy it from {USUAL}/ and write the words of the language, or delete the folder (docs/languages.md)."
        raise ManifestInvalid(place, "the file is missing", remedy) from None
    except ValueError as error:  # no UTF-8, or no TOML
        raise ManifestInvalid(place, f"it cannot be read: {error}", "Correct the file in a text editor.") from None


@lru_cache(maxsize=8)
def page_words(kind: str) -> tuple[str, ...]:
    """Return the words of all languages for one `kind`: "continued", "page", "of", "note", "source", "caption".

    All languages are used together, because programs that number pages use a language of their own. The longest comes
    first; each is given with and without accents.
    """
    found = [word for code in (*known_codes(), OTHER) for word in _entry(code)["pages"][kind]]
    return tuple(sorted({*found, *map(fold, found)}, key=lambda word: (-len(word), word)))


def pattern_of(words: Sequence[str]) -> str:
    """Return a regular expression for any of some words."""
    return f"(?:{'|'.join(map(re.escape, words))})"


@lru_cache(maxsize=1)
def _note_words() -> re.Pattern[str]:
    words = (*page_words("note"), *page_words("source"))
    return re.compile(rf"^\(?{pattern_of(words)}s?(?: \w+)?:", re.IGNORECASE)


def begins_note(line: str) -> bool:
    """Tell whether a line begins a note below a table: "Nota: …", "Fuente: …", "Elaboración propia: …"."""
    return ":" in line and _note_words().match(line) is not None


@lru_cache(maxsize=1)
def caption_words() -> frozenset[str]:
    """Return the words before the number of a table, folded: "tabla", "cuadro", "table"."""
    return frozenset(map(fold, page_words("caption")))


def says_continued(line: str) -> bool:
    """Tell whether a line says that a table goes on: "(continúa)", "Continuação", "Table 1 (continued)."."""
    folded = NUMBERED_CAPTION.sub("", fold(line))
    if folded.removeprefix("(").startswith(page_words("continued")):
        return True
    return folded.rstrip(" .:").endswith(")") and folded.rpartition("(")[2].startswith(page_words("continued"))


def refuse_unknown(language: Language, place: str, what: str, error: type[PipelineError]) -> None:
    """Do nothing for a known language; for another one raise `error`, because `what` needs the language's words."""
    if not language.is_known:
        known = ", ".join(f"{code} ({language_of(code).name})" for code in known_codes())
        remedy = f"Known are {known}. Name one if it is the document's; docs/languages.md tells how to add one."
        raise error(
            place, f"language is {language.code!r}, which has no word lists here, and {what} needs them", remedy
        )


@lru_cache(maxsize=1)
def _telling_words() -> Mapping[str, str]:
    """Return the open words that only one language has, and the code of that language."""
    owners: dict[str, list[str]] = {}
    for code in (*known_codes(), OTHER):
        for word in _read(code).open_words:
            owners.setdefault(word, []).append(code)
    return MappingProxyType({word: codes[0] for word, codes in owners.items() if len(codes) == 1})


@lru_cache(maxsize=1)
def _telling_endings() -> tuple[tuple[str, str], ...]:
    """Return the endings of words that only one known language has, and the code of that language."""
    return tuple((ending, code) for code in known_codes() for ending in _entry(code)["sentences"]["own_endings"])


def _told_by(word: str) -> str | None:
    """Return the language that a word tells: it is a small word of that language alone, or ends as only there."""
    code = _telling_words().get(word)
    small = word.lower()
    return code or next(
        (code for ending, code in _telling_endings() if small.endswith(ending) and small != ending), None
    )


def telling_words(texts: Iterable[str]) -> Counter[str]:
    """Return how many words of texts tell each language: its own small words and endings of words."""
    return Counter(code for text in texts for word in ANY_WORD.findall(text) if (code := _told_by(word)) is not None)


def guess_language(texts: Iterable[str], fewest: int = FEWEST_TOLD) -> Language | None:
    """Return the language whose own small words and endings of words are the most frequent in texts.

    None if there are fewer than `fewest`.
    """
    found = telling_words(texts)
    if not found:
        return None
    code, count = min(found.items(), key=lambda each: (-each[1], each[0]))
    return language_of(code) if count >= fewest and count * 2 > found.total() else None
