{% include "shared/scripts/healthcheck.py" %}
