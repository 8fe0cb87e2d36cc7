from django.urls import path

from mailroom.statistics import views

urlpatterns = [
    path("chiffres/", views.statistics, name="statistics"),
    path("chiffres/fichier/", views.statistics_file, name="statistics_file"),
]
