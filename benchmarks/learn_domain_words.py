"""Remake pipeline/reference/languages/es/domain_words.tsv from the Spanish documents in raw/ that are no scans.

Run it after a clean document was added: `python benchmarks/learn_domain_words.py`.
"""

from __future__ import annotations

from pathlib import Path

from directriz.clean.ocr import count_words, damage
from directriz.language import language_of
from directriz.reference.domain_words import domain_words_path
from directriz.sources import read_manifest

ROOT = Path(__file__).parents[1]
SPANISH = "es"
SCANNED = 0.01  # share of damaged words from which a document counts as scanned


def main() -> None:
    """Write the words of every clean document, in alphabetical order, with their counts."""
    texts = []
    for source in read_manifest(ROOT).source:
        dump = next((file.path for file in source.file if file.path.endswith(".txt")), None)
        if dump is None or source.language != SPANISH:
            continue
        text = (ROOT / "raw" / dump).read_text(encoding="utf-8")
        share = damage([text], language_of(SPANISH))
        print(f"{source.id}: {share:.2%} of the words damaged")
        if share < SCANNED:
            texts.append(text)
    counts = count_words(texts)
    lines = ["word\tcount", *(f"{word}\t{counts[word]}" for word in sorted(counts))]
    domain_words_path(SPANISH).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
