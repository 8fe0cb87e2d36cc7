"""The addresses of this package, added to the rooms' own."""

from django.urls import path

from rooms.living.views import waits

urlpatterns = [
    path("attendre/", waits.wait_create, name="wait_create"),
    path("attente/<slug:wait>/", waits.wait_detail, name="wait_detail"),
]
