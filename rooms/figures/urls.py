from django.urls import path

from rooms.figures import views

urlpatterns = [
    path("chiffres/", views.figures, name="figures"),
    path("chiffres/tableau/", views.figures_file, name="figures_file"),
]
