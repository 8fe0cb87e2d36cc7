"""« Traiter comme idée »: the group says whose idea a mail in quarantine is."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.mail.inbound.actions import set_aside
from core.mail.models import IncomingMail, OutgoingMail, RawContent, Reason, State, Trust
from core.notifications.models import Notification
from core.people.models import Agent
from suggestions.mail_in import TreatForm, can_treat_as_idea, may_read_mail, treat_as_idea
from suggestions.merging import actions
from suggestions.models import Idea
from suggestions.states import State as IdeaState
from tests.suggestions.factories import IdeaFactory, idea_in
from tests.suggestions.mailing import received, refused

pytestmark = pytest.mark.django_db
WORDS = {"title": "Un banc", "proposal": "Devant la mairie."}


def quarantined(sender: Agent | None = None, **fields: Any) -> IncomingMail:
    return received(sender, **{"state": State.QUARANTINED, "reason": Reason.UNKNOWN_SENDER} | fields)


def test_the_idea_is_the_agent_s_and_news_go_where_they_wrote_from(author, moderator, other_moderator):
    mail = quarantined()
    said = treat_as_idea(mail, by=moderator, author=author, **WORDS)
    idea = Idea.objects.get()
    assert "saisie pour Nadia Benali" in said
    assert (idea.author, idea.entered_by, idea.title) == (author, moderator, "Un banc")
    assert (idea.contact, idea.contact_detail) == ("mail", "inconnu@ailleurs.example")
    mail.refresh_from_db()
    assert (mail.state, mail.became, mail.handled_by) == (State.FILED, idea, moderator)
    assert OutgoingMail.objects.filter(
        address="inconnu@ailleurs.example", kind="suggestions.received"
    ).exists()
    told = Notification.objects.filter(kind="suggestions.to_study")
    assert {row.recipient for row in told} == {other_moderator}


def test_nothing_is_sent_to_a_forged_address(author, moderator):
    mail = quarantined(author, sender_address="faux@ailleurs.example", trust=Trust.FAILED)
    treat_as_idea(mail, by=moderator, author=author, **WORDS)
    assert not OutgoingMail.objects.filter(address="faux@ailleurs.example").exists()
    assert Idea.objects.get().contact_detail == author.email


def test_a_member_s_own(moderator):
    mail = quarantined(text="x" * 9000)
    said = treat_as_idea(mail, by=moderator, author=moderator, **WORDS)
    idea = Idea.objects.get()
    assert "en votre nom" in said
    assert (idea.author, idea.entered_by) == (moderator, None)
    # What is longer than an idea is kept whole beside it.
    assert [str(file.document) for file in idea.files.all()] == ["le-message-entier.txt"]


def test_who_may(cast):
    mail = quarantined()
    allowed = {name for name, agent in cast.items() if can_treat_as_idea(agent, mail)}
    assert allowed == {"moderator", "other_moderator", "head"}
    for name in set(cast) - allowed:
        with pytest.raises(PermissionDenied):
            treat_as_idea(mail, by=cast[name], author=cast["author"], **WORDS)
    for state in (State.RECEIVED, State.FILED, State.AUTOMATIC, State.EXPIRED):
        assert not can_treat_as_idea(cast["moderator"], received(state=state))
    assert not can_treat_as_idea(cast["moderator"], quarantined(inbox="autre"))
    closed = Agent.objects.get(pk=cast["closed"].pk)
    with pytest.raises(ValidationError, match="fermé"):
        treat_as_idea(mail, by=cast["moderator"], author=closed, **WORDS)
    mail.refresh_from_db()
    assert mail.state == State.QUARANTINED


def test_the_form_proposes_what_was_read(author):
    initial = TreatForm.initial_for(quarantined(author, subject="Re: Un banc", text="y" * 9000))
    assert initial["author"] == author.identifiant
    assert initial["title"] == "Un banc"
    form = TreatForm(initial)
    assert form.is_valid(), form.errors
    bad = TreatForm({"author": "9" * 200, "title": "x" * 121, "proposal": "a\x00b"})
    assert set(bad.errors) == {"author", "title", "proposal"}


# Who opens a mail


def test_who_reads_a_mail(cast, author, moderator, other_moderator):
    own = idea_in(IdeaState.UNDER_STUDY, author=other_moderator, followed_by=moderator)
    entered = received()
    of_author = IdeaFactory.create(author=author, entered_by=moderator, contact="spoken", mail=entered)
    entered.became = of_author
    entered.save()
    mails = {
        "quarantined": quarantined(),
        "sent by the colleague": received(cast["colleague"]),
        "about a member's own idea": refused(cast["colleague"], own),
        "made an idea for the author": entered,
    }
    group = {"moderator", "other_moderator", "head"}
    expected = {
        "quarantined": group,
        "sent by the colleague": group | {"colleague"},
        "about a member's own idea": {"moderator", "head", "colleague"},
        "made an idea for the author": group | {"author"},
    }
    for said, mail in mails.items():
        assert {name for name, agent in cast.items() if may_read_mail(agent, mail)} == expected[said], said


def test_the_desk_keeps_from_a_member_what_is_said_of_their_own_idea(
    cast, moderator, other_moderator, administrator, signed_in
):
    """The answer being prepared, an opinion: in the list, on the page, in the original, by any button."""
    own = idea_in(IdeaState.UNDER_STUDY, author=other_moderator, followed_by=moderator)
    merged = idea_in(IdeaState.UNDER_STUDY, author=cast["colleague"], followed_by=moderator)
    actions.merge(own, merged, by=moderator)
    elsewhere = idea_in(IdeaState.UNDER_STUDY, author=cast["colleague"], followed_by=moderator)
    hidden = [refused(moderator, own, subject="Caché un"), refused(moderator, merged, subject="Caché deux")]
    shown = [
        refused(other_moderator, own, subject="Le mien"),
        refused(moderator, elsewhere, subject="Ailleurs"),
        received(cast["colleague"], subject="Sans suite"),
        quarantined(subject="Inconnu"),
    ]
    client, reader = signed_in(other_moderator), signed_in(moderator)
    # Administrators read what has found no idea yet, and nothing of what the group and authors write.
    for_all = shown[2:]
    listed = reverse("admin:mail_incomingmail_changelist") + "?etat=tous"
    page = client.get(listed).text
    assert [mail.subject for mail in hidden if mail.subject in page] == []
    assert [mail.subject for mail in shown if mail.subject not in page] == []
    for mail in hidden + shown:
        RawContent.objects.create(mail=mail, content=b"Subject: x\n\ny")
        pages = [
            reverse("admin:mail_incomingmail_change", args=[mail.pk]),
            reverse("mail:incoming_detail", args=[mail.reference]),
            reverse("mail:incoming_original", args=[mail.reference]),
        ]
        for url in pages:
            assert (client.get(url).status_code == 200) == (mail in shown), (mail.subject, url)
        assert reader.get(pages[1]).status_code == 200
        is_read = signed_in(administrator).get(pages[1]).status_code == 200
        assert is_read == (mail in for_all), mail.subject
    with pytest.raises(PermissionDenied):
        set_aside(hidden[0], by=other_moderator, reason="Gênant")


def test_the_button_on_the_desk(author, moderator, signed_in):
    mail = quarantined(subject="Re: Un banc")
    url = reverse("admin:mail_incomingmail_action", args=[mail.pk, "traiter-comme-idee"])
    client = signed_in(moderator)
    assert client.get(url).context["form"]["title"].value() == "Un banc"
    assert "Devant." in client.post(url, {"author": "personne", "title": "", "proposal": "Devant."}).text
    client.post(url, {"author": author.identifiant, **WORDS})
    assert Idea.objects.get().author == author
