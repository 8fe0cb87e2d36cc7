"""What the cards of the named accounts and of a few others say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    identifiant: str
    duties: str
    office: str


# Who has a photo, drawn for the demonstration: their initials on a colour.
PHOTO = "groupe"

CARDS: tuple[Card, ...] = (
    Card(
        "agent",
        "Le planning des équipes des espaces verts ; les mariages et les massifs ; le fleurissement des "
        "écoles.",
        "Serres municipales, bureau 2",
    ),
    Card(
        "groupe",
        "Les naissances, les mariages et les décès ; Registra ; le groupe projet de dématérialisation.",
        "Hôtel de ville, guichet 4",
    ),
    Card(
        "salles",
        "Les salles et le protocole ; les clés des salles ; les vidéoprojecteurs qui ne s’allument pas.",
        "Hôtel de ville, rez-de-chaussée",
    ),
    Card(
        "annuaire",
        "Les effectifs ; l’annuaire ; les arrivées et les départs ; les matricules.",
        "Ressources humaines, 2e étage",
    ),
    Card(
        "progiciels",
        "Les progiciels métiers : Tempo, Sève, Budgétine, Sésame ; les manuels ; les pannes et les mises "
        "à jour.",
        "Systèmes d’information, plateau",
    ),
    Card(
        "conseil",
        "Les séances du conseil municipal ; les délibérations ; l’ordre du jour ; les convocations des "
        "élus ; la transmission en préfecture.",
        "Hôtel de ville, 1er étage",
    ),
    Card(
        "admin",
        "Les serveurs, le réseau et les sauvegardes ; les comptes qui ne s’ouvrent plus ; l’intranet.",
        "Systèmes d’information, salle technique",
    ),
    Card(
        "clegoff",
        "Le conseil juridique ; les recours ; la relecture des actes avant leur signature.",
        "Hôtel de ville, 1er étage",
    ),
    Card(
        "hzerrouki",
        "L’enregistrement des délibérations et des arrêtés ; le registre ; l’affichage.",
        "Hôtel de ville, 1er étage",
    ),
    Card(
        "souadah",
        "Le contrôle de gestion ; Budgétine ; les tableaux de bord des directions.",
        "Finances, 3e étage",
    ),
    Card(
        "vtisserand",
        "Les carrières ; les congés dans Tempo ; les temps partiels ; les retraites.",
        "Ressources humaines, 2e étage",
    ),
    Card(
        "lgrandjean",
        "Le courrier et les commandes des espaces verts ; Sève ; les demandes d’élagage des riverains.",
        "Serres municipales, accueil",
    ),
    Card(
        "dfouque",
        "Les permis de construire du centre et du port ; Parcelle et Cadastrelle.",
        "Urbanisme, guichet",
    ),
    Card(
        "iabdallah",
        "L’ouverture de l’hôtel de ville ; les objets trouvés ; les annonces de mobilier entre services.",
        "Hôtel de ville, loge",
    ),
    Card(
        "tlombard",
        "Les cimetières ; les concessions ; l’accueil des familles endeuillées.",
        "Cimetière du Phare",
    ),
    Card(
        "ytoumi",
        "Les cartes d’identité et les passeports ; les rendez-vous des titres ; le recensement citoyen.",
        "Accueil unique",
    ),
    Card(
        "bescudie",
        "Les élections ; les listes électorales ; les procurations ; les jurés d’assises.",
        "Accueil unique, bureau 3",
    ),
    Card(
        "mtran",
        "Les inscriptions scolaires et la cantine ; les dérogations ; les attestations de scolarité.",
        "Éducation, guichet famille",
    ),
    Card(
        "lmartel",
        "L’accueil unique ; la file d’attente ; les cartes de stationnement des résidents.",
        "Accueil unique",
    ),
    Card(
        "jcarvalheira",
        "Les pavés, les bordures et les nids-de-poule du centre ancien.",
        "Dépôt du Vallon",
    ),
)

# Who heads a unit though their function does not begin like that of a head.
HEADS: dict[str, str] = {
    "dgs": "fsantoni",
    "dga-ressources": "kbellanger",
    "capitainerie": "mscotto",
    "police": "lcamoin",
}
# How the function of a head begins: those of the first line before those of the second.
TITLES = (
    ("directeur", "directrice", "conservateur", "conservatrice"),
    ("responsable", "chef", "cheffe", "coordinateur", "coordinatrice"),
)
