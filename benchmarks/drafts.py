"""How well a draft is read from its page alone: `python -m benchmarks.drafts [PDF TRUTH] [--scan 200 300]`.

The draft is read under the profile of the third OAS work plan, from its drawing and then from scans of it that this
makes (grey, askew, with noise, JPEG), and every record and amendment is compared with the truth: ids, countries, kinds,
and the texts by edits of characters. Without arguments: the sample that the tests use. Scans need tesseract.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from directriz.checks import check_numbers
from directriz.clean import AmendmentForms, Words, clean
from directriz.language import language_of
from directriz.read.pdf.printed import read_printed
from directriz.rebuild import rebuild
from directriz.records import Amendment, Directive, Issue, Provision, Records
from directriz.reference.domain_words import read_domain_words
from directriz.sources import Source, Witness, read_manifest, read_profile
from rapidfuzz.distance import Levenshtein

from benchmarks.scans import Scanner, write_scan

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "tests" / "gold" / "oas-plan-3-sample.pdf"
PROFILE = "oas-3"
TEXTS = {"text": "text_source", "text_stripped": "text", "text_base": "text_base", "text_amended": "text_amended"}


@dataclass(slots=True)
class Score:
    """Counts of what is right and what there is, and edits of characters, by what is compared."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    edits: Counter[str] = field(default_factory=Counter)
    letters: Counter[str] = field(default_factory=Counter)

    def compare(self, name: str, truth: str, made: str) -> None:
        """Count one value."""
        truth, made = " ".join(truth.split()), " ".join(made.split())
        self.all[name] += 1
        self.right[name] += truth == made
        self.edits[name] += Levenshtein.distance(truth, made)
        self.letters[name] += len(truth)

    def lines(self) -> list[str]:
        """Return a line for each thing compared."""
        return [
            f"  {name:13} {self.right[name]:3} of {self.all[name]:3} right, "
            f"{self.edits[name] / max(self.letters[name], 1):.3%} of characters wrong"
            for name in self.all
        ]


def read_draft(path: Path) -> Records:
    """Return the clean records of a draft that is read from this PDF alone; refused (CheckFailed) as by a run."""
    profile = read_profile(ROOT, next(source for source in read_manifest(ROOT).source if source.profile == PROFILE))
    source = Source(
        id="draft",
        title=path.name,
        issuer="-",
        jurisdiction="-",
        kind=profile.kind,
        language="es",
        profile=PROFILE,
        file=(Witness(path=path.name, sha256="0" * 64),),
    )
    printed = read_printed(path, path.name, language_of("es"))
    issues = [Issue(each.code, each.severity, "read", source.id, None, each.page, each.detail, each.text)
              for each in printed.doubts]  # fmt: skip
    rebuilt = rebuild(Records([*printed.lines, *printed.excluded]), source, profile)
    rebuilt = Records(issues).updated(rebuilt)
    check_numbers(rebuilt, source, profile)
    forms = AmendmentForms(profile.amendments.read, profile.amendments.parties, profile.amendments.closers)
    return rebuilt.updated(clean(rebuilt, forms, Words(language_of("es"), read_domain_words("es"))))


def score_draft(path: Path, truth: list[dict[str, Any]]) -> Score:
    """Return how much of the truth the draft gives."""
    records, score = read_draft(path), Score()
    made: dict[str, Directive | Provision] = {
        each.directive_id.partition("/")[2]: each for each in records.of(Directive)
    }
    preamble = [each for each in records.of(Provision) if each.kind == "preamble"]
    amendments: dict[str, list[Amendment]] = {}
    for each in records.of(Amendment):
        amendments.setdefault(each.record_id.partition("/")[2], []).append(each)
    opening = iter(preamble)
    for unit in truth:
        key = unit["id"].partition("/")[2]
        record = next(opening, None) if unit["kind"] == "preamble" else made.get(key)
        score.compare("id", "found", "found" if record else "")
        if record is None:
            continue
        for wanted, name in TEXTS.items():
            if hasattr(record, name) and wanted in unit:
                score.compare(name, unit[wanted], getattr(record, name) or "")
        _compare_amendments(score, unit["amendments"], amendments.get(_key_of(record), []))
    return score


def _key_of(record: Directive | Provision) -> str:
    return (record.directive_id if isinstance(record, Directive) else record.record_id).partition("/")[2]


def _compare_amendments(score: Score, truth: list[dict[str, Any]], made: list[Amendment]) -> None:
    for number, wanted in enumerate(truth):
        found = made[number] if number < len(made) else None
        score.compare("countries", "|".join(wanted["countries"]), (found and found.countries) or "")
        score.compare("kind", wanted["kind"], found.kind if found else "")
        score.compare("inserted", wanted["inserted"], (found and found.inserted) or "")
        score.compare("deleted", wanted["deleted"], (found and found.deleted) or "")


def main() -> None:
    """Print the scores of a draft from its drawing and from its scans."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pdf", type=Path, nargs="?", default=SAMPLE)
    parser.add_argument("truth", type=Path, nargs="?")
    parser.add_argument("--scan", type=int, nargs="*", default=[200, 300], help="resolutions of scans, dots an inch")
    wanted = parser.parse_args()
    truth = json.loads((wanted.truth or wanted.pdf.with_suffix(".truth.json")).read_text(encoding="utf-8"))
    print(f"{wanted.pdf.name}, from its drawing", *score_draft(wanted.pdf, truth).lines(), sep="\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for dpi in wanted.scan:
            scan = Path(folder) / f"scan-{dpi}.pdf"
            write_scan(wanted.pdf, scan, Scanner(dpi))
            print(f"{wanted.pdf.name}, scanned with {dpi} dpi", *score_draft(scan, truth).lines(), sep="\n", flush=True)


if __name__ == "__main__":
    main()
