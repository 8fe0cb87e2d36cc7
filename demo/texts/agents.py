"""The 152 agents, and the seven accounts whose password is usable in the trial."""

from unicodedata import combining, normalize

from demo.records import Agent, Category, NamedAccount


def _agent(
    identifiant: str,
    first_name: str,
    last_name: str,
    direction: str,
    category: Category,
    function: str,
    number: int | None,
    mail: bool = True,
    desk: bool = True,
) -> Agent:
    """One line of the table; the address is made of the names, without accents."""
    full_name = normalize("NFD", f"{first_name}.{last_name}".lower().replace(" ", "-"))
    return Agent(
        identifiant=identifiant,
        first_name=first_name,
        last_name=last_name,
        direction=direction,
        category=category,
        function=function,
        personnel_number=None if number is None else f"PM-{number:05d}",
        email_local_part="".join(c for c in full_name if not combining(c)) if mail else None,
        has_workstation=desk,
    )


ACCOUNTS: tuple[NamedAccount, ...] = (
    NamedAccount("agent", (), "Camille Martin, espaces verts : propose des idées, réserve des salles"),
    NamedAccount(
        "groupe", ("project_group",), "Mehdi Lacombe, état civil : membre du groupe, répond aux idées"
    ),
    NamedAccount("salles", ("room_manager",), "Gilles Pastorel, moyens généraux : gère les salles"),
    NamedAccount(
        "annuaire", ("directory_manager",), "Aïssatou Delmas, ressources humaines : gère l’annuaire"
    ),
    NamedAccount(
        "progiciels", (), "Salomé Verdier, systèmes d’information : tient les pages de ses progiciels"
    ),
    NamedAccount(
        "conseil",
        ("council_secretary",),
        "Élisabeth Castellan, assemblées : prépare et publie les séances du conseil",
    ),
    NamedAccount("admin", ("administrator",), "Thomas Nguyen, systèmes d’information : administre le site"),
)

