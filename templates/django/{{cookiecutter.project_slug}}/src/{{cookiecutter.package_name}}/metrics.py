{% include "shared/src/package/metrics.py" %}
