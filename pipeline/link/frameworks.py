"""Reads one framework from the table of directives, with the aids for comparing actions with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from ..reference.graded import read_graded
from .bags import Document, read_directives, read_phrased
from .concepts import ConceptFinder
from .features import Framework, prepare_framework
from .meaning import Encoder, kept_vectors
from .readings import Emphases, ReadEmphasis
from .signals import read_strangers


@dataclass(frozen=True, slots=True)
class Aids:
    """Aids for comparing texts. Links can be made without any of them, but less well."""

    encoder: Encoder | None = field(default_factory=kept_vectors)  # the sentence model
    emphases: Emphases = field(default_factory=dict[str, ReadEmphasis])  # what readers found directives to ask for
    with_phrasings: bool = True
    with_graded: bool = True  # graded actions as phrasings too; not where these actions themselves are tried


def read_framework(directives: pd.DataFrame, target: str, finder: ConceptFinder, aids: Aids) -> Framework:
    """Return framework `target` of `directives` (columns of the published table), ready to be compared with actions."""
    documents = read_directives(directives, target, finder, aids.emphases)
    if not aids.with_graded:
        documents = [_without_graded(each) for each in documents]
    phrased = [each for each in documents if each.phrasings] if aids.with_phrasings else []
    made = prepare_framework(target, documents, aids.encoder, [read_phrased(each, finder) for each in phrased])
    return replace(made, strangers=read_strangers(finder, aids.encoder, documents))


def _without_graded(directive: Document) -> Document:
    graded = {row["action"] for row in read_graded()}
    return replace(directive, phrasings=tuple(text for text in directive.phrasings if text not in graded))
