"""What every manual says, in the words of its software: chapters with several ways of saying each thing.

In the paragraphs, {name} is the software, {one} and {several} what it keeps (« l’acte », « les actes »), {version}
and {vendor} as in the software’s card. A text never says « de » nor « à » just before {one} or {several}.
"""

OPENING: tuple[str, ...] = (
    "Ce manuel accompagne {name}. Il se lit dans l’ordre la première fois, par chapitre ensuite. Les "
    "captures d’écran en sont absentes à dessein : elles vieillissent plus vite que les mots.",
    "Vous découvrez {name}, ou vous y revenez après une longue absence. Une heure suffit pour les "
    "gestes de tous les jours ; le reste s’apprend quand on en a besoin.",
    "Ce guide a été relu par trois agents qui ne connaissaient pas {name}. Ce qu’ils n’ont pas "
    "compris a été réécrit.",
    "Gardez ce manuel à portée de main les premières semaines. Dans l’intranet, le bouton "
    "« épingler » le met sur votre page d’accueil et vous prévient quand il est remplacé.",
)

SCREEN: tuple[str, ...] = (
    "L’écran d’accueil montre à gauche ce qui vous attend, à droite ce que vous avez ouvert "
    "récemment. Un chiffre entouré signale ce qui dépasse son délai. Rien ne s’efface de cet écran "
    "sans une action de votre part.",
    "En haut, la barre de recherche ; au centre, {several} de votre service ; en bas, l’état de la "
    "dernière synchronisation. La touche F1 ouvre l’aide du champ où se trouve le curseur.",
    "Trois onglets suffisent au quotidien : « À faire », « En cours », « Terminé ». Le quatrième, "
    "« Réglages », n’apparaît qu’aux référents. La taille des caractères se change avec Ctrl et la "
    "molette.",
    "Les couleurs ne portent jamais seules une information : un mot les accompagne toujours. Vous "
    "pouvez passer en contraste renforcé depuis votre profil, en haut à droite.",
)

SEARCHING: tuple[str, ...] = (
    "Pour retrouver {one}, tapez deux ou trois mots sans accent ni majuscule. Les guillemets "
    "cherchent l’expression exacte. Le filtre par année évite de relire dix ans de travail.",
    "La recherche porte sur les intitulés, les noms et les numéros. Si rien ne sort, retirez un mot "
    "plutôt que d’en ajouter un : c’est presque toujours une faute de frappe d’origine.",
    "Un double-clic ouvre {one} en lecture. Le crayon fait passer en modification et prévient les "
    "collègues que vous y êtes. Fermez toujours par « Enregistrer » ou « Abandonner », jamais par la "
    "croix.",
    "Les listes se trient par leur en-tête et se filtrent par direction, par état et par date. Un "
    "filtre qui sert souvent s’enregistre sous un nom ; il reste personnel tant que vous ne le "
    "partagez pas.",
)

MISTAKES: tuple[str, ...] = (
    "Tout le monde se trompe. Tant que la validation n’est pas faite, le bouton « Revenir » défait la"
    " dernière saisie. Après validation, demandez une réouverture au référent : elle laisse une "
    "trace, sans reproche.",
    "Un doublon ne se supprime pas, il se rattache. Ouvrez {one} à garder, choisissez « Rattacher » "
    "et désignez l’autre : {name} garde les deux historiques sous un seul numéro.",
    "Le message « données modifiées par un autre utilisateur » n’est pas une panne : un collègue a "
    "enregistré avant vous. Recopiez votre texte, rechargez, comparez, puis enregistrez de nouveau.",
    "Une pièce jointe au mauvais endroit se déplace par glisser-déposer ou, au clavier, par la "
    "commande « Déplacer vers ». L’original reste visible trente jours dans la corbeille du service.",
)

SHARING: tuple[str, ...] = (
    "L’impression passe par le bouton « Éditer », jamais par celui du navigateur : les en-têtes et la"
    " pagination y sont prévus. Demandez-vous d’abord qui lira le papier ; souvent, un lien suffit.",
    "L’export au format tableur donne une ligne pour chaque élément et garde les accents. Ouvrez-le "
    "en UTF-8, séparateur point-virgule. Les colonnes masquées à l’écran le sont aussi dans l’export.",
    "Un lien copié depuis la barre d’adresse ne donne aucun droit : celui qui le reçoit voit {one} "
    "s’il y est habilité, et une page polie dans le cas contraire.",
    "Les éditions mensuelles partent seules le premier jour ouvré. Pour changer les destinataires, "
    "adressez-vous au référent fonctionnel, dont le nom est sur la page du progiciel.",
)

