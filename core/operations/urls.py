from django.urls import path

from core.operations import health, my_data

urlpatterns = [
    path(health.PATH.removeprefix("/"), health.health, name="health"),
    path("compte/mes-donnees/", my_data.my_data, name="my_data"),
    path("compte/mes-donnees/fichier/", my_data.my_data_file, name="my_data_file"),
]
