{% include "shared/src/package/users/models.py" %}
