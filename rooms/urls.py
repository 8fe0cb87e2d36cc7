from django.urls import path

from rooms import views

app_name = "rooms"
urlpatterns = [
    path("", views.day, name="day"),
    path("mes-reservations/", views.my_bookings, name="my_bookings"),
    path("reserver/", views.booking_create, name="booking_create"),
    path("reservation/<slug:reference>/", views.booking_detail, name="booking_detail"),
    path("reservation/<slug:reference>/modifier/", views.booking_change, name="booking_change"),
    path("reservation/<slug:reference>/annuler/", views.booking_cancel, name="booking_cancel"),
    path("salle/<slug:slug>/", views.room_detail, name="room_detail"),
    path("salle/<slug:slug>/semaine/", views.week, name="week"),
]
