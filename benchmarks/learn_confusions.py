"""Count what an OCR read for each printed letter: `python -m benchmarks.learn_confusions DAMAGED.tsv… > learned.tsv`.

With `--lost`, letters of which nothing was read are counted too.

Takes files as `benchmarks.make_ocr_damage` writes them. `confusions_learned.tsv` of Spanish was made so from parts of
public documents that are no source of this project and no text of its tests: plans of Florencia (Colombia, 2020-2023)
and of the city of Mendoza (Argentina, 2021-2022), a plan of government filed in Peru (2026) and an IOM paper on the
Global Compact for Migration: 14,800 words in two typefaces at 150 and 200 dpi. That of English was made with `--lost`
from paragraphs of every second European document of the ICDAR 2013 table competition: 3,000 words in two typefaces at
72 and 100 dpi.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from directriz.language import language_of

LONGEST_PRINTED = 2
LONGEST_READ = 3
SEEN_AT_LEAST = 2


def aligned_words(damaged: str, truth: str) -> Iterator[tuple[str, str]]:
    """Yield (read, printed) words that stand in the same place, in lower case; words cut or joined are left out."""
    read, printed = damaged.lower().split(), truth.lower().split()
    for kind, start, end, other, other_end in SequenceMatcher(None, read, printed, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and end - start == other_end - other):
            yield from zip(read[start:end], printed[other:other_end], strict=True)


def differing_pieces(read: str, printed: str) -> Iterator[tuple[str, str]]:
    """Yield the (printed, read) pieces of one word that differ."""
    for kind, start, end, other, other_end in SequenceMatcher(None, read, printed, autojunk=False).get_opcodes():
        if kind != "equal":
            yield printed[other:other_end], read[start:end]


def is_confusion(printed: str, read: str) -> bool:
    """Tell whether a differing piece is letters read as something else, not a mark or a word lost."""
    if not read:
        return len(printed) == 1 and printed.isalpha() and "--lost" in sys.argv
    return 0 < len(printed) <= LONGEST_PRINTED and len(read) <= LONGEST_READ and printed.isalpha()


def count_confusions(pairs: Iterator[tuple[str, str]]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """Return how often each printed piece was read as something else, and how often it was printed at all."""
    confused: Counter[tuple[str, str]] = Counter()
    printed_count: Counter[str] = Counter()
    for damaged, truth in pairs:
        for read, printed in aligned_words(damaged, truth):
            printed_count.update(printed)
            printed_count.update(printed[at : at + 2] for at in range(len(printed) - 1))
            confused.update(piece for piece in differing_pieces(read, printed) if is_confusion(*piece))
    return confused, printed_count


def read_rows(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Yield the (damaged, truth) texts of the files."""
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                truth = row.pop("truth")
                yield from ((damaged, truth) for damaged in row.values())


def main() -> None:
    """Print printed, read, count, printings; Spanish letters always, others when seen more than once."""
    paths = [Path(name) for name in sys.argv[1:] if name != "--lost"]
    confused, printed_count = count_confusions(read_rows(paths))
    print("printed\tread\tcount\tprintings")
    for (printed, read), count in sorted(confused.items()):
        if "--lost" in sys.argv and read and not read.isalnum():
            continue
        if count >= SEEN_AT_LEAST or any(char in language_of("es").accented for char in printed):
            print(printed, read, count, printed_count[printed], sep="\t")


if __name__ == "__main__":
    main()
