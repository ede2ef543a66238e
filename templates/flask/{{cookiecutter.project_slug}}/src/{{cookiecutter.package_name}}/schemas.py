{% include "shared/src/package/schemas.py" %}
