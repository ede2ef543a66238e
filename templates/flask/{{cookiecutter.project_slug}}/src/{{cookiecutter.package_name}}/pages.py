{% include "shared/src/package/pages.py" %}
