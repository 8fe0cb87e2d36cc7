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


# Reasons not to take a file from which the metadata of its author are to be removed.
NOT_TAKEN = (
    "Nous ne savons pas ôter d’un fichier de ce type, avec certitude, ce qu’il dit de son auteur. Enregistrez votre "
    "document en PDF (Fichier, puis Exporter en PDF), votre image en JPEG ou en PNG, ou collez son texte dans le "
    "formulaire."
)
PROTECTED = (
    f"Ce PDF est protégé par un mot de passe{NBSP}: ce qu’il dit de son auteur ne peut pas en être ôté. "
    "Enregistrez-le sans mot de passe, ou imprimez-le de nouveau en PDF."
)
DAMAGED = (
    f"Ce fichier est abîmé, ou d’une forme que nous ne savons pas lire{NBSP}: ce qu’il dit de son auteur ne peut pas "
    "en être ôté. Imprimez-le de nouveau en PDF, ou faites-en une image."
)
TOO_HARD = (
    "Ce fichier est trop compliqué pour que nous en ôtions à coup sûr ce qu’il dit de son auteur. "
    "Joignez-le en plusieurs fois, ou en plus petit."
)
OBJECT_INSIDE = (
    "Ce document renferme un objet (dessin, son, vidéo, feuille liée…) dont nous ne savons pas ôter ce qu’il dit de "
    f"son auteur{NBSP}: enregistrez-le en PDF (Fichier, puis Exporter en PDF)."
)


class CannotStrip(Exception):
    """A file keeps what names its author; the message says why, and what to do instead."""
