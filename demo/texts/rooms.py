"""Three sites and fourteen rooms."""

from demo.records import Room, Site

EQUIPMENT: tuple[str, ...] = (
    "écran",
    "vidéoprojecteur",
    "visioconférence",
    "sonorisation",
    "boucle magnétique",
    "tableau blanc",
    "paperboard",
    "prises aux tables",
    "cuisine",
)

SITES: tuple[Site, ...] = (
    Site(
        "hotel-de-ville",
        "Hôtel de ville",
        "1, place des Mimosas",
        (
            "Navette du port, arrêt Mairie. Entrée de plain-pied rue de l’Horloge, ascenseur dans le "
            "hall. Vélos sous le porche."
        ),
    ),
    Site(
        "centre-technique",
        "Centre technique municipal",
        "40, chemin des Restanques",
        (
            "Ligne 3, arrêt Les Restanques, puis cinq minutes à pied. Présentez-vous à la loge ; "
            "parking visiteurs à gauche, camions à droite, goélands partout."
        ),
    ),
    Site(
        "maison-de-la-mer",
        "Maison de la Mer",
        "12, quai du Levant",
        (
            "Au bout du quai, sous l’horloge bleue. Rampe côté criée. Pas de stationnement les matins "
            "de marché : venez à pied, c’est l’odeur qui guide."
        ),
    ),
)

_CITY_HALL = tuple((day, "08:00", "19:00") for day in range(5))
_COUNCIL = (*((day, "08:00", "22:00") for day in range(5)), (5, "09:00", "13:00"))
_WORKS = tuple((day, "07:00", "17:00") for day in range(5))
_SEA_HOUSE = (*((day, "08:30", "21:00") for day in range(5)), (5, "09:00", "17:00"))

ROOMS: tuple[Room, ...] = (
    Room(
        "conseil",
        "hotel-de-ville",
        "Salle du Conseil",
        80,
        "1er étage",
        (
            "écran",
            "vidéoprojecteur",
            "visioconférence",
            "sonorisation",
            "boucle magnétique",
            "prises aux tables",
        ),
        True,
        _COUNCIL,
        "04 00 00 10 01",
        "La grande salle, ses boiseries et ses bancs qui rappellent à chacun d’être bref.",
    ),
    Room(
        "remparts",
        "hotel-de-ville",
        "Remparts",
        20,
        "2e étage",
        ("écran", "visioconférence", "tableau blanc", "prises aux tables"),
        True,
        _CITY_HALL,
        "04 00 00 10 01",
        ("La plus demandée : vue sur les remparts et visioconférence qui fonctionne du premier coup."),
    ),
    Room(
        "mistral",
        "hotel-de-ville",
        "Mistral",
        12,
        "2e étage",
        ("écran", "visioconférence", "tableau blanc"),
        True,
        _CITY_HALL,
        "04 00 00 10 01",
        "Douze places autour d’une table ronde ; la fenêtre du fond ferme en insistant.",
    ),
    Room(
        "tramontane",
        "hotel-de-ville",
        "Tramontane",
        8,
        "3e étage",
        ("écran", "paperboard"),
        True,
        _CITY_HALL,
        "04 00 00 10 01",
        "Petite, claire et fraîche en août, ce qui explique bien des réunions d’août.",
    ),
    Room(
        "levant",
        "hotel-de-ville",
        "Levant",
        6,
        "Rez-de-chaussée",
        ("écran", "tableau blanc"),
        True,
        _CITY_HALL,
        "04 00 00 10 01",
        "À côté de l’accueil, commode pour recevoir une personne de l’extérieur.",
    ),
    Room(
        "sirocco",
        "hotel-de-ville",
        "Sirocco",
        4,
        "3e étage",
        (),
        False,
        _CITY_HALL,
        "04 00 00 10 01",
        ("Quatre fauteuils et une porte épaisse : pour les entretiens. On y accède par sept marches."),
    ),
    Room(
        "restanque",
        "centre-technique",
        "Restanque",
        30,
        "Rez-de-chaussée",
        ("vidéoprojecteur", "paperboard", "cuisine"),
        True,
        _WORKS,
        "04 00 00 20 02",
        "La salle des équipes : les chaussures de chantier y sont les bienvenues.",
    ),
    Room(
        "cypres",
        "centre-technique",
        "Cyprès",
        10,
        "1er étage",
        ("écran", "tableau blanc"),
        False,
        _WORKS,
        "04 00 00 20 02",
        "Grande table à plans, lumière du nord. Escalier seulement.",
    ),
    Room(
        "lavandin",
        "centre-technique",
        "Lavandin",
        6,
        "Rez-de-chaussée",
        ("tableau blanc",),
        True,
        _WORKS,
        "04 00 00 20 02",
        "Donne sur les serres ; on y sent ce que l’on y cultive.",
    ),
    Room(
        "forge",
        "centre-technique",
        "Forge",
        16,
        "Rez-de-chaussée",
        ("écran", "paperboard"),
        True,
        _WORKS,
        "04 00 00 20 02",
        "L’ancienne forge et sa cheminée, bientôt rendue aux réunions.",
        is_bookable=False,
        unavailable_note=(
            "En travaux jusqu’au printemps : le plafond a d’autres projets. Pensez à la salle Restanque."
        ),
    ),
    Room(
        "posidonie",
        "maison-de-la-mer",
        "Posidonie",
        50,
        "Rez-de-chaussée",
        ("vidéoprojecteur", "sonorisation", "boucle magnétique", "cuisine"),
        True,
        _SEA_HOUSE,
        "04 00 00 30 03",
        "Grande salle sur le quai, chaises empilables et cuisine pour les pots de départ.",
    ),
    Room(
        "escale",
        "maison-de-la-mer",
        "Escale",
        24,
        "1er étage",
        ("écran", "visioconférence", "tableau blanc", "prises aux tables"),
        True,
        _SEA_HOUSE,
        "04 00 00 30 03",
        ("La salle des formations : des prises à chaque table et la mer pour seule distraction."),
    ),
    Room(
        "rascasse",
        "maison-de-la-mer",
        "Rascasse",
        14,
        "1er étage",
        ("écran", "paperboard"),
        True,
        _SEA_HOUSE,
        "04 00 00 30 03",
        "Au-dessus de la criée : fenêtres closes avant dix heures, conseil d’ami.",
    ),
    Room(
        "lamparo",
        "maison-de-la-mer",
        "Lamparo",
        8,
        "2e étage",
        ("tableau blanc",),
        False,
        _SEA_HOUSE,
        "04 00 00 30 03",
        "Sous les toits, au calme, pour écrire à plusieurs. Deux étages sans ascenseur.",
    ),
)
