"""The sentence model: vectors kept by the text's hash, the same in any company, and links that do without it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest
from directriz.link import LinkSettings, link
from directriz.link.concepts import finder_of
from directriz.link.features import MEANING_FEATURES, compare_texts
from directriz.link.frameworks import Aids, read_framework
from directriz.link.meaning import (
    SIZE,
    KeptVectors,
    compute_vectors,
    cosines,
    format_vectors,
    key_of,
    parse_vectors,
    read_vectors,
    round_vector,
)
from directriz.link.reviews import no_reviews
from directriz.link.vectors import Scores
from directriz.link.weighted_texts import read_actions
from test_link import ACTIONS, DIRECTIVES, action_table, directive_table

WORDS = ["campañas", "refugios", "unidades", "víctimas"]


class WordEncoder:
    """A model of four words: each is a direction."""

    def prepare(self, texts: Iterable[str]) -> None:
        """Nothing is prepared."""

    def encode(self, texts: Sequence[str]) -> Scores:
        counts = np.array([[text.lower().count(word) + 0.001 for word in WORDS] for text in texts])
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), dtype=np.float64)


def test_an_encoder_adds_features_and_none_adds_none() -> None:
    actions = read_actions(action_table(ACTIONS), finder_of())
    plain, more = (
        compare_texts(actions, read_framework(directive_table(DIRECTIVES), "oas-2", finder_of(), Aids(encoder)))
        for encoder in (None, WordEncoder())
    )
    assert set(more) - set(plain) == set(MEANING_FEATURES)
    assert more["meaning"].argmax(axis=1).tolist()[:2] == [0, 2]


def test_links_are_made_without_a_model() -> None:
    tables = action_table(ACTIONS), directive_table(DIRECTIVES)
    links = link(*tables, ["oas-2"], no_reviews(), LinkSettings(aids=Aids(encoder=None))).links
    first = links[links["rank"] == 1].set_index("action_id")["directive_id"]
    assert first["ar-plan/asistencia/13"] == "oas-2/directive/29"


def test_like_texts_of_other_languages_are_near() -> None:
    texts = ["Crear refugios para víctimas", "Criar abrigos para vítimas", "Pave the rural roads"]
    ours = KeptVectors({}).encode(texts)
    assert np.allclose(np.linalg.norm(ours, axis=1), 1.0)
    near = cosines(ours, ours)
    assert near[0, 1] > 0.5 > near[0, 2]


def test_a_vector_depends_on_its_text_alone() -> None:
    alone = compute_vectors(["Crear refugios"])
    assert compute_vectors(["Campañas", "Crear refugios", "Otra cosa"])[1] == alone[0]


def test_what_is_kept_is_not_computed_again(tmp_path: Path) -> None:
    vectors = KeptVectors({key_of("a"): bytes([1] * SIZE)})
    assert vectors.encode(["a", "a"]).tolist()[0] == pytest.approx([SIZE**-0.5] * SIZE)
    assert vectors.computed == {}
    vectors.prepare(["b"])
    (tmp_path / "plan.bin").write_bytes(format_vectors(vectors.to_keep()))
    assert set(parse_vectors((tmp_path / "plan.bin").read_bytes())) == {key_of("a"), key_of("b")}
    assert key_of("b") in read_vectors(tmp_path)


def test_what_is_kept_does_not_depend_on_what_was_kept_before() -> None:
    anew, again = KeptVectors({}), KeptVectors({key_of("b"): compute_vectors(["b"])[0], key_of("old"): bytes(SIZE)})
    anew.prepare(["b"])
    again.prepare(["b"])
    assert anew.to_keep() == again.to_keep()


def test_a_file_of_vectors_is_sorted_and_a_cut_end_is_left_out() -> None:
    vectors = {key_of(text): round_vector(np.arange(SIZE) - index) for index, text in enumerate("abc")}
    content = format_vectors(vectors)
    assert parse_vectors(content) == vectors
    assert list(parse_vectors(content)) == sorted(vectors)
    assert len(parse_vectors(content[:-1])) == 2


def test_no_text_has_no_vector_and_an_empty_text_has_one() -> None:
    assert KeptVectors({}).encode([]).shape == (0, SIZE)
    assert KeptVectors({}).encode([""]).shape == (1, SIZE)


def test_published_texts_need_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    from directriz.link import meaning
    from directriz.reference.phrasings import read_phrasings

    monkeypatch.setattr(meaning, "sentence_model", lambda: pytest.fail("the model was loaded"))
    phrasings = [text for texts in read_phrasings().values() for text in texts]
    assert KeptVectors().encode(phrasings).shape == (len(phrasings), SIZE)
