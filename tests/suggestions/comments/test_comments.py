"""Supports, follows, comments, reports: who may, on what, what is told and what stays hidden."""

import uuid
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.notifications.models import Notification
from core.people.models import Agent
from suggestions.comments import actions as comments
from suggestions.comments import policies
from suggestions.ideas.actions import start
from suggestions.merging import actions as merging
from suggestions.models import Comment, Follow, Idea, Report, Support
from suggestions.states import State
from tests.factories import AgentFactory, member
from tests.pages import as_shown
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db
OPEN = ["author", "colleague", "outsider", "moderator", "other_moderator", "head", "administrator"]
CLOSED = ["closed", "closed_moderator"]


def written(idea: Idea, by: Agent, text: str = "Chez nous aussi.") -> Comment:
    return comments.comment(idea, by=by, text=text)


@pytest.mark.parametrize("person", [*OPEN, *CLOSED])
def test_who_may_bring_what(cast, person):
    idea, agent = idea_in(State.UNDER_STUDY, author=cast["author"]), cast[person]
    stands_by = person in OPEN and person != "author"
    may = {"support": stands_by, "follow": stands_by, "comment": person in OPEN}
    assert policies.abilities(agent, idea) == may
    for action, verb in ((comments.support, "support"), (comments.follow, "follow"), (written, "comment")):
        with nullcontext() if may[verb] else pytest.raises(PermissionDenied):
            action(idea, by=agent)


@pytest.mark.parametrize("state", [state for state in State if state not in State.public()])
def test_only_on_what_all_read(cast, signed_in, state):
    idea = idea_in(state, author=cast["author"])
    for action in (comments.support, comments.follow, written):
        with pytest.raises(ValidationError, match="plus ouverte"):
            action(idea, by=cast["moderator"])
    assert 'id="soutien"' not in signed_in(cast["author"]).get(idea.get_absolute_url()).text


def test_a_support_is_counted_once_and_taken_back(outsider, signed_in):
    idea = idea_in(State.UNDER_STUDY)
    client, url = signed_in(outsider), reverse("suggestions:idea_support", args=[idea.reference])
    for _ in range(2):
        response = client.post(url, {"soutien": "oui"})
        assert response["Location"] == f"{idea.get_absolute_url()}#soutien"
    page = client.get(idea.get_absolute_url()).text
    assert Support.objects.count() == 1
    assert "1 agent soutient" in page.replace("\u00a0", " ")
    assert "ne plus soutenir" in page
    client.post(url, {"soutien": "non"})
    assert not Support.objects.exists()
    client.post(reverse("suggestions:idea_follow", args=[idea.reference]), {"suivi": "oui"})
    assert "ne plus suivre" in client.get(idea.get_absolute_url()).text
    client.post(reverse("suggestions:idea_follow", args=[idea.reference]), {"suivi": "non"})
    assert not Follow.objects.exists()


def test_an_answered_idea_is_followed_and_no_more_supported(outsider, signed_in):
    idea = idea_in(State.DECLINED)
    with pytest.raises(ValidationError, match="a répondu à cette idée"):
        comments.support(idea, by=outsider)
    assert policies.abilities(outsider, idea) == {"support": False, "follow": True, "comment": True}
    page = signed_in(outsider).get(idea.get_absolute_url()).text
    assert reverse("suggestions:idea_support", args=[idea.reference]) not in page
    assert reverse("suggestions:idea_follow", args=[idea.reference]) in page
    # One given before is still taken back.
    Support.objects.create(idea=idea, agent=outsider)
    comments.stop_supporting(idea, by=outsider)
    assert not Support.objects.exists()


