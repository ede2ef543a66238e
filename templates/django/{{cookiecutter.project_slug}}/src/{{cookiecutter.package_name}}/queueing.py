{% include "shared/src/package/queueing.py" %}
