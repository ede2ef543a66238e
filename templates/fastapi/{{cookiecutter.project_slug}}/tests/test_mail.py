{% include "shared/tests/test_mail.py" %}
