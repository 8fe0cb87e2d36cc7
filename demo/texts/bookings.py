"""A plausible month of bookings on each side of the current week."""

from demo.records import OneOffBooking, WeeklyBooking

WEEKLY: tuple[WeeklyBooking, ...] = (
    WeeklyBooking(
        "conseil", 0, "09:00", "11:00", "Comité de direction générale", "lpradines", is_private=True
    ),
    WeeklyBooking(
        "conseil", 0, "17:30", "19:30", "Commission des finances", "hguerin", every_weeks=4, offset=1
    ),
    WeeklyBooking(
        "conseil", 1, "14:00", "16:00", "Commission sports et vie associative", "siborra", every_weeks=2
    ),
    WeeklyBooking(
        "conseil",
        1,
        "14:00",
        "16:00",
        "Commission écoles et petite enfance",
        "nsalvat",
        every_weeks=2,
        offset=1,
    ),
    WeeklyBooking("conseil", 2, "18:00", "20:00", "Réunion de quartier", "lmartel", every_weeks=4, offset=2),
    WeeklyBooking(
        "conseil", 3, "09:30", "12:00", "Comité social territorial", "porsoni", every_weeks=4, offset=3
    ),
    WeeklyBooking("conseil", 3, "18:00", "21:30", "Conseil municipal", "evasseur", every_weeks=4),
    WeeklyBooking(
        "conseil", 4, "10:00", "11:30", "Accueil des nouveaux agents", "skhelifi", every_weeks=4, offset=2
    ),
    WeeklyBooking(
        "conseil", 5, "10:00", "12:00", "Cérémonie de citoyenneté", "groupe", every_weeks=4, offset=1
    ),
    WeeklyBooking("remparts", 0, "08:30", "09:30", "Point de la semaine des Ressources", "kbellanger"),
    WeeklyBooking("remparts", 0, "10:00", "12:00", "Revue des marchés en cours", "vsaint"),
    WeeklyBooking("remparts", 0, "13:30", "15:00", "Suivi des travaux d’été dans les écoles", "fzaoui"),
    WeeklyBooking(
        "remparts", 0, "15:30", "17:30", "Groupe projet dématérialisation", "sferracci", every_weeks=2
    ),
    WeeklyBooking(
        "remparts", 0, "15:30", "17:00", "Comité logiciels métiers", "rmontagnac", every_weeks=2, offset=1
    ),
    WeeklyBooking("remparts", 1, "08:30", "10:00", "Point budget", "hguerin"),
    WeeklyBooking(
        "remparts",
        1,
        "10:15",
        "12:15",
        "Commission d’appel d’offres",
        "vsaint",
        every_weeks=2,
        is_private=True,
    ),
    WeeklyBooking(
        "remparts",
        1,
        "10:15",
        "12:00",
        "Préparation du conseil municipal",
        "evasseur",
        every_weeks=2,
        offset=1,
    ),
    WeeklyBooking("remparts", 1, "14:00", "17:00", "Formation : écrire une note claire", "skhelifi"),
    WeeklyBooking("remparts", 2, "09:00", "11:00", "Réunion des directeurs du cadre de vie", "amuratore"),
    WeeklyBooking("remparts", 2, "11:15", "12:15", "Point presse et revue interne", "broumegas"),
    WeeklyBooking("remparts", 2, "14:00", "16:30", "Plan local d’urbanisme : atelier", "camsellem"),
    WeeklyBooking("remparts", 3, "08:30", "10:30", "Conférence des directeurs", "lpradines", is_private=True),
    WeeklyBooking("remparts", 3, "11:00", "12:30", "Comité de pilotage du port", "tkerdoncuff"),
    WeeklyBooking("remparts", 3, "14:00", "16:00", "Prévention et santé au travail", "mhoarau"),
    WeeklyBooking("remparts", 3, "16:15", "18:15", "Lecture croisée des délibérations", "clegoff"),
    WeeklyBooking("remparts", 4, "09:00", "12:00", "Jury de recrutement", "porsoni", is_private=True),
    WeeklyBooking("remparts", 4, "14:00", "16:00", "Visio avec l’agglomération des Trois-Caps", "ikowalski"),
    WeeklyBooking("mistral", 0, "09:00", "10:30", "Réunion de service de l’état civil", "groupe"),
    WeeklyBooking("mistral", 0, "11:00", "12:00", "Point paie", "ncastaing", is_private=True),
    WeeklyBooking("mistral", 0, "14:00", "16:00", "Programmation du théâtre", "lazoulay"),
    WeeklyBooking("mistral", 1, "09:00", "11:00", "Cellule des événements", "mconstantini"),
    WeeklyBooking("mistral", 1, "11:15", "12:15", "Point copieurs et imprimerie", "ymorel", every_weeks=2),
    WeeklyBooking("mistral", 1, "14:00", "15:30", "Réunion du support informatique", "admin"),
    WeeklyBooking("mistral", 1, "16:00", "17:30", "Suivi des subventions aux associations", "nquere"),
    WeeklyBooking("mistral", 2, "08:30", "10:00", "Comptabilité : clôture du mois", "croubaud"),
    WeeklyBooking("mistral", 2, "10:30", "12:00", "Commission logement", "gattal", is_private=True),
    WeeklyBooking("mistral", 2, "14:00", "17:00", "Entretiens professionnels", "annuaire", is_private=True),
    WeeklyBooking(
        "mistral",
        3,
        "09:00",
        "10:30",
        "Tranquillité publique : point de semaine",
        "hbattesti",
        is_private=True,
    ),
    WeeklyBooking("mistral", 3, "11:00", "12:30", "Carte scolaire", "ilecomte"),
    WeeklyBooking("mistral", 3, "14:00", "15:30", "Permis de construire : revue des dossiers", "dfouque"),
    WeeklyBooking("mistral", 3, "16:00", "18:00", "Comité de la revue interne", "lhaddad", every_weeks=2),
    WeeklyBooking("mistral", 4, "09:30", "11:30", "Suivi des fluides et de l’énergie", "mcastagno"),
    WeeklyBooking("mistral", 4, "13:30", "15:30", "Réunion des accueils", "lmartel"),
    WeeklyBooking("tramontane", 0, "10:00", "11:00", "Point communication", "mkeller"),
    WeeklyBooking("tramontane", 0, "14:00", "16:00", "Relecture du guide des marchés", "akone"),
    WeeklyBooking("tramontane", 1, "09:30", "11:30", "Commission des dérogations", "mtran", is_private=True),
    WeeklyBooking("tramontane", 1, "14:00", "15:00", "Point régies", "zbelkacem", every_weeks=2),
    WeeklyBooking("tramontane", 2, "10:00", "12:00", "Atelier « nommer ses fichiers »", "hdelcroix"),
    WeeklyBooking("tramontane", 3, "14:30", "16:30", "Entretiens", "vtisserand", is_private=True),
    WeeklyBooking("tramontane", 4, "09:00", "10:30", "Astreintes du week-end", "lcamoin"),
    WeeklyBooking("tramontane", 4, "11:00", "12:00", "Point élections", "bescudie", every_weeks=2, offset=1),
    WeeklyBooking("levant", 0, "09:00", "12:00", "Permanence du conciliateur", "ytoumi"),
    WeeklyBooking("levant", 1, "09:00", "11:30", "Rendez-vous baptêmes civils et parrainages", "pgiraudon"),
    WeeklyBooking("levant", 2, "14:00", "17:00", "Permanence de l’écrivain public", "lfontvieille"),
    WeeklyBooking("levant", 3, "09:00", "12:00", "Rendez-vous des concessions", "tlombard"),
    WeeklyBooking("levant", 4, "10:00", "12:00", "Préparation des mariages", "sokafor"),
    WeeklyBooking("levant", 4, "14:00", "16:00", "Accueil des nouveaux habitants", "ytoumi", every_weeks=2),
    WeeklyBooking("sirocco", 0, "14:00", "16:00", "Entretiens", "porsoni", is_private=True),
    WeeklyBooking("sirocco", 1, "09:00", "12:00", "Conseil en prévention", "mhoarau", is_private=True),
    WeeklyBooking(
        "sirocco", 3, "14:00", "17:00", "Permanence sociale du personnel", "rcamara", is_private=True
    ),
    WeeklyBooking("sirocco", 4, "09:00", "10:30", "Entretien", "msarkissian", is_private=True),
    WeeklyBooking("restanque", 0, "07:00", "07:45", "Quart d’heure sécurité (qui en dure trois)", "lborg"),
    WeeklyBooking("restanque", 1, "07:30", "08:30", "Départ des équipes voirie", "bmaurin"),
    WeeklyBooking("restanque", 2, "07:30", "08:30", "Réunion des jardins", "mteyssier"),
    WeeklyBooking("restanque", 2, "13:30", "16:30", "Formation gestes et postures", "mhoarau", every_weeks=2),
    WeeklyBooking(
        "restanque", 3, "08:00", "11:30", "Habilitations électriques", "skhelifi", every_weeks=2, offset=1
    ),
    WeeklyBooking("restanque", 4, "11:30", "13:30", "Repas partagé des ateliers", "aduval", every_weeks=2),
    WeeklyBooking("cypres", 0, "08:00", "09:30", "Planning des chantiers", "dmourgues"),
    WeeklyBooking("cypres", 1, "10:00", "12:00", "Plans : écoles et crèches", "fzaoui"),
    WeeklyBooking("cypres", 3, "13:30", "15:30", "Coordination des réseaux", "bmaurin"),
    WeeklyBooking(
        "lavandin", 0, "09:00", "10:00", "Commande de bulbes et de graines", "hcombaluzier", every_weeks=2
    ),
    WeeklyBooking("lavandin", 3, "10:00", "11:30", "Point fleurissement", "fmontoya"),
    WeeklyBooking("posidonie", 0, "10:00", "12:00", "Relais petite enfance : éveil musical", "kbarry"),
    WeeklyBooking("posidonie", 1, "18:00", "20:30", "Chorale des agents", "awroblewski"),
    WeeklyBooking("posidonie", 2, "09:30", "12:00", "Atelier mémoire des seniors", "gattal"),
    WeeklyBooking(
        "posidonie", 2, "14:00", "16:30", "Conseil municipal des enfants", "abouvier", every_weeks=2
    ),
    WeeklyBooking(
        "posidonie", 3, "14:00", "16:00", "Bourse aux jouets : tri", "inavarro", every_weeks=4, offset=1
    ),
    WeeklyBooking("posidonie", 4, "17:30", "20:00", "Pot de départ", "salles", every_weeks=4, offset=2),
    WeeklyBooking("posidonie", 5, "10:00", "12:30", "Café des parents", "cventura", every_weeks=2, offset=1),
    WeeklyBooking("escale", 0, "09:00", "12:00", "Formation bureautique", "skhelifi"),
    WeeklyBooking("escale", 0, "14:00", "17:00", "Formation bureautique", "skhelifi"),
    WeeklyBooking("escale", 1, "09:00", "12:00", "Secourisme au travail", "mhoarau"),
    WeeklyBooking("escale", 1, "13:30", "16:30", "Secourisme au travail", "mhoarau"),
    WeeklyBooking("escale", 2, "09:00", "12:00", "Préparation aux concours", "skhelifi"),
    WeeklyBooking("escale", 2, "14:00", "16:00", "Réseau des bibliothécaires", "gesteve", every_weeks=2),
    WeeklyBooking("escale", 3, "09:30", "12:30", "Accueil du public : atelier", "lmartel"),
    WeeklyBooking("escale", 3, "14:00", "17:00", "Prise en main de l’annuaire", "annuaire", every_weeks=2),
    WeeklyBooking(
        "escale", 3, "17:30", "19:30", "Réunion publique du littoral", "tkerdoncuff", every_weeks=4, offset=2
    ),
    WeeklyBooking("escale", 4, "09:00", "12:00", "Publipostage sans larmes", "hdelcroix", every_weeks=2),
    WeeklyBooking("rascasse", 0, "09:30", "11:30", "Menus du mois", "plauze", every_weeks=2),
    WeeklyBooking("rascasse", 1, "10:30", "12:00", "Directrices de crèche", "inavarro"),
    WeeklyBooking("rascasse", 2, "14:00", "16:00", "Projet « été des jeunes »", "jmbarga"),
    WeeklyBooking("rascasse", 3, "10:00", "12:00", "Coordination des plages", "qhibon"),
    WeeklyBooking("rascasse", 4, "14:00", "15:30", "Médiation du musée", "bhamdi"),
    WeeklyBooking(
        "lamparo", 1, "14:00", "17:00", "Écriture du journal des écoles", "abouvier", every_weeks=2
    ),
    WeeklyBooking("lamparo", 2, "10:00", "12:00", "Analyse de pratiques", "nbrun", is_private=True),
    WeeklyBooking("lamparo", 4, "10:30", "12:00", "Éveil aux livres : sélection", "dsavary"),
    WeeklyBooking(
        "lavandin", 1, "13:30", "15:30", "Commande groupée des fournitures", "lgrandjean", every_weeks=2
    ),
    WeeklyBooking("lavandin", 2, "08:00", "09:30", "Point ravageurs et auxiliaires", "jtaormina"),
    WeeklyBooking("lavandin", 4, "10:00", "12:00", "Suivi des apprentis", "mteyssier"),
    WeeklyBooking("cypres", 2, "13:30", "15:30", "Diagnostic des toitures", "mcastagno", every_weeks=2),
    WeeklyBooking(
        "cypres", 4, "08:00", "10:00", "Sécurité des chantiers", "bmaurin", every_weeks=2, offset=1
    ),
    WeeklyBooking(
        "lamparo",
        0,
        "14:00",
        "16:00",
        "Projet d’établissement du conservatoire",
        "awroblewski",
        every_weeks=2,
    ),
    WeeklyBooking("rascasse", 3, "14:00", "16:30", "Formation des régisseurs", "croubaud", every_weeks=4),
    WeeklyBooking(
        "restanque", 0, "13:30", "15:30", "Formation tronçonneuse : la théorie", "mteyssier", every_weeks=2
    ),
    WeeklyBooking(
        "tramontane", 1, "15:30", "17:30", "Dossiers d’assurance", "akone", every_weeks=2, offset=1
    ),
    WeeklyBooking("tramontane", 2, "14:00", "17:00", "Relectures du rapport annuel", "lpradines"),
    WeeklyBooking(
        "tramontane", 4, "15:15", "17:00", "Point photos et droits à l’image", "spayet", every_weeks=2
    ),
    WeeklyBooking("sirocco", 2, "14:00", "17:00", "Rendez-vous retraite", "vtisserand", is_private=True),
    WeeklyBooking("mistral", 0, "16:15", "18:00", "Mise à jour du site de la ville", "tnunes"),
    WeeklyBooking(
        "remparts", 4, "16:30", "18:00", "Revue des projets informatiques", "rmontagnac", every_weeks=2
    ),
)

