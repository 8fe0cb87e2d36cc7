"""Le coin de la physique nucléaire: one tip a month, the newest first."""

from demo.records import Tip
from demo.texts.tips_earlier import TIPS_EARLIER

TIPS: tuple[Tip, ...] = (
    Tip(
        months_ago=0,
        title="Renommer cent fichiers d’un coup, sans réacteur",
        level=2,
        summary=(
            "Cent photos nommées IMG_4312, IMG_4313… et une idée fixe : qu’elles disent enfin ce "
            "qu’elles montrent. Trente secondes suffisent."
        ),
        body=(
            "<p>Le retour de chantier, c’est toujours cent photos au nom de code spatial. Voici la "
            "fission propre : une seule touche, aucune retombée.</p>"
            "<h2>Sous Windows, avec l’explorateur de fichiers</h2>"
            "<ol>"
            "<li>Rangez les photos dans un dossier à elles, et <strong>faites-en d’abord une "
            "copie</strong> : on ne touche jamais au seul exemplaire.</li>"
            "<li>Triez-les dans l’ordre voulu (clic droit dans le vide, <strong>Trier par</strong>, "
            "puis <strong>Date</strong>).</li>"
            "<li>Cliquez sur la première, puis faites <strong>Ctrl + A</strong> pour tout "
            "sélectionner.</li>"
            "<li>Appuyez sur <strong>F2</strong>, tapez un nom commun, par exemple "
            "<em>2026-11-12_quai-des-voiliers</em>, puis <strong>Entrée</strong>.</li>"
            "</ol>"
            "<p>Windows ajoute seul un numéro entre parenthèses : <em>2026-11-12_quai-des-voiliers "
            "(1)</em>, <em>(2)</em>, <em>(3)</em>… L’extension, elle, ne bouge pas.</p>"
            "<h2>Vous vous êtes trompé de nom ?</h2>"
            "<p><strong>Ctrl + Z</strong>, immédiatement : tout revient comme avant. C’est la seule "
            "réaction en chaîne réversible que nous connaissions.</p>"
            "<h2>Le bon nom, en une règle</h2>"
            "<p>La date à l’envers (année, mois, jour), puis le lieu, puis le sujet, avec des tirets, "
            "sans espace ni accent. Ainsi l’ordre alphabétique devient l’ordre du temps, et votre "
            "remplaçante retrouvera le quai sans vous appeler à la plage.</p>"
        ),
        author="ikowalski",
    ),
    Tip(
        months_ago=1,
        title="Le collage à froid : Ctrl + Maj + V, ou la matière sans ses radiations",
        level=1,
        summary=(
            "Vous collez trois mots et il arrive trois mots, en violet, corps 22, soulignés. Collez "
            "le texte sans son costume."
        ),
        body=(
            "<p>Copier un paragraphe d’une page web dans un courrier, c’est inviter un ami et voir "
            "arriver son orchestre. Il existe un sas de décontamination.</p>"
            "<h2>Le geste</h2>"
            "<ol>"
            "<li>Copiez comme d’habitude : <strong>Ctrl + C</strong>.</li>"
            "<li>Dans LibreOffice Writer, faites <strong>Ctrl + Alt + Maj + V</strong> : le texte "
            "arrive nu, habillé comme le paragraphe où vous êtes.</li>"
            "<li>Dans Thunderbird et dans la plupart des pages web, c’est <strong>Ctrl + Maj + "
            "V</strong>.</li>"
            "</ol>"
            "<p>Dans Writer, <strong>Ctrl + Maj + V</strong> existe aussi : il ouvre la fenêtre "
            "<strong>Collage spécial</strong> ; choisissez <strong>Texte non formaté</strong>.</p>"
            "<h2>Le mal est déjà fait ?</h2>"
            "<p>Sélectionnez le passage bariolé et faites <strong>Ctrl + M</strong> dans "
            "LibreOffice : la mise en forme directe s’efface, le style du document revient.</p>"
            "<h2>Et le presse-papiers qui se souvient</h2>"
            "<p>Sous Windows, la touche <strong>Windows + V</strong> montre vos derniers "
            "copiés-collés (il faut l’activer une fois, d’un clic, quand Windows le propose). On n’y "
            "laisse traîner ni mot de passe, ni donnée d’usager : le bouton <strong>Effacer "
            "tout</strong> est là pour cela.</p>"
            "<p>Retenez surtout le <strong>Maj</strong> : c’est la combinaison de protection. On ne "
            "manipule pas du texte d’origine inconnue à mains nues.</p>"
        ),
        author="groupe",
    ),
    Tip(
        months_ago=2,
        title="La capture d’écran, ou photographier l’invisible sans chambre à bulles",
        level=1,
        summary=(
            "« Ça m’affiche un truc. » Le truc, en image, fait gagner vingt minutes à tout le monde. "
            "Windows, Maj, S : c’est tout."
        ),
        body=(
            "<p>Au support informatique, nous recevons encore des photos de l’écran prises de biais, "
            "avec le reflet de la fenêtre et, une fois, d’un goéland. Il y a plus net.</p>"
            "<h2>Sur votre ordinateur</h2>"
            "<ol>"
            "<li>Appuyez sur <strong>Windows + Maj + S</strong> : l’écran se voile.</li>"
            "<li>Avec la souris, tracez un rectangle autour de ce que vous voulez montrer, et de cela "
            "seulement.</li>"
            "<li>Collez l’image dans votre message avec <strong>Ctrl + V</strong>.</li>"
            "</ol>"
            "<p>Une petite fenêtre apparaît aussi en bas à droite : cliquez dessus pour entourer en "
            "rouge, surligner ou enregistrer l’image.</p>"
            "<h2>Sur votre téléphone</h2>"
            "<ul>"
            "<li>Android : <strong>bouton marche</strong> et <strong>volume bas</strong>, ensemble, "
            "un instant.</li>"
            "<li>iPhone sans bouton rond : <strong>bouton latéral</strong> et <strong>volume "
            "haut</strong>.</li>"
            "</ul>"
            "<h2>Avant d’envoyer, trois secondes</h2>"
            "<p>Regardez l’image comme si vous étiez un inconnu : y voit-on un nom d’usager, un "
            "numéro de téléphone, l’onglet des soldes ? <strong>Recadrez.</strong> Flouter au "
            "surligneur noir semi-transparent ne protège rien : on lit à travers.</p>"
            "<p>Et ajoutez une phrase : ce que vous vouliez faire, ce qui s’est passé. L’image montre "
            "l’accident, la phrase raconte le carrefour.</p>"
        ),
        author="lfernandes",
    ),
    Tip(
        months_ago=3,
        title="Alléger un PDF de 40 Mo : la fusion froide existe",
        level=2,
        summary=(
            "Votre rapport ne passe pas par courriel ? Il contient sans doute des photos au format "
            "d’une affiche. Mettons-les au régime."
        ),
        body=(
            "<p>Un PDF n’est pas lourd à cause du texte : mille pages écrites pèsent moins qu’une "
            "seule photo de téléphone. Les coupables sont les images.</p>"
            "<h2>Si vous avez le document d’origine (LibreOffice)</h2>"
            "<ol>"
            "<li>Menu <strong>Fichier</strong>, <strong>Exporter vers</strong>, <strong>Exporter au "
            "format PDF…</strong></li>"
            "<li>Onglet <strong>Général</strong>, cadre <strong>Images</strong> : choisissez "
            "<strong>Compression JPEG</strong>, qualité <strong>80 %</strong>.</li>"
            "<li>Cochez <strong>Réduire la résolution des images à</strong> et prenez <strong>150 "
            "PPP</strong> pour l’écran, <strong>300 PPP</strong> pour l’imprimerie.</li>"
            "<li>Cliquez sur <strong>Exporter</strong>.</li>"
            "</ol>"
            "<p>Un compte rendu de quarante photos descend couramment de 40 Mo à moins de 4 Mo, sans "
            "différence visible à l’écran.</p>"
            "<h2>S’il vient du scanneur</h2>"
            "<p>Le remède est à la source : sur le copieur, numérisez en <strong>200 ou 300 "
            "ppp</strong>, en <strong>noir et blanc</strong> ou en <strong>niveaux de gris</strong> "
            "s’il n’y a pas de couleur utile. La couleur à 600 ppp, réservons-la aux plans anciens et "
            "aux aquarelles.</p>"
            "<h2>Deux précautions d’archiviste</h2>"
            "<ul>"
            "<li><strong>Gardez l’original</strong> : on allège une copie, jamais l’exemplaire qui "
            "fait foi.</li>"
            "<li>Pour un document à conserver longtemps, cochez aussi <strong>Archive "
            "(PDF/A)</strong> dans la même fenêtre : les polices sont emportées avec le texte.</li>"
            "</ul>"
            "<p>Et n’envoyez à aucun site gratuit « qui compresse les PDF » un document contenant des "
            "noms d’usagers : on ignore où il dort ensuite.</p>"
        ),
        author="sferracci",
    ),
    Tip(
        months_ago=4,
        title="Le publipostage, accélérateur de particules de courriers",
        level=3,
        summary=(
            "Quatre-vingts convocations, un seul modèle, aucune faute dans les prénoms. Le "
            "publipostage de LibreOffice, pas à pas."
        ),
        body=(
            "<p>Taper quatre-vingts fois « Madame, Monsieur », c’est de l’artisanat. Du bel "
            "artisanat, mais la rentrée est lundi.</p>"
            "<h2>1. Le tableau</h2>"
            "<p>Dans Calc, une ligne par personne, une colonne par information : <em>Civilite</em>, "
            "<em>Nom</em>, <em>Rue</em>, <em>Ville</em>. <strong>La première ligne porte les "
            "titres.</strong> Enregistrez et fermez le fichier.</p>"
            "<h2>2. Le modèle</h2>"
            "<ol>"
            "<li>Dans Writer, écrivez la lettre.</li>"
            "<li>Menu <strong>Insertion</strong>, <strong>Champ</strong>, <strong>Autres "
            "champs…</strong>, onglet <strong>Base de données</strong>, puis, dans la liste "
            "<strong>Type</strong>, la ligne du publipostage (« mailing » dans les anciennes "
            "versions).</li>"
            "<li>Bouton <strong>Parcourir…</strong> : désignez votre tableau. Il apparaît dans la "
            "liste.</li>"
            "<li>Dépliez-le, puis double-cliquez sur chaque colonne pour la poser à sa place dans la "
            "lettre.</li>"
            "</ol>"
            "<h2>3. La réaction en chaîne</h2>"
            "<ol>"
            "<li>Faites <strong>Fichier</strong>, <strong>Imprimer…</strong> Writer demande si vous "
            "voulez imprimer une lettre type : répondez <strong>Oui</strong>.</li>"
            "<li>Choisissez <strong>Fichier</strong> comme sortie, puis <strong>Enregistrer comme "
            "document unique</strong>.</li>"
            "<li>Ouvrez le résultat et <strong>relisez la première, la dernière et une au "
            "milieu</strong>.</li>"
            "</ol>"
            "<p>N’imprimez qu’après cette relecture. Un « Cher Monsieur Rue des Pêcheurs » expédié en "
            "quatre-vingts exemplaires a une demi-vie très longue : on nous en parle encore.</p>"
            "<p>Besoin d’aide la première fois ? Les archives et l’imprimerie tiennent une "
            "permanence, café compris.</p>"
        ),
        author="hdelcroix",
    ),
    Tip(
        months_ago=5,
        title="Recto verso : l’antimatière du papier",
        level=1,
        summary=(
            "Une case à cocher, une fois pour toutes, et la moitié des feuilles n’ont jamais existé. "
            "Parole d’imprimeuse."
        ),
        body=(
            "<p>Je suis imprimeuse : j’aime le papier. C’est pour cela que je n’aime pas le voir "
            "mourir à moitié blanc dans la corbeille du copieur.</p>"
            "<h2>Régler son poste une fois pour toutes (Windows 11)</h2>"
            "<ol>"
            "<li><strong>Paramètres</strong>, <strong>Bluetooth et appareils</strong>, "
            "<strong>Imprimantes et scanners</strong>.</li>"
            "<li>Choisissez votre imprimante, puis <strong>Options d’impression</strong>.</li>"
            "<li>Réglez <strong>Recto verso</strong> sur <strong>Bord long</strong> et la couleur sur "
            "<strong>Niveaux de gris</strong>, puis validez.</li>"
            "</ol>"
            "<p>Vous pourrez toujours changer d’avis le jour de l’affiche en couleurs.</p>"
            "<h2>Deux pages par feuille, pour relire</h2>"
            "<p>Dans LibreOffice : <strong>Ctrl + P</strong>, puis, dans l’onglet "
            "<strong>Général</strong>, choisissez <strong>Pages par feuille : 2</strong>. Une note de "
            "six pages tient sur deux feuilles, et les marges accueillent toujours vos remarques.</p>"
            "<h2>Choisir ses pages</h2>"
            "<p>Au même endroit, tapez <em>1-3,7</em> dans <strong>Pages</strong> pour n’imprimer que "
            "les trois premières et la septième. La dernière page, celle qui ne porte que « Veuillez "
            "agréer », restera où elle est.</p>"
            "<h2>Et quand c’est beau, venez me voir</h2>"
            "<p>Livret agrafé, pli roulé, dos carré collé : l’imprimerie municipale sait faire, et "
            "mieux que le copieur du deuxième. Le papier qu’on économise sur les brouillons, "
            "mettons-le là où il donne du plaisir.</p>"
        ),
        author="rferreira",
    ),
    *TIPS_EARLIER,
)
