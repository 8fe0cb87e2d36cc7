from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from core.history.entries import history_of
from dematerialisation.group_actions import actions
from dematerialisation.models import Action, GroupMember
from suggestions.models import Grid
from tests.dematerialisation.factories import ActionFactory, GroupMemberFactory, PageFactory, screened
from tests.pages import as_shown
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db


def add_url(model: str) -> str:
    return reverse(f"admin:dematerialisation_{model}_add")


def test_tell_an_action(signed_in, moderator):
    answered = idea_in("done")
    data = {
        "title": "Un tampon de moins",
        "done_on": "12/11/2026",
        "what_it_changed": "<p>Ouf<script>x</script></p>",
        "ideas": [answered.reference],
    }
    assert signed_in(moderator).post(add_url("action"), data).status_code == 302
    action = Action.objects.get()
    assert action.what_it_changed == "<p>Ouf</p>"
    assert list(answered.actions.all()) == [action]
    assert history_of(action)[0].by == moderator


def test_what_is_done_since_the_grid_answers_an_idea(signed_in, moderator):
    client, day = signed_in(moderator), timezone.localdate()
    Grid.objects.filter(state="in_use").update(in_use_since=timezone.now() - timedelta(days=20))
    data = {"title": "Un tampon de moins", "what_it_changed": "<p>Ouf</p>"}
    before, since = (f"{day - timedelta(days=days):%d/%m/%Y}" for days in (30, 10))
    page = client.post(add_url("action"), {**data, "done_on": since}).text
    assert "passez-la au filtre" in page
    assert not Action.objects.exists()
    assert client.post(add_url("action"), {**data, "done_on": before}).status_code == 302
    assert Action.objects.get().state == "done"


def test_what_has_started_by_its_idea_keeps_it(signed_in, moderator):
    action = ActionFactory.create(in_progress=True)
    action.screening.all().delete()
    action.ideas.add(idea_in("retained"))
    client, url = signed_in(moderator), change_url(action)
    written = {"title": action.title, "what_was_decided": action.what_was_decided, **inlines()}
    assert "gardez-en une" in client.post(url, written | as_shown(client, url)).text
    screened(action)
    assert client.post(url, written | as_shown(client, url)).status_code == 302
    assert not action.ideas.exists()


def test_a_member_from_elsewhere(signed_in, moderator):
    client = signed_in(moderator)
    response = client.post(add_url("groupmember"), {"position": "0"})
    assert "l’un ou l’autre" in response.text
    data = {"position": "0", "name": "Yannick Oberti", "organisation": "Agglomération"}
    assert client.post(add_url("groupmember"), data).status_code == 302
    assert str(GroupMember.objects.get()) == "Yannick Oberti"


GAIN = {"unit": "sheets", "guessed": "800", "guess_method": "au jugé", "guessed_on": "2026-11-01"}
SOON = (timezone.localdate() + timedelta(days=20)).isoformat()


# The desk of the actions


def change_url(action: Action) -> str:
    return reverse("admin:dematerialisation_action_change", args=[action.pk])


def inlines(gains: int = 0) -> dict[str, str]:
    """The desk's two tables under an action: no step, and as many gains, the first of which is filled in."""
    counts = {f"{name}-INITIAL_FORMS": "0" for name in ("steps", "gains")}
    rows = {f"gains-0-{name}": value for name, value in GAIN.items()} if gains else {}
    return counts | {"steps-TOTAL_FORMS": "0", "gains-TOTAL_FORMS": str(gains)} | rows


def test_decide_an_action(signed_in, moderator, colleague, told):
    data = {
        "title": "Une fiche au lieu de quatre",
        "what_was_decided": "On essaie aux ateliers.",
        "leader": colleague.identifiant,
        "due_on": SOON,
    }
    assert signed_in(moderator).post(add_url("action"), data).status_code == 302
    action = Action.objects.get()
    assert (action.state, action.leader, action.done_on) == ("planned", colleague, None)
    assert action.decided_on == timezone.localdate()
    assert told()["dematerialisation.entrusted"] == {colleague.identifiant}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Dites ce qui a été décidé."),
        ({"done_on": "12/11/2026"}, "Dites ce que cela a changé."),
        ({"what_it_changed": "<p>Ouf.</p>"}, "Dites quel jour cela s’est fait."),
        ({"what_was_decided": "Essayer.", "leader": "personne"}, "Aucun compte ouvert ne répond"),
        ({"what_was_decided": "Essayer.", "due_on": "2020-01-01"}, "déjà passée"),
    ],
)
def test_what_is_missing_is_said(signed_in, moderator, data, words):
    response = signed_in(moderator).post(add_url("action"), {"title": "Une fiche", **data})
    assert response.status_code == 200
    assert words in response.text
    assert not Action.objects.exists()


