"""Say which view answers which path below `/api/v1/users`."""

from django.urls import path

from . import api

urlpatterns = [
    path("", api.UserListView.as_view()),
    path("/me", api.MeView.as_view()),
    path("/<uuid:pk>", api.UserView.as_view()),
]
