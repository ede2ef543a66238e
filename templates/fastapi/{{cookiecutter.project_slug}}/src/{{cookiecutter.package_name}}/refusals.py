{% include "shared/src/package/refusals.py" %}
