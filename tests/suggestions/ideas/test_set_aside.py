"""An idea is set aside by two members: one proposes, another confirms; one gives it back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from suggestions.ideas.actions import confirm_set_aside, drop_set_aside, propose_set_aside
from suggestions.ideas.notifications import SET_ASIDE_PROPOSED
from suggestions.merging.actions import merge
from suggestions.models import Idea, SetAside
from suggestions.states import State
from tests.factories import member
from tests.suggestions.factories import IdeaFactory, abilities, action_url, idea_in

pytestmark = pytest.mark.django_db
WHY = "Elle nomme un collègue."
VERBS = {"propose_set_aside", "confirm_set_aside", "drop_set_aside"}


def fresh(idea: Idea) -> Idea:
    return Idea.objects.get(pk=idea.pk)


@pytest.mark.parametrize("state", [State.RECEIVED, State.UNDER_STUDY])
def test_who_proposes_confirms_and_keeps(cast, state):
    idea = idea_in(state, author=cast["author"])

    def granted() -> dict[str, set[str]]:
        can = {person: abilities(agent, fresh(idea)) & VERBS for person, agent in cast.items()}
        return {person: found for person, found in can.items() if found}

    first = {"propose_set_aside"}
    assert granted() == {"moderator": first, "other_moderator": first, "head": first}
    propose_set_aside(idea, by=cast["moderator"], reason=WHY)
    second = {"confirm_set_aside", "drop_set_aside"}
    assert granted() == {"moderator": {"drop_set_aside"}, "other_moderator": second, "head": second}


def test_the_author_learns_of_it_once_confirmed(
    author, outsider, moderator, other_moderator, told, signed_in
):
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
    proposed = propose_set_aside(idea, by=moderator, reason=WHY)
    assert told() == {"suggestions.set_aside_proposed": {other_moderator.identifiant}}
    assert not [text for text in Notification.objects.values_list("text", flat=True) if WHY in text]
    for agent in (author, outsider):
        client = signed_in(agent)
        for page in (idea.get_absolute_url(), reverse("suggestions:idea_history", args=[idea.reference])):
            shown = client.get(page).text
            assert WHY not in shown
            assert "écarter" not in shown
    confirm_set_aside(idea, by=other_moderator, seen=str(proposed.pk))
    assert told()["suggestions.set_aside"] == {author.identifiant}
    assert WHY in OutgoingMail.objects.get(agent=author).body
    assert WHY in signed_in(author).get(idea.get_absolute_url()).text
    assert signed_in(outsider).get(idea.get_absolute_url()).status_code == 404
    # What was asked of the group is settled.
    assert not Notification.objects.filter(kind="suggestions.set_aside_proposed", read_at=None).exists()


def test_what_is_confirmed_is_what_was_read(moderator, other_moderator):
    idea = IdeaFactory.create()
    for seen in ("", "0"):
        for act in (confirm_set_aside, drop_set_aside):
            with pytest.raises(ValidationError, match="n’est plus proposé"):
                act(idea, by=other_moderator, seen=seen)

    read = propose_set_aside(idea, by=moderator, reason=WHY).pk
    with pytest.raises(ValidationError, match="un autre membre du groupe confirme"):
        confirm_set_aside(idea, by=moderator, seen=str(read))
    with pytest.raises(ValidationError, match="l’a proposé entre-temps"):
        propose_set_aside(idea, by=other_moderator, reason="Autre motif.")
    drop_set_aside(idea, by=moderator, seen=str(read))
    with pytest.raises(ValidationError, match="n’est plus proposé"):
        drop_set_aside(idea, by=moderator, seen=str(read))
    propose_set_aside(idea, by=moderator, reason="Autre motif.")
    for act in (confirm_set_aside, drop_set_aside):
        with pytest.raises(ValidationError, match="un autre motif"):
            act(idea, by=other_moderator, seen=str(read))
    assert SetAside.objects.get().reason == "Autre motif."


def test_the_database_asks_for_two_members(moderator, other_moderator):
    proposed = propose_set_aside(IdeaFactory.create(), by=moderator, reason=WHY)
    rows = SetAside.objects.filter(pk=proposed.pk)
    with pytest.raises(IntegrityError, match="by_a_second_member"), transaction.atomic():
        rows.update(confirmed_by=moderator)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        rows.update(reason="Autre motif.")
    assert rows.update(confirmed_by=other_moderator) == 1


def test_from_the_pages(moderator, other_moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    first, second = signed_in(moderator), signed_in(other_moderator)
    first.post(action_url(idea, "ecarter"), {"reason": WHY})
    admin_page = reverse("admin:suggestions_idea_change", args=[idea.pk])
    for page in (idea.get_absolute_url(), action_url(idea, "confirmer-ecart"), admin_page):
        assert WHY in second.get(page).text, page
    # The main button for the second member, none for the first.
    assert [each.name for each in second.get(admin_page).context["object_actions"] if each.is_main] == [
        "confirmer-ecart"
    ]
    assert first.get(action_url(idea, "confirmer-ecart")).status_code == 403
    seen = second.get(action_url(idea, "confirmer-ecart")).context["form"]["seen"].value()
    assert second.post(action_url(idea, "confirmer-ecart"), {"seen": seen}).status_code == 302
    assert fresh(idea).state == State.SET_ASIDE


def test_the_history_keeps_what_was_proposed(author, moderator, other_moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
    dropped = propose_set_aside(idea, by=moderator, reason=WHY)
    drop_set_aside(idea, by=other_moderator, seen=str(dropped.pk))
    page = reverse("admin:suggestions_idea_history", args=[idea.pk])
    response = signed_in(moderator).get(page)
    entries = {(entry.by, entry.action): entry.changes for entry in response.context["entries"]}
    reason = "motif, pour l’auteur"
    assert entries[moderator, "a proposé d’écarter l’idée"] == ((reason, "—", WHY),)
    assert entries[other_moderator, "a gardé l’idée"] == ()
    assert WHY in response.text
    for agent in (author, member()):
        shown = signed_in(agent).get(reverse("suggestions:idea_history", args=[idea.reference]))
        assert "écarter" not in shown.text
        assert WHY not in shown.text


def test_an_idea_read_with_others_is_not_set_aside(moderator, other_moderator):
    idea, absorbed = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY)
    propose_set_aside(idea, by=moderator, reason=WHY)
    waiting = Notification.objects.filter(kind=SET_ASIDE_PROPOSED.code, read_at=None)
    assert waiting.exists()
    merge(idea, absorbed, by=moderator)
    assert not Idea.objects.set_aside_to_confirm(other_moderator)
    assert "confirm_set_aside" not in abilities(other_moderator, fresh(idea))
    assert not waiting.exists()


def test_what_waits_for_a_second_member(moderator, other_moderator):
    mine = idea_in(State.UNDER_STUDY, followed_by=moderator)
    own = idea_in(State.RECEIVED, author=other_moderator)
    gone = idea_in(State.UNDER_STUDY, followed_by=moderator)
    for idea in (mine, own, gone):
        propose_set_aside(idea, by=moderator, reason=WHY)
    Idea.objects.filter(pk=gone.pk).update(state="retained", decided_at=timezone.now())
    assert not Idea.objects.set_aside_to_confirm(moderator)
    assert set(Idea.objects.set_aside_to_confirm(other_moderator)) == {mine}
    assert set(Idea.objects.set_aside_to_confirm(member())) == {mine, own}
    assert not abilities(other_moderator, fresh(gone)) & VERBS
