{% include "shared/tests/test_clients.py" %}
