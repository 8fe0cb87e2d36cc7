"""Ideas taken under study by a named member; two have an answer prepared."""

from demo.records import Idea

IDEAS_UNDER_STUDY: tuple[Idea, ...] = (
    Idea(
        key="fiches-allergies",
        title="Les allergies des petits, la même liste partout",
        text=(
            "Je cuisine pour quarante enfants. La liste des allergies arrive en section, puis en "
            "direction, puis chez moi, recopiée à la main à chaque étage. En octobre, « arachide » "
            "est devenu « archide » et j’ai passé dix minutes à chercher quelle épice c’était.\n\n"
            "Ce que je voudrais : une liste unique, que la directrice met à jour, imprimée en grand "
            "dans ma cuisine avec la date dessus. Imprimée, oui : je n’ai pas d’écran et je ne veux "
            "pas d’écran au-dessus de la soupe. Mais que ce soit la même partout, le même jour."
        ),
        author="cwinterhalter",
        state="under_study",
        received_days_ago=4,
        direction="petite-enfance",
        member_in_charge="msoumare",
        taken_days_ago=2,
    ),
    Idea(
        key="signature-parapheurs",
        title="Où en est le parapheur ?",
        text=(
            "Le parapheur rouge part le lundi. Il revient le jeudi, ou le jeudi d’après. Entre les "
            "deux, personne ne sait sur quel bureau il dort. Je passe en moyenne deux heures par "
            "semaine à téléphoner : « Il est chez vous, le rouge ? »\n\n"
            "Je ne demande pas une usine à signatures. Je demande qu’à chaque passage on note, dans "
            "un tableau partagé, « reçu, reparti », avec l’heure. Comme un colis. On saurait aussi, "
            "sans accuser personne, où ça coince. J’ai mon idée, mais je la garde pour moi."
        ),
        author="spoggi",
        state="under_study",
        received_days_ago=6,
        direction="assemblees",
        member_in_charge="clegoff",
        taken_days_ago=3,
        prepared_answer=(
            "<p>Bonjour Sandrine,</p>"
            "<p>Votre idée est <strong>retenue</strong>. Nous avons suivi le parapheur rouge pendant "
            "trois semaines : il a dormi onze nuits dehors, et visité un bureau où personne n’avait "
            "rien à signer. Cette étape-là, nous proposons de la supprimer plutôt que de la "
            "suivre.</p>"
            "<p>Pour les autres, le tableau « reçu, reparti » commencera avec deux directions. Il "
            "dira où est le parapheur, pas qui a traîné : nous tenons à cette nuance.</p>"
        ),
        prepared_verdict="retained",
    ),
    Idea(
        key="photos-chantier",
        title="Ranger les photos de chantier par adresse, pas par téléphone",
        text=(
            "Quand un riverain conteste une fissure, il me faut la photo d’avant travaux. Elle "
            "existe : elle est dans le téléphone d’un collègue des bâtiments, ou de la voirie, ou "
            "d’un collègue parti à la retraite avec son téléphone personnel. L’an dernier, il a fallu "
            "appeler un camping dans le Jura.\n\n"
            "Je propose un dossier par rue et une règle de nom : date, adresse, sens de la vue. On y "
            "dépose les photos le soir même. Ce n’est pas de l’informatique, c’est du rangement, mais "
            "personne n’ose ranger chez les autres."
        ),
        author="dfouque",
        state="under_study",
        received_days_ago=9,
        direction="batiments",
        name_hidden=True,
        member_in_charge="bmaurin",
        taken_days_ago=5,
    ),
    Idea(
        key="pret-materiel-fetes",
        title="Réserver tables et barnums sans tomber le même jour que le loto",
        text=(
            "Les associations nous demandent des tables, nous les demandons aux fêtes, les fêtes "
            "découvrent que les tables sont déjà au loto. On l’apprend le vendredi. On finit avec les "
            "tables de la cantine, et le lundi la cantine cherche ses tables.\n\n"
            "Un calendrier du matériel, visible par les sports, les fêtes et les écoles, avec le "
            "nombre qui reste. On ne veut pas de bon de commande en plus ! Juste voir avant de "
            "promettre."
        ),
        author="nquere",
        state="under_study",
        received_days_ago=12,
        direction="evenements",
        name_hidden=True,
        member_in_charge="groupe",
        taken_days_ago=8,
    ),
    Idea(
        key="tournees-domicile",
        title="Recevoir sa tournée la veille, sans passer au bureau",
        text=(
            "Tous les soirs, je repasse au bureau chercher ma feuille de tournée du lendemain. C’est "
            "vingt minutes de bus pour un papier. Si une personne est hospitalisée dans la nuit, je "
            "l’apprends devant sa porte, et là on s’inquiète pour rien ou pour de bon.\n\n"
            "Un message sur le téléphone de service suffirait, le soir, avec les heures et les "
            "initiales, pas les noms. Et quelqu’un qui décroche le matin si ça change : on s’occupe "
            "de gens, pas de créneaux. Mes collègues qui préfèrent la feuille doivent pouvoir la "
            "garder."
        ),
        author="dferhat",
        state="under_study",
        received_days_ago=14,
        direction="domicile",
        member_in_charge="ikowalski",
        taken_days_ago=11,
    ),
    Idea(
        key="inventaire-partitions",
        title="Qui a la partition du deuxième basson ?",
        text=(
            "Le conservatoire possède environ six mille partitions. Le catalogue est un fichier par "
            "armoire, tenu par celui qui a la clé de l’armoire. Pour le concert de printemps, nous "
            "avons racheté une partition que nous possédions en triple.\n\n"
            "Un seul catalogue, consultable par tous les professeurs, avec « emprunté par ». La "
            "médiathèque a déjà un outil pour les livres : pourrait-on y entrer par une petite porte, "
            "sur la pointe des pieds ? Je propose de saisir moi-même l’armoire des bois."
        ),
        author="mcordier",
        state="under_study",
        received_days_ago=17,
        direction="conservatoire",
        member_in_charge="sferracci",
        taken_days_ago=12,
    ),
    Idea(
        key="registre-decouvertes",
        title="Publier les objets trouvés avec leur photo sur le site de la ville",
        text=(
            "À l’accueil, nous gardons les objets trouvés : quatre cents parapluies, des lunettes, un "
            "dentier, une trompette. Les habitants téléphonent et décrivent ; nous cherchons ; nous "
            "ne trouvons pas toujours, car nos mots ne sont pas les leurs. La trompette a attendu "
            "huit mois sous le nom de « cuivre ».\n\n"
            "Si l’on publiait une photo de chaque objet sur le site de la ville, les gens "
            "reconnaîtraient leur bien et viendraient directement le chercher."
        ),
        author="ytoumi",
        state="under_study",
        received_days_ago=20,
        direction="population",
        member_in_charge="rferreira",
        taken_days_ago=16,
        prepared_answer=(
            "<p>Bonjour Yasmina,</p>"
            "<p>Nous ne retenons pas la publication des photos sur le site : qui voit l’objet peut le "
            "décrire, et le réclamer à la place de son propriétaire. Vos questions au téléphone, "
            "elles, protègent très bien.</p>"
            "<p>En revanche, le fond de votre idée est juste : il vous faut un meilleur registre. "
            "Nous vous proposons une liste de mots commune avec la police municipale, et des photos "
            "<strong>visibles de l’accueil seulement</strong>.</p>"
            "<p>Voudriez-vous piloter cette liste ? La trompette, elle, a été rendue : c’était un "
            "bugle.</p>"
        ),
        prepared_verdict="declined",
    ),
)
