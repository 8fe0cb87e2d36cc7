from django.urls import path

from spaces.projects import views

urlpatterns = [
    path("", views.my_spaces, name="my_spaces"),
    path("creer/", views.project_create, name="project_create"),
    path("demander/", views.request_create, name="request_create"),
    path("demandes/", views.request_list, name="request_list"),
    path("demandes/<slug:request_reference>/", views.request_detail, name="request_detail"),
    path("demandes/<slug:request_reference>/accepter/", views.request_accept, name="request_accept"),
    path("demandes/<slug:request_reference>/refuser/", views.request_refuse, name="request_refuse"),
    path("<slug:reference>/", views.project, name="project"),
    path("<slug:reference>/corriger/", views.project_change, name="project_change"),
    path("<slug:reference>/rouvrir/", views.project_reopen, name="project_reopen"),
    path("<slug:reference>/clore/", views.project_close, name="project_close"),
]
