"""Measures of the pipeline on texts with known truth, and the scripts that made those texts."""
