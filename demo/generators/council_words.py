"""The invented places, associations, firms and sums that the council speaks of."""

from random import Random

STREETS = (
    "rue des Calfats", "rue du Phare", "avenue des Tamaris", "boulevard de la Plage", "quai des Brigantins",
    "place du Marché-aux-Voiles", "chemin des Salins", "rue de la Corderie", "impasse du Cadran", "rue des Oursins",
    "avenue du Général-Mistral", "rue Haute", "boulevard des Embruns", "rue du Puits-Neuf", "chemin du Vallon",
    "rue des Lavandières", "place des Platanes", "rue du Four-à-Chaux", "quai du Port-Vieux", "rue de la Glacière",
    "avenue de l’Observatoire", "rue des Tonneliers", "chemin de la Batterie", "rue du Moulin-Brûlé",
    "boulevard du Levant", "rue des Mimosas", "avenue de la Gare", "rue du Sémaphore-Blanc", "place de l’Ancre",
    "rue de l’Arsenal-aux-Grains", "chemin des Genêts", "rue des Remparts",
)  # fmt: skip

SCHOOLS = (
    "école des Tamaris", "école du Phare", "école de la Corderie", "école des Salins", "école du Vallon",
    "école des Mimosas", "école de la Batterie", "école du Port-Vieux", "école des Genêts", "école du Levant",
    "école des Oursins", "école du Puits-Neuf",
)  # fmt: skip

# All begin with a consonant and are masculine: « du », « au ».
BUILDINGS = (
    "gymnase des Embruns", "stade du Vallon", "théâtre de la Jetée", "musée de la Mer", "marché couvert",
    "centre technique municipal", "conservatoire de musique", "foyer des Genêts", "centre social des Salins",
    "parking du Port-Vieux", "gymnase de la Corderie", "poste de police municipale", "boulodrome du Levant",
    "pôle culturel des Remparts", "cimetière du Phare", "bâtiment des archives", "kiosque des Platanes",
)  # fmt: skip

ASSOCIATIONS = (
    "La Voile pour tous", "Les Amis du phare", "Mémoire des calfats", "Le Panier solidaire", "Port-Mimosa Basket",
    "Les Aînés du Vallon", "Chœur des Embruns", "Le Jardin des possibles", "Rugby-club des Trois-Caps",
    "Les Petits Mousses", "La Ruche aux livres", "Cap sur l’emploi", "Le Théâtre du Galet", "Les Marcheurs du sel",
    "Secours aux marins", "Handi-Rivage", "La Fanfare du quai", "Échecs et marées", "Le Fil d’Ariane",
    "Ciné-plage", "Judo-club du Levant", "Les Bricoleuses", "La Cordée des jeunes", "Accueil et parole",
)  # fmt: skip

FIRMS = (
    "Bâtisseurs du Cap", "Travaux Méditerranée Sud", "Électricité du Levant", "Voirie et Réseaux des Trois-Caps",
    "Menuiserie Arbousier", "Paysages du Littoral", "Chauffage Central du Golfe", "Imprimeurs Réunis du Port",
    "Propreté Azurée", "Étanchéité du Sud", "Ascenseurs Vertical", "Bureautique Horizon", "Transports Calanque",
    "Peintures Garance", "Signal’Route", "Ingénierie Cyprès", "Restauration Potager", "Textile du Mistral",
)  # fmt: skip

GOODS = (
    "fournitures de bureau", "produits d’entretien", "vêtements de travail", "fournitures scolaires",
    "denrées alimentaires de la restauration scolaire", "véhicules électriques", "livres et documents sonores",
    "matériels informatiques", "végétaux et semences", "jeux d’enfants", "mobiliers scolaires",
    "équipements de protection individuelle", "pièces détachées automobiles", "produits de marquage routier",
)  # fmt: skip

WORKS = (
    "travaux de rénovation énergétique", "travaux d’étanchéité", "travaux de mise en accessibilité",
    "travaux de réfection des peintures", "travaux de désamiantage", "travaux de remplacement des menuiseries",
    "travaux d’extension", "travaux de mise en sécurité incendie", "travaux de reprise des réseaux",
)  # fmt: skip

