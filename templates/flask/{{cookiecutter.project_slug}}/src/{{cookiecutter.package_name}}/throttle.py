{% include "shared/src/package/throttle.py" %}
