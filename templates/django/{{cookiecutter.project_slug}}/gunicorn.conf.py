{% extends "shared/gunicorn.wsgi.conf.py" %}
{% block lifecycle %}
from {{ cookiecutter.package_name }}.environment import get_settings
{{ super() }}
{%- endblock %}
{% block settings %}
{% endblock %}
{% block application %}wsgi:application{% endblock %}
