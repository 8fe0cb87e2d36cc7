"""Who works for the surroundings and the shore.

The format is that of `agents.read_units`.
"""

TABLE = """
= espaces-verts 15
A 3 desk+mail: paysagiste concepteur / paysagiste conceptrice
  le dessin des squares ; les plantations ; les îlots de fraîcheur
B 3 desk+mail: technicien du patrimoine arboré / technicienne du patrimoine arboré
  le diagnostic des arbres ; les abattages ; l’arrosage
C 4 desk+mail: agent administratif / agente administrative
  les demandes d’élagage ; les jardins partagés ; le fleurissement
= voirie-proprete 16
B 5 desk+mail: surveillant de travaux / surveillante de travaux
  les arrêtés de voirie ; les chantiers des concessionnaires
B 3 desk+mail: dessinateur projeteur / dessinatrice projeteuse
  les plans de voirie ; les pistes cyclables
C 4 desk+mail: agent administratif / agente administrative
  les permissions de voirie ; les bennes ; les échafaudages
A 2 desk+mail: ingénieur mobilités / ingénieure mobilités
  le plan de circulation ; les feux ; les zones 30
= port-littoral 15
A 4 desk+mail: chargé de mission littoral / chargée de mission littoral
  l’érosion des plages ; la posidonie ; le plan de balisage
B 4 desk+mail: gestionnaire des autorisations d’occupation / gestionnaire des autorisations d’occupation
  les concessions de plage ; les occupations du domaine maritime
C 4 desk+mail: agent administratif / agente administrative
  les contrats d’amarrage ; les factures du port
= urbanisme 34
B 12 desk+mail: instructeur du droit des sols / instructrice du droit des sols
  les permis de construire ; les déclarations préalables ; les certificats d’urbanisme
A 4 desk+mail: urbaniste / urbaniste
  le plan local d’urbanisme ; les études de quartier
B 4 desk+mail: chargé du foncier / chargée du foncier
  les acquisitions ; les ventes ; les déclarations d’intention d’aliéner
B 4 desk+mail: inspecteur de salubrité / inspectrice de salubrité
  l’habitat indigne ; les péril et insalubrité ; les nuisibles
C 4 desk+mail: agent d’accueil de l’urbanisme / agente d’accueil de l’urbanisme
  le cadastre ; le numérotage des rues ; les dépôts de dossier
B 3 desk+mail: contrôleur des constructions / contrôleuse des constructions
  la conformité des travaux ; les enseignes ; les infractions
= batiments 36
B 12 desk+mail: technicien bâtiment / technicienne bâtiment
  les travaux dans les bâtiments ; les contrôles périodiques
A 3 desk+mail: architecte / architecte
  les projets neufs ; les permis de la ville ; le patrimoine ancien
B 5 desk+mail: technicien chauffage / technicienne chauffage
  le chauffage ; la climatisation ; la chaudière en panne
C 5 desk+mail: agent du guichet unique des travaux / agente du guichet unique des travaux
  les demandes d’intervention ; les clés et les alarmes
B 3 desk+mail: technicien sécurité incendie / technicienne sécurité incendie
  les extincteurs ; les commissions de sécurité ; les exercices d’évacuation
= serres 23
C 15 outdoors: jardinier-serriste / jardinière-serriste
  les semis ; les plants de saison
C 4 outdoors: décorateur floral / décoratrice florale
  les compositions des cérémonies
B 2 desk+mail: responsable de culture / responsable de culture
  les commandes de graines ; la protection biologique
= jardins 92
C 60 outdoors: jardinier / jardinière
  la tonte, la taille et les massifs
C 10 outdoors: élagueur / élagueuse
  l’élagage ; les branches tombées
C 5 outdoors: fontainier / fontainière
  les fontaines ; l’arrosage automatique
C 8 outdoors: gardien de parc / gardienne de parc
  l’ouverture des parcs ; les jeux d’enfants
B 5 desk+mail: chef de secteur / cheffe de secteur
  les équipes de jardiniers du secteur
= voirie 66
C 36 outdoors: agent de voirie / agente de voirie
  les nids-de-poule ; les trottoirs ; les bordures
C 8 outdoors: peintre de signalisation / peintre de signalisation
  le marquage au sol ; les passages piétons
C 10 outdoors: électricien d’éclairage public / électricienne d’éclairage public
  les lampadaires en panne ; les feux
C 5 outdoors: poseur de panneaux / poseuse de panneaux
  les panneaux ; les potelets ; les arceaux à vélos
B 4 desk+mail: chef d’équipe de voirie / cheffe d’équipe de voirie
  l’astreinte de voirie ; les interventions d’urgence
= proprete 126
C 84 outdoors: agent de propreté / agente de propreté
  le balayage ; les corbeilles
C 16 outdoors: conducteur de balayeuse / conductrice de balayeuse
  les balayeuses ; le lavage des rues
C 6 outdoors: agent anti-graffiti / agente anti-graffiti
  les tags ; l’affichage sauvage
C 10 outdoors: agent des dépôts sauvages / agente des dépôts sauvages
  les encombrants ; les dépôts sauvages
B 5 desk+mail: chef de secteur de propreté / cheffe de secteur de propreté
  les tournées ; les marchés ; les canisites
= capitainerie 19
C 12 desk: agent portuaire / agente portuaire
  l’accueil des plaisanciers ; les amarres ; la météo
B 3 desk+mail: maître de port / maîtresse de port
  la police du port ; les places à flot ; les listes d’attente
C 2 outdoors: plongeur-scaphandrier / plongeuse-scaphandrière
  les corps-morts ; les bouées du balisage
= plages 28
C 14 outdoors: nageur-sauveteur / nageuse-sauveteuse
  la surveillance des baignades
C 10 outdoors: agent de plage / agente de plage
  le nettoyage des plages ; les tapis d’accès
B 3 desk+mail: chef de poste de secours / cheffe de poste de secours
  les postes de secours ; le matériel de plage ; les fauteuils amphibies
= ateliers 58
C 10 outdoors: menuisier / menuisière
  les portes, les meubles et les volets
C 9 outdoors: plombier / plombière
  les fuites ; les sanitaires
C 10 outdoors: électricien / électricienne
  les prises, les éclairages et les tableaux
C 9 outdoors: peintre en bâtiment / peintre en bâtiment
  les peintures ; les revêtements
C 8 outdoors: maçon / maçonne
  la maçonnerie ; les carrelages
C 6 outdoors: serrurier-métallier / serrurière-métallière
  les serrures ; les portails ; les grilles
B 4 desk+mail: chef d’atelier / cheffe d’atelier
  les bons de travaux ; les délais ; l’outillage
"""
