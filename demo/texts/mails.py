"""Mails that arrived at saperlipopette@: one of each fate, for a desk worth looking at."""

from dataclasses import dataclass

ADDRESS = "saperlipopette@port-mimosa.example"


@dataclass(frozen=True, slots=True)
class Mail:
    """`sender` is an identifiant, or `address` and `name` say who wrote; `idea` is the key of what it became."""

    key: str
    days_ago: int
    subject: str
    text: str
    state: str
    reason: str = ""
    trust: str = ""
    sender: str = ""
    address: str = ""
    name: str = ""
    folded: str = ""
    remarks: tuple[str, ...] = ()
    idea: str = ""
    repeats: str = ""
    error: str = ""
    set_aside_reason: str = ""
    handled_by: str = ""
    # Of the whole message, when only its headers were taken.
    whole_size: int = 0
    # « reply » when it answered the group's question about the idea.
    became: str = ""


SIGNATURE = "Camille Martin\nService des espaces verts – Ville de Port-Mimosa\nLe dépôt, quai des Tamaris"
ARROSAGE = "Idée : le planning d’arrosage"

MAILS: tuple[Mail, ...] = (
    Mail(
        "arrosage",
        2,
        ARROSAGE,
        "",
        "filed",
        trust="verified",
        sender="agent",
        idea="planning-arrosage",
        became="idea",
        remarks=("Une image de signature, déjà vue, n’a pas été gardée.",),
    ),
    Mail("arrosage-deux-fois", 2, ARROSAGE, "", "repeated", sender="agent", repeats="arrosage"),
    Mail(
        "partitions",
        8,
        "Re: Une question du groupe sur votre idée",
        (
            "Avec les autres, hélas. On les reconnaît au papier jauni et aux gros mots du chef de pupitre. J’en ai "
            "compté une soixantaine, et je peux les mettre de côté en un après-midi."
        ),
        "filed",
        trust="verified",
        sender="mcordier",
        idea="inventaire-partitions",
        became="reply",
        folded=(
            "De : Saperlipopette ! <saperlipopette@port-mimosa.example>\n"
            "Objet : Une question du groupe sur votre idée\n\n"
            "Bonjour,\n\n"
            "Les partitions annotées au crayon sont-elles rangées à part, ou avec les autres ?\n\n"
            "Répondez à ce message, ou sur la page de l’idée.\n\n"
            "-- \nEnvoyé de mon téléphone, entre deux répétitions"
        ),
    ),
    Mail(
        "doudous",
        1,
        "une idée pour les doudous",
        (
            "Bonjour,\n\nje vous écris de chez moi, je remplace à la crèche des Galets jusqu’à Noël et je n’ai pas "
            "d’adresse à la mairie. On perd trois doudous par semaine. Si chaque doudou avait une étiquette "
            "avec un numéro, comme les valises, on saurait le soir lequel dort encore dans le hamac.\n\n"
            "Les parents sont d’accord, les doudous aussi.\n\nSandrine"
        ),
        "quarantined",
        "unknown_sender",
        "unverified",
        address="sandrine.et.les.galets@boite-perso.example",
        name="Sandrine",
        remarks=(
            "L’expéditeur a reçu la marche à suivre : écrire de son adresse professionnelle, ou par la page.",
        ),
    ),
    Mail(
        "boite-pleine",
        1,
        "URGENT : votre boîte est pleine à 98 %",
        (
            "Cher utilisateur,\n\nvotre boîte de messagerie est pleine. Cliquez ici pour confirmer votre mot de passe "
            "avant ce soir, sinon vos messages seront supprimés :\n\nhttps://port-mimosa-messagerie.example/confirmer\n\n"
            "Le service technique de la mairie"
        ),
        "quarantined",
        "unverified",
        "failed",
        sender="kbellanger",
    ),
    Mail(
        "sono",
        0,
        "La sono du kiosque",
        (
            "Bonsoir, j’écris du téléphone, je suis encore au kiosque. On a refait le tour du matériel à la lampe. Il "
            "faudrait une prise étanche sur le poteau nord, sinon l’an prochain c’est encore la rallonge de la "
            "boulangère. Je détaillerai lundi.\n\nRomain"
        ),
        "held",
        "unverified",
        "unverified",
        sender="rlagarde",
        remarks=("Un message lui demande, à son adresse de l’annuaire, si c’est bien lui.",),
    ),
    Mail(
        "absence",
        3,
        "Absence du bureau : Réponse à votre idée",
        (
            "Bonjour,\n\nje suis absente jusqu’au retour des hirondelles. En cas d’urgence, voyez avec l’accueil, qui "
            "ne saura pas non plus, mais avec le sourire."
        ),
        "automatic",
        trust="verified",
        sender="cboissy",
        remarks=("Gardé sans réponse, message automatique : « Absence du bureau ».",),
    ),
    Mail(
        "non-remis",
        5,
        "Undelivered Mail Returned to Sender",
        (
            "This is the mail system at host mx.port-mimosa.example.\n\nI'm sorry to have to inform you that your "
            "message could not be delivered to one or more recipients.\n\n"
            "<luc.pradines@port-mimosa.example>: 550 5.1.1 User unknown"
        ),
        "automatic",
        address="mailer-daemon@mx.port-mimosa.example",
        name="Mail Delivery System",
        remarks=("Gardé sans réponse, avis de remise d’un serveur.",),
    ),
    Mail(
        "chiffre",
        6,
        "(confidentiel) une idée",
        "",
        "refused",
        "encrypted",
        "verified",
        sender="ocheng",
        remarks=("Message chiffré : l’intranet ne peut pas le lire. Son expéditeur le sait.",),
    ),
    Mail(
        "film",
        9,
        "Le film de la fête du port en entier",
        "",
        "refused",
        "too_large",
        "verified",
        sender="mconstantini",
        whole_size=412_614_656,
        remarks=("Message trop lourd : seuls ses en-têtes ont été pris, il est resté sur le serveur.",),
    ),
    Mail(
        "reclame",
        4,
        "Profitez de -40 % sur les destructeurs de documents",
        (
            "Chère commune,\n\nla dématérialisation, c’est bien. Détruire le papier qui reste, c’est mieux. Offre "
            "valable jusqu’à dimanche."
        ),
        "set_aside",
        "unknown_sender",
        "verified",
        address="offres@destructeurs.example",
        name="Offres de saison",
        handled_by="groupe",
        set_aside_reason="Publicité ; l’idée n’est pourtant pas mauvaise.",
    ),
    Mail(
        "illisible",
        2,
        "",
        "",
        "quarantined",
        "unreadable",
        address="copieur-etage-2@port-mimosa.example",
        error="Le message s’arrête au milieu d’une pièce jointe : rien n’a pu en être lu.",
    ),
    Mail(
        "ancien",
        96,
        "question sur les encombrants",
        "",
        "expired",
        "unknown_sender",
        "unverified",
        address="habitant@boite-perso.example",
        name="Un habitant",
    ),
)
