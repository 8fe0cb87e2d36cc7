"""What the group has decided and is not over, or was given up: who leads it, how far it is, what it should bring."""

from demo.records import Action, Gain, Step

UNDER_WAY: tuple[Action, ...] = (
    Action(
        key="bons-sans-navette",
        title="Les bons de travaux partent de l’atelier, pas de la mairie",
        state="in_progress",
        decided=(
            "Un bon par chantier, rempli à l’atelier et lu le jour même par la voirie, les bâtiments et le magasin. "
            "Le carnet à souches reste dans le camion : il sert quand le réseau manque, et on le recopie le soir.\n\n"
            "On commence par la menuiserie et la plomberie. Si Wilfried dit que c’est plus long qu’avant, on arrête."
        ),
        decided_days_ago=64,
        started_days_ago=60,
        due_in_days=38,
        leader="aduval",
        direction="batiments",
        ideas=("bons-atelier",),
        steps=(
            Step("Réunir les trois carnets et garder les cases utiles", due_in_days=-48, done_days_ago=50),
            Step("Essayer deux semaines avec la menuiserie", due_in_days=-28, done_days_ago=27),
            Step("Corriger ce que la menuiserie a barré au crayon rouge", due_in_days=-14, done_days_ago=12),
            Step("Ouvrir à la plomberie et à l’électricité", due_in_days=11),
            Step("Dire à la mairie que la navette de 11 heures n’a plus rien à porter", due_in_days=38),
        ),
        gains=(
            Gain("sheets", 5200, "quatre feuilles par bon, vingt-cinq bons par semaine", 62),
            Gain("hours", 310, "une demi-heure de route par bon rapporté, comptée par la responsable", 62),
        ),
    ),
    Action(
        key="catalogue-des-serres",
        title="Le catalogue des serres, ouvert à qui veut planter",
        state="in_progress",
        decided=(
            "Les serres publient chaque lundi ce qui est prêt : le nom, la photo, la hauteur, combien il en reste. Les "
            "écoles, les crèches et le théâtre réservent, et viennent chercher. On ne livre pas : c’est en venant que "
            "l’on apprend à arroser."
        ),
        decided_days_ago=150,
        started_days_ago=140,
        due_in_days=17,
        leader="hcombaluzier",
        direction="espaces-verts",
        ideas=("catalogue-plantes",),
        steps=(
            Step("Photographier les quatre-vingts plantes de la saison", due_in_days=-110, done_days_ago=104),
            Step("Ouvrir le catalogue aux espaces verts", due_in_days=-80, done_days_ago=80),
            Step("L’ouvrir à deux écoles et à la crèche des Galets", due_in_days=-30, done_days_ago=33),
            Step("L’ouvrir à tous, avec un mot sur l’arrosage", due_in_days=17),
        ),
        gains=(
            Gain(
                "links",
                6,
                "services qui appelaient les serres sans se connaître",
                145,
                4,
                "services venus chercher des plantes",
                9,
            ),
            Gain("euros", 2400, "géraniums achetés l’an dernier alors qu’ils poussaient ici", 145),
        ),
    ),
    Action(
        key="conges-une-couleur",
        title="Les congés, d’une seule couleur",
        state="blocked",
        decided=(
            "Une demande de congé, une réponse, un seul compte de jours que l’agent et la paie lisent ensemble. "
            "Qui n’a pas d’ordinateur garde une feuille, une seule, que son chef d’équipe saisit devant lui."
        ),
        decided_days_ago=92,
        started_days_ago=87,
        due_in_days=24,
        blocked_days_ago=6,
        blocked_reason=(
            "Le logiciel de paie compte les demi-journées de pont comme des journées entières. L’éditeur a reconnu la "
            "faute et promet une correction ; tant qu’elle n’est pas là, nous ne voulons pas que quelqu’un perde un "
            "après-midi. Laëtitia, à la propreté, tient la liste des cas."
        ),
        leader="ncastaing",
        direction="drh",
        ideas=("conges-sans-carbone",),
        steps=(
            Step(
                "Recopier les règles de chaque service et les mettre d’accord",
                due_in_days=-70,
                done_days_ago=66,
            ),
            Step("Essayer à la propreté urbaine", due_in_days=-30, done_days_ago=31),
            Step("Faire corriger le compte des demi-journées", due_in_days=-2),
            Step("Ouvrir aux vingt-deux directions", due_in_days=24),
        ),
        gains=(
            Gain("sheets", 14_800, "trois feuillets carbonés par demande, comptés sur l’an passé", 90),
            Gain("hours", 520, "dix minutes par demande à la paie", 90),
        ),
    ),
    Action(
        key="dossiers-du-conseil",
        title="Les dossiers du conseil sans les sept ramettes",
        state="in_progress",
        decided=(
            "Les élus qui le souhaitent reçoivent leur dossier à l’écran, page par page, annoté comme au crayon. Ceux "
            "qui préfèrent le papier le gardent : on imprime pour ceux qui le demandent, et pour eux seulement."
        ),
        decided_days_ago=130,
        started_days_ago=120,
        due_in_days=-5,
        leader="conseil",
        direction="assemblees",
        ideas=("convocations-conseil",),
        steps=(
            Step(
                "Demander à chaque élu ce qu’il préfère, sans insister", due_in_days=-100, done_days_ago=101
            ),
            Step("Une séance pour essayer, avec une ramette de secours", due_in_days=-40, done_days_ago=40),
            Step("Deux séances de suite sans ramette de secours", due_in_days=-5),
        ),
        gains=(
            Gain(
                "sheets",
                28_000,
                "sept ramettes par séance, huit séances par an",
                128,
                19_500,
                "bons d’imprimerie de trois séances, ramenés à l’année",
                20,
            ),
        ),
    ),
    Action(
        key="drapeau-violet",
        title="Drapeau violet : tout le monde le sait en même temps",
        state="in_progress",
        decided=(
            "Le poste de secours écrit une fois ; la capitainerie, la police municipale, l’office du tourisme et les "
            "centres de loisirs le lisent dans la minute. Et l’on continue à hisser le drapeau : il ne tombe jamais en "
            "panne."
        ),
        decided_days_ago=80,
        started_days_ago=75,
        due_in_days=61,
        leader="qhibon",
        direction="port-littoral",
        ideas=("alertes-meteo-plages",),
        steps=(
            Step(
                "Tenir la liste de qui prévenir, avec un remplaçant pour chacun",
                due_in_days=-50,
                done_days_ago=49,
            ),
            Step("Un exercice hors saison, un mardi, sans prévenir", due_in_days=19),
            Step("Être prêts pour le premier jour de baignade", due_in_days=61),
        ),
        gains=(Gain("links", 5, "services prévenus l’un après l’autre, au téléphone", 78),),
    ),
    Action(
        key="borne-du-vestiaire",
        title="Une borne au vestiaire, à hauteur de gilet",
        state="planned",
        decided=(
            "Deux des neuf ordinateurs remis en route iront au vestiaire des serres et à celui de la propreté, avec un "
            "clavier lavable et un siège. On y pose ses congés, on y lit sa fiche de paie, on y laisse une idée."
        ),
        decided_days_ago=19,
        due_in_days=52,
        leader="agent",
        direction="espaces-verts",
        ideas=("badges-vestiaires",),
        steps=(
            Step("Demander aux équipes où la poser, et à quelle hauteur", due_in_days=8),
            Step("Tirer un câble jusqu’aux serres", due_in_days=30),
            Step("Ouvrir la borne, avec quelqu’un à côté la première semaine", due_in_days=52),
        ),
        gains=(Gain("hours", 140, "une heure par mois pour douze agents qui passaient à la mairie", 19),),
    ),
    Action(
        key="premier-jour",
        title="Un premier jour où l’ordinateur connaît mon nom",
        state="planned",
        decided=(
            "Les ressources humaines préviennent une fois ; les systèmes d’information, l’annuaire, les clés et la "
            "médecine du travail suivent. Le premier matin, quelqu’un attend le nouveau à l’accueil : cela ne se "
            "dématérialise pas."
        ),
        decided_days_ago=40,
        direction="drh",
        ideas=("livret-nouvel-agent",),
        steps=(
            Step("Écrire la liste de ce qu’il faut le premier jour, avec trois arrivés de l’an dernier"),
            Step("Choisir qui la tient"),
        ),
    ),
    Action(
        key="cartes-de-voeux",
        title="Les cartes de vœux, un fichier et pas d’enveloppe",
        state="dropped",
        decided="Envoyer les vœux de la ville par messagerie, avec un dessin des écoles.",
        decided_days_ago=170,
        started_days_ago=160,
        dropped_days_ago=133,
        dropped_reason=(
            "Nous avons demandé à ceux qui les reçoivent. Les partenaires s’en passeraient ; les anciens de la ville, "
            "non : la carte est sur le buffet jusqu’en mars. On garde donc le papier pour eux, on l’imprime chez nous, "
            "et l’économie ne valait plus la peine d’une action. C’était une bonne leçon."
        ),
        leader="mkeller",
        direction="communication",
        steps=(
            Step(
                "Demander à cinquante personnes ce qu’elles en pensent", due_in_days=-140, done_days_ago=138
            ),
        ),
    ),
)
