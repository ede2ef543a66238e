{% include "shared/tests/test_cursors.py" %}
