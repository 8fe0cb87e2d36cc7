"""Ideas like the one being typed: what is found, by whom, and that nothing typed is kept."""

import logging
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.people.models import Agent
from suggestions.models import Correction, Follow, Idea
from suggestions.similar import similar_for_acknowledgement, similar_to
from suggestions.states import State
from tests.suggestions.factories import answered, idea_in

pytestmark = pytest.mark.django_db
URL = reverse("suggestions:similar")

WORDS = {
    "title": "Supprimer les bons de commande en papier",
    "problem": "Chaque bon est imprimé en trois exemplaires.",
    "proposal": "Un circuit numérique avec un visa par courriel.",
    "benefit": "Moins de photocopies.",
}
TYPED = {"title": "Dématérialiser les bons de commande", "proposal": "Ils circulent en trois exemplaires."}
OTHER = {"title": "Un local à vélos", "problem": "Ils rouillent.", "proposal": "Un abri.", "benefit": ""}


def titles(found: list[Any]) -> list[str]:
    return [idea.title for idea in found]


# What is found


@pytest.mark.parametrize("state", [state for state in State if state in State.public()])
def test_whatever_became_of_it(outsider, state):
    idea = idea_in(state, **WORDS)
    idea_in(State.UNDER_STUDY, **OTHER)
    (found,) = similar_to(outsider, TYPED)
    assert (found.reference, found.label, found.state) == (idea.reference, idea.label, state)
    assert found.get_absolute_url() == idea.get_absolute_url()
    assert found.said == ("Oui, dès janvier." if idea.published_answer else "")
    assert (found.is_mine, found.is_followed, found.is_public) == (False, False, True)


@pytest.mark.parametrize(
    "typed",
    [
        {"title": "supprimer bons commande"},
        {"title": "SUPPRIMER DES BONS DE COMMANDE"},
        {"title": "Suprimer les bon de comande"},
        {"proposal": "des bons numériques, sans imprimer d’exemplaires"},
        {"problem": "un bon imprime en trois exemplaires"},
    ],
    ids=["few words", "capitals", "misspelt", "in a text", "without accents"],
)
def test_however_it_is_typed(outsider, typed):
    idea_in(State.UNDER_STUDY, **WORDS)
    idea_in(State.UNDER_STUDY, **OTHER)
    assert titles(similar_to(outsider, typed)) == [WORDS["title"]]


@pytest.mark.parametrize(
    "typed",
    [
        {"title": "Des ruches sur le toit", "proposal": "Du miel pour la cantine."},
        {"title": "Il faudrait faire mieux", "proposal": "Tout le monde pourrait le faire chaque jour."},
        {},
        {"title": "   "},
        {"title": "le la les de"},
    ],
    ids=["another subject", "words of any sentence", "nothing", "blank", "stop words"],
)
def test_nothing_alike_proposes_nothing(outsider, typed):
    idea_in(State.UNDER_STUDY, **WORDS)
    idea_in(State.UNDER_STUDY, **OTHER | {"problem": "Tout le monde pourrait le faire mieux."})
    assert similar_to(outsider, typed) == []


def test_the_likest_stands_first_and_five_are_shown(outsider):
    idea_in(State.DECLINED, **WORDS)
    for number in range(8):
        idea_in(State.UNDER_STUDY, **WORDS | {"title": f"Des bons d’achat pour les commandes, {number}"})
    found = similar_to(outsider, TYPED)
    assert len(found) == 5
    assert found[0].title == WORDS["title"]


# Answers


def correct(idea: Idea, by: Agent, text: str) -> None:
    Correction.objects.create(
        answer=idea.answer, text=text, reason="Une date.", written_by=by, written_at=timezone.now()
    )


def test_a_corrected_answer_is_shown_as_it_reads_now(outsider, moderator):
    idea = idea_in(State.RETAINED, **WORDS)
    for text in ("<p>Non.</p>", "<p>Oui, dès <b>mars</b> &amp; partout.</p>"):
        correct(idea, moderator, text)
    assert similar_to(outsider, TYPED)[0].said == "Oui, dès mars & partout."
    correct(idea, moderator, f"<p>{'Nous y réfléchissons. ' * 100}</p>")
    said = similar_to(outsider, TYPED)[0].said
    assert (len(said) <= 180, said[-1]) == (True, "…")


# Who reads what

FEW = {"author", "moderator", "other_moderator", "head"}


@pytest.mark.parametrize("state", [State.RECEIVED, State.SET_ASIDE, State.WITHDRAWN, State.DECLINED])
def test_only_what_the_agent_may_read(cast, state):
    idea_in(state, **WORDS, author=cast["author"])
    found = {name: similar_to(agent, TYPED) for name, agent in cast.items()}
    others = {"colleague", "outsider", "administrator"} if state in State.public() else set()
    assert {name for name, ideas in found.items() if ideas} == FEW | others
    assert {name for name, ideas in found.items() if any(idea.is_mine for idea in ideas)} == {"author"}


