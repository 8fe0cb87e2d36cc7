"""Two ideas read as one, and one as two: who may, what is refused, what is read where, who is told."""

from collections.abc import Callable
from contextlib import nullcontext
from operator import attrgetter
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from core.search.models import Entry
from suggestions import policies
from suggestions.comments import actions as comments
from suggestions.evaluation import quorum
from suggestions.ideas.actions import propose_set_aside
from suggestions.ideas.notifications import authors_of
from suggestions.merging import actions as merging
from suggestions.models import Follow, Idea, Merge, Split, Support, Tally
from suggestions.proposing.actions import withdraw
from suggestions.states import State
from tests.factories import AgentFactory, member
from tests.suggestions.factories import action_url, idea_in

pytestmark = pytest.mark.django_db
MEMBERS = {"moderator", "other_moderator", "head"}


def page_of(client: Client, idea: Idea) -> str:
    return client.get(idea.get_absolute_url()).text


PEOPLE = (*sorted(MEMBERS), "author", "colleague", "outsider", "administrator", "closed", "closed_moderator")


@pytest.mark.parametrize("person", PEOPLE)
def test_only_the_group_merges_and_splits(cast, person):
    agent, may = cast[person], person in MEMBERS
    kept, absorbed = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY, author=cast["author"])
    part = merging.split(idea_in(State.RECEIVED), by=cast["head"], title="Une partie", proposal="Ceci.")
    merged = idea_in(State.UNDER_STUDY)
    done = merging.merge(idea_in(State.UNDER_STUDY, title="Tête"), merged, by=cast["head"])
    tries: list[Callable[[], Any]] = [
        lambda: merging.merge(kept, absorbed, by=agent),
        lambda: merging.undo_merge(Merge.objects.get(absorbed=merged), by=agent),
        lambda: merging.split(idea_in(State.UNDER_STUDY), by=agent, title="Partie", proposal="Cela."),
        lambda: merging.undo_split(part, by=agent),
    ]
    assert policies.can_merge(agent, kept) is policies.can_split(agent, kept) is may
    assert policies.can_undo_merge(agent, Idea.objects.get(pk=done.pk)) is may
    assert policies.can_undo_split(agent, part) is may
    for attempt in tries:
        with nullcontext() if may else pytest.raises(PermissionDenied):
            attempt()
    assert Merge.objects.filter(undone_at__isnull=False).exists() is may


def test_a_member_never_merges_their_own_idea_nor_one_they_became_a_co_author_of(moderator):
    author = member(first_name="Iris")
    own, other, third = (
        idea_in(State.UNDER_STUDY, author=who) for who in (author, AgentFactory(), AgentFactory())
    )
    for kept, absorbed in ((own, other), (other, own)):
        with pytest.raises(PermissionDenied, match="un autre membre"):
            merging.merge(kept, absorbed, by=author)
    merging.merge(other, own, by=moderator)
    with pytest.raises(PermissionDenied):
        merging.merge(third, other, by=author)
    with pytest.raises(PermissionDenied):
        merging.undo_merge(Merge.objects.get(), by=author)


@pytest.mark.parametrize(
    ("kept", "absorbed", "said"),
    [
        (State.RECEIVED, State.RECEIVED, ""),
        (State.UNDER_STUDY, State.RECEIVED, ""),
        (State.IN_PROGRESS, State.UNDER_STUDY, ""),
        (State.RETAINED, State.UNDER_STUDY, ""),
        (State.RECEIVED, State.UNDER_STUDY, "la plus avancée"),
        (State.DECLINED, State.RECEIVED, "on n’y réunit plus rien"),
        (State.DONE, State.UNDER_STUDY, "on n’y réunit plus rien"),
        (State.WITHDRAWN, State.RECEIVED, "on n’y réunit plus rien"),
        (State.SET_ASIDE, State.RECEIVED, "on n’y réunit plus rien"),
        (State.UNDER_STUDY, State.RETAINED, "garde sa propre page"),
        (State.UNDER_STUDY, State.DECLINED, "garde sa propre page"),
        (State.UNDER_STUDY, State.WITHDRAWN, "garde sa propre page"),
    ],
)
def test_states(moderator, kept, absorbed, said):
    one, other = idea_in(kept), idea_in(absorbed)
    with pytest.raises(ValidationError, match=said) if said else nullcontext():
        merging.merge(one, other, by=moderator)
    assert Merge.objects.exists() is (not said)


