"""Checks that attack accounts: they guess, forge, replay and read the log of a server of their own."""
