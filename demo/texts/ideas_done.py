"""Ideas carried out."""

from demo.records import Idea

IDEAS_DONE: tuple[Idea, ...] = (
    Idea(
        key="massifs-et-mariages",
        title="Dire aux jardiniers quand on marie",
        text=(
            "Un samedi de mai, la mariée est sortie de la salle des mariages au moment exact où l’on "
            "retournait le massif d’entrée. Le motoculteur était dans son droit, la mariée aussi. La "
            "traîne, elle, n’a pas été consultée.\n\n"
            "Nous avons l’agenda des mariages ; les espaces verts ont celui des plantations. Si "
            "chacun voyait l’autre, on planterait le lundi. Et les photos de mariage auraient des "
            "fleurs au lieu d’une brouette."
        ),
        author="sokafor",
        is_thanked=True,
        state="done",
        received_days_ago=320,
        direction="espaces-verts",
        member_in_charge="jtaormina",
        taken_days_ago=316,
        decided_days_ago=291,
        started_days_ago=270,
        done_days_ago=228,
        answer=(
            "<p>Bonjour Suzanne,</p>"
            "<p>C’est peut-être l’idée la plus simple que nous ayons reçue, et celle qui a fait le "
            "plus rire. Elle est <strong>retenue</strong>.</p>"
            "<p>Les mariages et les grandes plantations seront visibles dans un même agenda, sans les "
            "noms des mariés : l’heure suffit à un massif. Aucun logiciel nouveau, deux services qui "
            "se voient, et un numéro à appeler si un mariage s’ajoute.</p>"
            "<p>Camille, aux espaces verts, a proposé mieux encore : planter "
            "<strong>l’avant-veille</strong>, pour que le massif soit à son avantage. On "
            "dématérialise un papier, on gagne un bouquet.</p>"
        ),
    ),
    Idea(
        key="fiche-pointage-ateliers",
        title="Une fiche d’heures au lieu de quatre",
        text=(
            "Chaque semaine, mes équipes remplissent une fiche d’heures pour la paie, une pour le "
            "suivi des chantiers, une pour les véhicules et une pour moi. Les quatre disent la même "
            "chose, sauf quand elles se contredisent, et là je passe mon vendredi à faire la paix "
            "entre des papiers.\n\n"
            "Une seule fiche. Chacun y prend ce qui le concerne."
        ),
        author="aduval",
        is_thanked=True,
        state="done",
        received_days_ago=298,
        direction="ateliers",
        member_in_charge="bmaurin",
        taken_days_ago=293,
        decided_days_ago=262,
        started_days_ago=240,
        done_days_ago=187,
        answer=(
            "<p>Bonjour Alexandra,</p>"
            "<p>Nous avons posé les quatre fiches côte à côte sur une table : <strong>dix-neuf cases "
            "sur vingt-six</strong> étaient les mêmes. La vingt-septième, « observations », n’avait "
            "reçu en un an qu’un dessin de chat.</p>"
            "<p>Votre idée est <strong>retenue</strong> : une seule fiche, remplie au feutre ou au "
            "clavier, selon les mains du jour. La paie, les chantiers et le garage y lisent leur "
            "partie. La fiche est conservée une seule fois, par la DRH, et non plus dans quatre "
            "armoires.</p>"
            "<p>Nous avons gardé la case « observations ». Pour le chat.</p>"
        ),
    ),
    Idea(
        key="annuaire-qui-fait-quoi",
        title="Chercher dans l’annuaire par « qui s’occupe de… »",
        text=(
            "À l’accueil, on ne me demande jamais Monsieur Untel. On me demande « la personne des "
            "cartes de stationnement, celle qui est gentille ». L’annuaire cherche par nom de "
            "famille. Je connais donc par cœur deux mille personnes et leur caractère, mais je pars à "
            "la retraite dans six ans.\n\n"
            "Pourrait-on ajouter des mots à chaque fiche : ce dont la personne s’occupe vraiment, "
            "avec les mots des habitants ?"
        ),
        author="lmartel",
        is_thanked=False,
        state="done",
        received_days_ago=276,
        direction="dsi",
        member_in_charge="ikowalski",
        taken_days_ago=272,
        decided_days_ago=244,
        started_days_ago=221,
        done_days_ago=150,
        answer=(
            "<p>Bonjour Ludivine,</p>"
            "<p>Votre mémoire est un service public à elle seule ; il était temps qu’on la recopie, "
            "avec votre accord et un café.</p>"
            "<p>L’idée est <strong>retenue</strong> : chaque fiche aura une ligne « s’occupe de… », "
            "écrite avec les mots des habitants. Chacun relit la sienne avant qu’elle paraisse. Vous "
            "en proposez trois cents pour commencer, c’est considérable.</p>"
            "<p>L’annuaire donnera <strong>un numéro avant une adresse</strong> : le but est qu’on se "
            "parle. Quant à « celle qui est gentille », nous avons renoncé à en faire un filtre : "
            "elles l’étaient toutes.</p>"
        ),
    ),
    Idea(
        key="reutiliser-mobilier",
        title="Avant d’acheter une armoire, savoir qu’il y en a douze à la cave",
        text=(
            "La piscine voulait une armoire. On nous a répondu trois mois et un devis. En descendant "
            "à la cave de l’hôtel de ville pour tout autre chose, j’ai vu douze armoires identiques, "
            "propres, qui attendaient.\n\n"
            "Il faudrait une page de petites annonces entre services : « donne armoire », « cherche "
            "pupitre ». Avec une photo et le nom du gardien, puisque c’est lui qui a la clé et qu’il "
            "aime bien qu’on le prévienne."
        ),
        author="cdutertre",
        is_thanked=True,
        state="done",
        received_days_ago=205,
        direction="moyens",
        member_in_charge="rferreira",
        taken_days_ago=201,
        decided_days_ago=176,
        started_days_ago=160,
        done_days_ago=96,
        answer=(
            "<p>Bonjour Coralie,</p>"
            "<p>Nous sommes descendus à la cave. Il y avait quatorze armoires, deux pianos, un "
            "scaphandre et Idriss, ravi de recevoir de la visite.</p>"
            "<p>L’idée est <strong>retenue</strong> : une page d’annonces entre services, une photo, "
            "une date de fin, et <strong>le numéro du gardien bien en vue</strong>. Rien ne part sans "
            "lui : il connaît l’histoire de chaque meuble et le poids du piano.</p>"
            "<p>Un meuble donné sort de l’inventaire du service et entre dans l’autre, en une ligne. "
            "Le scaphandre, lui, ira au musée de la Mer.</p>"
        ),
    ),
    Idea(
        key="menus-cantine-affiche",
        title="Un seul menu de cantine, corrigé partout à la fois",
        text=(
            "Je compose le menu. Il est ensuite recopié pour l’affichage, le site de la ville, le "
            "journal des écoles et le panneau de la place. Quand le poisson n’arrive pas, je corrige "
            "quatre fois, et il y a toujours un endroit où l’on mange encore du cabillaud.\n\n"
            "Qu’on l’écrive une fois et que les autres le lisent. L’affiche papier doit rester à "
            "hauteur d’enfant : ce sont eux, mes lecteurs."
        ),
        author="plauze",
        is_thanked=True,
        state="done",
        received_days_ago=164,
        direction="education",
        member_in_charge="msoumare",
        taken_days_ago=160,
        decided_days_ago=134,
        started_days_ago=118,
        done_days_ago=63,
        answer=(
            "<p>Bonjour Perrine,</p>"
            "<p>Le cabillaud fantôme a été aperçu jusqu’au panneau de la place, un soir de raviolis. "
            "Il fallait agir : votre idée est <strong>retenue</strong>.</p>"
            "<p>Le menu vivra <strong>dans un seul document</strong> ; le site, le panneau et le "
            "journal le liront. Vous corrigez une fois, tout le monde mange pareil. Les allergènes y "
            "figurent, en toutes lettres.</p>"
            "<p>L’affiche à hauteur d’enfant reste, et l’imprimerie la fait plus belle : Rosa y a mis "
            "des poissons. Ceux-là, au moins, arrivent chaque semaine.</p>"
        ),
    ),
    Idea(
        key="cahier-de-liaison-nuit",
        title="Que la nuit raconte au matin",
        text=(
            "La nuit, nous voyons beaucoup de choses : un lampadaire mort, une grille ouverte, une "
            "dame qui cherche sa rue. Nous l’écrivons dans un cahier. Le matin, personne n’ouvre le "
            "cahier, car il est dans notre voiture et nous dormons.\n\n"
            "Un message à cinq heures et demie, trois lignes, à ceux qui prennent le relais : voirie, "
            "propreté, social. Sans nom de personne. Et que quelqu’un nous réponde de temps en "
            "temps : la nuit, on aime savoir que le matin existe."
        ),
        author="pgros",
        is_thanked=False,
        state="done",
        received_days_ago=131,
        direction="securite",
        name_hidden=True,
        member_in_charge="groupe",
        taken_days_ago=128,
        decided_days_ago=108,
        started_days_ago=92,
        done_days_ago=34,
        answer=(
            "<p>Bonjour,</p>"
            "<p>« On aime savoir que le matin existe » : il existe, et il vous remercie.</p>"
            "<p>L’idée est <strong>retenue</strong> : trois lignes à cinq heures et demie, envoyées à "
            "la voirie, à la propreté et à l’action sociale. <strong>Aucun nom d’habitant</strong> "
            "n’y figure ; les situations personnelles passent toujours par un appel, de vive "
            "voix.</p>"
            "<p>Chaque service répond avant midi, d’un mot : « vu », « fait », ou « rappelez-nous ». "
            "Le cahier demeure dans la voiture : il a une écriture, des taches de café, et rejoindra "
            "les archives en fin d’année.</p>"
        ),
    ),
)
