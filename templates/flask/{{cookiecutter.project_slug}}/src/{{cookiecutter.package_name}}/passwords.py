{% include "shared/src/package/passwords.py" %}
