{% include "shared/src/package/headers.py" %}