EVENTS = (
    "la Fête de la mer", "le Carnaval des mimosas", "le marché de Noël", "les Nuits du phare", "la Foire aux santons",
    "le Festival des galets", "les Régates du Levant", "la Semaine bleue", "la Fête des jardins",
)  # fmt: skip

PARTNERS = (
    "l’agglomération des Trois-Caps", "le département", "la région", "l’État", "la caisse d’allocations familiales",
    "l’agence de l’eau", "le centre de gestion", "le syndicat mixte du littoral",
)  # fmt: skip

GRADES = (
    "adjoint administratif", "adjoint technique", "agent de maîtrise", "technicien", "rédacteur", "attaché",
    "ingénieur", "auxiliaire de puériculture", "éducateur des activités physiques et sportives",
    "assistant de conservation", "assistant socio-éducatif", "gardien-brigadier", "animateur",
)  # fmt: skip

LANDLORDS = ("Habitat des Trois-Caps", "Toits du Levant", "La Maison commune", "Logis du Port")
BODIES = (
    "du conseil d’administration du collège des Salins", "du syndicat mixte du littoral", "de la mission locale",
    "du conseil de surveillance de l’hôpital des Trois-Caps", "de l’office de tourisme", "de la régie du port",
    "de la commission d’accessibilité", "du conseil d’exploitation du théâtre", "de l’agence d’urbanisme",
)  # fmt: skip
TRADES = (
    "boulangerie",
    "librairie",
    "cordonnerie",
    "brasserie",
    "pharmacie",
    "fleuriste",
    "poissonnerie",
    "quincaillerie",
)


def of_street(street: str) -> str:
    """« de la rue Haute », « de l’avenue de la Gare », « du quai des Brigantins »."""
    kind = street.split()[0]
    return f"{ {'rue': 'de la ', 'place': 'de la ', 'avenue': 'de l’', 'impasse': 'de l’'}.get(kind, 'du ') }{street}"


def with_article(preposition: str, noun: str) -> str:
    """« de » or « à » before a noun and its article: « du département », « au Festival »."""
    merged = {"de le ": "du ", "de les ": "des ", "à le ": "au ", "à les ": "aux "}
    text = f"{preposition} {noun}"
    return next((new + text[len(old) :] for old, new in merged.items() if text.startswith(old)), text)


def grouped(number: int) -> str:
    """12 500 with a no-break space."""
    return f"{number:,}".replace(",", "\u00a0")


def words(random: Random, year: int) -> dict[str, str]:
    """One draw of everything that an object may name."""
    street, event, partner = random.choice(STREETS), random.choice(EVENTS), random.choice(PARTNERS)
    return {
        "street": street,
        "of_street": of_street(street),
        "at": f"{random.randint(1, 140)} {street}",
        "plot": f"{random.choice(('AB', 'AD', 'BC', 'BK', 'CH', 'DE'))} {random.randint(12, 480)}",
        "m2": grouped(random.randint(18, 4200)),
        "school": random.choice(SCHOOLS),
        "building": random.choice(BUILDINGS),
        "association": random.choice(ASSOCIATIONS),
        "firm": random.choice(FIRMS),
        "goods": random.choice(GOODS),
        "works": random.choice(WORKS),
        "event": event,
        "of_event": with_article("de", event),
        "partner": partner,
        "of_partner": with_article("de", partner),
        "to_partner": with_article("à", partner),
        "grade": random.choice(GRADES),
        "landlord": random.choice(LANDLORDS),
        "body": random.choice(BODIES),
        "trade": random.choice(TRADES),
        "amount": f"{grouped(random.choice((500, 1000, 2500, 10_000)) * random.randint(2, 90))}\u00a0€",
        "small": f"{grouped(100 * random.randint(5, 120))}\u00a0€",
        "large": f"{grouped(25_000 * random.randint(8, 160))}\u00a0€",
        "count": str(random.randint(2, 38)),
        "lot": str(random.randint(1, 9)),
        "rank": str(random.randint(1, 4)),
        "rate": f"{random.randint(120, 480) / 100:.2f}\u00a0%".replace(".", ","),
        "year": str(year),
        "last": str(year - 1),
        "next": str(year + 1),
    }
