{% include "shared/src/package/addresses.py" %}
