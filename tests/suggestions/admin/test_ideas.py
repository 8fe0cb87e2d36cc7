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
from tests.suggestions.factories import IdeaFactory, answered, decided, evaluated, idea_in

pytestmark = pytest.mark.django_db
VOTES = {"votes_for": "1", "votes_against": "1", "votes_abstained": "1"}
URL = reverse("admin:suggestions_idea_changelist")


def page_of(idea: Idea) -> str:
    return reverse("admin:suggestions_idea_change", args=[idea.pk])


def action(idea: Idea, name: str) -> str:
    return reverse("admin:suggestions_idea_action", args=[idea.pk, name])


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
    page = response.content.decode()
    assert 'class="admin-late">en retard' in page
    assert "5 jours" in page
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


def test_no_button_on_ones_own_idea(moderator, other_moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=moderator, followed_by=other_moderator)
    assert signed_in(moderator).get(page_of(idea)).context["object_actions"] == []
    for name in ("prendre", "commencer", "terminer"):
        assert signed_in(moderator).post(action(idea, name)).status_code == 403
    for answer in ({"draft": ""}, {"draft": answered(idea).stamp}):
        signed_in(moderator).post(action(idea, "publier"), answer)
        assert Idea.objects.get().state == State.UNDER_STUDY
    assert signed_in(moderator).get(action(idea, "publier")).status_code == 403
    response = signed_in(moderator).post(action(idea, "ecarter"), {"reason": "Pour voir."})
    assert response.status_code == 403


def test_the_group_reads_the_hidden_name(moderator, author, signed_in):
    idea = IdeaFactory.create(author=author, identity="hidden")
    page = signed_in(moderator).get(page_of(idea)).content.decode()
    assert "Nadia Benali, Espaces verts — nom caché aux lecteurs" in page


def test_no_link_to_what_is_closed(moderator, author, signed_in):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator, direction=author.direction)
    page = signed_in(moderator).get(page_of(idea)).content.decode()
    assert "Rose Leroy" in page
    assert "/administration/people/" not in page


def test_from_arrival_to_done(moderator, other_moderator, signed_in):
    idea = IdeaFactory.create()
    client = signed_in(moderator)
    assert "Vous suivez cette idée" in client.post(action(idea, "prendre"), follow=True).content.decode()
    evaluated(idea)
    said = {"verdict": "retained", "reasons": "Utile à tous.", "value": "sharing", "votes_for": "5"}
    counted = said | {"votes_against": "0", "votes_abstained": "1"}
    assert client.post(action(idea, "decider"), counted).status_code == 302
    form_page = client.get(action(idea, "repondre")).content.decode()
    assert "data-django-prose-editor" in form_page
    beside = form_page.partition('class="beside"')[2].partition("</section>")[0]
    assert "Utile à tous." in beside
    assert "5 pour, 0 contre, 1 abstention" in beside
    client.post(action(idea, "repondre"), {"text": "<p>Oui <em>bien sûr</em></p>"})
    assert Answer.objects.get().text == "<p>Oui <em>bien sûr</em></p>"
    page = client.get(page_of(idea)).content.decode()
    assert "<em>bien sûr</em>" in page
    assert "pas encore publiée" in page
    again = client.get(action(idea, "repondre")).context["form"]
    assert again.initial["text"] == "<p>Oui <em>bien sûr</em></p>"
    second = signed_in(other_moderator)
    preview = second.get(action(idea, "relire")).content.decode()
    assert "<em>bien sûr</em>" in preview
    second.post(action(idea, "relire"), {"draft": Answer.objects.get().stamp})
    assert "relue par Malik Silva" in client.get(action(idea, "publier")).content.decode()
    client.post(action(idea, "publier"), {"draft": Answer.objects.get().stamp})
    client.post(action(idea, "commencer"))
    client.post(action(idea, "confier"), {"to": other_moderator.pk})
    signed_in(other_moderator).post(action(idea, "terminer"))
    idea.refresh_from_db()
    assert (idea.state, idea.member_in_charge, idea.value) == (State.DONE, other_moderator, "sharing")
    assert idea.decision.votes == "5 pour, 0 contre, 1 abstention"


def test_the_history_holds_the_answer_too(moderator, other_moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    decided(idea, "declined")
    client = signed_in(moderator)
    client.post(action(idea, "repondre"), {"text": "<p>Non</p>"})
    draft = {"draft": Answer.objects.get().stamp}
    signed_in(other_moderator).post(action(idea, "relire"), draft)
    client.post(action(idea, "publier"), draft)
    response = client.get(reverse("admin:suggestions_idea_history", args=[idea.pk]))
    object_actions = [entry.action for entry in response.context["entries"]]
    assert sorted(object_actions) == [
        "a créé la fiche",
        "a préparé la réponse",
        "a relu la réponse",
        "n’a pas retenu l’idée",
    ]


def test_a_stale_desk_keeps_the_answer(moderator, signed_in):
    idea = idea_in(State.WITHDRAWN)
    data = {"text": "<p>Une heure de travail.</p>"}
    page = signed_in(moderator).post(action(idea, "repondre"), data).content.decode()
    assert "retirée entre-temps par son auteur" in page
    assert "Une heure de travail." in page
    assert not Answer.objects.exists()


def test_a_draft_rewritten_since_the_page_was_opened(moderator, other_moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    read = answered(idea)
    client = signed_in(moderator)
    assert f'value="{read.stamp}"' in client.get(action(idea, "publier")).content.decode()
    prepare_answer(idea, by=other_moderator, text="<p>Oui, mais dès mars.</p>")
    refused = client.post(action(idea, "publier"), {"draft": read.stamp}).content.decode()
    assert "réécrite entre-temps par Malik Silva" in refused
    assert "<p>Oui, mais dès mars.</p>" in refused
    assert Idea.objects.get().state == State.UNDER_STUDY
    # The page of the refusal shows the new draft: reread, it can be published from there.
    now = {"draft": Answer.objects.get().stamp}
    assert f'value="{now["draft"]}"' in refused
    assert "doit d’abord relire" in client.post(action(idea, "publier"), now).content.decode()
    assert client.post(action(idea, "relire"), now).status_code == 302
    assert client.post(action(idea, "publier"), now).status_code == 302
    assert Idea.objects.get().state == State.RETAINED


@pytest.mark.parametrize("draft", ["", "\x00", "x" * 101, "zzzz", "<b>"])
def test_a_publication_without_a_stamp_shows_the_answer(moderator, signed_in, draft):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    answered(idea)
    response = signed_in(moderator).post(action(idea, "publier"), {"draft": draft})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert "Oui, dès janvier." in response.content.decode()
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
