from django.urls import path

from spaces.projects import views

urlpatterns = [
    path("", views.my_spaces, name="my_spaces"),
    path("<slug:reference>/", views.project, name="project"),
    path("<slug:reference>/membres/", views.member_list, name="member_list"),
]
