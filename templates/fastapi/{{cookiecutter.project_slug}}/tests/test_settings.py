{% include "shared/tests/test_settings.py" %}
