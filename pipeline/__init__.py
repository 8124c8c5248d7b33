"""Directriz: from action plans and directives as printed to tables that say where every value stood.

    import directriz

    directriz.open("plan.pdf").tables[0].to_pandas()         # the tables of any PDF, whole over their pages
    directriz.read_draft("… [CAN: …] …").accept("CAN")       # a negotiating draft with one party's amendments
    directriz.repair("Organizacién").text                    # damage by optical character recognition repaired
    directriz.find_agencies("MINSEG - DNM", country="ARG")   # bodies resolved in the registry
    directriz.link(actions, directives)                      # which directive an action carries out
    directriz.Workspace("folder").run()                      # all of it, for a folder of documents

What cannot be done is an error of `directriz.errors` with `exit_code`, `place` and `remedy`. docs/library.md has more.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import errors
    from .library.agencies import find_agencies
    from .library.documents import Document, open
    from .library.drafts import Draft, read_draft
    from .library.links import link
    from .library.repairs import repair
    from .library.tables import Table
    from .library.workspace import Workspace

__version__ = "0.1.0"

__all__ = [
    "Document",
    "Draft",
    "Table",
    "Workspace",
    "errors",
    "find_agencies",
    "link",
    "open",
    "read_draft",
    "repair",
]

# Where each name lives. Nothing is imported before it is used: `import directriz` costs no time.
_HOMES = {
    "Document": "library.documents",
    "Draft": "library.drafts",
    "Table": "library.tables",
    "Workspace": "library.workspace",
    "errors": "errors",
    "find_agencies": "library.agencies",
    "link": "library.links",
    "open": "library.documents",
    "read_draft": "library.drafts",
    "repair": "library.repairs",
}


def __getattr__(name: str) -> Any:
    """Return a public name, imported when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'directriz' has no attribute {name!r}")
    module = import_module(f"{__name__}.{_HOMES[name]}")
    found = module if name == "errors" else getattr(module, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


class _Library(ModuleType):
    """The package. Its attribute `link` is the function, though the folder of a stage has that name, too.

    Python sets a package's attribute for every module of it that is imported, which would hide the function.
    """

    @property
    def link(self) -> Any:
        """Return the function; `from directriz.link import …` finds the folder by its full name."""
        return import_module(f"{__name__}.library.links").link

    @link.setter
    def link(self, module: ModuleType) -> None:
        """Keep the function where Python would set the module."""


sys.modules[__name__].__class__ = _Library
