"""What is wrong with a mailbox, and what to do about it, for the person on call."""

from core.mail.models import Mailbox
from core.ui.french import spaced

Trouble = Mailbox.Trouble


_WORDS: dict[str, str] = {
    Trouble.UNREACHABLE: (
        "Le serveur de messagerie ne répond pas. Est-il arrêté, son nom a-t-il changé, un pare-feu bloque-t-il son "
        "port ? Les messages attendent sur le serveur : ils seront pris dès qu’il répondra."
    ),
    Trouble.REFUSED: (
        "Le serveur refuse le mot de passe ou le jeton. A-t-il changé ou expiré ? Mettez le nouveau dans les réglages, "
        "puis redémarrez intranet-mail et intranet-web (qui fait l’essai)."
    ),
    Trouble.NO_FOLDER: (
        "Le dossier nommé à la fin de l’adresse de la boîte n’existe pas (ou plus). Recréez-le, ou corrigez son nom "
        "dans les réglages."
    ),
    Trouble.CUT: (
        "La connexion se coupe avant la fin. Si cela dure, regardez les journaux du serveur et la charge du réseau : "
        "rien n’est perdu, chaque passage reprend où le précédent s’est arrêté."
    ),
    Trouble.FULL: (
        "L’intranet n’arrive pas à enregistrer les messages : disque plein, ou base de données en difficulté. Les "
        "messages restent sur le serveur jusqu’à ce que ce soit réparé."
    ),
    Trouble.COUNT: (
        "Le serveur compte plus de messages que l’intranet n’en connaît. Un passage de plus les prend d’ordinaire ; "
        "si cela dure, comparez le dossier avec les messages reçus."
    ),
}
WHAT_TO_DO = {trouble: spaced(text) for trouble, text in _WORDS.items()}
NOBODY_FETCHES = spaced(
    "Le service qui relève la boîte est arrêté : « systemctl status intranet-mail », puis "
    "« systemctl restart intranet-mail »."
)
