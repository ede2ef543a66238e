{% include "shared/src/package/validation.py" %}
