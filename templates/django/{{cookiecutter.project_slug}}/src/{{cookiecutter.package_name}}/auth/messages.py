{% include "shared/src/package/auth/messages.py" %}
