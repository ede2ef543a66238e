"""Accounts from the outside: registration, sessions, passwords."""
