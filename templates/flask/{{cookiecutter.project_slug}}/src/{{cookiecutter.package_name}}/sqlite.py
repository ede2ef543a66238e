{% include "shared/src/package/sqlite.py" %}
