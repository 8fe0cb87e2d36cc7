from django.conf import settings

from core.operations.purges import Kept, keep
from core.ui.french import count_of
from mailroom.retention import terms
from mailroom.retention.actions import expire

keep(
    Kept(
        "Registre du courrier",
        "selon la nature du courrier",
        "élimination par le bureau du courrier, avec le visa des archives",
        apps=("mailroom",),
    ),
    Kept(
        "Courriers indésirables",
        count_of(settings.MAIL_QUARANTINE_DAYS, "jour"),
        "effacement de leur contenu chaque nuit",
        rows=terms.spam_to_erase,
        purge=expire,
    ),
    Kept("Adresses mises en sourdine", "12 mois", rows=terms.quiet_enough),
)
