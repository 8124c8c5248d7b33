"""Validates `ro-crate-metadata.json` with the validator of RO-Crate, offline: `python tests/check_crate.py DIR`.

The validator asks the web for the JSON-LD context that a crate names. The package `rocrate` has it, and it is given in
its place. Ends with 1, and what was found, where a required rule is broken.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import rocrate
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

CONTEXT = "https://w3id.org/ro/crate/"


class ShippedContext:
    """The answer of the web to the address of the context of RO-Crate."""

    status_code = 200
    headers: ClassVar[dict[str, str]] = {"Content-Type": "application/ld+json"}
    text = (files(rocrate) / "data" / "ro-crate.jsonld").read_text(encoding="utf-8")
    content = text.encode("utf-8")

    def json(self) -> Any:
        """Return the context."""
        return json.loads(self.text)


def answer(requester: HttpRequester, url: str, **keys: Any) -> ShippedContext:
    """Return the context; refuses any other address, since nothing here may ask the web."""
    if not url.startswith(CONTEXT):
        raise ValueError(f"{url} is no context of RO-Crate")
    return ShippedContext()


def findings(folder: Path, severity: str = "REQUIRED") -> list[str]:
    """Return what the validator finds against the rules of RO-Crate 1.1 of this severity and above."""
    HttpRequester.get = answer
    settings = services.ValidationSettings(
        rocrate_uri=str(folder),
        profile_identifier="ro-crate-1.1",
        requirement_severity=models.Severity[severity],
        skip_availability_check=True,
    )
    return [f"{issue.check.identifier}: {issue.message}" for issue in services.validate(settings).get_issues()]


if __name__ == "__main__":
    found = findings(*(kind(each) for kind, each in zip((Path, str.upper), sys.argv[1:], strict=False)))
    print("\n".join(found) or "the RO-Crate is valid")
    sys.exit(bool(found))
