"""The addresses of this package, added to the rooms' own."""

from django.urls import path

from rooms.living.views import doors, screens, sheets, waits

urlpatterns = [
    path("attendre/", waits.wait_create, name="wait_create"),
    path("attente/<slug:wait>/", waits.wait_detail, name="wait_detail"),
    path("porte/<slug:slug>/", doors.door, name="door"),
    path("vides/", doors.no_shows, name="no_shows"),
    path("ecrans/", screens.screen_list, name="screen_list"),
    path("ecrans/<slug:screen>/retirer/", screens.screen_revoke, name="screen_revoke"),
    path("ecran/<str:secret>/", screens.screen, name="screen"),
    path("ecran/<str:secret>/contenu/", screens.screen_content, name="screen_content"),
    path("affiche/<slug:slug>/", sheets.door_sheet, name="door_sheet"),
    path("affiches/<slug:site>/", sheets.door_sheets, name="door_sheets"),
    path("gardien/<slug:site>/", sheets.caretaker_sheet, name="caretaker_sheet"),
    path("gardien/<slug:site>/pdf/", sheets.caretaker_pdf, name="caretaker_pdf"),
]
