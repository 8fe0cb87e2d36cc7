"""Who works in the general direction, the resources, and the directions attached to them.

The format is that of `agents.read_units`.
"""

TABLE = """
= dgs 4
A 2 desk+mail: chargé de mission évaluation / chargée de mission évaluation
  l’évaluation des politiques publiques ; le suivi des engagements du mandat ; le rapport d’activité
B 2 desk+mail: assistant de direction / assistante de direction
  l’agenda de la direction générale ; les comptes rendus du comité de direction
= dga-ressources 3
A 1 desk+mail: contrôleur interne / contrôleuse interne
  le contrôle interne ; la cartographie des risques
C 1 desk+mail: assistant de direction / assistante de direction
  le secrétariat de la DGA Ressources ; les réservations de véhicules de la DGA
= dga-cite 3
A 1 desk+mail: chargé de mission vie associative / chargée de mission vie associative
  les relations avec les associations ; le calendrier des manifestations
C 1 desk+mail: assistant de direction / assistante de direction
  le secrétariat de la DGA Vie de la cité
= dga-solidarites 3
A 1 desk+mail: chargé de mission parcours de l’enfant / chargée de mission parcours de l’enfant
  la convention territoriale globale ; le projet éducatif
C 1 desk+mail: assistant de direction / assistante de direction
  le secrétariat de la DGA Enfance et solidarités
= dga-cadre 3
A 1 desk+mail: chargé de mission transition écologique / chargée de mission transition écologique
  le plan climat ; le bilan carbone ; les dossiers de subvention pour la rénovation
B 1 desk+mail: géomaticien / géomaticienne
  les cartes et plans ; le système d’information géographique ; les fonds cadastraux
= communication 16
B 3 desk+mail: rédacteur / rédactrice
  les articles du magazine municipal ; les discours ; la relecture
B 4 desk+mail: chargé de communication / chargée de communication
  les affiches et dépliants ; le plan de communication des directions ; les inaugurations
B 2 desk+mail: webmestre / webmestre
  le site de la ville ; la mise en ligne des actes ; les formulaires en ligne
C 2 outdoors: afficheur / afficheuse
  l’affichage municipal ; les panneaux lumineux
C 2 desk+mail: assistant administratif / assistante administrative
  les commandes d’objets ; la revue de presse
= assemblees 14
A 4 desk+mail: juriste / juriste
  les contentieux ; l’avis juridique sur les conventions ; la protection des données
B 4 desk+mail: gestionnaire des actes / gestionnaire des actes
  les arrêtés du maire ; la transmission à la préfecture ; le registre
C 4 desk+mail: secrétaire des élus / secrétaire des élus
  l’agenda des élus ; les convocations aux commissions
B 2 desk+mail: gestionnaire des assurances / gestionnaire des assurances
  les déclarations de sinistre ; les contrats d’assurance ; les attestations
= drh 46
B 14 desk+mail: gestionnaire carrière et paie / gestionnaire carrière et paie
  la paie ; les avancements d’échelon ; les attestations employeur ; le supplément familial
B 6 desk+mail: chargé de recrutement / chargée de recrutement
  les offres d’emploi ; les jurys ; les stages et l’apprentissage
B 4 desk+mail: conseiller formation / conseillère formation
  le plan de formation ; les inscriptions au CNFPT ; les préparations aux concours
A 1 desk+mail: psychologue du travail / psychologue du travail
  l’écoute des agents ; les reclassements ; le retour après une longue absence
B 3 desk+mail: assistant de prévention / assistante de prévention
  le document unique ; les équipements de protection ; les accidents de service
C 6 desk+mail: gestionnaire du temps de travail / gestionnaire du temps de travail
  les congés ; le compte épargne-temps ; les badges horaires ; le télétravail
A 2 desk+mail: responsable de la gestion prévisionnelle / responsable de la gestion prévisionnelle
  les fiches de poste ; l’organigramme ; les départs à la retraite
C 3 desk+mail: agent d’accueil des ressources humaines / agente d’accueil des ressources humaines
  les cartes d’agent ; les titres de transport ; les dossiers de mutuelle
B 2 desk+mail: assistant social du personnel / assistante sociale du personnel
  les secours exceptionnels ; le logement des agents ; les chèques vacances
= finances 38
C 16 desk+mail: agent comptable / agente comptable
  les factures ; les bons de commande ; Chorus Pro ; les relances des fournisseurs
B 8 desk+mail: gestionnaire budgétaire / gestionnaire budgétaire
  le budget des directions ; les virements de crédits ; les décisions modificatives
A 3 desk+mail: analyste financier / analyste financière
  la dette ; la prospective ; les garanties d’emprunt
B 3 desk+mail: responsable des régies / responsable des régies
  les régies d’avances et de recettes ; les terminaux de paiement ; les tickets de caisse
B 3 desk+mail: gestionnaire de l’inventaire / gestionnaire de l’inventaire
  l’inventaire ; les amortissements ; les cessions de matériel
B 2 desk+mail: chargé de fiscalité / chargée de fiscalité
  la taxe de séjour ; la taxe sur les enseignes ; la commission des impôts
B 2 desk+mail: chargé des subventions reçues / chargée des subventions reçues
  les demandes de subvention à l’État, à la région et à l’Europe ; le suivi des versements
= dsi 36
B 10 desk+mail: technicien de proximité / technicienne de proximité
  les postes de travail ; les imprimantes ; les mots de passe ; le prêt d’ordinateurs
A 7 desk+mail: chef de projet informatique / cheffe de projet informatique
  les progiciels métiers ; les mises à jour de version ; la reprise des données
A 4 desk+mail: administrateur réseau / administratrice réseau
  le réseau ; le téléphone ; le wifi des bâtiments ; la fibre
A 1 desk+mail: responsable de la sécurité informatique / responsable de la sécurité informatique
  les courriels suspects ; les sauvegardes ; les habilitations
B 4 desk+mail: développeur / développeuse
  les formulaires internes ; les liens entre progiciels ; l’intranet
C 5 desk+mail: agent du centre d’appels informatique / agente du centre d’appels informatique
  les pannes ; les demandes de matériel ; le suivi des tickets
B 2 desk+mail: gestionnaire de données / gestionnaire de données
  les données ouvertes ; les tableaux de bord
= commande 16
B 6 desk+mail: gestionnaire de marchés / gestionnaire de marchés
  les avenants ; les reconductions ; la notification des marchés
A 4 desk+mail: acheteur / acheteuse
  les consultations ; l’analyse des offres ; les achats responsables
A 2 desk+mail: juriste de la commande publique / juriste de la commande publique
  la commission d’appel d’offres ; les seuils ; les contentieux des marchés
C 2 desk+mail: assistant administratif / assistante administrative
  les publications d’annonces ; l’ouverture des plis
= moyens 136
C 74 outdoors: agent d’entretien / agente d’entretien
  le ménage des bureaux et des salles
C 16 outdoors: gardien / gardienne
  l’ouverture des bâtiments ; les clés ; les objets trouvés dans les salles
C 9 desk: magasinier / magasinière
  les fournitures de bureau ; le papier ; les consommables
C 12 desk+mail: agent d’accueil / agente d’accueil
  l’accueil de l’hôtel de ville ; le standard ; l’orientation des visiteurs
B 6 desk+mail: chef d’équipe / cheffe d’équipe
  les plannings d’entretien ; les remplacements ; les produits
C 8 outdoors: déménageur / déménageuse
  les déménagements de bureaux ; le mobilier ; le prêt de tables et de chaises
B 3 desk+mail: gestionnaire des abonnements / gestionnaire des abonnements
  la téléphonie mobile ; les abonnements ; les copieurs
C 5 desk+mail: appariteur / apparitrice
  les cérémonies ; la mise en place des salles ; le protocole
= archives 16
A 4 desk+mail: archiviste / archiviste
  les versements ; le conseil aux services ; l’archivage électronique
B 3 desk+mail: documentaliste / documentaliste
  la veille ; les abonnements professionnels ; les recherches documentaires
C 5 desk+mail: magasinier d’archives / magasinière d’archives
  les boîtes ; les éliminations ; la salle de lecture
C 2 desk+mail: opérateur de numérisation / opératrice de numérisation
  la numérisation des registres et des plans
= imprimerie 12
C 6 desk: imprimeur / imprimeuse
  l’impression des brochures et des cartes de visite
C 3 outdoors: façonnier / façonnière
  la reliure ; le pliage ; la mise sous pli
B 2 desk+mail: infographiste / infographiste
  la mise en page ; les fichiers prêts à imprimer
= courrier 11
C 6 desk+mail: agent du courrier / agente du courrier
  le courrier arrivé ; l’affranchissement ; les recommandés
C 4 outdoors: vaguemestre / vaguemestre
  la tournée des navettes ; les plis urgents
= garage 27
C 11 outdoors: mécanicien / mécanicienne
  la réparation des véhicules ; le contrôle technique
C 3 outdoors: carrossier / carrossière
  la carrosserie ; les plaques ; le marquage des véhicules
C 6 outdoors: conducteur de poids lourds / conductrice de poids lourds
  les transports de matériel ; la viabilité hivernale
B 2 desk+mail: gestionnaire de flotte / gestionnaire de flotte
  les véhicules partagés ; les cartes de carburant ; les sinistres automobiles
C 3 desk: magasinier de garage / magasinière de garage
  les pièces ; les pneus ; les vélos de service
"""
