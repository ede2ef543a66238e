"""The accounts of this service."""
