"""One more feature for those who want it: how near two texts are to a multilingual sentence model.

Never needed and never downloaded: `pip install .[embeddings]`, a model that is on this machine already, by folder or by
the name that it was fetched under, and weights learned with it (`learn` takes an encoder). Without that, nothing here
is imported. A model's numbers differ in the last digits from machine to machine, so scores are rounded to four before
they count.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np

from ..errors import SourceUnreadable, WrongUsage
from .vectors import Scores

EMBEDDINGS = "embeddings"
DIGITS = 4


class Encoder(Protocol):
    """What turns texts into vectors."""

    def encode(self, texts: Sequence[str]) -> Scores:
        """Return one row of length one for each text."""


class SentenceEncoder:
    """A sentence-transformers model."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def encode(self, texts: Sequence[str]) -> Scores:
        """Return one row of length one for each text; none for no text."""
        if not texts:
            return np.zeros((0, 0))
        vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float64)


def load_encoder(name_or_path: str) -> SentenceEncoder:
    """Return the model of a folder, or one fetched before by that name.

    Refused: sentence-transformers is not installed (WrongUsage), no such model here (SourceUnreadable).
    """
    if find_spec("sentence_transformers") is None:
        raise WrongUsage("embeddings", "sentence-transformers is not installed", "pip install 'directriz[embeddings]'")
    library: Any = import_module("sentence_transformers")  # an extra that the type checker need not have
    try:
        return SentenceEncoder(library.SentenceTransformer(name_or_path, device="cpu", local_files_only=True))
    except (OSError, ValueError) as error:
        remedy = "Give the folder of a model, or fetch it once: nothing is downloaded during a run."
        raise SourceUnreadable(name_or_path, f"no sentence model: {error}", remedy) from error


def nearness(ours: Scores, theirs: Scores) -> Scores:
    """Return the cosines of every pair, those below 0 as 0, rounded."""
    return np.asarray(np.round(np.clip(ours @ theirs.T, 0.0, 1.0), DIGITS), dtype=np.float64)
