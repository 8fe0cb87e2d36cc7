import pytest
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from suggestions.decisions.actions import decide
from suggestions.decisions.answers import prepare_answer, publish_answer, reread_answer
from suggestions.evaluation.actions import take_under_study
from suggestions.ideas.progress import path_of
from suggestions.models import Idea, Support
from suggestions.proposing.actions import amend, propose
from suggestions.states import State
from tests.dematerialisation.factories import ActionFactory
from tests.factories import member
from tests.suggestions.factories import WORDS, IdeaFactory, answered, evaluated, idea_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", list(State))
def test_what_one_may_not_see_is_not_there(cast, signed_in, state):
    idea = idea_in(state, author=cast["author"])
    for person in ("author", "colleague", "outsider", "administrator", "moderator", "head"):
        expected = 200 if person in ("author", "moderator", "head") or state in State.public() else 404
        assert signed_in(cast[person]).get(idea.get_absolute_url()).status_code == expected, person


def test_no_sequence_in_the_address(author, signed_in):
    idea = IdeaFactory.create(author=author)
    assert idea.get_absolute_url() == f"/idees/{idea.reference}/"
    assert signed_in(author).get(f"/idees/{idea.pk}/").status_code == 404


PROMISED = [("Un mot du groupe", "next"), ("La décision", "next")]
PATHS = {
    State.RECEIVED: [("Reçue", "current"), ("À l’étude", "next"), *PROMISED],
    State.UNDER_STUDY: [("Reçue", "past"), ("À l’étude", "current"), *PROMISED],
    State.RETAINED: [
        ("Reçue", "past"),
        ("À l’étude", "past"),
        ("Retenue", "current"),
        ("En cours", "next"),
        ("Réalisée", "next"),
    ],
    State.IN_PROGRESS: [
        ("Reçue", "past"),
        ("À l’étude", "past"),
        ("Retenue", "past"),
        ("En cours", "current"),
        ("Réalisée", "next"),
    ],
    State.DONE: [
        ("Reçue", "past"),
        ("À l’étude", "past"),
        ("Retenue", "past"),
        ("En cours", "past"),
        ("Réalisée", "current"),
    ],
    State.DECLINED: [("Reçue", "past"), ("À l’étude", "past"), ("Non retenue", "current")],
    State.IN_PLACE: [("Reçue", "past"), ("À l’étude", "past"), ("Déjà en place", "current")],
    State.SET_ASIDE: [("Reçue", "past"), ("Écartée", "current")],
    State.WITHDRAWN: [("Reçue", "past"), ("Retirée", "current")],
}


@pytest.mark.parametrize("state", list(State))
def test_the_path(author, signed_in, state):
    idea = idea_in(state, author=author)
    assert [(step.label, step.status) for step in path_of(idea)] == PATHS[state]
    assert signed_in(author).get(idea.get_absolute_url()).content.decode().count('aria-current="step"') == 1


def test_a_draft_is_shown_to_no_reader(cast, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=cast["author"], followed_by=cast["moderator"])
    answer = answered(idea)
    for person in ("author", "outsider"):
        assert "dès janvier" not in signed_in(cast[person]).get(idea.get_absolute_url()).content.decode()
    publish_answer(idea, by=cast["moderator"], draft=answer.stamp)
    page = signed_in(cast["outsider"]).get(idea.get_absolute_url()).content.decode()
    assert "<p>Oui, dès janvier.</p>" in page


@pytest.mark.parametrize(
    ("person", "state", "shown"),
    [
        ("author", State.RECEIVED, {"Modifier mon idée", "Retirer mon idée"}),
        ("author", State.UNDER_STUDY, {"Retirer mon idée"}),
        ("author", State.DONE, set()),
        ("outsider", State.UNDER_STUDY, set()),
        ("moderator", State.RECEIVED, {"Ouvrir au bureau du groupe"}),
    ],
)
def test_only_the_buttons_that_work(cast, signed_in, person, state, shown):
    idea = idea_in(state, author=cast["author"])
    page = signed_in(cast[person]).get(idea.get_absolute_url()).content.decode()
    buttons = {"Modifier mon idée", "Retirer mon idée", "Ouvrir au bureau du groupe"}
    assert {label for label in buttons if label in page} == shown


