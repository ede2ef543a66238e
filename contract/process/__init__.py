"""Checks that start, stop and disturb the production server of a project folder."""
