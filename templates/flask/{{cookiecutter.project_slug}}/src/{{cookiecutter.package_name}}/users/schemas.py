{% include "shared/src/package/users/schemas.py" %}