def test_the_reason_is_for_the_author(author, signed_in):
    idea = idea_in(State.SET_ASIDE, author=author)
    assert "Elle nomme une personne." in signed_in(author).get(idea.get_absolute_url()).content.decode()


def test_a_hidden_name_is_nowhere_for_others(author, moderator, outsider, signed_in):
    """The whole path, then every page, mail and notification that is not the author's nor the group's."""
    idea = propose(by=author, title="Discrète", proposal="Chut.", identity="hidden")
    amend(idea, by=author, **WORDS | {"title": "Plus discrète", "identity": "hidden"})
    take_under_study(idea, by=moderator)
    evaluated(idea)
    decide(idea, by=moderator, verdict="retained", reasons="Utile.")
    answer = prepare_answer(idea, by=moderator, text="<p>Oui</p>")
    reread_answer(idea, by=member(first_name="Théo", last_name="Relecteur"), draft=answer.stamp)
    publish_answer(idea, by=moderator, draft=answer.stamp)
    client = signed_in(outsider)
    idea = Idea.objects.get()
    for url in (idea.get_absolute_url(), reverse("suggestions:idea_list")):
        page = client.get(url).content.decode()
        assert "Plus discrète" in page
        for trace in ("Nadia", "Benali", "Espaces verts · ", author.identifiant):
            assert trace not in page
        assert "un agent qui ne donne pas son nom" in page
    history = client.get(reverse("suggestions:idea_history", args=[idea.reference])).content.decode()
    assert "L’auteur a proposé l’idée" in history
    for trace in ("Nadia", "Benali", author.identifiant):
        assert trace not in history
    for person in (author, moderator):
        page = signed_in(person).get(idea.get_absolute_url()).content.decode()
        assert "Nadia Benali" in page
        assert "nom caché aux lecteurs" in page
    others = Notification.objects.exclude(recipient=author)
    mails = OutgoingMail.objects.exclude(agent=author)
    said = " ".join(n.title + n.text for n in others) + " ".join(m.subject + m.body for m in mails)
    assert said
    assert "Benali" not in said


def test_what_became_of_it(author, signed_in):
    idea = idea_in(State.DONE, author=author)
    action = ActionFactory.create(title="Le formulaire est là")
    action.ideas.add(idea)
    page = signed_in(author).get(idea.get_absolute_url()).content.decode()
    assert f'<a href="{action.get_absolute_url()}">Le formulaire est là</a>' in page


def test_a_retained_idea_is_chosen_in_the_action_that_it_leads_to(moderator, signed_in):
    idea = idea_in(State.RETAINED, followed_by=moderator)
    client = signed_in(moderator)
    url = client.get(idea.get_absolute_url()).context["decide_action_url"]
    page = client.get(url).content.decode()
    assert f'<option value="{idea.reference}" selected>' in page


def test_a_support_is_withdrawn_after_the_answer_too(outsider, signed_in):
    idea = idea_in(State.RETAINED)
    client = signed_in(outsider)
    assert "je soutiens" not in client.get(idea.get_absolute_url()).content.decode()
    Support.objects.create(idea=idea, agent=outsider)
    assert "ne plus soutenir" in client.get(idea.get_absolute_url()).content.decode()
    client.post(reverse("suggestions:idea_support", args=[idea.reference]), {"soutien": "non"})
    assert not Support.objects.exists()
    assert "ne plus soutenir" not in client.get(idea.get_absolute_url()).content.decode()


def test_nothing_stands_beside_an_idea_that_nothing_can_be_done_with(author, outsider, signed_in):
    withdrawn = idea_in(State.WITHDRAWN, author=author).get_absolute_url()
    assert "<aside" not in signed_in(author).get(withdrawn).text
    waiting = idea_in(State.UNDER_STUDY, author=author).get_absolute_url()
    assert "<aside" in signed_in(outsider).get(waiting).text