AGENTS: tuple[Agent, ...] = (
    _agent("fsantoni", "Florence", "Santoni", "dgs", "A", "directrice générale des services", 101),
    _agent("lpradines", "Luc", "Pradines", "dgs", "B", "assistant de la direction générale", 138),
    _agent(
        "kbellanger", "Karim", "Bellanger", "dga-ressources", "A", "directeur général adjoint Ressources", 175
    ),
    _agent(
        "dabadie", "Delphine", "Abadie", "dga-cite", "A", "directrice générale adjointe Vie de la cité", 212
    ),
    _agent(
        "otraore",
        "Ousmane",
        "Traoré-Vidal",
        "dga-solidarites",
        "A",
        "directeur général adjoint Enfance et solidarités",
        249,
    ),
    _agent(
        "amuratore",
        "Anne-Lise",
        "Muratore",
        "dga-cadre",
        "A",
        "directrice générale adjointe Cadre de vie et littoral",
        286,
    ),
    _agent("spoggi", "Sandrine", "Poggi", "dga-cadre", "C", "assistante de la DGA Cadre de vie", 323),
    _agent("broumegas", "Baptiste", "Roumégas", "communication", "A", "directeur de la communication", 360),
    _agent("lhaddad", "Lina", "Haddad", "communication", "B", "journaliste de la revue interne", 397),
    _agent("spayet", "Steeve", "Payet", "communication", "C", "photographe et vidéaste", 434),
    _agent("mkeller", "Maud", "Keller", "communication", "B", "graphiste", 471),
    _agent("tnunes", "Tiago", "Nunes", "communication", "C", "gestionnaire des réseaux sociaux", 508),
    _agent("clegoff", "Claire", "Le Goff", "assemblees", "A", "responsable juridique des assemblées", 545),
    _agent(
        "conseil", "Élisabeth", "Castellan", "assemblees", "B", "responsable du secrétariat du conseil", 5688
    ),
    _agent("hzerrouki", "Hakim", "Zerrouki", "assemblees", "B", "gestionnaire des délibérations", 582),
    _agent("jbarthes", "Josiane", "Barthès", "assemblees", "C", "secrétaire du conseil municipal", 619),
    _agent("evasseur", "Étienne", "Vasseur-Lam", "assemblees", "A", "directeur des assemblées", 656),
    _agent("annuaire", "Aïssatou", "Delmas", "drh", "A", "responsable des effectifs et de l’annuaire", None),
    _agent("porsoni", "Philippe", "Orsoni", "drh", "A", "directeur des ressources humaines", 730),
    _agent("skhelifi", "Sabrina", "Khelifi", "drh", "B", "chargée de formation", 767),
    _agent("ncastaing", "Noé", "Castaing", "drh", "B", "gestionnaire de paie", 804),
    _agent("mhoarau", "Marie-Ange", "Hoarau", "drh", "B", "conseillère en prévention", 841),
    _agent("vtisserand", "Valérie", "Tisserand", "drh", "C", "gestionnaire de carrières", 878),
    _agent("hguerin", "Hortense", "Guérin-Malle", "finances", "A", "directrice des finances", 915),
    _agent("souadah", "Samir", "Ouadah", "finances", "B", "contrôleur de gestion", 952),
    _agent("croubaud", "Chantal", "Roubaud", "finances", "B", "responsable de la comptabilité", 989),
    _agent("kdalmasso", "Kévin", "Dalmasso", "finances", "C", "agent comptable", 1026),
    _agent("tpham", "Thi Mai", "Pham", "finances", "C", "agente comptable", 1063),
    _agent("admin", "Thomas", "Nguyen", "dsi", "A", "responsable des infrastructures", 1100),
    _agent("progiciels", "Salomé", "Verdier", "dsi", "B", "chargée des progiciels métiers", 5651),
    _agent("ikowalski", "Inès", "Kowalski", "dsi", "A", "cheffe de projet applications", 1137),
    _agent("rmontagnac", "Rachid", "Montagnac", "dsi", "A", "directeur des systèmes d’information", 1174),
    _agent("lfernandes", "Loïc", "Fernandes", "dsi", "B", "technicien support", 1211),
    _agent("abourrely", "Amandine", "Bourrely", "dsi", "B", "administratrice des bases de données", 1248),
    _agent("jmaillot", "Jordan", "Maillot", "dsi", "C", "agent du centre d’appels informatique", 1285),
    _agent("vsaint", "Véronique", "Saint-Aubin", "commande", "A", "directrice de la commande publique", None),
    _agent("akone", "Adama", "Koné-Roussel", "commande", "B", "acheteur", 1359),
    _agent("pllorens", "Patricia", "Llorens", "commande", "B", "gestionnaire de marchés", 1396),
    _agent("salles", "Gilles", "Pastorel", "moyens", "B", "responsable des salles et du protocole", 1433),
    _agent("msarkissian", "Monique", "Sarkissian", "moyens", "A", "directrice des moyens généraux", 1470),
    _agent(
        "iabdallah",
        "Idriss",
        "Abdallah",
        "moyens",
        "C",
        "gardien de l’hôtel de ville",
        1507,
        mail=False,
        desk=False,
    ),
    _agent(
        "cfaure", "Corinne", "Faure-Blanc", "moyens", "C", "agente d’entretien", 1544, mail=False, desk=False
    ),
    _agent(
        "pteisseire", "Pascal", "Teisseire", "moyens", "C", "chauffeur-livreur", 1581, mail=False, desk=False
    ),
    _agent("mdacosta", "Maria", "Da Costa", "moyens", "C", "cheffe d’équipe entretien", 1618),
    _agent("rferreira", "Rosa", "Ferreira", "imprimerie", "C", "imprimeuse-façonnière", 1655),
    _agent("ymorel", "Yvan", "Morel-Tanaka", "imprimerie", "B", "responsable de l’imprimerie", 1692),
    _agent("calziary", "Christophe", "Alziary", "imprimerie", "C", "opérateur de numérisation", 1729),
    _agent("nversini", "Nicole", "Versini", "courrier", "C", "agente du courrier", 1766),
    _agent("msidibe", "Moussa", "Sidibé-Garcin", "courrier", "C", "vaguemestre", 1803, desk=False),
    _agent("dcarrega", "Denis", "Carrega", "garage", "B", "chef d’atelier mécanique", 1840),
    _agent("epinelli", "Enzo", "Pinelli", "garage", "C", "mécanicien", 1877, mail=False, desk=False),
    _agent(
        "sferracci",
        "Solange",
        "Ferracci",
        "archives",
        "A",
        "directrice des archives et de la documentation",
        1914,
    ),
    _agent("hdelcroix", "Hugo", "Delcroix", "archives", "B", "chargé de mission archives", None),
    _agent("baufray", "Béatrice", "Aufray", "archives", "C", "magasinière d’archives", 1988),
    _agent("lazoulay", "Laurence", "Azoulay", "culture", "A", "directrice de la culture", 2025),
    _agent("fmoutoussamy", "Félix", "Moutoussamy", "culture", "B", "chargé de production", 2062),
    _agent("epietri", "Elsa", "Pietri", "culture", "C", "billettiste du théâtre", 2099),
    _agent("dsavary", "Dominique", "Savary", "mediatheque", "B", "bibliothécaire jeunesse", 2136),
    _agent("lchaouch", "Leïla", "Chaouch", "mediatheque", "C", "agente de médiathèque", 2173),
    _agent("gesteve", "Guillaume", "Esteve", "mediatheque", "A", "responsable des médiathèques", 2210),
    _agent("rbaptistin", "Régine", "Baptistin", "mediatheque", "C", "relieuse", 2247),
    _agent("awroblewski", "Agnès", "Wroblewski", "conservatoire", "A", "directrice du conservatoire", 2284),
    _agent("mcordier", "Matthieu", "Cordier", "conservatoire", "B", "professeur de clarinette", 2321),
    _agent("narnal", "Noémie", "Arnal", "conservatoire", "C", "assistante de scolarité", 2358),
    _agent("rtoesca", "Raphaël", "Toesca", "musee", "A", "conservateur du musée de la Mer", 2395),
    _agent("gpons", "Ghislaine", "Pons", "musee", "C", "gardienne de salle", 2432, mail=False, desk=False),
    _agent("bhamdi", "Bilal", "Hamdi", "musee", "C", "médiateur culturel", 2469),
    _agent("siborra", "Stéphane", "Iborra", "sports", "A", "directeur des sports", 2506),
    _agent("nquere", "Nathalie", "Quéré", "sports", "B", "coordinatrice des associations sportives", 2543),
    _agent("tvasquez", "Tom", "Vasquez", "sports", "C", "gardien de stade", None, mail=False, desk=False),
    _agent(
        "jfilippi", "Jean-Noël", "Filippi", "sports", "C", "gardien de gymnase", 2617, mail=False, desk=False
    ),
    _agent("cdutertre", "Coralie", "Dutertre", "piscine", "B", "cheffe de bassin", 2654),
    _agent("arakoto", "Antoine", "Rakoto", "piscine", "B", "maître-nageur sauveteur", 2691, desk=False),
    _agent("zbelkacem", "Zohra", "Belkacem", "piscine", "C", "agente d’accueil de la piscine", 2728),
    _agent(
        "mconstantini", "Marjorie", "Constantini", "evenements", "A", "directrice de l’événementiel", 2765
    ),
    _agent("rlagarde", "Romain", "Lagarde", "evenements", "B", "régisseur général", 2802),
    _agent("mtardieu", "Mickaël", "Tardieu", "evenements", "C", "électricien de fêtes", 2839, desk=False),
    _agent(
        "smeziane", "Sofiane", "Meziane", "evenements", "C", "manutentionnaire", 2876, mail=False, desk=False
    ),
    _agent("cboissy", "Catherine", "Boissy", "population", "A", "directrice de la population", 2913),
    _agent("ytoumi", "Yasmina", "Toumi", "population", "C", "agente d’accueil", 2950),
    _agent("bescudie", "Bernard", "Escudié", "population", "C", "agent des élections", 2987),
    _agent("lmartel", "Ludivine", "Martel", "population", "B", "responsable de l’accueil unique", 3024),
    _agent("groupe", "Mehdi", "Lacombe", "etat-civil", "B", "responsable adjoint de l’état civil", 3061),
    _agent("sokafor", "Suzanne", "Okafor", "etat-civil", "C", "officière d’état civil déléguée", 3098),
    _agent("pgiraudon", "Pauline", "Giraudon", "etat-civil", "C", "agente d’état civil", 3135),
    _agent("jrebuffat", "Jean-Claude", "Rebuffat", "etat-civil", "C", "agent d’état civil", 3172),
    _agent("tlombard", "Thierry", "Lombard", "cimetieres", "B", "conservateur des cimetières", None),
    _agent(
        "mortega",
        "Manuel",
        "Ortega-Puig",
        "cimetieres",
        "C",
        "gardien de cimetière",
        3246,
        mail=False,
        desk=False,
    ),
    _agent(
        "hbattesti", "Hélène", "Battesti", "securite", "A", "directrice de la tranquillité publique", 3283
    ),
    _agent("ocheng", "Olivier", "Cheng", "securite", "B", "responsable de la vidéoprotection", 3320),
    _agent("pgros", "Priscilla", "Gros-Désir", "securite", "C", "médiatrice de nuit", 3357),
    _agent("lcamoin", "Laurent", "Camoin", "police", "B", "chef de service de police municipale", 3394),
    _agent("abianchi", "Aurore", "Bianchi", "police", "C", "brigadière", 3431),
    _agent("fbenslimane", "Farid", "Benslimane", "police", "C", "gardien-brigadier", 3468),
    _agent(
        "mvidalenc",
        "Martine",
        "Vidalenc",
        "police",
        "C",
        "agente de surveillance des écoles",
        3505,
        mail=False,
        desk=False,
    ),
    _agent(
        "inavarro",
        "Isabelle",
        "Navarro-Petit",
        "petite-enfance",
        "A",
        "directrice de la petite enfance",
        3542,
    ),
    _agent(
        "kbarry",
        "Kadiatou",
        "Barry-Simon",
        "petite-enfance",
        "B",
        "coordinatrice du relais petite enfance",
        3579,
    ),
    _agent("ejourdan", "Émilie", "Jourdan", "creche-galets", "A", "directrice de la crèche des Galets", 3616),
    _agent(
        "mgrondin", "Mélissa", "Grondin", "creche-galets", "B", "auxiliaire de puériculture", 3653, desk=False
    ),
    _agent(
        "apopescu", "Ana", "Popescu", "creche-galets", "C", "agente de crèche", 3690, mail=False, desk=False
    ),
    _agent("stremolat", "Sophie", "Trémolat", "creche-galets", "A", "éducatrice de jeunes enfants", 3727),
    _agent(
        "vcazeneuve",
        "Virginie",
        "Cazeneuve-Roy",
        "creche-oursins",
        "A",
        "directrice de la crèche des Oursins",
        3764,
    ),
    _agent(
        "odiarra", "Oumou", "Diarra", "creche-oursins", "B", "auxiliaire de puériculture", 3801, desk=False
    ),
    _agent(
        "cwinterhalter",
        "Carole",
        "Winterhalter",
        "creche-oursins",
        "C",
        "cuisinière de crèche",
        None,
        mail=False,
        desk=False,
    ),
    _agent("nsalvat", "Nordine", "Salvat", "education", "A", "directeur de l’éducation", 3875),
    _agent("ilecomte", "Ingrid", "Lecomte", "education", "B", "responsable des inscriptions scolaires", 3912),
    _agent("mtran", "Michèle", "Tran-Dubois", "education", "C", "agente des inscriptions", 3949),
    _agent("msoumare", "Mariama", "Soumaré", "ecoles", "C", "ATSEM", 3986),
    _agent("bcarlotti", "Brigitte", "Carlotti", "ecoles", "C", "ATSEM", 4023, mail=False, desk=False),
    _agent("abouvier", "Alain", "Bouvier-Koffi", "ecoles", "B", "coordinateur périscolaire", 4060),
    _agent(
        "storregrossa", "Sylvain", "Torregrossa", "cuisine-centrale", "B", "chef de la cuisine centrale", 4097
    ),
    _agent(
        "nbouchara", "Nawel", "Bouchara", "cuisine-centrale", "C", "cuisinière", 4134, mail=False, desk=False
    ),
    _agent("plauze", "Perrine", "Lauze", "cuisine-centrale", "B", "diététicienne", 4171),
    _agent("jmbarga", "Johan", "Mbarga", "jeunesse", "A", "directeur de la jeunesse", 4208),
    _agent("cventura", "Cécile", "Ventura", "jeunesse", "B", "animatrice de l’espace jeunes", 4245),
    _agent("tlansac", "Théo", "Lansac", "jeunesse", "C", "animateur", 4282),
    _agent(
        "gattal",
        "Geneviève",
        "Attal-Moreau",
        "social",
        "A",
        "directrice de l’action sociale et des seniors",
        4319,
    ),
    _agent("nbrun", "Nathanaël", "Brun-Lévy", "social", "A", "assistant de service social", 4356),
    _agent(
        "rcamara",
        "Rokia",
        "Camara-Pellet",
        "social",
        "B",
        "conseillère en économie sociale et familiale",
        4393,
    ),
    _agent("lfontvieille", "Lydie", "Fontvieille", "social", "C", "agente d’accueil social", 4430),
    _agent("alebihan", "Annick", "Le Bihan", "domicile", "B", "responsable du maintien à domicile", None),
    _agent("dferhat", "Djamila", "Ferhat", "domicile", "C", "aide à domicile", 4504, mail=False, desk=False),
    _agent(
        "agent", "Camille", "Martin", "espaces-verts", "B", "chargée de planification des espaces verts", 4541
    ),
    _agent("fmontoya", "Fabrice", "Montoya", "espaces-verts", "A", "directeur des espaces verts", 4578),
    _agent("lgrandjean", "Lucie", "Grandjean", "espaces-verts", "C", "secrétaire des espaces verts", 4615),
    _agent("jtaormina", "Joseph", "Taormina", "serres", "C", "jardinier-serriste", 4652),
    _agent("hcombaluzier", "Hervé", "Combaluzier", "serres", "B", "responsable des serres", 4689),
    _agent("vripoll", "Vanessa", "Ripoll", "serres", "C", "jardinière", 4726, mail=False, desk=False),
    _agent("mteyssier", "Magali", "Teyssier", "jardins", "B", "responsable des jardins", 4763),
    _agent("aboukhalfa", "Ahmed", "Boukhalfa", "jardins", "C", "jardinier", 4800, mail=False, desk=False),
    _agent("canglade", "Cyril", "Anglade", "jardins", "C", "élagueur", 4837, mail=False, desk=False),
    _agent("npetrossian", "Nina", "Petrossian", "jardins", "C", "jardinière", 4874, mail=False, desk=False),
    _agent(
        "dmourgues",
        "Denise",
        "Mourgues",
        "voirie-proprete",
        "A",
        "directrice de la voirie et de la propreté",
        4911,
    ),
    _agent("bmaurin", "Bruno", "Maurin", "voirie", "B", "technicien voirie", 4948),
    _agent("jcarvalheira", "José", "Carvalheira", "voirie", "C", "paveur", 4985, mail=False, desk=False),
    _agent(
        "esylvestre", "Éric", "Sylvestre-Ngom", "voirie", "C", "peintre de signalisation", 5022, desk=False
    ),
    _agent("lborg", "Laëtitia", "Borg", "proprete", "B", "responsable de la propreté urbaine", 5059),
    _agent(
        "mcisse",
        "Mamadou",
        "Cissé-Laurent",
        "proprete",
        "C",
        "agent de propreté",
        None,
        mail=False,
        desk=False,
    ),
    _agent(
        "rpascalini",
        "Roger",
        "Pascalini",
        "proprete",
        "C",
        "conducteur de balayeuse",
        5133,
        mail=False,
        desk=False,
    ),
    _agent(
        "tkerdoncuff", "Tanguy", "Kerdoncuff", "port-littoral", "A", "directeur du port et du littoral", 5170
    ),
    _agent("mscotto", "Marine", "Scotto", "capitainerie", "B", "maîtresse de port adjointe", 5207),
    _agent("acasabianca", "Ange", "Casabianca", "capitainerie", "C", "agent portuaire", 5244),
    _agent("qhibon", "Quentin", "Hibon", "plages", "B", "coordinateur des plages", 5281),
    _agent(
        "lsamson",
        "Léa",
        "Samson-Ortiz",
        "plages",
        "C",
        "nageuse-sauveteuse saisonnière",
        None,
        mail=False,
        desk=False,
    ),
    _agent("camsellem", "Charlotte", "Amsellem", "urbanisme", "A", "directrice de l’urbanisme", 5355),
    _agent("dfouque", "Damien", "Fouque", "urbanisme", "B", "instructeur des permis", 5392),
    _agent("erami", "Élodie", "Rami", "urbanisme", "C", "agente d’accueil de l’urbanisme", 5429),
    _agent("fzaoui", "Franck", "Zaoui", "batiments", "A", "directeur des bâtiments communaux", 5466),
    _agent("mcastagno", "Murielle", "Castagno", "batiments", "B", "économe de flux", 5503),
    _agent("wjean", "Wilfried", "Jean-Baptiste", "ateliers", "C", "menuisier", 5540, mail=False, desk=False),
    _agent("sponcet", "Serge", "Poncet", "ateliers", "C", "plombier", 5577, mail=False, desk=False),
    _agent("aduval", "Alexandra", "Duval-Sow", "ateliers", "B", "responsable des ateliers", 5614),
)
