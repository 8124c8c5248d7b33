"""The optional sentence model: loaded from a folder, one more feature, never needed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from directriz.errors import SourceUnreadable, WrongUsage
from directriz.link import LinkSettings, link
from directriz.link.bags import read_actions, read_directives
from directriz.link.concepts import finder_of
from directriz.link.embeddings import EMBEDDINGS, load_encoder, nearness
from directriz.link.features import TEXT_FEATURES, compare_texts, prepare_framework
from directriz.link.learn import Course, format_weights, learn_rankers
from directriz.link.memory import Lesson
from directriz.link.ranker import read_rankers
from directriz.link.reviews import no_reviews
from directriz.link.vectors import Scores
from test_link import ACTIONS, DIRECTIVES, action_table, directive_table

IS_INSTALLED = find_spec("sentence_transformers") is not None
WORDS = ["campañas", "refugios", "unidades", "víctimas"]


class WordEncoder:
    """A model of four words: each is a direction."""

    def encode(self, texts: Sequence[str]) -> Scores:
        counts = np.array([[text.lower().count(word) + 0.001 for word in WORDS] for text in texts])
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), dtype=np.float64)


def test_an_encoder_adds_one_feature_and_none_adds_none() -> None:
    directives = read_directives(directive_table(DIRECTIVES), "oas-2", finder_of())
    actions = read_actions(action_table(ACTIONS), finder_of())
    assert set(compare_texts(actions, prepare_framework("oas-2", directives))) == set(TEXT_FEATURES)
    features = compare_texts(actions, prepare_framework("oas-2", directives, WordEncoder()))
    assert set(features) == {*TEXT_FEATURES, EMBEDDINGS}
    assert features[EMBEDDINGS].argmax(axis=1).tolist()[:2] == [0, 2]


def test_nearness_is_between_0_and_1_and_rounded() -> None:
    assert nearness(np.array([[1.0, 0.0]]), np.array([[-1.0, 0.0], [0.6, 0.8], [1 / 3, 0.0]])).tolist() == [
        [0.0, 0.6, 0.3333]
    ]


def test_its_weight_is_learned_written_and_read(tmp_path: Path) -> None:
    directives = read_directives(directive_table(DIRECTIVES), "oas-2", finder_of())
    grades: list[dict[str, int]] = [{"oas-2/directive/4": 3}, {"oas-2/directive/29": 3}, {}]
    lessons = tuple(map(Lesson, read_actions(action_table(ACTIONS), finder_of()), grades))
    plain, more = (
        learn_rankers([Course.of(prepare_framework("oas-2", directives, each), lessons)]) for each in ENCODERS
    )
    assert EMBEDDINGS not in plain.taught.weights
    assert more.taught.weights[EMBEDDINGS] > 0
    path = tmp_path / "weights.toml"
    path.write_text(format_weights(more, "three actions"), encoding="utf-8")
    assert read_rankers(path) == more


ENCODERS = (None, WordEncoder())


def test_weights_without_it_link_as_before() -> None:
    tables = action_table(ACTIONS), directive_table(DIRECTIVES)
    plain, more = (link(*tables, ["oas-2"], no_reviews(), LinkSettings(encoder=each)).links for each in ENCODERS)
    assert plain.equals(more)


@pytest.mark.skipif(IS_INSTALLED, reason="the extra is installed")
def test_without_the_extra_a_model_is_refused() -> None:
    with pytest.raises(WrongUsage, match="not installed"):
        load_encoder("any")


@pytest.mark.skipif(not IS_INSTALLED, reason="pip install '.[embeddings]'")
def test_a_model_is_loaded_from_its_folder_and_nothing_else_is(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel({word: place for place, word in enumerate([*WORDS, "?"])}, unk_token="?"))
    tokenizer.pre_tokenizer = Whitespace()
    tiny = StaticEmbedding(tokenizer, embedding_weights=np.eye(5, dtype=np.float32))
    SentenceTransformer(modules=[tiny], device="cpu").save(str(tmp_path / "tiny"))
    vectors = load_encoder(str(tmp_path / "tiny")).encode(["refugios", "refugios víctimas", "campañas"])
    assert nearness(vectors[:1], vectors).tolist() == [[1.0, 0.7071, 0.0]]
    assert load_encoder(str(tmp_path / "tiny")).encode([]).shape == (0, 0)
    with pytest.raises(SourceUnreadable, match="no sentence model"):
        load_encoder(str(tmp_path / "nothing"))
