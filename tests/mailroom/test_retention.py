"""What reached its term: its list, its elimination, and that nothing of the content is left anywhere."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.db.utils import IntegrityError, ProgrammingError
from django.urls import reverse
from django.utils import timezone

from core.approvals import actions as approvals
from core.documents.actions import store_bytes
from core.mail.models import Bounce, IncomingMail, OutgoingMail, RawContent
from core.mail.models import State as MailState
from core.people.models import Agent, Direction
from core.people.roles import Role
from core.retention.elimination import stamp_of
from core.search.models import Entry, SeeAlso
from mailroom import actions, answers, retention
from mailroom.models import Channel, Elimination, Fate, Item, ItemKind, QuietedSender, State
from mailroom.retention import eliminate, expire
from tests.factories import AgentFactory
from tests.mailroom.factories import SECRET, a_kind, asked, circuit_of, decided, item_in, registered
from tests.memos.factories import places_of
from tests.suggestions.factories import IdeaFactory

VISA: dict[str, Any] = {"visa_reference": "AD 31-2026-118"}
SENDER = f"rose.{SECRET}@fai.example"


def stamp() -> str:
    return stamp_of(retention.to_eliminate().values_list("pk", flat=True))


def a_mail(text: str, **fields: Any) -> IncomingMail:
    content = f"From: {SENDER}\n\n{text}".encode()
    mail = IncomingMail.objects.create(
        sha256=sha256(content).hexdigest(),
        size=len(content),
        state=MailState.FILED,
        message_id=f"<{text}@fai.example>",
        sender_address=SENDER,
        sender_name=SECRET,
        subject=SECRET,
        text=text,
        **fields,
    )
    RawContent.objects.create(mail=mail, content=content)
    return mail


@pytest.fixture
def old(office: Agent, agent: Agent, gardens: Direction, documents_dir: Any) -> Item:
    """Answered six years ago, by mail, with a file, a reply and the report of a mail that did not arrive."""
    with time_machine.travel(timezone.now() - timedelta(days=6 * 366), tick=True):
        document = store_bytes(f"{SECRET} du fichier".encode(), name=f"{SECRET}.txt", by=None)
        item = actions.register(
            by=None,
            channel=Channel.MAIL,
            mail=a_mail(f"un {SECRET}"),
            documents=[document],
            sender_name=SECRET,
            sender_address=SENDER,
            subject=SECRET,
            text=SECRET,
            written_to="mairie@ville.example",
            remarks=[SECRET],
            received_on=timezone.localdate(),
        )
        item = actions.assign(item, by=office, direction=gardens, kind=a_kind(), readers=[office])
        item = actions.reassign(item, by=office, direction=gardens, reason=SECRET)
        item = actions.take(item, by=agent)
        answers.answer(item, by=agent, channel=Channel.MAIL, text=SECRET)
        answers.receive_reply(item, text=SECRET, address=SENDER, mail=a_mail(f"deux {SECRET}"))
        # With its visa; then one that never left.
        signer = AgentFactory.create()
        circuit_of(signer)
        asked(item, agent, text=SECRET)
        decided(item, signer, remark=SECRET)
        pending = asked(item, agent, text=f"{SECRET} abandonné")
        held = store_bytes(f"{SECRET} joint".encode(), name=f"{SECRET} joint.txt", by=agent)
        actions.attach(item, by=agent, documents=[held], pending=pending)
        # Its visas keep the file of the version before.
        approvals.content_changed(pending, by=agent)
        answers.withdraw(item, by=agent)
        answers.submit(item, by=agent, text=f"{SECRET} encore", removed=[held.reference])
        actions.end_pending(Item.objects.get(pk=item.pk), by=agent)
        report = a_mail(f"trois {SECRET}")
        Bounce.objects.create(
            incoming=report,
            mail=OutgoingMail.objects.filter(kind="mailroom.answer").first(),
            address=SENDER,
            is_permanent=True,
            diagnostic=SECRET,
        )
    return Item.objects.get(pk=item.pk)


def test_an_elimination_leaves_its_trace_and_nothing_of_the_content(old, office, gardens):
    path = old.files.get(pending=None).document.file_path
    assert path.is_file()
    before = places_of(SECRET)
    assert before >= {
        *("mailroom_item", "mailroom_movement", "mailroom_answer", "mailroom_reply", "documents_document"),
        *("mailroom_pendinganswer", "approvals_approvalcontent", "approvals_approvalfile"),
        *("mail_incomingmail", "mail_outgoingmail", "mail_bounce", "mail_replyaddress", "approvals_decision"),
    }
    assert not {table for table in before if table.endswith("event")}
    trace = eliminate(by=office, visa_on=timezone.localdate(), shown=stamp(), **VISA)
    assert places_of(SECRET) == set()
    assert not Item.objects.exists()
    assert not Entry.objects.filter(kind="mailroom.item").exists()
    assert not RawContent.objects.exists()
    # Each mail keeps its place in the mailbox.
    assert set(IncomingMail.objects.values_list("state", flat=True)) == {MailState.EXPIRED}
    trace.refresh_from_db()
    day = old.received_on
    assert trace.dated_lines == [{"kind": "Demande", "count": 1, "first": day, "last": day}]
    days = {"received_on": f"{day:%d/%m/%Y}", "closed_on": f"{timezone.localdate(old.closed_at):%d/%m/%Y}"}
    assert trace.items == [{"number": old.label, "kind": "Demande", **days}]


def test_an_idea_of_the_same_mail_stays(old, office, agent):
    idea = IdeaFactory.create(mail=old.mail, author=agent, proposal="Des bancs.")
    first, second = sorted(
        ((ContentType.objects.get_for_model(each), each.pk) for each in (old, idea)),
        key=lambda end: end[0].pk,
    )
    SeeAlso.objects.create(
        first_type=first[0], first_id=first[1], second_type=second[0], second_id=second[1], added_by=office
    )
    eliminate(by=office, visa_on=timezone.localdate(), shown=stamp(), **VISA)
    idea.refresh_from_db()
    assert (idea.proposal, idea.author, idea.mail.text) == ("Des bancs.", agent, "")
    assert not SeeAlso.objects.exists()


def test_a_document_of_two_items_and_the_number_stay(old, office):
    shared = old.files.get(pending=None).document
    other = registered(office, documents=[shared])
    eliminate(by=office, visa_on=timezone.localdate(), shown=stamp(), **VISA)
    assert other.files.get().document == shared
    # The number is never given again.
    with time_machine.travel(timezone.now() - timedelta(days=6 * 366)):
        assert registered(office).sequence == old.sequence + 1


def test_without_the_visa_of_the_archives_nothing_is_eliminated(old, office, head, signed_in):
    client, path = signed_in(office), reverse("mailroom:retention")
    today = timezone.localdate()
    for sent in ({"visa_reference": "AD"}, {"visa_on": str(today), "visa_reference": " "}):
        assert "Erreur" in client.post(path, {"shown": stamp(), **sent}).text
    with pytest.raises(ValidationError, match="d’aujourd’hui ou d’avant"):
        eliminate(by=office, visa_on=today + timedelta(days=1), shown=stamp(), **VISA)
    with pytest.raises(ValidationError, match="La liste a changé"):
        eliminate(by=office, visa_on=today, shown="0" * 32, **VISA)
    for by in (head, AgentFactory.create(roles=[Role.ADMINISTRATOR])):
        with pytest.raises(PermissionDenied):
            eliminate(by=by, visa_on=today, shown=stamp(), **VISA)
    assert Item.objects.count() == 1


def test_an_elimination_lists_the_letters_before_its_button(old, office, signed_in):
    client, path = signed_in(office), reverse("mailroom:retention")
    assert client.get(reverse("mailroom:elimination_list")).content.startswith(b"%PDF")
    sent = {"shown": stamp(), "visa_on": str(timezone.localdate()), "visa_reference": "AD 1"}
    page = client.post(path, sent)
    assert page.status_code == 200
    for said in (old.label, old.subject, old.get_absolute_url(), "AD 1"):
        assert said in page.text
    assert Item.objects.exists()
    back = client.post(path, sent | {"geste": "revenir"})
    assert 'value="AD 1"' in back.text
    assert Item.objects.exists()
    # A letter of the list that another closed meanwhile: the button says so.
    changed = client.post(path, sent | {"shown": "0" * 32, "geste": "eliminer"})
    assert "La liste a changé" in changed.text
    assert client.post(path, sent | {"geste": "eliminer"}).status_code == 302
    assert not Item.objects.exists()
    assert "AD 1" in client.get(path).text
    trace = reverse("mailroom:elimination_pdf", args=[Elimination.objects.get().reference])
    assert client.get(trace).content.startswith(b"%PDF")
    assert signed_in(AgentFactory.create()).get(trace).status_code == 404


def test_a_visa_is_no_older_than_the_list_it_covers(old, office, signed_in):
    """The list is whole the day its last letter reaches its term."""
    reached = timezone.localdate(retention.to_eliminate().values_list(F("kept_until"), flat=True)[0])
    for day in (date(2020, 1, 7), timezone.localdate(old.closed_at), reached - timedelta(days=1)):
        with pytest.raises(ValidationError, match="plus ancien que la liste"):
            eliminate(by=office, visa_on=day, shown=stamp(), **VISA)
        sent = {"shown": stamp(), "visa_on": str(day), "visa_reference": "AD 1"}
        page = signed_in(office).post(reverse("mailroom:retention"), sent)
        assert set(page.context["form"].errors) == {"visa_on"}
    assert Item.objects.exists()
    eliminate(by=office, visa_on=reached, shown=stamp(), **VISA)


def test_what_is_for_the_archives_is_listed_and_stays(old, office, signed_in):
    for fate in (Fate.ARCHIVED, Fate.SORTED):
        ItemKind.objects.update(fate=fate)
        page = signed_in(office).get(reverse("mailroom:retention")).text
        assert "Rien à éliminer" in page
        assert "Pour les archives" in page
        with pytest.raises(ValidationError, match="La liste a changé"):
            eliminate(by=office, visa_on=timezone.localdate(), shown=stamp(), **VISA)
    assert Item.objects.exists()


def test_an_item_is_kept_as_long_as_its_kind_says(old):
    assert list(retention.to_eliminate()) == [old]
    ItemKind.objects.filter(name="Demande").update(retention_years=7)
    assert not retention.to_eliminate().exists()
    # Without a kind, as long as any is kept.
    longest = ItemKind.objects.order_by("-retention_years").values_list("retention_years", flat=True)[0]
    with time_machine.travel(timezone.now() + timedelta(days=366 * longest)):
        assert retention.to_eliminate().exists()


def test_what_is_open_never_reaches_its_term(office, gardens):
    with time_machine.travel(timezone.now() - timedelta(days=20 * 366), tick=True):
        for state in State:
            item_in(state, office=office, direction=gardens)
    over = retention.to_eliminate().values_list("state", flat=True)
    assert set(over) == {State.ANSWERED, State.FILED, State.PASSED_ON, State.SPAM}


def test_what_stays_undesirable_is_emptied_and_keeps_its_number(old, office, office_client):
    """As `eliminate`, without the archives: the mail of a stranger that nobody wanted is no record of the town."""
    number = old.sequence
    Item.objects.filter(pk=old.pk).update(
        state=State.SPAM, direction=None, taken_by=None, taken_at=None, closed_at=None
    )
    QuietedSender.objects.create(address=SENDER, by=office)
    assert expire(timezone.now()) == 1
    assert places_of(SECRET) == {"mailroom_quietedsender"}
    old.refresh_from_db()
    assert (old.sequence, old.text, old.state) == (number, "", State.SPAM)
    assert old.erased_at
    with pytest.raises(IntegrityError, match="item_erased_says_nothing"), transaction.atomic():
        Item.objects.update(text="Rien")
    assert expire(timezone.now()) == 0
    page = office_client.get(old.get_absolute_url()).text
    assert "effacé" in page
    assert "Sortir des indésirables" not in page
    assert not retention.quiet_enough(timezone.now() + timedelta(days=364)).exists()
    assert retention.quiet_enough(timezone.now() + timedelta(days=366)).exists()


def test_what_was_just_set_aside_can_be_taken_back(office, gardens):
    with time_machine.travel(timezone.now() - timedelta(days=200), tick=True):
        item = item_in(State.REGISTERED, office=office, direction=gardens)
        item_in(State.ASSIGNED, office=office, direction=gardens)
    actions.mark_spam(item, by=office)
    assert expire(timezone.now()) == 0
    assert expire(timezone.now() + timedelta(days=91)) == 1
    with pytest.raises(ValidationError):
        actions.unmark_spam(item, by=office)


def test_a_trace_is_never_changed_nor_deleted(old, office):
    trace = eliminate(by=office, visa_on=timezone.localdate(), shown=stamp(), **VISA)
    for change in (trace.delete, lambda: Elimination.objects.update(visa_reference="autre")):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    assert Elimination.objects.get().visa_reference == VISA["visa_reference"]
