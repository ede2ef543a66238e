{% include "shared/src/package/serve.py" %}
