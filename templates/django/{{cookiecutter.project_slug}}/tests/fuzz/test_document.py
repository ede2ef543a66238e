{% include "shared/tests/fuzz/test_document.py" %}
