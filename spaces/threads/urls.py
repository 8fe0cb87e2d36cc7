from django.urls import path

from spaces.threads import views

urlpatterns = [
    path("<slug:project>/messages/", views.thread_list, name="thread_list"),
    path("<slug:project>/messages/ecrire/", views.thread_open, name="thread_open"),
    path("messages/<slug:reference>/", views.thread_detail, name="thread_detail"),
]
