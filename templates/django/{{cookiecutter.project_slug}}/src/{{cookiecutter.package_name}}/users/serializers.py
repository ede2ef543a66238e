"""Say what a caller sees and may change of a user."""

from rest_framework import serializers

from ..fields import BodySerializer, FlagField, TextField
from .models import Role, User

NAME_LENGTH = 100


class UserSerializer(serializers.ModelSerializer[User]):
    """An account."""

    class Meta:
        """What is shown."""

        model = User
        fields = [
            "id",
            "email",
            "name",
            "role",
            "is_active",
            "email_verified",
            "created_at",
            "updated_at",
        ]
        read_only_fields = fields


class MeUpdateSerializer(BodySerializer):
    """What a user may change of the own account."""

    name = TextField(required=False, allow_null=True, min_length=1, max_length=NAME_LENGTH)


class UserUpdateSerializer(MeUpdateSerializer):
    """What an admin may change of an account."""

    is_active = FlagField(required=False)
    role = serializers.ChoiceField(Role.choices, required=False)
