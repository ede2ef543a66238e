{% include "shared/tests/test_addresses.py" %}
