"""Le coin de la physique nucléaire, the six months before the last six."""

from demo.records import Tip

TIPS_EARLIER: tuple[Tip, ...] = (
    Tip(
        months_ago=6,
        title="Quatre mots au hasard : un blindage qu’aucun neutron ne traverse",
        level=1,
        summary=(
            "« PortMimosa2026 » tombe en quelques secondes. « tracteur mouette lundi velours » tient "
            "des siècles, et se retient mieux."
        ),
        body=(
            "<p>Un bon mot de passe n’est pas compliqué : il est <strong>long et "
            "imprévisible</strong>. Le reste est décoration.</p>"
            "<h2>La recette</h2>"
            "<ol>"
            "<li>Ouvrez un livre au hasard, posez le doigt : un mot. Recommencez quatre ou cinq "
            "fois.</li>"
            "<li>Alignez-les : <em>tracteur mouette lundi velours ancre</em>. Les espaces comptent, "
            "gardez-les.</li>"
            "<li>Inventez l’image qui les relie : un tracteur conduit par une mouette, un lundi, en "
            "velours. Elle ne vous quittera plus.</li>"
            "</ol>"
            "<p>Si une règle exige un chiffre et une majuscule, ajoutez-les au milieu, pas à la fin : "
            "c’est à la fin que tout le monde les met.</p>"
            "<h2>Les trois interdits</h2>"
            "<ul>"
            "<li><strong>Pas de phrase connue</strong> : ni proverbe, ni chanson, ni devise de la "
            "ville.</li>"
            "<li><strong>Pas deux fois le même</strong> : quand un site se fait voler sa liste, on "
            "l’essaie partout ailleurs dans l’heure.</li>"
            "<li><strong>Pas de post-it sous le clavier.</strong> C’est le premier endroit où l’on "
            "regarde, et aussi le deuxième.</li>"
            "</ul>"
            "<h2>Et les quarante autres ?</h2>"
            "<p>Un coffre-fort de mots de passe (KeePassXC, gratuit, à demander au support) les "
            "retient pour vous : une seule phrase à connaître, la vôtre.</p>"
            "<p>Personne, jamais, à la DSI, ne vous demandera votre mot de passe. Si quelqu’un le "
            "fait avec notre voix, raccrochez et rappelez-nous.</p>"
        ),
        author="abourrely",
    ),
    Tip(
        months_ago=7,
        title="Le lien plutôt que la pièce jointe, ou la téléportation enfin maîtrisée",
        level=2,
        summary=(
            "Envoyez un document à neuf personnes et il en existe dix, tous différents le vendredi. "
            "Un lien, lui, n’a pas de jumeaux."
        ),
        body=(
            "<p>Expérience réalisée à la direction des assemblées : un projet de note, neuf "
            "destinataires, onze versions en quatre jours, dont une intitulée "
            "<em>final_DEF_vraiment(2)</em>. La matière se crée, se perd et se contredit.</p>"
            "<h2>La méthode</h2>"
            "<ol>"
            "<li>Déposez le document <strong>dans le dossier partagé du service</strong>, une seule "
            "fois.</li>"
            "<li>Dans l’explorateur de fichiers, cliquez dessus avec le <strong>bouton "
            "droit</strong>, puis <strong>Copier en tant que chemin d’accès</strong> (ou <strong>Ctrl "
            "+ Maj + C</strong> sous Windows 11).</li>"
            "<li>Dans le message, écrivez une phrase, puis collez le chemin <strong>sur une ligne à "
            "lui</strong>. Vos collègues le copieront dans la barre d’adresse de l’explorateur de "
            "fichiers.</li>"
            "</ol>"
            "<p>Tout le monde ouvre le même document. LibreOffice prévient s’il est déjà ouvert par "
            "quelqu’un : proposez alors de le lire en <strong>lecture seule</strong>, ou téléphonez, "
            "c’est l’occasion.</p>"
            "<h2>Avant d’envoyer</h2>"
            "<ul>"
            "<li>Le chemin commence-t-il par une lettre de lecteur (P, par exemple) ? Vérifiez qu’ils "
            "ont <strong>la même lettre</strong> que vous.</li>"
            "<li>Vos destinataires ont-ils <strong>accès à ce dossier</strong> ? Dans le doute, "
            "demandez à l’un d’eux d’essayer.</li>"
            "<li>Le dossier contient-il autre chose qu’ils ne devraient pas voir ? On partage le "
            "tiroir, pas l’armoire.</li>"
            "</ul>"
            "<h2>Quand la pièce jointe reste la bonne idée</h2>"
            "<p>Pour l’extérieur, pour un document définitif, pour une collègue sans poste qui lit "
            "sur son téléphone : joignez un PDF. Un outil n’est pas une religion.</p>"
        ),
        author="clegoff",
    ),
    Tip(
        months_ago=8,
        title="Rechercher et remplacer : la transmutation du plomb en or, Ctrl + H",
        level=2,
        summary=(
            "Le service a changé de nom et il apparaît cent douze fois ? Ne comptez pas sur vos yeux, "
            "comptez sur Ctrl + H."
        ),
        body=(
            "<p>Les alchimistes cherchaient la pierre philosophale. Elle était sous l’index "
            "gauche.</p>"
            "<h2>Dans Writer et dans Calc</h2>"
            "<ol>"
            "<li><strong>Ctrl + H</strong> ouvre <strong>Rechercher et remplacer</strong>.</li>"
            "<li>Dans <strong>Rechercher</strong>, l’ancien nom ; dans <strong>Remplacer</strong>, le "
            "nouveau.</li>"
            "<li>Cliquez d’abord sur <strong>Tout rechercher</strong> : le nombre trouvé s’affiche. "
            "S’il vous surprend, c’est bon signe, réfléchissez.</li>"
            "<li>Puis <strong>Tout remplacer</strong>. Regret ? <strong>Ctrl + Z</strong> annule "
            "l’ensemble d’un coup.</li>"
            "</ol>"
            "<h2>Les deux cases qui sauvent</h2>"
            "<ul>"
            "<li><strong>Respecter la casse</strong> : « Port » n’est plus confondu avec « port », ni "
            "le capitaine avec son verre.</li>"
            "<li><strong>Mots entiers seulement</strong> : sans elle, remplacer <em>cale</em> par "
            "<em>quai</em> transforme <em>calendrier</em> en <em>quaindrier</em>. C’est arrivé, cela "
            "a été imprimé.</li>"
            "</ul>"
            "<h2>Niveau physicien : les espaces en double</h2>"
            "<p>Ouvrez <strong>Autres options</strong>, cochez <strong>Expressions "
            "régulières</strong>, recherchez une espace suivie de <em>{2,}</em> et remplacez par une "
            "espace seule. Toutes les doubles espaces du document fondent ensemble.</p>"
            "<h2>Dans Calc, une précaution</h2>"
            "<p>Sélectionnez la colonne concernée avant d’ouvrir la fenêtre et cochez "
            "<strong>Sélection active seulement</strong>. Un budget où tous les 1 deviennent des 2 "
            "est un document très gai, mais bref.</p>"
        ),
        author="souadah",
    ),
    Tip(
        months_ago=9,
        title="Le téléphone qui lit les papiers : un scanneur atomique dans la poche",
        level=1,
        summary=(
            "Pas de bureau, pas de scanneur, et un certificat à transmettre avant midi ? Votre "
            "téléphone fait très bien l’affaire."
        ),
        body=(
            "<p>En école, je n’ai pas d’ordinateur. J’ai vingt-six enfants, deux mains et, dans le "
            "vestiaire, un téléphone. C’est assez pour envoyer un document propre.</p>"
            "<h2>Sur Android</h2>"
            "<ol>"
            "<li>Ouvrez l’application <strong>Google Drive</strong>, touchez l’<strong>appareil "
            "photo</strong> (ou le <strong>+</strong>, puis <strong>Numériser</strong>).</li>"
            "<li>Posez la feuille à plat sur une table <strong>sombre</strong>, près d’une fenêtre ; "
            "visez d’aplomb.</li>"
            "<li>Ajustez les coins, ajoutez la page suivante avec <strong>+</strong>, puis "
            "enregistrez : c’est un PDF.</li>"
            "</ol>"
            "<h2>Sur iPhone</h2>"
            "<ol>"
            "<li>Ouvrez <strong>Notes</strong>, une nouvelle note, puis touchez le "
            "<strong>trombone</strong> ou l’<strong>appareil photo</strong>.</li>"
            "<li><strong>Scanner les documents</strong> : la photo se prend toute seule quand le "
            "cadre jaune est bon.</li>"
            "<li><strong>Enregistrer</strong>, puis <strong>partager</strong>.</li>"
            "</ol>"
            "<h2>Les bonnes manières</h2>"
            "<ul>"
            "<li><strong>Une page, une image droite</strong>, sans le pouce ni la nappe.</li>"
            "<li>Nommez le fichier : <em>annee-mois-jour_certificat_votre-nom</em>.</li>"
            "<li>Une fois le document envoyé, <strong>effacez-le du téléphone</strong> et de sa "
            "corbeille : un certificat médical n’a rien à faire entre deux photos de vacances.</li>"
            "</ul>"
            "<p>Vous préférez le papier ? Le vaguemestre passe toujours, et il numérise pour vous sur "
            "simple demande. La modernité, c’est d’avoir le choix.</p>"
        ),
        author="msoumare",
    ),
    Tip(
        months_ago=10,
        title="L’agenda partagé, ou comment courber l’espace-temps d’une réunion",
        level=2,
        summary=(
            "Quatorze courriels pour trouver une heure à cinq : c’est plus long que la réunion. "
            "Montrez vos heures libres, gardez vos secrets."
        ),
        body=(
            "<p>La relativité générale nous apprend que le temps ralentit près des grandes masses. "
            "Près des listes de diffusion aussi.</p>"
            "<h2>Partager ses heures, pas sa vie</h2>"
            "<p>Dans l’agenda de Thunderbird, une réunion peut être notée sans en montrer "
            "l’objet :</p>"
            "<ol>"
            "<li>Double-cliquez sur le créneau pour ouvrir l’événement.</li>"
            "<li>Dans le réglage <strong>Confidentialité</strong>, choisissez de n’afficher "
            "<strong>que la date et l’heure</strong>.</li>"
            "<li>Enregistrez. Vos collègues voient « occupé », et rien d’autre.</li>"
            "</ol>"
            "<h2>Proposer au lieu de demander</h2>"
            "<p>Plutôt que « quand êtes-vous libres ? », écrivez : <strong>« mardi 10 h, jeudi 14 h "
            "ou jeudi 16 h ; je retiens jeudi 14 h si personne ne dit rien avant demain "
            "midi »</strong>. Trois choix, une échéance, une décision par défaut. Le taux de réponse "
            "change de galaxie.</p>"
            "<h2>Les rappels qui servent</h2>"
            "<ul>"
            "<li><strong>Quinze minutes</strong> avant une réunion dans le bâtiment.</li>"
            "<li><strong>Une heure</strong> avant un chantier, le temps de trouver un casque.</li>"
            "<li><strong>Un jour</strong> avant, s’il faut préparer un document.</li>"
            "</ul>"
            "<h2>La règle des cinquante minutes</h2>"
            "<p>Fixez vos réunions à cinquante minutes plutôt qu’à une heure. Les dix minutes rendues "
            "servent à marcher, à boire un verre d’eau ou à rappeler quelqu’un. Personne ne s’en est "
            "encore plaint, pas même les bavards.</p>"
        ),
        author="lpradines",
    ),
    Tip(
        months_ago=11,
        title="Un document que tout le monde peut lire, même les yeux fermés",
        level=3,
        summary=(
            "Un collègue aveugle écoute vos notes de service. Avec de vrais titres, il s’y promène ; "
            "sans eux, il traverse un brouillard de particules."
        ),
        body=(
            "<p>Un lecteur d’écran ne voit pas que c’est gros et gras : il lit ce que vous avez "
            "<strong>déclaré</strong>. Bonne nouvelle, déclarer est plus rapide que décorer.</p>"
            "<h2>De vrais titres</h2>"
            "<ol>"
            "<li>Cliquez dans la ligne du titre.</li>"
            "<li>Faites <strong>Ctrl + 1</strong> pour un titre principal, <strong>Ctrl + 2</strong> "
            "pour un sous-titre, <strong>Ctrl + 0</strong> pour revenir au texte.</li>"
            "<li>Appuyez sur <strong>F5</strong> : le <strong>Navigateur</strong> montre le plan. "
            "S’il est vide, vos titres n’étaient que du texte grossi.</li>"
            "</ol>"
            "<p>En prime, la table des matières se fait toute seule.</p>"
            "<h2>Des images qui parlent</h2>"
            "<p>Clic droit sur l’image, <strong>Propriétés</strong>, onglet <strong>Options</strong>, "
            "champ <strong>Texte alternatif</strong> (<strong>Texte</strong> dans les anciennes "
            "versions) : décrivez ce qu’elle apprend. « Plan du port : l’entrée accessible est côté "
            "criée » vaut mieux que « image1 ».</p>"
            "<h2>Trois réflexes</h2>"
            "<ul>"
            "<li><strong>Jamais la couleur seule</strong> : écrivez « urgent » à côté du rouge.</li>"
            "<li><strong>Des liens qui disent où ils vont</strong> : « le règlement des plages », pas "
            "« cliquez ici ».</li>"
            "<li><strong>Une vraie liste</strong> (touche <strong>F12</strong> pour la numéroter), "
            "pas des tirets tapés à la main.</li>"
            "</ul>"
            "<h2>L’export qui garde tout</h2>"
            "<p><strong>Fichier</strong>, <strong>Exporter vers</strong>, <strong>Exporter au format "
            "PDF…</strong>, et cochez <strong>PDF balisé</strong> (ou <strong>Accessibilité "
            "universelle</strong>, dans les versions récentes). Les titres et les descriptions "
            "survivent au voyage.</p>"
            "<p>Pour vérifier, LibreOffice propose un <strong>contrôle d’accessibilité</strong> dans "
            "le menu <strong>Outils</strong>. Il est tatillon, comme tous les bons collègues.</p>"
        ),
        author="dsavary",
    ),
)
