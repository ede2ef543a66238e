{% include "shared/src/package/server_wsgi.py" %}
