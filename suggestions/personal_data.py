"""What an author signed or hid the name of: of an anonymous idea, nothing says whose it is."""

from core.operations.personal_data import Part, give
from suggestions.models import Comment, Idea

give(
    Part(
        "Mes idées",
        {
            "titre": "title",
            "ce qui gêne": "problem",
            "ce que je ferais": "proposal",
            "ce que cela changerait": "benefit",
            "mon nom": "identity",
            "état": "state",
            "reçue le": "received_at",
        },
        lambda agent: Idea.objects.filter(author=agent).order_by("received_at"),
    ),
    Part(
        "Mes commentaires",
        {"texte": "text", "écrit le": "created_at"},
        lambda agent: Comment.objects.filter(author=agent).order_by("created_at"),
    ),
)
