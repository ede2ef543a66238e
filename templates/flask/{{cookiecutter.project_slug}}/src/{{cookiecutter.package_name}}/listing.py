"""Say what the query string of a list may hold."""

from typing import Annotated

from pydantic import BaseModel, Field

from .cursors import DEFAULT_LIMIT, MAX_LIMIT
from .fields import CHECKED

Text = Annotated[str, CHECKED]


class PageQuery(BaseModel):
    """Which page, and how long."""

    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Text | None = None
