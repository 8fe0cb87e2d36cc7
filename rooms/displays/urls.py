"""The addresses of this package, added to the rooms' own."""

from django.urls import path

from rooms.check_in import views as doors
from rooms.displays import sheet_views
from rooms.displays import views as screens
from rooms.waiting_list import views as waits

urlpatterns = [
    path("attendre/", waits.wait_create, name="wait_create"),
    path("attente/<slug:wait>/", waits.wait_detail, name="wait_detail"),
    path("porte/<slug:slug>/", doors.door, name="door"),
    path("vides/", doors.no_shows, name="no_shows"),
    path("ecrans/", screens.screen_list, name="screen_list"),
    path("ecrans/<slug:screen>/retirer/", screens.screen_revoke, name="screen_revoke"),
    path("ecran/<str:secret>/", screens.screen, name="screen"),
    path("ecran/<str:secret>/contenu/", screens.screen_content, name="screen_content"),
    path("affiche/<slug:slug>/", sheet_views.door_sheet, name="door_sheet"),
    path("affiches/<slug:site>/", sheet_views.door_sheets, name="door_sheets"),
    path("gardien/<slug:site>/", sheet_views.caretaker_sheet, name="caretaker_sheet"),
    path("gardien/<slug:site>/pdf/", sheet_views.caretaker_pdf, name="caretaker_pdf"),
]
