{% include "shared/src/package/auth/__init__.py" %}
