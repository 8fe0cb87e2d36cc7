from datetime import timedelta

from core.notifications.models import Notification
from core.operations.purges import Kept, keep

DAYS = 365

keep(
    Kept(
        "Notifications",
        "12 mois",
        rows=lambda at: Notification.objects.filter(created_at__lt=at - timedelta(days=DAYS)),
    )
)
