{% include "shared/tests/notes/plans_" ~ cookiecutter.database ~ ".py" %}
