from django.urls import path

from rooms.check_in import views

urlpatterns = [
    path("porte/<slug:slug>/", views.door, name="door"),
    path("reservation/<slug:reference>/terminer/", views.booking_finish, name="booking_finish"),
    path("vides/", views.no_shows, name="no_shows"),
]
