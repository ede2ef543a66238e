{% include "shared/scripts/env.py" %}
