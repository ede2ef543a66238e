{% extends "shared/tests/notes/plans_" ~ cookiecutter.database ~ ".py" %}
{% block explain %}
{% endblock %}
