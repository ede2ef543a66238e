{% include "shared/tests/test_lifecycle.py" %}
