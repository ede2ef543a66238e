"""Say where the tests keep their data."""


def prepare_database() -> str:
    """Name a database in memory, of which each process of the tests has its own."""
    return "sqlite://"
