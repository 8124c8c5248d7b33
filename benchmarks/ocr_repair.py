"""How much OCR damage is repaired, what is spoiled, how fast: `python -m benchmarks.ocr_repair [--no-speed] [FILE …]`.

Damaged texts: four clean plans set in two typefaces, drawn at 150 and 200 dpi, read by Tesseract set to English
(`benchmarks/ocr_damage/`, made by `benchmarks.make_ocr_damage`); the vocabulary given for each is that of the other
three. The draft: the checked half of `tests/gold/oas-3_texts.csv`, with the vocabulary of the four. Errors are edits of
characters (Levenshtein); a spoiled word is one that was right as read and is wrong once repaired. Invented texts in
Portuguese and English (`pt-plan.tsv`, `en-guidelines.tsv` and so on) are scored without any vocabulary. So are texts of
your own: FILE is what `benchmarks.make_ocr_damage` wrote, `--language` the language of its texts.
"""

from __future__ import annotations

import argparse
import csv
import re
import resource
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from multiprocessing import get_context
from pathlib import Path

from directriz.clean.ocr import Repairer, apply_corrections, build_repairer
from directriz.language import language_of
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parent.parent
CLEAN = ("ar-plan", "ar-restitucion", "corett-2020", "oas-plan-2")
SPANISH = language_of("es")
OTHERS = {  # invented texts: plans and English guidelines were in view while the tables were written
    "pt-plan": "pt",
    "pt-guidelines": "pt",
    "en-plan": "en",
    "en-guidelines": "en",
}
WORD = re.compile(r"[^\W\d_]+")
SPEED_WORDS = 100_000
RIVAL_WORDS = 3_000  # pyspellchecker is timed on so many words of the same text

