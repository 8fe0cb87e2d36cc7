from django.urls import path

from rooms.displays import views

urlpatterns = [
    path("ecrans/", views.screen_list, name="screen_list"),
    path("ecrans/<slug:screen>/retirer/", views.screen_revoke, name="screen_revoke"),
    path("ecran/<str:secret>/", views.screen, name="screen"),
    path("ecran/<str:secret>/contenu/", views.screen_content, name="screen_content"),
    path("affiche/<slug:slug>/", views.door_sheet, name="door_sheet"),
    path("affiches/<slug:site>/", views.door_sheets, name="door_sheets"),
    path("gardien/<slug:site>/", views.caretaker_sheet, name="caretaker_sheet"),
    path("gardien/<slug:site>/pdf/", views.caretaker_pdf, name="caretaker_pdf"),
]
