"""A mail that waits for its sender: a page of their own, a choice, once."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.mail.models import IncomingMail, RawContent, Reason, State, Trust
from core.people.models import Agent
from suggestions.comments import actions
from suggestions.mail_in.choices import choose, drop
from suggestions.models import Answer, Comment, Idea, Message
from suggestions.states import Identity
from suggestions.states import State as IdeaState
from tests.suggestions.conftest import Cast
from tests.suggestions.factories import answered, decided, idea_in
from tests.suggestions.mailing import PNG, held, received

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]
Statements = Callable[[Callable[[], Any]], int]


def page_of(mail: IncomingMail) -> str:
    return reverse("suggestions:mail_choice", args=[mail.reference])


def offered(client: Client, mail: IncomingMail) -> list[str]:
    return [choice.name for choice in client.get(page_of(mail)).context["choices"]]


@pytest.fixture
def closed(author: Agent) -> Idea:
    return idea_in(IdeaState.DECLINED, author=author)


def test_only_its_sender_opens_it(cast: Cast, closed: Idea, signed_in: SignedIn) -> None:
    mail = held(cast["outsider"], closed)
    for name, agent in cast.items():
        status = signed_in(agent).get(page_of(mail)).status_code
        expected = 200 if name == "outsider" else 302 if name.startswith("closed") else 404
        assert status == expected, name
        if name != "outsider":
            signed_in(agent).post(page_of(mail), {"choix": "idee"})
    assert not Comment.objects.exists()
    assert Idea.objects.count() == 1


def test_a_mail_of_another_address_has_no_such_page(
    outsider: Agent, closed: Idea, signed_in: SignedIn
) -> None:
    mail = held(outsider, closed, inbox="autre")
    assert signed_in(outsider).get(page_of(mail)).status_code == 404


def test_a_comment_once(outsider: Agent, closed: Idea, signed_in: SignedIn) -> None:
    mail = held(outsider, closed, trust=Trust.UNVERIFIED)
    client = signed_in(outsider)
    assert offered(client, mail) == ["commentaire", "idee"]
    for _ in range(2):
        response = client.post(page_of(mail), {"choix": "commentaire"})
        comment = Comment.objects.get()
        assert response["Location"] == comment.get_absolute_url()
    assert (comment.author, comment.idea, comment.mail, comment.text) == (outsider, closed, mail, mail.text)
    mail.refresh_from_db()
    assert (mail.state, mail.reason, mail.became, mail.handled_by, mail.trust) == (
        State.FILED, "", comment, outsider, Trust.CONFIRMED,
    )  # fmt: skip
    page = client.get(page_of(mail))
    assert comment.get_absolute_url() in page.content.decode()


def test_nothing_at_all(outsider: Agent, author: Agent, closed: Idea, signed_in: SignedIn) -> None:
    mail = held(outsider, closed)
    client = signed_in(outsider)
    assert "N’en rien faire" in client.get(page_of(mail)).content.decode()
    for _ in range(2):
        page = client.post(page_of(mail), {"choix": "rien"}, follow=True)
        assert "Il n’attend plus de choix" in page.content.decode()
    mail.refresh_from_db()
    assert (mail.state, mail.handled_by, mail.text) == (State.SET_ASIDE, outsider, mail.text)
    client.post(page_of(mail), {"choix": "commentaire"})
    assert not Comment.objects.exists()
    with pytest.raises(PermissionDenied):
        drop(held(outsider, closed), by=author)


def test_a_new_idea_with_its_files(outsider: Agent, closed: Idea, signed_in: SignedIn) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@ville.example", "b@ville.example", "Re: Un plan"
    message.set_content("Voici mon plan.")
    message.add_attachment(PNG, maintype="image", subtype="png", filename="plan.png")
    mail = held(outsider, closed, subject="Re: Un plan", text="Voici mon plan.")
    RawContent.objects.create(mail=mail, content=message.as_bytes())
    signed_in(outsider).post(page_of(mail), {"choix": "idee"})
    idea = Idea.objects.exclude(pk=closed.pk).get()
    assert (idea.title, idea.proposal, idea.author, idea.mail) == (
        "Un plan",
        "Voici mon plan.",
        outsider,
        mail,
    )
    assert [str(file.document) for file in idea.files.all()] == ["plan.png"]


def test_junk_is_told_and_does_nothing(outsider: Agent, closed: Idea, signed_in: SignedIn) -> None:
    mail = held(outsider, closed)
    client = signed_in(outsider)
    for typed in ("", "auteur", "n’importe quoi", "9" * 40, "commentaire ou idee"):
        response = client.post(page_of(mail), {"choix": typed}, follow=True)
        assert "Ce choix n’est pas (ou plus) possible" in response.content.decode()
    mail.refresh_from_db()
    assert mail.state == State.HELD


def test_what_is_read_by_few_becomes_no_comment(author: Agent, signed_in: SignedIn) -> None:
    idea = idea_in(IdeaState.WITHDRAWN, author=author)
    assert offered(signed_in(author), held(author, idea)) == ["idee"]


def test_an_idea_that_was_taken_out_of_sight_is_not_named(outsider: Agent, signed_in: SignedIn) -> None:
    idea = idea_in(IdeaState.WITHDRAWN, title="Secret de bureau")
    mail = held(outsider, idea)
    page = signed_in(outsider).get(page_of(mail))
    assert [choice.name for choice in page.context["choices"]] == ["idee"]
    assert "Secret de bureau" not in page.content.decode()


def test_a_hidden_author_is_warned_and_may_write_to_the_group(
    author: Agent, colleague: Agent, signed_in: SignedIn
) -> None:
    idea = idea_in(IdeaState.UNDER_STUDY, author=author, identity=Identity.HIDDEN)
    comment = actions.comment(idea, by=colleague, text="Qui est-ce ?")
    mail = held(author, comment, reason=Reason.NOT_ALLOWED)
    client = signed_in(author)
    assert offered(client, mail) == ["groupe", "commentaire", "idee"]
    assert "votre nom est caché" in client.get(page_of(mail)).content.decode().lower()
    client.post(page_of(mail), {"choix": "groupe"})
    assert Message.objects.get().mail == mail
    assert Comment.objects.count() == 1


def test_in_its_conversation(author: Agent, colleague: Agent, outsider: Agent) -> None:
    idea = idea_in(IdeaState.UNDER_STUDY, author=author)
    comment = actions.comment(idea, by=colleague, text="Et le papier ?")
    made, is_new = choose(held(outsider, comment, reason=Reason.NOT_ALLOWED), by=outsider, name="commentaire")
    assert is_new
    assert made.parent == comment


def test_a_member_chooses_once_signed_in(
    author: Agent, moderator: Agent, other_moderator: Agent, signed_in: SignedIn
) -> None:
    idea = idea_in(IdeaState.UNDER_STUDY, author=author, followed_by=other_moderator)
    mail = held(moderator, idea, reason=Reason.NOT_ALLOWED, trust=Trust.TOKEN)
    client = signed_in(moderator)
    assert offered(client, mail) == ["auteur", "commentaire", "idee"]
    decided(idea)
    assert offered(client, mail)[0] == "reponse"
    client.post(page_of(mail), {"choix": "reponse"})
    assert Answer.objects.get().prepared_by == moderator
    assert Answer.objects.get().published_at is None
    second = held(moderator, idea, reason=Reason.NOT_ALLOWED)
    client.post(page_of(second), {"choix": "auteur"})
    assert Message.objects.get().written_by == moderator


def test_the_draft_of_another_is_offered_to_nobody(
    moderator: Agent, other_moderator: Agent, signed_in: SignedIn
) -> None:
    idea = idea_in(IdeaState.UNDER_STUDY, followed_by=other_moderator)
    answered(idea)
    assert "reponse" not in offered(signed_in(moderator), held(moderator, idea, reason=Reason.NOT_ALLOWED))


@pytest.mark.parametrize("state", [State.RECEIVED, State.REFUSED, State.QUARANTINED, State.SET_ASIDE])
def test_what_waits_for_somebody_else_offers_nothing(
    outsider: Agent, moderator: Agent, closed: Idea, signed_in: SignedIn, state: str
) -> None:
    mail = received(
        outsider,
        state=state,
        reason="" if state in (State.RECEIVED, State.SET_ASIDE) else Reason.CLOSED,
        **({"set_aside_reason": "Vu.", "handled_by": moderator} if state == State.SET_ASIDE else {}),
    )
    mail.became = closed
    mail.save()
    client = signed_in(outsider)
    assert "choices" not in client.get(page_of(mail)).context
    client.post(page_of(mail), {"choix": "commentaire"})
    assert not Comment.objects.exists()


def test_who_must_confirm_confirms_elsewhere(outsider: Agent, closed: Idea, signed_in: SignedIn) -> None:
    mail = held(outsider, closed, reason=Reason.UNVERIFIED)
    assert "choices" not in signed_in(outsider).get(page_of(mail)).context


def test_few_statements(outsider: Agent, closed: Idea, signed_in: SignedIn, statements: Statements) -> None:
    mail = held(outsider, closed)
    client = signed_in(outsider)
    client.get(page_of(mail))
    assert statements(lambda: client.get(page_of(mail))) <= 12
