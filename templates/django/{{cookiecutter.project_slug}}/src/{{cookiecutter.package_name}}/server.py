{% extends "shared/src/package/server_wsgi.py" %}
{% block imports %}
from .environment import get_settings
from .queueing import note_wait
from .refusals import refuse
{% endblock %}
