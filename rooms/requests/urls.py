"""The addresses of this package, added to the rooms' own."""

from django.urls import path

from rooms.requests import views

urlpatterns = [
    path("demandes/", views.requests, name="requests"),
    path("reservation/<slug:reference>/repondre/", views.request_answer, name="request_answer"),
]
