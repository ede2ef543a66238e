{% include "shared/src/package/mail.py" %}
