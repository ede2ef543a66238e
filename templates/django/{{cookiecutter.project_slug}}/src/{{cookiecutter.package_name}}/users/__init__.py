"""The people who use the service."""
