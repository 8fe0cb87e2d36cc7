"""What lives in the rooms: how they are laid out and who may do what, requests, waits, guests, closures, problems."""

from demo.records import (
    ClosedTime,
    Guests,
    PartOfRoom,
    RoomRules,
    RoomTrouble,
    SeriesDate,
    ServiceAsked,
    SlotWanted,
    Sought,
    TownService,
)

CARETAKERS: dict[str, str] = {
    "hotel-de-ville": "La loge de l’hôtel de ville, 04 00 00 10 02",
    "centre-technique": "La loge du centre technique, 04 00 00 20 01",
    "maison-de-la-mer": "Gardien de la Maison de la Mer, 04 00 00 30 01",
}

# Levels: « taken », « titles », « ask », « book », « manage ».
RULES: tuple[RoomRules, ...] = (
    RoomRules(
        "conseil",
        layouts=(("en théâtre", 80), ("en carré", 36), ("en U", 30)),
        before=15,
        after=15,
        directions="Grand escalier ou ascenseur, premier étage, les deux portes à battants. Les clés sont à la loge.",
    ),
    RoomRules("remparts", layouts=(("en conférence", 20), ("en U", 16))),
    RoomRules("mistral", layouts=(("autour de la table", 12),)),
    RoomRules("tramontane", is_checked_in=True),
    RoomRules("levant", person_quota=480),
    RoomRules("sirocco", everyone="taken", rights=(("drh", "book"),)),
    RoomRules(
        "restanque",
        layouts=(("en théâtre", 30), ("en îlots", 24)),
        rights=(("ateliers", "manage"),),
        directions="Portail des camions, puis la porte verte au fond à droite, après le tas de sel.",
    ),
    RoomRules("cypres", everyone="titles", rights=(("dga-cadre", "book"), ("commande", "book"))),
    RoomRules(
        "posidonie",
        everyone="ask",
        layouts=(("debout", 50), ("banquet", 40), ("en théâtre", 45)),
        after=30,
        directions="Par le quai, porte bleue. Le code de l’alarme est donné par le gardien, jamais par écrit.",
    ),
    RoomRules("escale", layouts=(("en classe", 24), ("en îlots", 20)), after=15),
)

# « Salle du Conseil » is made of them: booking one of them blocks it, and the reverse.
PARTS: tuple[PartOfRoom, ...] = (
    PartOfRoom("conseil-a", "Conseil A", 36, "La moitié côté place, cloison fermée."),
    PartOfRoom("conseil-b", "Conseil B", 36, "La moitié côté cour, cloison fermée, près de l’écran."),
)
DIVIDED = "conseil"

# Of the series, by its title: dates that are not as the others.
APART: tuple[SeriesDate, ...] = (
    SeriesDate("Point communication", 1, "11:30", "12:30"),
    SeriesDate("Point de la semaine des Ressources", 2, "08:45", "09:45"),
)
NOT_HELD: tuple[SeriesDate, ...] = (
    SeriesDate("Point communication", 2),
    SeriesDate("Revue des marchés en cours", 1),
)
# Where one says « j’y suis »: nobody came.
NO_SHOWS: tuple[SeriesDate, ...] = (
    SeriesDate("Relecture du guide des marchés", -3),
    SeriesDate("Relecture du guide des marchés", -1),
    SeriesDate("Point communication", -2),
    SeriesDate("Astreintes du week-end", -2),
)

REQUESTS: tuple[SlotWanted, ...] = (
    SlotWanted("posidonie", 0, 1, "14:00", "16:00", "Bourse aux plantes : préparation", "agent"),
    SlotWanted("posidonie", 4, 2, "09:00", "12:00", "Troc de boutures", "mteyssier"),
    SlotWanted("posidonie", 3, 1, "09:30", "11:30", "Atelier du musée hors les murs", "bhamdi"),
)
DECLINED = (SlotWanted("posidonie", 3, 2, "10:00", "12:00", "Répétition générale", "awroblewski"),)
DECLINE_REASON = (
    "La salle sonne mal pour les cuivres : l’auditorium du conservatoire est libre à cette heure."
)
IN_PARTS: tuple[SlotWanted, ...] = (
    SlotWanted("conseil-a", 2, 0, "09:00", "11:00", "Ouverture des plis", "vsaint"),
    SlotWanted("conseil-b", 2, 0, "09:30", "11:30", "Préparation du forum des associations", "nquere"),
    SlotWanted("conseil-a", 4, 1, "14:00", "16:00", "Jury du fleurissement", "fmontoya"),
)
# Of slots that weekly bookings hold.
WAITS: tuple[SlotWanted, ...] = (
    SlotWanted("remparts", 1, 1, "14:00", "17:00", "Plan de fleurissement, avec les élus", "agent"),
    SlotWanted("remparts", 1, 1, "14:00", "17:00", "Charte graphique", "mkeller"),
    SlotWanted("mistral", 2, 1, "14:00", "17:00", "Revue des contrats", "akone"),
)

# By the title of a booking that comes once.
GUESTS: tuple[Guests, ...] = (
    Guests(
        "Fleurissement du rond-point des Dauphins",
        ("mteyssier", "fmontoya"),
        ("atelier@paysages-du-levant.example",),
    ),
    Guests("Plan d’arrosage de la semaine", ("mteyssier",), ()),
    Guests("Forum des métiers de la ville", ("porsoni", "annuaire"), ("mission-locale@trois-caps.example",)),
)
SERVICES: tuple[TownService, ...] = (
    TownService(
        "Restauration", "restauration", "Café, jus de fruits, plateaux-repas : dites pour combien.", 2
    ),
    TownService("Logistique", "logistique", "Chaises, tables, estrade, paperboards, micros.", 3),
)
ASKED: tuple[ServiceAsked, ...] = (
    ServiceAsked(
        "Forum des métiers de la ville", "Logistique", "Douze tables et vingt-quatre chaises en îlots."
    ),
    ServiceAsked("Forum des métiers de la ville", "Restauration", "Café pour quarante à 9 h 15."),
    ServiceAsked("Loto du personnel", "Restauration", "Soixante parts de gâteau, et le panier garni."),
)

CLOSURES: tuple[ClosedTime, ...] = (
    ClosedTime("Remplacement des fenêtres", 3, 2, room="lamparo"),
    ClosedTime("Inventaire annuel des magasins", 4, 3, site="centre-technique", start="14:00"),
    ClosedTime("Élections : bureaux de vote", 6, 3, site="hotel-de-ville", is_priority=True),
)
TROUBLES: tuple[RoomTrouble, ...] = (
    RoomTrouble(
        "restanque", "L’image est toute verte, même les jours sans jardiniers.", "lborg", 3, "vidéoprojecteur"
    ),
    RoomTrouble("lamparo", "L’ampoule du fond clignote en morse.", "dsavary", 1),
    RoomTrouble(
        "mistral", "La fenêtre du fond ne ferme plus, même en insistant.", "tnunes", 9, mended_by="salles"
    ),
)

# What is sought on every n-th working day, and how often a room was found.
SOUGHT: tuple[Sought, ...] = (
    Sought(None, 12, every=2, sought=2, found=1),
    Sought("hotel-de-ville", 12, every=3, sought=3, found=0),
    Sought("hotel-de-ville", 20, every=4, sought=2, found=1),
    Sought("hotel-de-ville", 6, every=1, sought=2, found=2),
    Sought("maison-de-la-mer", 30, every=5, sought=1, found=1),
    Sought("centre-technique", 8, every=3, sought=1, found=1),
    Sought(None, 60, every=9, sought=1, found=0),
)
