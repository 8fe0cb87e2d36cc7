from django.urls import path

from core.mail import views

app_name = "mail"

urlpatterns = [
    # The trial's mailbox: what would have left.
    path("essai/courrier/", views.mailbox, name="mailbox"),
    path("essai/courrier/<slug:reference>/", views.mail_detail, name="mail_detail"),
    path("essai/courrier/<slug:reference>/mise-en-page/", views.mail_html, name="mail_html"),
]