Pair = tuple[str, str]  # as read, truth


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over texts; scores add up."""

    letters: int = 0
    errors_before: int = 0
    errors_after: int = 0
    words: int = 0
    spoiled: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.letters + other.letters,
            self.errors_before + other.errors_before,
            self.errors_after + other.errors_after,
            self.words + other.words,
            self.spoiled + other.spoiled,
        )

    def __str__(self) -> str:
        before, after = (errors / max(self.letters, 1) for errors in (self.errors_before, self.errors_after))
        reduction = 1 - self.errors_after / max(self.errors_before, 1)
        return (
            f"{before:7.3%} -> {after:7.3%}  reduced by {reduction:6.1%}  spoiled {self.spoiled} of {self.words} words"
        )


def read_vocabulary(names: Iterable[str]) -> Counter[str]:
    """Return the words of clean sources, with counts."""
    texts = (ROOT.joinpath("raw", f"{name}.txt").read_text(encoding="utf-8") for name in names)
    return Counter(word for text in texts for word in WORD.findall(text))


def read_damage(name: str) -> dict[str, list[Pair]]:
    """Return the (as read, truth) paragraphs of a clean plan, by typeface and resolution."""
    return read_damaged(ROOT.joinpath("benchmarks", "ocr_damage", f"{name}.tsv"))


def read_damaged(path: Path) -> dict[str, list[Pair]]:
    """Return the (as read, truth) paragraphs of a file that `benchmarks.make_ocr_damage` wrote."""
    pairs: dict[str, list[Pair]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            truth = row.pop("truth")
            for setting, damaged in row.items():
                pairs.setdefault(setting, []).append((damaged, truth))
    return pairs


def read_draft() -> list[Pair]:
    """Return the (as read, truth) texts of the checked half of the draft."""
    with ROOT.joinpath("tests", "gold", "oas-3_texts.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text_stripped_unrepaired"], row["text"]) for row in csv.DictReader(file)]


def read_draft_paragraphs() -> list[str]:
    """Return all paragraphs of the draft as the source has them."""
    text = ROOT.joinpath("raw", "oas-plan-3.txt").read_text(encoding="utf-8")
    return [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text)]


def score_text(damaged: str, truth: str, repaired: str) -> Score:
    """Return the counts of one text."""
    before, after = Levenshtein.distance(damaged, truth), Levenshtein.distance(repaired, truth)
    return Score(len(truth), before, after, len(truth.split()), count_spoiled(damaged, truth, repaired))


def count_spoiled(damaged: str, truth: str, repaired: str) -> int:
    """Return how many words that were right as read were changed."""
    read = damaged.split()
    right: set[int] = set()
    for kind, start, end, *_ in SequenceMatcher(None, read, truth.split(), autojunk=False).get_opcodes():
        if kind == "equal":
            right.update(range(start, end))
    changes = SequenceMatcher(None, read, repaired.split(), autojunk=False).get_opcodes()
    changed = [range(start, end) for kind, start, end, *_ in changes if kind != "equal"]
    return sum(len(places) for places in changed if right.issuperset(places))


def score_pairs(pairs: Sequence[Pair], repairer: Repairer) -> Score:
    """Return the counts of all texts, repaired."""
    total = Score()
    for damaged, truth in pairs:
        total += score_text(damaged, truth, apply_corrections(damaged, repairer.repair(damaged)))
    return total


def score_damage() -> Score:
    """Print the score of each damaged set, return their sum."""
    total = Score()
    for name in CLEAN:
        vocabulary = read_vocabulary(other for other in CLEAN if other != name)
        for setting, pairs in read_damage(name).items():
            score = score_pairs(pairs, build_repairer([damaged for damaged, _ in pairs], vocabulary, SPANISH))
            print(f"{name:15} {setting:32} {score}")
            total += score
    return total


def score_file(path: Path, language: str) -> None:
    """Print the score of each typeface and resolution of a file, and whether the texts were called damaged."""
    for setting, pairs in read_damaged(path).items():
        repairer = build_repairer([damaged for damaged, _ in pairs], {}, language_of(language))
        called = "" if repairer.is_damaged else "; not called damaged"
        print(f"{path.stem:15} {setting:32} {score_pairs(pairs, repairer)}{called}")


def score_other_languages() -> None:
    """Print the score of an invented plan in each other language, and how many corrections its clean text gets."""
    for name, code in OTHERS.items():
        total, changes = Score(), 0
        for pairs in read_damage(name).values():
            total += score_pairs(pairs, build_repairer([damaged for damaged, _ in pairs], {}, language_of(code)))
        texts = [truth for _, truth in pairs]
        repairer = build_repairer(texts, {}, language_of(code), is_damaged=True)
        changes = sum(len(repairer.repair(text)) for text in texts)
        print(f"{name:48} {total}; {changes} corrections to the clean text, were it called damaged")


def count_changes_of_clean() -> int:
    """Return how many corrections the clean plans get: none is right."""
    changes = 0
    for name in CLEAN:
        texts = [truth for _, truth in next(iter(read_damage(name).values()))]
        repairer = build_repairer(texts, read_vocabulary(other for other in CLEAN if other != name), SPANISH)
        changes += sum(len(repairer.repair(text)) for text in texts)
    return changes


def repair_all(texts: Sequence[str]) -> int:
    """Return how many corrections `texts` get."""
    repairer = build_repairer(texts, {}, SPANISH)
    return sum(len(repairer.repair(text)) for text in texts)


def correct_unknown(words: Sequence[str]) -> int:
    """Return how many of `words` pyspellchecker does not know, having asked it to correct them."""
    from spellchecker import SpellChecker

    checker = SpellChecker(language="es")
    unknown = sorted(checker.unknown(words))
    for word in unknown:
        checker.correction(word)
    return len(unknown)


def time_cold(work: Callable[[Sequence[str]], int], texts: Sequence[str]) -> float:
    """Return the seconds of processor time that `work` takes in a process of its own, imports and lexicons included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(work, texts).result()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def gather_speed_texts() -> list[str]:
    """Return damaged texts of SPEED_WORDS words: all sets and the draft, over and over."""
    texts = [damaged for name in CLEAN for pairs in read_damage(name).values() for damaged, _ in pairs]
    texts += read_draft_paragraphs()
    gathered: list[str] = []
    words = 0
    while words < SPEED_WORDS:
        text = texts[len(gathered) % len(texts)]
        gathered.append(text)
        words += len(text.split())
    return gathered


def print_speed() -> None:
    """Print seconds for SPEED_WORDS words, and how many times as long pyspellchecker takes on a part of the text."""
    texts = gather_speed_texts()
    print(f"{SPEED_WORDS} words in {time_cold(repair_all, texts):.1f} s of processor time, start and lexicon included")
    sample = next(texts[:end] for end in range(len(texts)) if count_words(texts[:end]) >= RIVAL_WORDS)
    ours = time_cold(repair_all, sample)
    rival = time_cold(correct_unknown, [word.lower() for text in sample for word in WORD.findall(text)])
    times = f"{rival / ours:.0f} times as long"
    print(f"{count_words(sample)} words in {ours:.1f} s; pyspellchecker in {rival:.1f} s, {times}")


def count_words(texts: Iterable[str]) -> int:
    """Return how many words the texts have."""
    return sum(len(text.split()) for text in texts)


def main() -> None:
    """Print all measures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="damaged texts of your own, alone")
    parser.add_argument("--language", default="es", help="of the texts of FILE")
    parser.add_argument("--no-speed", action="store_true")
    wanted = parser.parse_args()
    for path in wanted.files:
        score_file(path, wanted.language)
    if wanted.files:
        return
    if not wanted.no_speed:
        print_speed()
    print(f"{'all damaged sets':48} {score_damage()}")
    draft = build_repairer(read_draft_paragraphs(), read_vocabulary(CLEAN), SPANISH)
    print(f"{'draft, checked half':48} {score_pairs(read_draft(), draft)}")
    score_other_languages()
    print(f"corrections made to clean plans: {count_changes_of_clean()}")


if __name__ == "__main__":
    main()
