"""Cuts a cell of agencies into the names printed in it, and separates what is no name.

Known names are found before the cell is cut, because the marks between two agencies also occur inside names:
- `MINSEG MJyDDHH` (ar-plan l. 22), `Organismos provinciales Organismos municipales` (l. 122), `Presidencia Secretaría
  Técnica` (corett-2020 l. 70): only a space separates two agencies; it was a line end of the cell;
- `Ministerio de Ciencia, Tecnología e Innovación` (ar-plan l. 107), `Comisiones, Comités, Consejos y Coaliciones
  Nacionales, ST y Presidencia de la Coalición` (corett-2020 l. 28): commas inside and between names;
- `Organismos provinciales, municipales y organizaciones de la sociedad civil` (ar-plan l. 18): a noun given once;
- `Dependencias del Ministerio de Agricultura` (ar-plan l. 27): a unit names its ministry and is not the ministry;
- `Dirección Nacional de Migraciones (DNM)`: one agency named twice;
- `Presidencia y Secretaría Técnica (Presentar …) Países miembros: Validar …` (corett-2020 l. 11): agencies and tasks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ..language import USUAL, CellWords, Language, known_codes, language_of
from ..reference.agencies import COLLECTIVE, RegisteredAgency, Registry
from ..reference.matcher import NameMatcher
from ..reference.names import Word, closed_class, is_acronym, words_of

JOIN, ARTICLE, OF, BODY, OTHER = "join", "article", "of", "body", ""  # what a word does between or in names


@dataclass(frozen=True, slots=True)
class Part:
    """A word, a mark or a known name of a cell; a name with brackets after it may include them."""

    words: tuple[Word, ...]
    agency: RegisteredAgency | None = None
    role: str = OTHER  # of a single word: JOIN, ARTICLE, OF, or BODY, which begins names of bodies

    @property
    def key(self) -> str:
        """Return the key of the word; "" if the part is a name, since no name equals a mark or a joining word."""
        return "" if self.agency else self.words[0].key

    @property
    def is_joining(self) -> bool:
        """Tell whether the word only joins names: a comma, a conjunction or an article."""
        return self.role in (JOIN, ARTICLE)

    @property
    def start(self) -> int:
        """Return where the part begins in its cell."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Return where the part ends in its cell, exclusive."""
        return self.words[-1].end

    @property
    def is_acronym(self) -> bool:
        """Tell whether it is an acronym, known or not, or a known name of one word: nothing can continue it."""
        printed = self.words[0].text
        return len(self.words) == 1 and (self.agency is not None or (is_acronym(printed) and len(printed) > 2))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a cell: cell[start:end] is a name, with its agency if it is known, or a task."""

    start: int
    end: int
    agency: RegisteredAgency | None = None
    is_task: bool = False


def cut_cell(cell: str, names: NameMatcher, registry: Registry, language: Language | None = None) -> list[Piece]:
    """Return the names and tasks of a cell whose white space is collapsed, in reading order, none overlapping.

    Every word of the cell is in one piece, except articles, conjunctions and marks between two pieces. `language` is
    that of the cell, Spanish if it is None.
    """
    parts = _complete_ellipses(_parts_of(cell, names, (language or language_of(USUAL)).cells), names)
    runs, tasks = _set_tasks_apart(parts, registry)
    pieces = list(tasks)
    for run in runs:
        for group in _cut_at_marks(cell, run):
            pieces += [_resolve(cut, registry) for cut in _cut_between_bodies(group)]
    return sorted(pieces, key=lambda piece: piece.start)


def _role_of(word: Word, words: CellWords) -> str:
    roles = {JOIN: {*words.joins, ","}, ARTICLE: words.articles, OF: words.of, BODY: words.bodies}
    return next((role for role, known in roles.items() if word.key in known), OTHER)


def _parts_of(text: str, names: NameMatcher, known: CellWords) -> list[Part]:
    words = words_of(text)
    parts = []
    position = 0
    for mention in names.mentions(text, words):
        parts += [Part((word,), None, _role_of(word, known)) for word in words[position : mention.first]]
        parts.append(Part(words[mention.first : mention.last], mention.agency))
        position = mention.last
    return parts + [Part((word,), None, _role_of(word, known)) for word in words[position:]]


def _complete_ellipses(parts: list[Part], names: NameMatcher) -> list[Part]:
    """Return the parts with `municipales` read as `Organismos municipales` after `Organismos provinciales,`."""
    completed: list[Part] = []
    noun: Word | None = None
    for part in parts:
        if part.agency is not None:
            noun = part.words[0] if part.agency.kind == COLLECTIVE else None
        elif noun is not None and (completed[-1].role == JOIN or completed[-1].key == "/") and part.role != JOIN:
            part = replace(part, agency=_known_as(f"{noun.text} {part.words[0].text}", names))
            noun = noun if part.agency else None
        completed.append(part)
    return completed


def _known_as(name: str, names: NameMatcher) -> RegisteredAgency | None:
    words = words_of(name)
    mentions = names.mentions(name, words)
    return mentions[0].agency if mentions and mentions[0].last - mentions[0].first == len(words) else None


def _set_tasks_apart(parts: list[Part], registry: Registry) -> tuple[list[list[Part]], list[Piece]]:
    """Return the runs of parts between tasks, and the tasks: in brackets, or after a body and a colon."""
    runs: list[list[Part]] = [[]]
    tasks = []
    position = 0
    while position < len(parts):
        end = _end_of_aside(parts, position)
        inner = parts[position + 1 : end]
        if said := _length_said_again(runs[-1], inner, registry):
            runs[-1][-said:] = [_joined([*runs[-1][-said:], *parts[position:end]])]
        elif end == position or _is_list_of_bodies(inner):
            end = position + 1
            runs[-1].append(parts[position])
        else:
            tasks.append(_task(parts[position:end]))
            runs.append([])
        position = end
    return runs, tasks


def _is_list_of_bodies(inner: list[Part]) -> bool:
    return not inner or _is_head(inner[0]) or all(part.agency or part.is_acronym or _is_parting(part) for part in inner)


def _length_said_again(run: list[Part], inner: list[Part], registry: Registry) -> int:
    """Return how many of the last parts are repeated in the brackets, as an acronym `(DNM)` or in full; 0 if none."""
    if not run or len(inner) != 2 or inner[1].key != ")":
        return 0
    name, said = run[-1].agency, inner[0].agency
    if name and said:
        return int(name == said or registry.is_part_of(name.agency_id, said.agency_id))
    return _length_of_initials(run, inner[0].words[0].key) if inner[0].is_acronym else 0


def _length_of_initials(run: list[Part], acronym: str) -> int:
    """Return how many of the last parts have the acronym as initials: Agencia Nacional de Prueba, ANP."""
    initials = ""
    for length, part in enumerate(reversed(run), 1):
        if part.words[0].is_mark and part.key != ",":
            return 0
        said = "".join(word.key[0] for word in part.words if word.key not in _small_words() and not word.is_mark)
        initials = said + initials
        if said and initials == acronym:
            return length
    return 0


@lru_cache(maxsize=1)
def _small_words() -> frozenset[str]:
    """Return the articles, prepositions and conjunctions of every language: no initial stands for one."""
    return frozenset().union(*(closed_class(language_of(code)) for code in known_codes()))


def _joined(parts: list[Part]) -> Part:
    """Return several parts as one: with the agency of the first part, or else of the brackets at the end."""
    return Part(tuple(word for part in parts for word in part.words), parts[0].agency or parts[-2].agency)


def _end_of_aside(parts: list[Part], position: int) -> int:
    """Return where the aside that opens at `position` ends, exclusive; `position` itself where none opens."""
    if parts[position].key == "(":
        closing = (index for index in range(position, len(parts)) if parts[index].key == ")")
        return next(closing, len(parts) - 1) + 1
    if parts[position].key == ":" and position and parts[position - 1].agency:
        following = (index for index in range(position + 1, len(parts) - 1) if _opens_task(parts, index))
        return next(following, len(parts))
    return position


def _opens_task(parts: list[Part], index: int) -> bool:
    return parts[index].agency is not None and parts[index + 1].key in {":", "("}


def _task(parts: list[Part]) -> Piece:
    """Return a task as a piece, with its brackets, without the colon before it and loose marks after it."""
    inner = parts[1:] if parts[0].key == ":" else parts
    while inner[-1].role == JOIN or inner[-1].key in {";", "-", "/"}:
        inner = inner[:-1]
    return Piece(inner[0].start, inner[-1].end, is_task=True)


def _cut_at_marks(cell: str, run: list[Part]) -> list[list[Part]]:
    """Return the groups of parts between marks that always separate agencies; the marks are in no group."""
    groups: list[list[Part]] = [[]]
    for index, part in enumerate(run):
        if _is_mark_between_bodies(cell, run, index):
            groups.append([])
        else:
            groups[-1].append(part)
    return [group for group in groups if group]


def _is_mark_between_bodies(cell: str, run: list[Part], index: int) -> bool:
    """Tell whether a mark separates agencies: a dash or slash with a space beside it, or between two agencies."""
    part = run[index]
    if part.key not in {"-", "/"}:
        return part.key in {";", ":", "•", "(", ")"}
    if not cell[part.start - 1 : part.start].strip() or not cell[part.end : part.end + 1].strip():
        return True
    return all(beside.agency or beside.is_acronym for beside in run[index - 1 : index + 2 : 2])


def _cut_between_bodies(group: list[Part]) -> list[list[Part]]:
    """Return the names of a group, cut at commas, conjunctions and spaces, without the words that only join them."""
    names: list[list[Part]] = [[]]
    for index, part in enumerate(group):
        if names[-1] and _is_boundary(names[-1], group, index):
            names.append([])
        names[-1].append(part)
    trimmed = [_trim(name) for name in names]
    return [name for name in trimmed if name]


def _is_boundary(name: list[Part], group: list[Part], index: int) -> bool:
    """Tell whether a new name begins at group[index], after the parts of `name`."""
    part, last = group[index], name[-1]
    if part.role == JOIN:
        return _is_closed(last) or (
            _opens_name(group, index) and (_is_name(name) or _next(group, index).agency is not None)
        )
    if last.is_joining or last.role == OF:
        return False
    if part.agency:
        return last.agency is not None or (part.is_acronym and last.is_acronym) or _is_national(name)
    return (last.agency is not None and _is_head(part)) or (_is_acronym_of(last) and part.is_acronym)


def _is_closed(part: Part) -> bool:
    """Tell whether a name cannot continue after a comma: an acronym, or a group of agencies."""
    return part.agency is not None and (part.is_acronym or part.agency.kind == COLLECTIVE)


def _is_acronym_of(part: Part) -> bool:
    return part.agency is not None and part.is_acronym


def _is_name(name: list[Part]) -> bool:
    """Tell whether the parts so far look like the name of an agency: known, acronym, or typical first word."""
    return name[-1].agency is not None or name[-1].is_acronym or any(_is_head(part) for part in _trim(name)[:1])


def _opens_name(group: list[Part], index: int) -> bool:
    following = _next(group, index)
    return following.agency is not None or following.is_acronym or _is_head(following)


def _next(group: list[Part], index: int) -> Part:
    """Return the first part from `index` on that is neither a joining word nor an article; the last one if all are."""
    rest = [part for part in group[index:] if not part.is_joining]
    return rest[0] if rest else group[-1]


def _is_head(part: Part) -> bool:
    return part.agency is None and part.role == BODY and part.words[0].text[0].isupper()


def _is_parting(part: Part) -> bool:
    return part.words[0].is_mark or part.is_joining


def _is_national(name: list[Part]) -> bool:
    """Tell whether a body is followed by nothing but its country: "Ministerio de Seguridad de la Nación"."""
    body, said = name[0].agency, " ".join(part.key for part in name[1:])
    return body is not None and (said in body.nation or said in _national_phrases())


@lru_cache(maxsize=1)
def _national_phrases() -> frozenset[str]:
    """Return "of the nation" in every language: no such phrase means anything else in another."""
    return frozenset(phrase for code in known_codes() for phrase in language_of(code).cells.of_the_nation)


def _trim(name: Sequence[Part]) -> list[Part]:
    kept = [
        index
        for index, part in enumerate(name)
        if not part.is_joining and not (part.words[0].is_mark and len(part.words) == 1)
    ]
    return list(name[kept[0] : kept[-1] + 1]) if kept else []


def _resolve(name: list[Part], registry: Registry) -> Piece:
    """Return a name as a piece, with the agency that it names, not one that it only mentions."""
    agency = name[0].agency
    if len(name) > 1 and not _is_national(name):
        agency = agency if agency and _is_followed_by_its_whole(name, registry) else None
    return Piece(name[0].start, name[-1].end, agency)


def _is_followed_by_its_whole(name: list[Part], registry: Registry) -> bool:
    """Tell whether the name is a unit followed by the agency it is part of: Secretaría de Trabajo del Ministerio …."""
    first, whole = name[0].agency, name[-1].agency
    between = {part.role for part in name[1:-1]}
    if not (first and whole and OF in between and between <= {OF, ARTICLE}):
        return False
    return registry.is_part_of(first.agency_id, whole.agency_id)
