from django.urls import path

from rooms.attendees import urls as attending
from rooms.closures import urls as closing
from rooms.displays import urls as living
from rooms.pages.bookings import move
from rooms.pages.bookings import views as bookings
from rooms.pages.calendar import views as calendar
from rooms.pages.feeds import urls as ical
from rooms.pages.find_room import urls as finding
from rooms.pages.manage import views as keeping
from rooms.pages.my_bookings import views as mine
from rooms.pages.room import views as places
from rooms.pages.series import urls as series
from rooms.problems import urls as problems
from rooms.requests import urls as requests
from rooms.statistics import urls as figures

app_name = "rooms"
urlpatterns = [
    path("", calendar.day, name="day"),
    path("semaine/", calendar.week_of_rooms, name="week_of_rooms"),
    path("mes-reservations/", mine.my_bookings, name="my_bookings"),
    path("gerer/", keeping.manage, name="manage"),
    path("reserver/", bookings.booking_create, name="booking_create"),
    path("reservation/<slug:reference>/", bookings.booking_detail, name="booking_detail"),
    path("reservation/<slug:reference>/modifier/", bookings.booking_change, name="booking_change"),
    path("reservation/<slug:reference>/annuler/", bookings.booking_cancel, name="booking_cancel"),
    path("reservation/<slug:reference>/deplacer/", move.booking_move, name="booking_move"),
    path("salle/<slug:slug>/", places.room_detail, name="room_detail"),
    path("salle/<slug:slug>/photo.jpg", places.room_photo, name="room_photo"),
    path("salle/<slug:slug>/photo/", places.room_photo_give, name="room_photo_give"),
    path("salle/<slug:slug>/photo/retirer/", places.room_photo_remove, name="room_photo_remove"),
    path("salle/<slug:slug>/semaine/", calendar.week, name="week"),
    path("salle/<slug:slug>/mois/", calendar.month, name="month"),
    *attending.urlpatterns,
    *ical.urlpatterns,
    *living.urlpatterns,
    *figures.urlpatterns,
    *finding.urlpatterns,
    *problems.urlpatterns,
    *requests.urlpatterns,
    *closing.urlpatterns,
    *series.urlpatterns,
]
