"""Only what they wrote for themselves: a note that somebody else wrote about them is that author's to show."""

from core.operations.personal_data import Part, give
from memos.models import Memo

give(
    Part(
        "Mes notes aux ressources humaines",
        {
            "nature": "kind__name",
            "objet": "subject",
            "texte": "text",
            "état": "state",
            "écrite le": "created_at",
        },
        lambda agent: Memo.objects.filter(author=agent, written_for=None).order_by("created_at"),
    )
)
