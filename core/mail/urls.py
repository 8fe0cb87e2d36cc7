from django.urls import path

from core.mail.views import incoming, mailboxes, trial
from core.mail.views.confirmation import confirm

app_name = "mail"

urlpatterns = [
    # The trial's mailbox: what would have left.
    path("essai/courrier/", trial.mailbox, name="mailbox"),
    path("essai/courrier/<slug:reference>/", trial.mail_detail, name="mail_detail"),
    path("essai/courrier/<slug:reference>/mise-en-page/", trial.mail_html, name="mail_html"),
    # The mailboxes that are read, and what is wrong with them.
    path("courrier/boites/", mailboxes.mailboxes, name="mailboxes"),
    path("courrier/boites/<slug:name>/essayer/", mailboxes.mailbox_try, name="mailbox_try"),
    path("courrier/adresses/corrigee/", mailboxes.address_corrected, name="address_corrected"),
    path("courrier/envoyer/", incoming.send_waiting, name="send_waiting"),
    # One message that arrived.
    path("courrier/recu/<slug:message>/", incoming.incoming_detail, name="incoming_detail"),
    path("courrier/recu/<slug:message>/original/", incoming.incoming_original, name="incoming_original"),
    # « Est-ce bien vous ? », for the holder of the link.
    path("courrier/confirmer/<str:token>/", confirm, name="confirm"),
]
