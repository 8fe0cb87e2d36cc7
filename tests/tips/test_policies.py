"""Person × verb."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.history.entries import history_of
from tests.pages import as_shown
from tests.tips.factories import TipFactory, form_data, month
from tips import actions, policies
from tips.models import Tip

PEOPLE = ["outsider", "room_manager", "directory_manager", "administrator", "moderator", "head"]


@pytest.mark.parametrize("person", PEOPLE)
def test_rights(person, request):
    agent, may = request.getfixturevalue(person), person in ("moderator", "head")
    draft, published = TipFactory.create(draft=True), TipFactory.create(months_ago=1)
    assert policies.can_write(agent) is policies.can_publish(agent, draft) is may
    assert policies.can_unpublish(agent, published) is may
    assert not policies.can_publish(agent, published)
    assert not policies.can_unpublish(agent, draft)
    assert Tip.objects.visible_to(agent).filter(pk=draft.pk).exists() is may


def test_publish_then_unpublish(moderator):
    tip = TipFactory.create(draft=True)
    assert "chacun peut le lire" in actions.publish(tip, by=moderator)
    assert Tip.objects.published().get() == tip
    actions.unpublish(tip, by=moderator)
    assert not Tip.objects.published().exists()
    newest, before, _ = history_of(tip)
    assert (newest.by, newest.action) == (moderator, "a retiré le conseil de la lecture")
    assert before.action == "a publié le conseil"


def test_others_and_stale_buttons_are_refused(moderator, outsider):
    with pytest.raises(PermissionDenied):
        actions.publish(TipFactory.create(draft=True, months_ago=2), by=outsider)
    with pytest.raises(PermissionDenied):
        actions.unpublish(TipFactory.create(months_ago=3), by=outsider)
    with pytest.raises(ValidationError, match="déjà publié"):
        actions.publish(TipFactory.create(), by=moderator)
    with pytest.raises(ValidationError, match="n’est pas publié"):
        actions.unpublish(TipFactory.create(months_ago=1, draft=True), by=moderator)


@pytest.mark.django_db(transaction=True)
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


@pytest.mark.django_db(transaction=True)
def test_two_tips_moved_to_one_month(moderator, other_moderator, signed_in, together):
    """One is kept, the other comes back filled, with the reason."""
    calls = []
    for number, agent in enumerate((moderator, other_moderator), start=2):
        tip, client = TipFactory.create(months_ago=number, draft=True), signed_in(agent)
        url = reverse("admin:tips_tip_change", args=[tip.pk])
        data = form_data(title=f"Fermer cent onglets, {number}") | as_shown(client, url)
        calls.append(lambda client=client, url=url, data=data: client.post(url, data))
    answers = together(*calls)
    assert sorted(answer.status_code for answer in answers) == [200, 302], answers
    assert Tip.objects.filter(month=month()).count() == 1
    position = next(position for position, answer in enumerate(answers) if answer.status_code == 200)
    assert "Ce mois a déjà son conseil" in answers[position].text
    assert f"Fermer cent onglets, {position + 2}" in answers[position].text
