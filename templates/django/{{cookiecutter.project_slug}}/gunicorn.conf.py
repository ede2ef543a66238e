{% extends "shared/gunicorn.wsgi.conf.py" %}
{% block settings_module %}environment{% endblock %}
{% block application %}wsgi:application{% endblock %}
