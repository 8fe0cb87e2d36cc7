"""Person × verb."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.history.entries import history_of
from tests.tips.factories import TipFactory
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
