"""The parts of spaCy that the linker uses, loaded without spaCy's command line.

`import spacy` loads that command line too, for one function (`spacy.info`): a web client, templates, a project manager,
0.3 of 0.7 s. Here that function loads it when it is called. So whoever uses spaCy in the same process has all of it.
"""

from __future__ import annotations

import sys
from functools import cache
from types import ModuleType
from typing import Any

COMMANDS, INFO = "spacy.cli", "spacy.cli.info"


@cache
def load_spacy() -> Any:
    """Return the package `spacy`."""
    if "spacy" not in sys.modules and COMMANDS not in sys.modules:
        info = ModuleType(INFO)
        info.info = _info  # type: ignore[attr-defined]
        sys.modules |= {COMMANDS: ModuleType(COMMANDS), INFO: info}
        try:
            import spacy
        finally:
            del sys.modules[COMMANDS], sys.modules[INFO]
    import spacy

    return spacy


def _info(*asked: Any, **named: Any) -> Any:
    """Return what `spacy.info` returns."""
    from spacy.cli.info import info

    return info(*asked, **named)
