{% include "shared/src/package/users/queries.py" %}
