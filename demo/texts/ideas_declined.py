"""Ideas declined, with their reasons."""

from demo.records import Idea

IDEAS_DECLINED: tuple[Idea, ...] = (
    Idea(
        key="drone-arrosage",
        title="Un drone pour surveiller les jardinières suspendues",
        text=(
            "Nous avons trois cent dix jardinières suspendues. Pour savoir lesquelles ont soif, il "
            "faut passer dessous et lever la tête, ce qui finit chaque été en torticolis collectif.\n\n"
            "Un petit drone pourrait faire le tour le matin, prendre des photos, et je verrais depuis "
            "mon bureau où envoyer le camion. On économiserait des kilomètres. Et j’avoue que j’ai "
            "toujours rêvé d’écrire « pilote » sur un formulaire."
        ),
        author="agent",
        state="declined",
        received_days_ago=258,
        direction="espaces-verts",
        member_in_charge="rferreira",
        taken_days_ago=252,
        decided_days_ago=226,
        answer=(
            "<p>Bonjour Camille,</p>"
            "<p>Nous avons regardé votre idée de près, et avec envie. Nous ne la retenons pas, pour "
            "trois raisons.</p>"
            "<p>Au-dessus d’une rue habitée, un drone demande autorisations, télépilote formé et "
            "information des riverains : c’est <strong>plus compliqué</strong> que de lever la tête. "
            "Notre budget est de zéro euro. Surtout, Ahmed et Nina voient en passant la soif, mais "
            "aussi les pucerons, la suspension rouillée et Madame du deuxième, qui leur raconte sa "
            "semaine : aucun de ces trois n’apparaît sur une photo.</p>"
            "<p>Ce que nous gardons : vos kilomètres. Magali propose de noter les jardinières "
            "assoiffées sur le plan partagé. Et pour « pilote », voyez avec le garage : la balayeuse "
            "cherche un remplaçant.</p>"
        ),
    ),
    Idea(
        key="robot-accueil",
        title="Un robot conversationnel pour l’accueil téléphonique",
        text=(
            "Quand j’appelle l’accueil un lundi matin, j’attends. Un robot pourrait répondre aux "
            "questions simples : horaires, pièces à fournir, jours de marché. On n’appellerait un "
            "humain que pour les choses compliquées.\n\n"
            "Cela libérerait les collègues. Et un robot ne s’énerve jamais."
        ),
        author="rlagarde",
        state="declined",
        received_days_ago=233,
        direction="population",
        member_in_charge="groupe",
        taken_days_ago=229,
        decided_days_ago=198,
        answer=(
            "<p>Bonjour Romain,</p>"
            "<p>Le lundi matin, vous avez raison : on attend en moyenne six minutes, c’est trop, et "
            "cela mérite mieux qu’une musique d’attente.</p>"
            "<p>Mais nous ne retenons pas le robot. À l’accueil, la question simple cache souvent "
            "l’autre : on appelle pour « les horaires » et l’on finit par dire qu’on vient de perdre "
            "son mari. <strong>Une machine répondrait aux horaires.</strong> C’est notre premier "
            "écueil.</p>"
            "<p>Nous faisons autre chose : deux agents de plus au téléphone le lundi de 8 h 30 à "
            "10 h, par roulement volontaire, et des pièces à fournir mieux expliquées sur le site. Et "
            "nos collègues ne s’énervent pas non plus. Pas au téléphone.</p>"
        ),
    ),
    Idea(
        key="tout-scanner-cave",
        title="Scanner toute la cave des archives et récupérer la place",
        text=(
            "Il y a sept kilomètres d’archives au sous-sol. Si l’on scannait tout, on pourrait jeter "
            "le papier et récupérer six cents mètres carrés. Le théâtre manque cruellement de place "
            "pour ses décors : j’ai un bateau de huit mètres qui dort dehors.\n\n"
            "Un été, deux scanneurs, quelques étudiants motivés, et l’affaire est faite."
        ),
        author="fmoutoussamy",
        state="declined",
        received_days_ago=197,
        direction="archives",
        member_in_charge="sferracci",
        taken_days_ago=193,
        decided_days_ago=155,
        answer=(
            "<p>Bonjour Félix,</p>"
            "<p>J’ai une pensée pour votre bateau. Mais nous ne retenons pas l’idée, et l’archiviste "
            "en moi vous doit des chiffres.</p>"
            "<p>Sept kilomètres, c’est environ <strong>cinquante millions de pages</strong> : à deux "
            "scanneurs, une quarantaine d’années d’étés. Ensuite, un document numérisé ne permet de "
            "détruire l’original que dans des conditions très précises, et beaucoup des nôtres "
            "doivent vivre toujours. Enfin, un fichier se recopie et se surveille ; le parchemin de "
            "1612, lui, n’a rien demandé à personne depuis quatre siècles.</p>"
            "<p>En revanche, trier ce qui a dépassé sa durée libérera quelque quarante mètres carrés "
            "d’ici l’été. C’est étroit pour un bateau, parfait pour des costumes.</p>"
        ),
    ),
    Idea(
        key="geolocaliser-agents",
        title="Savoir où sont toutes les équipes sur une carte en direct",
        text=(
            "On croise toujours le camion des travaux au mauvais moment : on nettoie, il creuse. Si "
            "tous les téléphones de service envoyaient leur position sur une carte, on verrait tout "
            "de suite qui est où.\n\n"
            "Ce serait pratique aussi quand un habitant demande quand on passe dans sa rue."
        ),
        author="rpascalini",
        state="declined",
        received_days_ago=182,
        direction="voirie-proprete",
        name_hidden=True,
        member_in_charge="clegoff",
        taken_days_ago=178,
        decided_days_ago=147,
        answer=(
            "<p>Bonjour,</p>"
            "<p>Nettoyer avant que l’on creuse, c’est décourageant, et le problème que vous posez est "
            "réel. Mais nous ne retenons pas la carte en direct.</p>"
            "<p>Suivre en continu des téléphones, c’est suivre <strong>des personnes</strong> ; les "
            "règles sont strictes et la confiance se casse plus vite qu’un trottoir. Vous vouliez "
            "savoir où est le chantier, vous n’aviez pas besoin de savoir où est le collègue.</p>"
            "<p>Nous préférons ceci : les tournées de balayage et les chantiers de la semaine sur "
            "<strong>un même plan</strong>, affiché au dépôt et lisible au téléphone, avec le numéro "
            "du chef d’équipe. Bruno et Laëtitia le préparent et aimeraient beaucoup votre avis.</p>"
        ),
    ),
    Idea(
        key="interdire-papier",
        title="Interdire l’impression un jour par semaine",
        text=(
            "Je propose un « vendredi sans papier » : les copieurs seraient éteints de 8 h à 18 h. On "
            "s’apercevrait vite que l’on imprime par habitude. Cela ferait parler de la démarche et, "
            "d’après un calcul rapide, économiserait un cinquième du papier."
        ),
        author="ocheng",
        state="declined",
        received_days_ago=148,
        member_in_charge="rferreira",
        taken_days_ago=144,
        decided_days_ago=115,
        answer=(
            "<p>Bonjour Olivier,</p>"
            "<p>En tant qu’imprimeuse, j’ai relu votre idée deux fois, la main sur la ramette. Nous "
            "en aimons l’esprit, nous n’en retenons pas la lettre.</p>"
            "<p>Éteindre les copieurs ne supprime pas le besoin, il le déplace : nous aurions des "
            "<strong>jeudis de tempête</strong> et des vendredis de promesses. L’état civil ne peut "
            "pas refuser un acte de décès parce que c’est vendredi. Et interdire n’a jamais rien "
            "simplifié.</p>"
            "<p>À la place : le recto verso par défaut partout, et un « vendredi du brouillon », pour "
            "lequel l’imprimerie transforme vos vieilles impressions en carnets. Venez chercher le "
            "vôtre, le premier porte votre nom.</p>"
        ),
    ),
    Idea(
        key="groupe-messagerie-privee",
        title="Passer tous les échanges d’équipe sur une messagerie de téléphone",
        text=(
            "À la jeunesse, on s’organise déjà sur une messagerie, avec nos téléphones personnels : "
            "plannings, photos, absences. C’est rapide, gratuit, et tout le monde répond avec un "
            "pouce levé.\n\n"
            "Pourquoi ne pas faire pareil dans toute la mairie, au lieu de courriels que personne ne "
            "lit ?"
        ),
        author="cventura",
        state="declined",
        received_days_ago=109,
        direction="jeunesse",
        member_in_charge="ikowalski",
        taken_days_ago=106,
        decided_days_ago=72,
        answer=(
            "<p>Bonjour Cécile,</p>"
            "<p>Le pouce levé nous fait envie : c’est la réponse la plus rapide de l’administration "
            "française. Nous ne généralisons pourtant pas cet usage.</p>"
            "<p>Sur des téléphones personnels, le travail entre dans les soirées et n’en ressort "
            "plus ; ceux qui n’y sont pas ne savent pas ce qu’ils manquent ; les photos d’enfants "
            "n’ont rien à y faire ; et, dans deux ans, <strong>personne ne retrouvera</strong> ce qui "
            "a été décidé entre deux pouces.</p>"
            "<p>Ce que nous retenons de votre message, c’est que les courriels sont trop longs. Nous "
            "préparons avec vous une page d’équipe : le planning, les absences, trois lignes. Et même "
            "un petit bouton « vu ».</p>"
        ),
    ),
)
