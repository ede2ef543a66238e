{% include "shared/tests/mailbox.py" %}
