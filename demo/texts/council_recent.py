"""What the two latest sessions decided, what the next one prepares, and what a new council settles first.

Each is the code of a matter of ACTES and the object.
"""

Matters = tuple[tuple[str, str], ...]

LATEST: Matters = (
    ("5.2", "Approbation du procès-verbal de la séance précédente"),
    ("7.1", "Budget principal : décision modificative n° 2"),
    ("8.8", "Plantation de 34 arbres place des Platanes et création d’un îlot de fraîcheur"),
    ("8.1", "Restauration scolaire : menus de saison et suppression des barquettes en plastique"),
    ("7.5", "Attribution d’une subvention de 4 500 € à l’association « La Voile pour tous »"),
)

BEFORE: Matters = (
    ("5.2", "Compte rendu des décisions prises par le maire depuis la dernière séance"),
    ("1.1", "Attribution du marché portant sur les végétaux et semences à la société Paysages du Littoral"),
    ("4.5", "Forfait mobilités durables : vélo et covoiturage des agents de la ville"),
    ("8.3", "Requalification de la rue des Calfats : approbation du programme"),
)

NEXT: Matters = (
    ("7.1", "Ouverture anticipée de crédits d’investissement"),
    ("5.5", "Parapheur électronique : généralisation à toutes les directions"),
    ("8.9", "Règlement des médiathèques : prêt d’ordinateurs portables aux lecteurs"),
)

INSTALLATION: Matters = (
    ("5.1", "Élection du maire"),
    ("5.1", "Détermination du nombre des adjoints au maire"),
    ("5.1", "Élection des adjoints au maire"),
    ("5.6", "Charte de l’élu local : lecture"),
    ("5.4", "Délégations du conseil municipal au maire"),
    ("5.6", "Indemnités de fonction des élus"),
    ("5.3", "Désignation des représentants de la ville au sein du syndicat mixte du littoral"),
    ("5.2", "Commissions municipales : création et composition"),
)