# The last three were cancelled; none overlaps anything, cancelled or not.
ONE_OFF: tuple[OneOffBooking, ...] = (
    OneOffBooking("tramontane", 4, 0, "14:00", "15:00", "Plan d’arrosage de la semaine", "agent"),
    OneOffBooking("lavandin", 1, 1, "09:00", "10:30", "Fleurissement du rond-point des Dauphins", "agent"),
    OneOffBooking("restanque", 2, 1, "09:00", "11:00", "Planning de printemps avec les équipes", "agent"),
    OneOffBooking("levant", 3, 1, "14:00", "15:00", "Rendez-vous avec le fournisseur de terreau", "agent"),
    OneOffBooking("cypres", 1, 2, "13:30", "15:00", "Plan des massifs, avec l’état civil", "agent"),
    OneOffBooking("tramontane", 3, 2, "10:00", "11:30", "Bilan des jardinières assoiffées", "agent"),
    OneOffBooking(
        "posidonie",
        3,
        -4,
        "17:00",
        "20:00",
        "Départ en retraite de Mireille, trente-huit ans de cantine",
        "salles",
    ),
    OneOffBooking("conseil", 2, -4, "14:00", "17:00", "Journée des assistantes et assistants", "lpradines"),
    OneOffBooking(
        "remparts", 4, -3, "16:30", "18:00", "Retour d’expérience de la nuit des musées", "rtoesca"
    ),
    OneOffBooking("escale", 4, -3, "14:00", "16:30", "Lire un budget sans dictionnaire", "souadah"),
    OneOffBooking("cypres", 2, -3, "09:00", "11:30", "Appel d’offres : aires de jeux", "akone"),
    OneOffBooking("rascasse", 0, -2, "14:00", "16:30", "Plan canicule : retour d’été", "gattal"),
    OneOffBooking("conseil", 4, -2, "14:00", "16:00", "Remise des médailles du travail", "porsoni"),
    OneOffBooking("levant", 2, -1, "09:30", "11:00", "Visite de la caserne voisine", "lcamoin"),
    OneOffBooking(
        "lamparo", 3, -1, "14:00", "16:00", "Catalogue des partitions : l’armoire des bois", "mcordier"
    ),
    OneOffBooking("mistral", 4, -1, "16:00", "17:30", "Choix du papier de la revue", "rferreira"),
    OneOffBooking("restanque", 4, 0, "09:00", "11:00", "Exercice d’évacuation : le débriefing", "mhoarau"),
    OneOffBooking("posidonie", 3, 0, "17:30", "20:30", "Loto du personnel", "nversini"),
    OneOffBooking("conseil", 2, 1, "09:00", "12:00", "Plan communal de sauvegarde : exercice", "hbattesti"),
    OneOffBooking("sirocco", 2, 1, "10:00", "11:30", "Entretien", "annuaire", is_private=True),
    OneOffBooking("escale", 4, 1, "14:00", "17:00", "Découvrir les archives en pantoufles", "sferracci"),
    OneOffBooking("lamparo", 0, 2, "09:30", "12:00", "Scénario du spectacle des crèches", "ejourdan"),
    OneOffBooking("rascasse", 1, 2, "14:00", "17:00", "Jury du concours de soupe au pistou", "storregrossa"),
    OneOffBooking("posidonie", 1, 3, "09:30", "12:00", "Forum des métiers de la ville", "skhelifi"),
    OneOffBooking(
        "conseil", 0, 3, "13:30", "16:30", "Débat d’orientation budgétaire : répétition", "hguerin"
    ),
    OneOffBooking("cypres", 4, 4, "08:00", "11:00", "Revue des ponts et des passerelles", "bmaurin"),
    OneOffBooking("posidonie", 4, 4, "10:00", "15:00", "Goûter de fin d’année des seniors", "gattal"),
    OneOffBooking(
        "restanque",
        0,
        1,
        "09:00",
        "11:00",
        "Essai du souffleur silencieux",
        "mteyssier",
        cancelled_by="mteyssier",
        cancel_reason="Le souffleur silencieux est tombé en panne, sans bruit.",
    ),
    OneOffBooking(
        "escale",
        2,
        2,
        "16:30",
        "18:30",
        "Visio avec la ville jumelle",
        "broumegas",
        cancelled_by="salles",
        cancel_reason=(
            "Coupure de réseau prévue sur le quai : la salle Remparts vous est proposée à la même heure."
        ),
    ),
    OneOffBooking(
        "levant",
        0,
        -1,
        "14:00",
        "15:30",
        "Rendez-vous de médiation",
        "pgros",
        cancelled_by="pgros",
        cancel_reason="Reporté à la demande des voisins, qui se sont réconciliés entre-temps.",
    ),
)
