"""The addresses of this package, added to the rooms' own."""

from django.urls import path

from rooms.closures import views

urlpatterns = [
    path("fermetures/", views.closures, name="closures"),
    path("fermetures/fermer/", views.close_rooms, name="close_rooms"),
    path("fermeture/<slug:closure>/", views.closure_detail, name="closure_detail"),
]