def test_itself_a_circle_and_twice(moderator):
    one, other, third = (idea_in(State.UNDER_STUDY) for _ in range(3))
    with pytest.raises(ValidationError, match="pas à elle-même"):
        merging.merge(one, one, by=moderator)
    merging.merge(one, other, by=moderator)
    for kept, absorbed, said in (
        (other, one, "déjà réunies"),
        (one, other, "déjà réunies"),
        (third, other, "déjà réunie"),
    ):
        with pytest.raises(ValidationError, match=said):
            merging.merge(kept, absorbed, by=moderator)
    with pytest.raises(ValidationError, match="choisissez celle-ci"):
        merging.merge(other, third, by=moderator)


def test_all_is_read_on_one_page_and_old_links_lead_on(author, outsider, moderator, signed_in):
    kept = idea_in(State.UNDER_STUDY, title="Un formulaire unique", author=author)
    absorbed = idea_in(
        State.RECEIVED, title="Moins de papier aux congés", proposal="Le téléphone.", identity="hidden"
    )
    supporter = AgentFactory.create()
    comments.support(kept, by=supporter)
    Support.objects.create(idea=absorbed, agent=supporter)
    Support.objects.create(idea=absorbed, agent=outsider)
    comments.comment(kept, by=outsider, text="Sous la première.")
    merging.merge(kept, absorbed, by=moderator, reason="Le même papier.")
    client = signed_in(outsider)
    response = client.get(absorbed.get_absolute_url())
    assert response.status_code == 302
    page = client.get(response["Location"]).text
    assert "Votre lien menait à l’idée «\u00a0Moins de papier aux congés\u00a0»" in page
    assert "Nadia Benali, Espaces verts et un agent qui ne donne pas son nom" in page
    assert absorbed.author
    assert str(absorbed.author) not in page
    assert "Le téléphone." in page
    assert "2 agents soutiennent cette idée" in page
    assert "Sous la première." in page
    # Of the list, the head alone.
    listed = client.get(reverse("suggestions:idea_list")).context["page"]
    assert [idea.pk for idea in listed] == [kept.pk]
    assert str(absorbed.author) in page_of(signed_in(moderator), kept)


def test_an_idea_between_its_author_and_the_group_stays_so(author, outsider, moderator, signed_in):
    kept, absorbed = idea_in(State.RECEIVED), idea_in(State.RECEIVED, author=author)
    merging.merge(kept, absorbed, by=moderator)
    for reader, expected in ((author, 302), (moderator, 302), (outsider, 404)):
        assert signed_in(reader).get(absorbed.get_absolute_url()).status_code == expected
    assert signed_in(author).get(kept.get_absolute_url()).status_code == 200
    assert signed_in(outsider).get(kept.get_absolute_url()).status_code == 404


def test_all_are_told_once(author, moderator, told):
    kept, absorbed = idea_in(State.UNDER_STUDY, author=author), idea_in(State.UNDER_STUDY)
    assert absorbed.author
    follower, supporter = AgentFactory.create(), AgentFactory.create()
    comments.follow(absorbed, by=follower)
    comments.support(kept, by=follower)
    comments.support(kept, by=supporter)
    merging.merge(kept, absorbed, by=moderator)
    news = told()
    assert news["suggestions.gathered"] == {author.identifiant, absorbed.author.identifiant}
    assert news["suggestions.gathered_followed"] == {follower.identifiant, supporter.identifiant}
    assert set(authors_of(Idea.objects.get(pk=kept.pk))) == {author, absorbed.author}


def test_nothing_is_done_any_more_to_what_is_merged(author, moderator):
    kept, absorbed = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY, author=author)
    merging.merge(kept, absorbed, by=moderator)
    assert kept.author
    with pytest.raises(ValidationError, match="est réunie à"):
        withdraw(absorbed, by=author)
    with pytest.raises(ValidationError, match="défaire d’abord la réunion"):
        withdraw(kept, by=kept.author)
    with pytest.raises(ValidationError, match="défaire d’abord la réunion"):
        propose_set_aside(kept, by=moderator, reason="Non.")


