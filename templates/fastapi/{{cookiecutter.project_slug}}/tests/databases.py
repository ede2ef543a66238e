{% include "shared/tests/databases_" ~ ("asyncpg" if cookiecutter.database == "postgresql" else "sqlite") ~ ".py" %}