def test_the_desk_writes_steps_and_gains_and_no_state(signed_in, moderator):
    action = ActionFactory.create(planned=True)
    step = {"position": "1", "title": "Essayer aux serres", "due_on": SOON, "done_on": "2026-11-12"}
    data = {
        "title": "Autrement dit",
        "what_was_decided": "Essayer.",
        "state": "done",
        "done_on": "2026-11-12",
        "leader": moderator.pk,
        **inlines(gains=1),
        "steps-TOTAL_FORMS": "1",
        **{f"steps-0-{name}": value for name, value in step.items()},
    }
    client, url = signed_in(moderator), change_url(action)
    response = client.post(url, data | as_shown(client, url))
    assert response.status_code == 302, response.context["errors"]
    action.refresh_from_db()
    assert (action.title, action.state) == ("Autrement dit", "planned")
    assert (action.done_on, action.leader) == (None, None)
    added, gain = action.steps.get(), action.gains.get()
    assert (added.title, added.done_on) == ("Essayer aux serres", None)
    assert (gain.guessed, gain.measured) == (800, None)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"gains-0-guess_method": ""}, "Une estimation a un nombre, une méthode et une date"),
        ({"gains-0-guessed": "-1"}, ""),
        ({"steps-TOTAL_FORMS": "1", "steps-0-title": "x" * 161, "steps-0-position": "1"}, ""),
        ({"what_was_decided": ""}, "Dites ce qui a été décidé."),
    ],
)
def test_a_bad_row_comes_back(signed_in, moderator, bad, words):
    action = ActionFactory.create(planned=True)
    good = {"title": "Une fiche", "what_was_decided": "Essayer.", **inlines(gains=1)}
    client, url = signed_in(moderator), change_url(action)
    response = client.post(url, {**good, **bad, **as_shown(client, url)})
    assert response.status_code == 200
    assert words in response.text
    assert not action.gains.exists()


def test_a_action_done_meanwhile_is_not_undone_by_the_desk(signed_in, moderator):
    action = screened(ActionFactory.create(planned=True))
    client, url = signed_in(moderator), change_url(action)
    before = as_shown(client, url)
    actions.finish(action, by=moderator, done_on=timezone.localdate(), what_it_changed="<p>Ouf.</p>")
    data = {
        "title": "Autrement dit",
        "what_was_decided": action.what_was_decided,
        "done_on": timezone.localdate().isoformat(),
        "what_it_changed": "<p>Ouf.</p>",
        **inlines(),
    }
    assert client.post(url, data | before).status_code == 200
    assert client.post(url, data | as_shown(client, url)).status_code == 302
    action.refresh_from_db()
    assert (action.title, action.state) == ("Autrement dit", "done")


def test_the_desk_shows_what_is_late(signed_in, moderator):
    late = ActionFactory.create(in_progress=True, due_on=timezone.localdate() - timedelta(days=1))
    done, led = ActionFactory.create(), ActionFactory.create(in_progress=True, leader=moderator)
    client, url = signed_in(moderator), reverse("admin:dematerialisation_action_changelist")
    assert "en retard</strong>" in client.get(url).text
    for file, seen in (
        ("en-retard", {late}),
        ("ouvertes", {late, led}),
        ("a-moi", {led}),
        ("rien", {late, led, done}),
    ):
        response = client.get(url, {"file": file})
        assert set(response.context["cl"].result_list) == seen, file


@pytest.mark.parametrize(
    ("is_outside", "column", "value", "constraint"),
    [
        (False, "agent", None, "group_member_agent_or_named"),
        (False, "organisation", "Agglomération", "group_member_agent_or_named"),
        (True, "name", "", "group_member_agent_or_named"),
        (True, "organisation", "", "group_member_agent_or_named"),
        (False, "is_head", True, "group_has_one_head"),
    ],
)
def test_the_database_refuses_a_member(is_outside, column, value, constraint):
    GroupMemberFactory.create(is_head=True)
    row = GroupMemberFactory.create(outside=is_outside)
    with pytest.raises(IntegrityError, match=constraint):
        GroupMember.objects.filter(pk=row.pk).update(**{column: value})


def test_prose_is_sanitised():
    page = PageFactory.build(body='<h2 style="x">Non</h2><script>x</script><img src=x onerror=y>')
    page.full_clean()
    assert page.body == "<h2>Non</h2>"
