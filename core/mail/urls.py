from django.urls import path

from core.mail import views

app_name = "mail"

urlpatterns = [
    path("courrier/", views.mailbox, name="mailbox"),
    path("courrier/<slug:reference>/", views.mail_detail, name="mail_detail"),
    path("courrier/<slug:reference>/mise-en-page/", views.mail_html, name="mail_html"),
]