def test_search_leads_to_the_head(moderator):
    kept, absorbed = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY, title="Trombones et agrafes")
    merging.merge(kept, absorbed, by=moderator)
    entries = {entry.object_id: entry for entry in Entry.objects.filter(kind="suggestions.idea", page=None)}
    assert "Trombones" in entries[kept.pk].text
    assert absorbed.label in entries[kept.pk].keywords
    assert not entries[absorbed.pk].readers
    merging.undo_merge(Merge.objects.get(), by=moderator)
    entries = {entry.object_id: entry for entry in Entry.objects.filter(kind="suggestions.idea", page=None)}
    assert "Trombones" not in entries[kept.pk].text
    assert entries[absorbed.pk].title == "Trombones et agrafes"


def test_a_split_has_the_author_the_promises_and_the_supporters(author, moderator, outsider, signed_in, told):
    idea = idea_in(State.UNDER_STUDY, author=author, identity="hidden", proposal="Ceci. Et cela.")
    follower = AgentFactory.create()
    comments.support(idea, by=outsider)
    comments.follow(idea, by=follower)
    part = merging.split(
        idea, by=moderator, title="Cela seulement", proposal="Et cela.", reason="Deux sujets."
    )
    idea.refresh_from_db()
    same = attrgetter("author", "identity", "state", "received_at", "due_on", "decision_due_on")
    assert same(part) == same(idea)
    assert part.member_in_charge == idea.member_in_charge
    assert part.number != idea.number
    assert idea.proposal == "Ceci. Et cela."
    assert Support.objects.get(idea=part).agent == outsider
    assert Follow.objects.get(idea=part).agent == follower
    # It is evaluated by itself: who is expected is counted at once, and told.
    assert part.tally.evaluations == 0 < part.tally.expected
    assert told()["suggestions.to_evaluate"]
    client = signed_in(outsider)
    assert "Cela seulement" in page_of(client, idea)
    assert idea.title in page_of(client, part)
    assert told()["suggestions.gathered"] == {author.identifiant}
    assert told()["suggestions.gathered_followed"] == {outsider.identifiant, follower.identifiant}
    merging.undo_split(part, by=moderator)
    part.refresh_from_db()
    assert (part.merged_into_id, part.head_id) == (idea.pk, idea.pk)
    assert Split.objects.get().undone_by == moderator
    assert "Et cela." in page_of(client, idea)
    assert "1 agent soutient cette idée" in page_of(client, idea)
    with pytest.raises(ValidationError, match="défait entre-temps"):
        merging.undo_split(part, by=moderator)


def test_the_desk_s_form_finds_then_merges(moderator, signed_in):
    idea, other = (
        idea_in(State.UNDER_STUDY, title="Agrafes"),
        idea_in(State.UNDER_STUDY, title="Un parapheur sans papier"),
    )
    idea_in(State.UNDER_STUDY, title="La mienne sans papier", author=moderator)
    idea_in(State.DONE, title="Déjà sans papier")
    client = signed_in(moderator)
    url = action_url(idea, "reunir")
    for typed in ("papier", other.label):
        searched = client.post(url, {"typed": typed, "keep": "other"})
        assert set(dict(searched.context["form"].fields["other"].choices)) == {other.reference}
    client.post(url, {"typed": "papier", "other": other.reference, "keep": "other", "reason": "Pareil."})
    idea.refresh_from_db()
    assert idea.head == other
    undo = action_url(other, "defaire-la-reunion")
    assert "Agrafes" in client.get(undo).text
    assert client.post(undo, {"merge": Merge.objects.get().pk}).status_code == 302
    idea.refresh_from_db()
    assert idea.head is None


def test_a_member_who_becomes_co_author_evaluates_no_more(moderator, other_moderator, head):
    kept = idea_in(State.UNDER_STUDY, followed_by=other_moderator)
    absorbed = idea_in(State.UNDER_STUDY, author=moderator, followed_by=other_moderator)
    quorum.refresh(kept)
    expected = Tally.objects.get(idea=kept).expected
    merging.merge(kept, absorbed, by=other_moderator)
    assert Tally.objects.get(idea=kept).expected == expected - 1
    merging.undo_merge(Merge.objects.get(), by=other_moderator)
    assert Tally.objects.get(idea=kept).expected == expected
