"""Notes among the members of the group: never an author's, nor anywhere but on the idea's page."""

from contextlib import nullcontext

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.search.models import Entry
from suggestions import exports
from suggestions.models import Idea, Merge, Note
from suggestions.notes import write_note
from suggestions.policies import can_write_note, may_moderate
from suggestions.states import State
from tests.suggestions.factories import action_url, idea_in

pytestmark = pytest.mark.django_db
WORDS = "Le prestataire zygomatique a déjà refusé."
MEMBERS = {"moderator", "other_moderator", "head"}


def test_who_reads_and_writes(cast, case):
    for state in State:
        idea = idea_in(state, author=cast["author"], followed_by=cast["moderator"])
        for person, agent in cast.items():
            with case(state, person):
                is_member = person in MEMBERS
                assert (may_moderate(agent, idea), can_write_note(agent, idea)) == (is_member, is_member)
                with nullcontext() if is_member else pytest.raises(PermissionDenied):
                    write_note(idea, by=agent, text=WORDS)
                assert Note.objects.filter(written_by=agent).exists() is is_member


def test_a_member_neither_reads_nor_writes_on_their_own_idea(moderator, other_moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=moderator, followed_by=other_moderator)
    write_note(idea, by=other_moderator, text=WORDS)
    client = signed_in(moderator)
    for page in (idea.get_absolute_url(), reverse("admin:suggestions_idea_change", args=[idea.pk])):
        shown = client.get(page).text
        assert WORDS not in shown
        assert "notes au groupe" not in shown
    assert client.post(action_url(idea, "noter"), {"text": "Pour voir."}).status_code == 403
    assert Note.objects.count() == 1


def test_it_is_on_the_page_of_the_group_and_nowhere_else(cast, signed_in, told):
    idea = idea_in(State.UNDER_STUDY, author=cast["author"], followed_by=cast["moderator"])
    group = signed_in(cast["head"])
    assert group.post(action_url(idea, "noter"), {"text": WORDS}).status_code == 302
    assert told() == {"suggestions.noted": {cast["moderator"].identifiant}}
    assert WORDS in group.get(idea.get_absolute_url()).text
    assert WORDS in group.get(reverse("admin:suggestions_idea_change", args=[idea.pk])).text
    history = reverse("suggestions:idea_history", args=[idea.reference])
    for person in ("author", "outsider", "administrator"):
        for page in (idea.get_absolute_url(), history):
            shown = signed_in(cast[person]).get(page).text
            assert WORDS not in shown, (person, page)
            assert "note" not in shown.partition("<main")[2].partition("</main>")[0].lower(), (person, page)
    assert not Notification.objects.filter(text__contains="zygomatique").exists()
    assert not OutgoingMail.objects.filter(body__contains="zygomatique").exists()
    assert not Entry.objects.filter(text__icontains="zygomatique").exists()
    rows = list(exports.idea_rows(cast["head"], [idea.pk]))
    assert rows
    assert "zygomatique" not in str(rows)


def test_who_wrote_before_is_told(cast, told):
    idea = idea_in(State.UNDER_STUDY, author=cast["author"], followed_by=cast["moderator"])
    write_note(idea, by=cast["moderator"], text="Je regarde.")
    assert told() == {}
    write_note(idea, by=cast["other_moderator"], text="Moi aussi.")
    write_note(idea, by=cast["head"], text="Et moi.")
    assert told() == {
        "suggestions.noted": {cast["moderator"].identifiant, cast["other_moderator"].identifiant}
    }


def test_words_never_change(moderator):
    note = write_note(idea_in(State.RECEIVED), by=moderator, text=WORDS)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(text="Écrit autrement.")


def test_notes_follow_a_merge(moderator, head, outsider, signed_in):
    kept = idea_in(State.UNDER_STUDY, followed_by=moderator)
    merged = idea_in(State.UNDER_STUDY, author=outsider, followed_by=moderator)
    write_note(merged, by=moderator, text=WORDS)
    Idea.objects.filter(pk=merged.pk).update(merged_into=kept, head=kept)
    Merge.objects.create(kept=kept, absorbed=merged, made_by=head)
    assert WORDS in signed_in(head).get(kept.get_absolute_url()).text
    assert WORDS not in signed_in(outsider).get(kept.get_absolute_url()).text
    assert write_note(Idea.objects.get(pk=merged.pk), by=head, text="Suite.").idea == kept
