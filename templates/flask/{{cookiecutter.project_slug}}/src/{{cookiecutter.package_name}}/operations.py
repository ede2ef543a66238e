"""Turn typed functions into endpoints: their types read, write and document what goes in and out.

    @blueprint.patch("/me")
    @operation(access=Access.USER)
    def update_me(body: ProfileChanges) -> User:
        ...

The parameter `body` is read from JSON, `form` from a form and `query` from the query string; what
stands before them is the path's, in its order. What the function returns is the JSON of the answer.
"""

from collections.abc import Callable, Mapping
from functools import update_wrapper
from http import HTTPStatus
from typing import Any, get_args, get_type_hints

from flask import Response, request
from pydantic import BaseModel

from .auth.callers import Access, authorize
from .errors import AppError, BodyTooLarge, UnsupportedMediaType
from .inputs import read_json, read_values

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"

type Answer = BaseModel | tuple[BaseModel, Mapping[str, str]] | None


def body_bytes() -> bytes:
    """Read the body.

    Raises:
        BodyTooLarge: it is longer than it may be; a body sent in chunks shows that only now.
    """
    body = request.get_data()
    if len(body) == request.max_content_length:
        raise BodyTooLarge
    return body


def read_body[T: BaseModel](model: type[T]) -> T:
    """Read the JSON body.

    Raises:
        UnsupportedMediaType: the body is not said to be JSON.
        MalformedJson: it is not.
        Invalid: it breaks the rules of the model.
    """
    if request.mimetype != JSON_TYPE:
        raise UnsupportedMediaType
    return read_json(model, body_bytes())


def read_form[T: BaseModel](model: type[T]) -> T:
    """Read the fields of a form.

    Raises:
        UnsupportedMediaType: the body is not said to be a form.
        Invalid: it breaks the rules of the model.
    """
    if request.mimetype != FORM_TYPE:
        msg = f"Send the body as {FORM_TYPE}."
        raise UnsupportedMediaType(msg)
    body_bytes()
    return read_values(model, request.form.to_dict(flat=False))


def read_query[T: BaseModel](model: type[T]) -> T:
    """Read the query string.

    Raises:
        Invalid: it breaks the rules of the model.
    """
    return read_values(model, request.args.to_dict(flat=False))


READERS: dict[str, Callable[[type[BaseModel]], BaseModel]] = {
    "body": read_body,
    "form": read_form,
    "query": read_query,
}


def respond(answer: Answer, status: HTTPStatus) -> Response:
    """Write what an endpoint returned."""
    if answer is None:
        return Response(status=HTTPStatus.NO_CONTENT)
    body, headers = answer if isinstance(answer, tuple) else (answer, None)
    return Response(body.model_dump_json(), status, headers, content_type=JSON_TYPE)


class Operation:
    """Serve one endpoint, and know what its documentation says.

    Attributes:
        view: the function that does the work.
        access: who may call it.
        success: the status of its answer.
        raises: the errors it answers with, beyond those that follow from its types.
        inputs: the model of each input that it reads.
        reads_body: whether it reads a body.
        has_path: whether its path has parameters.
        returns: the model of its answer, if it has one.
        sets_headers: whether the answer carries header fields of its own.
    """

    __name__: str

    def __init__(
        self,
        view: Callable[..., Answer],
        *,
        access: Access,
        success: HTTPStatus,
        raises: tuple[type[AppError], ...],
    ) -> None:
        """Learn from a function's annotations what it takes and gives."""
        update_wrapper(self, view)
        hints = get_type_hints(view)
        returned = hints.pop("return")
        self.view = view
        self.access = access
        self.raises = raises
        self.inputs: dict[str, type[BaseModel]] = {
            name: hints.pop(name) for name in READERS if name in hints
        }
        self.reads_body = bool(self.inputs.keys() & {"body", "form"})
        self.has_path = bool(hints)
        self.sets_headers = bool(get_args(returned))
        self.returns: type[BaseModel] | None = (
            None if returned is type(None) else next(iter(get_args(returned)), returned)
        )
        self.success = success if self.returns else HTTPStatus.NO_CONTENT

    def __call__(self, **path: Any) -> Response:  # noqa: ANN401 - the types are the view's
        """Answer a request."""
        if self.reads_body:
            # Before the first query: a slow sender must hold neither a connection nor a lock
            body_bytes()
        authorize(self.access)
        inputs = {name: READERS[name](model) for name, model in self.inputs.items()}
        return respond(self.view(*path.values(), **inputs), self.success)


def operation(
    *,
    access: Access,
    success: HTTPStatus = HTTPStatus.OK,
    raises: tuple[type[AppError], ...] = (),
) -> Callable[[Callable[..., Answer]], Operation]:
    """Make an endpoint of a typed function.

    Args:
        access: who may call it.
        success: the status of its answer; without an answer it is 204.
        raises: the errors it answers with, beyond those that follow from its types.
    """
    return lambda view: Operation(view, access=access, success=success, raises=raises)
