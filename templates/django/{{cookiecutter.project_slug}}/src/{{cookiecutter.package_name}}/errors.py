{% include "shared/src/package/errors.py" %}
