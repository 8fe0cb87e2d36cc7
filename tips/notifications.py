"""A new tip is told to the readers who asked for it; the home page shows it to all."""

from core.notifications.actions import notify
from core.notifications.models import Preference
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.ui.french import spaced
from core.ui.mails import render_mail
from tips.models import Tip

# The same group as the review's: what is printed, and what is read.
REVIEW = "La revue"
NEW_TIP = NotificationKind(
    "tips.new_tip",
    "Un nouveau conseil du mois paraît",
    group=REVIEW,
    default=Channel.SITE,
    note=spaced("Site seulement : il paraît sur l’accueil, sans notification."),
)


def notify_readers(tip: Tip) -> None:
    """Notify those who chose a mail or the digest: the home page shows it to the others each month."""
    wishing = Preference.objects.filter(kind=NEW_TIP.code).exclude(channel=Channel.SITE)
    notify(
        NEW_TIP,
        Agent.objects.filter(pk__in=wishing.values("agent")),
        **render_mail("tips/mails/new_tip.txt", tip=tip),
        about=tip,
    )
