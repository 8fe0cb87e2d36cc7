from core.operations.personal_data import Part, give
from rooms.models import Booking, Wait

give(
    Part(
        "Mes réservations de salles",
        {
            "objet": "title",
            "salle": "room__name",
            "période": "period",
            "état": "state",
            "réservée le": "created_at",
        },
        lambda agent: Booking.objects.filter(organiser=agent).order_by("period"),
    ),
    Part(
        "Les salles que j’attendais",
        {"objet": "title", "salle": "room__name", "période": "period", "état": "state"},
        lambda agent: Wait.objects.filter(agent=agent).order_by("period"),
    ),
)
