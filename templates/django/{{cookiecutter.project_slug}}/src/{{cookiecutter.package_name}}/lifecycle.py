{% include "shared/src/package/lifecycle.py" %}
