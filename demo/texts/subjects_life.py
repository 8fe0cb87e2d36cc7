"""What the council decides of the life of the town. The format is that of `subjects_means`."""

TABLE = """
= 2.1 | 4 | planning
- Plan local d’urbanisme : modification simplifiée n° {rank}, secteur {of_street}
- Débat sur les orientations du projet d’aménagement et de développement durables
- Périmètre délimité des abords du {building} : avis de la ville
- Bilan de la concertation sur le secteur {of_street}
+ les observations inscrites au registre de concertation
+ l’avis des personnes publiques associées
> D’approuver le dossier, tenu à la disposition du public au service de l’urbanisme.
= 2.2 | 5 | planning
- Autorisation de déposer un permis de construire pour le {building}
- Autorisation de déposer une déclaration préalable pour l’{school}
- Convention de projet urbain partenarial pour l’opération située {at}
- Règlement des devantures et des enseignes {of_street}
+ que la ville est propriétaire du terrain d’assiette
> D’autoriser le maire à déposer le dossier et à signer les pièces.
= 2.3 | 3 | planning
- Exercice du droit de préemption sur le fonds de commerce situé {at}
- Institution d’un périmètre de sauvegarde du commerce {of_street}
- Délégation du droit de préemption urbain à {landlord}, parcelle {plot}
+ l’objectif de diversité commerciale
> D’approuver le périmètre figurant au plan annexé.
= 6.1 | 3 | security
- Convention de coordination entre la police municipale et les forces de sécurité de l’État
- Extension de la vidéoprotection au droit {of_street} : demande de subvention
- Armement et équipement de la police municipale : {goods}
- Opération tranquillité vacances : bilan {last}
+ le diagnostic local de sécurité
> D’approuver la convention, conclue pour trois ans.
= 6.4 | 3 | security
- Règlement du marché forain {of_street}
- Règlement intérieur du {building}
- Charte des terrasses et de la vie nocturne
+ la concertation menée avec les usagers
> D’approuver le règlement annexé, applicable dès sa publication.
= 6.5 | 1 | security
- Recensement de la population {next} : coordonnateur et agents recenseurs
- Ouverture dominicale des commerces en {next} : avis
+ la consultation des organisations d’employeurs et de salariés
> De donner un avis favorable.
= 8.1 | 9 | education
- Périmètres scolaires : rattachement {of_street} à l’{school}
- Classes de découverte de l’{school} : participation de la ville de {small}
- Projet éducatif de territoire {year}-{next} : accueil périscolaire à l’{school}
- Forfait communal versé aux établissements sous contrat : {amount}
- Règlement de la restauration scolaire : produits locaux et repas sans viande
- Rénovation de la cour de l’{school} : végétalisation et ombrage
+ l’intérêt des enfants et l’égalité entre les écoles
+ l’avis du conseil d’école
> D’approuver les dispositions présentées, applicables à la rentrée.
= 8.2 | 7 | social
- Convention avec l’association « {association} » pour l’aide alimentaire
- Relais petite enfance : convention avec la caisse d’allocations familiales
- Règlement de fonctionnement des crèches municipales
- Plan canicule : registre des personnes isolées et veille téléphonique
- Résidence des aînés : convention avec {landlord} pour {count} logements
- Analyse des besoins sociaux : présentation
+ l’augmentation des demandes d’aide constatée cette année
> D’approuver la convention et d’inscrire {small} au budget.
= 8.3 | 8 | roads
- Requalification {of_street} : approbation du programme, pour {large}
- Convention avec {partner} pour l’aménagement d’une piste cyclable, {street}
- Enfouissement des réseaux aériens, {street}
- Éclairage public {of_street} : passage aux diodes et extinction partielle
- Plan de jalonnement piéton et zone de rencontre, {street}
+ l’état de la chaussée et les accidents relevés
+ la réunion publique tenue avec les riverains
> D’approuver le programme des travaux et son plan de financement.
= 8.4 | 5 | planning
- Aménagement du secteur {of_street} : bilan d’étape et avenant à la concession
- Opération de revitalisation du centre-ville : avenant n° {rank}
- Protection du littoral : recul du trait de côte, quai des Brigantins
- Requalification du {building} : étude de programmation
+ le bilan de la concertation et l’étude d’impact
> D’approuver le bilan présenté.
= 8.5 | 5 | planning
- Programme de {count} logements locatifs sociaux par {landlord}, {at}
- Contrat de ville : programmation {year} avec l’association « {association} »
- Permis de louer : extension au secteur {of_street}
- Aide à la rénovation des façades, {street}
+ les besoins inscrits au programme local de l’habitat
> D’attribuer une participation de {amount}.
= 8.6 | 3 | economy
- Chantier d’insertion au {building} avec l’association « {association} »
- Convention avec la mission locale : permanences au {building}
- Job d’été : {count} bourses au permis contre des heures d’intérêt général
+ la situation de l’emploi des jeunes du territoire
> D’approuver la convention.
= 8.7 | 3 | roads
- Navette gratuite du centre-ville : convention avec l’agglomération
- Stationnement payant : zones et tarifs, secteur {of_street}
- Plan vélo : arceaux et abris, {building} et {school}
+ l’objectif de réduire la part de la voiture dans les déplacements courts
> D’approuver le plan et le calendrier.
= 8.8 | 7 | environment
- Plan de plantation : {count} arbres le long {of_street}
- Herbiers de posidonie : convention avec le syndicat mixte du littoral
- Ombrières photovoltaïques au {building} : autorisation d’occupation
- Charte de la plage sans plastique
- Extinction nocturne de l’éclairage : bilan et reconduction
- Jardins partagés {of_street} : convention avec l’association « {association} »
+ les engagements du plan climat
+ la fragilité du milieu littoral
> D’approuver le plan d’action et d’en rendre compte chaque année.
= 8.9 | 7 | culture
- Programmation {of_event} : budget et tarifs
- Acquisition d’une œuvre pour le musée de la Mer, au prix de {small}
- Convention de résidence d’artistes avec l’association « {association} »
- Règlement des médiathèques : gratuité de l’inscription
- Prêt d’œuvres par le musée de la Mer {to_partner}
- Tarifs du conservatoire pour l’année {year}-{next}
+ la volonté d’ouvrir la culture à tous
> D’approuver et d’autoriser la signature des contrats.
= 9.1 | 8 | sports
- Mise à disposition des équipements sportifs : convention avec « {association} »
- Jumelage : accueil d’une délégation pour {event}
- Organisation {of_event} : partenariats et sécurité
- Convention annuelle avec l’association « {association} » pour l’usage du {building}
- Règlement du port : zones de mouillage et services aux plaisanciers
- Cimetière du Phare : reprise de {count} concessions en état d’abandon
+ l’intérêt communal de l’opération
> D’approuver les termes de la convention annexée.
= 9.4 | 2 | mayor
- Vœu relatif au maintien de la ligne ferroviaire et du guichet de la gare
- Vœu pour le maintien des urgences de nuit à l’hôpital des Trois-Caps
- Motion de soutien aux sauveteurs en mer
- Vœu relatif à la présence postale {of_street}
+ l’attachement des habitants à ce service
> D’adopter le vœu et de le transmettre à l’autorité compétente.
"""
