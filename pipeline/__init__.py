"""Directriz: from action plans and directives as printed to tables that say where every value stood."""

__version__ = "0.1.0"
