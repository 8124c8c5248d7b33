"""What a person pastes into a profile to mend a refusal: whole lines of TOML, and where they go.

A profile that ships with the program is never edited: the advice begins with making a copy below `raw/`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import cache

from ..layouts import EXTRAS, HEADING_COLUMNS, MATRIX_COLUMNS, Profile
from ..reference.headers import Mapper, header_key, name_key, read_header_words

ACTION = "action"
LIKE_ACTIONS = (ACTION, "goal", "measure", "objective")  # columns whose headers some plans print over their actions
SHORTEST_CUT = 4  # letters of a header that a page cuts
PUBLISHED = frozenset((*HEADING_COLUMNS, *MATRIX_COLUMNS))
COPY = (
    "Profile {name!r} ships with the program: do not edit it. `directriz profile --copy ID` (ID: the document's id in "
    "raw/sources.toml) makes a copy of it below raw/profiles/ and names it in the manifest. In the copy:"
)


@cache
def _mapper() -> Mapper:
    words = read_header_words()
    columns = {name: labels for name, labels in words.columns.items() if name in PUBLISHED}
    return Mapper(type(words)(columns, words.programmed, words.executed, words.questions))


def toml_list(values: Sequence[str]) -> str:
    """Return texts as a list of TOML."""
    return "[" + ", ".join(json.dumps(value, ensure_ascii=False) for value in values) + "]"


def where(name: str) -> str:
    """Return the sentence that says which file is to be edited, or copied first."""
    return f"In raw/{name}:" if name.endswith(".toml") else COPY.format(name=name)


def fix_unknown_header(profile: Profile, name: str, labels: Sequence[str], taken: Collection[str]) -> str:
    """Return the lines that place headers which the profile does not know, under the columns they seem to be of.

    `taken` are the columns that other headers of the same table are of. If none of them is that of the actions, the
    header that is most likely theirs is placed there: a table of the plan cannot be read without.
    """
    placed: dict[str, list[str]] = {}
    cut = _cut_headers(profile, labels, taken)
    action = None if ACTION in taken or any(column == ACTION for column, _ in cut.values()) else likely_action(labels)
    for label in labels:
        column = cut[label][0] if label in cut else _column_for(label, {*taken, *placed})
        placed.setdefault(ACTION if label == action else column, []).append(label)
    lines = [_column_line(profile, column, new) for column, new in placed.items()]
    return "\n".join(
        [
            *(
                f"{label!r} begins {whole!r} of the profile: is the header cut by the page?"
                for label, (_, whole) in cut.items()
            ),
            where(name),
            "below [columns], in place of the line that begins with the same word if there is one:",
            *(f"    {line}" for line in lines),
            "Any other column will do; `extras` keeps a column that has no name of its own. A column that is not to be",
            "read at all goes on a line of its own above [columns]:",
            f"    ignore = {toml_list([*profile.ignore, *labels])}",
        ]
    )


def likely_action(labels: Sequence[str]) -> str | None:
    """Return the header that most likely names the actions, by its words; None if there is no header."""
    named = {label: _mapper().column(label) for label in labels}
    ranked = (label for column in LIKE_ACTIONS for label, found in named.items() if found and found[0] == column)
    return next(ranked, next((label for label, found in named.items() if found is None), None))


def _cut_headers(profile: Profile, labels: Sequence[str], taken: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return the column and the whole header of each label that begins one header of the profile, and no other.

    Headers of columns in `taken` do not count, nor those that a longer label begins already: of "Organismo" and
    "Organismos" the second begins "Organismos asociados", and the first is left with "Organismo responsable".
    """
    found: dict[str, tuple[str, str]] = {}
    for label in sorted(labels, key=lambda each: -len(each)):
        key = header_key(label)
        used = {*taken, *(column for column, _ in found.values())}
        begun = {
            column: whole
            for column, wholes in profile.columns.items()
            for whole in wholes
            if column not in used and len(key) >= SHORTEST_CUT and header_key(whole).startswith(key)
        }
        if len(begun) == 1:
            found[label] = next(iter(begun.items()))
    return found


def _column_for(label: str, taken: Collection[str]) -> str:
    """Return the column that a header seems to name, where no other header of its table has it; else `extras`."""
    found = _mapper().column(label)
    return found[0] if found and found[0] not in taken else EXTRAS


def _column_line(profile: Profile, column: str, labels: Sequence[str]) -> str:
    return f"{column} = {toml_list([*profile.columns.get(column, ()), *labels])}"


def moved_header(profile: Profile, label: str, column: str) -> list[str]:
    """Return the lines below [columns] that put a header under another column, in place of those that it changes.

    A column that is left without a header has a comment in place of its line: the line is to be taken out.
    """
    key = name_key(label)
    before = [name for name, labels in profile.columns.items() if key in map(name_key, labels) and name != column]
    lines = [_column_line(profile, column, [label])]
    for name in before:
        kept = [each for each in profile.columns[name] if name_key(each) != key]
        lines.append(f"{name} = {toml_list(kept)}" if kept else f"# and take the line {name} = … out")
    return lines


def fix_doubled_column(profile: Profile, name: str, label: str) -> str:
    """Return the lines that put one of two headers of the same column under `extras`."""
    kept = {column: [each for each in labels if each != label] for column, labels in profile.columns.items()}
    changed = {column: each for column, each in kept.items() if column != EXTRAS and each != [*profile.columns[column]]}
    lines = [f"{column} = {toml_list(each)}" for column, each in changed.items() if each]
    lines.append(f"{EXTRAS} = {toml_list([*kept.get(EXTRAS, ()), label])}")
    return "\n".join([where(name), "below [columns], in place of the lines that begin with the same words:",
                      *(f"    {line}" for line in lines)])  # fmt: skip
