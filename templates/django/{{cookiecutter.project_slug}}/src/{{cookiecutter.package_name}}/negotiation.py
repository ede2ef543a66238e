"""Choose the form of an answer."""

from collections.abc import Sequence
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from .errors import PROBLEM_TYPE

JSON_TYPES = ["application/json", PROBLEM_TYPE]


class FirstRenderer(DefaultContentNegotiation):
    """Answer in the one form there is, whatever the caller accepts."""

    def select_renderer(  # type: ignore[override]  # the stubs name the base of every renderer
        self,
        request: Request,
        renderers: Sequence[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[Any, str]:
        """Take the first renderer of the view."""
        return renderers[0], renderers[0].media_type


class JSONNegotiation(FirstRenderer):
    """Answer in JSON, and refuse callers who accept none."""

    def select_renderer(  # type: ignore[override]  # the stubs name the base of every renderer
        self,
        request: Request,
        renderers: Sequence[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[Any, str]:
        """Take the first renderer of the view.

        Raises:
            NotAcceptable: the caller accepts neither JSON nor problem documents.
        """
        if request.get_preferred_type(JSON_TYPES) is None:
            raise NotAcceptable
        return super().select_renderer(request, renderers, format_suffix)
