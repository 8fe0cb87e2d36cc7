from core.notifications.models import Notification, Preference
from core.operations.personal_data import Part, give

give(
    Part(
        "Mes notifications",
        {"titre": "title", "texte": "text", "reçue le": "created_at", "lue le": "read_at"},
        lambda agent: Notification.objects.visible_to(agent).order_by("created_at"),
    ),
    Part(
        "Mes choix de notifications",
        {"sorte": "kind", "par": "channel"},
        lambda agent: Preference.objects.visible_to(agent).order_by("kind"),
    ),
)
