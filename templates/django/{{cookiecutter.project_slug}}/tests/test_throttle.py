{% include "shared/tests/test_throttle.py" %}
