"""Files that are not accepted, and the reasons that several inspectors give; the sandbox reads it too."""

from django.core.exceptions import ValidationError

from core.french import spaced

PROGRAM = spaced("C’est un programme, pas un document : il n’est pas accepté.")
ARCHIVE = spaced("C’est une archive compressée : envoyez les documents qu’elle contient, un à un.")
PASSWORD = spaced("Ce document est protégé par un mot de passe : enregistrez-le sans mot de passe.")

WORKBOOK = spaced(
    "C’est un classeur de tableur : ouvrez-le, choisissez « Enregistrer sous », puis "
    "« CSV UTF-8 », et envoyez le fichier ainsi fait."
)


class Refused(ValidationError):
    """A file that is not accepted; its message tells the sender why."""


# Reasons not to take a file from which the metadata of its author are to be removed.
NOT_TAKEN = (
    "Nous ne savons pas ôter d’un fichier de ce type, avec certitude, ce qu’il dit de son auteur. Enregistrez votre "
    "document en PDF (Fichier, puis Exporter en PDF), votre image en JPEG ou en PNG, ou collez son texte dans le "
    "formulaire."
)
PROTECTED = spaced(
    "Ce PDF est protégé par un mot de passe : ce qu’il dit de son auteur ne peut pas en être ôté. "
    "Enregistrez-le sans mot de passe, ou imprimez-le de nouveau en PDF."
)
DAMAGED = spaced(
    "Ce fichier est abîmé, ou d’une forme que nous ne savons pas lire : ce qu’il dit de son auteur ne peut pas "
    "en être ôté. Imprimez-le de nouveau en PDF, ou faites-en une image."
)
TOO_HARD = (
    "Ce fichier est trop compliqué pour que nous en ôtions à coup sûr ce qu’il dit de son auteur. "
    "Joignez-le en plusieurs fois, ou en plus petit."
)
OBJECT_INSIDE = spaced(
    "Ce document renferme un objet (dessin, son, vidéo, feuille liée…) dont nous ne savons pas ôter ce qu’il dit de "
    "son auteur : enregistrez-le en PDF (Fichier, puis Exporter en PDF)."
)
NAME_WRITTEN = spaced(
    "Ce document écrit de lui-même ce qui nomme son auteur : ôtez-en les champs « Auteur », « Enregistré par » et "
    "« Nom du fichier » avec son chemin, la case « Auteur » de la page de garde, les tampons d’un PDF, puis "
    "joignez-le de nouveau."
)


class CannotStrip(Exception):
    """A file keeps what names its author; the message says why, and what to do instead."""
