"""What a person wrote in an answer, apart from the rest: the shapes that the corpus of whole messages does not show."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.mail.parsing.quoting import fold

US = "saperlipopette@port-mimosa.example"
NB = "\u00a0"


def parted(text: str) -> tuple[list[str], list[str]]:
    """Both halves, as lines that say something."""
    own, folded = ([line for line in half.split("\n") if line.strip()] for half in fold(text))
    return own, folded


def said(text: str) -> str:
    return "\n".join(parted(text)[0])


ATTRIBUTIONS = [
    f"Le lun. 3 nov. 2026 à 10:12, Marie Duval <{US}> a écrit :",
    f"Le{NB}lun. 3 nov. 2026 à{NB}10:12, Marie Duval <{US}> a écrit{NB}:",
    f"Le lun. 3 nov. 2026 à 10:12, Marie Duval <\n{US}> a écrit :",
    f"Le lun. 3 nov. 2026 à 10:12,\nMarie Duval\n<{US}> a écrit :",
    f"Le lun. 3 nov. 2026, 10:12, Marie Duval <{US}> a\nécrit :",
    f"Le 3 nov. 2026 à 10 h 12, Marie Duval <{US}> a écrit :",
    "Le 03/11/2026 à 10:12, Marie Duval a écrit :",
    "Le 2026-11-03 10:12, Marie Duval a écrit :",
    "Le mardi 03 novembre 2026 à 10:12 +0100, Marie Duval a écrit :",
    f"Le Mardi, Novembre 03, 2026 10:12 CET, Marie Duval <{US}> a écrit:",
    f"- Le 2026-11-03 10:12, Marie Duval <{US}> a écrit :",
    f"*Le 3 nov. 2026 à 10:12, Marie Duval <{US}> a écrit :*",
    f"Mardi 3 novembre 2026 à 10:12, Marie Duval <{US}> a écrit :",
    f"Marie Duval <{US}> a écrit le mardi 3 novembre 2026 à 10:12 :",
    f"On Mon, Nov 3, 2026 at 10:12 AM Marie Duval <{US}> wrote:",
    f"On 3 Nov 2026, at 10:12, Marie Duval <{US}> wrote:",
    f"-----Message d'origine-----\nDe : Marie Duval <{US}>\nEnvoyé : mardi 3 novembre 2026 10:12",
    "-----Message d\u2019origine-----",
    "----- Mail original -----",
    "-------- Message d'origine --------",
    "-------- Message original --------",
    "----- Original Message -----",
    f"____________________________________\nDe : Marie Duval <{US}>\nEnvoyé : mardi 3 novembre 2026\nÀ : X\nObjet : Y",
    f"* * *\n\n**De :** Marie Duval\n**Envoyé :** mardi 3 novembre 2026 10:12\n**À :** X <{US}>\n**Objet :** Y",
    f"De{NB}: Marie Duval\nDate{NB}: mardi 3 novembre 2026 à 10:12\nÀ{NB}: X\nObjet{NB}: Y",
    f"Objet : Y\nDe : Marie Duval <{US}>\nÀ : X\nDate : 03/11/2026 10:12",
    f"De : Marie Duval <{US}>\n\nEnvoyé : mardi 3 novembre 2026 10:12\n\nÀ : X\n\nObjet : Y",
    f"From: Marie Duval <{US}>\nSent: Tuesday, November 3, 2026 10:12 AM\nTo: X\nCc: A <a@b.example>;\n"
    "    B <b@b.example>;\n    C <c@b.example>\nSubject: Y",
    f"Message du 03/11/26 10:12\nDe : Marie Duval <{US}>\nA : X <x@orange.example>\nCopie à :\nObjet : Y",
    f"De :        Marie Duval/Port-Mimosa\nA :        X <{US}>\nDate :        03/11/2026 10:12\nObjet :        Y",
    f'-----"Marie Duval" <{US}> a écrit : -----\nA : X\nDe : Marie Duval\nDate : 03/11/2026 10:12\nObjet : Y',
    f"De : Marie Duval, groupe de la ville\n    <{US}>\nEnvoyé : mardi 3 novembre 2026\nÀ : X\nObjet : Y",
    "— Répondez au-dessus de cette ligne —",
    # Gmail as it was; SFR as it was; Nextcloud without marks; GroupWise with an address, a sentence, or half its marks.
    f"2026/11/3 Marie Duval <{US}>",
    f"Le 3/11/26, Marie Duval<{US}> a écrit :",
    f'========================================\n\nMessage du : 03/11/2026\nDe : "Marie" <{US}>\nA : x@sfr.example\n'
    "Copie à : \nSujet : Y",
    f'"Marie Duval" <{US}> – 3 novembre 2026 10:12',
    f">>> Marie Duval <{US}> 03/11/2026 10:12 >>>",
    f">>> On 03/11/2026 at 10:12 AM, in message <4AF@gw.example>, Marie Duval <{US}> wrote:",
    f">>> Le 03/11/2026 à 10:12, dans le message\n<4AF@gw.example>, Marie Duval\n<{US}> a écrit :",
    ">>> Marie Duval 03/11/2026 10:12",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_what_stands_under_an_attribution_is_folded(attribution):
    text = f"Oui pour jeudi.\n\nMarie\n\n{attribution}\n\nBonjour,\nVotre idée est arrivée."
    own, folded = parted(text)
    assert own == ["Oui pour jeudi.", "Marie"]
    assert folded == [line for line in text.split("\n")[4:] if line.strip()]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS[:16])
def test_an_answer_below_its_quotation_is_what_was_written(attribution):
    quoted = "\n".join(f"> ligne {n}" for n in range(9))
    assert said(f"{attribution}\n{quoted}\n\nOui pour jeudi.\n") == "Oui pour jeudi."
    assert said(f"Bonjour,\n\n{attribution}\n{quoted}\n\nOui.\n-- \nMarie") == "Bonjour,\nOui."


@pytest.mark.parametrize(
    "text",
    [
        "Le maire a écrit :\nil faut un banc.",
        "Le 3 mars 2024, le conseil des sages a écrit :\nil manque un banc.",
        "Le 3 mars 2024 à 10h30, le maire a écrit :\nil manque un banc.",
        "Dans sa lettre du 3 mars 2024, Madame Arnaud a écrit :\nil manque un banc.",
        "De : la mairie\nÀ : nos aînés\nObjet : un banc",
        "De : 8 h à 12 h\nÀ : la mairie",
        "Objet : le banc\nDate : le 3 mars 2024",
        "Le plan est au mur.\nMarie\n\nà l'accueil on a écrit :\n« fermé »",
        "Le 12 je passe.\nLe 13 aussi.\nIl a écrit : non.",
        "---\nUn banc\n---\nDeux bancs",
        "Le portail :\n-- il grince\n-- il coince\n" + "\n".join(f"{n}. un détail" for n in range(20)),
        "Le portail :\n--\n" + "\n".join(f"{n}. un détail" for n in range(20)),
        "Mes propositions :\n" + "\n".join(f"> proposition {n}" for n in range(8)) + "\nMerci",
        "De : 10:30\nÀ : 12:00\nle guichet est fermé.",
        "De : la mairie\nÀ : nos aînés\nObjet : un banc\nDate : bientôt",
        "Attention : la porte extérieure ne ferme plus.\n\nMarie",
        "Ce message est confidentiel ? Non.\n\nMarie",
        "Envoyé de mon bureau, ce constat : le portail est ouvert.",
        "Confidentialité : l'accueil n'a pas de paravent.",
        "Mes propositions :\n> ouvrir le samedi\n> fermer le lundi\nMerci",
        "Voici ce que je reçois :\n\n-------- Message transféré --------\nDe : X <x@y.example>\nEnvoyé : 3/11/2026"
        "\nÀ : Y\nObjet : Z\n\nMadame,\n\n-----Message d'origine-----\nencore",
        "Bonjour,\n\nVoici :\n\nDe : la mairie\nÀ : l'école\nDate : 3 novembre 2026\nObjet : le car\n\nIl en manque.",
        "Bonjour,\n\nDe : le service\nÀ : tous\nDate : 5 novembre 2026 à 14:30\nObjet : réunion\n\nVenez.",
        "Bonjour,\n\nLe 3 mars 2024 à 10:30, le directeur a écrit :\nil manque un banc.",
        "Le 3 mars 2024 à 10:30 l'adjointe a écrit :\nil manque un banc.",
        "Le 3 mars 2024, 10:30, Madame Arnaud a répondu :\nil manque un banc.",
        "Le portail :\n--\n- il grince\n- il coince",
        "Le portail grince.\n--\n1. l'huiler\n2. le changer",
        "Le portail :\n\n--\nil grince\nil coince",
        "Le constat.\n\nEnvoyé depuis le bureau",
        "Le constat.\n\nEnvoyé depuis le bureau de poste mobile",
        "Le constat.\n\nEnvoyé depuis l'accueil, où le courrier attend.",
        "Le constat.\n\nEnvoyé de mon téléphone : le portail est ouvert.",
        "Deux idées.\n\nPensez à l'environnement : installez des bacs de tri.",
        "Deux idées.\n\nAvant d'imprimer, choisir le recto-verso par défaut.",
        "Attention : un courriel frauduleux venant de l'extérieur circule.\n\nMarie",
        "Deux idées.\n\nCe message est confidentiel jusqu'à sa diffusion au conseil.",
        "",
        "\n\n",
        "Cordialement,\nMarie Duval",
    ],
)
def test_a_persons_own_words_are_never_folded(text):
    assert fold(text)[1] == ""
    assert parted(text)[0] == [line for line in text.split("\n") if line.strip()]


def test_an_answer_below_a_heading_and_a_sentence_that_begins_with_a_date():
    fields = f"De: X <{US}>\nÀ: Y\nEnvoyé: Mardi 3 Novembre 2026 10:12:11\nObjet: Z"
    quoted = "\n".join(f"> ligne {n}" for n in range(9))
    assert said(f"----- Mail original -----\n\n{fields}\n\n{quoted}\n\nOui pour jeudi.") == "Oui pour jeudi."
    attribution = f"Le lun. 3 nov. 2026 à 10:12, Marie Duval\n<{US}> a écrit :"
    assert said(f"Le 12 je passe.\n{attribution}\n> Bonjour") == "Le 12 je passe."


def test_between_quoted_lines_each_question_is_kept_above_its_answer():
    text = f"""Bonjour,

