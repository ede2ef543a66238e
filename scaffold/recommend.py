"""Recommend a framework for what is being built: one table, and nothing else decides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One answer to "what is being built?", the template it speaks for and two reasons."""

    value: str
    title: str
    template: str | None
    reasons: tuple[str, ...] = ()


PURPOSES = (
    Purpose(
        value="small",
        title="A prototype, an internal tool or a small site",
        template="flask",
        reasons=(
            "A small surface: every line of the request path is in the project and easy to follow.",
            "Plain synchronous code and rendered pages, which is quickest to write and to change.",
        ),
    ),
    Purpose(
        value="data",
        title="A data-heavy platform with an admin",
        template="django",
        reasons=(
            "The admin shows and edits every model from the first day, with permissions.",
            "ORM, migrations and forms come from one hand, so a large team shares one way of doing things.",
        ),
    ),
    Purpose(
        value="api",
        title="A high-throughput API or microservice",
        template="fastapi",
        reasons=(
            "Async from the socket to the database: waiting for I/O costs no thread.",
            "Types describe every request and response, and the OpenAPI document follows from them.",
        ),
    ),
    Purpose(value="known", title="I know the framework", template=None),
)

BETTER_WHEN = {
    "flask": "small surface, explicit control, rendered pages",
    "django": "ORM, admin, forms, many people on one codebase",
    "fastapi": "async, I/O-bound, typed, OpenAPI-first",
}


def order(purpose: Purpose, templates: tuple[str, ...]) -> tuple[str, ...]:
    """Order the templates with the recommended one first."""
    return tuple(sorted(templates, key=lambda name: name != purpose.template))
