"""What the service adds to `manage.py`."""
