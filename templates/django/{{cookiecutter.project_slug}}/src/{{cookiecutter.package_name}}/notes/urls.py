"""Say which view answers which path of notes and tags."""

from django.urls import path

from . import api

urlpatterns = [
    path("notes", api.NoteListView.as_view()),
    path("notes/<uuid:pk>", api.NoteView.as_view()),
    path("tags", api.TagListView.as_view()),
]
