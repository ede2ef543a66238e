{% include "shared/tests/test_tokens.py" %}