Le 03/11/2026 à 10:12, Marie Duval <{US}> a écrit :
> Bonjour Karim,
>
> Merci pour tout.
>
>> une vieille question
> Qui garderait la clé,
> et où ?
L'accueil.

> Combien de trajets ?

Vingt par semaine.

> Cordialement
"""
    assert said(text) == (
        "Bonjour,\n> Qui garderait la clé,\n> et où ?\nL'accueil.\n> Combien de trajets ?\nVingt par semaine."
    )


def test_a_long_quoted_paragraph_is_kept_by_its_end():
    quoted = "\n".join(f"> phrase {n} de la question" for n in range(40))
    own, folded = parted(f"{quoted}\nOui.\n> et le soir ?\nNon.")
    assert own == [*(f"> phrase {n} de la question" for n in range(28, 40)), "Oui.", "> et le soir ?", "Non."]
    assert len(folded) == 28


def test_the_few_lines_that_a_person_chose_to_quote_are_kept():
    assert said("> La date du 18 ?\n\nElle me va.") == "> La date du 18 ?\nElle me va."
    attributed = f"> Le 3 nov. 2026 à 10:12, X <{US}> a écrit :\n>\n> La date ?\n\nElle me va."
    assert said(attributed) == "Elle me va."


def test_answers_announced_inside_an_unmarked_quotation_keep_it():
    quoted = f"De : Marie <{US}>\nEnvoyé : mardi 3 novembre 2026 10:12\nÀ : X\nObjet : Y\n\nCombien ? Vingt."
    for words in (
        "Mes réponses en rouge ci-dessous.",
        "Je réponds dans le texte.",
        "Voir mes remarques plus bas",
    ):
        assert fold(f"{words}\n\n{quoted}")[1] == ""
    assert said(f"La réponse est non.\n\n{quoted}") == "La réponse est non."


@pytest.mark.parametrize(
    "ending",
    [
        "-- \nMarie Duval\nAccueil",
        "--\nMarie Duval",
        "Envoyé de mon iPhone",
        "Envoyé depuis mon mobile Orange",
        "Envoyé à partir de Outlook pour Android<https://aka.ms/x>",
        "Télécharger Outlook pour iOS<https://aka.ms/x>",
        "Provenance : Courrier pour Windows",
        "Envoyé depuis l’application Mail Orange",
        "Envoyé avec la messagerie sécurisée Proton Mail.",
        "Envoyé de mon appareil mobile Samsung.",
        "Envoyé depuis Yahoo Mail pour Android",
        "Pensez à l'environnement avant d'imprimer.",
        "N'imprimez ce mail que si nécessaire.",
        "Sent from my Galaxy",
        "Ce message et ses pièces jointes sont confidentiels et destinés à leurs seuls destinataires.",
        "________________________\nCe courriel est confidentiel ; s'il vous parvient par erreur, détruisez-le.",
        "This e-mail is confidential. If you received it in error, tell its sender.",
        "Pensez à l'environnement avant d'imprimer ce message.",
        "L'absence de virus dans ce courrier électronique a été vérifiée par le logiciel antivirus Avast.",
        "-- \nMarie\n\nEnvoyé de mon iPad",
    ],
)
@pytest.mark.parametrize("below", ["", "\n\n----- Mail original -----\nDe: X\n\nBonjour"])
def test_endings_are_folded(ending, below):
    text = f"Oui pour jeudi.\n\nCordialement,\nMarie\n\n{ending}{below}"
    assert said(text) == "Oui pour jeudi.\nCordialement,\nMarie"


def test_what_the_server_writes_above_is_folded():
    for banner in (
        "ATTENTION : Ce message provient de l'extérieur de la mairie.\nNe cliquez pas sur les liens.",
        "Vous n'obtenez pas souvent d'e-mail à partir de x@y.example. Pourquoi c'est important",
        "CAUTION: This email originated from outside the organisation.",
    ):
        assert parted(f"{banner}\n\nOui pour jeudi.")[0] == ["Oui pour jeudi."]


@pytest.mark.parametrize(
    "text",
    [
        "> tout est cité\n> rien n'est dit",
        f"Le 03/11/2026 à 10:12, X <{US}> a écrit :\n> Bonjour",
        f"De : X <{US}>\nEnvoyé : mardi 3 novembre 2026 10:12\nÀ : Y\nObjet : Z\n\nBonjour",
        "-- \nMarie",
        "Envoyé de mon iPhone",
    ],
)
def test_where_nothing_would_be_left_the_whole_is_kept(text):
    assert fold(text) == (text, "")


def test_empty_lines_follow_what_they_separate():
    attribution = "Le 03/11/2026 à 10:12, X a écrit :"
    own, folded = fold(f"Un.\n\nDeux.\n\n\n{attribution}\n> cité\n\n> encore\n\n\n\nTrois.")
    assert own == "Un.\n\nDeux.\n\n\nTrois."
    assert folded == f"{attribution}\n> cité\n\n> encore"


PIECES = st.sampled_from([
    *ATTRIBUTIONS, "> ", ">", ">> plus ancien", "> Bonjour", "--", "---", "-- ", "", " ", "\u00a0", "_____", "Oui.",
    "De :", "Le 3", "Le maire a écrit :", "Envoyé de mon iPhone", "> Message du 03/11/26 10:12", "> De : x@y.example",
    "À : Marie", "Début du message transféré :", "Objet : un banc", "mes réponses en rouge",
    "Ce message est confidentiel", ">>> X 03/11/2026 10:12 >>>", "\u200b", "*", "\x00", "\ud800",
])  # fmt: skip


@settings(max_examples=50, deadline=None)
@example(" \n" + ATTRIBUTIONS[0])
@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=25).map("\n".join))
def test_nothing_is_lost_whatever_is_written(text):
    own, folded = parted(text)
    # A text whose own words would be empty comes back as it was, its carriage returns included.
    kept = sorted(line.rstrip("\r") for line in own + folded)
    assert kept == sorted(line.rstrip("\r") for line in text.split("\n") if line.strip())
    assert bool(own) == bool(text.strip())


@pytest.mark.parametrize(
    "line",
    [
        ">", "> ", "Le ", "-", "*", "a a écrit ", " ", "De : ", "\u00a0>", "message d'origine ", "_ ",
        "Envoyé de ",
    ],
)  # fmt: skip
def test_a_hostile_line_costs_its_length(line):
    # A pattern that goes back over its steps would not end within the suite's limit.
    text = line * (1_000_000 // len(line))
    assert "".join(fold(text)) == text


@pytest.mark.parametrize(
    "line", ["> a\nb\n", "Le 3\n", "De : a@b\n", "--\n", "Ce message\n\n", "____\n\n", ">\n", "À : b\n\n"]
)
def test_many_hostile_lines_cost_their_number(line):
    text = line * (100_000 // len(line))
    own, folded = parted(text)
    assert len(own) + len(folded) == sum(1 for one in text.split("\n") if one.strip())
