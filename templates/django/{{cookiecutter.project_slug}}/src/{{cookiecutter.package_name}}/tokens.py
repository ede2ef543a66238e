{% extends "shared/src/package/tokens.py" %}
{% block imports %}
from .environment import get_settings
from .errors import Unauthenticated
{% endblock %}
