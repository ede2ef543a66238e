{% extends "shared/gunicorn.wsgi.conf.py" %}
{% block application %}main:app{% endblock %}
