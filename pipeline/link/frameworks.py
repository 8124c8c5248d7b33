"""Reads one framework from the table of directives, with the aids for comparing actions with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from ..reference.graded_actions import read_graded
from .concepts import ConceptFinder
from .counterparts import beside_one_another
from .emphases import Emphases, ReadEmphasis
from .features import Framework, prepare_framework
from .meaning import Encoder, kept_vectors
from .signals import read_strangers
from .weighted_texts import Document, phrasings_of, read_directives, read_phrased


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
    known = [text for key in directives["text_sha256"] for text in phrasings_of(str(key))]
    every = known if aids.with_graded else _ungraded(known)
    return replace(made, strangers=read_strangers(finder, aids.encoder, documents, every))


def read_frameworks(
    directives: pd.DataFrame, targets: Sequence[str], finder: ConceptFinder, aids: Aids
) -> list[Framework]:
    """Return the frameworks of a plan, ready to be compared with its actions; each knows the others."""
    return beside_one_another([read_framework(directives, target, finder, aids) for target in targets])


def _without_graded(directive: Document) -> Document:
    return replace(directive, phrasings=tuple(_ungraded(directive.phrasings)))


def _ungraded(phrasings: Sequence[str]) -> list[str]:
    """Return the phrasings that are no graded actions."""
    graded = {row["action"] for row in read_graded()}
    return [text for text in phrasings if text not in graded]
