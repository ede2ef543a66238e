"""Derive the project's other names from the one its user gives.

These are the expressions of `shared/questions.json` as functions; a test holds the two equal.
"""

SLUG_LIMIT = 64
PACKAGE_LIMIT = 40


def slug_for(name: str) -> str:
    """Derive the name of folder, distribution and image; letters of other scripts are transliterated."""
    from slugify import slugify  # noqa: PLC0415 - start-up stays quick for commands that derive nothing

    return slugify(name, max_length=SLUG_LIMIT, word_boundary=True)


def package_for(slug: str) -> str:
    """Derive the name of the Python package."""
    from slugify import slugify  # noqa: PLC0415 - start-up stays quick for commands that derive nothing

    return slugify(slug, separator="_", max_length=PACKAGE_LIMIT, word_boundary=True)
