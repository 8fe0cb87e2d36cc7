"""Who works for childhood and solidarity.

The format is that of `agents.read_units`.
"""

TABLE = """
= petite-enfance 26
A 5 desk+mail: puériculteur / puéricultrice
  la santé en crèche ; les protocoles d’accueil
B 6 desk+mail: animateur du relais petite enfance / animatrice du relais petite enfance
  les assistantes maternelles ; les matinées d’éveil
C 5 desk+mail: gestionnaire des places en crèche / gestionnaire des places en crèche
  les demandes de place en crèche ; la commission d’attribution ; les contrats
B 3 desk+mail: psychomotricien / psychomotricienne
  l’éveil des tout-petits ; l’accompagnement des équipes
C 6 outdoors: agent volant des crèches / agente volante des crèches
  les remplacements dans les crèches
= education 36
C 10 desk+mail: agent des inscriptions / agente des inscriptions
  les inscriptions scolaires ; la cantine ; les dérogations
B 7 desk+mail: gestionnaire des écoles / gestionnaire des écoles
  le mobilier scolaire ; les travaux dans les écoles ; les conseils d’école
B 4 desk+mail: régisseur de la cantine / régisseuse de la cantine
  les factures de cantine ; le quotient familial ; les impayés
A 2 desk+mail: chargé du projet éducatif / chargée du projet éducatif
  le projet éducatif de territoire ; les classes de découverte ; la carte scolaire
B 4 desk+mail: coordonnateur des ATSEM / coordonnatrice des ATSEM
  les affectations et les remplacements des ATSEM
= jeunesse 56
C 30 outdoors: animateur de centre de loisirs / animatrice de centre de loisirs
  les centres de loisirs ; les mercredis ; les sorties
B 8 desk+mail: directeur de centre de loisirs / directrice de centre de loisirs
  les séjours ; les projets pédagogiques ; les inscriptions aux loisirs
B 5 desk+mail: informateur jeunesse / informatrice jeunesse
  les jobs d’été ; le permis de conduire ; le logement étudiant
B 6 mail: éducateur de prévention / éducatrice de prévention
  les chantiers jeunes ; le conseil municipal des jeunes
= social 50
A 14 desk+mail: assistant de service social / assistante de service social
  l’accès aux droits ; les impayés de loyer ; les expulsions
C 10 desk+mail: agent d’accueil social / agente d’accueil social
  la domiciliation ; les rendez-vous ; les aides légales
B 6 desk+mail: conseiller en économie sociale et familiale / conseillère en économie sociale et familiale
  les budgets ; l’épicerie sociale ; les factures d’énergie
B 5 desk+mail: coordonnateur gérontologique / coordonnatrice gérontologique
  les seniors isolés ; le plan canicule ; les dossiers d’aide à l’autonomie
B 6 desk+mail: animateur seniors / animatrice seniors
  les clubs ; les voyages ; la semaine bleue ; le repas des aînés
B 2 desk+mail: chargé de l’accessibilité / chargée de l’accessibilité
  le handicap ; les cartes mobilité inclusion ; la commission d’accessibilité
B 4 desk+mail: instructeur du logement social / instructrice du logement social
  les demandes de logement social ; la commission d’attribution
= creche-galets 44
B 18 mail: auxiliaire de puériculture / auxiliaire de puériculture
  l’accueil des bébés à la crèche des Galets
C 16 outdoors: agent de crèche / agente de crèche
  les repas, le linge et les siestes
A 6 desk+mail: éducateur de jeunes enfants / éducatrice de jeunes enfants
  l’éveil ; l’adaptation ; les rencontres avec les parents
C 2 outdoors: cuisinier de crèche / cuisinière de crèche
  les purées et les menus des tout-petits
= creche-oursins 42
B 17 mail: auxiliaire de puériculture / auxiliaire de puériculture
  l’accueil des bébés à la crèche des Oursins
C 16 outdoors: agent de crèche / agente de crèche
  les repas, le linge et les siestes
A 5 desk+mail: éducateur de jeunes enfants / éducatrice de jeunes enfants
  l’éveil ; le jardin ; les sorties à la plage
= ecoles 272
C 100 outdoors: ATSEM / ATSEM
  l’aide aux enseignants de maternelle ; l’hygiène des petits
C 80 outdoors: agent d’entretien des écoles / agente d’entretien des écoles
  le ménage des classes
C 56 outdoors: animateur périscolaire / animatrice périscolaire
  la garderie ; la pause de midi ; l’aide aux devoirs
C 16 outdoors: gardien d’école / gardienne d’école
  l’ouverture de l’école ; les petits travaux
B 16 desk+mail: référent périscolaire / référente périscolaire
  les équipes périscolaires ; les projets d’accueil individualisé
= cuisine-centrale 62
C 20 outdoors: cuisinier / cuisinière
  la préparation des repas
C 26 outdoors: agent de restauration / agente de restauration
  le service en salle ; la plonge
C 8 outdoors: chauffeur-livreur de repas / chauffeuse-livreuse de repas
  la livraison des repas aux écoles et aux seniors
B 2 desk+mail: qualiticien / qualiticienne
  les allergènes ; les contrôles sanitaires ; les produits locaux
C 4 desk: magasinier de la cuisine / magasinière de la cuisine
  les commandes de denrées ; les chambres froides
= domicile 70
C 50 outdoors: aide à domicile / aide à domicile
  le ménage, les courses et la présence chez les aînés
C 8 outdoors: porteur de repas / porteuse de repas
  le portage des repas à domicile
B 6 desk+mail: responsable de secteur / responsable de secteur
  les plannings d’aide à domicile ; les évaluations ; la téléassistance
"""
