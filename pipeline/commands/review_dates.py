"""The day that stands beside a verdict. It is given with `--date`, or it is today."""

from __future__ import annotations

from datetime import date

from ..errors import WrongUsage


def day_of(given: str | None) -> str:
    """Return the day as `2026-11-24`: the given one, else today. Refuses (WrongUsage) what is no day."""
    try:
        return (date.fromisoformat(given) if given else date.today()).isoformat()
    except ValueError:
        raise WrongUsage("--date", f"{given!r} is no day", "Write it as 2026-11-24.") from None
