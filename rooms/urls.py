from django.urls import path

from rooms import check_in, problems, services, waiting_list
from rooms.attendees import views as attendees
from rooms.closures import views as closures
from rooms.displays import views as displays
from rooms.pages import feeds, manage, my_bookings, room
from rooms.pages import series_change as changes
from rooms.pages.bookings import views as bookings
from rooms.pages.calendar import views as calendar
from rooms.pages.find_room import views as find_room
from rooms.pages.series import views as series
from rooms.requests import views as requests
from rooms.series.change import Scope
from rooms.statistics import views as statistics

app_name = "rooms"
FOLLOWING, ALL = {"scope": Scope.FOLLOWING}, {"scope": Scope.ALL}
ROOM, SITE = {"kind": "room"}, {"kind": "site"}
BOOKING = "reservation/<slug:reference>"

urlpatterns = [
    path("", calendar.day, name="day"),
    path("semaine/", calendar.week_of_rooms, name="week_of_rooms"),
    path("mes-reservations/", my_bookings.my_bookings, name="my_bookings"),
    path("gerer/", manage.manage, name="manage"),
    path("reserver/", bookings.booking_create, name="booking_create"),
    path(f"{BOOKING}/", bookings.booking_detail, name="booking_detail"),
    path(f"{BOOKING}/modifier/", bookings.booking_change, name="booking_change"),
    path(f"{BOOKING}/annuler/", bookings.booking_cancel, name="booking_cancel"),
    path(f"{BOOKING}/deplacer/", bookings.booking_move, name="booking_move"),
    path("salle/<slug:slug>/", room.room_detail, name="room_detail"),
    path("salle/<slug:slug>/photo.jpg", room.room_photo, name="room_photo"),
    path("salle/<slug:slug>/photo/", room.room_photo_give, name="room_photo_give"),
    path("salle/<slug:slug>/photo/retirer/", room.room_photo_remove, name="room_photo_remove"),
    path("salle/<slug:slug>/semaine/", calendar.week, name="week"),
    path("salle/<slug:slug>/mois/", calendar.month, name="month"),
    path(f"{BOOKING}/inviter/", attendees.booking_invite, name="booking_invite"),
    path(
        f"{BOOKING}/invites/<int:attendee>/retirer/",
        attendees.attendee_withdraw,
        name="attendee_withdraw",
    ),
    path(f"{BOOKING}/je-viens/", attendees.attendee_answer, name="attendee_answer"),
    path(f"{BOOKING}/services/", services.booking_service, name="booking_service"),
    path(
        f"{BOOKING}/services/<int:asked>/retirer/",
        services.service_withdraw,
        name="service_withdraw",
    ),
    path("services/", services.services_of_day, name="services_of_day"),
    path("abonnements/", feeds.subscriptions, name="subscriptions"),
    path(f"{BOOKING}/agenda.ics", feeds.booking_ics, name="booking_ics"),
    path("agenda/<str:secret>/mes-reservations.ics", feeds.feed, name="feed_mine"),
    path("agenda/<str:secret>/salle/<slug:slug>.ics", feeds.feed, ROOM, name="feed_room"),
    path("agenda/<str:secret>/site/<slug:slug>.ics", feeds.feed, SITE, name="feed_site"),
    path("agenda/<str:secret>/salle/<slug:slug>.ifb", feeds.busy, ROOM, name="busy_room"),
    path("agenda/<str:secret>/site/<slug:slug>.ifb", feeds.busy, SITE, name="busy_site"),
    path("depuis-mon-agenda/", feeds.book_by_calendar, name="book_by_calendar"),
    path("attendre/", waiting_list.wait_create, name="wait_create"),
    path("attente/<slug:wait>/", waiting_list.wait_detail, name="wait_detail"),
    path("porte/<slug:slug>/", check_in.door, name="door"),
    path(f"{BOOKING}/terminer/", check_in.booking_finish, name="booking_finish"),
    path("vides/", check_in.no_shows, name="no_shows"),
    path("ecrans/", displays.screen_list, name="screen_list"),
    path("ecrans/<slug:screen>/retirer/", displays.screen_revoke, name="screen_revoke"),
    path("ecran/<str:secret>/", displays.screen, name="screen"),
    path("ecran/<str:secret>/contenu/", displays.screen_content, name="screen_content"),
    path("affiche/<slug:slug>/", displays.door_sheet, name="door_sheet"),
    path("affiches/<slug:site>/", displays.door_sheets, name="door_sheets"),
    path("gardien/<slug:site>/", displays.caretaker_sheet, name="caretaker_sheet"),
    path("gardien/<slug:site>/pdf/", displays.caretaker_pdf, name="caretaker_pdf"),
    path("chiffres/", statistics.statistics, name="statistics"),
    path("chiffres/tableau/", statistics.statistics_file, name="statistics_file"),
    path("trouver/", find_room.find_room, name="find_room"),
    path("libres/", find_room.free_now, name="free_now"),
    path("libres/<slug:slug>/reserver/", find_room.book_now, name="book_now"),
    path("salle/<slug:slug>/probleme/", problems.problem_create, name="problem_create"),
    path("probleme/<slug:problem>/repare/", problems.problem_fix, name="problem_fix"),
    path("demandes/", requests.requests, name="requests"),
    path(f"{BOOKING}/repondre/", requests.request_answer, name="request_answer"),
    path("fermetures/", closures.closures, name="closures"),
    path("fermetures/fermer/", closures.close_rooms, name="close_rooms"),
    path("fermeture/<slug:closure>/", closures.closure_detail, name="closure_detail"),
    path("serie/nouvelle/", series.series_create, name="series_create"),
    path("serie/sans-organisateur/", series.series_orphans, name="series_orphans"),
    path("serie/<slug:series>/", series.series_detail, name="series_detail"),
    path("serie/<slug:series>/confier/", series.series_give, name="series_give"),
    path("serie/<slug:series>/arreter/", series.series_end, name="series_end"),
    path(f"{BOOKING}/echanger/", changes.booking_swap, name="booking_swap"),
    path(
        f"{BOOKING}/suivantes/modifier/",
        changes.series_change,
        FOLLOWING,
        name="series_change_following",
    ),
    path(f"{BOOKING}/toutes/modifier/", changes.series_change, ALL, name="series_change_all"),
    path(f"{BOOKING}/suivantes/annuler/", changes.series_cancel, FOLLOWING, name="series_cancel_following"),
    path(f"{BOOKING}/toutes/annuler/", changes.series_cancel, ALL, name="series_cancel_all"),
]
