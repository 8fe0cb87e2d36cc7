"""Ideas set aside by the group or withdrawn by their author."""

from demo.records import Idea

IDEAS_CLOSED: tuple[Idea, ...] = (
    Idea(
        key="commentaire-nominatif",
        title="Changer l’affectation d’une personne de mon étage",
        text=(
            "Je n’ai pas vraiment d’idée informatique. Je voudrais que la personne qui range le local "
            "du deuxième soit changée d’étage, parce qu’elle mélange les produits, laisse le chariot "
            "devant l’ascenseur et ne répond pas quand on lui dit bonjour. Je l’ai déjà dit à la "
            "cheffe d’équipe, deux fois. J’ai pensé que si c’était écrit ici, cela irait plus vite."
        ),
        author="cfaure",
        state="set_aside",
        received_days_ago=70,
        set_aside_days_ago=67,
        set_aside_reason=(
            "Bonjour Corinne, nous avons lu votre message avec attention et nous ne le publierons "
            "pas : il parle d’une collègue que chacun reconnaîtrait, et elle ne pourrait pas "
            "répondre. Une boîte à idées n’est pas le bon endroit pour cela, mais votre gêne, elle, "
            "mérite une réponse. Avec votre accord, Marie-Ange Hoarau, conseillère en prévention, "
            "peut vous recevoir toutes les deux ou séparément. Et si vous aviez une idée pour ranger "
            "le local autrement, produits étiquetés, place du chariot marquée au sol, déposez-la : "
            "nous la lirons avec plaisir."
        ),
        set_aside_by="sferracci",
    ),
    Idea(
        key="machine-a-cafe",
        title="Une vraie machine à café à la DSI",
        text=(
            "Tout est dans le titre. Celle du troisième fait un liquide. On ne dira pas lequel. Nous "
            "avons organisé un vote à main levée dans le couloir : onze voix pour une machine à "
            "grains, zéro contre, une abstention (Amandine boit du thé). On peut joindre le "
            "procès-verbal."
        ),
        author="jmaillot",
        state="set_aside",
        received_days_ago=45,
        direction="moyens",
        name_hidden=True,
        set_aside_days_ago=43,
        set_aside_reason=(
            "Bonjour Jordan, le groupe a goûté le liquide du troisième : vous avez raison sur le "
            "fond. Mais votre demande ne concerne pas la dématérialisation, à moins de considérer que "
            "ce café est déjà dématérialisé. Nous la mettons donc de côté et nous l’avons transmise à "
            "Monique Sarkissian, directrice des moyens généraux, qui vous répondra. Gardez le "
            "procès-verbal, il est remarquablement tenu."
        ),
        set_aside_by="groupe",
    ),
    Idea(
        key="code-couleur-courrier",
        title="Des étiquettes de couleur sur les enveloppes",
        text=(
            "Je voulais proposer une étiquette de couleur par direction, pour trier plus vite les "
            "deux cents plis du matin. Vingt-deux directions, vingt-deux couleurs.\n\n"
            "J’ai essayé une semaine avec mes propres gommettes. Entre le vert d’eau, le vert d’eau "
            "des serres et le vert du port, c’est devenu un jeu de hasard. Et Moussa ne distingue pas "
            "le rouge du vert : il a eu la gentillesse de ne le dire que le jeudi. Je retire, et je "
            "réfléchis à des numéros."
        ),
        author="nversini",
        state="withdrawn",
        received_days_ago=88,
        direction="courrier",
        member_in_charge="rferreira",
        taken_days_ago=84,
        withdrawn_days_ago=65,
    ),
    Idea(
        key="sonnerie-reunion",
        title="Une cloche pour finir les réunions",
        text=(
            "Je proposais qu’une cloche virtuelle sonne sur tous les écrans au bout de cinquante "
            "minutes de réunion. Après un essai dans mon service, la cloche a aussi sonné chez la "
            "voisine, qui était au téléphone avec la préfecture. Je retire mon idée avant qu’elle ne "
            "me retire la sienne."
        ),
        author="tnunes",
        state="withdrawn",
        received_days_ago=37,
        withdrawn_days_ago=36,
    ),
    Idea(
        key="tableau-astreintes",
        title="Le tableau des astreintes sur une seule page",
        text=(
            "Je demandais que les astreintes du garage, de la voirie et des bâtiments soient sur une "
            "seule page, parce que le standard appelle toujours le mauvais, et que le mauvais, à "
            "trois heures du matin, c’est moi.\n\n"
            "En préparant le dossier avec Bruno, on a découvert que la page existe depuis deux ans "
            "chez la police municipale. Il suffisait de la demander. Je retire donc l’idée, et je "
            "vais dormir."
        ),
        author="dcarrega",
        state="withdrawn",
        received_days_ago=142,
        direction="garage",
        member_in_charge="bmaurin",
        taken_days_ago=139,
        withdrawn_days_ago=127,
    ),
)
