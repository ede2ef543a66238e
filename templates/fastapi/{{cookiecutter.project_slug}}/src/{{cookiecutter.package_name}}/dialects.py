{% include "shared/src/package/dialects_" ~ cookiecutter.database ~ ".py" %}
