{% include "shared/src/package/clients.py" %}
