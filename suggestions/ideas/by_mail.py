"""What an answer by mail becomes, said where it is not plain; nothing while no mailbox is read."""

from suggestions.mail_in.policies import address
from suggestions.models import Idea

TO_GROUP = "va au groupe, et à lui seul"
OPINION = "est votre avis"
TO_AUTHOR = "va à l’auteur, au nom du groupe"
ANSWER = "prépare la réponse\u00a0; elle n’est jamais publiée sans le bouton du bureau"
IN_CONVERSATION = "se publie, signée, sous ce commentaire"


def answering(becomes: str) -> str:
    """A paragraph to end a text with."""
    return f"\n\nPar courriel\u00a0: votre réponse à ce message {becomes}." if address() else ""


def answering_an_author(idea: Idea) -> str:
    """For a member, told that the author wrote: the answer to the idea comes first once it is decided."""
    if not address():
        # What is decided would be asked of the database for nothing.
        return ""
    return answering(ANSWER if idea.group_decision and not idea.published_answer else TO_AUTHOR)
