"""The desk of mails that arrived: who reads which, what each button does, and the bytes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.documents.limits import size_label
from core.mail.models import AddressTrouble, IncomingMail, State, Trust
from core.people.models import Agent
from tests.mail.factories import IncomingMailFactory, fresh

pytestmark = pytest.mark.django_db
LIST = reverse("admin:mail_incomingmail_changelist")
SignIn = Callable[[Agent], Client]


def change(mail: IncomingMail) -> str:
    return reverse("admin:mail_incomingmail_change", args=[mail.pk])


def action(mail: IncomingMail, name: str) -> str:
    return reverse("admin:mail_incomingmail_action", args=[mail.pk, name])


def page(mail: IncomingMail) -> str:
    return reverse("mail:incoming_detail", args=[mail.reference])


def original(mail: IncomingMail) -> str:
    return reverse("mail:incoming_original", args=[mail.reference])


def doors(client: Client, mail: IncomingMail) -> tuple[int, ...]:
    """The desk's list, its card, the message's page, the bytes; 302 is the sign-in."""
    answers = (client.get(path) for path in (LIST, change(mail), page(mail), original(mail)))
    return tuple(answer.status_code for answer in answers)


@pytest.mark.parametrize(
    ("who", "theirs", "of_nobody"),
    [
        ("outsider", (302, 302, 404, 404), (302, 302, 404, 404)),
        # Those of the rooms, none of these.
        ("room_manager", (200, 302, 404, 404), (200, 302, 404, 404)),
        ("directory_manager", (403, 403, 404, 404), (403, 403, 404, 404)),
        ("moderator", (200, 200, 200, 200), (200, 302, 404, 404)),
        ("head", (200, 200, 200, 200), (200, 302, 404, 404)),
        ("administrator", (200, 200, 200, 200), (200, 200, 200, 200)),
    ],
)
def test_who_reads_what(request, signed_in, who, theirs, of_nobody):
    """Mails of the ideas are the group's; one that names none of our addresses is the administrators'."""
    client = signed_in(request.getfixturevalue(who))
    ideas = IncomingMailFactory.create(quarantined=True)
    nowhere = IncomingMailFactory.create(quarantined=True, inbox="", reason="no_address")
    assert doors(client, ideas) == theirs
    assert doors(client, nowhere) == of_nobody


def test_its_sender_reads_it_and_not_its_bytes(signed_in, author, colleague):
    mail = IncomingMailFactory.create(
        sender=author, trust=Trust.VERIFIED, folded="De : le groupe", remarks=["Signé, non vérifié."]
    )
    answer = signed_in(author).get(page(mail))
    for words in ("Le message que vous avez envoyé", mail.text, "De : le groupe", "Signé, non vérifié."):
        assert words in answer.text
    # « Classé » reads as given up to whoever wrote it; the size and the rubric as elsewhere on the site.
    for words in ("Bien arrivé", size_label(mail.size), "Les idées</dd>"):
        assert words in answer.text
    assert "original" not in answer.text
    assert signed_in(author).get(original(mail)).status_code == 404
    assert signed_in(colleague).get(page(mail)).status_code == 404


def test_an_agent_is_not_said_to_have_written_what_nothing_proves(signed_in, author):
    mail = IncomingMailFactory.create(
        sender=author, trust=Trust.FAILED, state="quarantined", reason="unverified"
    )
    text = signed_in(author).get(page(mail)).text
    assert "Un message envoyé au nom de votre adresse" in text
    assert "que vous avez envoyé" not in text


def test_each_state_has_its_page(signed_in, administrator):
    client = signed_in(administrator)
    for state in {*State} - {State.SET_ASIDE, State.REPEATED}:
        waits = state in ("quarantined", "held", "refused")
        mail = IncomingMailFactory.create(
            state=state, reason="error" if waits else "", text="", error="<b>\x07"
        )
        assert mail.get_state_display() in client.get(page(mail)).text
        assert client.get(change(mail)).status_code == 200


def test_what_was_sent_never_becomes_html(signed_in, administrator):
    poison = "<script>alert('x')</script>\"'><img src=x>"
    fields = dict.fromkeys(("subject", "text", "folded", "sender_name", "error"), poison)
    mail = IncomingMailFactory.create(quarantined=True, remarks=[poison], **fields)
    client = signed_in(administrator)
    for path in (LIST, change(mail), page(mail), action(mail, "ecarter")):
        assert "<script>alert" not in (text := client.get(path).text)
        assert "<img src=x" not in text


def test_the_original_is_a_download_and_nothing_else(signed_in, moderator):
    content = b"Content-Type: text/html\r\n\r\n<script>alert(1)</script>\xff\x00"
    mail = IncomingMailFactory.create(quarantined=True, raw=content)
    answer = signed_in(moderator).get(original(mail))
    assert answer.content == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="message-{mail.reference}.eml"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_bytes_that_were_erased_are_not_offered(signed_in, moderator):
    mail = IncomingMailFactory.create(state=State.EXPIRED, raw=False)
    client = signed_in(moderator)
    assert client.get(original(mail)).status_code == 404
    assert "Télécharger" not in client.get(page(mail)).text


def test_what_waits_for_a_person_comes_first(signed_in, moderator):
    waiting = IncomingMailFactory.create(quarantined=True, subject="la fontaine")
    filed = IncomingMailFactory.create(subject="le kiosque")
    client = signed_in(moderator)
    text = client.get(LIST).text
    assert waiting.subject in text
    assert filed.subject not in text
    for asked in ({"etat": "filed"}, {"etat": "tous"}, {"etat": "tous", "q": "kiosque"}):
        assert filed.subject in client.get(LIST, asked).text


def test_a_mail_is_set_aside_with_its_reason_and_read_again(signed_in, moderator):
    mail = IncomingMailFactory.create(quarantined=True)
    client = signed_in(moderator)
    answer = client.post(action(mail, "ecarter"), {"reason": "  "})
    assert "Erreur" in answer.text
    client.post(action(mail, "ecarter"), {"reason": "Une réclame."})
    assert (fresh(mail).state, mail.handled_by) == (State.SET_ASIDE, moderator)
    assert "Une réclame." in client.get(page(mail)).text
    assert client.get(action(mail, "ecarter")).status_code == 403
    client.post(action(mail, "traiter-a-nouveau"))
    assert fresh(mail).state == State.RECEIVED


def test_a_mail_is_taken_as_an_agent_s(signed_in, moderator, author):
    mail = IncomingMailFactory.create(quarantined=True)
    client = signed_in(moderator)
    assert "Aucun compte ouvert" in client.post(action(mail, "de-la-part-de"), {"agent": "Zzz"}).text
    client.post(action(mail, "de-la-part-de"), {"agent": author.identifiant})
    assert (fresh(mail).state, mail.sender, mail.trust) == (State.RECEIVED, author, Trust.CONFIRMED)


def test_many_are_set_aside_at_once_and_what_was_settled_is_said(signed_in, moderator):
    mails = IncomingMailFactory.create_batch(2, quarantined=True)
    mails.append(IncomingMailFactory.create(state=State.AUTOMATIC))
    chosen: dict[str, Any] = {"action": "set_all_aside", "_selected_action": [mail.pk for mail in mails]}
    client = signed_in(moderator)
    every = f"{LIST}?etat=tous"
    assert "Choisissez un motif" in client.post(every, chosen, follow=True).text
    assert not IncomingMail.objects.filter(state=State.SET_ASIDE).exists()
    text = client.post(every, chosen | {"motif": "Déjà traité autrement"}, follow=True).text
    assert "2 messages écartés" in text
    assert "1 message reste" in text


def test_what_is_not_ones_own_is_not_said_settled(signed_in, moderator, monkeypatch):
    mail = IncomingMailFactory.create(quarantined=True)
    # Between the list and the action, the right is lost.
    monkeypatch.setattr("core.mail.policies.can_read_incoming", lambda *_: False)
    chosen = {"action": "set_all_aside", "_selected_action": [mail.pk], "motif": "Déjà traité autrement"}
    text = signed_in(moderator).post(LIST, chosen, follow=True).text
    assert "1 message n’est pas pour vous" in text
    assert "déjà traité" not in text


def test_a_corrected_address_is_no_longer_failing(signed_in, directory_manager):
    failing = {"permanent_errors": 3, "failing_since": timezone.now()}
    trouble = AddressTrouble.objects.create(address="a@b.example", **failing)
    once = AddressTrouble.objects.create(address="c@d.example", permanent_errors=1)
    client, path = signed_in(directory_manager), reverse("admin:mail_addresstrouble_changelist")
    assert once.address not in client.get(path).text
    assert once.address in client.get(path, {"etat": "toutes"}).text
    client.post(reverse("admin:mail_addresstrouble_action", args=[trouble.pk, "corrigee"]))
    assert (fresh(trouble).failing_since, trouble.permanent_errors) == (None, 0)
