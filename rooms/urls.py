from django.urls import path

from rooms.attendees import urls as attendees
from rooms.check_in import urls as check_in
from rooms.closures import urls as closures
from rooms.displays import urls as displays
from rooms.importers import views as importers
from rooms.pages.bookings import views as bookings
from rooms.pages.calendar import views as calendar
from rooms.pages.feeds import urls as feeds
from rooms.pages.find_room import urls as find_room
from rooms.pages.manage import views as manage
from rooms.pages.my_bookings import views as my_bookings
from rooms.pages.room import views as room
from rooms.pages.series import urls as series
from rooms.problems import urls as problems
from rooms.requests import urls as requests
from rooms.services import urls as services
from rooms.statistics import urls as statistics
from rooms.waiting_list import urls as waiting_list

app_name = "rooms"
urlpatterns = [
    path("", calendar.day, name="day"),
    path("semaine/", calendar.week_of_rooms, name="week_of_rooms"),
    path("mes-reservations/", my_bookings.my_bookings, name="my_bookings"),
    path("gerer/", manage.manage, name="manage"),
    path("reserver/", bookings.booking_create, name="booking_create"),
    path("reservation/<slug:reference>/", bookings.booking_detail, name="booking_detail"),
    path("reservation/<slug:reference>/modifier/", bookings.booking_change, name="booking_change"),
    path("reservation/<slug:reference>/annuler/", bookings.booking_cancel, name="booking_cancel"),
    path("reservation/<slug:reference>/deplacer/", bookings.booking_move, name="booking_move"),
    path("salle/<slug:slug>/", room.room_detail, name="room_detail"),
    path("salle/<slug:slug>/photo.jpg", room.room_photo, name="room_photo"),
    path("salle/<slug:slug>/photo/", room.room_photo_give, name="room_photo_give"),
    path("salle/<slug:slug>/photo/retirer/", room.room_photo_remove, name="room_photo_remove"),
    path("salle/<slug:slug>/semaine/", calendar.week, name="week"),
    path("salle/<slug:slug>/mois/", calendar.month, name="month"),
    *importers.pages.urls("gerer/anciens-agendas/"),
    *attendees.urlpatterns,
    *services.urlpatterns,
    *feeds.urlpatterns,
    *waiting_list.urlpatterns,
    *check_in.urlpatterns,
    *displays.urlpatterns,
    *statistics.urlpatterns,
    *find_room.urlpatterns,
    *problems.urlpatterns,
    *requests.urlpatterns,
    *closures.urlpatterns,
    *series.urlpatterns,
]
