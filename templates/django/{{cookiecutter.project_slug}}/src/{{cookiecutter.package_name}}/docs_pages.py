{% include "shared/src/package/docs_pages.py" %}
