"""What a person wrote in an answer, apart from the rest: the shapes that the corpus of whole messages does not show."""

import re
from pathlib import Path

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


# By section, messages parted by a line of « % ».
_, *SECTIONS = re.split("^%% .*\n", (Path(__file__).parent / "quoting.txt").read_text(), flags=re.MULTILINE)
ATTRIBUTIONS, OWN_WORDS, ENDINGS = (section.removesuffix("\n").split("\n%\n") for section in SECTIONS)


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


@pytest.mark.parametrize("text", OWN_WORDS)
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


@pytest.mark.parametrize("ending", ENDINGS)
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
