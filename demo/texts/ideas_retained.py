"""Ideas retained, and those in progress."""

from demo.records import Idea

IDEAS_RETAINED: tuple[Idea, ...] = (
    Idea(
        key="badges-vestiaires",
        title="Une borne de dépôt au vestiaire pour ceux qui n’ont pas d’ordinateur",
        text=(
            "Je suis dans le groupe projet, alors je ne vais pas me répondre à moi-même, mais l’idée "
            "vient du vestiaire. On nous dit « c’est sur l’intranet ». Au dépôt, l’intranet, c’est le "
            "tableau en liège.\n\n"
            "Il y a dans la réserve de la DSI des ordinateurs remplacés qui marchent encore. On en "
            "pose un par dépôt, sur une vieille table, avec le mode « poste partagé » et une affiche "
            "qui explique en trois dessins. Quelqu’un du service s’en occupe un quart d’heure le "
            "vendredi. Je veux bien que ce soit moi pour les serres."
        ),
        author="jtaormina",
        state="retained",
        received_days_ago=58,
        direction="espaces-verts",
        member_in_charge="msoumare",
        taken_days_ago=55,
        decided_days_ago=21,
        answer=(
            "<p>Bonjour Joseph,</p>"
            "<p>Votre idée est <strong>retenue</strong>, et c’est Mariama qui vous répond, comme le "
            "veut notre règle : on n’est jamais juge de sa propre idée, même excellente.</p>"
            "<p>Quatre dépôts sont volontaires : les serres, les ateliers, la propreté et la "
            "capitainerie. La DSI a neuf postes en réserve, vérifiés. Trois personnes par site seront "
            "formées, dont une au moins qui n’aime pas les ordinateurs : c’est elle qui dira si "
            "l’affiche est claire.</p>"
            "<p>La borne <strong>n’enlève rien</strong> : le tableau en liège reste, le chef d’équipe "
            "aussi, et l’on peut toujours demander à quelqu’un de saisir pour soi. Premier poste "
            "attendu au printemps.</p>"
        ),
    ),
    Idea(
        key="livret-nouvel-agent",
        title="Un premier jour avec un ordinateur qui connaît mon nom",
        text=(
            "Je suis arrivé en septembre. Badge le mardi, clé le jeudi, adresse la semaine d’après, "
            "et un fauteuil qui avait l’air de quelqu’un d’autre. Tout le monde a été adorable, mais "
            "chacun découvrait mon arrivée en me voyant.\n\n"
            "Une fiche d’arrivée unique, envoyée à tous ceux qui doivent préparer quelque chose : "
            "DSI, moyens généraux, DRH, service d’accueil. Et le nom d’un collègue qui m’attend à la "
            "porte. Ça, c’est gratuit."
        ),
        author="tlansac",
        state="retained",
        received_days_ago=83,
        direction="drh",
        member_in_charge="ikowalski",
        taken_days_ago=79,
        decided_days_ago=44,
        answer=(
            "<p>Bonjour Théo,</p>"
            "<p>Avec la DRH, nous avons rejoué votre première semaine : <strong>sept "
            "formulaires</strong>, dont deux que plus personne ne lit. Ceux-là disparaissent tout de "
            "suite.</p>"
            "<p>Nous <strong>retenons</strong> la fiche d’arrivée unique. Elle partira dès la "
            "signature du contrat et chaque service y verra ce qu’il doit préparer, et pour quand. Le "
            "fauteuil y figure.</p>"
            "<p>La dernière ligne de la fiche est la vôtre : <em>« la personne qui vous attendra à la "
            "porte »</em>. Elle est obligatoire. Une arrivée sans visage serait exactement le premier "
            "de nos écueils.</p>"
        ),
    ),
    Idea(
        key="versions-reglements",
        title="Le règlement en vigueur, et seulement lui",
        text=(
            "Sur le terrain, on me montre un arrêté sur un téléphone. Il a été modifié deux fois "
            "depuis. Moi j’ai une photocopie dans ma sacoche, et elle a été modifiée une fois. On a "
            "tort tous les deux, mais moi en uniforme.\n\n"
            "Une page où l’on trouve l’arrêté en vigueur aujourd’hui, par rue ou par sujet, avec ce "
            "qui l’a remplacé. Le reste aux archives."
        ),
        author="abianchi",
        state="retained",
        received_days_ago=121,
        direction="assemblees",
        name_hidden=True,
        member_in_charge="clegoff",
        taken_days_ago=117,
        decided_days_ago=76,
        answer=(
            "<p>Bonjour,</p>"
            "<p>« On a tort tous les deux, mais moi en uniforme » : le groupe a adopté votre phrase à "
            "l’unanimité, et votre idée avec.</p>"
            "<p>Elle est <strong>retenue</strong>, avec une précaution. L’intranet ne remplace ni la "
            "publication officielle ni le registre ; il dira simplement, pour chaque arrêté courant, "
            "s’il est en vigueur et par quoi il a été remplacé. Les anciens textes ne sont pas "
            "effacés : ils passent aux archives, où l’on saura les relire.</p>"
            "<p>Nous commencerons par le stationnement, les terrasses et la plage, qui font à eux "
            "trois l’essentiel de vos discussions de trottoir.</p>"
        ),
    ),
    Idea(
        key="releves-compteurs",
        title="Relever les compteurs d’eau sans recopier les carnets",
        text=(
            "Cent dix compteurs. Je note dans le carnet, la secrétaire recopie, Murielle recopie la "
            "recopie. En août une fuite à l’école a coulé trois semaines parce que le carnet était "
            "dans mon camion et moi en vacances.\n\n"
            "Qu’on me laisse photographier le compteur et écrire le chiffre une fois. Pas plus. Je ne "
            "veux pas d’appareil qui fait le relevé à ma place : en passant, j’entends les fuites."
        ),
        author="sponcet",
        state="retained",
        received_days_ago=150,
        direction="batiments",
        member_in_charge="bmaurin",
        taken_days_ago=146,
        decided_days_ago=98,
        answer=(
            "<p>Bonjour Serge,</p>"
            "<p>« En passant, j’entends les fuites » : voilà pourquoi nous n’avons pas demandé de "
            "compteurs bavards à distance. Votre tournée reste votre tournée.</p>"
            "<p>Nous <strong>retenons</strong> le relevé écrit une seule fois : vous photographiez, "
            "vous notez le chiffre, Murielle le voit le jour même. Si une consommation double d’une "
            "semaine à l’autre, un message prévient <strong>deux personnes</strong>, pour que les "
            "vacances de l’une n’arrosent plus l’école de l’autre.</p>"
            "<p>Le carnet imperméable reste dans le camion : les caves n’ont pas de réseau, et nous "
            "non plus n’avons pas confiance en elles.</p>"
        ),
    ),
    Idea(
        key="bons-atelier",
        title="Les bons de travaux sans l’aller-retour à la mairie",
        text=(
            "Je suis menuisier. Pour réparer une porte d’école, le bon part de l’école, va à "
            "l’éducation, aux bâtiments, au secrétariat, puis arrive à l’atelier. Onze jours. La "
            "réparation prend vingt minutes.\n\n"
            "Le temps que le bon arrive, l’école a calé la porte avec un dictionnaire. C’est dommage "
            "pour le dictionnaire. Je demande que l’école écrive directement à l’atelier pour les "
            "petites choses, et que les chefs voient passer la liste sans avoir à tamponner chaque "
            "poignée."
        ),
        author="wjean",
        is_thanked=True,
        state="in_progress",
        received_days_ago=135,
        direction="ateliers",
        member_in_charge="bmaurin",
        taken_days_ago=131,
        decided_days_ago=103,
        started_days_ago=60,
        answer=(
            "<p>Bonjour Wilfried,</p>"
            "<p>Nous avons suivi un bon à la trace : six bureaux, quatre tampons, <strong>onze jours "
            "pour vingt minutes de rabot</strong>. Personne ne lisait le troisième tampon, pas même "
            "celui qui le donnait.</p>"
            "<p>Votre idée est <strong>retenue</strong>. Pour les réparations de moins d’une "
            "demi-journée, les écoles écriront directement à l’atelier ; les deux directions verront "
            "la liste complète chaque lundi et pourront dire non. Au-delà, le circuit complet "
            "demeure, car il sert à arbitrer.</p>"
            "<p>Trois écoles commencent. Une affiche dans la salle des maîtres donne aussi le numéro "
            "d’Alexandra, pour les portes qui ne ferment plus du tout.</p>"
        ),
    ),
    Idea(
        key="conges-sans-carbone",
        title="En finir avec le carnet de congés en trois couleurs",
        text=(
            "Le feuillet blanc va à la DRH, le rose au service, le jaune à l’agent. En propreté nous "
            "sommes soixante-quatre. Le jaune sert surtout à allumer le barbecue.\n\n"
            "Je sais qu’il existe un module dans le logiciel des ressources humaines et que personne "
            "ne l’a ouvert. On pourrait l’ouvrir. Mais attention : mes équipes embauchent à cinq "
            "heures, la moitié n’a pas d’adresse. Il faut qu’un chef d’équipe puisse saisir pour "
            "elles, et que l’agent garde une preuve. Le jaune, finalement, je le regretterai."
        ),
        author="lborg",
        state="in_progress",
        received_days_ago=188,
        direction="drh",
        member_in_charge="groupe",
        taken_days_ago=184,
        decided_days_ago=150,
        started_days_ago=87,
        answer=(
            "<p>Bonjour Laëtitia,</p>"
            "<p>Le module existait bien : il était payé, installé, et attendait depuis quatre ans, ce "
            "qui est long même pour un congé.</p>"
            "<p>Votre idée est <strong>retenue</strong>, à vos conditions. Le chef d’équipe pourra "
            "<em>saisir pour</em> un agent ; celui-ci reçoit un reçu imprimé, <strong>jaune</strong>, "
            "c’est promis, avec la date et le nom de qui a saisi. Les demandes sont conservées avec "
            "le dossier, selon la durée indiquée par les archives.</p>"
            "<p>La propreté et l’état civil essaient les premiers. Après l’été, nous demanderons aux "
            "équipes, et pas seulement aux chefs, s’il faut continuer.</p>"
        ),
    ),
    Idea(
        key="convocations-conseil",
        title="Les dossiers du conseil sans les sept ramettes",
        text=(
            "Pour chaque conseil, j’imprime trente-cinq dossiers d’environ cent pages. Sept ramettes. "
            "Puis un élu corrige une virgule et j’imprime la virgule en trente-cinq exemplaires.\n\n"
            "Ceux qui veulent lire sur écran devraient pouvoir choisir. Ceux qui veulent du papier "
            "aussi, je les connais, j’ai pour eux beaucoup d’affection et une pince à relier."
        ),
        author="jbarthes",
        state="in_progress",
        received_days_ago=214,
        direction="assemblees",
        member_in_charge="ikowalski",
        taken_days_ago=209,
        decided_days_ago=171,
        started_days_ago=120,
        answer=(
            "<p>Bonjour Josiane,</p>"
            "<p>Nous <strong>retenons</strong> votre idée parce qu’elle contient le mot que nous "
            "préférons : <em>choisir</em>. Chaque membre du conseil dira, une fois par an, s’il lit "
            "sur papier, sur écran ou les deux, et pourra changer d’avis.</p>"
            "<p>Vingt et un ont déjà choisi l’écran. Restent quatorze dossiers imprimés, reliés par "
            "vos soins, et une virgule corrigée au bon endroit : <strong>dans un seul "
            "document</strong>, avec la date de la modification bien visible.</p>"
            "<p>Les délais de convocation et le registre ne changent pas : ils obéissent à la loi, "
            "pas à notre enthousiasme.</p>"
        ),
    ),
    Idea(
        key="catalogue-plantes",
        title="Le catalogue des serres ouvert aux autres services",
        text=(
            "Nous produisons quatre-vingt-dix mille plants par an. Les autres services ne savent pas "
            "lesquels. Alors ils achètent des fleurs en jardinerie pour une réception, pendant que "
            "nous compostons des œillets d’Inde magnifiques.\n\n"
            "Une page avec des photos : ce qui est prêt, combien il en reste, quand on peut passer. "
            "On rend service, on voit du monde, et nos plantes finissent sur une table plutôt qu’au "
            "compost."
        ),
        author="hcombaluzier",
        is_thanked=True,
        state="in_progress",
        received_days_ago=246,
        direction="serres",
        member_in_charge="jtaormina",
        taken_days_ago=240,
        decided_days_ago=205,
        started_days_ago=140,
        answer=(
            "<p>Bonjour Hervé,</p>"
            "<p>Apprendre qu’on jetait des œillets d’Inde pendant qu’on achetait des œillets d’Inde a "
            "fait au groupe l’effet d’un seau d’eau froide.</p>"
            "<p>Votre idée est <strong>retenue</strong> : une page par semaine, trois photos, un "
            "nombre, un jour de passage. Pas de panier ni de bon de commande : <strong>on appelle, et "
            "on parle à un jardinier</strong>, qui dira si la plante supporte un hall climatisé. "
            "C’est un métier, et aucun formulaire ne le remplace.</p>"
            "<p>Les fêtes, les écoles et l’accueil des mariages essaient jusqu’à la saison prochaine. "
            "Nicole, au courrier, réclame déjà un géranium.</p>"
        ),
    ),
    Idea(
        key="alertes-meteo-plages",
        title="Drapeau violet : prévenir tout le monde en même temps",
        text=(
            "Quand les méduses arrivent, je téléphone : aux postes de secours, à la capitainerie, à "
            "l’accueil, au site de la ville, à la radio. Cela fait neuf appels. Au neuvième, les "
            "méduses sont reparties.\n\n"
            "Un seul message écrit une fois, qui part aux neuf. Et je rappelle les postes, bien sûr, "
            "parce qu’une nageuse-sauveteuse qui regarde l’eau ne regarde pas son téléphone, et c’est "
            "très bien comme cela."
        ),
        author="qhibon",
        is_thanked=True,
        state="in_progress",
        received_days_ago=172,
        direction="port-littoral",
        member_in_charge="sferracci",
        taken_days_ago=169,
        decided_days_ago=139,
        started_days_ago=75,
        answer=(
            "<p>Bonjour Quentin,</p>"
            "<p>L’idée est <strong>retenue</strong>, et la dernière phrase nous a convaincus autant "
            "que la première : sur la plage, la radio reste reine et personne ne surveillera un écran "
            "à la place de la mer.</p>"
            "<p>Pour les autres, un message unique partira vers les neuf, avec l’heure et le nom de "
            "qui l’envoie. Chaque alerte sera <strong>gardée dans un journal</strong> que les "
            "archives savent relire : après l’été, il dira combien de fois, quand, et sur quelle "
            "plage.</p>"
            "<p>Deux postes essaient dès maintenant. Les méduses n’ont pas été consultées.</p>"
        ),
    ),
)
