{% include "shared/src/package/cursors.py" %}
