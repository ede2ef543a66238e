{% include "shared/src/package/audit.py" %}
