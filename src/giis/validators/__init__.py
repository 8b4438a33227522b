"""Judging records: one set of specs, compiled to Polars for files and to plain Python for single records."""
