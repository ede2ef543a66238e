{% include "shared/src/package/logs.py" %}
