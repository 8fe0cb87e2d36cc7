"""What is said around the ideas: questions, opinions, comments, supports, and what authors say once it is done."""

from demo.records import Comment, Crowd, Feedback, Merge, Opinion, Question

QUESTIONS: tuple[Question, ...] = (
    Question(
        "photos-chantier",
        "bmaurin",
        "Merci pour cette idée. Pour la réunion, pouvez-vous nous dire combien de photos l’équipe prend en une "
        "semaine de chantier, à la louche, et sur quels téléphones ?",
        3,
        5,
    ),
    Question(
        "inventaire-partitions",
        "sferracci",
        "Les partitions annotées au crayon sont-elles rangées à part, ou avec les autres ?",
        9,
        -2,
        reply=(
            "Avec les autres, hélas. On les reconnaît au papier jauni et aux gros mots du chef de pupitre. J’en ai "
            "compté une soixantaine, et je peux les mettre de côté en un après-midi."
        ),
    ),
)
OPINIONS: tuple[Opinion, ...] = (
    Opinion(
        "tournees-domicile",
        "rmontagnac",
        "ikowalski",
        (
            "Peut-on envoyer la tournée la veille sur un téléphone personnel sans y laisser l’adresse "
            "des bénéficiaires ?"
        ),
        9,
        -2,
    ),
    Opinion(
        "pret-materiel-fetes",
        "siborra",
        "groupe",
        (
            "Combien de prêts de matériel les associations sportives demandent-elles par mois, et qui "
            "les note aujourd’hui ?"
        ),
        7,
        -1,
        text=(
            "Une quinzaine par mois, le double en juin. Nathalie les note dans un cahier, et le cahier est dans "
            "son sac. Nous sommes preneurs d’un calendrier, à condition que l’on puisse y écrire depuis le gymnase."
        ),
        given_days_ago=4,
    ),
)
COMMENTS: tuple[Comment, ...] = (
    Comment(
        "tournees-domicile",
        "alebihan",
        "Je comprends l’idée, et je tiens au quart d’heure du lundi : c’est là que l’on se dit qui ne va pas bien, "
        "chez nous comme chez les personnes.",
        8,
        replies=(
            (
                "rcamara",
                "D’accord avec Annick. Recevoir la tournée la veille, oui ; ne plus se voir, non.",
                7,
            ),
            ("ikowalski", "Le groupe l’a entendu : l’un n’empêche pas l’autre, on l’écrira ainsi.", 6),
        ),
    ),
    Comment(
        "pret-materiel-fetes",
        "abouvier",
        "Les tables de la cantine reviennent le lundi avec des paillettes. Si le calendrier pouvait aussi dire qui "
        "les nettoie…",
        7,
        replies=(("mconstantini", "Ce sera nous. Promis, et écrit.", 6),),
    ),
    Comment(
        "photos-chantier",
        "camsellem",
        "À l’urbanisme, on cherche les mêmes photos pour les recours. Une règle de nom commune nous irait très bien.",
        4,
    ),
    Comment(
        "signature-parapheurs",
        "lpradines",
        "Le bureau où il dort, c’est parfois le mien. Je veux bien que l’on me le dise.",
        3,
        replies=(("spoggi", "Merci Luc. Je n’aurais jamais osé.", 2),),
    ),
    Comment(
        "inventaire-partitions",
        "narnal",
        "Et les parties de cor, prêtées en 2011 à l’harmonie d’à côté ? Si quelqu’un passe par là…",
        10,
        reported_because="Cela vise l’harmonie voisine, qui nous les a rendues l’an dernier.",
    ),
    Comment(
        "registre-decouvertes",
        "bescudie",
        "Le parapluie bleu est à moi, j’en suis sûr, demandez à Yasmina.",
        12,
        hidden_because="Une réclamation se fait à l’accueil, pas ici : le parapluie vous y attend.",
    ),
    Comment(
        "massifs-et-mariages",
        "sokafor",
        "Première saison sans brouette sur les photos. Les mariés ne le savent pas, mais ils nous disent merci.",
        180,
    ),
)
CROWDS: tuple[Crowd, ...] = (
    Crowd(
        "tournees-domicile",
        ("alebihan", "rcamara", "nbrun", "lfontvieille", "gattal", "agent", "kbarry"),
        ("alebihan", "gattal"),
    ),
    Crowd(
        "pret-materiel-fetes",
        (
            "abouvier",
            "mconstantini",
            "rlagarde",
            "siborra",
            "tlansac",
            "jmbarga",
            "epietri",
            "spayet",
            "nsalvat",
        ),
        ("mconstantini", "siborra"),
    ),
    Crowd(
        "photos-chantier", ("camsellem", "erami", "fzaoui", "mcastagno", "dmourgues"), ("camsellem", "agent")
    ),
    Crowd("signature-parapheurs", ("lpradines", "hzerrouki", "vtisserand", "tpham"), ("lpradines",)),
    Crowd(
        "fiches-allergies", ("ejourdan", "vcazeneuve", "stremolat", "storregrossa", "plauze"), ("ejourdan",)
    ),
    Crowd("inventaire-partitions", ("awroblewski", "narnal", "dsavary")),
    Crowd("plan-barnums", ("rlagarde", "mtardieu", "agent")),
    Crowd(
        "entretien-annuel", ("porsoni", "skhelifi", "mhoarau", "agent", "wjean", "lchaouch"), ("skhelifi",)
    ),
    Crowd("badges-vestiaires", ("mteyssier", "lborg", "agent", "hcombaluzier")),
    Crowd("bons-atelier", ("sponcet", "aduval", "fzaoui", "jcarvalheira")),
)
FEEDBACKS: tuple[Feedback, ...] = (
    Feedback(
        "massifs-et-mariages",
        "yes",
        "Oui. On se parle, surtout : avant, je ne connaissais que la brouette.",
        30,
    ),
    Feedback(
        "fiche-pointage-ateliers",
        "partly",
        "La fiche est bonne. La case « observations » est trop petite pour les chats.",
        12,
    ),
    Feedback("reutiliser-mobilier", "yes", "J’ai une armoire, un pupitre, et le café d’Idriss.", 8),
    Feedback("cahier-de-liaison-nuit"),
)
MERGES: tuple[Merge, ...] = (
    Merge(
        "pret-materiel-fetes",
        "cahier-tables",
        "groupe",
        "Même matériel, mêmes samedis : une seule réponse servira aux deux.",
        6,
    ),
)
