{% include "shared/src/package/notes/models.py" %}
