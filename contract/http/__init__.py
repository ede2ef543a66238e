"""Checks that need nothing but a base URL, a mail directory and an administrator."""
