"""The group's desk in the admin."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import to_do_for
from suggestions.appeals import appeal
from suggestions.decisions.answers import prepare_answer
from suggestions.models import Answer, Decision, Idea
from suggestions.states import State
from tests.factories import AgentFactory
from tests.suggestions.factories import IdeaFactory, action_url, answered, evaluated, idea_in

pytestmark = pytest.mark.django_db
URL = reverse("admin:suggestions_idea_changelist")


def page_of(idea: Idea) -> str:
    return reverse("admin:suggestions_idea_change", args=[idea.pk])


def action(idea: Idea, name: str) -> str:
    return action_url(idea, name, at_the_desk=True)


def titles(response: Any) -> list[str]:
    return [idea.title for idea in response.context["cl"].result_list]


def test_queues(moderator, signed_in):
    today = timezone.localdate()
    IdeaFactory.create(title="à temps", due_on=today)
    late = today - timedelta(days=3)
    idea_in(State.UNDER_STUDY, title="en retard", due_on=late, followed_by=moderator)
    idea_in(State.RETAINED, title="à moi", followed_by=moderator)
    idea_in(State.DECLINED, title="répondue", due_on=late)
    client = signed_in(moderator)
    response = client.get(URL)
    assert titles(response) == ["en retard", "à temps"]
    assert 'class="admin-late">en retard' in response.text
    assert titles(client.get(URL, {"file": "en-retard"})) == ["en retard"]
    assert set(titles(client.get(URL, {"file": "a-moi"}))) == {"en retard", "à moi"}
    assert len(titles(client.get(URL, {"file": "toutes"}))) == 4
    assert titles(client.get(URL, {"state__exact": "declined"})) == ["répondue"]
    assert client.get(URL, {"file": "inconnue"}).status_code == 200


def test_search_by_title_and_number(moderator, signed_in):
    found = idea_in(State.DONE, title="Le parapheur rouge")
    idea_in(State.DONE, title="Autre")
    client = signed_in(moderator)
    for words in ("parapheur", found.label, found.label.lower(), f" {found.label[2:]} "):
        assert titles(client.get(URL, {"q": words})) == ["Le parapheur rouge"], words


def test_from_arrival_to_done(moderator, other_moderator, signed_in):
    idea = IdeaFactory.create()
    client = signed_in(moderator)
    assert "Vous suivez cette idée" in client.post(action(idea, "prendre"), follow=True).text
    evaluated(idea)
    said = {"verdict": "retained", "reasons": "Utile à tous.", "value": "sharing", "votes_for": "5"}
    counted = said | {"votes_against": "0", "votes_abstained": "1"}
    assert client.post(action(idea, "decider"), counted).status_code == 302
    form_page = client.get(action(idea, "repondre")).text
    assert "data-django-prose-editor" in form_page
    beside = form_page.partition('class="beside"')[2].partition("</section>")[0]
    assert "Utile à tous." in beside
    assert "5 pour, 0 contre, 1 abstention" in beside
    client.post(action(idea, "repondre"), {"text": "<p>Oui <em>bien sûr</em></p>"})
    assert Answer.objects.get().text == "<p>Oui <em>bien sûr</em></p>"
    assert "<em>bien sûr</em>" in client.get(page_of(idea)).text
    again = client.get(action(idea, "repondre")).context["form"]
    assert again.initial["text"] == "<p>Oui <em>bien sûr</em></p>"
    second = signed_in(other_moderator)
    assert "<em>bien sûr</em>" in second.get(action(idea, "relire")).text
    second.post(action(idea, "relire"), {"draft": Answer.objects.get().stamp})
    to_publish, draft = client.get(action(idea, "publier")).text, Answer.objects.get().stamp
    assert "relue par Malik Silva" in to_publish
    assert f'value="{draft}"' in to_publish
    client.post(action(idea, "publier"), {"draft": draft})
    client.post(action(idea, "commencer"))
    client.post(action(idea, "confier"), {"to": other_moderator.pk})
    signed_in(other_moderator).post(action(idea, "terminer"))
    idea.refresh_from_db()
    assert (idea.state, idea.member_in_charge, idea.value) == (State.DONE, other_moderator, "sharing")
    assert idea.decision.votes == "5 pour, 0 contre, 1 abstention"
    # The history holds what was done to the answer too.
    entries = client.get(reverse("admin:suggestions_idea_history", args=[idea.pk])).context["entries"]
    assert {"a préparé la réponse", "a relu la réponse", "a retenu l’idée"} <= {one.action for one in entries}


def test_a_draft_rewritten_since_the_page_was_opened(moderator, other_moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    read, client = answered(idea), signed_in(moderator)
    prepare_answer(idea, by=other_moderator, text="<p>Oui, mais dès mars.</p>")
    refused = client.post(action(idea, "publier"), {"draft": read.stamp}).text
    assert "réécrite entre-temps par Malik Silva" in refused
    assert "<p>Oui, mais dès mars.</p>" in refused
    # The page of the refusal shows the new draft: reread, it can be published from there.
    now = {"draft": Answer.objects.get().stamp}
    assert f'value="{now["draft"]}"' in refused
    assert "doit d’abord relire" in client.post(action(idea, "publier"), now).text
    for name in ("relire", "publier"):
        assert client.post(action(idea, name), now).status_code == 302
    assert Idea.objects.get().state == State.RETAINED


@pytest.mark.parametrize("draft", ["", "\x00", "x" * 101, "zzzz", "<b>"])
def test_a_publication_without_a_stamp_shows_the_answer(moderator, signed_in, draft):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    answered(idea)
    response = signed_in(moderator).post(action(idea, "publier"), {"draft": draft})
    assert response.context["form"].errors
    assert "Oui, dès janvier." in response.text
    assert Idea.objects.get().state == State.UNDER_STUDY


def test_a_member_is_not_asked_what_is_for_the_others(moderator, other_moderator, signed_in):
    """Their own ideas; nor an answer to reread that says another decision than the one noted."""
    IdeaFactory.create(title="reçue", author=moderator)
    studied = idea_in(State.UNDER_STUDY, title="relue", author=moderator, followed_by=other_moderator)
    answered(studied)
    refused = idea_in(State.DECLINED, title="contestée", author=moderator, followed_by=other_moderator)
    appeal(refused, by=moderator, reason="Il n’existe plus.")
    stale = idea_in(State.UNDER_STUDY, title="à réécrire", followed_by=AgentFactory.create())
    answered(stale, reread=False)
    Decision.objects.filter(idea=stale).update(verdict="in_place")
    queues = {"recues": "reçue", "a-publier": "relue", "contestees": "contestée", "a-relire": None}
    for agent in (moderator, other_moderator):
        client = signed_in(agent)
        counts = {each.url.rpartition("=")[2]: each.count for each in to_do_for(agent)}
        for name, title in queues.items():
            waiting = [title] if title and agent == other_moderator else []
            assert titles(client.get(URL, {"file": name})) == waiting, (agent, name)
            assert counts.get(name, 0) == len(waiting), (agent, name)
