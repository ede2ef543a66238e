"""Bring a living project to another version of its template, or to other answers, and lose nothing.

The template is rendered as it was and as it is now; both become trees in git's own object store; and git merges the
difference into the project, three-way. Nothing here merges: what git says is reported, and what it left is applied.
"""
