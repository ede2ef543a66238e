{% include "shared/src/package/notes/__init__.py" %}
