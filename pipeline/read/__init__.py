"""Readers: a document in, its lines as printed out; no judgement about what they mean."""
