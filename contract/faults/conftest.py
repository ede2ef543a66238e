"""Requests that the faults disturb."""

import json

import pytest

from contract.client import Session

from .load import Request

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def who_am_i(alice: Session) -> Request:
    """Return a request that reads the database."""
    return Request(path="/api/v1/users/me", headers={"Authorization": f"Bearer {alice.access_token}"})


@pytest.fixture(scope="session")
def wrong_login() -> Request:
    """Return a request that reads the database and hashes a password."""
    body = json.dumps({"email": "nobody@example.com", "password": "x" * 40}).encode()
    return Request(method="POST", path="/api/v1/auth/login", body=body, headers=JSON)
