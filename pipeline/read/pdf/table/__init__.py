"""Logical tables: the pieces of a table joined over all its pages."""
