"""What is somebody else's, and what somebody else changed meanwhile: nothing of it is told, nothing typed is lost."""

from django.urls import reverse

from core.notifications.models import Notification
from core.people.models import Agent, Project
from rooms.models import Booking
from suggestions.evaluation.actions import take_under_study
from suggestions.models import Idea
from suggestions.proposing.actions import propose
from suggestions.states import State
from tests.pages import FRAME
from tests.suggestions.factories import idea_in
from tests.town import signed_in_as

# Keys that are not mine


def test_what_is_not_mine_does_not_exist(town):
    client, agent = signed_in_as("agent"), Agent.objects.get(identifiant="agent")
    paths = [
        reverse("notifications:notification_open", args=[reference])
        for reference in Notification.objects.exclude(recipient=agent).values_list("reference", flat=True)[:5]
    ]
    hidden = Idea.objects.exclude(pk__in=Idea.objects.visible_to(agent).values("pk"))
    assert hidden.exists()
    for reference in hidden.values_list("reference", flat=True):
        paths += [
            reverse(f"suggestions:{name}", args=[reference]) for name in ("idea_amend", "idea_withdraw")
        ]
    reserved = Project.objects.exclude(pk__in=Project.objects.visible_to(agent).values("pk"))
    assert reserved.exists()
    names = ("project", "member_list", "note_list", "file_list", "event_list", "thread_list")
    pages = [reverse(f"spaces:{name}", args=[each.reference]) for each in reserved for name in names]
    pages += [reverse("suggestions:idea_detail", args=[idea.reference]) for idea in hidden]
    for path in paths:
        assert client.post(path, {"title": "x", "text": "y"}).status_code == 404, path
        assert client.get(path).status_code in (404, 405), path
    for path in pages:
        assert client.get(path).status_code == 404, path
        # A page that only reads says so of every row.
        assert client.post(path, {"title": "x", "text": "y"}).status_code == 405, path


def test_what_is_another_s_cannot_be_changed(town):
    client, agent = signed_in_as("agent"), Agent.objects.get(identifiant="agent")
    before = list(Booking.objects.order_by("pk").values_list("pk", "state", "title"))
    for booking in Booking.objects.exclude(organiser=agent).order_by("-pk")[:20]:
        for name in ("booking_change", "booking_cancel"):
            response = client.post(reverse(f"rooms:{name}", args=[booking.reference]), {"title": "pris"})
            assert response.status_code in (403, 404)
            assert FRAME in response.text
    assert list(Booking.objects.order_by("pk").values_list("pk", "state", "title")) == before


# Stale pages


def test_an_idea_taken_meanwhile_keeps_the_author_s_text(town):
    client, agent = signed_in_as("agent"), Agent.objects.get(identifiant="agent")
    idea = propose(by=agent, title="Une boîte à clés", proposal="Pour le local à vélos.")
    take_under_study(idea, by=Agent.objects.get(identifiant="groupe"))
    new = {"title": "Deux boîtes à clés", "proposal": "Une pour les vélos, une pour les casques."}
    response = client.post(reverse("suggestions:idea_amend", args=[idea.reference]), new)
    assert response.status_code == 200
    assert "Erreur\u00a0: " in response.text
    for text in new.values():
        assert text in response.text


def test_an_answer_published_meanwhile_keeps_the_member_s_text(town):
    agent, member = (Agent.objects.get(identifiant=name) for name in ("agent", "groupe"))
    idea = idea_in(State.RETAINED, author=agent, followed_by=member)
    path = reverse("admin:suggestions_idea_action", args=[idea.pk, "repondre"])
    typed = "Une réponse longue, écrite pendant que l’autre partait."
    response = signed_in_as("groupe").post(path, {"text": f"<p>{typed}</p>"})
    assert response.status_code == 200
    assert typed in response.text
