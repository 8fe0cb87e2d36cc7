"""Ideas that came otherwise: without a name, by a colleague's hand, or twice under two titles."""

from demo.records import Idea

IDEAS_SHARED: tuple[Idea, ...] = (
    Idea(
        key="entretien-annuel",
        title="Relire mon entretien annuel avant qu’il ne parte",
        text=(
            "Chaque année on parle une heure avec son chef, puis une feuille part aux ressources humaines, et l’on "
            "signe sans l’avoir relue tranquillement. Deux fois déjà, ce qui était écrit n’était pas ce que l’on "
            "s’était dit.\n\n"
            "Je voudrais lire le texte chez moi, ou au vestiaire, pendant trois jours, avec un endroit pour écrire "
            "« non, ce n’est pas cela ». Après seulement, on signe tous les deux. Je ne mets pas mon nom : ce "
            "n’est pas contre mon chef, qui est quelqu’un de bien."
        ),
        author=None,
        state="retained",
        received_days_ago=66,
        direction="drh",
        member_in_charge="clegoff",
        taken_days_ago=61,
        decided_days_ago=29,
        answer=(
            "<p>Bonjour,</p>"
            "<p>Nous ne savons pas qui vous êtes et nous n’avons pas cherché. Votre idée est "
            "<strong>retenue</strong> : relire avant de signer, c’est la moindre des choses, et nous aurions dû y "
            "penser avant vous.</p><p>Dès la prochaine campagne, le texte restera ouvert trois jours à chacun, à "
            "l’écran ou sur papier, avec une place pour répondre. Ce que l’agent écrit part avec le reste, tel "
            "quel. Les ressources humaines ont dit oui en dix minutes ; le plus long fut de trouver une salle pour "
            "le leur demander.</p>"
        ),
    ),
    Idea(
        key="plan-barnums",
        title="Le plan de montage des barnums, sur une feuille qui craint moins la pluie que moi",
        text=(
            "Quand on monte un barnum, le plan est dans le bureau et nous sommes sur le quai. On le fait de "
            "mémoire. En juin il restait quatre tubes et un doute.\n\n"
            "Je voudrais une feuille par modèle, plastifiée, accrochée dans le camion, avec le dessin et le nombre "
            "de tubes. Et un numéro à appeler le dimanche. Pas besoin d’ordinateur pour cela, mais que ce soit la "
            "même feuille dans les trois camions, et que quelqu’un la refasse quand le modèle change."
        ),
        author="smeziane",
        entered_by="rlagarde",
        contact="spoken",
        contact_detail="Au dépôt des fêtes, le matin avant 8 h",
        state="under_study",
        received_days_ago=10,
        direction="evenements",
        member_in_charge="bmaurin",
        taken_days_ago=7,
    ),
    Idea(
        key="cahier-tables",
        title="Un seul cahier pour les tables et les sonos",
        text=(
            "Pour la fête du quartier j’ai demandé douze tables aux écoles, une sono aux fêtes et des bancs aux "
            "sports. Trois services, trois formulaires, et le jour venu une sono sans rallonge.\n\n"
            "Un cahier commun, même tout simple, où l’on écrit qui prend quoi et quand cela revient. Si les sports "
            "savaient ce que les fêtes prêtent, on se téléphonerait moins et l’on se fâcherait presque plus."
        ),
        author="cventura",
        state="under_study",
        received_days_ago=11,
        direction="evenements",
        member_in_charge="groupe",
        taken_days_ago=8,
    ),
)
