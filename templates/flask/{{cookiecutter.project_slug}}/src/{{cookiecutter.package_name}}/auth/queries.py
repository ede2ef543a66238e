{% include "shared/src/package/auth/queries.py" %}
