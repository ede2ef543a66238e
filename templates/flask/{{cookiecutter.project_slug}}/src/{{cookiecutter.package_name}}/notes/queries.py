{% include "shared/src/package/notes/queries.py" %}
