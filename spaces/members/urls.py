from django.urls import path

from spaces.members import views

urlpatterns = [
    path("membres/<slug:member_reference>/role/", views.member_change, name="member_change"),
    path("membres/<slug:member_reference>/retirer/", views.member_remove, name="member_remove"),
    path("<slug:reference>/membres/", views.member_list, name="member_list"),
    path("<slug:reference>/membres/ajouter/", views.member_add, name="member_add"),
    path("<slug:reference>/quitter/", views.project_leave, name="project_leave"),
    path("<slug:reference>/passer-le-relais/", views.lead_pass, name="lead_pass"),
    path("<slug:reference>/reprendre-le-pilotage/", views.lead_take, name="lead_take"),
    path("<slug:reference>/nommer-un-pilote/", views.lead_name, name="lead_name"),
]
