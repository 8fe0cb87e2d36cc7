"""What the group has done, the newest first: gains counted or, where said, estimated."""

from demo.records import Action, Gain

ACTIONS: tuple[Action, ...] = (
    Action(
        key="cahier-de-nuit",
        title="La nuit écrit trois lignes au matin",
        days_ago=34,
        change=(
            "<p>Chaque jour à cinq heures et demie, les équipes de nuit envoient trois lignes à la "
            "voirie, à la propreté et à l’action sociale, qui répondent avant midi. <strong>Sur le "
            "premier mois, mesuré :</strong> 74 messages, 61 réponses le jour même. Avant, un "
            "lampadaire éteint attendait quatre jours ; nous l’<em>estimons</em> à un jour et demi. "
            "Trois services qui ne se croisaient jamais ont déjeuné ensemble.</p>"
        ),
        leader="hbattesti",
        direction="securite",
        started_days_ago=92,
        gains=(
            Gain(
                "links",
                3,
                "services qui ne se croisaient pas",
                90,
                3,
                "services qui répondent chaque matin",
                6,
            ),
        ),
        ideas=("cahier-de-liaison-nuit",),
    ),
    Action(
        key="menu-unique",
        title="Un seul menu de cantine, quatre endroits où le lire",
        days_ago=63,
        change=(
            "<p>La diététicienne écrit le menu une fois ; l’affichage, le site, le journal des écoles "
            "et le panneau de la place le reprennent. <strong>Gain estimé :</strong> deux heures par "
            "semaine entre quatre services, et 1 900 feuilles par an. L’affiche à hauteur d’enfant "
            "demeure, imprimée en plus grand. Le cabillaud ne ment plus.</p>"
        ),
        leader="plauze",
        direction="education",
        started_days_ago=118,
        gains=(
            Gain("sheets", 1900, "affiches des quatre services sur une année", 115),
            Gain(
                "hours",
                90,
                "deux heures par semaine d’école, entre quatre services",
                115,
                84,
                "relevé de cinq semaines, ramené à l’année",
                20,
            ),
        ),
        ideas=("menus-cantine-affiche",),
    ),
    Action(
        key="annonces-mobilier",
        title="« Donne armoire, cherche pupitre » : les annonces entre services",
        days_ago=96,
        change=(
            "<p>Une page d’annonces et le numéro du gardien. <strong>Compté à ce jour :</strong> 43 "
            "meubles ont changé de service, dont quatorze armoires, et un scaphandre au musée. À prix "
            "d’achat, nous <em>estimons</em> la dépense évitée à 6 800 €. Le vrai gain, dit Idriss, "
            "c’est que l’on descend enfin lui dire bonjour.</p>"
        ),
        leader="msarkissian",
        direction="moyens",
        started_days_ago=160,
        gains=(
            Gain(
                "euros",
                5000,
                "prix d’achat de ce que la cave contenait",
                158,
                6800,
                "prix d’achat des 43 meubles donnés",
                40,
            ),
            Gain(
                "links",
                8,
                "services qui cherchaient chacun de leur côté",
                158,
                12,
                "services qui ont donné ou pris un meuble",
                40,
            ),
        ),
        ideas=("reutiliser-mobilier",),
    ),
    Action(
        key="bornes-depots",
        title="Neuf ordinateurs de la réserve remis en route",
        days_ago=122,
        change=(
            "<p>La DSI a trié les postes remplacés : neuf fonctionnent, nettoyés, sans rien acheter. "
            "Ils attendent les dépôts volontaires. <strong>Compté :</strong> neuf postes, une journée "
            "et demie de travail de deux techniciens. Reste à faire : les affiches en trois dessins, "
            "que des agents sans ordinateur reliront avant tout le monde.</p>"
        ),
        leader="rmontagnac",
        direction="dsi",
        gains=(Gain("euros", 4500, "prix de neuf postes neufs", 130),),
        ideas=(),
    ),
    Action(
        key="annuaire-mots",
        title="L’annuaire répond à « qui s’occupe de… »",
        days_ago=150,
        change=(
            "<p>Trois cent douze fiches portent désormais les mots des habitants : « cartes de "
            "stationnement », « concessions », « chats perdus ». <strong>Estimation :</strong> un "
            "appel sur cinq arrivait au mauvais service ; sur une semaine de comptage à l’accueil, "
            "c’est un sur neuf. Chacun a relu sa fiche avant parution. Le numéro de téléphone vient "
            "en premier.</p>"
        ),
        leader="ikowalski",
        direction="dsi",
        started_days_ago=221,
        gains=(
            Gain(
                "hours",
                400,
                "un appel sur cinq au mauvais service, trois minutes chacun",
                218,
                230,
                "une semaine de comptage à l’accueil, ramenée à l’année",
                120,
            ),
        ),
        ideas=("annuaire-qui-fait-quoi",),
    ),
    Action(
        key="fiche-heures",
        title="Aux ateliers, une fiche d’heures au lieu de quatre",
        days_ago=187,
        change=(
            "<p>Une fiche, lue par la paie, les chantiers et le garage. <strong>Calculé :</strong> "
            "46 agents, trois fiches de moins par semaine, soit environ 6 600 feuilles par an. "
            "<strong>Estimé par la responsable :</strong> trois heures rendues chaque vendredi. On la "
            "remplit au feutre ou au clavier. La case « observations » compte à présent deux "
            "chats.</p>"
        ),
        leader="aduval",
        direction="batiments",
        started_days_ago=240,
        gains=(
            Gain(
                "sheets",
                6600,
                "46 agents, trois fiches de moins par semaine",
                236,
                6350,
                "carnets commandés, d’une année à l’autre",
                60,
            ),
            Gain("hours", 130, "trois heures chaque vendredi, dit la responsable", 236),
        ),
        ideas=("fiche-pointage-ateliers",),
    ),
    Action(
        key="massifs-mariages",
        title="Les mariages et les massifs se sont rencontrés",
        days_ago=228,
        change=(
            "<p>L’état civil et les espaces verts voient le même agenda ; on y lit une heure, jamais "
            "un nom. <strong>Compté sur une saison :</strong> 88 mariages, aucune brouette sur les "
            "photos. Papier économisé : néant, puisqu’on ne s’écrivait pas. C’est l’action qui a "
            "coûté le moins et dont on nous parle le plus.</p>"
        ),
        leader="fmontoya",
        direction="espaces-verts",
        started_days_ago=270,
        gains=(
            Gain(
                "links",
                1,
                "l’état civil et les espaces verts",
                268,
                1,
                "un agenda tenu par les deux, toute une saison",
                200,
            ),
        ),
        ideas=("massifs-et-mariages",),
    ),
    Action(
        key="recto-verso",
        title="Recto verso par défaut sur cent six copieurs",
        days_ago=255,
        change=(
            "<p>Un réglage, une tournée de trois jours, et l’accord de l’imprimerie. <strong>Relevé "
            "sur les compteurs, d’un trimestre à l’autre :</strong> 212 000 feuilles de moins, soit "
            "un quart de la consommation ; une part vient peut-être des congés d’été, nous le disons. "
            "Chacun peut imprimer sur une face quand il le faut : il suffit de le demander à la "
            "machine.</p>"
        ),
        leader="ymorel",
        direction="moyens",
        gains=(
            Gain(
                "sheets",
                180_000,
                "une page sur trois pouvait s’imprimer au dos",
                268,
                212_000,
                "compteurs des 106 copieurs, d’un trimestre à l’autre",
                160,
            ),
        ),
        ideas=(),
    ),
    Action(
        key="permanence-cafe",
        title="La permanence du jeudi, café compris",
        days_ago=281,
        change=(
            "<p>Chaque premier jeudi, de 8 h à 10 h, deux membres du groupe s’installent dans un "
            "dépôt, une crèche ou une cuisine, avec un ordinateur et une cafetière. "
            "<strong>Compté :</strong> onze permanences, 140 personnes, dont la moitié n’a pas de "
            "poste. On y vient pour un mot de passe, on y laisse une idée. Un tiers de vos "
            "propositions y sont nées.</p>"
        ),
        leader="msoumare",
        ideas=(),
    ),
    Action(
        key="formulaires-disparus",
        title="Trente et un formulaires ont pris leur retraite",
        days_ago=318,
        change=(
            "<p>Nous avons réuni tous les formulaires internes sur une grande table : deux cent "
            "quatre. Trente et un n’avaient plus de lecteur, douze existaient en double. "
            "<strong>Estimation :</strong> 8 000 feuilles et quelque 250 heures de remplissage par "
            "an. Les archives en ont gardé un exemplaire de chacun. Le doyen, « demande de ruban "
            "encreur », a eu droit à un discours.</p>"
        ),
        leader="sferracci",
        direction="archives",
        gains=(
            Gain("sheets", 8000, "tirages de l’année précédente", 325),
            Gain("hours", 250, "cinq minutes par formulaire rempli", 325),
        ),
        ideas=(),
    ),
)
