from django.urls import path

from spaces.threads import views

urlpatterns = [
    path("<slug:reference>/messages/", views.thread_list, name="thread_list"),
    path("<slug:reference>/messages/ecrire/", views.thread_open, name="thread_open"),
    path("messages/<slug:thread_reference>/", views.thread_detail, name="thread_detail"),
    path("messages/<uuid:message_key>/corriger/", views.message_correct, name="message_correct"),
]
