"""Reference data with its sources (agencies, parties, concepts, languages), and the small functions that read it."""

from __future__ import annotations

from .agencies import RegisteredAgency, Registry, agency_rows, own_registers, read_agencies
from .matcher import find_agencies
from .parties import Parties, read_parties

__all__ = [
    "Parties",
    "RegisteredAgency",
    "Registry",
    "agency_rows",
    "find_agencies",
    "own_registers",
    "read_agencies",
    "read_parties",
]
