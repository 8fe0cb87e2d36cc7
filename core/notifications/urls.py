from django.urls import path

from core.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.notification_list, name="notification_list"),
    path("toutes-lues/", views.all_read, name="all_read"),
    path("preferences/", views.preferences, name="preferences"),
    path("preferences/tout/", views.preferences_everything, name="preferences_everything"),
    path("<slug:reference>/", views.notification_open, name="notification_open"),
]
