"""Ask in the user's words for what was not given: at most six questions, each with a good default."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from . import names, recommend
from .derive import package_for, slug_for
from .models import Choice, Question, Template, Value
from .prompter import Check, Prompter
from .talk import Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """One conversation: whom to ask, where to talk, and what is known already."""

    prompter: Prompter
    talk: Talk
    templates: Sequence[Template]
    given: dict[str, Value] = field(default_factory=dict)

    def name(self) -> None:
        """Ask for the project's name and show what follows from it."""
        if "project_name" in self.given:
            return
        default = self.templates[0].question("project_name").default
        self.given["project_name"] = self.prompter.text("Name of the project", str(default), self.problem_with_name)
        slug = self._slug(str(self.given["project_name"]))
        self.talk.say(f"  folder {slug}, package {package_for(slug)}", dim=True)

    def problem_with_name(self, name: str) -> str | None:
        """Check a name and all that is derived from it."""
        reserved = {entry for template in self.templates for entry in template.reserved}
        slug = self._slug(name)
        values = {"project_name": name, "project_slug": slug, "package_name": package_for(slug)} | {
            key: value for key, value in self.given.items() if key == "package_name"
        }
        return names.problem(values, sorted(reserved))

    def template(self) -> Template:
        """Ask what is being built and recommend a framework for it; the user decides."""
        if len(self.templates) == 1:
            return self.templates[0]
        choices = [Choice(value=purpose.value, title=purpose.title) for purpose in recommend.PURPOSES]
        chosen = self.prompter.select("What are you building", choices, choices[0].value)
        purpose = next(purpose for purpose in recommend.PURPOSES if purpose.value == chosen)
        by_name = {template.name: template for template in self.templates}
        ordered = recommend.order(purpose, tuple(by_name))
        for reason in purpose.reasons:
            self.talk.say(f"  {reason}")
        for name in ordered[1 if purpose.template else 0 :]:
            self.talk.say(f"  Take {by_name[name].title} for {recommend.BETTER_WHEN[name]}.", dim=True)
        hint = {purpose.template: " (recommended)"}
        choices = [Choice(value=name, title=by_name[name].title + hint.get(name, "")) for name in ordered]
        return by_name[self.prompter.select("Framework", choices, ordered[0])]

    def options(self, template: Template) -> None:
        """Ask for the options that matter most, the extras among them in one list."""
        asked = [question for question in template.questions if question.option and not question.option.advanced]
        extras = [question for question in asked if question.option and question.option.extra]
        for question in asked:
            if question not in extras:
                self._ask(question)
            elif question is extras[0]:
                self._extras(extras)

    def everything(self, template: Template, values: Mapping[str, Value]) -> None:
        """Ask every question of the template, with the present answers as defaults."""
        for question in template.questions:
            present = values[question.name]
            if question.kind == "text":
                check = self.problem_with_name if question.name == "project_name" else _check(question.name, template)
                self.given[question.name] = self.prompter.text(question.title, str(present), check)
                continue
            self.given.pop(question.name, None)
            self._ask(question, present)

    def _ask(self, question: Question, default: Value | None = None) -> None:
        if question.name in self.given:
            return
        default = question.default if default is None else default
        if question.kind == "boolean":
            self.given[question.name] = self.prompter.confirm(question.title, default=bool(default))
        else:
            self.given[question.name] = self.prompter.select(question.title, question.choices, str(default))

    def _extras(self, extras: Sequence[Question]) -> None:
        asked = [question for question in extras if question.name not in self.given]
        if not asked:
            return
        choices = [Choice(value=each.name, title=each.title, help=_help(each)) for each in asked]
        chosen = self.prompter.several("Extras", choices, [each.name for each in asked if each.default])
        self.given.update({each.name: each.name in chosen for each in asked})

    def _slug(self, name: str) -> str:
        return str(self.given.get("project_slug", slug_for(name)))


def _help(question: Question) -> str:
    return question.option.help if question.option else ""


def _check(name: str, template: Template) -> Check:
    rules = {
        "project_slug": lambda text: names.problem_with_slug(text, template.reserved),
        "package_name": lambda text: names.problem_with_package(text, template.reserved),
        "description": names.problem_with_description,
    }
    return rules.get(name, lambda _: None)
