{% include "shared/src/package/auth/windows.py" %}
