"""French messages of the trial's commands and of the settings, for the people who install the site."""


class Refusal(Exception):
    """A sentence in French for the user of the command, which stops with a status other than 0."""


# The settings
TRIAL_IS_LOCAL = (
    "TRIAL=true n’est permis que sur cette machine : "
    "ALLOWED_HOSTS ne peut contenir que 127.0.0.1 et localhost."
)
DEBUG_IS_LOCAL = (
    "DEBUG=true n’est permis qu’à l’essai, sur cette machine (make dev) : ses pages d’erreur montrent le code et "
    "les réglages."
)
HOSTS_HAVE_NO_STAR = (
    "ALLOWED_HOSTS ne peut pas contenir « * » : écrivez-y le nom du site, comme intranet.ville.fr. Avec « * », un "
    "lien de mot de passe pourrait mener ailleurs que chez vous."
)
SECRET_KEY_MISSING = "la variable SECRET_KEY est vide : donnez-lui une longue suite de caractères au hasard."
LOG_FORMAT = "LOG_FORMAT vaut « text » ou « json »."
SMTP_SSL_AND_TLS = (
    "SMTP_SSL et SMTP_TLS ne vont pas ensemble : SMTP_SSL=true chiffre dès la connexion (port 465), SMTP_TLS=true "
    "passe au chiffrement ensuite (STARTTLS, port 587 ou 25). Laissez l’une des deux à false."
)
OPENID_INCOMPLETE = (
    "{prefix}_CLIENT_ID ne va pas seul : il faut aussi {prefix}_CLIENT_SECRET, et dans {prefix}_URL une adresse en "
    "https:// de 200 caractères au plus."
)
OPENID_ALGORITHM = (
    "{prefix}_ALGORITHM est RS256 ou ES256, selon ce qui est déclaré chez le fournisseur (HS256 : non)."
)
PROCONNECT_FILTERS_NOBODY = (
    "ProConnect laisse entrer les agents de toutes les administrations : donnez PROCONNECT_SIRETS (ou TOWN_SIRET) et "
    "PROCONNECT_MAIL_DOMAINS, pour n'ouvrir l'intranet qu'aux vôtres."
)
LDAP_INCOMPLETE = (
    "LDAP_URL est une adresse en ldaps:// ou ldap://, comme ldaps://annuaire.ville.fr, et ne va pas seule : il faut "
    "aussi LDAP_BASE, LDAP_BIND_DN et LDAP_BIND_PASSWORD."
)
LDAP_IN_CLEAR = (
    "LDAP_STARTTLS=false n’est permis que vers cette machine : ailleurs, le mot de passe de LDAP_BIND_DN passerait en "
    "clair sur le réseau."
)

# The trial
PORT_UNREADABLE = (
    "la variable PORT est illisible : il faut un numéro de port entre 1 et 65535 (lu : « {value} »)."
)
PORT_TAKEN = "le port {port} est déjà pris : fermez ce qui l'occupe, ou tapez « PORT={other} make run »."
PORT_FORBIDDEN = (
    "le port {port} est réservé à l'administrateur de la machine : choisissez-en un autre, à partir de 1024."
)
SECOND_RUN = "l'intranet tourne déjà dans ce dossier{who} : arrêtez-le d'abord (Ctrl-C dans sa fenêtre)."
NOT_WRITABLE = (
    "impossible d'écrire dans {path} ({reason}) : ce dossier appartient sans doute à un autre compte."
)
DATABASE_FAILED = (
    "la base de données embarquée n'a pas démarré. Son journal ({log}) se termine ainsi :\n{tail}"
)
DATABASE_BUSY = "une autre base de données tourne déjà dans {path} (processus {pid}) et ne s'arrête pas."
NO_ACCOUNT = (
    "PostgreSQL refuse de tourner sous root, et il n'y a ici ni compte « postgres » ni compte « nobody »."
)
NO_SHORT_FOLDER = "aucun dossier temporaire au chemin assez court n'est accessible pour la base de données."
DATABASE_UNREACHABLE = "la base de données de DATABASE_URL est injoignable ({where}) : {reason}"
DATABASE_TOO_OLD = (
    "la base de données de DATABASE_URL est trop ancienne : il faut PostgreSQL 15 ou plus récent."
)
STEP_FAILED = "{step} : échec. {reason}"
CHILD_DIED = "{name} s'est arrêté de façon inattendue (code {code})."
NO_ANSWER = "le site ne répond toujours pas après {seconds} secondes."
SITE_BROKEN = "le site répond par une erreur {status} : voyez les messages ci-dessus."

OLDER_TOWN = (
    "Les données de cet essai viennent d'une autre version : une nouvelle ville de démonstration est préparée.\n"
    "Rien n'est supprimé, les anciennes sont gardées ici :"
)
TOWN_OF_TODAY = (
    "Une nouvelle ville de démonstration est préparée, datée d'aujourd'hui.\n"
    "Rien n'est supprimé, ce que vous aviez essayé est gardé ici :"
)
PREPARING = "Préparation : {step}…"
READY = "\nL'intranet répond à l'adresse {address}"
ACCOUNTS = "\nComptes de démonstration (mot de passe : {password}) :"
FIRST_PAGE = "\nPremière page servie {seconds} s après la commande. Ctrl-C arrête tout."
STOPPING = "\nArrêt en cours…"
STOPPED = "Tout est arrêté."


def decimal(value: float) -> str:
    """A number with one decimal, written the French way."""
    return f"{value:.1f}".replace(".", ",")
