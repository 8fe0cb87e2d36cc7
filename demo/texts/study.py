"""The eight members' evaluations of the ideas under study, their absences, and two meetings."""

from demo.records import Absence, Decision, Meeting, Point, Recusal, Sheet

SHEETS: tuple[Sheet, ...] = (
    # Just arrived: two of eight.
    Sheet(
        "fiches-allergies",
        "msoumare",
        (3, 4, 2),
        1,
        "days",
        "some",
        "La cuisinière a raison d’en vouloir une sur le mur.",
    ),
    Sheet("fiches-allergies", "ikowalski", (3, 3, 3), 1, "weeks", "some"),
    # Decided in the last meeting, all who could.
    Sheet("signature-parapheurs", "sferracci", (3, 3, 4), 3, "days", "much"),
    Sheet(
        "signature-parapheurs",
        "groupe",
        (4, 3, 4),
        3,
        "days",
        "much",
        "Le rouge est passé deux fois chez nous, sans raison.",
    ),
    Sheet("signature-parapheurs", "ikowalski", (3, 3, 3), 3, "weeks", "much"),
    Sheet(
        "signature-parapheurs",
        "bmaurin",
        (3, 2, 3),
        3,
        "days",
        "some",
        pitfall="dehumanised",
        reason="Que l’on suive le parapheur, pas les gens : à dire dès le premier jour.",
    ),
    Sheet("signature-parapheurs", "msoumare", (2, 3, 3), 3, "days", "some"),
    Sheet(
        "signature-parapheurs",
        "jtaormina",
        (None, 3, 3),
        3,
        comment="Je ne signe rien, mais j’attends souvent.",
    ),
    Sheet("registre-decouvertes", "sferracci", (2, 2, 2), 9, "weeks", "little"),
    Sheet(
        "registre-decouvertes",
        "clegoff",
        (1, 2, 2),
        8,
        "weeks",
        "little",
        "Une photo de portefeuille, c’est déjà une adresse.",
    ),
    Sheet("registre-decouvertes", "ikowalski", (2, 2, 3), 8, "weeks", "little"),
    Sheet("registre-decouvertes", "bmaurin", (2, 1, 2), 6, "weeks", "little"),
    Sheet("registre-decouvertes", "msoumare", (3, 2, 2), 6, "days", "little"),
    Sheet("registre-decouvertes", "jtaormina", (2, None, 2), 5),
    # Six of eight, and no two alike: first on the agenda.
    Sheet(
        "photos-chantier",
        "sferracci",
        (4, 4, 3),
        4,
        "weeks",
        "much",
        "Enfin un nom de fichier qui survivra à son auteur.",
    ),
    Sheet("photos-chantier", "clegoff", (3, 4, 2), 4, "weeks", "some"),
    Sheet(
        "photos-chantier",
        "groupe",
        (1, 2, 1),
        3,
        "months",
        "little",
        "Qui renommera les photos un vendredi à 17 h ?",
    ),
    Sheet("photos-chantier", "ikowalski", (0, 4, 1), 3, "months", "some"),
    Sheet("photos-chantier", "msoumare", (None, 3, None), 2),
    Sheet("photos-chantier", "jtaormina", (4, 4, 4), 2, "days", "much"),
    # All eight, one by a deputy.
    Sheet("pret-materiel-fetes", "sferracci", (3, 4, 3), 7, "weeks", "some"),
    Sheet("pret-materiel-fetes", "groupe", (3, 4, 4), 7, "weeks", "some", "Le loto, je confirme."),
    Sheet("pret-materiel-fetes", "clegoff", (3, 3, 3), 6, "weeks", "some"),
    Sheet(
        "pret-materiel-fetes",
        "ikowalski",
        (4, 4, 3),
        6,
        "days",
        "some",
        "Le calendrier des salles sait presque déjà le faire.",
    ),
    Sheet("pret-materiel-fetes", "bmaurin", (3, 4, 3), 5, "weeks", "much"),
    Sheet("pret-materiel-fetes", "rferreira", (3, 3, 3), 2, "weeks", "some", made_by="ymorel"),
    Sheet("pret-materiel-fetes", "msoumare", (3, 4, 3), 4, "weeks", "some"),
    Sheet("pret-materiel-fetes", "jtaormina", (2, 4, 3), 4, "weeks", "some"),
    # A veto.
    Sheet("tournees-domicile", "groupe", (3, 3, 4), 9, "weeks", "much"),
    Sheet("tournees-domicile", "clegoff", (3, 3, 4), 8, "weeks", "much"),
    Sheet("tournees-domicile", "ikowalski", (4, 3, 4), 8, "weeks", "huge", "Techniquement, trois semaines."),
    Sheet("tournees-domicile", "bmaurin", (4, 3, 4), 7, "weeks", "much"),
    Sheet(
        "tournees-domicile",
        "msoumare",
        (2, 2, 3),
        6,
        "weeks",
        "some",
        "Je lèverai mon veto si le passage du lundi demeure.",
        pitfall="dehumanised",
        level="veto",
        reason=(
            "Le matin au bureau, c’est le seul moment où l’équipe se voit. Sans lui, chacune est seule "
            "toute la semaine."
        ),
    ),
    Sheet("tournees-domicile", "jtaormina", (3, 3, 4), 5, "weeks", "much"),
    # Six of eight.
    Sheet("inventaire-partitions", "sferracci", (3, 4, 3), 11, "days", "some"),
    Sheet("inventaire-partitions", "rferreira", (2, 3, 2), 10, "weeks", "little"),
    Sheet("inventaire-partitions", "clegoff", (2, 3, 2), 9, "weeks", "little"),
    Sheet("inventaire-partitions", "ikowalski", (3, 3, 2), 8, "weeks", "little"),
    Sheet(
        "inventaire-partitions",
        "msoumare",
        (3, 4, 2),
        8,
        "days",
        "little",
        pitfall="fragile_archives",
        reason="Les annotations au crayon : qu’elles soient gardées avec la partition.",
    ),
    Sheet("inventaire-partitions", "jtaormina", (None, 3, None), 7),
    # Three of eight.
    Sheet("plan-barnums", "msoumare", (4, 3, 3), 4, "days", "little"),
    Sheet("plan-barnums", "jtaormina", (4, 4, 4), 4, "days", "some", "Plastifiée, oui. Et avec un œillet."),
    Sheet("plan-barnums", "ikowalski", (3, 3, 2), 2, "days", "little"),
)
RECUSALS: tuple[Recusal, ...] = (
    Recusal("tournees-domicile", "sferracci", "Ma sœur est aide à domicile dans l’équipe.", 10),
)
ABSENCES: tuple[Absence, ...] = (Absence("rferreira", "ymorel", 4, 9),)
DECISIONS: tuple[Decision, ...] = (
    Decision(
        "signature-parapheurs",
        "retained",
        "Le parapheur a dormi onze nuits dehors en trois semaines. Un tableau « reçu, reparti » coûte une ligne par "
        "passage, et l’étape inutile est supprimée. On suit le parapheur, jamais les personnes.",
        (6, 0, 1),
    ),
    Decision(
        "registre-decouvertes",
        "declined",
        "Publier la photo d’un objet, c’est dire à tous ce qui a été perdu et où : on réclamerait ce qui n’est pas à "
        "soi. Le registre interne, lui, mérite d’être partagé entre l’accueil et la police municipale.",
        (4, 1, 2),
        criteria=("simplicity", "dehumanised"),
    ),
)
MEETINGS: tuple[Meeting, ...] = (
    Meeting(
        key="derniere",
        days_ago=2,
        place="Salle Tramontane",
        chaired_by="sferracci",
        present=("sferracci", "groupe", "clegoff", "ikowalski", "bmaurin", "msoumare", "jtaormina"),
        points=(
            Point(
                "signature-parapheurs", "decided", "Claire sort pendant la discussion : c’est sa direction."
            ),
            Point(
                "registre-decouvertes",
                "decided",
                "Long échange sur les clés : une clé photographiée se copie.",
            ),
            Point("photos-chantier", "postponed", "On attend de savoir où les photos seraient rangées."),
        ),
        notes=(
            "Rosa est absente jusqu’à la semaine prochaine ; Yvan évalue à sa place.\n"
            "La permanence de jeudi se tient à la cuisine centrale, café compris."
        ),
    ),
    Meeting(
        key="prochaine",
        days_ago=-6,
        place="Salle Lamparo",
        chaired_by="sferracci",
        points=(
            Point("photos-chantier"),
            Point("tournees-domicile"),
            Point("inventaire-partitions"),
            Point("pret-materiel-fetes"),
        ),
    ),
)
