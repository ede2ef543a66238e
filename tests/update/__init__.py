"""Scenarios of updates, each with real git."""
