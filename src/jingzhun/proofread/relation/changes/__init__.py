"""Differences, what is left, and growth."""
