"""The project group: eight agents, and the agglomeration's representative."""

from demo.records import GroupMember, Representative

MEMBERS: tuple[GroupMember, ...] = (
    GroupMember(
        "sferracci",
        "dga-ressources",
        "A",
        "Anime le groupe ; garde sept kilomètres de rayonnages et sait ce que pèse un oubli.",
        is_head=True,
    ),
    GroupMember(
        "groupe",
        "dga-cite",
        "B",
        "Reçoit vos idées au guichet de l’état civil : on n’y naît qu’en un seul exemplaire.",
    ),
    GroupMember(
        "clegoff",
        "dgs",
        "A",
        "Traduit le code général des collectivités en français courant, et parfois l’inverse.",
    ),
    GroupMember(
        "ikowalski",
        "dga-ressources",
        "A",
        "Écoute d’abord le métier, ouvre l’ordinateur ensuite ; connaît les logiciels par leur prénom.",
    ),
    GroupMember(
        "bmaurin",
        "dga-cadre",
        "B",
        "Défend les chantiers : une idée qui ne tient pas dans une poche de gilet n’est pas finie.",
    ),
    GroupMember(
        "rferreira",
        "dga-ressources",
        "C",
        "Imprime depuis vingt-deux ans et veille à ce que dématérialiser ne rime pas avec effacer un métier.",
    ),
    GroupMember(
        "msoumare",
        "dga-solidarites",
        "C",
        "Demande à chaque réunion « et sans ordinateur, on fait comment ? », et obtient une réponse.",
    ),
    GroupMember(
        "jtaormina",
        "dga-cadre",
        "C",
        "Bouture les bonnes idées d’un service à l’autre ; celles qui manquent d’eau, il les signale.",
    ),
)

REPRESENTATIVE = Representative(
    "Yannick Oberti-Kaya",
    "Agglomération des Trois-Caps",
    "chargé de mission numérique",
    "Neuvième du groupe : rapporte ce qui marche dans onze communes, emporte ce qui marche ici.",
)
