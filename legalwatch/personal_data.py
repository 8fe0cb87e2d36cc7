from core.operations.personal_data import Part, give
from legalwatch.models import Following

give(
    Part(
        "Les sujets de veille que je suis",
        {"sujet": "subject__name"},
        lambda agent: Following.objects.filter(agent=agent).order_by("pk"),
    )
)
