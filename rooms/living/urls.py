"""The addresses of this package, added to the rooms' own."""

from django.urls import path

from rooms.living.views import doors, waits

urlpatterns = [
    path("attendre/", waits.wait_create, name="wait_create"),
    path("attente/<slug:wait>/", waits.wait_detail, name="wait_detail"),
    path("porte/<slug:slug>/", doors.door, name="door"),
    path("vides/", doors.no_shows, name="no_shows"),
]
