{% include "shared/src/package/broker.py" %}
