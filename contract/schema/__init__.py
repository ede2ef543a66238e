"""Checks of the OpenAPI document, and of the service against its own document."""
