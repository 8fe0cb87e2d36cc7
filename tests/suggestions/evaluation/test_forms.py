"""The grid as a form: on the idea's page and at the desk, with bad input, another grid, an idea that moved."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.mail.models import OutgoingMail
from core.people.models import Agent
from suggestions.evaluation import actions, grids
from suggestions.models import Evaluation, Flag, Idea, Mark, Message
from suggestions.states import State
from tests.factories import AgentFactory
from tests.suggestions.factories import IdeaFactory, action_url, away, evaluate, idea_in, sheet

pytestmark = pytest.mark.django_db
DOORS = ["page", "desk"]
GIVEN = {
    "mark_simplicity": "3",
    "mark_sharing": "none",
    "mark_speed": "4",
    "flag_dehumanised": "none",
    "flag_fragile_archives": "watch",
    "reason_fragile_archives": "Le format change tous les deux ans.",
    "flag_obsolete_jobs": "none",
    "effort": "weeks",
    "saving": "much",
    "comment": "À essayer aux espaces verts.",
}
TYPED = "Le format change tous les deux ans."


@pytest.fixture
def idea(author: Agent, moderator: Agent, head: Agent) -> Idea:
    return idea_in(State.UNDER_STUDY, author=author, followed_by=head)


def door(idea: Idea, which: str = "page", name: str = "evaluer") -> str:
    if which == "desk":
        return action_url(idea, name, at_the_desk=True)
    return action_url(idea, name)


def hidden(response: Any) -> dict[str, str]:
    """What the page sends back without anyone typing it."""
    form = response.context["form"]
    return {name: str(form[name].value()) for name in ("seat", "grid", "seen")}


def sent(client: Client, url: str, **typed: str) -> Any:
    return client.post(url, hidden(client.get(url)) | GIVEN | typed)


@pytest.mark.parametrize("which", DOORS)
def test_filled_and_read(idea, moderator, signed_in, which):
    client = signed_in(moderator)
    # The grid's own words, of each mark.
    assert "Tout un circuit disparaît" in client.get(door(idea, which)).text
    assert sent(client, door(idea, which)).status_code == 302
    made = Evaluation.objects.get()
    assert (made.seat, made.made_by, made.effort, made.saving) == (moderator, moderator, "weeks", "much")
    marks = {"simplicity": 3, "sharing": None, "speed": 4}
    assert dict(Mark.objects.values_list("criterion__code", "mark")) == marks
    assert Flag.objects.get(criterion__code="fragile_archives").reason == TYPED
    page = client.get(idea.get_absolute_url()).text
    assert TYPED in page
    assert "1 évaluation sur\u00a02" in page
    assert "3,5 sur 4" in page


BAD = [
    ({"mark_speed": "5"}, "mark_speed", "de 0 à 4"),
    ({"mark_speed": "-1"}, "mark_speed", "de 0 à 4"),
    ({"mark_speed": ""}, "mark_speed", "de 0 à 4"),
    ({"flag_dehumanised": "veto"}, "reason_dehumanised", "Dites pourquoi"),
    ({"flag_dehumanised": "watch", "reason_dehumanised": "  \n "}, "reason_dehumanised", "Dites pourquoi"),
    ({"flag_dehumanised": "peut-être"}, "flag_dehumanised", "veto"),
    ({"saving": "\u0660"}, "saving", "dans la liste"),
    ({"reason_dehumanised": "é" * 1001}, "reason_dehumanised", "raccourcissez"),
    ({"seat": "zzzz"}, "seat", "plus, à vous"),
]


def test_bad_input_keeps_every_word(idea, moderator, signed_in, case):
    client = signed_in(moderator)
    for typed, field, said in BAD:
        with case(typed, field, said):
            response = sent(client, door(idea), **typed)
            assert said in str(response.context["form"].errors[field])
            assert TYPED in response.text
            assert not Evaluation.objects.exists()


def test_a_new_version_meanwhile_keeps_what_was_chosen(idea, moderator, head, signed_in):
    client = signed_in(moderator)
    before = hidden(client.get(door(idea)))
    draft = grids.prepare_grid(grids.grid_in_use(), by=moderator)
    draft.criteria.filter(code="dehumanised").delete()
    grids.put_in_use(draft, by=head)
    typed = GIVEN | {"flag_dehumanised": "watch", "reason_dehumanised": "Plus personne au guichet."}
    response = client.post(door(idea), before | typed)
    assert response.status_code == 200
    assert "nouvelle version de la grille" in response.text
    # What the new version no longer asks is not lost either.
    assert "Plus personne au guichet." in response.text
    assert TYPED in response.text
    form = response.context["form"]
    assert (form["mark_speed"].value(), form["grid"].value()) == ("4", str(draft.version))
    assert client.post(door(idea), hidden(response) | GIVEN).status_code == 302
    assert Evaluation.objects.get().grid == draft


def test_an_idea_that_moved_meanwhile(idea, moderator, signed_in, case):
    client, now, other = signed_in(moderator), timezone.now(), idea_in(State.UNDER_STUDY, title="L’autre")
    before = hidden(client.get(door(idea)))
    moves: list[tuple[str, dict[str, Any]]] = [
        ("reçu sa réponse entre-temps", {"state": "retained", "decided_at": now}),
        ("retirée entre-temps", {"state": "withdrawn", "withdrawn_at": now}),
        ("est close depuis", {"evaluation_closed_at": now}),
        ("L’autre", {"merged_into": other, "head": other}),
    ]
    for said, changes in moves:
        with case(said):
            Idea.objects.filter(pk=idea.pk).update(**changes)
            response = client.post(door(idea), before | GIVEN)
            assert said in response.text
            assert TYPED in response.text
            assert not Evaluation.objects.exists()


def test_the_deputy_wrote_meanwhile(idea, moderator, signed_in):
    deputy = AgentFactory.create(first_name="Désiré")
    client = signed_in(moderator)
    before = hidden(client.get(door(idea)))
    away(moderator, deputy)
    actions.evaluate(Idea.objects.get(pk=idea.pk), by=deputy, seat=moderator, **sheet((1, 1, 1)))
    response = client.post(door(idea), before | GIVEN | {"comment": "Le mien."})
    assert response.status_code == 200
    assert "enregistrée entre-temps par Désiré" in response.text
    assert "Le mien." in response.text
    # Sent again, it is kept, and the history has both.
    sending = hidden(response) | GIVEN | {"comment": "Le mien."}
    for _ in range(2):
        assert client.post(door(idea), sending).status_code == 302
    assert (Evaluation.objects.get().comment, Evaluation.objects.get().revisions) == ("Le mien.", 1)


def test_revised_with_what_was_written(idea, moderator, head, signed_in):
    evaluate(idea, head)
    client = signed_in(moderator)
    sent(client, door(idea))
    url = door(idea, name="revoir")
    page = client.get(url)
    assert page.context["form"]["mark_speed"].value() == "4"
    assert page.context["form"]["mark_sharing"].value() == "none"
    response = client.post(url, hidden(page) | GIVEN | {"mark_speed": "0"}, follow=True)
    assert "revue après avoir lu les autres" in response.text
    assert client.get(door(idea)).status_code == 403


def test_a_deputy_from_the_site(idea, moderator, outsider, signed_in):
    away(moderator, outsider)
    client = signed_in(outsider)
    todo = client.get(reverse("suggestions:to_evaluate")).text
    assert idea.title in todo
    assert f"À la place de {moderator}" in todo
    assert "Donner mon évaluation" in client.get(idea.get_absolute_url()).text
    assert sent(client, door(idea)).status_code == 302
    assert Evaluation.objects.get().seat == moderator
    assert TYPED in client.get(idea.get_absolute_url()).text
    assert "Rien ne vous attend" in client.get(reverse("suggestions:to_evaluate")).text
    assert client.get(door(idea, "desk")).status_code == 302


def test_a_member_who_is_also_a_deputy_says_for_whom(idea, moderator, head, signed_in):
    away(head, moderator)
    client = signed_in(moderator)
    page = client.get(door(idea))
    assert "En mon nom" in page.text
    assert f"À la place d’{head}" in page.text
    assert sent(client, door(idea)).status_code == 302
    assert sent(client, door(idea)).status_code == 302
    assert set(Evaluation.objects.values_list("seat", flat=True)) == {moderator.pk, head.pk}


def test_taken_with_a_word_or_without(author, moderator, signed_in):
    silent = IdeaFactory.create(author=author)
    signed_in(moderator).post(door(silent, name="prendre"), {"word": "  "})
    silent.refresh_from_db()
    assert (silent.state, silent.first_answered_at) == (State.UNDER_STUDY, None)
    assert not Message.objects.exists()
    idea = IdeaFactory.create(author=author)
    url = door(idea, name="prendre")
    response = signed_in(moderator).post(url, {"word": "Merci Nadia, je regarde.", "value": "sharing"})
    assert response.status_code == 302
    idea.refresh_from_db()
    assert idea.first_answered_at == idea.taken_at
    assert idea.value == "sharing"
    assert Message.objects.filter(is_from_author=False, written_by=moderator).count() == 1
    assert (
        "Merci Nadia, je regarde." in OutgoingMail.objects.filter(kind="suggestions.taken").latest("pk").body
    )
