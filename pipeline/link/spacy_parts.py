"""The parts of spaCy that the linker uses, loaded without spaCy's command line.

`import spacy` loads that command line too, for one function (`spacy.info`): a web client, templates, a project manager,
0.3 of 0.7 s. Here that function loads it when it is called. So whoever uses spaCy in the same process has all of it.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

COMMANDS, INFO = "spacy.cli", "spacy.cli.info"


@cache
def load_spacy() -> Any:
    """Return the package `spacy`."""
    if "spacy" not in sys.modules and COMMANDS not in sys.modules:
        stand_in = ModuleType(INFO)
        stand_in.__dict__["info"] = _ask_command_line
        sys.modules |= {COMMANDS: ModuleType(COMMANDS), INFO: stand_in}
        try:
            import spacy
        finally:
            del sys.modules[COMMANDS], sys.modules[INFO]
    import spacy

    return spacy


def _ask_command_line(*asked: Any, **named: Any) -> Any:
    """Return what `spacy.info` returns."""
    return import_module(INFO).info(*asked, **named)
