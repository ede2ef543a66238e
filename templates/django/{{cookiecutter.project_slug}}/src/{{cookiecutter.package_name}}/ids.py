{% include "shared/src/package/ids.py" %}
