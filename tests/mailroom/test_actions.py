"""The path of an item: its number, deadline, direction, person and end; what is refused says why."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.documents.actions import store_bytes
from core.french import after_working_days
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Direction
from mailroom import acknowledgements, actions, answers
from mailroom.models import (
    AcknowledgementText,
    Channel,
    Item,
    QuietedSender,
    RegisterAddress,
    State,
)
from tests.factories import AgentFactory, DirectionFactory
from tests.mailroom.factories import SECRET, a_kind, item_in, office_agent, registered


def trail(item: Item) -> list[str]:
    return [movement.gesture for movement in item.movements.all()]


def test_an_item_from_its_arrival_to_its_answer(office, agent, gardens, head):
    colleague = office_agent()
    item = registered(office)
    assert item.state == State.REGISTERED
    # Who types a letter is not told of it.
    assert Notification.objects.get().recipient == colleague
    item = actions.assign(item, by=office, direction=gardens, kind=a_kind())
    assert item.due_on == after_working_days(timezone.localdate(), a_kind().answer_days)
    assert {row.recipient for row in Notification.objects.all()} == {colleague, head}
    item = actions.take(item, by=agent)
    sent = answers.answer(item, by=agent, channel=Channel.PAPER, sent_on=timezone.localdate())
    item.refresh_from_db()
    assert (item.state, item.taken_by, sent.due_on) == (State.ANSWERED, agent, item.due_on)
    assert item.answered_at == item.closed_at
    assert trail(item) == ["registered", "assigned", "taken", "answered"]


def test_the_notifications_hold_no_word_of_it(office, agent, gardens):
    """Nor does the history: tests/mailroom/test_retention.py."""
    item_in(State.FILED, office=office, direction=gardens, taker=agent)
    item_in(State.ANSWERED, office=office, direction=gardens, taker=agent)
    for notification in Notification.objects.all():
        assert SECRET not in f"{notification.title}{notification.text}"
    assert not OutgoingMail.objects.filter(body__contains=SECRET).exclude(kind="mailroom.answer").exists()
    assert not OutgoingMail.objects.filter(kind__startswith="mailroom", is_confidential=False).exists()


def test_a_direction_that_closed_or_a_day_that_is_over_is_refused(office, agent, gardens):
    item, gone, empty = registered(office), DirectionFactory.create(), DirectionFactory.create()
    Direction.objects.filter(pk=gone.pk).delete()
    AgentFactory.create(direction=empty, is_active=False)
    today = timezone.localdate()
    for direction, due_on, said in (
        (gone, today, "n’existe plus"),
        (empty, today, "Plus personne"),
        (gardens, today - timedelta(days=1), "échéance est passée"),
    ):
        with pytest.raises(ValidationError, match=said):
            actions.assign(item, by=office, direction=direction, kind=a_kind(), due_on=due_on)
    assert Item.objects.get().state == State.REGISTERED


def test_a_confidential_item_has_somebody_to_treat_it(office, agent, elsewhere, gardens):
    Direction.objects.filter(pk=gardens.pk).update(head=None)
    item = registered(office)
    given = {"by": office, "direction": gardens, "kind": a_kind(), "is_confidential": True}
    for readers in ([], [elsewhere]):
        with pytest.raises(ValidationError, match="Nommez parmi ses lecteurs"):
            actions.assign(item, **given, readers=readers)
    item = actions.assign(item, **given, readers=[agent])
    assert actions.take(item, by=agent).taken_by == agent


def test_the_address_proposes_a_direction_else_the_sender(office, gardens):
    other = AgentFactory.create().direction
    item_in(State.ASSIGNED, office=office, direction=gardens)
    item = registered(office)
    assert item.proposed_direction == gardens
    assert item.proposal_reason.startswith("même expéditeur que le ")
    RegisterAddress.objects.create(address="urbanisme@ville.example", direction=other)
    assert registered(office, written_to="Urbanisme@ville.example").proposed_direction == other
    of_nobody = {"sender_address": "autre@fai.example", "subject": "Tout autre chose"}
    assert registered(office, **of_nobody).proposed_direction is None


@pytest.mark.parametrize(
    ("subject", "is_proposed"),
    [
        ("Nid de poule devant l’école", True),
        ("NID DE POULE, encore", False),
        ("La poule de l’école : & | ! ( 'x'", True),
        ("Pour dans avec", False),
        ("\u00ab ? \u00bb", False),
    ],
)
def test_words_propose_the_direction_of_a_like_subject(office, gardens, elsewhere, subject, is_proposed):
    """Two words at least; never of what is undesirable."""
    item_in(State.ASSIGNED, office=office, direction=gardens, subject="Une poule à l’école")
    item_in(State.ASSIGNED, office=office, direction=elsewhere.direction, subject="Un banc à l’école")
    found = registered(office, sender_address="autre@fai.example", subject=subject).proposed_direction
    assert found == (gardens if is_proposed else None)


def test_reassigned_with_a_reason(item, agent, gardens, elsewhere):
    item = actions.reassign(item, by=agent, direction=elsewhere.direction, reason="C’est leur rue.")
    assert (item.state, item.direction, item.taken_by) == (State.ASSIGNED, elsewhere.direction, None)
    last = item.movements.last()
    assert (last.from_direction, last.to_direction) == (gardens, elsewhere.direction)
    assert last.from_person == agent


def test_not_for_us(office, agent, gardens):
    item = item_in(State.ASSIGNED, office=office, direction=gardens)
    item = actions.return_to_office(item, by=agent, reason="Pas pour nous.")
    assert (item.state, item.direction) == (State.RETURNED, None)
    assert actions.assign(item, by=office, direction=gardens, kind=a_kind()).state == State.ASSIGNED


@pytest.mark.parametrize("state", [State.ANSWERED, State.FILED, State.PASSED_ON])
def test_every_end_is_undone_with_a_reason(office, agent, head, gardens, elsewhere, state):
    item = item_in(state, office=office, direction=gardens, taker=agent)
    Notification.objects.all().delete()
    with pytest.raises(PermissionDenied):
        actions.reopen(item, by=elsewhere, reason="Non.")
    item = actions.reopen(item, by=head, reason="Il a rappelé.")
    assert (item.state, item.taken_by, item.closed_at, item.closing_reason) == (State.TAKEN, agent, None, "")
    assert item.due_on == after_working_days(timezone.localdate(), a_kind().answer_days)
    assert Notification.objects.get().recipient == agent
    last = item.movements.last()
    assert (last.gesture, last.reason) == ("reopened", "Il a rappelé.")
    with pytest.raises(ValidationError, match="rien à rouvrir"):
        actions.reopen(item, by=head, reason="Encore.")


def test_what_was_filed_before_any_direction_comes_back_to_the_office(office):
    colleague = office_agent()
    item = actions.file_without_answer(registered(office), by=office, reason="Publicité.")
    Notification.objects.all().delete()
    assert actions.reopen(item, by=office, reason="Erreur.").state == State.REGISTERED
    assert Notification.objects.get().recipient == colleague


def test_a_head_gives_it_to_a_colleague(office, agent, head, gardens, elsewhere):
    other = AgentFactory.create(direction=gardens)
    item = item_in(State.ASSIGNED, office=office, direction=gardens)
    for nobody in (agent, elsewhere):
        with pytest.raises(PermissionDenied):
            actions.give(item, by=nobody, to=agent)
    with pytest.raises(ValidationError, match="ne travaille pas dans la direction"):
        actions.give(item, by=head, to=elsewhere)
    Notification.objects.all().delete()
    item = actions.give(item, by=head, to=agent)
    assert (item.state, item.taken_by) == (State.TAKEN, agent)
    assert Notification.objects.get().recipient == agent
    # The agent who follows it gives it to nobody: they reassign.
    with pytest.raises(PermissionDenied):
        actions.give(item, by=agent, to=other)
    with pytest.raises(ValidationError, match="le suit déjà"):
        actions.give(item, by=head, to=agent)
    item = actions.give(item, by=office, to=other)
    assert item.taken_by == other
    with pytest.raises(ValidationError, match="confié ce courrier à"):
        answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.")


def test_undesirable_and_back(office):
    mail = {"channel": Channel.MAIL, "sender_address": "pub@spam.example"}
    item = actions.mark_spam(registered(office, **mail), by=office)
    assert item.state == State.SPAM
    assert registered(office, **mail | {"sender_address": "PUB@spam.example"}).state == State.SPAM
    # A letter is read all the same.
    assert registered(office, sender_address="pub@spam.example").state == State.REGISTERED
    assert actions.unmark_spam(item, by=office).state == State.REGISTERED
    assert not QuietedSender.objects.exists()
    assert registered(office, **mail).state == State.REGISTERED


def test_a_letter_of_tomorrow_is_refused(office):
    with pytest.raises(ValidationError, match="pas encore venu"):
        registered(office, received_on=date.max)


def test_what_is_undesirable_is_never_late(office, office_client, gardens):
    item = item_in(State.RETURNED, office=office, direction=gardens)
    assert item.due_on
    after = item.due_on + timedelta(days=1)
    assert Item.objects.late(on=after).exists()
    item = actions.mark_spam(item, by=office)
    assert "Réponse attendue" not in office_client.get(item.get_absolute_url()).text
    assert not Item.objects.late(on=after).exists()


@pytest.mark.parametrize("text", ["Reçu le [jour]", "Un [ seul", "[[date]", "{date.__class__}]"])
def test_the_model_of_the_acknowledgement_knows_its_brackets(db, text):
    model = AcknowledgementText.objects.get()
    model.full_clean()
    model.text = text
    with pytest.raises(ValidationError, match="crochet"):
        model.full_clean()


def test_a_model_is_no_program(office):
    """What is between braces is a text like any other."""
    AcknowledgementText.objects.update(text="{item.mail} %s %(date)s [numéro]\n[téléphone] seul")
    item = registered(office)
    assert acknowledgements.words_of(item)[1] == f"{{item.mail}} %s %(date)s {item.label}"


def test_without_a_head_those_who_read_it_are_notified(office, elsewhere, head, gardens):
    """And the head of a direction that has a copy, unless it is confidential."""
    unit = DirectionFactory.create(name="Archives")
    below = AgentFactory.create(direction=DirectionFactory.create(kind="service", parent=unit))
    item_in(State.ASSIGNED, office=office, direction=unit)
    told = Notification.objects.filter(kind="mailroom.arrived")
    assert [row.recipient for row in told] == [below]
    own = AgentFactory.create(direction=unit)
    given = {"office": office, "direction": unit, "copies": (gardens,)}
    item_in(State.ASSIGNED, **given)
    item_in(State.ASSIGNED, **given, is_confidential=True, readers=(own, elsewhere))
    assert [row.recipient for row in told.order_by("pk")] == [below, own, head, own, elsewhere]
    # Who is named from elsewhere only reads.
    assert "Pour information" in told.get(recipient=elsewhere).text


def test_an_item_is_joined_to_the_one_that_it_is_about(office, agent, head, gardens):
    target = item_in(State.ANSWERED, office=office, direction=gardens, taker=agent)
    late = registered(office, text="La suite.", subject=f"Re: Un banc [{target.label}]")
    document = store_bytes(b"rien", name="plan.txt", by=None)
    actions.attach(late, by=None, documents=[document])
    with pytest.raises(PermissionDenied):
        answers.join(late, by=head, to=target)
    Notification.objects.all().delete()
    answers.join(late, by=office, to=target)
    late.refresh_from_db()
    target.refresh_from_db()
    assert (late.state, late.closing_reason) == (State.FILED, f"Joint au courrier {target.label}.")
    assert (target.state, target.taken_by) == (State.TAKEN, agent)
    reply = target.replies.get()
    assert (reply.text, [file.document for file in reply.files.all()]) == ("La suite.", [document])
    assert late.label in reply.remarks[0]
    # The office did it, not the sender.
    moved = target.movements.last()
    assert (moved.gesture, moved.by) == ("reopened", office)
    assert f"{office} l’a joint" in Notification.objects.get(recipient=agent).text
    assert not Notification.objects.filter(recipient=office).exists()
    for wrong in (target, item_in(State.SPAM, office=office, direction=gardens)):
        with pytest.raises(ValidationError):
            answers.join(target, by=office, to=wrong)


def test_a_long_postal_address_is_joined_and_the_follower_learns_it(office, agent, head, gardens):
    """The reply names the person: an address on many lines does not fit."""
    given = {"office": office, "direction": gardens}
    target = item_in(State.TAKEN, **given, taker=head)
    followed = item_in(State.TAKEN, **given, taker=agent, sender_address="1 rue du Port\n" * 30)
    answers.join(followed, by=office, to=target)
    assert target.replies.get().address == followed.sender_name
    assert Notification.objects.filter(recipient=agent, title__startswith="Vous ne suivez plus").exists()
    moved = followed.movements.get(gesture="joined")
    assert moved.from_person == agent


def test_a_rank_alone_is_of_this_year(office_client, office):
    item, old = registered(office), registered(office)
    Item.objects.filter(pk=old.pk).update(year=item.year - 1)
    path = reverse("mailroom:item_join", args=[item.reference])
    assert "Aucun autre courrier" in office_client.post(path, {"to": str(old.sequence)}).text
    assert office_client.post(path, {"to": f"{item.year - 1}-{old.sequence}"}).status_code == 302
    item.refresh_from_db()
    assert item.closing_reason == f"Joint au courrier {item.year - 1}-{old.sequence:05}."


def test_what_is_confidential_joins_nothing_that_more_people_read(office, head, gardens):
    given = {"office": office, "direction": gardens, "taker": head}
    target, secret = item_in(State.TAKEN, **given), item_in(State.TAKEN, **given, is_confidential=True)
    with pytest.raises(ValidationError, match="confidentiel"):
        answers.join(secret, by=office, to=target)
    answers.join(target, by=office, to=secret)
    assert secret.replies.exists()


def test_where_it_went_is_not_said_to_who_may_not_know(item, office, agent, elsewhere):
    """Moved again since, or confidential: it is only said that it is no longer theirs."""
    item = actions.reassign(item, by=office, direction=elsewhere.direction, reason="Erreur de rue.")
    third = AgentFactory.create(direction=DirectionFactory.create()).direction
    actions.reassign(item, by=office, direction=third, reason="Autre erreur.")
    with pytest.raises(ValidationError, match="n’est plus à vous"):
        answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.")
