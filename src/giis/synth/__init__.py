"""Synthetic records: valid ones, known violations with their answer key, and the smallest file that shows a verdict."""
