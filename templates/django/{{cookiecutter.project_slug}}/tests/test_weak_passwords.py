{% include "shared/tests/test_weak_passwords.py" %}
