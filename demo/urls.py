from django.urls import path

from demo.trial_mail import views

app_name = "demo"

urlpatterns = [
    path("", views.message_create, name="message_create"),
    path("salle/", views.message_invite, name="message_invite"),
    path("fichier/", views.message_upload, name="message_upload"),
    path("<slug:reference>/", views.message_detail, name="message_detail"),
]
