"""Checks that break what a production server depends on, under load, and count what its clients notice."""
