{% include "shared/migrations/script.py.mako" %}