def test_on_a_family_one_is_enough(outsider, moderator, author):
    kept, absorbed = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY, author=author)
    comments.support(absorbed, by=outsider)
    merging.merge(kept, absorbed, by=moderator)
    comments.support(kept, by=outsider)
    assert Support.objects.get().idea == absorbed
    # The page of the merged idea may still be open somewhere.
    comments.follow(absorbed, by=outsider)
    assert Follow.objects.get().idea == kept
    with pytest.raises(PermissionDenied):
        comments.support(kept, by=author)
    comments.stop_supporting(kept, by=outsider)
    assert not Support.objects.exists()


def test_a_comment_is_named_and_told(author, outsider, signed_in, told):
    idea = idea_in(State.UNDER_STUDY, author=author)
    client = signed_in(outsider)
    url = reverse("suggestions:idea_comment", args=[idea.reference])
    key = str(uuid.uuid4())
    for _ in range(2):
        response = client.post(url, {"text": "Chez <b>nous</b> aussi.\r\nVraiment.", "submission_key": key})
        assert response.status_code == 302
    comment = Comment.objects.get()
    assert response["Location"] == f"{idea.get_absolute_url()}#commentaire-{comment.reference}"
    page = client.get(idea.get_absolute_url()).text
    assert "Chez &lt;b&gt;nous&lt;/b&gt; aussi.<br>Vraiment." in page
    assert "Inès Haddad" in page
    assert told() == {"suggestions.commented": {author.identifiant}}


def test_a_reply_stands_under_its_comment_and_is_told(author, outsider, colleague, signed_in, told):
    idea = idea_in(State.UNDER_STUDY, author=author)
    first = Comment.objects.create(idea=idea, author=outsider, text="Bonne idée.")
    client = signed_in(colleague)
    response = client.post(first.get_absolute_url(), {"text": "Oui."})
    reply = Comment.objects.get(parent=first)
    assert response["Location"] == f"{first.get_absolute_url()}#commentaire-{reply.reference}"
    assert told() == {
        "suggestions.replied": {outsider.identifiant},
        "suggestions.commented": {author.identifiant},
    }
    comments.reply(
        first, by=outsider, text="Je précise."
    )  # Told of the answer of another, never of their own.
    assert Notification.objects.filter(kind="suggestions.replied").count() == 1
    assert client.get(reverse("suggestions:comment_thread", args=[reply.reference])).status_code == 404
    with pytest.raises(ValidationError):
        comments.reply(reply, by=outsider, text="Un étage de plus.")


def test_a_hidden_author_is_warned_that_comments_are_named(author, outsider, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=author, identity="hidden")
    thread = written(idea, outsider)
    url = reverse("suggestions:idea_comment", args=[idea.reference])
    for address in (idea.get_absolute_url(), url, thread.get_absolute_url()):
        assert "Votre nom est caché sur cette idée" in signed_in(author).get(address).text
        assert "Votre nom est caché" not in signed_in(outsider).get(address).text


# What the group does with a comment


@pytest.mark.parametrize("person", [*OPEN, *CLOSED])
def test_only_the_group_hides(cast, person):
    idea = idea_in(State.UNDER_STUDY, author=cast["author"])
    may = person in ("moderator", "other_moderator", "head")
    comment = written(idea, AgentFactory.create())
    comments.report(comment, by=AgentFactory.create(), reason="Injurieux.")
    comment.refresh_from_db()
    tries: list[Callable[[], Any]] = [
        lambda: comments.leave_standing(comment, by=cast[person]),
        lambda: comments.hide_comment(comment, by=cast[person], reason="Injurieux."),
        lambda: comments.show_comment(comment, by=cast[person]),
    ]
    for attempt in tries:
        with nullcontext() if may else pytest.raises(PermissionDenied):
            attempt()


