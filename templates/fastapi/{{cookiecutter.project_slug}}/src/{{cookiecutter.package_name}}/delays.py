{% include "shared/src/package/delays.py" %}
