"""Ideas just received: read by their author and the group only."""

from demo.records import Idea

IDEAS_RECEIVED: tuple[Idea, ...] = (
    Idea(
        key="cles-du-local",
        title="Un carnet de clés pour le local des serres",
        text=(
            "Bonjour, c’est Vanessa des serres, j’écris depuis le téléphone de Joseph. Le local à "
            "outils a trois clés. La première est à la loge, la deuxième chez le responsable et la "
            "troisième, on ne sait plus, on pense à un ancien saisonnier qui habite maintenant en "
            "Ardèche.\n\n"
            "Est-ce qu’on pourrait noter quelque part qui a quelle clé ? Même un cahier. Mais alors "
            "un cahier que tout le monde voit sans avoir besoin de la clé pour entrer le lire."
        ),
        author="vripoll",
        state="received",
        received_days_ago=0,
        direction="serres",
    ),
    Idea(
        key="planning-arrosage",
        title="Le planning d’arrosage visible depuis le camion",
        text=(
            "Je prépare chaque vendredi le planning d’arrosage de quarante-deux massifs. Je l’imprime "
            "en six exemplaires, un par camion. Le lundi il pleut, je refais le planning, je "
            "réimprime, et il reste toujours un camion qui arrose sous l’averse avec l’ancien. Les "
            "riverains nous prennent en photo.\n\n"
            "Si le planning était une simple page que les équipes ouvrent sur le téléphone du camion, "
            "je changerais une ligne et tout le monde l’aurait. Il faut qu’elle s’ouvre vite, en gros "
            "caractères et sans mot de passe de seize signes : on a des gants. Et je garderais un "
            "exemplaire papier au dépôt, pour Cyril, qui n’aime pas les écrans et qui a le droit."
        ),
        author="agent",
        state="received",
        received_days_ago=2,
        direction="espaces-verts",
    ),
    Idea(
        key="tickets-cantine",
        title="Prévenir la cuisine d’une sortie scolaire en une seule fois",
        text=(
            "Quand une classe part en sortie, l’enseignante prévient l’école, l’école nous appelle, "
            "nous appelons la cuisine centrale, et la cuisine rappelle l’école pour vérifier. Quatre "
            "appels pour vingt-six pique-niques. En juin dernier nous en avons livré cinquante-deux, "
            "parce que tout le monde avait été très consciencieux.\n\n"
            "Je propose un tableau partagé : l’école écrit la date et le nombre, la cuisine coche "
            "« vu ». On garderait le téléphone pour les allergies, parce que là je préfère entendre "
            "quelqu’un me dire oui."
        ),
        author="mtran",
        state="received",
        received_days_ago=4,
        direction="education",
    ),
    Idea(
        key="bordereaux-regie",
        title="Les bordereaux de régie en un seul format",
        text=(
            "Chaque soir je compte une caisse, je remplis un bordereau carbone, puis je retape les "
            "mêmes chiffres dans un tableau, puis la trésorerie les retape dans le sien. Trois fois "
            "les mêmes nombres, trois occasions de se tromper, et c’est toujours le troisième qui a "
            "raison.\n\n"
            "Je voudrais qu’on se mette d’accord sur un seul tableau. Je sais que la régie a des "
            "règles et qu’il faut des signatures. Mais entre signer et recopier, il y a de la place."
        ),
        author="zbelkacem",
        state="received",
        received_days_ago=7,
        direction="finances",
        name_hidden=True,
    ),
    Idea(
        key="plans-du-port",
        title="Le plan des anneaux, le vrai",
        text=(
            "Il existe quatre plans des anneaux du port : celui du bureau, celui de la vedette, celui "
            "de la régie, et celui que Marine a dans la tête. Le seul exact est le quatrième, et "
            "Marine part en congé en février.\n\n"
            "Un seul plan, à jour, que l’on peut regarder sur la vedette. Voilà."
        ),
        author="acasabianca",
        state="received",
        received_days_ago=11,
        direction="capitainerie",
    ),
    Idea(
        key="doubles-certificats",
        title="Ne plus redemander à un agent son diplôme tous les deux ans",
        text=(
            "À chaque concours, à chaque formation, à chaque mobilité, nous demandons aux agents une "
            "copie de leur diplôme. Nous l’avons déjà. Nous l’avons même en général trois fois, dont "
            "une en couleurs. Une agente m’a apporté la semaine dernière son certificat d’études de "
            "1984, encadré, parce que c’était le seul exemplaire qui lui restait.\n\n"
            "Je propose que le dossier de carrière dise simplement « diplôme vu le… par… », et que ce "
            "« vu » suffise à tous les services. Cela demande de savoir combien de temps on garde la "
            "copie et qui y a accès : je veux bien y travailler avec les archives."
        ),
        author="skhelifi",
        state="received",
        received_days_ago=18,
        direction="drh",
    ),
    Idea(
        key="fourriere-vehicules",
        title="Savoir si un véhicule ventouse est déjà signalé",
        text=(
            "On passe à trois équipes devant la même camionnette, on la signale trois fois, sur trois "
            "fiches, et le propriétaire reçoit trois appels. Il est excédé et, sur ce point, je lui "
            "donne raison.\n\n"
            "Il suffirait d’une liste commune du jour, à la brigade : rue, plaque, heure, « c’est "
            "fait ». Elle s’efface quand c’est réglé, on ne garde pas des plaques pour le plaisir. Je "
            "ne signe pas devant tout le monde parce que l’idée vient de la pause café et qu’on est "
            "plusieurs dessus."
        ),
        author="fbenslimane",
        state="received",
        received_days_ago=24,
        direction="police",
        name_hidden=True,
    ),
)
