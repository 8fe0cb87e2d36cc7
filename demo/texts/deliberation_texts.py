"""What a deliberation says around its object, by the area of its rapporteur."""

# Three ways for each area; a text takes one or two.
SPEECHES: dict[str, tuple[str, ...]] = {
    "mayor": (
        "Le bon fonctionnement de l’assemblée demande des règles simples, connues de chacun et "
        "appliquées à tous, majorité comme opposition.",
        "Le présent rapport s’inscrit dans la continuité des engagements pris devant les habitants et"
        " dans le respect du pluralisme.",
        "Les pièces ont été remises aux élus avec la convocation, par voie dématérialisée, et sont "
        "consultables au secrétariat des assemblées.",
    ),
    "finances": (
        "La situation financière de la commune reste saine, mais la hausse de l’énergie et des "
        "salaires appelle de la prudence dans l’exécution du budget.",
        "Chaque euro dépensé est rapporté au service qu’il rend ; les directions ont été invitées à "
        "proposer des économies avant toute inscription nouvelle.",
        "La capacité de désendettement se maintient sous le seuil d’alerte, et l’épargne nette couvre"
        " le remboursement du capital.",
    ),
    "staff": (
        "Les agents municipaux assurent chaque jour un service de proximité ; leurs conditions de "
        "travail font la qualité de l’accueil.",
        "La mesure a été présentée aux représentants du personnel, qui en ont amélioré la rédaction.",
        "Le tableau des effectifs doit suivre la réalité des métiers, notamment ceux de la petite "
        "enfance et des espaces verts.",
    ),
    "planning": (
        "Le projet préserve les vues vers la mer, limite l’imperméabilisation des sols et ménage les "
        "arbres existants.",
        "Les riverains ont été réunis deux fois ; leurs remarques sur les hauteurs et le "
        "stationnement ont été retenues en partie.",
        "L’équilibre entre logement, commerce et nature en ville guide la révision engagée depuis deux ans.",
    ),
    "purchases": (
        "La consultation a été menée avec des clauses sociales et environnementales, et allotie pour "
        "que les entreprises locales puissent répondre.",
        "Le rapport d’analyse des offres retient le prix pour quarante pour cent, la valeur technique"
        " pour quarante et l’environnement pour vingt.",
        "Le marché est conclu pour un an, renouvelable trois fois, sans que sa durée totale excède quatre ans.",
    ),
    "education": (
        "Les effectifs de la rentrée sont stables en élémentaire et en légère baisse en maternelle.",
        "Les cours d’école deviennent des lieux d’ombre et de jeux calmes ; les enfants ont dessiné "
        "les premiers plans.",
        "La cantine sert chaque jour trois mille repas, dont la moitié à base de produits durables ou locaux.",
    ),
    "social": (
        "Les demandes d’aide alimentaire ont augmenté d’un cinquième en un an, et de nouveaux publics"
        " se présentent, dont des salariés.",
        "L’isolement des aînés est l’affaire de tous : voisins, facteurs, gardiens et commerçants "
        "sont associés au repérage.",
        "L’accès aux droits se heurte aux démarches en ligne ; une personne accompagne chaque "
        "formulaire à l’accueil social.",
    ),
    "culture": (
        "La culture va à la rencontre des quartiers : dans les écoles, sur les places et au pied des immeubles.",
        "Le musée de la Mer a accueilli vingt-six mille visiteurs, et les médiathèques ont prêté "
        "trois cent mille documents.",
        "La ville soutient les artistes par des résidences, des cachets dignes et des ateliers ouverts.",
    ),
    "sports": (
        "Soixante-dix clubs et onze mille licenciés font de la pratique sportive la première activité"
        " associative de la ville.",
        "Les créneaux sont attribués selon des critères publics : jeunes, féminines, handisport, puis"
        " compétition.",
        "La vie associative repose sur des bénévoles que la commune remercie et qu’elle aide à se former.",
    ),
    "roads": (
        "Les comptages montrent six mille véhicules par jour et de nombreux piétons, sans traversée protégée.",
        "Le chantier se déroulera par tronçons, de manière à laisser ouverts les commerces et le "
        "ramassage scolaire.",
        "Les trottoirs seront portés à un mètre quarante au moins, et les quais de bus mis à niveau.",
    ),
    "environment": (
        "Les étés de canicule et les coups de mer rappellent que le littoral change plus vite que nos plans.",
        "Les herbiers de posidonie abritent la vie et freinent la houle ; les ancres y sont désormais"
        " interdites.",
        "Les arbres plantés sont choisis pour leur ombre et leur sobriété : micocouliers, chênes "
        "verts, arbres de Judée.",
    ),
    "security": (
        "La tranquillité se construit avec la médiation, la présence sur le terrain et, quand il le "
        "faut, la sanction.",
        "Les habitants demandent des rondes à pied et un accueil téléphonique le soir : cette "
        "convention y répond.",
        "Le conseil local de sécurité et de prévention de la délinquance a examiné le dossier au printemps.",
    ),
    "economy": (
        "Le centre-ville compte trois cents commerces ; la vacance recule depuis deux ans, sauf dans "
        "les rues en travaux.",
        "L’emploi saisonnier fait vivre le port et les plages, et la ville aide à loger celles et "
        "ceux qui viennent y travailler.",
        "L’insertion par l’activité économique a permis à dix-sept personnes de retrouver un contrat durable.",
    ),
    "land": (
        "Ce bien, longtemps réservé à une opération abandonnée, retrouve une utilité pour le quartier.",
        "Le patrimoine communal se réorganise : ce qui ne sert plus se vend, ce qui manque s’acquiert"
        " au bon moment.",
        "Le géomètre a dressé le document d’arpentage, et les frais de bornage sont partagés.",
    ),
}

