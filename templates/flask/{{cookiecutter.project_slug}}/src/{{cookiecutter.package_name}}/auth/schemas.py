{% include "shared/src/package/auth/schemas.py" %}
