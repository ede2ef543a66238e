"""Complete template names and the answers of `--set` in the shell."""

import click
from click.shell_completion import CompletionItem

PARTS = ("http", "security", "process", "faults", "schema")


class Service(click.ParamType[str, str]):
    """A project folder, which the shell completes, or a URL."""

    name = "target"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Let the shell propose folders."""
        del ctx, param
        return [CompletionItem(incomplete, type="dir")]


class TemplateName(click.ParamType[str, str]):
    """The name of a template; it is looked up where it is used."""

    name = "template"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Propose the templates that begin so."""
        del ctx, param
        from . import catalogue  # noqa: PLC0415 - completion of other words is quicker without

        return [
            CompletionItem(template.name, help=template.summary)
            for template in catalogue.load_all()
            if template.name.startswith(incomplete)
        ]


class OptionValue(click.ParamType[str, str]):
    """An OPTION=VALUE pair."""

    name = "option=value"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Propose the pairs that begin so: of the template named before it, else of all of them."""
        del param
        from . import catalogue  # noqa: PLC0415 - completion of other words is quicker without

        chosen = ctx.params.get("template")
        templates = [catalogue.load(chosen)] if chosen in catalogue.names() else catalogue.load_all()
        pairs = {
            f"{question.name}={value}": question.title
            for template in templates
            for question in template.questions
            for value in ([choice.value for choice in question.choices] or ["true", "false"])
            if question.kind != "text"
        }
        return [CompletionItem(pair, help=title) for pair, title in pairs.items() if pair.startswith(incomplete)]
