{% extends "shared/src/package/serve.py" %}
{% block imports %}
from .environment import get_settings
{% endblock %}