def test_never_one_s_own_comment_nor_under_one_s_own_idea(moderator, other_moderator):
    idea = idea_in(State.UNDER_STUDY, author=other_moderator)
    mine, other = written(idea, moderator), written(idea, AgentFactory.create())
    with pytest.raises(PermissionDenied):
        comments.hide_comment(mine, by=moderator, reason="La mienne.")
    with pytest.raises(PermissionDenied):
        comments.hide_comment(other, by=other_moderator, reason="Il me déplaît.")
    # Nor under an idea with which one's own is read.
    head = idea_in(State.UNDER_STUDY)
    under_head = written(head, AgentFactory.create())
    merging.merge(head, idea, by=moderator)
    with pytest.raises(PermissionDenied):
        comments.hide_comment(under_head, by=other_moderator, reason="Il me déplaît.")


def test_hidden_its_place_stays_and_its_author_knows_why(outsider, colleague, moderator, signed_in, told):
    idea = idea_in(State.UNDER_STUDY)
    comment = Comment.objects.create(idea=idea, author=outsider, text="Quel âne.")
    Comment.objects.create(idea=idea, author=colleague, parent=comment, text="Restons polis.")
    hide = reverse("suggestions:comment_hide", args=[comment.reference])
    assert "Dites à son auteur pourquoi" in signed_in(moderator).post(hide, {"reason": "  "}).text
    assert signed_in(moderator).post(hide, {"reason": "C’est une insulte."}).status_code == 302
    for url in (idea.get_absolute_url(), comment.get_absolute_url()):
        for reader, reads in ((colleague, False), (outsider, True), (moderator, True)):
            page = signed_in(reader).get(url).text
            assert "Commentaire caché par le groupe" in page
            assert "Restons polis." in page
            assert ("Quel âne." in page) is ("C’est une insulte." in page) is reads
    assert told()["suggestions.comment_hidden"] == {outsider.identifiant}
    with pytest.raises(ValidationError, match="caché entre-temps par Rose Leroy"):
        comments.hide_comment(comment, by=member(), reason="Encore.")
    with pytest.raises(ValidationError, match="plus y répondre"):
        comments.reply(comment, by=colleague, text="Trop tard.")
    signed_in(moderator).post(reverse("suggestions:comment_show", args=[comment.reference]))
    assert "Quel âne." in signed_in(colleague).get(idea.get_absolute_url()).text


def test_reported_the_group_is_told_once_and_settles(outsider, colleague, moderator, head, signed_in, told):
    idea = idea_in(State.UNDER_STUDY)
    comment = Comment.objects.create(idea=idea, author=outsider, text="Quel âne.")
    url = reverse("suggestions:comment_report", args=[comment.reference])
    assert signed_in(outsider).get(url).status_code == 403
    assert signed_in(colleague).post(url, {"reason": ""}).context["form"].errors
    assert signed_in(colleague).post(url, {"reason": "Une insulte."}).status_code == 302
    again = signed_in(colleague).post(url, {"reason": "Une insulte."})
    assert "déjà signalé" in again.text
    comments.report(comment, by=AgentFactory.create(), reason="Oui, une insulte.")
    group = {moderator.identifiant, head.identifiant}
    assert told()["suggestions.comment_reported"] >= group
    assert outsider.identifiant not in told()["suggestions.comment_reported"]
    queue = reverse("suggestions:reports")
    assert "Quel âne." in signed_in(moderator).get(queue).text
    thread = signed_in(moderator).get(comment.get_absolute_url()).text
    assert "Oui, une insulte." in thread
    assert "Une insulte." not in signed_in(outsider).get(comment.get_absolute_url()).text
    signed_in(moderator).post(reverse("suggestions:comment_leave", args=[comment.reference]))
    assert not Report.objects.filter(settled_at=None).exists()
    assert colleague.identifiant in told()["suggestions.report_settled"]
    assert "Tout est lu." in signed_in(moderator).get(queue).text


def test_neither_who_wrote_it_nor_who_reports_it_is_asked(moderator, other_moderator, head, told):
    comment = written(idea_in(State.UNDER_STUDY, followed_by=head), other_moderator)
    comments.report(comment, by=moderator, reason="Injurieux.")
    assert told()["suggestions.comment_reported"] == {head.identifiant}


