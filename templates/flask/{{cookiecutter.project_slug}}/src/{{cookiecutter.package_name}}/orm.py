{% include "shared/src/package/orm.py" %}
