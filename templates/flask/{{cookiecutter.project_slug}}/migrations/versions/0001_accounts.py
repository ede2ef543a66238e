{% include "shared/migrations/versions/0001_accounts.py" %}
