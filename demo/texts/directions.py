"""The tree of Port-Mimosa: the general direction, four DGA, 22 directions, some of their services."""

from demo.records import Direction

DIRECTIONS: tuple[Direction, ...] = (
    Direction("dgs", "Direction générale des services", "general_direction", None),
    # The deputy directors general
    Direction("dga-ressources", "DGA Ressources", "dga", "dgs"),
    Direction("dga-cite", "DGA Vie de la cité", "dga", "dgs"),
    Direction("dga-solidarites", "DGA Enfance et solidarités", "dga", "dgs"),
    Direction("dga-cadre", "DGA Cadre de vie et littoral", "dga", "dgs"),
    # The two directions attached to the general direction
    Direction("communication", "Communication", "direction", "dgs"),
    Direction("assemblees", "Assemblées et affaires juridiques", "direction", "dgs"),
    # DGA Ressources
    Direction("drh", "Ressources humaines", "direction", "dga-ressources"),
    Direction("finances", "Finances", "direction", "dga-ressources"),
    Direction("dsi", "Systèmes d’information", "direction", "dga-ressources"),
    Direction("commande", "Commande publique", "direction", "dga-ressources"),
    Direction("moyens", "Moyens généraux", "direction", "dga-ressources"),
    Direction("archives", "Archives et documentation", "direction", "dga-ressources"),
    Direction("imprimerie", "Imprimerie municipale", "service", "moyens"),
    Direction("courrier", "Courrier", "service", "moyens"),
    Direction("garage", "Garage municipal", "service", "moyens"),
    # DGA Vie de la cité
    Direction("culture", "Culture", "direction", "dga-cite"),
    Direction("sports", "Sports", "direction", "dga-cite"),
    Direction("evenements", "Fêtes et événements", "direction", "dga-cite"),
    Direction("population", "Population et citoyenneté", "direction", "dga-cite"),
    Direction("securite", "Tranquillité publique", "direction", "dga-cite"),
    Direction("mediatheque", "Médiathèques", "service", "culture"),
    Direction("conservatoire", "Conservatoire de musique", "service", "culture"),
    Direction("musee", "Musée de la Mer", "service", "culture"),
    Direction("piscine", "Piscine des Embruns", "service", "sports"),
    Direction("etat-civil", "État civil", "service", "population"),
    Direction("cimetieres", "Cimetières", "service", "population"),
    Direction("police", "Police municipale", "service", "securite"),
    # DGA Enfance et solidarités
    Direction("petite-enfance", "Petite enfance", "direction", "dga-solidarites"),
    Direction("education", "Éducation et restauration scolaire", "direction", "dga-solidarites"),
    Direction("jeunesse", "Jeunesse", "direction", "dga-solidarites"),
    Direction("social", "Action sociale et seniors", "direction", "dga-solidarites"),
    Direction("creche-galets", "Crèche des Galets", "service", "petite-enfance"),
    Direction("creche-oursins", "Crèche des Oursins", "service", "petite-enfance"),
    Direction("ecoles", "Vie des écoles", "service", "education"),
    Direction("cuisine-centrale", "Cuisine centrale", "service", "education"),
    Direction("domicile", "Maintien à domicile", "service", "social"),
    # DGA Cadre de vie et littoral
    Direction("espaces-verts", "Espaces verts", "direction", "dga-cadre"),
    Direction("voirie-proprete", "Voirie et propreté", "direction", "dga-cadre"),
    Direction("port-littoral", "Port et littoral", "direction", "dga-cadre"),
    Direction("urbanisme", "Urbanisme et habitat", "direction", "dga-cadre"),
    Direction("batiments", "Bâtiments communaux", "direction", "dga-cadre"),
    Direction("serres", "Serres municipales", "service", "espaces-verts"),
    Direction("jardins", "Jardins et squares", "service", "espaces-verts"),
    Direction("voirie", "Voirie", "service", "voirie-proprete"),
    Direction("proprete", "Propreté urbaine", "service", "voirie-proprete"),
    Direction("capitainerie", "Capitainerie", "service", "port-littoral"),
    Direction("plages", "Plages", "service", "port-littoral"),
    Direction("ateliers", "Ateliers du bâtiment", "service", "batiments"),
)
