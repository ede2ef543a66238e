import factory

from {{ cookiecutter.package_name }}.notes.models import Note

from ..factories import UserFactory


class NoteFactory(factory.django.DjangoModelFactory[Note]):
    class Meta:
        model = Note

    user = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda number: f"Note {number}")
