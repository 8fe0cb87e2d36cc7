from core.operations.personal_data import Part, give
from directory.models import Card, Correction

give(
    Part(
        "Ma fiche de l’annuaire",
        {"s’occupe de": "duties", "bureau ou site": "office", "photo acceptée le": "photo_consented_at"},
        lambda agent: Card.objects.filter(agent=agent),
    ),
    Part(
        "Les corrections que j’ai proposées pour ma fiche",
        {"message": "message", "proposée le": "proposed_at", "état": "state"},
        lambda agent: Correction.objects.filter(proposed_by=agent, subject=agent).order_by("proposed_at"),
    ),
)
