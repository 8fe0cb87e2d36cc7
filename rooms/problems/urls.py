from django.urls import path

from rooms.problems import views

urlpatterns = [
    path("salle/<slug:slug>/probleme/", views.problem_create, name="problem_create"),
    path("probleme/<slug:problem>/repare/", views.problem_mend, name="problem_mend"),
]
