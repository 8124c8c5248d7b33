"""The tables that callers give to the library's `link`: checked row by row, and what may be left out filled in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..clean.foreign_text import known_count
from ..errors import ManifestInvalid, WrongUsage
from ..language import USUAL, guess_language, known_codes, language_of, refuse_unknown
from ..link.reviews import COLUMNS, parse_reviews
from ..text import sha256
from .arguments import language_given, shown, table_given, whole_number

UNDATED = "0000-00-00"
REVIEWER = "reviewer"
FEWEST_FOREIGN = 2  # small words of a language that is not known, from which on texts are taken to be in it
WORD = re.compile(r"[^\W\d_]+")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two tables that are linked: its name, and the columns with its ids and its texts."""

    name: str
    key: str
    texts: tuple[str, ...]  # the first one that is filled in is the text


ACTIONS = Side("actions", "action_id", ("action",))
DIRECTIVES = Side("directives", "directive_id", ("text", "text_amended"))


def complete_table(given: object, side: Side, language: str | None) -> pd.DataFrame:
    """Return a copy of a table with ids as texts, and kind, plan_id, text_sha256 and language filled in.

    `language` is that of rows that do not name one; None = guessed for each plan.
    """
    frame = table_given(given, side.name, (side.key, side.texts[0])).reset_index(drop=True).copy()
    rows: list[Row] = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    frame[side.key] = ids = _ids(rows, side)
    if side is DIRECTIVES and "kind" not in frame:
        frame["kind"] = "directive"
    texts = [_text(row, side, f"{side.name} row {number}") for number, row in enumerate(rows)]
    if "plan_id" in frame:
        frame["plan_id"] = [_id(row["plan_id"], f"{side.name} row {at}", "plan_id") for at, row in enumerate(rows)]
    else:
        frame["plan_id"] = [value.split("/")[0] if "/" in value else side.name for value in ids]
    hashes = [row.get("text_sha256") for row in rows]
    frame["text_sha256"] = [
        given if isinstance(given, str) and given else sha256(text) for given, text in zip(hashes, texts, strict=True)
    ]
    frame["language"] = _languages(rows, list(frame["plan_id"]), texts, side, language)
    return frame


def complete_reviews(given: object, actions: pd.DataFrame, directives: pd.DataFrame) -> pd.DataFrame:
    """Return verdicts with every column of raw/reviews/links.csv, checked as that file is.

    Hashes that are missing are those of today's texts.
    """
    table = table_given(given, "reviews", ("action_id", "directive_id", "verdict"))
    hashes = _hashes(actions, "action_id"), _hashes(directives, "directive_id")
    defaults: dict[str, Callable[[dict[str, str]], str]] = {
        "reviewer": lambda row: REVIEWER,
        "date": lambda row: UNDATED,
        "action_sha256": lambda row: hashes[0].get(row["action_id"], ""),
        "directive_sha256": lambda row: hashes[1].get(row["directive_id"], ""),
    }
    rows = []
    for number, record in enumerate(table.to_dict("records")):
        row = {column: _printed(record.get(column)) for column in COLUMNS}
        for column, known in zip(("action_id", "directive_id"), hashes, strict=True):
            if row[column] and row[column] not in known:
                remedy = "Leave the row out, or correct the id: it would change nothing."
                raise WrongUsage(_place(number), f"{column} {shown(row[column])} is in no table given", remedy)
        rows.append(row | {column: made(row) for column, made in defaults.items() if not row[column]})
    try:
        return parse_reviews(COLUMNS, rows, _place)
    except ManifestInvalid as wrong:  # a file would be wrong; here the call is
        raise WrongUsage(wrong.place, wrong.found, wrong.remedy) from None


def known_language(code: str, place: str) -> str:
    """Return the code of a language; refuses (WrongUsage) one without word lists."""
    refuse_unknown(language_of(code), place, "linking", WrongUsage)
    return code


def _place(number: int) -> str:
    return f"reviews row {number}"


def _ids(rows: Iterable[Row], side: Side) -> list[str]:
    ids = [_id(row[side.key], f"{side.name} row {number}", side.key) for number, row in enumerate(rows)]
    if twice := next((value for value, count in Counter(ids).items() if count > 1), None):
        raise WrongUsage(side.name, f"{side.key} {shown(twice)} stands twice", "Give each row an id of its own.")
    return ids


def _id(value: object, place: str, column: str) -> str:
    if not (printed := _printed(value)):
        raise WrongUsage(place, f"{column} is missing", "Fill it in. Rows are counted from 0.")
    if not isinstance(value, str) and whole_number(value) is None and not isinstance(value, float):
        raise WrongUsage(place, f"{column} {shown(value)} is no id", "Write a text. Rows are counted from 0.")
    return printed


def _printed(value: object) -> str:
    """Return a cell as a CSV file has it: "" where it is missing, 2.0 as "2", the day of a date."""
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, float):
        return "" if value != value else str(int(value)) if value.is_integer() else str(value)
    if hasattr(value, "isoformat"):  # a date, or a time of day on one
        return str(value.isoformat())[:10]
    return str(value).strip()


def _text(row: Row, side: Side, place: str) -> str:
    """Return the text of a row; a row that is no directive may have none, since nothing is linked to it."""
    for column in side.texts:
        value = row.get(column)
        if isinstance(value, str) and value.strip():
            return value
        if not isinstance(value, str) and _is_there(value):
            raise WrongUsage(place, f"{column} {shown(value)} is no text", "Write a text. Rows are counted from 0.")
    if side is DIRECTIVES and row.get("kind", "directive") != "directive":
        return ""
    remedy = "Fill it in, or leave the row out. Rows are counted from 0."
    raise WrongUsage(place, f"{side.texts[0]} is missing", remedy)


def _is_there(value: object) -> bool:
    return not (value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value))


def _languages(rows: list[Row], plans: list[str], texts: list[str], side: Side, told: str | None) -> list[str]:
    """Return the language of each row: what it says, else what the caller says, else a guess for its plan."""
    said = [
        known_language(language_given(row["language"], f"{side.name} row {number}"), f"{side.name} row {number}")
        if _is_there(row.get("language")) and row["language"] != ""
        else told
        for number, row in enumerate(rows)
    ]
    of_plan: dict[str, list[str]] = {}
    for plan, text, code in zip(plans, texts, said, strict=True):
        if code is None:
            of_plan.setdefault(plan, []).append(text)
    guessed = {plan: _guess(own, f"{side.name} of {plan}") for plan, own in of_plan.items()}
    return [code or guessed[plan] for code, plan in zip(said, plans, strict=True)]


def _guess(texts: list[str], place: str) -> str:
    """Return the language that small words tell; where they tell none, the known one that has the most of the words.

    Refuses (WrongUsage) texts with small words of a language that is not known.
    """
    found = guess_language(texts, FEWEST_FOREIGN)
    if found is not None and not found.is_known:
        remedy = f'Linking needs a known language: {", ".join(known_codes())}. If it is one, say language="es".'
        raise WrongUsage(place, "by its small words it is in a language that is not known", remedy)
    if (found := guess_language(texts, 1)) is not None and found.is_known:
        return found.code
    words = dict(Counter(word for text in texts for word in WORD.findall(text.lower())))
    return max((USUAL, *known_codes()), key=lambda code: known_count(words, code))


def _hashes(frame: pd.DataFrame, key: str) -> dict[str, str]:
    return dict(zip(frame[key], frame["text_sha256"], strict=True))
