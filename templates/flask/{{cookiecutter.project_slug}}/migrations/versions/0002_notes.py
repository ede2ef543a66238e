{% include "shared/migrations/versions/0002_notes.py" %}
