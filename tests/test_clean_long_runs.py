"""Characters in so long a row that they are no word: left as they are, in a time that does not grow too fast."""

from __future__ import annotations

from directriz.clean.long_runs import LONGEST, long_runs, without_long_runs
from directriz.clean.ocr import apply_corrections, build_repairer
from directriz.language import language_of

DAMAGED = "La Organizacién protege a nifias y su prevencidn en las escuelas y asi tambien en la educacién. " * 3
ROW = "nifiasé1." * 12_000  # 108,000 characters


def test_a_row_of_characters_is_found_and_blanked_at_its_length() -> None:
    text = f"a {'b' * (LONGEST + 1)} c"
    assert long_runs(text) == [(2, LONGEST + 3)]
    assert without_long_runs(text) == f"a {' ' * (LONGEST + 1)} c"
    assert without_long_runs("b" * LONGEST) == "b" * LONGEST


def test_words_beside_a_long_row_are_repaired_and_the_row_is_not() -> None:
    text = f"{DAMAGED}{ROW} nifias"
    repairer = build_repairer([text], {}, language_of("es"))
    repaired = apply_corrections(text, repairer.repair(text))
    assert repairer.is_damaged
    assert repaired == apply_corrections(DAMAGED, repairer.repair(DAMAGED)) + f"{ROW} niñas"
