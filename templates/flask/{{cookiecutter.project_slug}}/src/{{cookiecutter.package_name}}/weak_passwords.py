{% include "shared/src/package/weak_passwords.py" %}