PRIVACY: tuple[str, ...] = (
    "N’écrivez que ce qui sert. Les zones libres ne reçoivent ni opinion, ni santé, ni vie privée. "
    "Toute personne peut demander à lire ce qui la concerne : écrivez comme si elle lisait par-dessus"
    " votre épaule.",
    "Les données sont gardées le temps prévu par le tableau de gestion des archives, puis versées ou "
    "éliminées. {name} ne supprime rien tout seul : il propose, le référent décide.",
    "Verrouillez votre poste en le quittant, même pour un café : touche Windows et L. Un code ne se "
    "prête pas, y compris au remplaçant, qui en reçoit un à son nom dans la journée.",
    "Les consultations sont journalisées pendant un an. Le journal sert à comprendre un incident, non"
    " à mesurer le travail de chacun.",
)

BREAKDOWN: tuple[str, ...] = (
    "Si {name} ne répond plus, regardez d’abord sa page dans l’intranet : une panne connue y est "
    "annoncée en haut, avec l’heure. Sinon, ouvrez un ticket dans Sésame en disant ce que vous "
    "faisiez.",
    "En cas de coupure longue, passez à la procédure papier : le formulaire de secours est dans le "
    "classeur rouge du service. La ressaisie se fait à deux, l’un dicte, l’autre tape.",
    "Une lenteur le matin entre huit heures et neuf heures est normale le lundi. Une lenteur tout le "
    "jour ne l’est pas : signalez-la avec l’heure exacte et le nom de l’écran.",
    "L’éditeur, {vendor}, n’intervient qu’à la demande de la direction des systèmes d’information. Ne"
    " laissez personne prendre la main sur votre poste au téléphone sans numéro de ticket.",
)

NEWS: tuple[str, ...] = (
    "La version {version} corrige la perte des accents dans les exports et ajoute un tri par date de "
    "clôture. Les raccourcis ne changent pas.",
    "Avec la version {version}, la recherche accepte les fautes de frappe, et ce qui est clos depuis "
    "plus de deux ans se range à part. Une case permet de tout revoir.",
    "La version {version} demande un mot de passe plus long et propose la clé de sécurité. L’ancien "
    "écran reste accessible un trimestre, par le menu « Affichage ».",
    "Depuis la version {version}, les notifications se règlent par personne : chaque jour, chaque "
    "semaine ou jamais. Le réglage par défaut est chaque semaine.",
)

QUESTIONS: tuple[tuple[str, str], ...] = (
    (
        "Puis-je travailler de chez moi ?",
        "Oui, par l’accès distant, avec le poste de la ville. Les postes personnels ne sont pas "
        "admis, quel que soit leur âge.",
    ),
    (
        "Je n’ai pas d’ordinateur. Comment faire ?",
        "La borne du dépôt, l’ordinateur de la permanence du jeudi ou un collègue du bureau : les "
        "trois sont prévus, et la saisie porte votre nom, non le leur.",
    ),
    (
        "Pourquoi {name} me demande-t-il de confirmer deux fois ?",
        "Parce que la première fois, on lit le titre ; la seconde, on lit la phrase. Cette question a"
        " évité onze erreurs l’an dernier.",
    ),
    (
        "Qui voit ce que j’écris ?",
        "Votre service, le référent et, pour un contrôle, la personne chargée de la protection des "
        "données. La liste exacte est affichée sous le bouton « Qui voit cela ? ».",
    ),
    (
        "Le bouton est grisé. Est-ce une panne ?",
        "Presque jamais. Passez la souris dessus ou atteignez-le au clavier : la raison s’affiche, le"
        " plus souvent un champ obligatoire.",
    ),
    (
        "Combien de temps garde-t-on une pièce ?",
        "Le temps inscrit au tableau de gestion. Il se lit dans l’onglet « Archivage », avec la date "
        "de la prochaine étape.",
    ),
    (
        "Peut-on revenir à l’ancienne présentation ?",
        "Non, mais dites ce qui vous manque : la moitié des améliorations de cette version viennent "
        "de vos remarques dans saperlipopette !",
    ),
    (
        "Que se passe-t-il quand je change de service ?",
        "Vos droits se ferment le jour du départ et se rouvrent à l’arrivée. Ce que vous avez "
        "commencé passe à votre responsable, qui le confie à quelqu’un.",
    ),
)

MORE: tuple[str, ...] = (
    "Relisez avant de valider : ce que lit le suivant dépend de ce que vous écrivez ici.",
    "En cas de doute, laissez en attente et demandez ; une attente notée vaut mieux qu’une réponse inventée.",
    "Le contrôle automatique ne remplace pas le vôtre : il vérifie les formes, vous vérifiez le sens.",
    "Notez la date de réception telle qu’elle est sur la pièce, non celle du jour de la saisie.",
    "Le délai se compte en jours ouvrés, sauf mention contraire dans la marge.",
    "Une fois l’étape franchie, l’état change dans toutes les listes et le responsable reçoit un "
    "récapitulatif le soir.",
    "Ce geste se fait aussi au clavier : Alt et la lettre soulignée.",
    "Gardez l’original : la copie numérisée ne le remplace que si le service des archives l’a écrit.",
)