SEEN: tuple[str, ...] = (
    "le code général des collectivités territoriales, notamment ses articles relatifs aux "
    "attributions du conseil municipal",
    "la note de synthèse adressée aux membres du conseil avec la convocation",
    "l’avis de la commission municipale compétente",
)
# By the first figure of the matter.
CODES: dict[str, str] = {
    "1": "le code de la commande publique",
    "2": "le code de l’urbanisme",
    "3": "le code général de la propriété des personnes publiques",
    "4": "le code général de la fonction publique",
    "5": "le règlement intérieur du conseil municipal",
    "6": "le code de la sécurité intérieure",
    "7": "l’instruction budgétaire et comptable en vigueur",
    "8": "les délibérations antérieures prises sur le même objet",
    "9": "les statuts et les conventions en cours",
}
LAST_ARTICLES: tuple[str, ...] = (
    "De charger la direction générale des services de l’exécution de la présente délibération.",
    "D’autoriser le maire, ou l’adjoint délégué, à signer tout document nécessaire à son application.",
    "De rendre compte de sa mise en œuvre lors d’une prochaine séance.",
)
ANNEXES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "Plan de financement",
        ("Financeur", "Taux", "Montant"),
        ("Ville", "Région", "Département", "État", "Agglomération"),
    ),
    (
        "Tableau des tarifs",
        ("Public", "Ancien tarif", "Nouveau tarif"),
        ("Plein tarif", "Tarif réduit", "Moins de 18 ans", "Groupes", "Abonnés"),
    ),
    (
        "Échéancier prévisionnel",
        ("Étape", "Durée (jours)", "Crédits"),
        ("Études", "Consultation", "Travaux préparatoires", "Travaux", "Réception"),
    ),
    (
        "État des crédits",
        ("Chapitre", "Voté", "Proposé"),
        ("011 Charges générales", "012 Personnel", "65 Gestion", "21 Immobilisations", "23 Travaux"),
    ),
)
# What led here; the words are those of `council_words.words`.
CONTEXT: tuple[str, ...] = (
    "Une première étude, confiée à la société {firm}, avait chiffré l’opération à {amount}. Elle a "
    "été reprise en interne pour tenir compte de la réunion publique tenue {at}, où près de {count} "
    "personnes ont pris la parole, et des réserves écrites de l’association « {association} ».",
    "Le dossier touche aussi le {building} et l’{school}, dont les usagers ont été consultés par un "
    "questionnaire d’une page, distribué sur place autant qu’en ligne. Les réponses confirment "
    "l’attente d’un service plus proche, plus lisible et ouvert plus tard le soir.",
    "La dépense totale est estimée à {large}, dont une part prise en charge par {partner}. Le reste à"
    " financer sera inscrit au programme pluriannuel d’investissement et fera l’objet d’un suivi "
    "présenté chaque année en commission.",
    "Les services proposent un calendrier en trois temps : préparation avant l’été, premiers travaux "
    "{of_street} à l’automne, achèvement au printemps {next}. Un point d’étape sera fait avec les "
    "riverains au milieu du chantier, et un numéro de téléphone unique leur sera donné.",
    "L’expérience conduite en {last} au {building} a montré l’intérêt de réunir les directions "
    "concernées dès le premier jour. Elle a aussi révélé une difficulté : l’accès des personnes à "
    "mobilité réduite, que le projet corrige par une rampe, une boucle magnétique et une signalétique"
    " contrastée.",
    "À titre de comparaison, trois communes du littoral ont fait un choix voisin. Leurs retours, "
    "joints au dossier des élus, soulignent l’importance d’une information claire avant {event} et "
    "d’un budget de fonctionnement réaliste, ici évalué à {small} par an.",
    "Le conseil de quartier a émis un avis favorable assorti de deux demandes : garder l’ombre des "
    "arbres existants {of_street} et ne pas réduire les places réservées. Ces deux points figurent "
    "désormais au cahier des charges remis aux candidats.",
    "Il est rappelé que la parcelle {plot}, d’une contenance de {m2} m², avait fait l’objet d’une "
    "convention avec {landlord}, arrivée à son terme. Les réseaux ont été contrôlés et aucune "
    "pollution du sol n’a été relevée par les sondages.",
)
