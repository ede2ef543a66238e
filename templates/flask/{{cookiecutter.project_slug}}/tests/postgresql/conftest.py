import os

# These need a server; the rest of the suite runs on SQLite too.
collect_ignore = [] if "TEST_DATABASE_URL" in os.environ else ["test_connections.py"]
