{% include "shared/src/package/fields.py" %}
