from django.urls import path

from rooms.statistics import views

urlpatterns = [
    path("chiffres/", views.statistics, name="statistics"),
    path("chiffres/tableau/", views.statistics_file, name="statistics_file"),
]
