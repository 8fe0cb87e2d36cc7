from django.urls import path

from core.operations import health, personal_data

urlpatterns = [
    path(health.PATH.removeprefix("/"), health.health, name="health"),
    path("compte/mes-donnees/", personal_data.my_data, name="my_data"),
    path("compte/mes-donnees/fichier/", personal_data.my_data_file, name="my_data_file"),
]
