"""Roman numerals of objectives and principles, as scans have them."""

from __future__ import annotations

import re

MISREAD_I = re.compile(r"[l1¡!|]")


def roman(number: int) -> str:
    """Return 1-49 as a lower-case Roman numeral."""
    tens, ones = divmod(number, 10)
    return "x" * tens + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][ones]


def roman_value(label: str) -> int | None:
    """Return the value of a Roman numeral below 50; l counts as i. None if `label` is no Roman numeral.

    Scans also print i as 1, ¡, ! or a bar, and part its letters: "X ¡" is 11. Figures alone are an Arabic number.
    """
    if label.isdecimal():
        return None
    text = MISREAD_I.sub("i", label.lower().replace(" ", ""))
    return next((number for number in range(1, 50) if roman(number) == text), None)
