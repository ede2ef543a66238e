{% include "shared/src/package/tokens.py" %}
