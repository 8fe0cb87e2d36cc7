"""Files that are not accepted, and the reasons that several inspectors give."""

from django.core.exceptions import ValidationError

from core.ui.french import NBSP

PROGRAM = f"C’est un programme, pas un document{NBSP}: il n’est pas accepté."
ARCHIVE = f"C’est une archive compressée{NBSP}: envoyez les documents qu’elle contient, un à un."
PASSWORD = f"Ce document est protégé par un mot de passe{NBSP}: enregistrez-le sans mot de passe."

WORKBOOK = (
    f"C’est un classeur de tableur{NBSP}: ouvrez-le, choisissez «{NBSP}Enregistrer sous{NBSP}», puis "
    f"«{NBSP}CSV UTF-8{NBSP}», et envoyez le fichier ainsi fait."
)


class Refused(ValidationError):
    """A file that is not accepted; its message tells the sender why."""
