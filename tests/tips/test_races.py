"""Two members at once, with real threads and real commits."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core.history.entries import history_of
from core.people.models import Agent
from tests.pages import as_shown
from tests.tips.factories import TipFactory, form_data, month
from tips import actions
from tips.models import Tip

pytestmark = pytest.mark.django_db(transaction=True)
SignedIn = Callable[[Agent], Client]
Together = Callable[..., list[Any]]
TITLES = ["Renommer cent fichiers", "Fermer cent onglets"]


def test_two_publications_of_one_tip(moderator, other_moderator, together):
    tip = TipFactory.create(draft=True)
    results = together(
        lambda: actions.publish(tip, by=moderator), lambda: actions.publish(tip, by=other_moderator)
    )
    (refusal,) = [result for result in results if isinstance(result, ValidationError)]
    (sentence,) = [result for result in results if isinstance(result, str)]
    assert refusal.messages == ["Ce conseil est déjà publié."]
    assert sentence.startswith("Le conseil est publié")
    assert [entry.action for entry in history_of(tip)].count("a publié le conseil") == 1


def test_published_and_withdrawn_at_once(moderator, other_moderator, together):
    """Withdrawn after it was published, or refused because it was not yet."""
    tip = TipFactory.create(draft=True)
    published, withdrawn = together(
        lambda: actions.publish(tip, by=moderator), lambda: actions.unpublish(tip, by=other_moderator)
    )
    tip.refresh_from_db()
    assert isinstance(published, str)
    assert isinstance(withdrawn, ValidationError) == (tip.published_at is not None)


def together_at_the_desk(
    signed_in: SignedIn, together: Together, members: list[Agent], urls: list[str]
) -> None:
    """Both send a tip for this month: one is kept, the other comes back filled, with the reason."""
    calls = []
    for member, url, title in zip(members, urls, TITLES, strict=True):
        client = signed_in(member)
        data = form_data(title=title) | ({} if url.endswith("/add/") else as_shown(client, url))
        calls.append(lambda client=client, url=url, data=data: client.post(url, data))
    answers = together(*calls)
    assert sorted(answer.status_code for answer in answers) == [200, 302], answers
    assert Tip.objects.filter(month=month()).count() == 1
    position = next(position for position, answer in enumerate(answers) if answer.status_code == 200)
    page = answers[position].text
    assert "Ce mois a déjà son conseil" in page
    assert TITLES[position] in page


def test_two_tips_for_one_month(moderator, other_moderator, signed_in, together):
    add = reverse("admin:tips_tip_add")
    together_at_the_desk(signed_in, together, [moderator, other_moderator], [add, add])
    assert Tip.objects.count() == 1


def test_two_tips_moved_to_one_month(moderator, other_moderator, signed_in, together):
    tips = [TipFactory.create(months_ago=number, draft=True) for number in (2, 3)]
    urls = [reverse("admin:tips_tip_change", args=[tip.pk]) for tip in tips]
    together_at_the_desk(signed_in, together, [moderator, other_moderator], urls)
    assert Tip.objects.count() == 2
