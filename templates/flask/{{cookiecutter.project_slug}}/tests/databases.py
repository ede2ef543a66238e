{% include "shared/tests/databases_" ~ cookiecutter.database ~ ".py" %}
