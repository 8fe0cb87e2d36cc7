from core.operations.personal_data import Part, give
from spaces.models import Message, ProjectRequest

give(
    Part(
        "Les projets que j’ai demandés",
        {"nom": "name", "à quoi il servira": "purpose", "demandé le": "asked_at", "état": "state"},
        lambda agent: ProjectRequest.objects.filter(asked_by=agent).order_by("asked_at"),
    ),
    Part(
        "Mes messages dans les espaces",
        {"message": "text", "écrit le": "written_at"},
        lambda agent: Message.objects.filter(written_by=agent).order_by("written_at"),
    ),
)
