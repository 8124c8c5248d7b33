"""Parts of libraries that a workspace with many documents keeps unpacked: links are the same with them and without."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from directriz import link_runs, unpacked
from directriz.cli import main
from directriz.link import sentence_model as model
from directriz.reference import lemmas
from directriz.unpacked import DICTIONARY, FOLDER, LINES, MODEL, missing, unpack_one, use_unpacked

from tests.small_workspace import write_workspace
from tests.workspaces import tree

TEXTS = (
    "Capacitar al personal de los refugios",
    "",
    "123",
    "Ñandú ﬁn … NNyA\u200b",
    "汉字 текст",
    "a" * 300,
    "x\ty\nz",
)
WORDS = ("acciones", "reconocérselo", "llevándolas", "xyzzy", "146534", "ex-presidente", "ñandúes", "a", "zutano", "")


def forget() -> None:
    unpacked.forget()
    model._unpacked.clear()
    model.sentence_model.cache_clear()
    lemmas._written.clear()


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with everything unpacked."""
    root = tmp_path_factory.mktemp("unpacked")
    for name in missing(root, ["es"]):
        unpack_one(root, name)
    return root


def test_the_model_from_its_parts_gives_the_same_vectors(root: Path) -> None:
    packed = [model.sentence_model().encode(text) for text in TEXTS]
    use_unpacked(root)
    assert isinstance(model.sentence_model()._model.table, np.memmap)
    for text, before in zip(TEXTS, packed, strict=True):
        assert (model.sentence_model().encode(text) == before).all(), text


def test_a_dictionary_that_is_written_out_gives_the_same_lemmas(root: Path) -> None:
    packed = [lemmas.from_dictionary(word, "es") for word in WORDS if word]
    use_unpacked(root)
    assert set(lemmas._written) == {"es"}
    assert [lemmas.from_dictionary(word, "es") for word in WORDS if word] == packed
    dictionary = lemmas._WrittenDictionary(lemmas._written["es"])
    entries = list(dictionary)
    assert len(entries) == len(dictionary) > 500_000
    assert all(dictionary[form] for form in (entries[0], entries[-1], *entries[:: len(entries) // 50]))
    assert dictionary.get("") is dictionary.get("xyzzy") is None


@pytest.mark.parametrize(("name", "file"), [(MODEL, model.TABLE), (f"{DICTIONARY}es", LINES)])
def test_what_was_harmed_is_not_used_and_made_again(tmp_path: Path, root: Path, name: str, file: str) -> None:
    copied = tmp_path / "interim" / FOLDER
    shutil.copytree(root / "interim" / FOLDER, copied)
    path = copied / name / file
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    use_unpacked(tmp_path)
    assert (MODEL if model._unpacked else "") != name
    assert [f"{DICTIONARY}{code}" for code in lemmas._written] != [name]
    assert missing(tmp_path, ["es"]) == [name]
    unpack_one(tmp_path, name)
    assert path.read_bytes() == whole


@pytest.mark.parametrize("options", [("--jobs", "1"), ("--jobs", "2", "--keep-going")])
def test_a_workspace_is_the_same_with_and_without(tmp_path: Path, monkeypatch, options: tuple[str, ...]) -> None:
    made = {}
    for name, fewest in (("without", 99), ("with", 1)):
        forget()
        monkeypatch.setattr(link_runs, "FEWEST", fewest)
        workspace = write_workspace(tmp_path / name)
        assert main(["--root", str(workspace), "all", "--no-extras", *options]) == 0
        made[name] = {path: sha for path, sha in tree(workspace).items() if FOLDER not in str(path)}
        assert (workspace / "interim" / FOLDER).exists() == (name == "with")
    assert made["with"] == made["without"]
