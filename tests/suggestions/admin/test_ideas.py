"""The desk as a working place: files, columns, several at once, the grid, absences."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import to_do_for
from core.people.models import Absence
from core.people.roles import Role
from suggestions.appeals import appeal
from suggestions.decisions.answers import prepare_answer
from suggestions.evaluation import actions, grids, queue
from suggestions.models import Answer, Decision, Grid, Idea, Meeting, Tally
from suggestions.states import State
from tests.factories import AgentFactory, member
from tests.pages import as_shown
from tests.suggestions.factories import IdeaFactory, action_url, answered, decided, evaluate, idea_in

pytestmark = pytest.mark.django_db
URL = reverse("admin:suggestions_idea_changelist")
ABSENCES = reverse("admin:people_absence_changelist")
ADD = reverse("admin:people_absence_add")


def titles(response: Any) -> set[str]:
    return {idea.title for idea in response.context["cl"].result_list}


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_files(moderator, head, signed_in, settings):
    settings.IDEA_QUORUM = 2
    IdeaFactory.create(title="reçue")
    waiting = idea_in(State.UNDER_STUDY, title="à évaluer", followed_by=moderator)
    ready = idea_in(State.UNDER_STUDY, title="prête", followed_by=head)
    evaluate(ready, moderator, head)
    chosen = idea_in(State.UNDER_STUDY, title="décidée", followed_by=head)
    decided(chosen)
    evaluate(chosen, moderator)
    idea_in(State.RETAINED, title="publiée")
    late = timezone.localdate() - timedelta(days=3)
    idea_in(State.UNDER_STUDY, title="en retard", due_on=late, evaluation_closed_at=timezone.now())
    merged = idea_in(State.UNDER_STUDY, title="réunie", followed_by=moderator)
    Idea.objects.filter(pk=merged.pk).update(merged_into=waiting, head=waiting)
    client = signed_in(moderator)
    files = {
        "": {"reçue", "à évaluer", "prête", "décidée", "en retard"},
        "en-retard": {"en retard"},
        "a-moi": {"à évaluer"},
        "a-evaluer": {"à évaluer"},
        "pretes": {"prête"},
        "decidees": {"décidée", "publiée"},
        "reunies": {"réunie"},
        "toutes": {"reçue", "à évaluer", "prête", "décidée", "publiée", "réunie", "en retard"},
    }
    for name, expected in files.items():
        assert titles(client.get(URL, {"file": name} if name else {})) == expected, name
    # A state or a search reaches them all.
    assert (
        titles(client.get(URL, {"state__exact": "retained"}))
        == titles(client.get(URL, {"q": "publié"}))
        == {"publiée"}
    )
    for words in (waiting.label, waiting.label.lower(), f" {waiting.label[2:]} "):
        assert titles(client.get(URL, {"q": words})) == {"à évaluer"}, words
    page = client.get(URL)
    assert page.context["cl"].result_list[0].title == "en retard"
    assert 'class="admin-late">en retard' in page.text


def test_columns(moderator, head, signed_in):
    idea = idea_in(State.UNDER_STUDY, followed_by=head, taken_at=timezone.now() - timedelta(days=2))
    evaluate(idea, head, veto="Non.")
    page = signed_in(moderator).get(URL).text
    assert "1 sur\u00a02" in page
    assert "des évaluations du groupe (1 sur 2), depuis 2 jours" in page
    # Rose has not given hers yet.
    assert "médiane" not in page
    evaluate(idea, moderator)
    assert "médiane\u00a03, d’accord, 1 veto" in signed_in(moderator).get(URL).text


def bulk(client: Client, action: str, *ideas: Idea) -> Any:
    return client.post(
        f"{URL}?file=toutes", {"action": action, "_selected_action": [idea.pk for idea in ideas]}
    )


def test_several_taken_then_closed_at_once_and_refusals_said(moderator, head, signed_in, settings):
    settings.IDEA_QUORUM = 1
    own = IdeaFactory.create(author=moderator, title="La mienne")
    gone = idea_in(State.WITHDRAWN, title="Partie")
    fresh = IdeaFactory.create_batch(2)
    first, *refused = said(bulk(signed_in(moderator), "take_charge", *fresh, own, gone))
    assert first == "2 idées prises en charge."
    assert {sentence.split("\u00a0»")[0] for sentence in refused} == {"«\u00a0La mienne", "«\u00a0Partie"}
    assert Idea.objects.filter(state=State.UNDER_STUDY, member_in_charge=moderator).count() == 2
    assert Tally.objects.count() == 2
    evaluate(fresh[0], head)
    first, refused = said(bulk(signed_in(moderator), "close_evaluations", *fresh))
    assert first == "1 évaluation close."
    assert "quorum" in refused
    assert set(Idea.objects.exclude(evaluation_closed_at=None)) == {fresh[0]}


def test_several_on_the_next_agenda(moderator, signed_in):
    ready, early = (idea_in(State.UNDER_STUDY, followed_by=moderator) for _ in range(2))
    member()
    evaluate(ready, moderator)
    chief = AgentFactory.create(roles=[Role.GROUP_HEAD])
    actions.close_evaluation(Idea.objects.get(pk=ready.pk), by=chief, reason="Pour jeudi.")
    response = bulk(signed_in(moderator), "put_on_agenda", ready)
    assert "Aucune réunion n’est en préparation" in said(response)[0]
    meeting = Meeting.objects.create(starts_at=timezone.now() + timedelta(days=3))
    added, left = said(bulk(signed_in(moderator), "put_on_agenda", ready, early))
    assert added.startswith("1 idée ajoutée à l’ordre du jour")
    assert left.startswith("1 idée ne peut pas y venir")
    assert [item.idea for item in meeting.items.all()] == [ready]


def action(idea: Idea, name: str) -> str:
    return action_url(idea, name, at_the_desk=True)


def test_an_answer_is_prepared_beside_the_decision_and_its_history_kept(moderator, signed_in):
    idea, client = idea_in(State.UNDER_STUDY, followed_by=moderator), signed_in(moderator)
    decided(idea, reasons="Utile à tous.", votes_for=5, votes_against=0, votes_abstained=1)
    beside = (
        client.get(action(idea, "repondre")).text.partition('class="beside"')[2].partition("</section>")[0]
    )
    assert "Utile à tous." in beside
    assert "5 pour, 0 contre, 1 abstention" in beside
    client.post(action(idea, "repondre"), {"text": "<p>Oui <em>bien sûr</em></p>"})
    assert "<em>bien sûr</em>" in client.get(reverse("admin:suggestions_idea_change", args=[idea.pk])).text
    again = client.get(action(idea, "repondre")).context["form"]
    assert again.initial["text"] == "<p>Oui <em>bien sûr</em></p>"
    # The history holds what was done to the answer too.
    entries = client.get(reverse("admin:suggestions_idea_history", args=[idea.pk])).context["entries"]
    assert "a préparé la réponse" in {one.action for one in entries}


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
            assert titles(client.get(URL, {"file": name})) == set(waiting), (agent, name)
            assert counts.get(name, 0) == len(waiting), (agent, name)


# The grid


def grid_page(grid: Grid, object_action: str = "") -> str:
    if object_action:
        return reverse("admin:suggestions_grid_action", args=[grid.pk, object_action])
    return reverse("admin:suggestions_grid_change", args=[grid.pk])


def filled(response: Any, **changes: str) -> dict[str, str]:
    form = response.context["form"]
    return {name: str(form[name].value()) for name in form.fields} | changes


def test_a_new_version_from_draft_to_service(moderator, head, signed_in):
    old, client = grids.grid_in_use(), signed_in(moderator)
    assert "Tout un circuit disparaît" in client.get(grid_page(old)).text
    client.post(grid_page(old, "preparer"))
    draft = Grid.objects.get(state="draft")
    assert draft.criteria.count() == 6
    url = grid_page(draft, "ecrire")
    data = filled(client.get(url), weight_simplicity="3", word_speed_4="Tout de suite")
    assert client.post(url, data).status_code == 302
    assert draft.criteria.get(code="simplicity").weight == 3
    assert draft.criteria.get(code="speed").words[4] == "Tout de suite"
    assert client.post(grid_page(draft, "mettre-en-service")).status_code == 403
    assert signed_in(head).post(grid_page(draft, "mettre-en-service")).status_code == 302
    assert grids.grid_in_use() == draft
    old.refresh_from_db()
    assert (old.state, old.criteria.get(code="simplicity").weight) == ("retired", 1)
    response = client.post(url, data)
    assert "ne change plus" in response.text
    assert client.post(grid_page(draft), {"state": "draft"}).status_code == 403


def test_a_draft_is_given_up(moderator, signed_in):
    draft = grids.prepare_grid(grids.grid_in_use(), by=moderator)
    for grid in (draft, grids.grid_in_use()):
        signed_in(moderator).post(grid_page(grid, "abandonner"))
    assert Grid.objects.get() == grids.grid_in_use()


def test_two_members_write_one_draft(moderator, other_moderator, signed_in):
    draft = grids.prepare_grid(grids.grid_in_use(), by=moderator)
    url, client, other = grid_page(draft, "ecrire"), signed_in(moderator), signed_in(other_moderator)
    mine = filled(client.get(url), name_speed="Vitesse")
    theirs = filled(other.get(url), name_speed="Promptitude")
    other.post(url, theirs)
    response = client.post(url, mine)
    assert "changé cette grille entre-temps" in response.text
    assert "Vitesse" in response.text
    assert client.post(url, filled(response)).status_code == 302
    assert draft.criteria.get(code="speed").name == "Vitesse"


@pytest.mark.parametrize(
    ("name", "typed"), [("weight_speed", "0"), ("weight_speed", "6"), ("word_speed_4", " ")]
)
def test_a_wrong_weight_and_a_missing_word_come_back(moderator, signed_in, name, typed):
    draft = grids.prepare_grid(grids.grid_in_use(), by=moderator)
    url, client = grid_page(draft, "ecrire"), signed_in(moderator)
    response = client.post(url, filled(client.get(url), name_sharing="Mise en commun", **{name: typed}))
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {name}
    assert "Mise en commun" in response.text
    assert draft.criteria.get(code="sharing").name != "Mise en commun"


# Absences


def days(first: int = 0, last: int = 5, **typed: str) -> dict[str, str]:
    today = timezone.localdate()
    return {"first": f"{today + timedelta(days=first)}", "last": f"{today + timedelta(days=last)}", **typed}


def test_a_member_notes_their_own(moderator, outsider, signed_in, told):
    client = signed_in(moderator)
    data = days(member=str(moderator.pk), deputy=outsider.identifiant)
    assert client.post(ADD, data).status_code == 302
    absence = Absence.objects.get()
    assert (absence.agent, absence.deputy, absence.noted_by) == (moderator, outsider, moderator)
    assert told() == {kind: {outsider.identifiant} for kind in ("suggestions.deputy", "people.deputy")}
    idea = idea_in(State.UNDER_STUDY)
    assert queue.evaluations_waiting_for(outsider).get() == idea
    change = reverse("admin:people_absence_change", args=[absence.pk])
    client.post(change, days(last=9, deputy="") | as_shown(client, change))
    absence.refresh_from_db()
    assert absence.deputy is None
    client.post(reverse("admin:people_absence_delete", args=[absence.pk]), {"post": "yes"})
    assert not Absence.objects.exists()


def test_only_the_head_notes_for_others(moderator, other_moderator, head, signed_in):
    data = days(member=str(other_moderator.pk))
    response = signed_in(moderator).post(ADD, data)
    assert response.status_code == 200
    assert not Absence.objects.exists()
    assert signed_in(head).post(ADD, data).status_code == 302
    absence = Absence.objects.get()
    change = reverse("admin:people_absence_change", args=[absence.pk])
    delete = reverse("admin:people_absence_delete", args=[absence.pk])
    client = signed_in(moderator)
    assert client.get(change).status_code == 200
    assert client.post(change, days(last=9)).status_code == 403
    assert client.post(delete, {"post": "yes"}).status_code == 403
    client.post(ABSENCES, {"action": "delete_selected", "_selected_action": [absence.pk], "post": "yes"})
    assert Absence.objects.count() == 1
