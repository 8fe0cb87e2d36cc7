"""The software of the offices and counters. The format is that of `software_tables.read_software`."""

TABLE = """
= Paietica | drh | in_use | 2026.3 | Solde & Fils | recruter, payer
for: Calculer et verser la paie des agents, chaque mois, sans surprise.
start: Réservé aux gestionnaires carrière et paie. Les autres agents lisent leur bulletin dans le coffre-fort
  numérique, dont l’adresse est au dos du bulletin.
noun: le bulletin / les bulletins
* Saisir les éléments variables: Heures supplémentaires, astreintes et indemnités se saisissent avant le 10. Passé
  ce jour, ils attendent le mois suivant, rappel compris.
* Contrôler la paie: L’édition des écarts compare au mois précédent. Tout écart de plus de deux cents euros
  s’explique dans la colonne des observations.
* Déclarer chaque mois: La déclaration sociale nominative part le 5 ou le 15. Un rejet se corrige le jour même :
  il bloque l’indemnisation d’un agent malade.
* Bulletin d’un agent parti: Le certificat de travail et le solde de tout compte se tirent ensemble. Vérifiez
  l’adresse, qui change souvent avec le départ.
= Vivier | drh | in_use | 4.1 | Escale Emploi | recruter
for: Publier une offre, recevoir les candidatures et suivre un recrutement jusqu’à l’arrivée.
start: Le directeur qui recrute reçoit un lien pour lire les candidatures ; rien n’est à installer.
noun: la candidature / les candidatures
* Publier une offre: L’offre reprend la fiche de poste. Trente jours de publicité légale sont exigés pour un
  emploi permanent.
* Convoquer un jury: Proposez trois créneaux ; le candidat choisit. Les notes du jury restent dans Vivier deux
  ans, puis s’effacent.
* Préparer une arrivée: Bureau, badge, poste et messagerie se demandent d’un seul geste, quinze jours avant.
* Répondre à un candidat: Chacun reçoit une réponse, même non retenu. Trois lettres types existent ; relisez le
  prénom.
= Boussole | drh | project | | Escale Emploi | se former
for: Demander une formation et retrouver celles que l’on a suivies.
start: Boussole ouvrira par direction à partir du printemps. D’ici là, les demandes passent par la feuille jaune
  de la formation.
noun: la demande de formation / les demandes de formation
* Demander une formation: La demande part au responsable puis au service formation. Le compte personnel de
  formation se mobilise d’une case à cocher.
* Entretien professionnel: Le compte rendu se prépare à deux, se signe à deux. L’agent garde une copie et peut
  ajouter ses observations.
* Convocation et absence: Une absence non signalée est facturée à la ville. Prévenez quarante-huit heures avant.
= Amarre Finances | finances | being_replaced | 9.4 | Comptes Clairs | payer
for: Retrouver les mandats et les titres d’avant Budgétine.
start: Consultation seule depuis janvier. L’icône grise est sur les postes des finances et des directions.
noun: le mandat / les mandats
* Retrouver un mandat ancien: Cherchez par tiers, par année et par montant. Les pièces jointes d’avant l’année
  précédente sont aux archives électroniques.
* Éditer un grand livre: L’édition de plus d’un an prend la nuit ; elle arrive en PDF le lendemain.
* Reprise des données: La reprise se contrôle par les soldes de classe 1 à 5. Chaque écart est noté dans le
  tableau de reprise.
= Dettelis | finances | in_use | 3.0 | Cap Trésor | emprunter, piloter
for: Suivre les emprunts, leurs échéances et les garanties que la ville a données.
start: Réservé à l’analyse financière ; les tableaux sont partagés chaque trimestre avec la direction générale.
noun: l’emprunt / les emprunts
* Saisir un contrat: Taux, marge, index et base de calcul se recopient du contrat, jamais de l’offre.
* Échéance du trimestre: L’échéancier se compare à l’avis de la banque au centime près avant le mandatement.
* Garantie d’emprunt: Chaque garantie renvoie à la délibération qui l’accorde et au programme de logements financé.
= Régie Facile | finances | in_use | 6.2 | Guichet Bleu | encaisser
for: Encaisser au guichet de la piscine, de la cantine ou du théâtre, et rendre ses comptes.
start: Chaque régisseur a son fonds de caisse et son code. Le suppléant ouvre avec le sien, jamais avec celui du
  titulaire.
noun: l’encaissement / les encaissements
* Ouvrir la caisse: Comptez le fonds, saisissez-le, imprimez le ticket d’ouverture. Un écart se déclare avant le
  premier client.
* Rembourser un usager: Un remboursement demande une pièce et la signature du régisseur. Au-delà de cinquante
  euros, il passe par les finances.
* Verser à la trésorerie: Le versement est hebdomadaire, ou dès que l’encaisse dépasse son plafond. Joignez le
  journal grand format.
* Panne du terminal: Passez au carnet à souches, numéroté. Ressaisissez le soir : chaque souche a sa ligne.
= Consultis | commande | in_use | 7.0 | Marchés & Phares | acheter
for: Préparer un marché, publier l’avis, analyser les offres et notifier.
start: Décrivez votre besoin dans le formulaire d’expression ; un acheteur vous rappelle sous cinq jours.
noun: la consultation / les consultations
* Exprimer un besoin: Dites l’usage plutôt que la marque, la quantité d’une année et la date à laquelle il manque.
  Le seuil se calcule pour toute la ville.
* Analyser les offres: Les critères et leurs poids ne changent plus après la publication. Chaque note a sa phrase.
* Notifier un marché: Laissez onze jours aux candidats non retenus avant de signer. La notification part par la
  plateforme, avec accusé.
* Reconduire ou non: Consultis prévient quatre mois avant la date. Sans réponse, le marché se reconduit seul si le
  contrat le prévoit.
= Magasin 12 | moyens | in_use | 2.8 | Atelier Sablier | commander, emprunter
for: Commander des fournitures, du papier ou du mobilier d’occasion au magasin municipal.
start: Chaque direction a deux commandeurs, dont les noms sont affichés au magasin. Les autres agents leur donnent
  leur liste.
noun: la commande / les commandes
* Commander des fournitures: La livraison passe le mardi et le jeudi. Le stylo bleu n’est jamais épuisé : c’est la
  seule promesse du magasin.
* Rendre un meuble: Photographiez-le et donnez ses mesures. Il paraît aux annonces internes avant tout achat neuf.
* Faire l’inventaire: L’inventaire tourne par allée. Un écart de plus de deux pour cent se recompte à deux.
= Clefs | moyens | in_use | 1.9 | Tour de Garde | ouvrir, réserver
for: Savoir qui détient quelle clé, quel badge et jusqu’à quand.
start: Le gardien de l’hôtel de ville remet et reprend les clés ; Clefs s’ouvre à sa loge.
noun: le badge / les badges
* Remettre un badge: Un badge a un porteur, des portes et une date de fin. Sans date de fin, il vaut un an.
* Badge perdu: Le badge se bloque dans la minute. Le porteur signe une déclaration, sans frais la première fois.
* Ouvrir un soir: Une ouverture hors horaires se demande deux jours avant ; l’alarme se lève pour ces heures
  seulement.
= Versements | archives | in_use | 5.5 | Mémoire Vive | archiver
for: Verser ses dossiers aux archives, les retrouver et éliminer ce qui peut l’être.
start: Un archiviste vient d’abord voir vos armoires. Il vous remet un tableau de gestion et ouvre votre accès.
noun: le versement / les versements
* Préparer un bordereau: Une ligne par dossier, des dates extrêmes, une durée d’utilité administrative. Les cotes
  viennent ensuite.
* Éliminer des dossiers: Rien ne se jette sans le visa des archives départementales. Le bordereau signé se garde
  toujours.
* Demander une communication: Un dossier versé reste à vous : il revient par la navette sous deux jours.
* Verser un dossier électronique: Le paquet porte son profil et son empreinte. L’accusé d’archivage vaut reçu.
= Pli | courrier | in_use | 4.7 | Postillon | écrire, accueillir
for: Enregistrer le courrier arrivé, l’adresser au bon service et suivre la réponse.
start: Chaque service a un correspondant courrier. Les copies arrivent par courriel, l’original par la navette.
noun: le courrier / les courriers
* Enregistrer un courrier: L’objet tient en dix mots et nomme la rue, l’école ou la personne morale. L’image se
  vérifie page par page.
* Répondre dans les délais: L’accusé de réception part seul. À dix jours, Pli rappelle ; à vingt jours, il
  prévient le directeur.
* Affranchir: Les recommandés se préparent avant quinze heures. Un envoi groupé de plus de cent plis se prévoit la
  veille.
= Flotte | garage | in_use | 3.6 | Quatre Temps | réserver, entretenir
for: Réserver un véhicule partagé et suivre l’entretien de ceux de la ville.
start: La réservation est ouverte à tout agent dont le permis a été vu par le garage. La clé est dans la boîte du
  parking.
noun: le véhicule / les véhicules
* Réserver un véhicule: Préférez l’électrique sous cent kilomètres. Une réservation non prise se libère au bout
  d’une demi-heure.
* Déclarer un accrochage: Constat, photos et heure, le jour même. L’assurance demande cinq jours, le garage
  demande la vérité.
* Planifier une révision: Le kilométrage se relève à chaque plein. La révision se pose avec le service, jamais un
  jour de marché.
= Scène | culture | in_use | 2026.2 | Rideau Rouge | réserver, encaisser
for: Vendre les places du théâtre et des festivals, placer le public, suivre les abonnements.
start: La billetterie ouvre les comptes. Les invitations se demandent à la chargée de production.
noun: le billet / les billets
* Ouvrir une vente: Plan de salle, tarifs et quotas se vérifient à deux. La vente s’ouvre à midi, jamais un
  vendredi.
* Échanger un billet: L’échange est gratuit jusqu’à la veille. Le spectateur garde son numéro d’abonné.
* Bordereau de spectacle: Le bordereau se tire le soir même et part à la société des auteurs.
= Rayon | mediatheque | in_use | 11.3 | Belles Pages | prêter, inscrire
for: Prêter, retrouver et acheter les livres, la musique et les films des médiathèques.
start: Le poste de prêt s’ouvre avec la carte. La formation d’une journée est suivie avec un collègue de section.
noun: le document / les documents
* Inscrire un lecteur: Une pièce d’identité suffit. Les moins de dix-huit ans viennent avec un adulte la première
  fois.
* Retards et pertes: Trois lettres, sans amende. Un livre perdu se remplace par le même ou par un autre que l’on
  aime.
* Commander des livres: La commande se prépare en comité. Le libraire livre couvert, l’équipe équipe.
* Désherber: Ni prêté depuis cinq ans, ni conservé ailleurs, ni local : alors il va à la braderie de juin.
= Gamme | conservatoire | in_use | 6.1 | Belles Pages | inscrire, encaisser
for: Inscrire les élèves du conservatoire, tenir les emplois du temps et prêter les instruments.
start: Les familles s’inscrivent en ligne en juin ; les professeurs notent les présences sur leur téléphone.
noun: l’élève / les élèves
* Inscrire un élève: Les réinscriptions passent avant les nouvelles. Le quotient familial fixe le tarif.
* Prêter un instrument: Le contrat dit l’état, photo à l’appui. L’assurance est à la charge de la famille.
* Préparer un examen: Le jury reçoit les partitions trois semaines avant. Les résultats s’affichent par numéro.
= Réserve | musee | in_use | 4.4 | Mémoire Vive | inventorier
for: Décrire les collections du musée de la Mer, les situer et les prêter.
start: L’accès se demande au conservateur. Le catalogue public, lui, est ouvert à tous sur le site.
noun: l’œuvre / les œuvres
* Décrire une œuvre: Numéro d’inventaire, matière, dimensions, état. La biographie de l’auteur vient après.
* Récoler une réserve: Dix ans pour tout revoir. Chaque œuvre est vue, mesurée, photographiée ou déclarée manquante.
* Préparer un prêt: Facture, assurance clou à clou, convoiement. Le constat d’état voyage avec la caisse.
"""
