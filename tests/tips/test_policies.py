"""Person × verb."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.history.entries import history_of
from tests.tips.factories import TipFactory
from tips import actions, policies
from tips.models import Tip

PEOPLE = {
    "outsider": (False, False, False, False),
    "room_manager": (False, False, False, False),
    "directory_manager": (False, False, False, False),
    "administrator": (False, False, False, False),
    "moderator": (True, True, True, True),
    "head": (True, True, True, True),
}


@pytest.mark.parametrize(("person", "rights"), PEOPLE.items())
def test_rights(person, rights, request):
    agent = request.getfixturevalue(person)
    draft, published = TipFactory.create(draft=True), TipFactory.create(months_ago=1)
    assert (
        policies.can_write(agent),
        policies.can_publish(agent, draft),
        policies.can_unpublish(agent, published),
        policies.can_delete(agent, draft),
    ) == rights
    assert not policies.can_publish(agent, published)
    assert not policies.can_unpublish(agent, draft)
    assert not policies.can_delete(agent, published)
    assert Tip.objects.visible_to(agent).filter(pk=draft.pk).exists() is rights[0]


def test_publish_then_unpublish(moderator):
    tip = TipFactory.create(draft=True)
    assert "chacun peut le lire" in actions.publish(tip, by=moderator)
    assert Tip.objects.published().get() == tip
    actions.unpublish(tip, by=moderator)
    assert not Tip.objects.published().exists()
    newest, before, _ = history_of(tip)
    assert (newest.by, newest.action) == (moderator, "a retiré le conseil de la lecture")
    assert before.action == "a publié le conseil"


def test_publishing_ahead_says_when(moderator):
    assert "dès le 1ᵉʳ" in actions.publish(TipFactory.create(draft=True, months_ago=-1), by=moderator)


def test_a_stale_button_is_told(moderator):
    with pytest.raises(ValidationError, match="déjà publié"):
        actions.publish(TipFactory.create(), by=moderator)
    with pytest.raises(ValidationError, match="n’est pas publié"):
        actions.unpublish(TipFactory.create(months_ago=1, draft=True), by=moderator)


def test_others_are_refused(outsider):
    with pytest.raises(PermissionDenied):
        actions.publish(TipFactory.create(draft=True), by=outsider)
    with pytest.raises(PermissionDenied):
        actions.unpublish(TipFactory.create(months_ago=1), by=outsider)
