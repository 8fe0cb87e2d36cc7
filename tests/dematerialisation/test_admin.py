from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.history.reading import history_of
from core.people.models import Agent
from dematerialisation.models import Action, GroupMember, Page
from tests.dematerialisation.factories import ActionFactory, GroupMemberFactory, PageFactory, idea

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]


def add_url(model: str) -> str:
    return reverse(f"admin:dematerialisation_{model}_add")


@pytest.mark.parametrize("model", ["page", "groupmember", "action"])
@pytest.mark.parametrize(
    ("person", "status"),
    [("outsider", 302), ("room_manager", 403), ("administrator", 403), ("moderator", 200), ("head", 200)],
)
def test_who_enters(
    signed_in: SignedIn, request: pytest.FixtureRequest, person: str, status: int, model: str
) -> None:
    thing = {"page": PageFactory, "groupmember": GroupMemberFactory, "action": ActionFactory}[model].create()
    client = signed_in(request.getfixturevalue(person))
    base = f"admin:dematerialisation_{model}"
    pages = [reverse(f"{base}_{page}", args=[thing.pk]) for page in ("change", "delete")]
    urls = [add_url(model), reverse(f"{base}_changelist"), *pages]
    assert [client.get(url).status_code for url in urls] == [status] * 4
    history = client.get(reverse(f"{base}_history", args=[thing.pk]))
    assert history.status_code == (404 if status == 403 else status)


def test_tell_an_action(signed_in: SignedIn, moderator: Agent) -> None:
    answered = idea("done")
    data = {
        "title": "Un tampon de moins",
        "done_on": "12/11/2026",
        "what_it_changed": "<p>Ouf<script>x</script></p>",
        "ideas": [answered.pk],
    }
    assert signed_in(moderator).post(add_url("action"), data).status_code == 302
    action = Action.objects.get()
    assert action.what_it_changed == "<p>Ouf</p>"
    assert list(answered.actions.all()) == [action]
    assert history_of(action)[0].by == moderator


def test_a_member_from_elsewhere(signed_in: SignedIn, moderator: Agent) -> None:
    client = signed_in(moderator)
    response = client.post(add_url("groupmember"), {"position": "0"})
    assert "l’un ou l’autre" in response.content.decode()
    data = {"position": "0", "name": "Yannick Oberti", "organisation": "Agglomération"}
    assert client.post(add_url("groupmember"), data).status_code == 302
    assert str(GroupMember.objects.get()) == "Yannick Oberti"


def test_only_the_roles_holders_are_offered(signed_in: SignedIn, moderator: Agent, outsider: Agent) -> None:
    page = signed_in(moderator).get(add_url("groupmember")).content.decode()
    assert "Rose Leroy</option>" in page
    assert "Inès Haddad</option>" not in page


def test_a_second_head_is_refused_in_words(signed_in: SignedIn, moderator: Agent) -> None:
    GroupMemberFactory.create(is_head=True)
    data = {"position": "0", "agent": moderator.pk, "is_head": "on"}
    page = signed_in(moderator).post(add_url("groupmember"), data).content.decode()
    assert "Le groupe a déjà sa ou son responsable" in page


def test_a_page_address_is_taken_once(signed_in: SignedIn, moderator: Agent) -> None:
    data = {"slug": PageFactory.create().slug, "title": "Autre", "body": "<p>x</p>", "position": "0"}
    assert (
        "Une page a déjà cette adresse" in signed_in(moderator).post(add_url("page"), data).content.decode()
    )


TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("model", "bad"),
    [
        ("page", {"slug": "nul\x00"}),
        ("page", {"slug": "avec espace"}),
        ("page", {"title": "nul\x00"}),
        ("page", {"title": "x" * 121}),
        ("page", {"summary": "x" * 301}),
        ("page", {"body": "<script>x</script>"}),
        ("page", {"position": "-1"}),
        ("page", {"position": "99999999"}),
        ("action", {"done_on": TOMORROW}),
        ("action", {"done_on": "hier"}),
        ("action", {"done_on": "99999-01-01"}),
        ("action", {"title": "nul\x00"}),
        ("action", {"what_it_changed": "nul\x00"}),
        ("action", {"ideas": ["999999"]}),
        ("action", {"ideas": ["x"]}),
    ],
)
def test_bad_input_comes_back(signed_in: SignedIn, moderator: Agent, model: str, bad: dict[str, Any]) -> None:
    good = {
        "page": {"slug": "valeurs", "title": "Valeurs", "body": "<p>x</p>", "position": "0"},
        "action": {"title": "Fait", "done_on": "12/11/2026", "what_it_changed": "<p>x</p>"},
    }[model]
    response = signed_in(moderator).post(add_url(model), {**good, **bad})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert not Page.objects.exists()
    assert not Action.objects.exists()
