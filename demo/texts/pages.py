"""The pages of the common section, as the group writes them."""

from demo.records import Page

ANTI_MOTTO = (
    "Autrefois, j’appelais les gens, puis je me suis mis aux mails, ensuite aux SMS et maintenant j’ignore "
    "simplement tout le monde."
)

PAGES: tuple[Page, ...] = (
    Page(
        slug="dematerialiser-ici-veut-dire",
        title="Ce que dématérialiser veut dire ici",
        summary=(
            "Moins de trajets, moins de doubles saisies, autant de bonjours : notre définition, sans "
            "ordinateur dedans."
        ),
        body=(
            "<p>Dématérialiser, ce n’est pas scanner un formulaire pour l’imprimer à l’autre bout du "
            "couloir. Nous l’avons fait, nous aussi. On s’en remet.</p>"
            "<h2>Une définition qui tient sur un quai</h2>"
            "<p>À Port-Mimosa, dématérialiser veut dire <strong>faire circuler l’information plutôt "
            "que les gens qui la portent</strong>. Une demande de congé n’a pas besoin de prendre le "
            "vélo de service ; un compte rendu n’a pas besoin d’exister en onze exemplaires dont neuf "
            "serviront de cale.</p>"
            "<p>Concrètement, le groupe se pose trois questions, dans cet ordre :</p>"
            "<ol>"
            "<li><strong>Cette étape sert-elle à quelqu’un ?</strong> Si personne ne sait répondre, "
            "on la supprime. C’est la dématérialisation la moins chère du monde.</li>"
            "<li><strong>Qui a déjà cette information ?</strong> On ne redemande pas à un agent ce "
            "que la maison sait déjà.</li>"
            "<li><strong>Et sans ordinateur, on fait comment ?</strong> Un agent sur trois travaille "
            "dehors, en cuisine, au bord d’un bassin ou auprès d’un enfant. Si la réponse est « on ne "
            "fait pas », le projet n’est pas prêt.</li>"
            "</ol>"
            "<h2>Notre budget : zéro</h2>"
            "<p>Le groupe n’achète rien. Il relie ce qui existe, simplifie ce qui s’est compliqué "
            "tout seul, et compte ce qu’il gagne en trois monnaies : du <strong>papier</strong>, du "
            "<strong>temps</strong>, et des <strong>liens entre services</strong>.</p>"
            "<h2>Ce que cela ne veut pas dire</h2>"
            "<p>Cela ne veut pas dire supprimer le téléphone, fermer un guichet ou répondre « c’est "
            "sur l’intranet » à quelqu’un qui demande de l’aide. Le papier garde sa place partout où "
            "il est le plus simple : une affiche dans un vestiaire, une étiquette sur une plante, un "
            "livret de famille.</p>"
            "<p>Une idée vous vient ? Elle a sa boîte, et son cri : <em>saperlipopette !</em> Vous "
            "saurez toujours qui la lit et quand nous vous répondrons.</p>"
        ),
    ),
    Page(
        slug="nos-trois-valeurs",
        title="Nos trois valeurs",
        summary=(
            "Simplifier, partager, aller vite : trois mots courants, à condition de dire ce qu’ils "
            "nous obligent à faire."
        ),
        body=(
            "<p>Toutes les administrations ont des valeurs. Les nôtres sont au nombre de trois, pour "
            "qu’on puisse les citer de mémoire, et chacune nous engage à quelque chose de "
            "vérifiable.</p>"
            "<h2>La simplification des processus</h2>"
            "<p>Un processus simple est un processus que l’on peut expliquer <strong>à un collègue "
            "arrivé lundi, debout, entre deux portes</strong>. S’il faut un logigramme, c’est qu’il "
            "reste du travail.</p>"
            "<ul>"
            "<li>Nous retirons une étape avant d’en informatiser une.</li>"
            "<li>Nous n’ajoutons pas de signature sans en supprimer une autre.</li>"
            "<li>Un formulaire municipal tient sur une page, ou se justifie.</li>"
            "</ul>"
            "<h2>Le partage de l’information</h2>"
            "<p>Une information gardée dans un tiroir est en vacances. Les serres savent quand le "
            "massif de l’hôtel de ville sera replanté ; l’état civil sait quand les mariés sortiront. "
            "Il y a eu, un samedi de mai, une rencontre entre un motoculteur et un voile de quatre "
            "mètres. <strong>Depuis, les deux services partagent un agenda.</strong></p>"
            "<ul>"
            "<li>Un document vit à un seul endroit, et l’on partage le lien.</li>"
            "<li>Ce qu’un service décide et qui en touche un autre s’écrit là où l’autre le "
            "lira.</li>"
            "<li>Une réponse donnée à une personne est publiée si elle peut servir à dix.</li>"
            "</ul>"
            "<h2>La rapidité de communication</h2>"
            "<p>Rapide ne veut pas dire « dans la minute, le soir, sur votre téléphone personnel ». "
            "Rapide veut dire <strong>que l’on sait quand la réponse viendra, et qu’elle "
            "vient</strong>.</p>"
            "<ul>"
            "<li>Toute idée reçoit un accusé de réception immédiat et une réponse sous quinze "
            "jours.</li>"
            "<li>Un refus est expliqué, signé et reste lisible : le silence n’est pas une "
            "réponse.</li>"
            "<li>Et quand trois courriels n’ont pas suffi, on traverse le couloir. C’est encore le "
            "réseau le plus fiable de la mairie.</li>"
            "</ul>"
        ),
    ),
    Page(
        slug="les-trois-ecueils",
        title="Les trois écueils que nous refusons",
        summary=(
            "Un port connaît ses rochers : des relations sans visage, une mémoire qui s’efface, des "
            "métiers jetés par-dessus bord."
        ),
        body=(
            "<blockquote><p>Autrefois, j’appelais les gens, puis je me suis mis aux mails, ensuite "
            "aux SMS et maintenant j’ignore simplement tout le monde.</p>"
            "</blockquote><p>C’est notre anti-devise. Nous l’avons affichée pour ne jamais "
            "l’appliquer. Autour d’elle, trois rochers que tout capitaine de port vous montrera du "
            "doigt.</p>"
            "<h2>Des relations déshumanisées</h2>"
            "<p>Un automate qui répond « votre demande a été prise en compte » à quelqu’un qui vient "
            "de perdre un proche, ce n’est pas du service public. <strong>Derrière chaque circuit, il "
            "y a un nom et un numéro de téléphone</strong>, et la personne décroche. Un outil qui "
            "supprime une conversation utile est refusé, même s’il fait gagner du temps.</p>"
            "<h2>Un archivage fragile</h2>"
            "<p>Une feuille oubliée dans une cave se lit encore cent ans après. Un fichier oublié sur "
            "un poste dure jusqu’à la prochaine panne de disque. Avant de remplacer un papier, nous "
            "demandons à la direction des archives :</p>"
            "<ul>"
            "<li>combien de temps ce document doit-il vivre ?</li>"
            "<li>qui saura l’ouvrir dans trente ans ?</li>"
            "<li>que devient-il si nous quittons le logiciel ?</li>"
            "</ul>"
            "<p><strong>Sans trois réponses, on garde le papier.</strong> Ce n’est pas de la "
            "nostalgie, c’est de la prudence.</p>"
            "<h2>Des métiers rendus obsolètes</h2>"
            "<p>Rosa, à l’imprimerie, façonne moins de circulaires et davantage de beaux livrets. Le "
            "vaguemestre, qui connaît toutes les portes, fait désormais le tour des équipes sans "
            "ordinateur pour les aider à déposer leurs demandes. <strong>Le temps gagné revient au "
            "métier</strong> : il ne sert jamais d’argument pour supprimer un poste, et chaque projet "
            "dit, par écrit, ce que deviendra le travail de ceux qu’il touche.</p>"
            "<p>Si l’un de nos projets s’approche d’un de ces rochers, sifflez. Le groupe mettra en "
            "panne, au sens marin du terme.</p>"
        ),
    ),
)
