"""The first six business software of the town; the others grow with the large part.

Read by `software_tables.read_software`: « = name | owner | state | version | vendor | needs », then one line for
each of: for (purpose), start (how to begin), noun (what it keeps: one / several), and a star for each task,
« title: what to do ».
"""

TABLE = """
= Registra | etat-civil | in_use | 8.2 | Éditions de la Baie | état civil, accueillir
for: Écrire, retrouver et délivrer les actes de naissance, de mariage et de décès.
start: Ouvrez Registra depuis le poste du guichet avec votre carte d’agent. Sans habilitation, demandez-la au
  responsable adjoint de l’état civil : elle est nominative et dure un an.
noun: l’acte / les actes
* Dresser un acte de naissance: Choisissez la maternité ou le domicile, puis recopiez le certificat sans
  l’abréger. La déclaration se fait dans les cinq jours, jour de l’accouchement non compté. Relisez à voix haute
  avec le parent avant de signer.
* Porter une mention marginale: Une mention arrive par l’avis d’un autre officier ou d’un tribunal. Retrouvez
  l’acte par sa date, ouvrez l’onglet des mentions et reproduisez la formule type sans rien y ajouter.
* Délivrer une copie: Vérifiez qui demande : la copie intégrale n’est remise qu’à l’intéressé, à ses ascendants, à
  ses descendants ou à son conjoint. L’extrait sans filiation est ouvert à tous.
* Préparer un mariage: Le dossier complet est déposé dix jours au moins avant la publication des bans. Registra
  calcule la date d’affichage et prévient les espaces verts pour l’accès au parvis.
* Livret de famille perdu: Le second livret se demande à la mairie du domicile. Envoyez les volets aux communes
  qui détiennent les actes, puis classez la demande en attente de retour.
= Budgétine | finances | in_use | 2026.1 | Comptes Clairs | payer, acheter
for: Engager une dépense, suivre une facture et savoir ce qui reste sur le budget de la direction.
start: L’adresse est dans la barre des favoris de tous les postes. Votre compte de session suffit ; le contrôleur
  de gestion vous ouvre les lignes de votre direction après une heure de prise en main.
noun: l’engagement / les engagements
* Engager une dépense: Cherchez d’abord la ligne budgétaire, puis le fournisseur. Le montant se saisit hors
  taxes ; la TVA suit la famille d’achat. Le bon de commande part quand le directeur l’a signé.
* Constater un service fait: Dès la livraison, cochez ce qui est arrivé, même en partie. Sans service fait, la
  facture attend et les intérêts moratoires courent au bout de trente jours.
* Suivre une facture Chorus Pro: Les factures arrivent la nuit. Une facture sans numéro d’engagement revient au
  fournisseur avec le motif ; téléphonez-lui aussi, il vous en saura gré.
* Demander un virement de crédits: Un virement entre deux lignes du même chapitre se demande en ligne. D’un
  chapitre à l’autre, il faut une décision modificative votée par le conseil.
* Clore l’exercice: Fin novembre, relisez les engagements ouverts : ce qui est livré devient un rattachement, ce
  qui ne viendra plus se dégage. Les reports demandent une pièce justificative.
= Tempo | drh | in_use | 5.3 | Atelier Sablier | poser un congé, recruter
for: Poser ses congés, voir ses soldes et ceux de son équipe, déclarer un télétravail.
start: Allez à la borne de votre dépôt ou ouvrez Tempo sur n’importe quel poste. Le matricule est au dos de la
  carte d’agent ; le premier code est remis par la direction des ressources humaines.
noun: la demande / les demandes
* Poser un congé: Choisissez les dates sur le calendrier : les jours fériés et les jours de repos se déduisent
  seuls. La demande va au responsable, qui répond sous une semaine ; passé ce délai, son suppléant la reçoit.
* Alimenter le compte épargne-temps: La campagne s’ouvre le 1er décembre et se ferme le 31 janvier. Vingt jours de
  congés doivent avoir été pris dans l’année.
* Déclarer un accident de service: Prévenez d’abord votre responsable, puis saisissez l’heure, le lieu et les
  témoins. Le certificat médical se joint en photo ; l’original reste chez vous.
* Organiser les remplacements: Le planning d’équipe montre les jours où l’effectif descend sous le minimum.
  Proposez un échange : les deux agents le confirment chacun.
= Sève | espaces-verts | in_use | 3.4 | Ramure Logiciels | entretenir, dessiner des plans
for: Connaître chaque arbre, chaque massif et chaque jeu, et prévoir leur entretien.
start: Sur tablette, l’icône est une feuille. Sans tablette, la fiche de tournée s’imprime au bureau des espaces
  verts chaque matin à sept heures.
noun: la fiche / les fiches
* Relever un arbre: Placez-vous au pied, attendez que la position soit stable, puis saisissez l’essence, la
  circonférence à un mètre trente et l’état du collet. Une photo vaut trois lignes.
* Programmer une taille: Choisissez le type de taille et la fenêtre : ni en sève montante, ni pendant les nids.
  Sève propose une équipe et réserve la nacelle.
* Signaler un danger: Le bouton rouge prévient l’astreinte et pose un périmètre sur la carte. Restez sur place
  tant que le rubalise n’est pas tendu.
* Commander des plants: La commande part aux serres avant le 15 septembre pour les bisannuelles, avant le 15
  janvier pour l’été. Les quantités se calculent au mètre carré.
* Contrôler une aire de jeux: Le contrôle visuel est hebdomadaire, le contrôle fonctionnel trimestriel. Toute
  anomalie grave ferme le jeu le jour même.
= Parcelle | urbanisme | being_replaced | 12.1 SR2 | Géodoc Méditerranée | instruire, dessiner des plans
for: Instruire les permis de construire et les déclarations préalables, du dépôt à la décision.
start: L’accès se demande à la directrice de l’urbanisme. Les dossiers déposés depuis janvier s’ouvrent dans
  Cadastrelle, qui remplacera Parcelle dans l’année.
noun: le dossier / les dossiers
* Enregistrer un dépôt: Donnez le numéro, remettez le récépissé, affichez l’avis de dépôt sous quinze jours. Le
  délai court de la réception des pièces, non de leur lecture.
* Demander une pièce: Une seule demande, dans le mois, et complète : au-delà, le délai ne s’arrête plus. La lettre
  type cite l’article qui impose la pièce.
* Consulter un service: La consultation de l’architecte des bâtiments de France se fait par la plateforme ; celle
  de la voirie et des réseaux, par Parcelle. Chaque avis a sa date limite.
* Proposer une décision: L’arrêté se génère avec ses visas. Relisez les prescriptions une à une : un copier-coller
  d’un autre terrain est la première cause de recours.
= Sésame | dsi | in_use | 4.0 | Maison du logiciel libre | signaler une panne, demander un matériel
for: Demander de l’aide à l’informatique, suivre sa demande, obtenir un accès ou un matériel.
start: Tapez « sesame » dans le navigateur, ou téléphonez au centre d’appels, qui écrira la demande avec vous.
  Aucun mot de passe de plus.
noun: le ticket / les tickets
* Ouvrir un ticket: Dites ce que vous vouliez faire, ce qui s’est passé et depuis quand. Une copie d’écran aide ;
  un numéro d’inventaire aide davantage.
* Demander un accès: L’accès à un progiciel se demande pour une personne et une durée. Le référent fonctionnel
  l’accepte, l’informatique l’ouvre.
* Emprunter un ordinateur portable: Le prêt dure quinze jours, renouvelable une fois. Le matériel se retire au
  guichet avec la carte d’agent.
* Signaler un courriel suspect: Ne cliquez pas, ne répondez pas, transférez le message au ticket avec le bouton en
  forme d’hameçon. Si vous avez cliqué, téléphonez tout de suite : personne ne vous grondera.
"""
