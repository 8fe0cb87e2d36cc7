"""The software of the schools, the social services, the grounds and the shore.

The format is that of `software_tables.read_software`.
"""

TABLE = """
= Bassin | piscine | in_use | 2.5 | Guichet Bleu | accueillir, surveiller
for: Tenir le carnet sanitaire de la piscine et le planning des bassins.
start: La tablette étanche est au bord du grand bassin. Chaque relevé se signe du code du surveillant.
noun: le relevé / les relevés
* Relever l’eau: Chlore, pH et température, deux fois par jour au moins. Hors limites, le bassin s’évacue avant
  toute explication.
* Planning des classes: L’éducation nationale propose, la piscine dispose. Un couloir est toujours gardé pour le
  public.
* Déclarer un incident: Secours, heure et suites. Le carnet se présente à l’agence régionale de santé sur demande.
= Stade | sports | in_use | 5.0 | Terrain de Jeux | réserver, inscrire
for: Attribuer les créneaux des gymnases et des stades aux clubs et aux écoles.
start: Chaque club a un correspondant. Les agents voient tous les plannings sans compte.
noun: le créneau / les créneaux
* Attribuer la saison: Les vœux arrivent en mai, la réunion se tient en juin. Les écoles passent d’abord, les
  jeunes ensuite.
* Fermer un terrain: Pluie ou arrosage : la fermeture prévient le club par message avant dix-sept heures.
* Compter les présences: Le gardien compte à vue. Un créneau vide trois fois revient au pot commun.
= Festif | evenements | in_use | 3.2 | Rideau Rouge | réserver, emprunter
for: Monter un dossier de manifestation et réserver tables, podiums et branchements.
start: L’organisateur remplit une fiche, six semaines avant pour un petit rendez-vous, trois mois pour un grand.
noun: la manifestation / les manifestations
* Instruire un dossier: La jauge décide de la commission de sécurité. La police, la voirie et la propreté donnent
  leur avis dans Festif.
* Prêter du matériel: Le matériel se réserve à l’unité et se rend compté. Le vent au-delà de soixante kilomètres à
  l’heure annule les tentes.
* Bilan d’une fête: Heures, incidents, déchets, public. Le bilan ouvre le dossier de l’an prochain.
= Électis | population | in_use | 8.8 | Éditions de la Baie | inscrire, accueillir
for: Tenir les listes électorales et préparer les bureaux de vote.
start: L’accès suit une habilitation du maire. Le répertoire unique se consulte, il ne se recopie pas.
noun: l’électeur / les électeurs
* Inscrire un électeur: Domicile, six mois de résidence ou rôle des impôts. La décision se rend sous cinq jours.
* Établir une procuration: Le contrôle d’identité reste à la police ou à la gendarmerie. La mairie porte la
  procuration sur la liste.
* Composer un bureau: Un président, deux assesseurs, un secrétaire. Les remplaçants se préviennent la veille au
  soir.
* Jurés d’assises: Le tirage est public. La liste préparatoire compte trois fois le nombre demandé.
= File | population | in_use | 1.7 | Guichet Bleu | accueillir
for: Appeler les usagers à l’accueil unique et prendre les rendez-vous des titres d’identité.
start: L’écran du guichet s’ouvre avec la session. La pause se signale : la file avance sans vous.
noun: le rendez-vous / les rendez-vous
* Ouvrir des créneaux: Les créneaux s’ouvrent le lundi à neuf heures pour six semaines. Dix pour cent restent pour
  les urgences.
* Recevoir un usager: Appelez, accueillez, notez le motif. Un motif sans mot existe : « autre », et il se lit
  chaque mois.
* Rattraper une absence: Un rendez-vous manqué se propose à la liste d’attente dans le quart d’heure.
= Concession | cimetieres | in_use | 3.3 | Éditions de la Baie | accueillir, instruire
for: Tenir le plan des cimetières, les concessions et leurs échéances.
start: La tablette du gardien et le guichet lisent le même plan. Les familles sont reçues assises.
noun: la concession / les concessions
* Attribuer une concession: Durée, emplacement, ayants droit. L’acte se signe après le paiement.
* Renouveler: Le renouvellement se demande dans l’année de l’échéance et jusqu’à deux ans après.
* Reprendre une concession: La procédure dure un an au moins, avec affichage et procès-verbaux. Une sépulture
  entretenue ne se reprend pas.
= Ronde | police | in_use | 6.6 | Tour de Garde | surveiller, verbaliser
for: Écrire la main courante, suivre les rondes, les fourrières et les objets trouvés.
start: Agents assermentés seulement. Chaque consultation laisse une trace, relue chaque trimestre.
noun: la main courante / les mains courantes
* Écrire une main courante: Les faits, l’heure, le lieu, sans adjectif. Les noms ne se mettent que dans les champs
  prévus.
* Mettre en fourrière: Vérifiez le vol d’abord. La fiche part avec le véhicule, le propriétaire est prévenu sous
  cinq jours.
* Rendre un objet trouvé: Décrivez sans montrer. Un an et un jour, puis les domaines.
= Berceau | petite-enfance | in_use | 7.2 | Premiers Pas | inscrire, accueillir
for: Recevoir les demandes de place en crèche, préparer la commission et suivre les contrats.
start: Les directrices de crèche ont la tablette d’émargement ; les parents, un compte famille.
noun: la demande de place / les demandes de place
* Enregistrer une demande: Le rang vient des critères votés, jamais de la date. La famille lit ses points.
* Préparer la commission: Les dossiers sont anonymes. Les places se donnent par âge et par jour.
* Émarger les présences: L’heure d’arrivée et de départ se touchent du doigt. Un oubli se corrige le soir même.
* Facturer un contrat: La participation suit le barème national. Une absence pour maladie se déduit au quatrième
  jour.
= Cartable | education | in_use | 2026.0 | Premiers Pas | inscrire, encaisser
for: Inscrire les enfants à l’école, à la cantine et au périscolaire, puis facturer.
start: Le portail des familles ouvre en mars. Au guichet, les agents saisissent avec les parents.
noun: l’inscription / les inscriptions
* Inscrire à l’école: Le périmètre scolaire désigne l’école. La dérogation se motive et passe en commission.
* Réserver la cantine: Jusqu’au jeudi pour la semaine suivante. Un projet d’accueil individualisé s’affiche en
  rouge à l’office.
* Facturer: La facture est mensuelle. Trois impayés ouvrent un rendez-vous, pas une coupure.
* Compter les absents: La grève et la sortie scolaire annulent d’elles-mêmes. Le reste se justifie.
= Marmite | cuisine-centrale | in_use | 4.9 | Table & Terroir | nourrir, commander
for: Composer les menus, commander les denrées et tracer chaque plat.
start: Deux postes en cuisine, gants interdits sur l’écran. Les offices lisent le menu sur leur tablette.
noun: le plat / les plats
* Composer un menu: Vingt repas équilibrés de suite. Un repas végétarien par semaine, et meilleur que les autres.
* Tracer un lot: Étiquette, photo, cinq jours d’échantillon au froid. En cas d’alerte, le rappel prend dix minutes.
* Déclarer les allergènes: Quatorze allergènes, un pictogramme chacun. Le doute vaut présence.
= Loisirs | jeunesse | in_use | 3.8 | Premiers Pas | inscrire
for: Inscrire aux centres de loisirs et aux séjours, suivre les groupes et les animateurs.
start: Le directeur de centre ouvre l’accès de son équipe pour la durée du séjour.
noun: le séjour / les séjours
* Déclarer un accueil: La déclaration à l’État se fait deux mois avant pour un séjour. Le taux d’encadrement se
  calcule seul.
* Composer les groupes: Âges, amis et besoins. Un enfant qui ne sait pas nager porte un point bleu.
* Fiche sanitaire: La fiche suit l’enfant et se rend à la famille. Les traitements se donnent à deux.
= Lien | social | in_use | 9.1 | Solidaris | accompagner, instruire
for: Suivre les rendez-vous, les aides et les accompagnements de l’action sociale.
start: Secret professionnel : chaque agent ne voit que les personnes qu’il accompagne.
noun: le dossier social / les dossiers sociaux
* Ouvrir un dossier: La personne est là, elle lit l’écran. Seul ce qui sert à l’aide s’écrit.
* Instruire une aide: Les pièces se demandent une fois. La commission voit un numéro, jamais un nom.
* Domicilier: L’attestation vaut un an. Le courrier se relève au guichet, même sans papiers.
* Clore un accompagnement: Le bilan s’écrit à deux. Le dossier se verse aux archives sans les notes de travail.
= Domus | domicile | being_replaced | 5.7 | Solidaris | accompagner
for: Planifier les aides à domicile et le portage des repas.
start: Le téléphone de service s’ouvre avec l’empreinte. Le planning de la semaine est lisible hors connexion.
noun: l’intervention / les interventions
* Planifier une semaine: Une même personne, une même aide, aussi souvent que possible. Les trajets comptent.
* Badger une visite: Le badge se pose sur l’étiquette de l’entrée. Sans réseau, il attend et part plus tard.
* Signaler une inquiétude: Un volet clos, un repas intact : dites-le. La responsable de secteur rappelle le jour
  même.
= Cadastrelle | urbanisme | in_use | 1.2 | Géodoc Méditerranée | instruire, dessiner des plans
for: Recevoir et instruire les autorisations d’urbanisme déposées en ligne ou au guichet.
start: Les dossiers arrivent du guichet numérique. L’instructeur garde ceux de son secteur.
noun: la demande d’autorisation / les demandes d’autorisation
* Recevoir en ligne: L’accusé part le jour ouvré suivant. Une pièce illisible se redemande tout de suite.
* Dessiner un périmètre: Le zonage du plan local d’urbanisme se superpose au cadastre. La légende se lit à
  l’impression.
* Taxe d’aménagement: La déclaration est faite par le pétitionnaire après l’achèvement. La ville contrôle les
  surfaces.
= Bâti | batiments | in_use | 6.0 SR1 | Pierre & Plan | entretenir, signaler une panne
for: Demander une intervention dans un bâtiment et suivre les contrôles obligatoires.
start: Tout agent peut demander. Le guichet unique des travaux trie, estime et répond.
noun: la demande de travaux / les demandes de travaux
* Demander une intervention: Le lieu, l’objet, la gêne. « Urgent » veut dire danger, froid ou fuite.
* Suivre un contrôle: Ascenseurs, gaz, électricité, jeux : chaque levée de réserve a sa photo.
* Relever une consommation: Les compteurs se relèvent le 1er. Une dérive de dix pour cent prévient l’économe de
  flux.
* Préparer un chantier: Plan de prévention, permis feu, amiante. Sans les trois, personne ne perce.
= Chaussée | voirie | in_use | 4.3 | Pierre & Plan | entretenir, instruire
for: Recevoir les signalements de voirie, programmer les reprises et délivrer les arrêtés de circulation.
start: L’équipe lit ses tournées sur le téléphone. Les habitants signalent par l’application ou au standard.
noun: le signalement / les signalements
* Traiter un signalement: Balisez d’abord. Un nid-de-poule sur une piste cyclable passe avant tout.
* Délivrer un arrêté: L’arrêté de circulation se demande quinze jours avant. Les riverains sont prévenus par boîte
  aux lettres.
* Éclairage en panne: Le numéro du mât suffit. Trois mâts de suite veulent dire une armoire.
= Tournée | proprete | in_use | 2.2 | Quatre Temps | entretenir
for: Préparer les tournées de balayage, les corbeilles et l’enlèvement des encombrants.
start: La feuille de route sort à quatre heures et demie. Elle se lit aussi sur l’écran du dépôt.
noun: la tournée / les tournées
* Composer une tournée: Marchés d’abord, plages ensuite, écoles avant huit heures. Le vent change tout.
* Prendre un encombrant: Le rendez-vous est donné par le standard. Ce qui peut resservir part à la recyclerie.
* Relever un dépôt: Photo, adresse, indices. La police prend la suite, la benne aussi.
= Mouillage | capitainerie | in_use | 7.5 | Cap Trésor | réserver, encaisser
for: Placer les bateaux, tenir la liste d’attente et facturer les escales.
start: Le quart ouvre la capitainerie et le registre. La météo se lit avant la messagerie.
noun: l’escale / les escales
* Recevoir une escale: Longueur, largeur, tirant d’eau. Le ponton d’accueil reste libre après dix-huit heures.
* Attribuer un anneau: La liste d’attente est publique et datée. Un anneau ne se transmet pas avec le bateau.
* Sortir un bateau: L’aire de carénage se réserve. Les eaux se récupèrent, sans exception.
= Baignade | plages | in_use | 2.0 | Guichet Bleu | surveiller
for: Écrire la main courante des postes de secours et afficher la qualité de l’eau.
start: Chaque poste a sa tablette et sa radio. Le drapeau se hisse, puis se saisit.
noun: le poste / les postes
* Hisser le drapeau: Le vent, la houle, les courants. Le violet veut dire pollution : appelez la mairie.
* Soigner: Le prénom suffit. La fiche d’évacuation part avec les pompiers.
* Qualité de l’eau: Le prélèvement est hebdomadaire. Le résultat s’affiche le jour même, bon ou mauvais.
= Trait | dga-cadre | in_use | 10.2 | Géodoc Méditerranée | dessiner des plans
for: Consulter et composer les cartes de la ville, du cadastre au littoral.
start: La carte générale est ouverte à tous les agents. Les couches des réseaux se demandent au géomaticien.
noun: la carte / les cartes
* Composer une carte: Titre, échelle, nord, source, date. Une carte sans date ment.
* Mesurer une surface: La mesure est indicative. Pour un acte, le géomètre passe.
* Demander un plan de réseaux: La déclaration de travaux répond sous neuf jours. Le plan ne dispense pas de
  regarder.
= Assemblée | assemblees | in_use | 5.1 | Marchés & Phares | écrire, instruire
for: Préparer les projets de délibération, réunir les avis et convoquer le conseil.
start: Chaque direction a un rédacteur. Le calendrier des séances fixe la date de remise, vingt jours avant.
noun: le projet / les projets
* Rédiger un projet: Visas, considérants, dispositif. L’objet tient en une phrase que la ville comprend.
* Circuit des visas: Finances, juridique, direction générale. Un visa refusé revient avec sa raison.
* Convoquer: Cinq jours francs, avec la note de synthèse. La convocation part par voie électronique, sauf demande.
* Transmettre: L’acte part en préfecture dans les quinze jours. L’accusé de réception se range avec lui.
= Panorama | communication | in_use | 2.9 | Rideau Rouge | écrire
for: Ranger les photographies, les logos et les vidéos, avec leurs droits.
start: La recherche est ouverte à tous. L’original se demande au photographe, avec l’usage prévu.
noun: l’image / les images
* Déposer une image: Qui, où, quand, et l’autorisation des personnes. Un enfant ne paraît qu’avec l’accord écrit
  des parents.
* Trouver une image: Cherchez par lieu avant de chercher par mot. Les images de plus de dix ans sont aux archives.
* Utiliser le logo: Ni étiré, ni coupé, ni sur fond chargé. La version en noir suffit presque toujours.
= Plume | dga-ressources | retired | 3.1 | Postillon | écrire
for: Faire viser et signer les notes internes, avant l’intranet.
start: Fermé depuis l’été. Les notes signées se lisent aux archives électroniques.
noun: la note / les notes
* Retrouver une note: Demandez-la aux archives avec son numéro, ou sa date et son service.
* Ce qui a changé: Le parapheur passe par l’intranet. Les circuits de visa ont été repris, sauf deux.
"""
