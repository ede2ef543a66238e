{% include "shared/tests/test_refusals.py" %}
