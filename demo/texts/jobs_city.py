"""Who works for the life of the city: culture, sport, events, population, security.

The format is that of `agents.read_units`.
"""

TABLE = """
= culture 32
B 6 desk+mail: chargé de production culturelle / chargée de production culturelle
  les festivals ; les contrats d’artistes ; les droits d’auteur
C 7 desk: régisseur de spectacle / régisseuse de spectacle
  la scène ; la lumière et le son du théâtre
C 5 desk+mail: agent de billetterie / agente de billetterie
  les billets ; les abonnements du théâtre
B 5 desk+mail: médiateur culturel / médiatrice culturelle
  les visites scolaires ; les ateliers ; l’éducation artistique
C 6 outdoors: ouvreur / ouvreuse
  l’accueil du public du théâtre
= sports 62
B 18 mail: éducateur sportif / éducatrice sportive
  le sport à l’école ; les stages de vacances ; le sport sur ordonnance
C 20 outdoors: gardien de gymnase / gardienne de gymnase
  l’ouverture des gymnases ; les badges des clubs
C 12 outdoors: agent d’entretien des stades / agente d’entretien des stades
  les pelouses ; le traçage des terrains
B 5 desk+mail: gestionnaire des équipements / gestionnaire des équipements
  les créneaux des clubs ; les prêts de matériel sportif
A 2 desk+mail: chargé de mission sport et santé / chargée de mission sport et santé
  les subventions aux clubs ; la maison du sport
= evenements 46
C 8 outdoors: électricien de fêtes / électricienne de fêtes
  les illuminations ; les branchements des manifestations
C 16 outdoors: monteur / monteuse
  les podiums ; les tentes ; les barrières
B 8 desk+mail: chargé d’événements / chargée d’événements
  la fête de la mer ; le marché de Noël ; les dossiers de manifestation
C 8 outdoors: agent logistique / agente logistique
  le prêt de tables, de bancs et de sonorisation aux associations
B 2 desk+mail: chargé de sécurité des manifestations / chargée de sécurité des manifestations
  les dossiers de sécurité ; les commissions ; les arrêtés de circulation des fêtes
= population 38
C 16 desk+mail: agent d’accueil de la population / agente d’accueil de la population
  les cartes d’identité ; les passeports ; l’attestation d’accueil
B 4 desk+mail: gestionnaire des élections / gestionnaire des élections
  les listes électorales ; les procurations ; les bureaux de vote
C 4 desk+mail: agent recenseur coordonnateur / agente recenseuse coordonnatrice
  le recensement de la population ; le recensement citoyen à 16 ans
B 4 desk+mail: médiateur numérique / médiatrice numérique
  l’aide aux démarches en ligne ; France services
B 4 desk+mail: gestionnaire de l’occupation du domaine / gestionnaire de l’occupation du domaine
  les terrasses ; les marchés ; les droits de place ; les taxis
C 4 outdoors: placier / placière
  les emplacements des marchés forains
= securite 26
B 12 desk+mail: opérateur de vidéoprotection / opératrice de vidéoprotection
  la vidéoprotection ; les réquisitions d’images
C 8 mail: médiateur de quartier / médiatrice de quartier
  les conflits de voisinage ; la tranquillité des parcs
A 2 desk+mail: coordonnateur de la prévention / coordonnatrice de la prévention
  le conseil local de sécurité ; les violences faites aux femmes ; les rappels à l’ordre
B 2 desk+mail: chargé des risques majeurs / chargée des risques majeurs
  le plan communal de sauvegarde ; les submersions ; l’astreinte ; les visites de sécurité
= mediatheque 60
B 18 desk+mail: bibliothécaire / bibliothécaire
  les acquisitions ; les animations ; le prêt entre médiathèques
C 26 desk+mail: agent de médiathèque / agente de médiathèque
  le prêt et le retour ; les inscriptions ; le rangement
B 3 desk+mail: discothécaire / discothécaire
  la musique ; les partitions ; les concerts de poche
C 2 outdoors: conducteur du bibliobus / conductrice du bibliobus
  la tournée du bibliobus dans les écoles
B 5 desk+mail: responsable de médiathèque de quartier / responsable de médiathèque de quartier
  l’accueil des classes ; la médiathèque du quartier
= conservatoire 64
B 10 mail: professeur de piano / professeure de piano
  les cours de piano ; l’accompagnement
B 8 mail: professeur de violon / professeure de violon
  les cours de violon ; l’orchestre des jeunes
B 8 mail: professeur de guitare / professeure de guitare
  les cours de guitare ; les musiques actuelles
B 10 mail: professeur de formation musicale / professeure de formation musicale
  le solfège ; les chorales d’enfants
B 8 mail: musicien intervenant / musicienne intervenante
  la musique dans les écoles
B 4 mail: professeur de percussions / professeure de percussions
  les percussions ; la batucada du carnaval
B 6 mail: professeur de danse / professeure de danse
  la danse classique et contemporaine ; le gala
C 6 desk+mail: agent de scolarité / agente de scolarité
  les inscriptions au conservatoire ; le prêt d’instruments
= musee 28
C 12 outdoors: gardien de salle / gardienne de salle
  la surveillance des salles du musée
B 5 desk+mail: médiateur du patrimoine / médiatrice du patrimoine
  les visites guidées ; les livrets pour enfants
A 3 desk+mail: attaché de conservation / attachée de conservation
  les collections ; les prêts d’œuvres ; le récolement
B 2 desk+mail: régisseur des collections / régisseuse des collections
  les réserves ; le transport des œuvres
C 5 desk+mail: agent d’accueil du musée / agente d’accueil du musée
  la billetterie et la boutique du musée
= piscine 36
B 14 mail: maître-nageur sauveteur / maîtresse-nageuse sauveteuse
  les leçons de natation ; l’accueil des classes
C 8 desk+mail: agent d’accueil de la piscine / agente d’accueil de la piscine
  les entrées et les abonnements de la piscine
C 10 outdoors: agent d’hygiène des bassins / agente d’hygiène des bassins
  les vestiaires ; l’hygiène des plages du bassin
B 3 desk: technicien des bassins / technicienne des bassins
  le traitement de l’eau ; la chaufferie de la piscine
= etat-civil 22
C 12 desk+mail: officier d’état civil délégué / officière d’état civil déléguée
  les naissances ; les mariages ; les décès ; les copies d’actes
B 4 desk+mail: instructeur des dossiers de mariage / instructrice des dossiers de mariage
  les dossiers de mariage et de PACS ; les auditions
C 4 desk+mail: agent du livret de famille / agente du livret de famille
  les livrets de famille ; les changements de prénom ; les reconnaissances
= cimetieres 19
C 8 outdoors: fossoyeur / fossoyeuse
  les inhumations ; l’entretien des allées
C 5 outdoors: gardien de cimetière / gardienne de cimetière
  l’ouverture des cimetières ; l’accueil des familles
C 4 desk+mail: agent des concessions / agente des concessions
  les concessions ; les reprises ; le columbarium
= police 80
C 40 mail: gardien-brigadier / gardienne-brigadière
  la patrouille ; les fourrières ; les objets trouvés
C 16 mail: agent de surveillance de la voie publique / agente de surveillance de la voie publique
  le stationnement ; les zones bleues ; les forfaits post-stationnement
C 14 outdoors: agent des passages piétons / agente des passages piétons
  la sortie des écoles
B 5 desk+mail: chef de poste / cheffe de poste
  les rondes de nuit ; les mains courantes ; l’opération tranquillité vacances
C 4 desk+mail: agent du guichet de la police / agente du guichet de la police
  les chiens catégorisés ; les autorisations de débit de boissons
"""
