{% include "shared/tests/test_server_wsgi.py" %}
