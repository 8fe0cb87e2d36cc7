"""What the council decides of its means: purchases, land, staff, institutions, finances.

One block a matter of ACTES: « = code | weight | delegation », then objects (« - »), what is considered (« + »),
  what
is decided (« > »). The words in braces are those of `council_words.words`. Long lines are folded under an indent.
"""

TABLE = """
= 1.1 | 14 | purchases
- Attribution du marché portant sur les {goods} à la société {firm}, pour un montant annuel maximal de {large}
- Autorisation de signer le marché relatif aux {works} du {building}, lot n° {lot}, avec la société {firm}
- Avenant n° {rank} au marché de {works} du {building} : plus-value de {amount}
- Accord-cadre portant sur les {goods} : constitution d’un groupement de commandes avec {partner}
- Déclaration sans suite de la consultation relative aux {goods}
+ que la commission d’appel d’offres, réunie en séance, a classé première l’offre économiquement la plus avantageuse
+ qu’il a été procédé à une publicité au bulletin officiel des annonces des marchés publics et sur le profil
  d’acheteur
+ que {count} plis ont été reçus dans les délais et que deux offres ont été écartées comme irrégulières
> D’autoriser le maire ou son représentant à signer le marché et toutes les pièces nécessaires à son exécution.
> Les dépenses seront imputées sur les crédits ouverts au budget de l’exercice {year}.
= 1.2 | 2 | purchases
- Principe de la délégation du service public {of_street} : stationnement hors voirie
- Rapport annuel {last} du délégataire du parking du Port-Vieux
- Concession de la plage, lot n° {lot} : choix du concessionnaire et approbation du contrat
+ l’avis favorable de la commission consultative des services publics locaux
+ que le concessionnaire a remis ses comptes dans le délai prévu au contrat
> De prendre acte des éléments remis et de les tenir à la disposition du public.
= 1.3 | 2 | purchases
- Convention de mandat avec la société {firm} pour la conduite des {works} du {building}
- Mandat donné à {landlord} pour la réalisation des espaces extérieurs {of_street}
+ que la ville reste maître de l’ouvrage et que le mandataire agit en son nom
> D’approuver la convention de mandat annexée et d’autoriser le maire à la signer.
= 1.4 | 6 | purchases
- Convention de mise à disposition du {building} au profit de l’association « {association} »
- Convention de partenariat avec {partner} pour l’organisation {of_event}
- Prestation de service avec la société {firm} pour {event}
+ l’intérêt local que présente ce partenariat
> D’approuver les termes de la convention, conclue pour {count} mois, et d’autoriser le maire à la signer.
= 1.5 | 2 | purchases
- Protocole transactionnel avec la société {firm} relatif aux {works} du {building}
- Transaction amiable à la suite d’un sinistre survenu {at}
+ qu’il est de l’intérêt des deux parties de mettre fin au différend par des concessions réciproques
> D’approuver le protocole, qui met à la charge de la ville une somme de {small} pour solde de tout compte.
= 1.6 | 2 | purchases
- Maîtrise d’œuvre des {works} du {building} : forfait définitif de rémunération
- Concours de maîtrise d’œuvre pour l’{school} : composition du jury et primes
+ que l’avant-projet définitif porte le coût prévisionnel des travaux à {large}
> D’arrêter le forfait définitif de rémunération du maître d’œuvre.
= 1.7 | 1 | purchases
- Adhésion à la centrale d’achat régionale pour les {goods}
- Groupement de commandes avec {partner} pour la fourniture d’électricité
+ l’économie attendue d’un achat mutualisé
> D’adhérer à compter du premier jour du mois suivant.
= 3.1 | 7 | land
- Acquisition à l’amiable d’un terrain de {m2} m² cadastré {plot}, situé {at}
- Acquisition d’un local situé {at} en vue de l’extension du {building}
- Incorporation au domaine public de la voie privée dénommée {street}
+ l’avis de la direction de l’immobilier de l’État
+ que ce bien est nécessaire au projet d’aménagement du quartier
> D’acquérir le bien au prix de {amount}, frais d’acte à la charge de la ville.
= 3.2 | 6 | land
- Cession d’un délaissé de voirie de {m2} m² situé {at}
- Vente d’un appartement communal situé {at} au prix de {amount}
- Cession à {landlord} de la parcelle {plot} pour la construction de {count} logements
+ que le bien n’est plus affecté à un service public et qu’il a été déclassé
> De céder le bien aux conditions de la présente délibération et d’autoriser la signature de l’acte.
= 3.3 | 5 | land
- Bail commercial pour un local situé {at}, à usage de {trade}
- Convention d’occupation d’un logement de fonction à l’{school}
- Renouvellement de la location des bureaux situés {at}
+ que le loyer proposé est conforme au marché local
> De consentir la location moyennant un loyer annuel de {small}, révisable.
= 3.4 | 1 | land
- Convention de délimitation des voies limitrophes avec {partner}, au droit {of_street}
- Rectification de la limite communale au lieu-dit {street}
+ l’enquête publique et les conclusions du commissaire enquêteur
> D’approuver le plan de délimitation annexé.
= 3.5 | 6 | land
- Tarifs d’occupation du domaine public pour {next} : terrasses, étals et chantiers
- Déclassement d’une emprise de {m2} m² au droit du {at}
- Dénomination d’une voie nouvelle : {street}
- Convention d’occupation du domaine public pour {event}
+ que l’emprise n’est plus affectée à l’usage du public
> De constater la désaffectation et de prononcer le déclassement de l’emprise.
= 3.6 | 3 | land
- Coupes de bois en forêt communale : programme {next}
- Servitude de passage de canalisations sur la parcelle {plot}
- Don au {building} d’une collection de cartes marines
+ que la ville gère son domaine privé comme un propriétaire soigneux
> D’accepter et d’autoriser le maire à signer l’acte correspondant.
= 4.1 | 9 | staff
- Modification du tableau des effectifs : création de {count} postes au grade : {grade}
- Suppression de {count} emplois vacants après avis du comité social territorial
- Ratios d’avancement de grade pour {next} : cadre d’emplois : {grade}
- Mise à disposition de personnel auprès de l’association « {association} »
+ l’avis du comité social territorial
+ que les besoins du service justifient l’adaptation du tableau des effectifs
> De modifier le tableau des effectifs comme indiqué, à compter du premier du mois.
= 4.2 | 6 | staff
- Recrutement de {count} agents contractuels pour faire face à un accroissement saisonnier d’activité
- Création d’un emploi de contractuel, contrat de projet, pour la conduite des {works} du {building}
- Recrutement d’apprentis pour l’année scolaire {year}-{next}
+ que les effectifs permanents ne suffisent pas pendant la saison
> D’autoriser le maire à recruter dans la limite des crédits ouverts au chapitre 012.
= 4.4 | 2 | staff
- Vacations des animateurs {of_event} : taux et conditions
- Accueil de {count} volontaires en service civique auprès du {building}
+ l’engagement de la ville envers les jeunes
> De fixer le taux de la vacation à {rank}0 € bruts.
= 4.5 | 4 | staff
- Régime indemnitaire : mise à jour pour le cadre d’emplois : {grade}
- Indemnités d’astreinte de la voirie et de la viabilité hivernale
- Action sociale en faveur du personnel : titres-restaurant pour {next}
- Participation de la ville à la protection sociale complémentaire des agents
+ que le régime indemnitaire tient compte des fonctions, des sujétions et de l’expertise
> D’inscrire les crédits correspondants au budget du personnel.
= 5.1 | 1 | mayor
- Élection d’une adjointe ou d’un adjoint au maire à la suite d’une vacance
- Détermination du nombre des adjoints au maire
+ qu’un siège d’adjoint est vacant
> De procéder au vote à bulletin secret, dont le procès-verbal est annexé.
= 5.2 | 5 | mayor
- Approbation du procès-verbal de la séance précédente
- Règlement intérieur du conseil municipal : modification de l’article {count}
- Commissions municipales : composition
- Compte rendu des décisions prises par le maire depuis la dernière séance
+ qu’aucune observation n’a été formulée
> D’approuver le document annexé.
= 5.3 | 5 | mayor
- Désignation des représentants de la ville au sein {body}
- Remplacement d’un délégué démissionnaire au sein {body}
+ que le conseil a décidé à l’unanimité de ne pas procéder au scrutin secret
> De désigner un titulaire et un suppléant dont les noms suivent au procès-verbal.
= 5.4 | 2 | mayor
- Délégations du conseil municipal au maire : mise à jour
- Délégation en matière de préemption au droit {of_street}
+ qu’il y a lieu de faciliter la bonne marche de l’administration communale
> De charger le maire, pour la durée du mandat, de prendre les décisions énumérées.
= 5.5 | 1 | mayor
- Signature électronique des actes et des marchés : cadre général
+ la nécessité de dématérialiser la chaîne des actes
> D’approuver le cadre annexé.
= 5.6 | 3 | mayor
- Indemnités de fonction des élus
- Formation des élus : orientations et crédits pour {next}
- Mandat spécial pour le congrès des villes du littoral
+ que l’enveloppe indemnitaire globale est respectée
> D’approuver le tableau récapitulatif annexé.
= 5.7 | 5 | mayor
- Convention de gestion avec l’agglomération des Trois-Caps : eaux pluviales {of_street}
- Rapport d’activité {last} de l’agglomération des Trois-Caps
- Fonds de concours sollicité auprès de l’agglomération pour les {works} du {building}
- Modification des statuts du syndicat mixte du littoral
+ le rapport présenté par les délégués communautaires
> D’approuver et de notifier la présente délibération au président de l’agglomération.
= 5.8 | 2 | mayor
- Autorisation d’ester en justice : contentieux d’urbanisme, parcelle {plot}
- Constitution de partie civile à la suite de dégradations commises {at}
+ l’intérêt de la ville à se défendre
> D’autoriser le maire à représenter la ville devant toutes les juridictions.
= 7.1 | 12 | finances
- Budget principal : décision modificative n° {rank} de l’exercice {year}
- Budget annexe du port : décision modificative n° {rank} de l’exercice {year}
- Budget annexe du théâtre : affectation du résultat de l’exercice {last}
- Autorisation de programme pour les {works} du {building} : révision des crédits de paiement à {large}
- Admission en non-valeur de créances irrécouvrables pour {small}
- Ouverture anticipée de crédits d’investissement pour l’exercice {next}
+ que l’équilibre de chaque section est respecté
+ l’avis de la commission des finances
> D’adopter, chapitre par chapitre, les écritures du tableau annexé.
= 7.2 | 2 | finances
- Taxe de séjour : tarifs applicables en {next}
- Exonération de taxe foncière pour les logements rénovés
- Taxe locale sur la publicité extérieure : tarifs {next}
+ que les tarifs doivent être votés avant la date limite de l’année
> De fixer les tarifs conformément au tableau annexé.
= 7.3 | 4 | finances
- Garantie d’emprunt accordée à {landlord} pour {count} logements situés {at}
- Emprunt de {large} au taux de {rate} pour le financement du programme d’investissement
- Réaménagement de la dette garantie : {landlord}
+ que la garantie porte sur la moitié du prêt et que la ville réserve en retour un cinquième des logements
> D’accorder la garantie aux conditions du contrat annexé, pour sa durée totale.
= 7.4 | 3 | finances
- Aide à l’installation d’une {trade} dans le local situé {at}
- Opération de soutien aux commerçants {of_street} pendant les travaux
+ la volonté de maintenir un commerce de proximité
> D’attribuer une aide de {small}, versée sur justificatifs.
= 7.5 | 16 | finances
- Attribution d’une subvention de {small} à l’association « {association} »
- Subvention exceptionnelle à l’association « {association} » pour {event}
- Convention d’objectifs {year}-{next} avec l’association « {association} » : {amount}
- Demande de subvention auprès {of_partner} pour les {works} du {building}
- Acompte sur la subvention {next} à l’association « {association} »
+ que l’association a remis son compte rendu financier et son rapport d’activité
+ le concours de l’association à la vie de la ville
> D’attribuer la subvention, imputée à la nature 65748, et d’autoriser la signature de la convention.
= 7.6 | 2 | finances
- Contribution {year} au syndicat mixte du littoral : {amount}
- Participation au service d’incendie et de secours pour {next}
+ les statuts et l’appel de cotisation
> De verser la contribution en deux fois.
= 7.7 | 1 | finances
- Avance de trésorerie au budget annexe du port : {amount}
+ le décalage entre les travaux et les redevances
> D’accorder l’avance, remboursable avant la fin de l’exercice.
= 7.8 | 2 | finances
- Fonds de concours à l’agglomération des Trois-Caps pour les travaux {of_street}
- Fonds de concours reçu {of_partner} pour l’{school}
+ que le fonds n’excède pas la part du financement assurée par le bénéficiaire
> D’approuver le plan de financement et la convention.
= 7.9 | 1 | finances
- Société publique locale du littoral : souscription au capital pour {amount}
- Rapport des administrateurs de la société d’économie mixte du port
+ le rapport écrit des représentants de la ville
> D’approuver le rapport.
= 7.10 | 6 | finances
- Tarifs municipaux {next} : {building}
- Tarifs de la restauration scolaire pour l’année {year}-{next}
- Remise gracieuse en faveur d’un régisseur du {building}
- Transfert de la régie de recettes du {building}
- Mise à la réforme de matériels : {goods}
+ l’évolution des charges et le souci de ne pas freiner l’accès au service
> De fixer les tarifs à compter du 1er du mois suivant.
"""
