{% include "shared/src/package/auth/models.py" %}
