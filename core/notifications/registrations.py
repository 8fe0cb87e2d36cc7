"""Declare what the app lends to the rungs below it."""

from datetime import timedelta

from core.notifications import notices
from core.notifications import registry as kinds
from core.notifications.models import Notification, Preference
from core.operations.personal_data import Part, give
from core.operations.purges import Kept, keep

# Kept for how long

DAYS = 365

keep(
    Kept(
        "Notifications",
        "12 mois",
        rows=lambda at: Notification.objects.filter(created_at__lt=at - timedelta(days=DAYS)),
    )
)


# Personal data

give(
    Part(
        "Mes notifications",
        {"titre": "title", "texte": "text", "reçue le": "created_at", "lue le": "read_at"},
        lambda agent: Notification.objects.visible_to(agent).order_by("created_at"),
    ),
    Part(
        "Mes choix de notifications",
        {"sorte": "kind", "par": "channel"},
        lambda agent: Preference.objects.filter(agent=agent).order_by("kind"),
    ),
)


# Kinds of notifications, in the order of the page of preferences

kinds.register_from(notices)
