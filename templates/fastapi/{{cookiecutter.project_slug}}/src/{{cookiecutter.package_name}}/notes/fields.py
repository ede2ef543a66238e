{% include "shared/src/package/notes/fields.py" %}
