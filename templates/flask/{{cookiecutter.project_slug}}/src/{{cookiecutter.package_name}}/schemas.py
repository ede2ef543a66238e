"""Describe the body of every error, for the documentation."""

from pydantic import BaseModel

from .errors import FieldError


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    request_id: str
    errors: list[FieldError] = []
