"""Show notes and tags on the admin site."""

from django.contrib import admin

from .models import Note, Tag


@admin.register(Note)
class NoteAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Notes."""

    list_display = ["title", "user", "created_at"]
    list_select_related = ["user"]
    search_fields = ["title", "user__email"]
    autocomplete_fields = ["user", "tags"]
    readonly_fields = ["created_at", "updated_at"]


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Tags."""

    list_display = ["name", "user"]
    list_select_related = ["user"]
    search_fields = ["name", "user__email"]
    autocomplete_fields = ["user"]
