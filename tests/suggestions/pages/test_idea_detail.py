import pytest

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from suggestions.decisions.actions import decide
from suggestions.decisions.answers import prepare_answer, publish_answer, reread_answer
from suggestions.evaluation.actions import take_under_study
from suggestions.ideas.progress import path_of
from suggestions.models import Follow
from suggestions.proposing.actions import amend, propose
from suggestions.states import State
from tests.dematerialisation.factories import ActionFactory
from tests.suggestions.factories import WORDS, answered, evaluated, idea_in

pytestmark = pytest.mark.django_db


# Steps past, the current one between brackets, those to come.
PATHS = {
    State.RECEIVED: "[Reçue], À l’étude, Un mot du groupe, La décision",
    State.UNDER_STUDY: "Reçue, [À l’étude], Un mot du groupe, La décision",
    State.RETAINED: "Reçue, À l’étude, [Retenue], En cours, Réalisée",
    State.IN_PROGRESS: "Reçue, À l’étude, Retenue, [En cours], Réalisée",
    State.DONE: "Reçue, À l’étude, Retenue, En cours, [Réalisée]",
    State.DECLINED: "Reçue, À l’étude, [Non retenue]",
    State.IN_PLACE: "Reçue, À l’étude, [Déjà en place]",
    State.SET_ASIDE: "Reçue, [Écartée]",
    State.WITHDRAWN: "Reçue, [Retirée]",
}


ORDER = ["past", "current", "next"]


@pytest.mark.parametrize("state", list(State))
def test_the_path(author, signed_in, state):
    idea = idea_in(state, author=author)
    steps = path_of(idea)
    assert ", ".join(f"[{s.label}]" if s.status == "current" else s.label for s in steps) == PATHS[state]
    assert [step.status for step in steps] == sorted((s.status for s in steps), key=ORDER.index)
    assert signed_in(author).get(idea.get_absolute_url()).text.count('aria-current="step"') == 1


def test_a_draft_is_shown_to_no_reader(cast, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=cast["author"], followed_by=cast["moderator"])
    answer = answered(idea)
    for person in ("author", "outsider"):
        assert "dès janvier" not in signed_in(cast[person]).get(idea.get_absolute_url()).text
    publish_answer(idea, by=cast["moderator"], draft=answer.stamp)
    page = signed_in(cast["outsider"]).get(idea.get_absolute_url()).text
    assert "<p>Oui, dès janvier.</p>" in page


def test_nobody_is_told_a_hidden_name_as_it_advances(author, moderator, other_moderator, outsider):
    idea = propose(by=author, title="Discrète", proposal="Chut.", identity="hidden")
    amend(idea, by=author, **WORDS | {"title": "Plus discrète", "identity": "hidden"})
    take_under_study(idea, by=moderator)
    Follow.objects.create(idea=idea, agent=outsider)
    evaluated(idea)
    decide(idea, by=moderator, verdict="retained", reasons="Utile.")
    answer = prepare_answer(idea, by=moderator, text="<p>Oui</p>")
    reread_answer(idea, by=other_moderator, draft=answer.stamp)
    publish_answer(idea, by=moderator, draft=answer.stamp)
    news = Notification.objects.exclude(recipient=author).values_list("title", "text")
    mails = OutgoingMail.objects.exclude(agent=author).values_list("subject", "body")
    assert news.filter(recipient=outsider).exists()
    assert "Benali" not in str([*news, *mails])


def test_what_became_of_it(author, signed_in):
    idea = idea_in(State.DONE, author=author)
    action = ActionFactory.create(title="Le formulaire est là")
    action.ideas.add(idea)
    page = signed_in(author).get(idea.get_absolute_url()).text
    assert f'<a href="{action.get_absolute_url()}">Le formulaire est là</a>' in page


def test_a_retained_idea_is_chosen_in_the_action_that_it_leads_to(moderator, signed_in):
    idea = idea_in(State.RETAINED, followed_by=moderator)
    client = signed_in(moderator)
    url = client.get(idea.get_absolute_url()).context["decide_action_url"]
    page = client.get(url).text
    assert f'<option value="{idea.reference}" selected>' in page
