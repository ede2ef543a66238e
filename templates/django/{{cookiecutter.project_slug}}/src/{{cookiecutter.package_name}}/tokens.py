{% extends "shared/src/package/tokens.py" %}
{% block settings_module %}environment{% endblock %}
