{% include "shared/tests/smtp.py" %}
