{% include "shared/tests/test_passwords.py" %}