def test_a_long_conversation_is_read_in_pages(outsider, signed_in):
    idea = idea_in(State.UNDER_STUDY)
    threads = [Comment.objects.create(idea=idea, author=outsider, text=f"Fil n° {n:03}.") for n in range(25)]
    said = {"idea": idea, "author": outsider, "parent": threads[24]}
    Comment.objects.bulk_create(Comment(**said, text=f"Réponse n° {n:03}.") for n in range(230))
    client = signed_in(outsider)
    page = client.get(idea.get_absolute_url()).text.replace("\u00a0", " ")
    assert all(words in page for words in ("255 commentaires", "Réponse n° 004.", "225 réponses de plus"))
    assert "Fil n° 004." not in page
    # Read downwards to the form that answers.
    assert page.index("Fil n° 005.") < page.index("Fil n° 024.") < page.index("Publier mon commentaire")
    assert "Fil n° 004." in client.get(idea.get_absolute_url(), {"page": 2}).text
    thread = client.get(threads[24].get_absolute_url()).text
    assert ("Réponse n° 199." in thread, "Réponse n° 200." in thread) == (True, False)
    assert "Réponse n° 229." in client.get(threads[24].get_absolute_url(), {"page": 2}).text


def test_followers_are_told_as_it_advances(outsider, author, moderator, told):
    """Of the idea and of those merged into it; an author, as an author."""
    kept = idea_in(State.RETAINED, title="Moins 50 % de papier", author=author)
    merged = idea_in(State.UNDER_STUDY)
    assert merged.author
    comments.follow(merged, by=outsider)
    Follow.objects.create(idea=kept, agent=merged.author)
    merging.merge(kept, merged, by=moderator)
    start(kept, by=moderator)
    news = told()
    assert news["suggestions.followed_moved"] == {outsider.identifiant}
    assert news["suggestions.moved"] == {author.identifiant, merged.author.identifiant}


def test_its_author_corrects_it_for_a_quarter_of_an_hour(outsider, colleague, moderator, signed_in):
    made = written(idea_in(State.UNDER_STUDY), outsider)
    url = reverse("suggestions:comment_correct", args=[made.reference])
    client = signed_in(outsider)
    assert url in client.get(made.get_absolute_url()).text
    assert client.post(url, as_shown(client, url) | {"text": "Chez nous, non."}).status_code == 302
    for other in (colleague, moderator):
        assert signed_in(other).post(url, {"text": "x"}).status_code == 403
    late = as_shown(client, url) | {"text": "Trop tard."}
    comments.report(made, by=colleague, reason="Faux")
    assert "signalé" in client.post(url, late).text
    Comment.objects.update(created_at=made.created_at - policies.CORRECTED_WITHIN)
    answer = client.post(url, late)
    assert "Un quart d’heure est passé" in answer.text
    assert "Trop tard." in answer.text
    assert client.get(url).status_code == 403
    assert Comment.objects.get().text == "Chez nous, non."


def test_taken_back_its_author_alone_reads_it(outsider, colleague, moderator, signed_in):
    made = written(idea_in(State.UNDER_STUDY), outsider, "Une phrase regrettée.")
    comments.report(made, by=colleague, reason="Faux")
    url = reverse("suggestions:comment_take_back", args=[made.reference])
    for other in (colleague, moderator):
        assert signed_in(other).post(url).status_code == 403
    assert signed_in(outsider).post(url).status_code == 302
    for reader in (outsider, colleague, moderator):
        page = signed_in(reader).get(made.get_absolute_url()).text
        assert "retiré par son auteur" in page
        # The group settles what was reported.
        assert ("Une phrase regrettée." in page) is (reader != colleague)
    with pytest.raises(ValidationError, match="Son auteur l’a retiré"):
        comments.show_comment(made, by=moderator)
    comments.leave_standing(made, by=moderator)
    assert "Une phrase regrettée." not in signed_in(moderator).get(made.get_absolute_url()).text
