{% include "shared/src/package/users/__init__.py" %}
