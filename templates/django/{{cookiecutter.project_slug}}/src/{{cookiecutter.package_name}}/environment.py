{% include "shared/src/package/settings.py" %}
