from django.urls import path

from core.mail import views

app_name = "mail"

urlpatterns = [
    # The trial's mailbox: what would have left.
    path("essai/courrier/", views.mailbox, name="mailbox"),
    path("essai/courrier/<slug:reference>/", views.mail_detail, name="mail_detail"),
    path("essai/courrier/<slug:reference>/mise-en-page/", views.mail_html, name="mail_html"),
    # The mailboxes that are read, and what is wrong with them.
    path("courrier/boites/", views.mailboxes, name="mailboxes"),
    path("courrier/boites/<slug:name>/essayer/", views.mailbox_try, name="mailbox_try"),
    path("courrier/adresses/corrigee/", views.address_corrected, name="address_corrected"),
    path("courrier/envoyer/", views.send_waiting, name="send_waiting"),
    # One message that arrived.
    path("courrier/recu/<slug:message>/", views.incoming_detail, name="incoming_detail"),
    path("courrier/recu/<slug:message>/original/", views.incoming_original, name="incoming_original"),
    # « Est-ce bien vous ? », for the holder of the link.
    path("courrier/confirmer/<str:token>/", views.confirm, name="confirm"),
]