@pytest.mark.parametrize("identity", ["named", "hidden"])
def test_the_author_is_never_named(author, moderator, signed_in, identity):
    idea_in(State.UNDER_STUDY, **WORDS, author=author, identity=identity)
    page = signed_in(moderator).post(URL, TYPED).text
    assert WORDS["title"] in page
    assert author.last_name not in page


# Merged ones


def merged(absorbed: Idea, head: Idea) -> None:
    Idea.objects.filter(pk=absorbed.pk).update(merged_into=head, head=head)


def test_a_merged_idea_leads_to_where_it_is_read(outsider):
    head = idea_in(State.RETAINED, title="Un circuit pour les achats", problem="", proposal="Un seul.")
    for words in (WORDS, WORDS | {"title": "Les bons de commande, encore"}):
        merged(idea_in(State.UNDER_STUDY, **words), head)
    (found,) = similar_to(outsider, TYPED)
    assert (found.reference, found.said) == (head.reference, "Oui, dès janvier.")


def test_whose_it_is_counts_what_was_merged_into_it(outsider, colleague):
    head = idea_in(State.RETAINED, **WORDS)
    absorbed = idea_in(State.UNDER_STUDY, **OTHER, author=outsider)
    Follow.objects.create(idea=absorbed, agent=colleague)
    merged(absorbed, head)
    (mine,), (followed,) = similar_to(outsider, TYPED), similar_to(colleague, TYPED)
    assert (mine.is_mine, mine.is_followed) == (True, False)
    assert (followed.is_mine, followed.is_followed) == (False, True)


def test_a_merged_idea_that_nobody_reads_leads_nowhere(outsider):
    merged(idea_in(State.RECEIVED, **WORDS), idea_in(State.UNDER_STUDY, **OTHER))
    merged(idea_in(State.UNDER_STUDY, **WORDS), idea_in(State.RECEIVED, **OTHER))
    assert similar_to(outsider, TYPED) == []


# The acknowledgement


def test_the_acknowledgement_leaves_the_idea_itself_out(author):
    other = idea_in(State.DECLINED, **WORDS)
    mine = idea_in(State.RECEIVED, **WORDS, author=author)
    assert [idea.reference for idea in similar_for_acknowledgement(mine)] == [other.reference]


def test_nobody_is_acknowledged_for_an_anonymous_idea(outsider):
    idea_in(State.DECLINED, **WORDS)
    idea = idea_in(State.UNDER_STUDY, **WORDS, author=None, identity="anonymous")
    assert similar_for_acknowledgement(idea) == []
    # Which is found like another, and shows no answer before it is published.
    answered(idea)
    found = {one.reference: one for one in similar_to(outsider, TYPED)}[idea.reference]
    assert (found.is_mine, found.said) == (False, "")


# The address


def test_a_fragment_for_the_form(outsider, signed_in):
    idea = idea_in(State.DECLINED, **WORDS)
    response = signed_in(outsider).post(URL, TYPED)
    page = response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert "<html" not in page
    # It stands inside the form that is being filled.
    assert "<form" not in page
    assert idea.get_absolute_url() in page
    assert "Oui, dès janvier." in page
    assert signed_in(outsider).post(URL, OTHER).text.strip() == ""


def test_nothing_is_looked_up_for_an_anonymous_form(outsider, signed_in):
    idea_in(State.DECLINED, **WORDS)
    client = signed_in(outsider)
    with connection.execute_wrapper(_no_words_typed):
        response = client.post(URL, TYPED | {"identity": "anonymous"})
    assert response.text.strip() == ""


def _no_words_typed(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
    assert "commande" not in f"{statement} {values}"
    return execute(statement, values, many, context)


def test_nothing_typed_is_logged(outsider, signed_in, caplog):
    idea_in(State.DECLINED, **WORDS)
    with caplog.at_level(logging.INFO):
        signed_in(outsider).post(URL, TYPED)
    assert "commande" not in caplog.text


def test_the_same_statements_for_one_and_for_twenty(outsider, signed_in, statements):
    client = signed_in(outsider)
    idea_in(State.DECLINED, **WORDS)
    client.post(URL, TYPED)
    one = statements(lambda: client.post(URL, TYPED))
    for _ in range(19):
        idea_in(State.DECLINED, **WORDS)
    assert statements(lambda: client.post(URL, TYPED)) == one
    assert statements(lambda: similar_to(outsider, TYPED)) <= 2 + 1  # the roles, read once
