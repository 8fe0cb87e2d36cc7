from core.mail.models import IncomingMail, OutgoingMail
from core.operations.personal_data import Part, give

give(
    Part(
        "Les messages que l’intranet m’a envoyés",
        {"objet": "subject", "à l’adresse": "address", "écrit le": "created_at", "parti le": "sent_at"},
        lambda agent: OutgoingMail.objects.filter(agent=agent).order_by("created_at"),
    ),
    Part(
        "Les messages que j’ai envoyés à l’intranet",
        {"objet": "subject", "texte": "text", "de l’adresse": "sender_address", "pris le": "taken_at"},
        lambda agent: IncomingMail.objects.filter(sender=agent).order_by("taken_at"),
    ),
)
