"""Say what every answer of an error looks like, and what every list may be asked."""

from typing import Annotated

from pydantic import BaseModel, Field

from .cursors import DEFAULT_LIMIT, MAX_LIMIT
from .errors import FieldError
from .fields import Text


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    request_id: str
    errors: list[FieldError] = Field(default_factory=list)


class PageQuery(BaseModel):
    """Which page, and how long."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: Text = ""
