{% include "shared/src/package/notes/schemas.py" %}
