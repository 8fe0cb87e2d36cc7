from core.operations.personal_data import Part, give
from manuals.models import FollowUp, Pin

give(
    Part(
        "Mes manuels sous la main",
        {"manuel": "manual__title", "depuis": "pinned_at"},
        lambda agent: Pin.objects.filter(agent=agent).order_by("pinned_at"),
    ),
    Part(
        "Les suites que l’on m’a confiées",
        {"progiciel": "software__name", "à faire": "what", "pour le": "due_on", "terminée le": "closed_at"},
        lambda agent: FollowUp.objects.filter(assigned_to=agent).order_by("opened_at"),
    ),
)
